//! Running one guest file.

use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use sandbox::{
    Call, Ended, Entry, Environment, FileTree, Image, Limits, Measured, Outcome, OutputLine, Sandbox, SandboxConfig,
    Settings, Started,
};
use tokio::sync::mpsc;

/// Far beyond what any of these needs on a busy machine.
pub const LONG: Duration = Duration::from_secs(60);
pub const SHORT: Duration = Duration::from_millis(200);

pub fn sandbox() -> &'static Sandbox {
    static SANDBOX: OnceLock<Sandbox> = OnceLock::new();
    SANDBOX.get_or_init(|| Sandbox::new(SandboxConfig { threads: 2, ..SandboxConfig::default() }).unwrap())
}

pub fn binary(name: &str) -> Vec<u8> {
    wat::parse_file(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/guests").join(name)).unwrap()
}

pub fn image(name: &str) -> Image {
    sandbox().image(&binary(name)).unwrap()
}

pub fn limits() -> Limits {
    Limits { cpu_share_millis: 1000, ..Limits::of_memory(64, 1) }
}

pub fn settings(limits: Limits, output: mpsc::Sender<OutputLine>) -> Settings {
    let mut files = FileTree::default();
    files.insert("/var/task/data/file.txt".to_owned(), b"content".as_slice().into());
    Settings { limits, args: vec!["guest".to_owned()], env: Vec::new(), files, timeout: LONG, output }
}

pub async fn start(name: &str, limits: Limits) -> Environment {
    let (output, _lines) = mpsc::channel(16);
    match sandbox().start(&image(name), settings(limits, output)).await {
        Started::Ready { environment, .. } => environment,
        Started::Failed { outcome, .. } => panic!("{name} does not start: {outcome:?}"),
    }
}

pub fn invoke(payload: &[u8], timeout: Duration, output: mpsc::Sender<OutputLine>) -> Call {
    let entry = Entry::Invoke { export: "coldstart_invoke", payload: payload.to_vec() };
    Call { entry, context: b"{}".to_vec(), env: Vec::new(), timeout, output, answers: None }
}

pub fn command(stdin: &[u8], output: mpsc::Sender<OutputLine>) -> Call {
    let entry = Entry::Command { stdin: stdin.to_vec() };
    Call { entry, context: Vec::new(), env: Vec::new(), timeout: LONG, output, answers: None }
}

/// Calls a guest that prints less than the channel holds.
pub async fn call(environment: Environment, payload: &[u8], timeout: Duration) -> Ended {
    let (output, _lines) = mpsc::channel(64);
    environment.call(invoke(payload, timeout, output)).await
}

pub async fn run_with(name: &str, limits: Limits, payload: &[u8], timeout: Duration) -> (Outcome, Measured) {
    let ended = call(start(name, limits).await, payload, timeout).await;
    (ended.outcome, ended.measured)
}

pub async fn run(name: &str, payload: &[u8]) -> Outcome {
    run_with(name, limits(), payload, LONG).await.0
}

pub fn returned(outcome: Outcome) -> Vec<u8> {
    match outcome {
        Outcome::Returned(bytes) => bytes,
        outcome => panic!("{outcome:?}"),
    }
}

pub fn words(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}
