//! A control plane with one workspace.

use api::clock::Clock;
use api::code::{Code, FileContent, FilePath};
use api::config::{FunctionConfig, Runtime};
use api::control_plane::ControlPlane;
use api::error::ApiError;
use api::function::{CreateFunction, Draft, FunctionDetail};
use api::id::{AccountId, FunctionName};
use api::time::UnixMillis;
use control::{Control, FolderBuckets};
use std::sync::Arc;
use store::Store;
use tempfile::TempDir;

/// A Monday, 2026-11-23T02:00:00Z.
pub const START: UnixMillis = UnixMillis(1_795_399_200_000);
pub const DAY_MS: u64 = 86_400_000;

/// Buckets of a server with this data folder.
pub fn buckets(folder: &TempDir) -> Arc<FolderBuckets> {
    Arc::new(FolderBuckets::below(folder.path().join("buckets")))
}

pub struct App {
    pub control: Control,
    pub store: Store,
    pub clock: Arc<Clock>,
    pub account: AccountId,
    pub token: String,
    pub folder: TempDir,
}

impl App {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let clock = Arc::new(Clock::manual(START));
        let control = Control::start(store.clone(), clock.clone(), buckets(&folder)).await.unwrap();
        let (token, account) = control.create_session().await.unwrap();
        Self { control, store, clock, account, token, folder }
    }

    /// As after a kill: nothing is closed, and the process's clock knows no offsets.
    pub async fn restart(self) -> Self {
        let Self { control, store, clock, account, token, folder } = self;
        let now = clock.now();
        drop((control, store));
        let store = Store::open(folder.path()).await.unwrap();
        let clock = Arc::new(Clock::manual(now));
        let control = Control::start(store.clone(), clock.clone(), buckets(&folder)).await.unwrap();
        Self { control, store, clock, account, token, folder }
    }

    pub async fn create(&self, function: &str, text: &str) -> Result<FunctionDetail, ApiError> {
        let request = CreateFunction { name: name(function), content: draft(text) };
        self.control.create_function(&self.account, request).await
    }

    pub async fn get(&self, function: &str) -> FunctionDetail {
        self.control.function(&self.account, &name(function)).await.unwrap()
    }

    /// Saves over whatever is there.
    pub async fn save(&self, function: &str, draft: Draft) {
        self.control.save_draft(&self.account, &name(function), None, draft).await.unwrap();
    }
}

pub fn name(text: &str) -> FunctionName {
    FunctionName::parse(text).unwrap()
}

pub fn draft(text: &str) -> Draft {
    Draft::new(Code::of_text("index.mjs", text).unwrap(), FunctionConfig::default_of(Runtime::NodeJs24))
}

/// A draft with one uploaded file.
pub fn upload(base64: &str) -> Draft {
    let file = (FilePath::parse("main.wasm").unwrap(), FileContent::Base64(base64.to_owned()));
    Draft::new(Code::new([file].into()).unwrap(), FunctionConfig::default_of(Runtime::Provided))
}
