//! Handlers as people write them, in `tests/corpus` and `tests/corpus-ruby`. Beside each is what it is given and what Node.js 20 or
//! Ruby 3.1 made of it: `event`, `result` or `error`, and `log`.

use std::path::{Path, PathBuf};

use runtimes::RuntimeKind;
use serde_json::Value;

use crate::function::{Run, files};

/// Where the handlers of a language are, and what its runtime logs of those that fail.
struct Corpus {
    runtime: RuntimeKind,
    folder: &'static str,
    /// Fewer would mean that they are not found.
    handlers_min: usize,
    /// How the last lines of a handler that failed begin, the last first; without time, request id and level.
    failed: &'static [&'static str],
}

#[tokio::test]
async fn handlers_do_what_they_do_in_node() {
    let failed = &["Invoke Error \t"];
    check(Corpus { runtime: RuntimeKind::NodeJs, folder: "tests/corpus", handlers_min: 40, failed }).await;
}

#[tokio::test]
async fn handlers_do_what_they_do_in_ruby() {
    let failed = &["{\n", "Error raised from handler method"];
    check(Corpus { runtime: RuntimeKind::Ruby, folder: "tests/corpus-ruby", handlers_min: 18, failed }).await;
}

async fn check(corpus: Corpus) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(corpus.folder);
    let mut handlers: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    handlers.retain(|path| path.extension().is_none_or(|ending| ending != "json"));
    handlers.sort();
    assert!(handlers.len() >= corpus.handlers_min, "{}", handlers.len());
    let mut wrong = Vec::new();
    for handler in &handlers {
        wrong.extend(differences(&corpus, handler).await);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

async fn differences(corpus: &Corpus, handler: &Path) -> Vec<String> {
    let name = handler.file_name().unwrap().to_str().unwrap();
    let ending = handler.extension().unwrap().to_str().unwrap();
    let source = std::fs::read_to_string(handler).unwrap();
    let expected = std::fs::read_to_string(handler.with_file_name(format!("{name}.json"))).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let package = [(format!("index.{ending}"), source)];
    let package: Vec<_> = package.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
    let run = files(corpus.runtime, "index.handler", &package).invoke(&expected["event"].to_string()).await;
    let got = outcome(corpus, &run);
    ["result", "error", "log"]
        .into_iter()
        .filter(|part| got[part] != expected[part])
        .map(|part| format!("{name} {part}\ngot      {}\nexpected {}", got[part], expected[part]))
        .collect()
}

fn outcome(corpus: &Corpus, run: &Run) -> Value {
    let mut log = run.texts();
    // The lines of one message are one event.
    let shown = |log: &[&str]| log.iter().map(|text| text.replace('\r', "\n")).collect::<Vec<_>>();
    match &run.outcome {
        sandbox::Outcome::Returned(bytes) => {
            serde_json::json!({ "result": serde_json::from_slice::<Value>(bytes).unwrap(), "log": shown(&log) })
        }
        _ => {
            let (_, payload) = run.error();
            for begin in corpus.failed {
                assert!(log.pop().is_some_and(|line| line.starts_with(begin)), "{:?}", run.lines);
            }
            let error = serde_json::json!({ "type": payload["errorType"], "message": payload["errorMessage"] });
            serde_json::json!({ "error": error, "log": shown(&log) })
        }
    }
}
