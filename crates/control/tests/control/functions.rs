//! Write, edit, deploy, compare, delete, bring back.

use crate::app::{App, DAY_MS, START, draft, name, upload};
use api::config::MemoryMib;
use api::control_plane::{ClockChange, ControlPlane};
use api::error::ErrorCode;
use api::function::Change;
use api::id::{FunctionName, RunId, VersionNumber};
use api::run::{Metrics, RunSettings, RunSource, RunState, RunSummary, Target};
use api::time::UnixMillis;
use billing::Architecture;
use control::ControlChange;
use std::time::Duration;
use store::run::RunWrite;

#[tokio::test]
async fn create_edit_deploy_compare_restore() {
    let app = App::start().await;
    let made = app.create("hello", "v1").await.unwrap();
    assert_eq!(made.arn, format!("arn:aws:lambda:us-east-1:{}:function:hello", app.account));
    assert_eq!(made.deployed.as_ref().map(|v| v.number), Some(VersionNumber(1)), "deployed at once");
    assert!(made.undeployed_changes.is_empty());

    app.clock.advance_all(Duration::from_secs(60));
    let mut edited = draft("v2");
    edited.config.memory = MemoryMib::new(512).unwrap();
    let revision = app.control.save_draft(&app.account, &name("hello"), Some(made.revision), edited).await.unwrap();
    let now = app.get("hello").await;
    assert_eq!((&now.revision, now.modified_at), (&revision, UnixMillis(START.0 + 60_000)));
    let [Change::FileChanged(file), Change::Setting { name: setting, from, to }] = now.undeployed_changes.as_slice()
    else {
        panic!("{:?}", now.undeployed_changes);
    };
    assert_eq!(
        (file.as_str(), setting.as_str(), from.as_str(), to.as_str()),
        ("index.mjs", "memory", "128 MB", "512 MB")
    );

    let deploy = async |note: &str| app.control.deploy(&app.account, &name("hello"), note.to_owned()).await.unwrap();
    let second = deploy("faster").await;
    assert_eq!((second.number, second.description.as_str()), (VersionNumber(2), "faster"));
    assert_eq!(deploy("again").await, second, "an unchanged draft is the version that is there");
    let versions = app.control.versions(&app.account, &name("hello")).await.unwrap();
    assert_eq!(versions.iter().map(|v| v.number.0).collect::<Vec<_>>(), [2, 1]);

    let first = app.control.version(&app.account, &name("hello"), VersionNumber(1)).await.unwrap();
    app.save("hello", first.content.clone()).await;
    assert_eq!(app.get("hello").await.draft, draft("v1"));
    let third = deploy("back").await;
    assert_eq!((third.number, &third.code_sha256), (VersionNumber(3), &first.summary.code_sha256));
    let missing = app.control.version(&app.account, &name("hello"), VersionNumber(9)).await.unwrap_err();
    assert_eq!(missing.message, format!("Function not found: {}:9", made.arn));
}

#[tokio::test]
async fn two_tabs_do_not_overwrite_each_other() {
    let app = App::start().await;
    let base = app.create("hello", "v1").await.unwrap().revision;
    let mut changes = app.control.changes();
    let save = async |text| app.control.save_draft(&app.account, &name("hello"), Some(base.clone()), draft(text)).await;
    let first = save("mine").await.unwrap();
    let saved =
        ControlChange::DraftSaved { account: app.account.clone(), function: name("hello"), revision: first.clone() };
    assert_eq!(changes.try_recv().unwrap(), saved);
    let second = save("yours").await.unwrap_err();
    assert_eq!(second.code, ErrorCode::RevisionMismatch);
    assert!(second.message.starts_with("The Revision Id provided does not match the latest Revision Id."));
    assert_eq!(app.get("hello").await.draft, draft("mine"));
    assert_eq!(save("mine").await.unwrap(), first, "saving again after a lost answer is no conflict");
    app.save("hello", draft("yours")).await;
    assert_eq!(app.get("hello").await.draft, draft("yours"), "asked to overwrite");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_tabs_that_save_at_once_one_wins() {
    let app = App::start().await;
    let base = app.create("hello", "v1").await.unwrap().revision;
    let save = |number: usize| {
        let (control, account, base) = (app.control.clone(), app.account.clone(), base.clone());
        tokio::spawn(async move {
            let text = draft(&format!("tab {number}"));
            control.save_draft(&account, &name("hello"), Some(base), text).await
        })
    };
    let tasks: Vec<_> = (0..50).map(save).collect();
    let mut won = Vec::new();
    for (number, task) in tasks.into_iter().enumerate() {
        match task.await.unwrap() {
            Ok(revision) => won.push((number, revision)),
            Err(error) => assert_eq!(error.code, ErrorCode::RevisionMismatch),
        }
    }
    let [(number, revision)] = won.as_slice() else { panic!("{won:?}") };
    let now = app.get("hello").await;
    assert_eq!((&now.revision, now.draft), (revision, draft(&format!("tab {number}"))));
}

#[tokio::test]
async fn delete_and_bring_back() {
    let app = App::start().await;
    app.create("hello", "old").await.unwrap();
    let delete = async || app.control.delete_function(&app.account, &name("hello")).await;
    let undelete = async || app.control.undelete_function(&app.account, &name("hello")).await;
    delete().await.unwrap();
    let arn = name("hello").arn(&app.account);
    assert_eq!(delete().await.unwrap_err().message, format!("Function not found: {arn}"));
    assert!(app.control.functions(&app.account).await.unwrap().is_empty());

    app.create("hello", "new").await.unwrap();
    let taken = undelete().await.unwrap_err();
    assert_eq!((taken.code, taken.message.as_str()), (ErrorCode::Conflict, "Function already exist: hello"));
    assert_eq!(app.get("hello").await.draft, draft("new"));
    app.clock.advance_all(Duration::from_secs(1));
    delete().await.unwrap();
    undelete().await.unwrap();
    assert_eq!(app.get("hello").await.draft, draft("new"), "what was deleted last");
    assert_eq!(undelete().await.unwrap_err().code, ErrorCode::Conflict);

    delete().await.unwrap();
    let app = app.restart().await;
    app.control.change_clock(&app.account, ClockChange::Skip(29 * DAY_MS)).await.unwrap();
    app.control.undelete_function(&app.account, &name("hello")).await.unwrap();
    app.control.delete_function(&app.account, &name("hello")).await.unwrap();
    app.control.change_clock(&app.account, ClockChange::Skip(30 * DAY_MS)).await.unwrap();
    let late = app.control.undelete_function(&app.account, &name("hello")).await.unwrap_err();
    assert_eq!(late.code, ErrorCode::NotFound);
    let app = app.restart().await;
    let mut db = app.store.read().await.unwrap();
    assert!(store::function::bin(&mut db, &app.account).await.unwrap().is_empty(), "a restart empties old bins");
}

#[tokio::test]
async fn what_was_acknowledged_is_there_though_nothing_was_closed() {
    let app = App::start().await;
    app.create("hello", "v1").await.unwrap();
    app.save("hello", upload("AGFzbQ==")).await;
    let before = app.get("hello").await;
    let app = app.restart().await;
    assert_eq!(app.get("hello").await, before);
    assert_eq!(app.control.open_session(&app.token).await.unwrap().map(|open| open.account), Some(app.account.clone()));
}

#[tokio::test]
async fn the_list_is_newest_change_first_with_runs() {
    let app = App::start().await;
    for function in ["a", "b"] {
        app.create(function, "v1").await.unwrap();
        app.clock.advance_all(Duration::from_secs(1));
    }
    app.save("a", draft("v2")).await;
    let list = app.control.functions(&app.account).await.unwrap();
    let rows: Vec<_> = list.iter().map(|f| (f.name.as_str(), f.has_undeployed_changes, f.deployed)).collect();
    assert_eq!(rows, [("a", true, Some(VersionNumber(1))), ("b", false, Some(VersionNumber(1)))]);
    assert!(list.iter().all(|f| f.last_run.is_none() && f.runs_24h == 0 && f.errors_24h == 0));
}

#[tokio::test]
async fn refusals_name_the_thing_and_the_rule() {
    let app = App::start().await;
    app.create("hello", "v1").await.unwrap();
    let taken = app.create("hello", "v1").await.unwrap_err();
    assert_eq!((taken.code, taken.message.as_str()), (ErrorCode::Conflict, "Function already exist: hello"));
    for hostile in ["", "a b", "../../etc/passwd", "<script>", "'; drop table function; --", "\0", "ü", "$LATEST"] {
        assert_eq!(FunctionName::parse(hostile).unwrap_err().code, ErrorCode::Invalid, "{hostile:?}");
    }
    let save = app.control.save_draft(&app.account, &name("hello"), None, upload("not base64!")).await.unwrap_err();
    assert_eq!(save.field.as_deref(), Some("file:main.wasm"));
    assert!(save.message.starts_with("the file `main.wasm` is not base64"), "{}", save.message);
    let long = app.control.deploy(&app.account, &name("hello"), "x".repeat(257)).await.unwrap_err();
    assert_eq!(long.message, "the description has 257 characters, the limit is 256");
}

#[tokio::test]
async fn the_list_counts_the_runs_of_a_day() {
    let app = App::start().await;
    app.create("hello", "v1").await.unwrap();
    let at = |ms: u64| UnixMillis(START.0 - i64::try_from(ms).unwrap());
    let runs = [
        (1, RunState::Failed, at(DAY_MS)),
        (2, RunState::Succeeded, at(DAY_MS - 1)),
        (3, RunState::TimedOut, at(1)),
        (4, RunState::Running, at(0)),
    ];
    for (number, state, queued_at) in runs {
        insert_run(&app, number, state, queued_at).await;
    }
    let list = app.control.functions(&app.account).await.unwrap();
    let hello = list.first().unwrap();
    assert_eq!((hello.runs_24h, hello.errors_24h), (3, 1));
    let last = hello.last_run.as_ref().unwrap();
    assert_eq!((last.id.as_str(), last.state), ("00000004-0000-4000-8000-000000000000", RunState::Running));
}

async fn insert_run(app: &App, number: u32, state: RunState, queued_at: UnixMillis) {
    let summary = RunSummary {
        attempt: None,
        id: RunId::parse(format!("{number:08x}-0000-4000-8000-000000000000")).unwrap(),
        function: name("hello"),
        target: Target::Latest,
        source: RunSource::Test,
        state,
        queued_at,
        cold: false,
        settings: RunSettings { memory_mib: 128, tmp_mib: 512, timeout_s: 3, architecture: Architecture::X86_64 },
        metrics: Metrics::default(),
        charge: None,
    };
    let insert = RunWrite::Insert { account: app.account.clone(), summary, payload: "{}".to_owned() };
    store::run::write(&app.store, &[insert]).await.unwrap();
}
