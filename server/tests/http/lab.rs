//! A whole server on a free port, with a data folder of its own.

use crate::client::{Answer, get};
use api::clock::Clock;
use api::code::Code;
use api::config::{FunctionConfig, MemoryMib, Runtime, TimeoutSeconds};
use api::control_plane::ControlPlane;
use api::function::{CreateFunction, Draft};
use api::id::{AccountId, FunctionName, TriggerId};
use api::run::{RunRequest, RunSource, Said, Target, Variation};
use api::time::UnixMillis;
use api::trigger::TriggerConfig;
use clap::Parser;
use server::config::Config;
use server::serve::Listeners;
use server::wiring::Parts;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The manual clock stands at 2026-11-23T02:00:00Z.
const NOW: UnixMillis = UnixMillis(1_795_399_200_000);

pub struct Lab {
    pub address: SocketAddr,
    /// The AWS endpoint's own port.
    pub aws: SocketAddr,
    pub parts: Parts,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
    _folder: tempfile::TempDir,
}

/// A visitor with a workspace.
pub struct Visitor {
    pub account: AccountId,
    pub cookie: String,
}

impl Lab {
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    pub async fn with(options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        std::fs::create_dir_all(site.join("pkg")).unwrap();
        std::fs::write(site.join("pkg/coldstart.css"), "body{}").unwrap();
        std::fs::write(site.join("pkg/coldstart.css.gz"), "not looked at").unwrap();
        let config = Config::parse_from([&["coldstart"], options].concat());
        let clock = Arc::new(Clock::manual(NOW));
        // Engines are compiled once for all tests.
        let cache = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("modules");
        std::fs::create_dir_all(&cache).unwrap();
        std::os::unix::fs::symlink(&cache, folder.path().join("cache")).unwrap();
        let parts = Parts::over(&config, folder.path(), site, clock).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let aws_listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let aws = aws_listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let listeners = Listeners { main: listener, aws: Some(aws_listener) };
        let serving = tokio::spawn(server::serve::serve(listeners, parts.clone(), async move {
            let _ = stopped.await;
        }));
        Self { address, aws, parts, stop: Some(stop), serving, _folder: folder }
    }

    /// Tells the server to stop, as SIGTERM does.
    pub fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    /// Returns when the server has ended.
    pub async fn ended(self) {
        self.serving.await.unwrap();
    }

    pub async fn visitor(&self) -> Visitor {
        let (token, account) = self.parts.control.create_session().await.unwrap();
        Visitor { account, cookie: format!("coldstart_session={token}") }
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        get(self.address, path, headers).await
    }

    /// A deployed function.
    pub async fn create(&self, visitor: &Visitor, name: &str, source: &str) -> FunctionName {
        let name = FunctionName::parse(name).unwrap();
        let mut config = FunctionConfig::default_of(Runtime::NodeJs24);
        config.memory = MemoryMib::new(1_769).unwrap();
        config.timeout = TimeoutSeconds::new(60).unwrap();
        let content = Draft::new(Code::of_text("index.mjs", source).unwrap(), config);
        let request = CreateFunction { name: name.clone(), content };
        self.parts.control.create_function(&visitor.account, request).await.unwrap();
        name
    }

    pub async fn url(&self, visitor: &Visitor, function: &FunctionName) -> TriggerId {
        let made = self.parts.control.create_trigger(&visitor.account, function, TriggerConfig::FunctionUrl).await;
        made.unwrap().id
    }
}

pub fn request(function: &FunctionName, payload: &str) -> RunRequest {
    RunRequest {
        function: function.clone(),
        target: Target::Draft,
        payload: payload.to_owned(),
        source: RunSource::Test,
        variation: Variation::default(),
        said: Said::default(),
    }
}
