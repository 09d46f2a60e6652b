//! Settings and clock of an account.

use crate::limits::CLOCK_AHEAD_DAYS_MAX;
use crate::{Control, ControlChange};
use api::control_plane::Account;
use api::error::{ApiError, ErrorCode};
use api::id::AccountId;
use api::time::UnixMillis;
use billing::PriceBook;
use store::Store;
use store::account::AccountRow;

const DAY_MS: u64 = 86_400_000;

fn not_found(id: &AccountId) -> ApiError {
    ApiError::new(ErrorCode::NotFound, format!("account `{id}` does not exist"))
}

impl Control {
    pub(crate) async fn account_of(&self, id: &AccountId) -> Result<Account, ApiError> {
        let row = store::account::get(&mut *self.store.read().await?, id).await?;
        let AccountRow { id, price_book, clock_offset_ms, created_at } = row.ok_or_else(|| not_found(id))?;
        let now = self.clock.now_of(&id);
        Ok(Account { id, created_at, price_book, now, clock_offset_ms })
    }

    pub(crate) async fn choose_price_book(&self, id: &AccountId, book: PriceBook) -> Result<(), ApiError> {
        let mut transaction = self.store.write().await?;
        if !store::account::set_price_book(&mut transaction, id, book).await? {
            return Err(not_found(id));
        }
        Ok(Store::commit(transaction).await?)
    }

    pub(crate) async fn move_clock_of(&self, id: &AccountId, by_ms: Option<u64>) -> Result<Account, ApiError> {
        let moving = self.clock_move.lock().await;
        let mut transaction = self.store.write().await?;
        let row = store::account::get(&mut transaction, id).await?.ok_or_else(|| not_found(id))?;
        let offset_ms = match by_ms {
            Some(by_ms) => skipped(row.clock_offset_ms, by_ms)?,
            None => 0,
        };
        store::account::set_clock_offset(&mut transaction, id, offset_ms).await?;
        if offset_ms < row.clock_offset_ms {
            let now = UnixMillis(self.clock.now().0.saturating_add(offset_ms));
            store::trigger::set_back(&mut transaction, id, now).await?;
        }
        Store::commit(transaction).await?;
        self.clock.set_offset_ms(id, offset_ms);
        drop(moving);
        self.announce(ControlChange::TriggersChanged { account: id.clone() });
        self.account_of(id).await
    }

    pub(crate) async fn restore_clocks(&self) -> Result<(), ApiError> {
        for (account, offset_ms) in store::account::clock_offsets(&mut *self.store.read().await?).await? {
            self.clock.set_offset_ms(&account, offset_ms);
        }
        Ok(())
    }
}

fn skipped(offset_ms: i64, by_ms: u64) -> Result<i64, ApiError> {
    let ahead_ms = u64::try_from(offset_ms).unwrap_or(0).saturating_add(by_ms);
    if ahead_ms > CLOCK_AHEAD_DAYS_MAX * DAY_MS {
        let message = format!(
            "the clock would be {} days ahead, the limit is {CLOCK_AHEAD_DAYS_MAX}; set it back to real time first",
            ahead_ms / DAY_MS
        );
        return Err(ApiError::invalid("by_ms", message));
    }
    Ok(i64::try_from(ahead_ms).unwrap_or(i64::MAX))
}
