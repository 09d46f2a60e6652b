//! Account settings and the account's clock.

use crate::app::{App, DAY_MS, START};
use api::control_plane::ControlPlane;
use api::error::ErrorCode;
use api::id::AccountId;
use billing::PriceBook;

#[tokio::test]
async fn settings_and_clock_survive_a_restart() {
    let app = App::start().await;
    let fresh = app.control.account(&app.account).await.unwrap();
    assert_eq!((fresh.price_book, fresh.now, fresh.clock_offset_ms), (PriceBook::HundredMs, START, 0));
    app.control.set_price_book(&app.account, PriceBook::OneMsWithInit).await.unwrap();
    app.control.move_clock(&app.account, Some(DAY_MS)).await.unwrap();
    let moved = app.control.move_clock(&app.account, Some(DAY_MS)).await.unwrap();
    assert_eq!(moved.clock_offset_ms, 2 * 86_400_000);

    let app = app.restart().await;
    let account = app.control.account(&app.account).await.unwrap();
    assert_eq!(account, moved);
    assert_eq!(account.price_book, PriceBook::OneMsWithInit);
    assert_eq!(app.clock.now_of(&app.account).0, START.0 + 2 * 86_400_000);
    let real = app.control.move_clock(&app.account, None).await.unwrap();
    assert_eq!((real.now, real.clock_offset_ms), (START, 0));
    assert_eq!(app.restart().await.clock.offset_ms(&real.id), 0);
}

#[tokio::test]
async fn the_clock_goes_no_further_than_ten_years() {
    let app = App::start().await;
    for by_ms in [u64::MAX, 3_651 * DAY_MS] {
        let error = app.control.move_clock(&app.account, Some(by_ms)).await.unwrap_err();
        assert!(error.message.contains("the limit is 3650"), "{}", error.message);
    }
    assert_eq!(app.clock.offset_ms(&app.account), 0);
    let nobody = AccountId::from_number(1);
    for error in [
        app.control.account(&nobody).await.map(drop).unwrap_err(),
        app.control.move_clock(&nobody, Some(1)).await.map(drop).unwrap_err(),
        app.control.set_price_book(&nobody, PriceBook::OneMs).await.unwrap_err(),
    ] {
        assert_eq!(
            (error.code, error.message.as_str()),
            (ErrorCode::NotFound, "account `000000000001` does not exist")
        );
    }
}
