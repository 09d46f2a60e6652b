//! The framing of `application/vnd.amazon.eventstream`: messages with typed headers, each with two checksums.
//!
//! A message is: its length and that of its headers (four bytes each, big-endian), the CRC-32 of these eight, the headers, the payload,
//! and the CRC-32 of all before. A header is: the length of its name (one byte), the name, its type, and of a text (type 7) the
//! length (two bytes) and the text.

use crc32fast::hash as crc32;

const TEXT: u8 = 7;

/// One event with its payload.
pub(super) fn event(kind: &str, content_type: &str, payload: &[u8]) -> Vec<u8> {
    let mut headers = Vec::new();
    for (name, value) in [(":event-type", kind), (":content-type", content_type), (":message-type", "event")] {
        headers.push(u8::try_from(name.len()).unwrap_or(u8::MAX));
        headers.extend_from_slice(name.as_bytes());
        headers.push(TEXT);
        headers.extend_from_slice(&u16::try_from(value.len()).unwrap_or(u16::MAX).to_be_bytes());
        headers.extend_from_slice(value.as_bytes());
    }
    // Four numbers of four bytes are around them.
    let length = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX).to_be_bytes();
    let mut message = Vec::with_capacity(16 + headers.len() + payload.len());
    message.extend_from_slice(&length(16 + headers.len() + payload.len()));
    message.extend_from_slice(&length(headers.len()));
    message.extend_from_slice(&crc32(&message).to_be_bytes());
    message.extend_from_slice(&headers);
    message.extend_from_slice(payload);
    message.extend_from_slice(&crc32(&message).to_be_bytes());
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standard() {
        for (text, sum) in [("", 0), ("123456789", 0xcbf4_3926), ("a", 0xe8b7_be43)] {
            assert_eq!(crc32(text.as_bytes()), sum, "{text}");
        }
    }

    #[test]
    fn a_message_says_its_lengths_and_ends_with_its_checksum() {
        let message = event("PayloadChunk", "application/octet-stream", b"hi");
        let number = |at: usize| {
            let bytes = message.get(at..at + 4).unwrap_or_default();
            bytes.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte))
        };
        assert_eq!(number(0) as usize, message.len());
        let headers = number(4) as usize;
        assert_eq!(message.get(12 + headers..12 + headers + 2), Some(&b"hi"[..]));
        assert_eq!(number(8), crc32(message.get(..8).unwrap_or_default()));
        assert_eq!(number(message.len() - 4), crc32(message.get(..message.len() - 4).unwrap_or_default()));
    }
}
