//! Saved test events.

use crate::Control;
use crate::functions::find;
use crate::limits::TEST_EVENTS_BYTES_MAX;
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, FunctionName};
use api::test_event::{TEST_EVENTS_MAX, TestEvent, TestEventName};
use store::Store;

impl Control {
    pub(crate) async fn list_test_events(
        &self,
        account: &AccountId,
        name: &FunctionName,
    ) -> Result<Vec<TestEvent>, ApiError> {
        let mut db = self.store.snapshot().await?;
        let function = find(&mut db, account, name).await?;
        Ok(store::test_event::list(&mut db, function.key).await?)
    }

    pub(crate) async fn keep_test_event(
        &self,
        account: &AccountId,
        name: &FunctionName,
        event: TestEventName,
        payload: String,
    ) -> Result<(), ApiError> {
        let mut transaction = self.store.write().await?;
        let function = find(&mut transaction, account, name).await?;
        let (others, bytes) = store::test_event::usage_without(&mut transaction, function.key, &event).await?;
        check_room(name, others + 1, bytes + payload.len() as u64)?;
        let event = TestEvent { name: event, payload, saved_at: self.clock.now_of(account) };
        store::test_event::save(&mut transaction, function.key, &event).await?;
        Ok(Store::commit(transaction).await?)
    }

    pub(crate) async fn drop_test_event(
        &self,
        account: &AccountId,
        name: &FunctionName,
        event: &TestEventName,
    ) -> Result<(), ApiError> {
        let mut transaction = self.store.write().await?;
        let function = find(&mut transaction, account, name).await?;
        if !store::test_event::delete(&mut transaction, function.key, event).await? {
            let message = format!("`{name}` has no saved event `{}`", event.as_str());
            return Err(ApiError::new(ErrorCode::NotFound, message));
        }
        Ok(Store::commit(transaction).await?)
    }
}

fn check_room(name: &FunctionName, count: u64, bytes: u64) -> Result<(), ApiError> {
    if count > TEST_EVENTS_MAX as u64 {
        let message = format!("`{name}` would have {count} saved events, the limit is {TEST_EVENTS_MAX}");
        return Err(ApiError::new(ErrorCode::Invalid, message));
    }
    if bytes > TEST_EVENTS_BYTES_MAX {
        let (mib, limit_mib) = (bytes as f64 / 1_048_576.0, TEST_EVENTS_BYTES_MAX / 1_048_576);
        let message =
            format!("the saved events of `{name}` would be {mib:.1} MiB together, the limit is {limit_mib} MiB");
        return Err(ApiError::new(ErrorCode::TooLarge, message));
    }
    Ok(())
}
