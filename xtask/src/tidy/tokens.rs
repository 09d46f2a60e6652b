//! Rust source as a flat list of tokens, so that comments and the text of strings are no part of what is searched.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::Problem;
use super::repository::File;

/// A token with its line.
#[derive(Debug)]
pub struct Token {
    /// As written; an opening or closing delimiter is a token of its own.
    pub text: String,
    /// From 1.
    pub line: usize,
}

impl Token {
    /// The content of a string literal, still escaped.
    pub fn string(&self) -> Option<&str> {
        self.text.strip_suffix(['"', '#'])?.trim_end_matches(['"', '#']).split_once('"').map(|(_, content)| content)
    }
}

/// The tokens of a file; none if it is not Rust, which is the compiler's to say.
pub fn tokens(file: &File) -> Vec<Token> {
    let mut found = Vec::new();
    if let Ok(stream) = file.text.parse::<TokenStream>() {
        flatten(stream, &mut found);
    }
    found
}

fn flatten(stream: TokenStream, found: &mut Vec<Token>) {
    for tree in stream {
        let line = tree.span().start().line;
        let TokenTree::Group(group) = tree else {
            found.push(Token { text: tree.to_string(), line });
            continue;
        };
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Brace => ("{", "}"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::None => ("", ""),
        };
        found.push(Token { text: open.into(), line });
        flatten(group.stream(), found);
        found.push(Token { text: close.into(), line: group.span_close().start().line });
    }
}

/// The lines where `pattern`, tokens with spaces between, begins.
pub fn lines_of(tokens: &[Token], pattern: &str) -> Vec<usize> {
    let pattern: Vec<&str> = pattern.split(' ').collect();
    let begins = |window: &&[Token]| window.iter().map(|token| token.text.as_str()).eq(pattern.iter().copied());
    tokens.windows(pattern.len()).filter(begins).map(|window| window[0].line).collect()
}

/// A problem for each place where one of `patterns` stands in `file`.
pub fn forbid(file: &File, patterns: &[&str], mend: &'static str) -> Vec<Problem> {
    let tokens = tokens(file);
    let problem = |pattern: &str, line| Problem {
        path: file.path.clone(),
        line,
        what: format!("`{}` is not allowed here", pattern.replace(' ', "")),
        mend,
    };
    patterns
        .iter()
        .flat_map(|pattern| lines_of(&tokens, pattern).into_iter().map(|line| problem(pattern, line)))
        .collect()
}
