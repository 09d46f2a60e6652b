//! Reads a pasted `.env`: `KEY=VALUE` a line, `export`, comments, three kinds of quotes, values over several lines.
//!
//! Wanted: what people have in such files is taken as the common loaders take it, and what cannot be read is named with its
//! line instead of dropped. Whether a name is one that Lambda allows is not asked here but at the form's field.

/// Longest text that is read as a `.env`: sixteen times what the variables of a function may have.
pub const DOTENV_BYTES_MAX: usize = 64 * 1_024;

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dotenv {
    /// Name and value, in the order of first mention; of a name that is set twice the last value.
    pub pairs: Vec<(String, String)>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// From 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

/// Whether a paste into a name's cell is a `.env` rather than a name.
#[must_use]
pub fn looks_like_dotenv(text: &str) -> bool {
    text.contains('=') || text.trim().contains('\n')
}

/// Reads the whole text.
#[must_use]
pub fn parse(text: &str) -> Dotenv {
    let mut found = Dotenv::default();
    if text.len() > DOTENV_BYTES_MAX {
        let message = format!("the text has {} bytes, the limit is {DOTENV_BYTES_MAX}", text.len());
        found.problems.push(Problem { line: 1, message });
        return found;
    }
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut line = 1;
    while !rest.is_empty() {
        let (entry, after) = entry(rest);
        match entry {
            Ok(Some(pair)) => found.set(pair),
            Ok(None) => {}
            Err(message) => found.problems.push(Problem { line, message }),
        }
        let read = rest.len() - after.len();
        line += rest.as_bytes().iter().take(read).filter(|b| **b == b'\n').count();
        rest = after;
    }
    found
}

impl Dotenv {
    fn set(&mut self, (name, value): (String, String)) {
        match self.pairs.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.pairs.push((name, value)),
        }
    }
}

type Entry = Result<Option<(String, String)>, String>;

/// One assignment, comment or empty line, and what comes after it. Always takes at least one character.
fn entry(text: &str) -> (Entry, &str) {
    let (line, after) = split_line(text);
    let trimmed = line.trim();
    if trimmed.is_empty() || trimmed.starts_with('#') {
        return (Ok(None), after);
    }
    let Some((left, right)) = line.split_once('=') else {
        return (Err(format!("`{}` has no `=`; a line is NAME=value", shown(trimmed))), after);
    };
    let name = match name(left) {
        Ok(name) => name,
        Err(message) => return (Err(message), after),
    };
    let value = right.trim_start_matches([' ', '\t']);
    match value.chars().next().filter(|c| matches!(c, '"' | '\'' | '`')) {
        None => (Ok(Some((name, unquoted(value)))), after),
        Some(quote) => {
            // The value may go on over the following lines, so it is read from the whole text.
            let start = line.len() - value.len() + quote.len_utf8();
            match quoted(text.get(start..).unwrap_or_default(), quote) {
                None => (Err(format!("the value of `{name}` has no closing {quote}")), after),
                Some((value, tail)) => closed(name, value, tail),
            }
        }
    }
}

/// After a closing quote only blanks and a comment may follow on the line.
fn closed(name: String, value: String, tail: &str) -> (Entry, &str) {
    let (line, after) = split_line(tail);
    let left = line.trim();
    match left.is_empty() || left.starts_with('#') {
        true => (Ok(Some((name, value))), after),
        false => (Err(format!("`{}` after the closing quote of `{name}`", shown(left))), after),
    }
}

fn name(left: &str) -> Result<String, String> {
    let left = left.trim();
    let name = left.strip_prefix("export").filter(|r| r.starts_with([' ', '\t'])).unwrap_or(left).trim();
    match name {
        "" => Err("a name is missing before `=`".to_owned()),
        _ if name.contains(char::is_whitespace) => Err(format!("the name `{}` has a blank", shown(name))),
        _ => Ok(name.to_owned()),
    }
}

/// Up to a comment that a blank sets apart: `a#b` is a value, `a #b` is `a` with a comment.
fn unquoted(value: &str) -> String {
    if value.starts_with('#') {
        return String::new();
    }
    let comment = [" #", "\t#"].iter().filter_map(|mark| value.find(mark)).min();
    value.get(..comment.unwrap_or(value.len())).unwrap_or_default().trim_end().to_owned()
}

/// The value up to the closing quote and what follows it. Only double quotes have escapes.
fn quoted(text: &str, quote: char) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            c if c == quote => return Some((value, text.get(at + c.len_utf8()..)?)),
            '\\' if quote == '"' => match characters.next()?.1 {
                'n' => value.push('\n'),
                'r' => value.push('\r'),
                't' => value.push('\t'),
                c @ ('"' | '\\' | '$') => value.push(c),
                c => value.extend(['\\', c]),
            },
            '\r' if text.get(at + 1..).is_some_and(|rest| rest.starts_with('\n')) => {}
            c => value.push(c),
        }
    }
    None
}

fn split_line(text: &str) -> (&str, &str) {
    let (line, after) = text.split_once('\n').unwrap_or((text, ""));
    (line.strip_suffix('\r').unwrap_or(line), after)
}

fn shown(text: &str) -> String {
    const SHOWN_CHARS_MAX: usize = 40;
    let cut: String = text.chars().take(SHOWN_CHARS_MAX).collect();
    if text.chars().nth(SHOWN_CHARS_MAX).is_some() { format!("{cut}…") } else { cut }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, pairs: &[(&str, &str)], problems: &[&str]) {
        let found = parse(text);
        let found_pairs: Vec<_> = found.pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(found_pairs, pairs, "{text:?}");
        let found_problems: Vec<_> = found.problems.iter().map(ToString::to_string).collect();
        assert_eq!(found_problems, problems, "{text:?}");
    }

    #[test]
    fn plain_lines_comments_and_export() {
        check("", &[], &[]);
        check("STAGE=dev", &[("STAGE", "dev")], &[]);
        check("# a comment\r\n\r\n  export STAGE = dev  \r\nEMPTY=\n", &[("STAGE", "dev"), ("EMPTY", "")], &[]);
        check("URL=http://x/?a=b#c # the site", &[("URL", "http://x/?a=b#c")], &[]);
        check("exportX=1\nA=#nothing", &[("exportX", "1"), ("A", "")], &[]);
        check("\u{feff}A=ü 😀", &[("A", "ü 😀")], &[]);
        check("A=1\nB=2\nA=3", &[("A", "3"), ("B", "2")], &[]);
    }

    #[test]
    fn quotes_keep_blanks_hashes_and_lines() {
        check(r#"A=" x # y " # c"#, &[("A", " x # y ")], &[]);
        check(r#"A="a\n\"b\"\\ \$ \x""#, &[("A", "a\n\"b\"\\ $ \\x")], &[]);
        check(r"A='a\n$B'", &[("A", "a\\n$B")], &[]);
        check("A=`it's \"so\"`", &[("A", "it's \"so\"")], &[]);
        check("KEY=\"-----BEGIN\r\nabc\r\n-----END\"\r\nB=1", &[("KEY", "-----BEGIN\nabc\n-----END"), ("B", "1")], &[]);
        check("A=''", &[("A", "")], &[]);
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        check(
            "A=1\nnonsense\nB=2",
            &[("A", "1"), ("B", "2")],
            &["line 2: `nonsense` has no `=`; a line is NAME=value"],
        );
        check("=x", &[], &["line 1: a name is missing before `=`"]);
        check("a b=x", &[], &["line 1: the name `a b` has a blank"]);
        check("A=\"x\ny\nB=\"ok\" z\nC=3", &[("C", "3")], &["line 1: `ok\" z` after the closing quote of `A`"]);
        check("A=1\nB='open\nC=3", &[("A", "1"), ("C", "3")], &["line 2: the value of `B` has no closing '"]);
        let long = "x".repeat(DOTENV_BYTES_MAX + 1);
        check(&long, &[], &["line 1: the text has 65537 bytes, the limit is 65536"]);
    }

    #[test]
    fn a_line_after_a_long_value_has_its_own_number() {
        check("A='1\n2\n3'\nbad", &[("A", "1\n2\n3")], &["line 4: `bad` has no `=`; a line is NAME=value"]);
    }

    #[test]
    fn a_lone_name_is_not_a_dotenv() {
        assert!(!looks_like_dotenv("STAGE\n"));
        assert!(looks_like_dotenv("STAGE=dev"));
        assert!(looks_like_dotenv("# all\nnames"));
    }
}
