//! What belongs to another account does not exist, for every operation.

use crate::app::{App, draft, name};
use api::control_plane::{ClockChange, ControlPlane};
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, TriggerId, VersionNumber};
use api::test_event::TestEventName;
use api::trigger::TriggerConfig;

/// Every operation that names something, asked by `who`.
async fn ask_everything(app: &App, who: &AccountId, url: &TriggerId) -> Vec<(&'static str, Result<(), ApiError>)> {
    let (control, hello) = (&app.control, name("hello"));
    let event = TestEventName::parse("mine").unwrap();
    let schedule = TriggerConfig::Schedule { expression: "rate(1 hour)".to_owned() };
    vec![
        ("function", control.function(who, &hello).await.map(drop)),
        ("save_draft", control.save_draft(who, &hello, None, draft("theirs")).await.map(drop)),
        ("deploy", control.deploy(who, &hello, String::new()).await.map(drop)),
        ("versions", control.versions(who, &hello).await.map(drop)),
        ("version", control.version(who, &hello, VersionNumber(1)).await.map(drop)),
        ("test_events", control.test_events(who, &hello).await.map(drop)),
        ("save_test_event", control.save_test_event(who, &hello, event.clone(), String::new()).await),
        ("delete_test_event", control.delete_test_event(who, &hello, &event).await),
        ("triggers", control.triggers(who, &hello).await.map(drop)),
        ("create_trigger", control.create_trigger(who, &hello, schedule).await.map(drop)),
        ("enable_trigger", control.enable_trigger(who, url, false).await.map(drop)),
        ("delete_trigger", control.delete_trigger(who, url).await),
        ("delete_function", control.delete_function(who, &hello).await),
        ("undelete_function", control.undelete_function(who, &hello).await),
    ]
}

#[tokio::test]
async fn a_stranger_finds_nothing_and_changes_nothing() {
    let app = App::start().await;
    app.create("hello", "v1").await.unwrap();
    let event = TestEventName::parse("mine").unwrap();
    app.control.save_test_event(&app.account, &name("hello"), event, "{}".to_owned()).await.unwrap();
    let config = TriggerConfig::FunctionUrl;
    let url = app.control.create_trigger(&app.account, &name("hello"), config).await.unwrap();
    let state = async || {
        (
            app.get("hello").await,
            app.control.test_events(&app.account, &name("hello")).await.unwrap(),
            app.control.triggers(&app.account, &name("hello")).await.unwrap(),
            app.control.functions(&app.account).await.unwrap(),
        )
    };
    let before = state().await;
    let (_, stranger) = app.control.create_session().await.unwrap();
    for (operation, answer) in ask_everything(&app, &stranger, &url.id).await {
        assert_eq!(answer.map_err(|e| e.code), Err(ErrorCode::NotFound), "{operation}");
    }
    assert!(app.control.functions(&stranger).await.unwrap().is_empty());
    app.control.change_clock(&stranger, ClockChange::Skip(60_000)).await.unwrap();
    assert_eq!(state().await, before);

    // A function of the same name is another function.
    let own = api::function::CreateFunction { name: name("hello"), content: draft("theirs") };
    app.control.create_function(&stranger, own).await.unwrap();
    assert_eq!(state().await, before);
    // The owner is refused nothing of the above.
    for (operation, answer) in ask_everything(&app, &app.account, &url.id).await {
        assert_eq!(answer, Ok(()), "{operation}");
    }
}
