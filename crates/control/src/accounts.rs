//! Settings and clock of an account, which hold in all its regions.

use crate::limits::CLOCK_AHEAD_DAYS_MAX;
use crate::{Control, ControlChange};
use api::clock::Hand;
use api::control_plane::{Account, ClockChange};
use api::error::{ApiError, ErrorCode};
use api::id::AccountId;
use api::time::UnixMillis;
use billing::PriceBook;
use store::Store;
use store::account::AccountRow;

const DAY_MS: i64 = 86_400_000;

fn not_found(id: &AccountId) -> ApiError {
    ApiError::new(ErrorCode::NotFound, format!("account `{id}` does not exist"))
}

impl Control {
    pub(crate) async fn account_of(&self, id: &AccountId) -> Result<Account, ApiError> {
        let row = store::account::get(&mut *self.store.read().await?, id).await?;
        let AccountRow { id, price_book, hand: _, created_at } = row.ok_or_else(|| not_found(id))?;
        let now = self.clock.now_of(&id);
        let (clock_offset_ms, is_clock_paused) = match self.clock.hand(&id) {
            Hand::Ahead(ms) => (ms, false),
            Hand::Paused(at) => (at.0.saturating_sub(self.clock.now().0), true),
        };
        Ok(Account { id, created_at, price_book, now, clock_offset_ms, is_clock_paused })
    }

    pub(crate) async fn choose_price_book(&self, id: &AccountId, book: PriceBook) -> Result<(), ApiError> {
        let mut transaction = self.store.write().await?;
        if !store::account::set_price_book(&mut transaction, id, book).await? {
            return Err(not_found(id));
        }
        Ok(Store::commit(transaction).await?)
    }

    pub(crate) async fn change_clock_of(&self, id: &AccountId, change: ClockChange) -> Result<Account, ApiError> {
        let moving = self.clock_move.lock().await;
        let machine = self.clock.now();
        let mut transaction = self.store.write().await?;
        let row = store::account::get(&mut transaction, id).await?.ok_or_else(|| not_found(id))?;
        let (before, hand) = (time_of(row.hand, machine), changed(row.hand, change, machine)?);
        let after = time_of(hand, machine);
        store::account::set_hand(&mut transaction, id, hand).await?;
        if after < before {
            store::trigger::set_back(&mut transaction, id, after).await?;
        }
        Store::commit(transaction).await?;
        self.clock.set_hand(id, hand);
        drop(moving);
        self.announce(ControlChange::TriggersChanged { account: id.clone() });
        self.account_of(id).await
    }

    pub(crate) async fn restore_clocks(&self) -> Result<(), ApiError> {
        for (account, hand) in store::account::hands(&mut *self.store.read().await?).await? {
            self.clock.set_hand(&account, hand);
        }
        Ok(())
    }
}

/// What a clock shows when the machine's shows `machine`.
fn time_of(hand: Hand, machine: UnixMillis) -> UnixMillis {
    match hand {
        Hand::Ahead(ms) => UnixMillis(machine.0.saturating_add(ms)),
        Hand::Paused(at) => at,
    }
}

fn changed(hand: Hand, change: ClockChange, machine: UnixMillis) -> Result<Hand, ApiError> {
    let ahead_ms = time_of(hand, machine).0.saturating_sub(machine.0);
    match (change, hand) {
        (ClockChange::RealTime, _) => Ok(Hand::REAL),
        (ClockChange::Pause, _) => Ok(Hand::Paused(time_of(hand, machine))),
        (ClockChange::Resume, _) => Ok(Hand::Ahead(ahead_ms)),
        (ClockChange::Skip(by_ms), Hand::Ahead(_)) => Ok(Hand::Ahead(skipped(ahead_ms, by_ms)?)),
        (ClockChange::Skip(by_ms), Hand::Paused(_)) => {
            let ahead_ms = skipped(ahead_ms, by_ms)?;
            Ok(Hand::Paused(UnixMillis(machine.0.saturating_add(ahead_ms))))
        }
    }
}

fn skipped(offset_ms: i64, by_ms: u64) -> Result<i64, ApiError> {
    let ahead_ms = offset_ms.saturating_add(i64::try_from(by_ms).unwrap_or(i64::MAX));
    if ahead_ms > CLOCK_AHEAD_DAYS_MAX * DAY_MS {
        let message = format!(
            "the clock would be {} days ahead, the limit is {CLOCK_AHEAD_DAYS_MAX}; set it back to real time first",
            ahead_ms / DAY_MS
        );
        return Err(ApiError::invalid("by_ms", message));
    }
    Ok(ahead_ms)
}
