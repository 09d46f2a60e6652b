//! How long to wait before the next attempt to connect.

/// First wait.
pub const FIRST_MS: u32 = 250;
/// Longest wait, before the random part.
pub const LONGEST_MS: u32 = 8_000;
/// Socket attempts that may fail, one after the other, before server-sent events are tried.
pub const SOCKET_ATTEMPTS_MAX: u32 = 2;

/// 0.25 s, doubled with each failure up to 8 s, of which a random half (`random` in 0..1) is taken off, so that the pages
/// of a class do not come back all at once after a restart of the server.
#[must_use]
pub fn wait_ms(failures: u32, random: f64) -> u32 {
    let whole = FIRST_MS.saturating_mul(1_u32.checked_shl(failures.saturating_sub(1).min(16)).unwrap_or(u32::MAX));
    let whole = whole.min(LONGEST_MS);
    let off = f64::from(whole / 2) * random.clamp(0.0, 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 4,000")]
    let off = off as u32;
    whole - off
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_to_eight_seconds() {
        let waits: Vec<_> = (1..=8).map(|failures| wait_ms(failures, 0.0)).collect();
        assert_eq!(waits, [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
        assert_eq!(wait_ms(u32::MAX, 0.0), 8_000);
    }

    #[test]
    fn at_most_half_of_a_wait_is_random() {
        assert_eq!(wait_ms(1, 1.0), 125);
        assert_eq!(wait_ms(6, 0.5), 6_000);
        assert_eq!(wait_ms(6, 7.0), 4_000);
    }
}
