//! Dollars without rounding.
//!
//! The unit is 10^-23 dollar. It holds every amount exactly: each unit price has at most 10 decimals ($0.0000166667 a GB-s,
//! $0.0000000309, $0.0000002 a request), and an amount of GB-s is a whole number of MB-ms / 1,024,000 where
//! 1,024,000 = 2^13 × 5^3, so 1 / 1,024,000 = 5^10 / 10^13 = 9,765,625 / 10^13. A price in 10^-10 times a quantity in 10^-13
//! is a whole number of 10^-23. See [`crate::quantity`] for why sums fit.

use crate::format::decimal;
use crate::quantity::{GB_SECOND_DECIMALS, GbSeconds, MIB_MILLIS_PER_GB_SECOND};
use std::fmt;
use std::iter::Sum;
use std::ops::Add;

/// Decimals of [`Usd`].
const USD_DECIMALS: u32 = 23;
/// Decimals of [`UnitPrice`].
const PRICE_DECIMALS: u32 = 10;
/// Digits that an amount below a dollar is shown with, from the first that is not zero.
const SIGNIFICANT_DIGITS: u32 = 4;
/// Decimals that every amount is shown with.
const SHOWN_DECIMALS_MIN: usize = 2;

/// An exact amount of dollars. Its `Display` rounds for reading: cents from one dollar up, four significant digits below.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Usd(u128);

impl Usd {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Whether it is nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self == Self::ZERO
    }

    /// In billionths of a dollar, rounded half up; for tables and the wire.
    #[must_use]
    pub fn nanos(self) -> u128 {
        let nano = 10_u128.pow(USD_DECIMALS - 9);
        (self.0 + nano / 2) / nano
    }

    /// Every digit: `$0.0000062500125`.
    #[must_use]
    pub fn exact(self) -> String {
        format!("${}", decimal(self.0, USD_DECIMALS, SHOWN_DECIMALS_MIN))
    }

    /// How many decimals are worth showing.
    fn shown_decimals(self) -> u32 {
        match self.0.checked_ilog10() {
            Some(digit) if digit < USD_DECIMALS => {
                (USD_DECIMALS - digit + SIGNIFICANT_DIGITS - 1).clamp(2, USD_DECIMALS)
            }
            _ => 2,
        }
    }
}

impl fmt::Display for Usd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = self.shown_decimals();
        let step = 10_u128.pow(USD_DECIMALS - decimals);
        write!(f, "${}", decimal((self.0 + step / 2) / step, decimals, SHOWN_DECIMALS_MIN))
    }
}

impl Add for Usd {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sum for Usd {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// The price of one unit, in 10^-10 dollar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitPrice(u32);

impl UnitPrice {
    /// `ten_billionths` × $0.0000000001.
    #[must_use]
    pub(crate) const fn new(ten_billionths: u32) -> Self {
        Self(ten_billionths)
    }

    /// For so many GB-s.
    pub(crate) fn per_gb_second(self, quantity: GbSeconds) -> Usd {
        let scale = 10_u128.pow(GB_SECOND_DECIMALS) / MIB_MILLIS_PER_GB_SECOND;
        Usd(u128::from(self.0) * quantity.mib_millis() * scale)
    }

    /// For so many pieces.
    pub(crate) fn each(self, count: u64) -> Usd {
        Usd(u128::from(self.0) * u128::from(count) * 10_u128.pow(USD_DECIMALS - PRICE_DECIMALS))
    }
}

impl fmt::Display for UnitPrice {
    /// Every digit: `$0.0000166667`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.each(1).exact())
    }
}
