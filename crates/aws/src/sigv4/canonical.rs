//! The form of a request that both sides sign: «Create a canonical request» of the AWS documentation.

use http::request::Parts as Head;

/// Method, path, query, signed headers, their names, hash of the body; each on a line of its own.
pub(super) fn canonical_request(head: &Head, signed_headers: &[String], payload: &str) -> String {
    let headers: String =
        signed_headers.iter().map(|name| format!("{name}:{}\n", canonical_values(head, name))).collect();
    format!(
        "{}\n{}\n{}\n{headers}\n{}\n{payload}",
        head.method,
        canonical_path(head.uri.path()),
        canonical_query(head.uri.query().unwrap_or_default()),
        signed_headers.join(";")
    )
}

/// Without `.`, `..` and empty segments, then encoded: what was encoded already is encoded once more, as for all services but S3.
pub(super) fn canonical_path(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(kept.pop()),
            segment => kept.push(segment),
        }
    }
    let is_folder = !kept.is_empty() && ["/", "/.", "/.."].iter().any(|end| path.ends_with(end));
    let encoded: Vec<String> = kept.into_iter().map(encode).collect();
    format!("/{}{}", encoded.join("/"), if is_folder { "/" } else { "" })
}

/// Encoded and sorted, without the signature itself.
pub(super) fn canonical_query(query: &str) -> String {
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (encode_bytes(&decode_bytes(name)), encode_bytes(&decode_bytes(value)))
    });
    let mut pairs: Vec<(String, String)> = pairs.filter(|(name, _)| name != "X-Amz-Signature").collect();
    pairs.sort();
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

/// All values of a header: trimmed, inner blanks as one, joined by commas.
fn canonical_values(head: &Head, name: &str) -> String {
    let values = head.headers.get_all(name).iter().map(|value| {
        let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    values.collect::<Vec<_>>().join(",")
}

/// Everything but letters, digits and `-._~` as `%XX`.
pub(crate) fn encode(text: &str) -> String {
    encode_bytes(text.as_bytes())
}

fn encode_bytes(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => text.push(char::from(*byte)),
            byte => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// `%XX` as the bytes they stand for; what is no UTF-8 then is replaced.
pub(crate) fn decode(text: &str) -> String {
    String::from_utf8_lossy(&decode_bytes(text)).into_owned()
}

fn decode_bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    bytes
}

/// In small letters.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
