//! Numbers as people read them: separators between thousands, no zeros that say nothing.

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(value: u128) -> String {
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

/// `value` / 10^`decimals`, all digits, with trailing zeros cut down to `decimals_min` decimals.
pub(crate) fn decimal(value: u128, decimals: u32, decimals_min: usize) -> String {
    let one = 10_u128.pow(decimals);
    let fraction = format!("{:0width$}", value % one, width = decimals as usize);
    let kept = fraction.trim_end_matches('0').len().max(decimals_min).min(fraction.len());
    match fraction.get(..kept) {
        Some(kept) if decimals > 0 && !kept.is_empty() => format!("{}.{kept}", grouped(value / one)),
        _ => grouped(value / one),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        let check = |value, expected: &str| assert_eq!(grouped(value), expected);
        check(0, "0");
        check(999, "999");
        check(1_000, "1,000");
        check(1_234_567, "1,234,567");
        check(u128::MAX, "340,282,366,920,938,463,463,374,607,431,768,211,455");
    }

    #[test]
    fn zeros_that_say_nothing_are_cut() {
        let check = |value, decimals, least, expected: &str| assert_eq!(decimal(value, decimals, least), expected);
        check(3_000_000, 3, 2, "3,000.00");
        check(100_001, 3, 2, "100.001");
        check(375, 3, 0, "0.375");
        check(5_000, 3, 0, "5");
        check(7, 0, 2, "7");
        check(0, 13, 0, "0");
    }
}
