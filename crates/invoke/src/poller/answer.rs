//! What a function's answer says of the messages of its batch, where it reports failures.

use serde_json::Value;

/// Which messages failed: their places in the batch. Nothing says that all of them did.
///
/// Nothing, an empty text, list or object, and no failures are a batch that is done; an answer that names no message of the batch by
/// its id, or is of another form, is a batch that failed (Lambda developer guide, «Implementing partial batch responses»).
pub(super) fn failed(answer: Option<&str>, ids: &[&str]) -> Option<Vec<usize>> {
    let answer: Value = match answer.map(str::trim) {
        None | Some("") => Value::Null,
        Some(text) => serde_json::from_str(text).ok()?,
    };
    let failures = match &answer {
        Value::Null => return Some(Vec::new()),
        Value::String(text) if text.is_empty() => return Some(Vec::new()),
        Value::Array(items) if items.is_empty() => return Some(Vec::new()),
        Value::Object(fields) => fields.get("batchItemFailures").unwrap_or(&Value::Null),
        _ => return None,
    };
    match failures {
        Value::Null => Some(Vec::new()),
        Value::Array(items) => items.iter().map(|item| place_of(item, ids)).collect(),
        _ => None,
    }
}

fn place_of(item: &Value, ids: &[&str]) -> Option<usize> {
    let wanted = item.get("itemIdentifier")?.as_str()?;
    ids.iter().position(|id| *id == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(answer: &str, expected: Option<&[usize]>) {
        assert_eq!(failed(Some(answer), &["a", "b", "c"]), expected.map(<[usize]>::to_vec), "{answer}");
    }

    #[test]
    fn an_answer_without_failures_is_a_batch_that_is_done() {
        assert_eq!(failed(None, &["a"]), Some(Vec::new()));
        for answer in [
            "",
            "\"\"",
            "[]",
            "null",
            "{}",
            r#"{"batchItemFailures":[]}"#,
            r#"{"batchItemFailures":null}"#,
            r#"{"more":1}"#,
        ] {
            check(answer, Some(&[]));
        }
    }

    #[test]
    fn failures_are_named_by_the_ids_of_messages() {
        check(r#"{"batchItemFailures":[{"itemIdentifier":"b"}]}"#, Some(&[1]));
        check(r#"{"batchItemFailures":[{"itemIdentifier":"c"},{"itemIdentifier":"a"}]}"#, Some(&[2, 0]));
        check(r#"{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"a"}]}"#, Some(&[0, 0]));
    }

    #[test]
    fn an_answer_that_cannot_be_understood_fails_the_whole_batch() {
        for answer in [
            "not json",
            "\"ok\"",
            "5",
            "true",
            r#"[{"itemIdentifier":"a"}]"#,
            r#"{"batchItemFailures":"a"}"#,
            r#"{"batchItemFailures":["a"]}"#,
            r#"{"batchItemFailures":[{"itemIdentifier":""}]}"#,
            r#"{"batchItemFailures":[{"itemIdentifier":null}]}"#,
            r#"{"batchItemFailures":[{"itemIdentifier":123}]}"#,
            r#"{"batchItemFailures":[{"foo":"a"}]}"#,
            r#"{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"z"}]}"#,
        ] {
            check(answer, None);
        }
    }
}
