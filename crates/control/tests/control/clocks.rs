//! Account settings and the account's clock.

use crate::app::{App, DAY_MS, START};
use api::clock::Hand;
use api::control_plane::{ClockChange, ControlPlane};
use api::error::ErrorCode;
use api::id::AccountId;
use billing::PriceBook;

#[tokio::test]
async fn settings_and_clock_survive_a_restart() {
    let app = App::start().await;
    let fresh = app.control.account(&app.account).await.unwrap();
    assert_eq!((fresh.price_book, fresh.now, fresh.clock_offset_ms), (PriceBook::HundredMs, START, 0));
    app.control.set_price_book(&app.account, PriceBook::OneMsWithInit).await.unwrap();
    app.control.change_clock(&app.account, ClockChange::Skip(DAY_MS)).await.unwrap();
    let moved = app.control.change_clock(&app.account, ClockChange::Skip(DAY_MS)).await.unwrap();
    assert_eq!(moved.clock_offset_ms, 2 * 86_400_000);

    let app = app.restart().await;
    let account = app.control.account(&app.account).await.unwrap();
    assert_eq!(account, moved);
    assert_eq!(account.price_book, PriceBook::OneMsWithInit);
    assert_eq!(app.clock.now_of(&app.account).0, START.0 + 2 * 86_400_000);
    let real = app.control.change_clock(&app.account, ClockChange::RealTime).await.unwrap();
    assert_eq!((real.now, real.clock_offset_ms), (START, 0));
    assert_eq!(app.restart().await.clock.hand(&real.id), Hand::REAL);
}

#[tokio::test]
async fn a_clock_is_stopped_moved_while_it_stands_and_let_go_on() {
    let app = App::start().await;
    let change = async |change| app.control.change_clock(&app.account, change).await.unwrap();
    let paused = change(ClockChange::Pause).await;
    assert!(paused.is_clock_paused && paused.now == START);
    app.clock.advance_all(std::time::Duration::from_secs(60));
    let later = change(ClockChange::Skip(5_000)).await;
    assert_eq!((later.now.0 - START.0, later.clock_offset_ms, later.is_clock_paused), (5_000, -55_000, true));
    assert_eq!(change(ClockChange::Pause).await, later, "a clock that stands stands");

    let app = app.restart().await;
    assert_eq!(app.clock.now_of(&app.account).0 - START.0, 5_000);
    let goes = app.control.change_clock(&app.account, ClockChange::Resume).await.unwrap();
    assert_eq!((goes.now.0 - START.0, goes.is_clock_paused), (5_000, false));
    app.clock.advance_all(std::time::Duration::from_secs(1));
    assert_eq!(app.clock.now_of(&app.account).0 - START.0, 6_000);
    let real = app.control.change_clock(&app.account, ClockChange::RealTime).await.unwrap();
    assert_eq!((real.now, real.clock_offset_ms), (app.clock.now(), 0));
}

#[tokio::test]
async fn the_clock_goes_no_further_than_ten_years() {
    let app = App::start().await;
    for by_ms in [u64::MAX, 3_651 * DAY_MS] {
        let error = app.control.change_clock(&app.account, ClockChange::Skip(by_ms)).await.unwrap_err();
        assert!(error.message.contains("the limit is 3650"), "{}", error.message);
    }
    assert_eq!(app.clock.hand(&app.account), Hand::REAL);
    let nobody = AccountId::from_number(1);
    for error in [
        app.control.account(&nobody).await.map(drop).unwrap_err(),
        app.control.change_clock(&nobody, ClockChange::Skip(1)).await.map(drop).unwrap_err(),
        app.control.set_price_book(&nobody, PriceBook::OneMs).await.unwrap_err(),
    ] {
        assert_eq!(
            (error.code, error.message.as_str()),
            (ErrorCode::NotFound, "account `000000000001` does not exist")
        );
    }
}
