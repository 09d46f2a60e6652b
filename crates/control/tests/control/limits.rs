//! Quotas: each refusal names limit and value, and nothing of the refused change is kept.

use crate::app::{App, draft, name};
use api::code::Code;
use api::control_plane::ControlPlane;
use api::error::ErrorCode;
use api::test_event::TestEventName;
use control::limits::{ACCOUNT_CODE_BYTES_MAX, FUNCTIONS_MAX};

#[tokio::test]
async fn two_thousand_functions_and_no_more() {
    let app = App::start().await;
    for i in 0..FUNCTIONS_MAX {
        app.create(&format!("f{i}"), "v1").await.unwrap();
    }
    let over = app.create("one-more", "v1").await.unwrap_err();
    assert_eq!(over.message, "the account would have 2001 functions, the limit is 2000; delete one first");
    app.control.delete_function(&app.account, &name("f0")).await.unwrap();
    app.create("one-more", "v1").await.unwrap();
    let full = app.control.undelete_function(&app.account, &name("f0")).await.unwrap_err();
    assert_eq!(full.code, ErrorCode::Invalid);
    assert!(app.control.function(&app.account, &name("f0")).await.is_err(), "it stays in the bin");
}

#[tokio::test]
async fn code_is_bounded_and_the_bin_makes_room() {
    const FILE_BYTES: usize = 3 * 1_024 * 1_024;
    let app = App::start().await;
    app.create("binned", "").await.unwrap();
    app.create("hello", "").await.unwrap();
    let large = |i: u64| {
        let mut content = draft("");
        content.code = Code::of_text("index.mjs", format!("{i:03}").repeat(FILE_BYTES / 3)).unwrap();
        content
    };
    app.save("binned", large(999)).await;
    app.control.delete_function(&app.account, &name("binned")).await.unwrap();
    let fitting = ACCOUNT_CODE_BYTES_MAX / FILE_BYTES as u64;
    for i in 0..fitting {
        app.save("hello", large(i)).await;
        app.control.deploy(&app.account, &name("hello"), String::new()).await.unwrap();
    }
    let binned = app.control.undelete_function(&app.account, &name("binned")).await.unwrap_err();
    assert_eq!(binned.code, ErrorCode::NotFound, "the bin was emptied to make room");
    let before = app.get("hello").await;
    let over = app.control.save_draft(&app.account, &name("hello"), None, large(500)).await.unwrap_err();
    assert_eq!(over.code, ErrorCode::TooLarge);
    assert!(over.message.contains("would be 513.0 MiB, the limit is 512 MiB"), "{}", over.message);
    assert_eq!(app.get("hello").await, before);
}

#[tokio::test]
async fn test_events_are_kept_as_typed_and_bounded() {
    let app = App::start().await;
    app.create("hello", "v1").await.unwrap();
    let event = |text: &str| TestEventName::parse(text).unwrap();
    let save = async |name_: &str, payload: String| {
        app.control.save_test_event(&app.account, &name("hello"), event(name_), payload).await
    };
    save("b", "{ not json \0 '".to_owned()).await.unwrap();
    save("a'; drop table test_event; --", "{}".to_owned()).await.unwrap();
    save("b", "again".to_owned()).await.unwrap();
    let kept = app.control.test_events(&app.account, &name("hello")).await.unwrap();
    let rows: Vec<_> = kept.iter().map(|e| (e.name.as_str(), e.payload.as_str())).collect();
    assert_eq!(rows, [("a'; drop table test_event; --", "{}"), ("b", "again")]);

    for i in 2..50 {
        save(&format!("event {i}"), String::new()).await.unwrap();
    }
    assert_eq!(
        save("one more", String::new()).await.unwrap_err().message,
        "`hello` would have 51 saved events, the limit is 50"
    );
    let large = save("b", "x".repeat(7 * 1_048_576)).await.unwrap_err();
    assert_eq!(large.message, "the saved events of `hello` would be 7.0 MiB together, the limit is 6 MiB");
    app.control.delete_test_event(&app.account, &name("hello"), &event("b")).await.unwrap();
    let gone = app.control.delete_test_event(&app.account, &name("hello"), &event("b")).await.unwrap_err();
    assert_eq!((gone.code, gone.message.as_str()), (ErrorCode::NotFound, "`hello` has no saved event `b`"));
}
