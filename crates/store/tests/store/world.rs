//! An account with a function, in a folder of its own.

use api::code::Code;
use api::config::{FunctionConfig, Runtime};
use api::event::{InvocationEvent, LogLevel, LogLine, LogOrigin, RunEvent};
use api::id::{AccountId, FunctionName, RevisionId, RunId, VersionNumber};
use api::run::{Metrics, RunSettings, RunSource, RunState, RunSummary, Target};
use api::time::UnixMillis;
use billing::Architecture;
use std::path::Path;
use store::function::{FunctionKey, NewDraft};
use store::run::{RunWrite, Written};
use store::version::VersionRow;
use store::{Connection, Store};
use tempfile::TempDir;

pub const NOW: UnixMillis = UnixMillis(1_800_000_000_000);

pub struct World {
    pub store: Store,
    pub folder: TempDir,
    pub account: AccountId,
    pub hello: FunctionName,
}

impl World {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let (account, hello) = (AccountId::from_number(123_456_789_012), name("hello"));
        let mut transaction = store.write().await.unwrap();
        store::account::insert(&mut transaction, &account, NOW).await.unwrap();
        insert_function(&mut transaction, &account, &hello, "v1").await;
        Store::commit(transaction).await.unwrap();
        Self { store, folder, account, hello }
    }

    /// What a restarted server sees: the store is dropped as it is, not closed.
    pub async fn reopen(self) -> Self {
        let Self { store, folder, account, hello } = self;
        drop(store);
        Self { store: Store::open(folder.path()).await.unwrap(), folder, account, hello }
    }

    pub async fn insert_run(&self, number: u32) -> RunSummary {
        let summary = summary(number, &self.hello);
        let insert =
            RunWrite::Insert { account: self.account.clone(), summary: summary.clone(), payload: "{}".to_owned() };
        assert_eq!(store::run::write(&self.store, &[insert]).await.unwrap(), [Written::Done]);
        summary
    }

    pub async fn runs(&self) -> Vec<RunSummary> {
        store::run::list(&self.store, &self.account, None, None, 100).await.unwrap()
    }

    pub async fn all_events(&self, run: &RunId) -> Vec<RunEvent> {
        let mut all: Vec<RunEvent> = Vec::new();
        loop {
            let after = all.last().map_or(0, |e| e.seq);
            let page = store::run::events(&self.store, &self.account, run, after, 2_000).await.unwrap();
            if page.is_empty() {
                return all;
            }
            all.extend(page);
        }
    }

    /// `PRAGMA integrity_check` and foreign keys, over the file.
    pub async fn check_integrity(&self) {
        let mut db = self.store.read().await.unwrap();
        let answer: String = sqlx::query_scalar("pragma integrity_check").fetch_one(&mut *db).await.unwrap();
        assert_eq!(answer, "ok");
        let broken = sqlx::query("pragma foreign_key_check").fetch_all(&mut *db).await.unwrap();
        assert!(broken.is_empty());
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

pub fn name(text: &str) -> FunctionName {
    FunctionName::parse(text).unwrap()
}

pub fn revision(number: u32) -> RevisionId {
    RevisionId::parse(format!("{number:08x}-0000-4000-8000-000000000000")).unwrap()
}

pub fn run_id(number: u32) -> RunId {
    RunId::parse(format!("{number:08x}-0000-4000-8000-000000000000")).unwrap()
}

pub async fn insert_function(db: &mut Connection, account: &AccountId, name: &FunctionName, text: &str) -> FunctionKey {
    let code = Code::of_text("index.mjs", text).unwrap();
    let code = store::code::insert(db, &code, NOW).await.unwrap();
    let config = FunctionConfig::default_of(Runtime::NodeJs24);
    let draft = NewDraft { revision: &revision(1), code, config: &config, now: NOW };
    let function = store::function::insert(db, account, name, draft).await.unwrap();
    let number = VersionNumber(1);
    let version = VersionRow { function, number, code, config, description: String::new(), created_at: NOW };
    store::version::insert(db, &version).await.unwrap();
    function
}

pub fn summary(number: u32, function: &FunctionName) -> RunSummary {
    RunSummary {
        id: run_id(number),
        attempt: None,
        function: function.clone(),
        target: Target::Draft,
        source: RunSource::Test,
        state: RunState::Queued,
        queued_at: NOW,
        cold: false,
        settings: RunSettings { memory_mib: 128, tmp_mib: 512, timeout_s: 3, architecture: Architecture::Arm64 },
        metrics: Metrics::default(),
        charge: None,
    }
}

pub fn log(run: &RunId, seq: u64, text: String) -> RunEvent {
    let line = LogLine { origin: LogOrigin::Function, level: LogLevel::Info, text };
    RunEvent { run: run.clone(), seq, at: NOW, event: InvocationEvent::Log(line) }
}
