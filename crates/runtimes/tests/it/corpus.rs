//! Handlers as people write them, in `tests/corpus`. Beside each is what it is given and what Node.js 20 made of it:
//! `event`, `result` or `error`, and `log`.

use std::path::{Path, PathBuf};

use runtimes::RuntimeKind;
use serde_json::Value;

use crate::function::{Run, files};

/// Fewer would mean that they are not found.
const HANDLERS_MIN: usize = 40;
/// What follows time, request id and level in a line of a handler that failed.
const LAST_OF_FAILED: &str = "Invoke Error \t";

#[tokio::test]
async fn handlers_do_what_they_do_in_node() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut handlers: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    handlers.retain(|path| path.extension().is_none_or(|ending| ending != "json"));
    handlers.sort();
    assert!(handlers.len() >= HANDLERS_MIN, "{}", handlers.len());
    let mut wrong = Vec::new();
    for handler in &handlers {
        wrong.extend(differences(handler).await);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

async fn differences(handler: &Path) -> Vec<String> {
    let name = handler.file_name().unwrap().to_str().unwrap();
    let ending = handler.extension().unwrap().to_str().unwrap();
    let source = std::fs::read_to_string(handler).unwrap();
    let expected = std::fs::read_to_string(handler.with_file_name(format!("{name}.json"))).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let package = [(format!("index.{ending}"), source)];
    let package: Vec<_> = package.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
    let run = files(RuntimeKind::NodeJs, "index.handler", &package).invoke(&expected["event"].to_string()).await;
    let got = outcome(&run);
    ["result", "error", "log"]
        .into_iter()
        .filter(|part| got[part] != expected[part])
        .map(|part| format!("{name} {part}\ngot      {}\nexpected {}", got[part], expected[part]))
        .collect()
}

fn outcome(run: &Run) -> Value {
    let mut log = run.texts();
    // The lines of one message are one event.
    let shown = |log: &[&str]| log.iter().map(|text| text.replace('\r', "\n")).collect::<Vec<_>>();
    match &run.outcome {
        sandbox::Outcome::Returned(bytes) => {
            serde_json::json!({ "result": serde_json::from_slice::<Value>(bytes).unwrap(), "log": shown(&log) })
        }
        _ => {
            let (_, payload) = run.error();
            assert!(log.pop().is_some_and(|line| line.starts_with(LAST_OF_FAILED)), "{:?}", run.lines);
            let error = serde_json::json!({ "type": payload["errorType"], "message": payload["errorMessage"] });
            serde_json::json!({ "error": error, "log": shown(&log) })
        }
    }
}
