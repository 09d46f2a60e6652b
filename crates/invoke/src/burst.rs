//! How fast a function gets new environments: Lambda gives each function 1,000 every 10 seconds.
//!
//! The account's concurrency is no more than that by default, so the rule is felt by functions whose environments do not last: those
//! that end in a timeout, a crash or too much memory again and again.

use crate::admission::throttled;
use api::error::ApiError;
use api::id::{AccountId, FunctionName};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// In which time all of them come again, evenly.
const PERIOD: Duration = Duration::from_secs(10);
/// Functions whose environments are counted; when there are more, those that have all are forgotten.
const FUNCTIONS_MAX: usize = 4_096;

type Key = (AccountId, FunctionName);

/// New environments of all functions.
pub(crate) struct Bursts {
    /// New environments of a function in a [`PERIOD`].
    max: u32,
    spent: Mutex<HashMap<Key, Spent>>,
}

/// What of a function's burst was spent, at a moment.
#[derive(Debug, Clone, Copy)]
struct Spent {
    environments: f64,
    at: Instant,
}

impl Spent {
    fn now(self, max: u32, now: Instant) -> f64 {
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        (self.environments - since * f64::from(max) / PERIOD.as_secs_f64()).max(0.0)
    }
}

impl Bursts {
    pub(crate) fn new(max: u32) -> Self {
        Self { max, spent: Mutex::default() }
    }

    /// Refuses where a function has had its new environments and would need one more.
    ///
    /// # Errors
    /// As Lambda's other throttles.
    pub(crate) fn check(&self, account: &AccountId, function: &FunctionName, now: Instant) -> Result<(), ApiError> {
        let spent =
            self.spent().get(&(account.clone(), function.clone())).map_or(0.0, |spent| spent.now(self.max, now));
        match spent + 1.0 > f64::from(self.max) {
            false => Ok(()),
            true => Err(throttled(&format!(
                "ConcurrentInvocationLimitExceeded; the function has had {} new environments in {} s, which is how fast they come",
                self.max,
                PERIOD.as_secs()
            ))),
        }
    }

    /// Counts a new environment.
    pub(crate) fn spend(&self, account: &AccountId, function: &FunctionName, now: Instant) {
        let mut all = self.spent();
        if all.len() >= FUNCTIONS_MAX {
            all.retain(|_, spent| spent.now(self.max, now) > 0.0);
        }
        let spent = all.entry((account.clone(), function.clone())).or_insert(Spent { environments: 0.0, at: now });
        *spent = Spent { environments: spent.now(self.max, now) + 1.0, at: now };
    }

    /// Takes back one that ended although AWS would have kept it: what the sandbox cannot bring back is no fault of the function.
    pub(crate) fn refund(&self, account: &AccountId, function: &FunctionName) {
        if let Some(spent) = self.spent().get_mut(&(account.clone(), function.clone())) {
            spent.environments = (spent.environments - 1.0).max(0.0);
        }
    }

    fn spent(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Spent>> {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_burst_is_spent_and_comes_again_evenly() {
        let (bursts, account) = (Bursts::new(1_000), AccountId::from_number(1));
        let (busy, other) = (FunctionName::parse("busy").unwrap(), FunctionName::parse("other").unwrap());
        let begin = api::clock::Clock::system().monotonic();
        let after = |ms| begin + Duration::from_millis(ms);
        for _ in 0..1_000 {
            bursts.check(&account, &busy, begin).unwrap();
            bursts.spend(&account, &busy, begin);
        }
        let refused = bursts.check(&account, &busy, begin).unwrap_err();
        assert!(refused.message.contains("1000 new environments in 10 s"), "{}", refused.message);
        bursts.check(&account, &other, begin).unwrap();
        bursts.refund(&account, &busy);
        bursts.check(&account, &busy, begin).unwrap();
        bursts.spend(&account, &busy, begin);
        assert!(bursts.check(&account, &busy, after(9)).is_err());
        bursts.check(&account, &busy, after(10)).unwrap();
        (0..500).for_each(|_| bursts.spend(&account, &busy, after(5_000)));
        assert!(bursts.check(&account, &busy, after(5_000)).is_err());
        bursts.check(&account, &busy, after(15_001)).unwrap();
    }

    #[test]
    fn what_is_counted_is_bounded() {
        let (bursts, begin) = (Bursts::new(1_000), api::clock::Clock::system().monotonic());
        for n in 0..FUNCTIONS_MAX as u64 + 10 {
            let function = FunctionName::parse(format!("f{n}")).unwrap();
            bursts.spend(&AccountId::from_number(1), &function, begin + Duration::from_secs(n));
        }
        assert!(bursts.spent().len() < FUNCTIONS_MAX);
    }
}
