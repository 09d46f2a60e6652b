//! What a caller who waits for the answer gets, and when.

use crate::app::{App, Function, HELLO, seconds};
use api::error::{ApiError, ErrorCode};
use api::invoker::Invoker;
use api::run::RunState;
use invoke::Answer;
use store::Store;

async fn respond(function: &Function<'_>) -> Result<Answer, ApiError> {
    function.app.invoke.respond(&function.app.account, function.request("{}")).await
}

#[tokio::test]
async fn the_answer_does_not_wait_for_the_disk() {
    let app = App::new().await;
    let hello = app.create("index.mjs", HELLO).await;
    let busy = app.store.write().await.unwrap();
    let answer = respond(&hello).await.unwrap();
    assert_eq!(answer, Answer { state: RunState::Succeeded, response: Some(r#"{"ok":true}"#.to_owned()) });
    assert_eq!(app.invoke.runs(&app.account, None, None, 10).await.unwrap(), []);
    drop(busy);
    hello.warm().await;
    let runs = app.invoke.runs(&app.account, None, None, 10).await.unwrap();
    assert!(runs.len() >= 2, "the first run has its record too: {runs:?}");
}

#[tokio::test]
async fn an_error_is_an_answer() {
    let app = App::new().await;
    let function = app.create("index.mjs", "export const handler = async () => { throw new Error('no'); };").await;
    let answer = respond(&function).await.unwrap();
    assert_eq!(answer.state, RunState::Failed);
    assert!(answer.response.unwrap().contains(r#""errorMessage":"no""#));
}

#[tokio::test]
async fn a_run_whose_function_goes_before_it_is_written_down_is_refused() {
    let app = App::new().await;
    let source = "export const handler = async () => { while (true) {} };";
    let looping = app.create_with(&[("index.mjs", source)], |config| config.timeout = seconds(900)).await;
    let mut page = looping.subscribe(Vec::new());
    let mut busy = app.store.write().await.unwrap();
    let delete = async {
        page.event().await;
        assert!(store::function::delete(&mut busy, &app.account, &looping.name, app.clock.now()).await.unwrap());
        Store::commit(busy).await.unwrap();
    };
    let (answer, ()) = tokio::join!(respond(&looping), delete);
    assert_eq!(answer.unwrap_err().code, ErrorCode::NotFound);
}
