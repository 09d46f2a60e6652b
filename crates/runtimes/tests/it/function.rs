//! A function under test: `function("…").invoke("{}")`.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use runtimes::{
    EnvironmentSettings, InvokeInput, Invoked, LanguageEnvironment, Package, PrepareError, Prepared, RuntimeKind,
    Runtimes, RuntimesConfig, Started,
};
use sandbox::{AnswerPart, GuestError, Measured, Outcome, OutputLine};
use tokio::sync::mpsc;

/// Far beyond what any of these needs on a busy machine.
pub const LONG: Duration = Duration::from_secs(120);
pub const REQUEST: &str = "8f5f2a1e-0000-4000-8000-000000000001";
/// Lines of these tests; a flood has its own channel.
pub const LINES_MAX: usize = 1000;

pub fn runtimes() -> &'static Runtimes {
    static RUNTIMES: OnceLock<Runtimes> = OnceLock::new();
    RUNTIMES.get_or_init(other_runtimes)
}

/// As another start of the server would have.
pub fn other_runtimes() -> Runtimes {
    let cache_dir = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("modules");
    Runtimes::new(RuntimesConfig { cache_dir, threads: 2, typescript: crate::typescript::compiler() }).unwrap()
}

#[derive(Clone)]
pub struct Function {
    package: Package,
    pub settings: EnvironmentSettings,
    pub timeout: Duration,
}

pub struct Run {
    pub outcome: Outcome,
    pub measured: Measured,
    pub lines: Vec<String>,
}

pub fn function(file: &str, source: &str) -> Function {
    files(RuntimeKind::NodeJs, "index.handler", &[(file, source)])
}

pub fn files(runtime: RuntimeKind, handler: &str, files: &[(&str, &str)]) -> Function {
    let files: BTreeMap<String, Arc<[u8]>> =
        files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().into())).collect();
    Function {
        package: Package { runtime, handler: handler.to_owned(), files: Arc::new(files), layers: Arc::default() },
        settings: settings(1769),
        timeout: LONG,
    }
}

fn settings(memory_mib: u32) -> EnvironmentSettings {
    EnvironmentSettings {
        memory_mib,
        tmp_mib: 2,
        env: vec![("GREETING".to_owned(), "hi".to_owned()), ("AWS_REGION".to_owned(), "eu-west-1".to_owned())],
        function_name: "orders".to_owned(),
        function_version: "$LATEST".to_owned(),
        log_group: "/aws/lambda/orders".to_owned(),
        log_stream: "2026/11/23/[$LATEST]0123".to_owned(),
        initialization: runtimes::Initialization::OnDemand,
    }
}

pub fn input(event: &str, timeout: Duration) -> InvokeInput {
    InvokeInput {
        request_id: REQUEST.to_owned(),
        payload: event.as_bytes().to_vec(),
        timeout,
        invoked_function_arn: "arn:aws:lambda:eu-west-1:123456789012:function:orders:live".to_owned(),
        client_context: Some("{\"custom\":{\"a\":1}}".to_owned()),
        identity: None,
        trace_id: Some("Root=1-2-3".to_owned()),
        answers: None,
    }
}

impl Function {
    pub fn memory(mut self, memory_mib: u32) -> Function {
        self.settings.memory_mib = memory_mib;
        self
    }

    /// Files of layers, below `/opt`.
    pub fn layers(mut self, files: &[(&str, &str)]) -> Function {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().into())).collect();
        self.package.layers = Arc::new(files);
        self
    }

    pub fn timeout(mut self, timeout: Duration) -> Function {
        self.timeout = timeout;
        self
    }

    pub async fn prepare(&self) -> Result<Prepared, PrepareError> {
        runtimes().prepare(&self.package).await
    }

    pub async fn start(&self, output: mpsc::Sender<OutputLine>) -> Result<LanguageEnvironment, (Outcome, Measured)> {
        self.start_in(runtimes(), output).await
    }

    async fn start_in(
        &self,
        runtimes: &Runtimes,
        output: mpsc::Sender<OutputLine>,
    ) -> Result<LanguageEnvironment, (Outcome, Measured)> {
        let prepared = runtimes.prepare(&self.package).await.unwrap();
        match runtimes.start(&prepared, self.settings.clone(), LONG, output).await {
            Started::Ready { environment, .. } => Ok(environment),
            Started::Failed { outcome, measured } => Err((outcome, measured)),
        }
    }

    /// INIT and one event, with all lines.
    pub async fn invoke(&self, event: &str) -> Run {
        self.invoke_in(runtimes(), event).await
    }

    /// The same, elsewhere.
    pub async fn invoke_in(&self, runtimes: &Runtimes, event: &str) -> Run {
        self.run(runtimes, event, None).await
    }

    /// The same for a caller who reads the answer as it comes.
    pub async fn invoke_for(&self, event: &str, answers: mpsc::Sender<AnswerPart>) -> Run {
        self.run(runtimes(), event, Some(answers)).await
    }

    async fn run(&self, runtimes: &Runtimes, event: &str, answers: Option<mpsc::Sender<AnswerPart>>) -> Run {
        let (output, mut receiver) = mpsc::channel(LINES_MAX);
        let (outcome, measured) = match self.start_in(runtimes, output.clone()).await {
            Ok(environment) => {
                let Invoked { outcome, measured, .. } =
                    environment.invoke(InvokeInput { answers, ..input(event, self.timeout) }, output).await;
                (outcome, measured)
            }
            Err(failed) => {
                drop(output);
                failed
            }
        };
        let mut lines = Vec::new();
        while let Some(line) = receiver.recv().await {
            lines.push(line.text);
        }
        Run { outcome, measured, lines }
    }
}

impl Run {
    pub fn answer(&self) -> &str {
        match &self.outcome {
            Outcome::Returned(bytes) => std::str::from_utf8(bytes).unwrap(),
            outcome => panic!("{outcome:?} after {:?}", self.lines),
        }
    }

    pub fn error(&self) -> (&GuestError, serde_json::Value) {
        match &self.outcome {
            Outcome::Failed(error) => (error, serde_json::from_slice(&error.payload).unwrap()),
            outcome => panic!("{outcome:?} after {:?}", self.lines),
        }
    }

    /// What follows time, request id and level.
    pub fn texts(&self) -> Vec<&str> {
        self.lines.iter().map(|line| line.splitn(4, '\t').last().unwrap()).collect()
    }
}
