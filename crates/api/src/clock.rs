//! Time is given, never taken: everything above the sandbox asks a [`Clock`], which each account can skip ahead.

use crate::id::AccountId;
use crate::time::UnixMillis;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// The longest nap before a waiter looks at the clock again, so that a stepped system clock is noticed.
const NAP_MAX: Duration = Duration::from_secs(30);

/// Where the time of day comes from before an account's offset is added.
#[derive(Debug)]
enum Base {
    /// The machine's clock.
    System,
    /// A clock that stands still until a test moves it.
    Manual(Mutex<UnixMillis>),
}

/// One clock for the process, with an offset for each account that skipped ahead.
#[derive(Debug)]
pub struct Clock {
    base: Base,
    offsets_ms: Mutex<HashMap<AccountId, i64>>,
    changed: watch::Sender<u64>,
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::over(Base::System)
    }

    /// A clock that starts at `start` and moves only by [`Clock::advance_all`] and [`Clock::skip`].
    #[must_use]
    pub fn manual(start: UnixMillis) -> Self {
        Self::over(Base::Manual(Mutex::new(start)))
    }

    fn over(base: Base) -> Self {
        Self { base, offsets_ms: Mutex::new(HashMap::new()), changed: watch::Sender::new(0) }
    }

    /// Now, for things that belong to no account.
    pub fn now(&self) -> UnixMillis {
        match &self.base {
            Base::System => jiff::Timestamp::now().into(),
            Base::Manual(now) => *now.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// For measuring spans of real time: it never goes back, and skipping ahead does not move it.
    #[must_use]
    pub fn monotonic(&self) -> Instant {
        Instant::now()
    }

    /// Now, as `account` sees it.
    pub fn now_of(&self, account: &AccountId) -> UnixMillis {
        UnixMillis(self.now().0.saturating_add(self.offset_ms(account)))
    }

    /// How far `account` is ahead of the machine's clock, in milliseconds.
    pub fn offset_ms(&self, account: &AccountId) -> i64 {
        self.offsets().get(account).copied().unwrap_or(0)
    }

    /// Sets how far `account` is ahead (0 gives it real time again) and wakes whoever waits.
    pub fn set_offset_ms(&self, account: &AccountId, offset_ms: i64) {
        if offset_ms == 0 {
            self.offsets().remove(account);
        } else {
            self.offsets().insert(account.clone(), offset_ms);
        }
        self.wake();
    }

    /// Skips `account` ahead.
    pub fn skip(&self, account: &AccountId, by: Duration) {
        let by_ms = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.set_offset_ms(account, self.offset_ms(account).saturating_add(by_ms));
    }

    /// Moves a manual clock; a system clock cannot be moved and ignores it.
    pub fn advance_all(&self, by: Duration) {
        if let Base::Manual(now) = &self.base {
            let mut now = now.lock().unwrap_or_else(PoisonError::into_inner);
            now.0 = now.0.saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX));
        }
        self.wake();
    }

    /// Changes whenever any account's clock was moved by hand: re-read what you wait for.
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Returns when `account`'s clock has reached `due`.
    pub async fn sleep_until(&self, account: &AccountId, due: UnixMillis) {
        let mut changed = self.subscribe();
        loop {
            let left = Duration::from_millis(due.since(self.now_of(account)));
            if left.is_zero() {
                return;
            }
            self.nap(left, &mut changed).await;
        }
    }

    /// Waits until `left` has gone by or the clock was moved. A manual clock only wakes by being moved.
    async fn nap(&self, left: Duration, changed: &mut watch::Receiver<u64>) {
        match self.base {
            Base::System => {
                let _ = tokio::time::timeout(left.min(NAP_MAX), changed.changed()).await;
            }
            Base::Manual(_) => {
                let _ = changed.changed().await;
            }
        }
    }

    fn offsets(&self) -> std::sync::MutexGuard<'_, HashMap<AccountId, i64>> {
        self.offsets_ms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake(&self) {
        self.changed.send_modify(|n| *n = n.wrapping_add(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_account_that_skips_ahead_wakes_before_the_others() {
        let clock = Clock::manual(UnixMillis(0));
        let (ada, ben) = (AccountId::from_number(1), AccountId::from_number(2));
        clock.skip(&ada, Duration::from_secs(60));
        clock.sleep_until(&ada, UnixMillis(60_000)).await;
        assert_eq!(clock.now_of(&ben), UnixMillis(0));
        assert_eq!(clock.offset_ms(&ada), 60_000);
        clock.set_offset_ms(&ada, 0);
        assert_eq!(clock.now_of(&ada), UnixMillis(0));
    }
}
