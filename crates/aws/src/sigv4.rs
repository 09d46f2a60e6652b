//! AWS Signature Version 4, from the side of who checks it: in the Authorization header, or in the query of a presigned address.
//!
//! Wanted: what is not signed does not count, a signature is good for five minutes or for as long as its address says, and how
//! far two signatures agree cannot be measured.

mod canonical;
mod credential;
pub(crate) mod presign;
#[cfg(test)]
mod tests;

use api::time::UnixMillis;
use canonical::{canonical_request, hex};
pub(crate) use canonical::{decode, encode};
pub(crate) use credential::Credential;
use hmac::{Hmac, Mac};
use http::request::Parts as Head;
use sha2::{Digest, Sha256};

/// The only algorithm.
pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// How far the clocks of both sides may differ.
const SKEW_MS: i64 = 5 * 60 * 1_000;
/// How long a presigned address may be good for: seven days.
const EXPIRES_SECONDS_MAX: i64 = 604_800;
/// Headers that a request names as signed.
const SIGNED_HEADERS_MAX: usize = 100;

/// What is wrong with a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SignatureError {
    /// The request is not signed.
    Missing,
    /// The signature has not all that it needs.
    Incomplete(String),
    /// The signature, the time or the scope is not right.
    Invalid(String),
}

/// Where a signature stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Header,
    /// In the query of an address that is good for so many seconds.
    Query(i64),
}

/// A signature as it came, not checked yet.
#[derive(Debug, Clone)]
pub(crate) struct Signature {
    pub(crate) credential: Credential,
    /// A token that came with temporary credentials.
    pub(crate) token: Option<String>,
    date: String,
    signed_headers: Vec<String>,
    mac: Vec<u8>,
    place: Place,
}

/// Whether the request claims to be signed.
#[must_use]
pub fn is_signed(head: &Head) -> bool {
    header(head, "authorization").is_some_and(|value| value.starts_with(ALGORITHM))
        || query(head).iter().any(|(name, value)| name == "X-Amz-Algorithm" && value == ALGORITHM)
}

fn header<'a>(head: &'a Head, name: &str) -> Option<&'a str> {
    head.headers.get(name).and_then(|value| value.to_str().ok())
}

/// Name and value, percent-decoded.
pub(crate) fn query(head: &Head) -> Vec<(String, String)> {
    let pairs = head.uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

impl Signature {
    /// Reads what came.
    pub(crate) fn read(head: &Head) -> Result<Self, SignatureError> {
        match header(head, "authorization") {
            Some(value) => Self::of_header(head, value),
            None => Self::of_query(&query(head)),
        }
    }

    fn of_header(head: &Head, value: &str) -> Result<Self, SignatureError> {
        let parameters = value
            .strip_prefix(ALGORITHM)
            .ok_or_else(|| incomplete(format!("Authorization header requires '{ALGORITHM}' as its algorithm.")))?;
        let pairs: Vec<(&str, &str)> = parameters.split(',').filter_map(|part| part.trim().split_once('=')).collect();
        let needed = |name: &str| {
            let found = pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
            found.ok_or_else(|| incomplete(format!("Authorization header requires '{name}' parameter.")))
        };
        let date = header(head, "x-amz-date")
            .ok_or_else(|| incomplete("Authorization header requires existence of an 'X-Amz-Date' header."))?;
        Self::of(
            (needed("Credential")?, needed("SignedHeaders")?, needed("Signature")?),
            date,
            header(head, "x-amz-security-token").map(str::to_owned),
            Place::Header,
        )
    }

    fn of_query(query: &[(String, String)]) -> Result<Self, SignatureError> {
        let found = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        match found("X-Amz-Algorithm") {
            None => return Err(SignatureError::Missing),
            Some(ALGORITHM) => {}
            Some(_) => return Err(incomplete(format!("X-Amz-Algorithm must be '{ALGORITHM}'."))),
        }
        let needed = |name: &str| {
            found(name).ok_or_else(|| incomplete(format!("AWS query-string parameters must include '{name}'.")))
        };
        let expires = needed("X-Amz-Expires")?.parse().ok().filter(|s| (1..=EXPIRES_SECONDS_MAX).contains(s));
        let expires =
            expires.ok_or_else(|| incomplete(format!("X-Amz-Expires must be 1 to {EXPIRES_SECONDS_MAX} seconds.")))?;
        Self::of(
            (needed("X-Amz-Credential")?, needed("X-Amz-SignedHeaders")?, needed("X-Amz-Signature")?),
            needed("X-Amz-Date")?,
            found("X-Amz-Security-Token").map(str::to_owned),
            Place::Query(expires),
        )
    }

    fn of(
        (credential, signed_headers, mac): (&str, &str, &str),
        date: &str,
        token: Option<String>,
        place: Place,
    ) -> Result<Self, SignatureError> {
        let credential = Credential::parse(credential)?;
        if date.get(..8) != Some(credential.date.as_str()) {
            return Err(invalid(format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
                 '{}' != '{date}'.",
                credential.date
            )));
        }
        let signed_headers: Vec<String> = signed_headers.split(';').map(str::to_owned).collect();
        if signed_headers.len() > SIGNED_HEADERS_MAX {
            return Err(incomplete(format!("SignedHeaders names more than {SIGNED_HEADERS_MAX} headers.")));
        }
        let mac = unhex(mac).ok_or_else(|| incomplete("Signature must be 64 hexadecimal digits."))?;
        Ok(Self { credential, token, date: date.to_owned(), signed_headers, mac, place })
    }

    /// Whether the signature is neither too old nor of a time that is still to come.
    pub(crate) fn check_time(&self, now: UnixMillis) -> Result<(), SignatureError> {
        let signed_at = parse_time(&self.date)
            .ok_or_else(|| incomplete("Date must be in ISO-8601 'basic format', as 20261123T020000Z."))?;
        let lifetime = match self.place {
            Place::Header => SKEW_MS,
            Place::Query(seconds) => seconds * 1_000,
        };
        let (earliest, latest) = (now.0 - lifetime, now.0 + SKEW_MS);
        let (date, time) = (&self.date, show_time(now.0));
        if signed_at < earliest {
            let earliest = show_time(earliest);
            let minutes = lifetime / 60_000;
            return Err(invalid(format!(
                "Signature expired: {date} is now earlier than {earliest} ({time} - {minutes} min.)"
            )));
        }
        if signed_at > latest {
            let latest = show_time(latest);
            return Err(invalid(format!(
                "Signature not yet current: {date} is still later than {latest} ({time} + 5 min.)"
            )));
        }
        Ok(())
    }

    /// Whether who made the signature has the secret, and signed this request.
    pub(crate) fn check(&self, head: &Head, body: &[u8], secret: &str) -> Result<(), SignatureError> {
        self.check_signed_headers(head)?;
        let payload = hex(&Sha256::digest(body));
        // A hash that was sent has to be the body's: services that take unsigned bodies are not here.
        if header(head, "x-amz-content-sha256").is_some_and(|sent| sent != payload) {
            return Err(invalid(
                "The value of the header 'x-amz-content-sha256' is not the SHA-256 of the request's body.",
            ));
        }
        let canonical = canonical_request(head, &self.signed_headers, &payload);
        let to_sign = string_to_sign(&self.date, &self.credential, &canonical);
        let mac = self.credential.signing_key(secret).chain_update(to_sign);
        mac.verify_slice(&self.mac).map_err(|_different| {
            invalid(
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret \
                 Access Key and signing method. Consult the service documentation for details.",
            )
        })
    }

    /// The host and everything that AWS gives a meaning to must be signed.
    fn check_signed_headers(&self, head: &Head) -> Result<(), SignatureError> {
        let is_signed = |name: &str| self.signed_headers.iter().any(|signed| signed == name);
        if !is_signed("host") {
            return Err(invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."));
        }
        let names = head.headers.keys().map(http::HeaderName::as_str);
        match names.filter(|name| name.starts_with("x-amz-")).find(|name| !is_signed(name)) {
            None => Ok(()),
            Some(name) => Err(invalid(format!("'{name}' must be a 'SignedHeader' in the AWS Authorization."))),
        }
    }
}

fn string_to_sign(date: &str, credential: &Credential, canonical: &str) -> String {
    format!("{ALGORITHM}\n{date}\n{}\n{}", credential.scope(), hex(&Sha256::digest(canonical)))
}

type Key = Hmac<Sha256>;

fn incomplete(message: impl Into<String>) -> SignatureError {
    SignatureError::Incomplete(message.into())
}

fn invalid(message: impl Into<String>) -> SignatureError {
    SignatureError::Invalid(message.into())
}

/// 32 bytes from 64 digits.
fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits.filter(|digits| digits.len() == 64)?;
    Some(digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit)).collect())
}

const TIME_FORMAT: &str = "%Y%m%dT%H%M%SZ";

/// `20261123T020000Z` as milliseconds since 1970.
fn parse_time(text: &str) -> Option<i64> {
    let time = jiff::civil::DateTime::strptime(TIME_FORMAT, text).ok()?;
    Some(time.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond())
}

fn show_time(ms: i64) -> String {
    jiff::Timestamp::from(UnixMillis(ms)).strftime(TIME_FORMAT).to_string()
}
