//! Numbers, ids and JSON as a person reads them.

use api::id::RunId;
use serde::de::IgnoredAny;

/// Spaces of one level of JSON.
const INDENT: usize = 2;

/// `1234567` as `1,234,567`.
#[must_use]
pub fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 line`, `2,000 lines`.
#[must_use]
pub fn counted(count: u64, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{} {many}", grouped(count)) }
}

/// The beginning of a request id, enough to tell runs apart.
#[must_use]
pub fn short_id(run: &RunId) -> &str {
    run.as_str().get(..8).unwrap_or(run.as_str())
}

/// Milliseconds as REPORT prints them: `3.01 ms`, with separators.
#[must_use]
pub fn millis(us: u64) -> String {
    let hundredths = us.saturating_add(5) / 10;
    format!("{}.{:02} ms", grouped(hundredths / 100), hundredths % 100)
}

/// JSON with line breaks; text that is no JSON stays as it is. Numbers keep all their digits, because nothing is parsed into
/// machine numbers on the way.
#[must_use]
pub fn pretty(text: &str) -> String {
    if serde_json::from_str::<IgnoredAny>(text).is_err() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() * 2);
    let mut depth = 0_usize;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' => push_string(&mut out, &mut rest),
            '{' | '[' => {
                out.push(c);
                while rest.next_if(char::is_ascii_whitespace).is_some() {}
                match rest.next_if(|c| matches!(c, '}' | ']')) {
                    Some(close) => out.push(close),
                    None => {
                        depth += 1;
                        break_line(&mut out, depth);
                    }
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                break_line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                break_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            c if c.is_ascii_whitespace() => {}
            c => out.push(c),
        }
    }
    out
}

/// The rest of a string after its opening quote.
fn push_string(out: &mut String, rest: &mut impl Iterator<Item = char>) {
    out.push('"');
    while let Some(c) = rest.next() {
        out.push(c);
        match c {
            '\\' => out.extend(rest.next()),
            '"' => return,
            _ => {}
        }
    }
}

fn break_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', depth * INDENT));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_laid_out_and_nothing_of_it_changes() {
        let check = |text: &str, expected: &str| assert_eq!(pretty(text), expected);
        check(
            r#"{"a":[1,{"b":"x, {y}: \"z\""}],"c":{},"d":[ ]}"#,
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x, {y}: \\\"z\\\"\"\n    }\n  ],\n  \"c\": {},\n  \"d\": []\n}",
        );
        check("12345678901234567890.10", "12345678901234567890.10");
        check(r#""a \\""#, r#""a \\""#);
        check("null", "null");
        check("not json {", "not json {");
        check("", "");
        check("[\"ü\"]", "[\n  \"ü\"\n]");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(counted(1, "line", "lines"), "1 line");
        assert_eq!(counted(20_000, "line", "lines"), "20,000 lines");
        assert_eq!([0, 3_014, 3_015, 3_000_000].map(millis), ["0.00 ms", "3.01 ms", "3.02 ms", "3,000.00 ms"]);
    }
}
