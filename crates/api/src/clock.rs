//! Time is given, never taken: everything above the sandbox asks a [`Clock`], which each account can skip ahead and pause.

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

/// What an account did with its clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// It goes, this many milliseconds ahead of the machine's (behind, if negative).
    Ahead(i64),
    /// It stands still.
    Paused(UnixMillis),
}

impl Hand {
    /// Real time.
    pub const REAL: Self = Self::Ahead(0);
}

/// One clock for the process, with a hand for each account that moved its own: one for all its regions.
#[derive(Debug)]
pub struct Clock {
    base: Base,
    /// By the account's digits.
    hands: Mutex<HashMap<String, Hand>>,
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
        Self { base, hands: Mutex::new(HashMap::new()), changed: watch::Sender::new(0) }
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
        match self.hand(account) {
            Hand::Ahead(ms) => UnixMillis(self.now().0.saturating_add(ms)),
            Hand::Paused(at) => at,
        }
    }

    /// What `account` did with its clock.
    pub fn hand(&self, account: &AccountId) -> Hand {
        self.hands().get(account.digits()).copied().unwrap_or(Hand::REAL)
    }

    /// Moves or stops the clock of `account`, and wakes whoever waits.
    pub fn set_hand(&self, account: &AccountId, hand: Hand) {
        if hand == Hand::REAL {
            self.hands().remove(account.digits());
        } else {
            self.hands().insert(account.digits().to_owned(), hand);
        }
        self.wake();
    }

    /// Skips `account` ahead.
    pub fn skip(&self, account: &AccountId, by: Duration) {
        let by_ms = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        let hand = match self.hand(account) {
            Hand::Ahead(ms) => Hand::Ahead(ms.saturating_add(by_ms)),
            Hand::Paused(at) => Hand::Paused(UnixMillis(at.0.saturating_add(by_ms))),
        };
        self.set_hand(account, hand);
    }

    /// How long it is until `due` on the clock of `account`; nothing while that stands still.
    pub fn until(&self, account: &AccountId, due: UnixMillis) -> Option<Duration> {
        let left = Duration::from_millis(due.since(self.now_of(account)));
        match self.hand(account) {
            Hand::Paused(_) if !left.is_zero() => None,
            Hand::Ahead(_) | Hand::Paused(_) => Some(left),
        }
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
            match self.until(account, due) {
                Some(Duration::ZERO) => return,
                Some(left) => self.nap(left, &mut changed).await,
                None => self.nap(NAP_MAX, &mut changed).await,
            }
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

    fn hands(&self) -> std::sync::MutexGuard<'_, HashMap<String, Hand>> {
        self.hands.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake(&self) {
        self.changed.send_modify(|n| *n = n.wrapping_add(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::region::Region;

    #[tokio::test]
    async fn an_account_that_skips_ahead_wakes_before_the_others() {
        let clock = Clock::manual(UnixMillis(0));
        let (ada, ben) = (AccountId::from_number(1), AccountId::from_number(2));
        clock.skip(&ada, Duration::from_secs(60));
        clock.sleep_until(&ada, UnixMillis(60_000)).await;
        assert_eq!(clock.now_of(&ben), UnixMillis(0));
        assert_eq!(clock.now_of(&ada.in_region(Region::EuWest1)), UnixMillis(60_000), "all regions have one clock");
        assert_eq!(clock.hand(&ada), Hand::Ahead(60_000));
        clock.set_hand(&ada, Hand::REAL);
        assert_eq!(clock.now_of(&ada), UnixMillis(0));
    }

    #[tokio::test]
    async fn a_clock_that_stands_still_is_moved_by_hand_only() {
        let (clock, ada) = (Clock::manual(UnixMillis(5)), AccountId::from_number(1));
        clock.set_hand(&ada, Hand::Paused(UnixMillis(5)));
        clock.advance_all(Duration::from_secs(60));
        assert_eq!((clock.now_of(&ada), clock.until(&ada, UnixMillis(6))), (UnixMillis(5), None));
        clock.skip(&ada, Duration::from_millis(1));
        assert_eq!(clock.until(&ada, UnixMillis(6)), Some(Duration::ZERO));
        clock.sleep_until(&ada, UnixMillis(6)).await;
    }
}
