//! The query protocol, which SDKs and CLIs spoke before 2023: a form goes in, XML comes out. It is turned into the JSON protocol and
//! back, so that there is one of each operation.

use super::error::Refusal;
use crate::error::escaped;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// What the answers' elements belong to.
const NAMESPACE: &str = "http://queue.amazonaws.com/doc/2012-11-05/";
/// Members of a form; more is no request of an SDK.
const MEMBERS_MAX: usize = 2_000;
/// Parameters of requests that say nothing to an operation.
const OF_PROTOCOL: [&str; 2] = ["Action", "Version"];

/// An operation and its input in JSON.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) operation: String,
    pub(super) input: Vec<u8>,
}

/// How a list or a map is written in a form.
#[derive(Debug, Clone, Copy)]
enum Form {
    /// `NAME.1=…`.
    Texts,
    /// `NAME.1.MEMBER=…`.
    Structures,
    /// `NAME.1.Name=…` and `NAME.1.Value=…`, with these words for them.
    Texted(&'static str, &'static str),
    /// `NAME.1.Name=…` and `NAME.1.Value.MEMBER=…`.
    Structured,
}

/// The name in a form, how it is written there, and the name in JSON.
const LISTS: [(&str, Form, &str); 13] = [
    ("Attribute", Form::Texted("Name", "Value"), "Attributes"),
    ("AttributeName", Form::Texts, "AttributeNames"),
    ("MessageSystemAttributeName", Form::Texts, "MessageSystemAttributeNames"),
    ("MessageAttributeName", Form::Texts, "MessageAttributeNames"),
    ("MessageAttribute", Form::Structured, "MessageAttributes"),
    ("MessageSystemAttribute", Form::Structured, "MessageSystemAttributes"),
    ("Tag", Form::Texted("Key", "Value"), "Tags"),
    ("TagKey", Form::Texts, "TagKeys"),
    ("SendMessageBatchRequestEntry", Form::Structures, "Entries"),
    ("DeleteMessageBatchRequestEntry", Form::Structures, "Entries"),
    ("ChangeMessageVisibilityBatchRequestEntry", Form::Structures, "Entries"),
    ("AWSAccountId", Form::Texts, "AWSAccountIds"),
    ("ActionName", Form::Texts, "Actions"),
];
/// Members that are numbers in JSON.
const NUMBERS: [&str; 5] =
    ["DelaySeconds", "VisibilityTimeout", "WaitTimeSeconds", "MaxNumberOfMessages", "MaxResults"];

/// Members of a form, or of a structure in it.
type Members = BTreeMap<String, String>;

/// Reads a form; nothing if it names no operation.
pub(super) fn read(pairs: Vec<(String, String)>) -> Result<Option<Asked>, Refusal> {
    if pairs.len() > MEMBERS_MAX {
        return Err(Refusal::parameter("request", &pairs.len().to_string(), "It has too many parameters."));
    }
    let mut members: Members = pairs.into_iter().collect();
    let Some(operation) = members.remove("Action") else { return Ok(None) };
    members.retain(|name, _| !OF_PROTOCOL.contains(&name.as_str()) && !name.starts_with("X-Amz-"));
    let mut input = structure(members)?;
    // The one member that is written small.
    if operation == "CreateQueue"
        && let Some(tags) = input.remove("Tags")
    {
        input.insert("tags".to_owned(), tags);
    }
    Ok(Some(Asked { operation, input: Value::from(input).to_string().into_bytes() }))
}

/// Members as they are in JSON: what has a dot belongs to a list.
fn structure(members: Members) -> Result<Map<String, Value>, Refusal> {
    let mut plain = Map::new();
    let mut lists: BTreeMap<String, BTreeMap<u32, Members>> = BTreeMap::new();
    for (name, value) in members {
        match name.split_once('.') {
            None => drop(plain.insert(name.clone(), scalar(&name, value)?)),
            Some((list, rest)) => {
                let (number, member) = rest.split_once('.').unwrap_or((rest, ""));
                let refused = |_error| Refusal::parameter("request", &name, "It has no number.");
                let number: u32 = number.parse().map_err(refused)?;
                lists.entry(list.to_owned()).or_default().entry(number).or_default().insert(member.to_owned(), value);
            }
        }
    }
    for (name, items) in lists {
        let Some((_, form, member)) = LISTS.iter().find(|(known, ..)| *known == name) else {
            return Err(Refusal::parameter("request", &name, "SQS has no such list."));
        };
        plain.insert((*member).to_owned(), list(*form, items.into_values())?);
    }
    Ok(plain)
}

fn list(form: Form, items: impl Iterator<Item = Members>) -> Result<Value, Refusal> {
    match form {
        Form::Texts => Ok(items.map(|mut item| Value::from(item.remove("").unwrap_or_default())).collect()),
        Form::Structures => items.map(|item| structure(item).map(Value::from)).collect(),
        Form::Texted(name, value) => {
            let pair = |mut item: Members| {
                (item.remove(name).unwrap_or_default(), Value::from(item.remove(value).unwrap_or_default()))
            };
            Ok(items.map(pair).collect::<Map<_, _>>().into())
        }
        Form::Structured => {
            let mut map = Map::new();
            for mut item in items {
                let name = item.remove("Name").unwrap_or_default();
                let value = item.into_iter().map(|(name, value)| {
                    let name = name.strip_prefix("Value.").unwrap_or(&name).to_owned();
                    (name, Value::from(value))
                });
                map.insert(name, value.collect::<Map<_, _>>().into());
            }
            Ok(map.into())
        }
    }
}

fn scalar(name: &str, value: String) -> Result<Value, Refusal> {
    if !NUMBERS.contains(&name) {
        return Ok(value.into());
    }
    let refused = |_error| Refusal::parameter(name, &value, "It is no number.");
    value.parse::<i64>().map(Value::from).map_err(refused)
}

/// The element of each item of a list, by the list's name in JSON.
fn element(operation: &str, list: &str) -> &'static str {
    match (operation, list) {
        (_, "QueueUrls" | "queueUrls") => "QueueUrl",
        (_, "Messages") => "Message",
        (_, "Attributes") => "Attribute",
        (_, "MessageAttributes") => "MessageAttribute",
        (_, "Tags") => "Tag",
        (_, "Failed") => "BatchResultErrorEntry",
        ("SendMessageBatch", _) => "SendMessageBatchResultEntry",
        ("DeleteMessageBatch", _) => "DeleteMessageBatchResultEntry",
        ("ChangeMessageVisibilityBatch", _) => "ChangeMessageVisibilityBatchResultEntry",
        _ => "member",
    }
}

/// An answer in XML.
pub(super) fn written(operation: &str, answer: Option<&Value>, request_id: &str) -> String {
    let mut xml = format!("<?xml version=\"1.0\"?><{operation}Response xmlns=\"{NAMESPACE}\">");
    if let Some(Value::Object(members)) = answer {
        // Writing to a string cannot fail.
        let _ = write!(xml, "<{operation}Result>");
        write_members(&mut xml, operation, members);
        let _ = write!(xml, "</{operation}Result>");
    }
    let _ =
        write!(xml, "<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{operation}Response>");
    xml
}

fn write_members(xml: &mut String, operation: &str, members: &Map<String, Value>) {
    for (name, value) in members {
        match value {
            Value::Array(items) => {
                items.iter().for_each(|item| write_element(xml, operation, element(operation, name), item));
            }
            Value::Object(pairs) if matches!(name.as_str(), "Attributes" | "MessageAttributes" | "Tags") => {
                let key = if name == "Tags" { "Key" } else { "Name" };
                for (pair, value) in pairs {
                    let pair = json!({ key: pair, "Value": value });
                    write_element(xml, operation, element(operation, name), &pair);
                }
            }
            value => write_element(xml, operation, name, value),
        }
    }
}

fn write_element(xml: &mut String, operation: &str, name: &str, value: &Value) {
    // Writing to a string cannot fail.
    let _ = write!(xml, "<{name}>");
    match value {
        Value::Object(members) => write_members(xml, operation, members),
        Value::String(text) => xml.push_str(&escaped(text).replace('\r', "&#xD;")),
        other => {
            let _ = write!(xml, "{other}");
        }
    }
    let _ = write!(xml, "</{name}>");
}

/// A refusal in XML.
pub(super) fn refused(code: &str, message: &str, fault: &str, request_id: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><ErrorResponse xmlns=\"{NAMESPACE}\"><Error><Type>{fault}</Type><Code>{code}</Code><Message>{}\
         </Message><Detail/></Error><RequestId>{request_id}</RequestId></ErrorResponse>",
        escaped(message)
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn asked(form: &str) -> Value {
        let pairs = form_urlencoded::parse(form.as_bytes()).into_owned().collect();
        serde_json::from_slice(&read(pairs).unwrap().unwrap().input).unwrap()
    }

    #[test]
    fn forms_become_json() {
        let send = "Action=SendMessage&Version=2012-11-05&QueueUrl=u&MessageBody=a%26b&DelaySeconds=5&MessageAttribute.1.Name=k&\
                    MessageAttribute.1.Value.StringValue=v&MessageAttribute.1.Value.DataType=String";
        let expected = json!({
            "QueueUrl": "u", "MessageBody": "a&b", "DelaySeconds": 5,
            "MessageAttributes": { "k": { "StringValue": "v", "DataType": "String" } },
        });
        assert_eq!(asked(send), expected);
        let create = "Action=CreateQueue&QueueName=q&Attribute.1.Name=DelaySeconds&Attribute.1.Value=5&Tag.1.Key=a&Tag.1.Value=b";
        let expected = json!({ "QueueName": "q", "Attributes": { "DelaySeconds": "5" }, "tags": { "a": "b" } });
        assert_eq!(asked(create), expected);
        let batch = "Action=SendMessageBatch&SendMessageBatchRequestEntry.2.Id=b&SendMessageBatchRequestEntry.1.Id=a&\
                     SendMessageBatchRequestEntry.1.MessageAttribute.1.Name=k&\
                     SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.BinaryValue=AA%3D%3D";
        let expected = json!({
            "Entries": [{ "Id": "a", "MessageAttributes": { "k": { "BinaryValue": "AA==" } } }, { "Id": "b" }],
        });
        assert_eq!(asked(batch), expected);
        assert_eq!(asked("Action=ReceiveMessage&AttributeName.1=All"), json!({ "AttributeNames": ["All"] }));
        for bad in ["Action=A&DelaySeconds=x", "Action=A&Colour.1=red", "Action=A&Tag.x.Key=a", "Action=A&Tag.-1=a"] {
            let pairs = form_urlencoded::parse(bad.as_bytes()).into_owned().collect();
            assert!(read(pairs).is_err(), "{bad}");
        }
        assert_eq!(read(vec![("QueueUrl".to_owned(), "u".to_owned())]).unwrap(), None);
    }

    #[test]
    fn json_becomes_xml() {
        let answer = json!({ "Messages": [{
            "Body": "<a>&\r", "Attributes": { "SenderId": "x" },
            "MessageAttributes": { "k": { "StringValue": "v", "DataType": "String" } },
        }] });
        let xml = written("ReceiveMessage", Some(&answer), "id");
        let expected = "<Message><Body>&lt;a&gt;&amp;&#xD;</Body><Attribute><Name>SenderId</Name><Value>x</Value></Attribute>\
                        <MessageAttribute><Name>k</Name><Value><StringValue>v</StringValue><DataType>String</DataType></Value>\
                        </MessageAttribute></Message>";
        assert!(xml.contains(expected), "{xml}");
        assert!(written("DeleteMessage", None, "id").contains("<RequestId>id</RequestId>"));
    }
}
