//! SQS's checksums: clients compare them with what they sent.

use super::message::{AttributeData, MessageAttribute, MessageAttributes};
use md5::{Digest, Md5};
use std::fmt::Write;

/// MD5 of a body, as 32 hexadecimal digits.
#[must_use]
pub fn md5_of_body(body: &str) -> String {
    hexadecimal(Md5::new_with_prefix(body))
}

/// MD5 of attributes in the order of their names (SQS developer guide, «Calculating the MD5 message digest for message attributes»);
/// nothing if there are none.
#[must_use]
pub fn md5_of_attributes<'a>(
    attributes: impl IntoIterator<Item = (&'a String, &'a MessageAttribute)>,
) -> Option<String> {
    let mut md5 = Md5::new();
    let mut is_empty = true;
    for (name, MessageAttribute { data_type, data }) in attributes {
        is_empty = false;
        add(&mut md5, name.as_bytes());
        add(&mut md5, data_type.as_bytes());
        match data {
            AttributeData::Text(text) => {
                md5.update([1]);
                add(&mut md5, text.as_bytes());
            }
            AttributeData::Binary(bytes) => {
                md5.update([2]);
                add(&mut md5, bytes);
            }
        }
    }
    (!is_empty).then(|| hexadecimal(md5))
}

/// MD5 of a trace header as the one system attribute of a message.
#[must_use]
pub fn md5_of_trace_header(header: &str) -> Option<String> {
    let attributes = MessageAttributes::from([("AWSTraceHeader".to_owned(), MessageAttribute::string(header))]);
    md5_of_attributes(&attributes)
}

/// With the length before it, in four bytes.
fn add(md5: &mut Md5, bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    md5.update(length.to_be_bytes());
    md5.update(bytes);
}

fn hexadecimal(md5: Md5) -> String {
    md5.finalize().iter().fold(String::with_capacity(32), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_of_attributes_is_that_of_the_developer_guide() {
        assert_eq!(md5_of_body("This is a test message"), "fafb00f5732ab283681e124bf8747ed1");
        assert_eq!(md5_of_attributes(&MessageAttributes::new()), None);
        let binary = MessageAttribute { data_type: "Binary".to_owned(), data: AttributeData::Binary(vec![1, 2, 3]) };
        let attributes = MessageAttributes::from([
            ("b".to_owned(), binary),
            ("a".to_owned(), MessageAttribute::string("x")),
            ("n".to_owned(), MessageAttribute::number(7)),
        ]);
        assert_eq!(md5_of_attributes(&attributes).as_deref(), Some("c84a39c89e21b1bb0e87cab5f604da9c"));
    }
}
