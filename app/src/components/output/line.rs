//! How one log line looks: its parts, its marks, and its text made safe to read.

use api::event::{LogLevel, LogLine, LogOrigin};

/// Characters of a line that the screen shows until it is unfolded.
pub const LINE_CHARS_SHOWN_MAX: usize = 2_000;

/// The letter that stands beside the colour.
#[must_use]
pub fn level_letter(level: LogLevel) -> &'static str {
    match level {
        LogLevel::Trace => "T",
        LogLevel::Debug => "D",
        LogLevel::Info => "I",
        LogLevel::Warn => "W",
        LogLevel::Error => "E",
    }
}

/// The word, for those who cannot see the letter's colour.
#[must_use]
pub fn level_word(level: LogLevel) -> &'static str {
    match level {
        LogLevel::Trace => "trace",
        LogLevel::Debug => "debug",
        LogLevel::Info => "info",
        LogLevel::Warn => "warning",
        LogLevel::Error => "error",
    }
}

/// The class of the letter.
#[must_use]
pub fn level_class(level: LogLevel) -> &'static str {
    match level {
        LogLevel::Trace | LogLevel::Debug | LogLevel::Info => "text-muted",
        LogLevel::Warn => "text-warn",
        LogLevel::Error => "text-error",
    }
}

/// What the row shows of a line: without what the row says in its own columns (`TIME\tREQUEST-ID\tLEVEL\t`), without escape
/// sequences, and with marks that reorder text made visible.
#[must_use]
pub fn shown_text(request: &str, line: &LogLine) -> String {
    let text = match line.origin {
        LogOrigin::Platform => line.text.as_str(),
        LogOrigin::Function => without_prefix(request, &line.text),
    };
    plain(text)
}

/// Node's lines begin with time, request id and level; the row shows them already.
fn without_prefix<'a>(request: &str, text: &'a str) -> &'a str {
    let mut parts = text.splitn(4, '\t');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(time), Some(id), Some(level), Some(rest))
            if time.ends_with('Z')
                && (id == request || id == "undefined")
                && !level.is_empty()
                && level.bytes().all(|b| b.is_ascii_uppercase()) =>
        {
            rest
        }
        _ => text,
    }
}

/// Strips ANSI escape sequences and other control characters, but for tab and newline.
#[must_use]
pub fn plain(text: &str) -> String {
    if !text.contains(|c: char| is_odd(c)) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => skip_escape(&mut chars),
            '\u{9b}' => skip_csi(&mut chars),
            '\r' if chars.peek() == Some(&'\n') => {}
            c if is_bidi(c) => shown.extend(c.escape_unicode()),
            c if is_odd(c) => shown.push('\u{fffd}'),
            c => shown.push(c),
        }
    }
    shown
}

fn is_odd(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n')) || is_bidi(c)
}

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn skip_escape(chars: &mut Chars<'_>) {
    match chars.next() {
        Some('[') => skip_csi(chars),
        // An operating system command, as a title or a link, up to BEL or ESC \.
        Some(']') => {
            while let Some(c) = chars.next() {
                if c == '\u{7}' || (c == '\u{1b}' && chars.next_if_eq(&'\\').is_some()) {
                    return;
                }
            }
        }
        // A character set: one more character.
        Some('(' | ')') => _ = chars.next(),
        _ => {}
    }
}

/// Parameters up to the final byte, `@` to `~`.
fn skip_csi(chars: &mut Chars<'_>) {
    for c in chars.by_ref() {
        if ('@'..='~').contains(&c) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(origin: LogOrigin, text: &str) -> LogLine {
        LogLine { origin, level: LogLevel::Info, text: text.to_owned() }
    }

    #[test]
    fn escapes_are_stripped_and_nothing_else() {
        let check = |text: &str, expected: &str| assert_eq!(plain(text), expected);
        check("plain ünï\ttab\nline", "plain ünï\ttab\nline");
        check("\u{1b}[31;1mred\u{1b}[0m", "red");
        check("\u{1b}]8;;http://x\u{7}link\u{1b}]8;;\u{1b}\\", "link");
        check("\u{1b}(Bx\u{9b}2Ky\r\nz\rw", "xy\nz\u{fffd}w");
        check("a\u{202e}b", "a\\u{202e}b");
        check("\u{1b}[", "");
        check("<script>alert(1)</script>", "<script>alert(1)</script>");
    }

    #[test]
    fn the_prefix_of_node_is_not_shown_twice() {
        let id = "8f1c0000-0000-4000-8000-000000000000";
        let check = |text: &str, expected: &str| {
            assert_eq!(shown_text(id, &line(LogOrigin::Function, text)), expected);
        };
        check(&format!("2026-11-23T02:00:00.000Z\t{id}\tINFO\thello\tworld"), "hello\tworld");
        check("2026-11-23T02:00:00.000Z\tundefined\tINFO\tin INIT", "in INIT");
        check("2026-11-23T02:00:00.000Z\tother\tINFO\thello", "2026-11-23T02:00:00.000Z\tother\tINFO\thello");
        check("a\tb", "a\tb");
        let report = format!("REPORT RequestId: {id}\tDuration: 3.01 ms\t");
        assert_eq!(shown_text(id, &line(LogOrigin::Platform, &report)), report);
    }
}
