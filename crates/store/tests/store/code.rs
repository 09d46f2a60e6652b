//! Code by its hash.

use crate::world::{NOW, World, insert_function, name};
use api::code::{Code, FileContent, FilePath};
use api::config::{FunctionConfig, Runtime};
use api::id::VersionNumber;
use api::run::Target;
use std::collections::BTreeMap;
use store::code::CodeHash;
use store::function::NewDraft;
use store::{Connection, Store};

fn tree(files: &[(&str, FileContent)]) -> Code {
    let files = files.iter().map(|(path, content)| (FilePath::parse(*path).unwrap(), content.clone()));
    Code::new(files.collect::<BTreeMap<_, _>>()).unwrap()
}

fn text(text: &str) -> FileContent {
    FileContent::Text(text.to_owned())
}

#[test]
fn equal_files_and_only_they_have_equal_hashes() {
    let base = tree(&[("a", text("bc")), ("d", text("e"))]);
    let others = [
        tree(&[("a", text("b")), ("cd", text("e"))]),
        tree(&[("a", text("bcd")), ("e", text(""))]),
        tree(&[("a", FileContent::Base64("bc".to_owned())), ("d", text("e"))]),
        tree(&[("a", text("bc"))]),
    ];
    assert_eq!(CodeHash::of(&base), CodeHash::of(&base.clone()));
    for other in others {
        assert_ne!(CodeHash::of(&base), CodeHash::of(&other));
    }
}

async fn count(db: &mut Connection, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(db).await.unwrap()
}

#[tokio::test]
async fn files_are_stored_once_and_go_with_their_last_use() {
    let world = World::new().await;
    let shared = FileContent::Base64("AGFzbQ==".to_owned());
    let (one, two) = (
        tree(&[("index.mjs", text("1\0")), ("big.wasm", shared.clone())]),
        tree(&[("index.mjs", text("2")), ("big.wasm", shared)]),
    );
    let mut db = world.store.write().await.unwrap();
    let key = insert_function(&mut db, &world.account, &name("other"), "v1").await;
    let config = FunctionConfig::default_of(Runtime::NodeJs24);
    let mut hashes = Vec::new();
    for code in [&one, &two] {
        let hash = store::code::insert(&mut db, code, NOW).await.unwrap();
        let draft = NewDraft { revision: &crate::world::revision(2), code: hash, config: &config, now: NOW };
        store::function::update_draft(&mut db, key, draft).await.unwrap();
        assert_eq!(store::code::get(&mut db, hash).await.unwrap().as_ref(), Some(code));
        hashes.push(hash);
    }
    assert_eq!(count(&mut db, "select count(*) from blob").await, 4, "v1 of two functions is one, big.wasm is one");
    store::code::delete_unused(&mut db, &hashes).await.unwrap();
    assert_eq!(count(&mut db, "select count(*) from code").await, 2, "the first draft is gone");
    assert_eq!(count(&mut db, "select count(*) from blob").await, 3);
    assert_eq!(store::code::bytes_of_account(&mut db, &world.account).await.unwrap(), 2 + 1 + 8);
    store::function::purge(&mut db, key).await.unwrap();
    assert_eq!(count(&mut db, "select count(*) from blob").await, 1, "v1 is still hello's");
    Store::commit(db).await.unwrap();
    world.check_integrity().await;
}

#[tokio::test]
async fn targets_name_draft_newest_and_version() {
    let world = World::new().await;
    let mut db = world.store.snapshot().await.unwrap();
    for (target, version) in
        [(Target::Draft, None), (Target::Latest, Some(1)), (Target::Version(VersionNumber(1)), Some(1))]
    {
        let (resolved, code) =
            store::content::load(&mut db, &world.account, &world.hello, target).await.unwrap().unwrap();
        assert_eq!(resolved.version.map(|v| v.0), version);
        assert_eq!(code, Code::of_text("index.mjs", "v1").unwrap());
    }
    let missing = Target::Version(VersionNumber(2));
    assert!(store::content::resolve(&mut db, &world.account, &world.hello, missing).await.unwrap().is_none());
    assert!(store::content::resolve(&mut db, &world.account, &name("no"), Target::Draft).await.unwrap().is_none());
}
