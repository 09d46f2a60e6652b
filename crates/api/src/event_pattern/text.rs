//! Rules about texts that need more than a comparison.

use std::net::IpAddr;

/// A text with gaps: the pieces between the `*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wildcard(Vec<String>);

impl Wildcard {
    /// `*` stands for any characters, `\*` and `\\` for themselves. Nothing where the text is none: two `*` side by side, or another
    /// character after a backslash.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut pieces = vec![String::new()];
        let mut letters = text.chars();
        let mut is_after_gap = false;
        while let Some(letter) = letters.next() {
            let is_gap = letter == '*';
            let literal = match letter {
                '*' if is_after_gap => return None,
                '*' => None,
                '\\' => Some(letters.next().filter(|next| matches!(next, '*' | '\\'))?),
                letter => Some(letter),
            };
            match (literal, pieces.last_mut()) {
                (Some(literal), Some(piece)) => piece.push(literal),
                _ => pieces.push(String::new()),
            }
            is_after_gap = is_gap;
        }
        Some(Self(pieces))
    }

    /// Each piece as early as it fits: no text makes this slow.
    pub(super) fn matches(&self, text: &str) -> bool {
        let [first, middle @ .., last] = self.0.as_slice() else {
            return self.0.first().is_some_and(|only| only == text);
        };
        let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
        for piece in middle {
            match rest.find(piece.as_str()) {
                Some(at) => rest = &rest[at + piece.len()..],
                None => return false,
            }
        }
        rest.ends_with(last.as_str())
    }
}

/// `10.0.0.0/24`.
pub(super) fn parse_cidr(text: &str) -> Option<(IpAddr, u8)> {
    let (block, length) = text.split_once('/')?;
    let (block, length): (IpAddr, u8) = (block.parse().ok()?, length.parse().ok()?);
    let longest = if block.is_ipv4() { 32 } else { 128 };
    (length <= longest).then_some((block, length))
}

/// Whether an address is in a block.
pub(super) fn is_within(address: IpAddr, block: IpAddr, length: u8) -> bool {
    match (address, block) {
        (IpAddr::V4(address), IpAddr::V4(block)) => {
            let differ = u32::from(address) ^ u32::from(block);
            differ.checked_shr(32 - u32::from(length)).unwrap_or(0) == 0
        }
        (IpAddr::V6(address), IpAddr::V6(block)) => {
            let differ = u128::from(address) ^ u128::from(block);
            differ.checked_shr(128 - u32::from(length)).unwrap_or(0) == 0
        }
        _ => false,
    }
}
