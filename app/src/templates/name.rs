//! Names for functions that nobody has named yet.

use api::error::ApiError;
use api::id::FunctionName;

const ADJECTIVES: [&str; 32] = [
    "amber", "brave", "bright", "calm", "clever", "cosy", "crisp", "eager", "fair", "gentle", "glad", "golden",
    "happy", "jolly", "kind", "lively", "lucky", "mellow", "merry", "neat", "nimble", "plucky", "proud", "quick",
    "quiet", "rosy", "silver", "snug", "spry", "sunny", "tidy", "witty",
];
const NOUNS: [&str; 32] = [
    "acorn", "badger", "beacon", "birch", "brook", "cedar", "comet", "cricket", "falcon", "fern", "finch", "fox",
    "heron", "juniper", "kestrel", "lantern", "maple", "meadow", "newt", "otter", "pebble", "pine", "puffin", "quill",
    "raven", "robin", "sparrow", "thistle", "tiger", "walnut", "willow", "wren",
];

/// `prefix-adjective-noun`, as `hello-brave-otter`, with a number where that is taken.
///
/// # Errors
/// When `prefix` is no beginning of a function name.
pub fn suggest(prefix: &str, seed: u64, taken: &[FunctionName]) -> Result<FunctionName, ApiError> {
    let mixed = mix(seed);
    let pick = |words: &[&'static str; 32], shift: u32| words[(mixed >> shift) as usize % words.len()];
    let base = format!("{prefix}-{}-{}", pick(&ADJECTIVES, 8), pick(&NOUNS, 24));
    // One of these is free: there is one more than names that are taken.
    let numbered = (2..taken.len() + 3).map(|number| format!("{base}-{number}"));
    let free = std::iter::once(base.clone()).chain(numbered).find(|name| taken.iter().all(|t| t.as_str() != name));
    FunctionName::parse(free.unwrap_or(base))
}

/// Spreads neighbouring seeds (two clicks in one second) over all words (the finaliser of SplitMix64).
fn mix(seed: u64) -> u64 {
    let z = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_taken_name_gets_a_number() {
        let first = suggest("hello", 7, &[]).unwrap();
        let second = suggest("hello", 7, std::slice::from_ref(&first)).unwrap();
        let third = suggest("hello", 7, &[first.clone(), second.clone()]).unwrap();
        assert_eq!(second.as_str(), format!("{first}-2"));
        assert_eq!(third.as_str(), format!("{first}-3"));
    }

    #[test]
    fn neighbouring_milliseconds_give_different_names() {
        let names: HashSet<_> =
            (1_795_415_000_000..1_795_415_000_100).map(|ms| suggest("s3", ms, &[]).unwrap()).collect();
        assert!(names.len() > 85, "{} of 100 differ", names.len());
    }

    #[test]
    fn the_longest_suggestion_is_a_valid_name() {
        for seed in 0..5_000 {
            let name = suggest("environment", seed, &[]).unwrap();
            assert!(name.as_str().len() <= 40, "{name}");
        }
    }
}
