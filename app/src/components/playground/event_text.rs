//! The event as text: whether it is JSON, and if not, where it stops being it.

use api::run::PAYLOAD_BYTES_MAX;
use serde::de::IgnoredAny;

/// Why a text cannot be an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventProblem {
    /// What a person reads, with line and column.
    pub message: String,
    /// Line and column, both from 1, where the reader gave up.
    pub at: Option<(usize, usize)>,
}

/// Checks that the text is one JSON value within the limit.
///
/// # Errors
/// Says where it is not JSON, or how long it is.
pub fn check(text: &str) -> Result<(), EventProblem> {
    if text.len() > PAYLOAD_BYTES_MAX {
        let message = format!("the event has {} bytes, the limit is {PAYLOAD_BYTES_MAX}", text.len());
        return Err(EventProblem { message, at: None });
    }
    if text.trim().is_empty() {
        let message = "the event is empty, which is not JSON; write `{}` or `null`: line 1, column 1".to_owned();
        return Err(EventProblem { message, at: Some((1, 1)) });
    }
    serde_json::from_str::<IgnoredAny>(text).map(|_| ()).map_err(|error| {
        let (line, column) = (error.line(), error.column().max(1));
        let whole = error.to_string();
        let reason = whole.split_once(" at line ").map_or(whole.as_str(), |(reason, _)| reason);
        EventProblem {
            message: format!("the event is not JSON: {reason} at line {line}, column {column}"),
            at: Some((line, column)),
        }
    })
}

/// The text with two blanks a level, or as it is where it is not JSON.
#[must_use]
pub fn pretty(text: &str) -> String {
    serde_json::from_str::<serde_json::Value>(text)
        .and_then(|value| serde_json::to_string_pretty(&value))
        .unwrap_or_else(|_| text.to_owned())
}

/// Where in the text (in UTF-16 units, as text boxes count) a line and column begin.
#[must_use]
pub fn utf16_offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(|l| l.encode_utf16().count()).sum();
    // The JSON reader counts columns in bytes.
    let in_line = text.split('\n').nth(line.saturating_sub(1)).unwrap_or_default();
    let bytes = column.saturating_sub(1).min(in_line.len());
    let cut = (0..=bytes).rev().find_map(|end| in_line.get(..end)).unwrap_or_default();
    before + cut.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        check(text).map_or_else(|e| e.message, |()| "ok".to_owned())
    }

    #[test]
    fn any_json_value_is_an_event() {
        for text in ["{}", "null", " [1, 2]\n", "\"x\"", "{\"a\": {\"b\": 1e400}}"] {
            assert_eq!(message(text), "ok", "{text}");
        }
    }

    #[test]
    fn what_is_not_json_is_named_with_its_place() {
        assert_eq!(message("{\"name\": }"), "the event is not JSON: expected value at line 1, column 10");
        assert_eq!(message("{\n  'a': 1\n}"), "the event is not JSON: key must be a string at line 2, column 3");
        assert_eq!(message("  "), "the event is empty, which is not JSON; write `{}` or `null`: line 1, column 1");
        assert!(message("{} {}").contains("trailing characters at line 1, column 4"));
        assert!(message(&"[".repeat(100_000)).contains("EOF while parsing a list at line 1, column 100000"));
    }

    #[test]
    fn seven_megabytes_are_refused_with_limit_and_value() {
        let long = format!("\"{}\"", "x".repeat(7_000_000));
        assert_eq!(message(&long), "the event has 7000002 bytes, the limit is 6291556");
    }

    #[test]
    fn places_count_as_text_boxes_count() {
        assert_eq!(utf16_offset("ab\ncd", 2, 2), 4);
        assert_eq!(utf16_offset("😀x", 1, 5), 2);
        assert_eq!(utf16_offset("é", 1, 2), 0, "a column inside a letter is its start");
        assert_eq!(utf16_offset("", 9, 9), 0);
    }

    #[test]
    fn pretty_keeps_what_it_cannot_read() {
        assert_eq!(pretty("{\"b\":1,\"a\":2}"), "{\n  \"b\": 1,\n  \"a\": 2\n}");
        assert_eq!(pretty("{oops"), "{oops");
    }
}
