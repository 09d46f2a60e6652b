//! Runtimes, and functions of one file.

use crate::{AS_COMPILER, ready};
use runtimes::{
    EnvironmentSettings, FunctionImage, Initialization, InvokeInput, LanguageEnvironment, Package, Prepared,
    Restoration, RuntimeKind, Runtimes, RuntimesConfig,
};
use sandbox::OutputLine;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use typescript::Compiler;

const TIMEOUT: Duration = Duration::from_secs(10);
const IMAGE_BYTES_MAX: usize = 256 << 20;

pub struct World {
    pub runtimes: Runtimes,
}

impl World {
    pub fn new() -> World {
        let cache_dir = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("modules");
        let typescript = Compiler::new(std::env::current_exe().unwrap(), vec![AS_COMPILER.into()], TIMEOUT);
        World { runtimes: Runtimes::new(RuntimesConfig { cache_dir, threads: 2, typescript }).unwrap() }
    }

    pub async fn javascript(&self, file: (&str, &str)) -> Prepared {
        self.prepare(RuntimeKind::NodeJs, file).await
    }

    pub async fn python(&self, file: (&str, &str)) -> Prepared {
        self.prepare(RuntimeKind::Python, file).await
    }

    pub async fn ruby(&self, file: (&str, &str)) -> Prepared {
        self.prepare(RuntimeKind::Ruby, file).await
    }

    async fn prepare(&self, runtime: RuntimeKind, (file, source): (&str, &str)) -> Prepared {
        let files = Arc::new(BTreeMap::from([(file.to_owned(), Arc::from(source.as_bytes()))]));
        let package = Package { runtime, handler: "index.handler".to_owned(), files, layers: Arc::default() };
        self.runtimes.prepare(&package).await.unwrap()
    }

    pub async fn start(
        &self,
        prepared: &Prepared,
        initialization: Initialization,
        output: &mpsc::Sender<OutputLine>,
    ) -> LanguageEnvironment {
        ready(self.runtimes.start(prepared, settings(initialization), TIMEOUT, output.clone()).await)
    }

    pub async fn freeze(&self, prepared: &Prepared) -> FunctionImage {
        let (output, _lines) = mpsc::channel(8);
        let environment = self.start(prepared, Initialization::SnapStart, &output).await;
        environment.freeze(IMAGE_BYTES_MAX).await.unwrap()
    }

    pub async fn restore(&self, image: &FunctionImage, output: &mpsc::Sender<OutputLine>) -> LanguageEnvironment {
        let (log_stream, timeout, output) = (Arc::from("stream"), TIMEOUT, output.clone());
        let restoration = Restoration { memory_mib: 1769, tmp_mib: 512, log_stream, timeout, output };
        ready(self.runtimes.restore(image, restoration).await)
    }
}

fn settings(initialization: Initialization) -> EnvironmentSettings {
    EnvironmentSettings {
        memory_mib: 1769,
        tmp_mib: 512,
        env: Vec::new(),
        function_name: "hello".to_owned(),
        function_version: "1".to_owned(),
        log_group: "/aws/lambda/hello".to_owned(),
        log_stream: "stream".to_owned(),
        initialization,
    }
}

pub fn input() -> InvokeInput {
    InvokeInput {
        request_id: "8f5f2a1e-0000-4000-8000-000000000001".to_owned(),
        payload: br#"{"name":"world"}"#.to_vec(),
        timeout: TIMEOUT,
        invoked_function_arn: "arn:aws:lambda:eu-west-1:123456789012:function:hello".to_owned(),
        client_context: None,
        identity: None,
        trace_id: None,
        answers: None,
    }
}
