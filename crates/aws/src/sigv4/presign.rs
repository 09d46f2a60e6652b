//! Addresses that carry their own signature, as that of a function's code.

use super::canonical::{canonical_path, canonical_query, encode, hex};
use super::{ALGORITHM, Credential, show_time, string_to_sign};
use api::time::UnixMillis;
use hmac::Mac;
use sha2::{Digest, Sha256};

/// A GET of `path` at `host` that is good from `now` on for `seconds`. The path is encoded already.
pub(crate) fn presigned(
    host: &str,
    (path, parameters): (&str, &[(&str, &str)]),
    credential: &Credential,
    secret: &str,
    (now, seconds): (UnixMillis, u32),
) -> String {
    let date = show_time(now.0);
    let own = Credential { date: date.chars().take(8).collect(), ..credential.clone() };
    let (scope, expires) = (format!("{}/{}", own.key, own.scope()), seconds.to_string());
    let signing = [
        ("X-Amz-Algorithm", ALGORITHM),
        ("X-Amz-Credential", scope.as_str()),
        ("X-Amz-Date", date.as_str()),
        ("X-Amz-Expires", expires.as_str()),
        ("X-Amz-SignedHeaders", "host"),
    ];
    let pairs = parameters.iter().chain(&signing).map(|(name, value)| format!("{}={}", encode(name), encode(value)));
    let query = pairs.collect::<Vec<_>>().join("&");
    let empty = hex(&Sha256::digest(b""));
    let canonical = format!("GET\n{}\n{}\nhost:{host}\n\nhost\n{empty}", canonical_path(path), canonical_query(&query));
    let mac = own.signing_key(secret).chain_update(string_to_sign(&date, &own, &canonical));
    format!("http://{host}{path}?{query}&X-Amz-Signature={}", hex(&mac.finalize().into_bytes()))
}
