//! Whose key, for which day, region and service.

use super::{Key, SignatureError, incomplete};
use hmac::Mac;

/// `KEY/20261123/us-east-1/lambda/aws4_request`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Credential {
    pub(crate) key: String,
    pub(crate) date: String,
    pub(crate) region: String,
    pub(crate) service: String,
}

const END: &str = "aws4_request";

impl Credential {
    pub(super) fn parse(text: &str) -> Result<Self, SignatureError> {
        let parts: Vec<&str> = text.split('/').collect();
        match parts[..] {
            [key, date, region, service, END] => {
                let text = str::to_owned;
                Ok(Self { key: text(key), date: text(date), region: text(region), service: text(service) })
            }
            _ => Err(incomplete(format!(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{}'",
                text.escape_debug()
            ))),
        }
    }

    pub(super) fn scope(&self) -> String {
        let Self { key: _, date, region, service } = self;
        format!("{date}/{region}/{service}/{END}")
    }

    /// The key of this day, region and service, ready to take what is signed.
    pub(super) fn signing_key(&self, secret: &str) -> Key {
        let first = keyed(format!("AWS4{secret}").as_bytes()).chain_update(&self.date);
        let parts = [self.region.as_str(), self.service.as_str(), END];
        parts.into_iter().fold(first, |key, part| keyed(&key.finalize().into_bytes()).chain_update(part)).then_key()
    }
}

/// HMAC takes keys of every length.
fn keyed(key: &[u8]) -> Key {
    Key::new_from_slice(key).unwrap_or_else(|_never| Key::new(&Default::default()))
}

trait ThenKey {
    /// What comes out is the next key.
    fn then_key(self) -> Key;
}

impl ThenKey for Key {
    fn then_key(self) -> Key {
        keyed(&self.finalize().into_bytes())
    }
}
