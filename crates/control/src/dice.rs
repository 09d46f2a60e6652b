//! Chance, from a seed: what is chosen by weight is chosen the same way again.

use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// What a step adds: 2^64 divided by the golden ratio, odd (Steele, Lea, Flood, «Fast splittable pseudorandom number generators»).
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// A sequence of evenly spread numbers.
#[derive(Debug)]
pub(crate) struct Dice(AtomicU64);

impl Dice {
    /// The sequence of this seed.
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    /// A sequence that nobody can foresee.
    pub(crate) fn random() -> Self {
        Self::seeded(Uuid::new_v4().as_u64_pair().0)
    }

    /// The next number, from 0 to 1, 1 excluded.
    pub(crate) fn roll(&self) -> f64 {
        let mut bits = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        // The 53 bits that a number of 64 bits has room for.
        (bits >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_its_sequence_and_the_sequence_is_even() {
        let rolls = |seed| {
            let dice = Dice::seeded(seed);
            (0..10_000).map(|_| dice.roll()).collect::<Vec<_>>()
        };
        assert_eq!(rolls(7), rolls(7));
        assert_ne!(rolls(7), rolls(8));
        assert!(rolls(7).iter().all(|roll| (0.0..1.0).contains(roll)));
        for tenth in 0..10 {
            let from = f64::from(tenth) / 10.0;
            let within = rolls(7).iter().filter(|roll| (from..from + 0.1).contains(*roll)).count();
            assert!((900..1_100).contains(&within), "{within} of 10,000 are in tenth {tenth}");
        }
    }
}
