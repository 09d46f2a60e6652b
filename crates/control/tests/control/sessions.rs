//! Workspaces and the tokens that open them.

use crate::app::{App, DAY_MS};
use std::collections::HashSet;
use std::time::Duration;

#[tokio::test]
async fn a_token_opens_its_own_workspace_and_nothing_else_does() {
    let app = App::start().await;
    let (other_token, other) = app.control.create_session().await.unwrap();
    assert_ne!(app.account, other);
    assert!(!other.as_str().starts_with('0'));
    let open = async |token: &str| app.control.open_session(token).await.unwrap().map(|session| session.account);
    assert_eq!(open(&app.token).await, Some(app.account.clone()));
    assert_eq!(open(&other_token).await, Some(other));
    for wrong in ["", "x", &"x".repeat(43), &"x".repeat(1_000_000), &app.token.to_lowercase(), "\0"] {
        assert_eq!(open(wrong).await, None);
    }
    let file = std::fs::read(app.folder.path().join(store::DATABASE_FILE)).unwrap();
    let log = std::fs::read(app.folder.path().join("coldstart.sqlite3-wal")).unwrap();
    let token = app.token.as_bytes();
    assert!(![file, log].concat().windows(token.len()).any(|part| part == token), "only its hash is stored");
}

#[tokio::test]
async fn tokens_do_not_repeat() {
    let app = App::start().await;
    let mut seen = HashSet::new();
    for _ in 0..50 {
        let (token, account) = app.control.create_session().await.unwrap();
        assert!(seen.insert(token) && seen.insert(account.to_string()));
    }
}

#[tokio::test]
async fn a_session_ends_a_year_after_its_last_use() {
    let app = App::start().await;
    let days = |n| Duration::from_millis(n * DAY_MS);
    let open = async |app: &App| app.control.open_session(&app.token).await.unwrap().map(|open| open.is_renewed);
    app.clock.advance_all(days(100));
    assert_eq!(open(&app).await, Some(false));
    app.clock.advance_all(days(200));
    assert_eq!(open(&app).await, Some(true), "used in its second half, so it starts anew");
    app.clock.advance_all(days(300));
    assert_eq!(open(&app).await, Some(true));
    let app = app.restart().await;
    assert_eq!(open(&app).await, Some(false));
    app.clock.advance_all(days(366));
    assert_eq!(open(&app).await, None);
}
