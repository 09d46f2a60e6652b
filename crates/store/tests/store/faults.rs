//! Disks that are full, folders in use, files from the future.

use crate::world::{NOW, World, log};
use api::error::{ApiError, ErrorCode};
use store::run::RunWrite;
use store::{OpenError, Store};

#[tokio::test]
async fn a_full_disk_refuses_writes_in_plain_words_and_recovers() {
    let world = World::new().await;
    let run = world.insert_run(1).await;
    set_pages_max(&world.store, "pragma max_page_count = 1").await;
    let large = [RunWrite::Events(vec![log(&run.id, 1, "x".repeat(2_000_000))])];
    let error: ApiError = store::run::write(&world.store, &large).await.unwrap_err().into();
    assert_eq!(error, ApiError::new(ErrorCode::Unavailable, "the disk is full; nothing was saved"));
    assert_eq!(world.runs().await.len(), 1, "reading goes on");

    set_pages_max(&world.store, "pragma max_page_count = 4294967294").await;
    store::run::write(&world.store, &large).await.unwrap();
    assert_eq!(world.all_events(&run.id).await.len(), 1);
    world.check_integrity().await;
}

/// SQLite's own way of having a small disk: as few pages as there are.
async fn set_pages_max(store: &Store, pragma: &'static str) {
    let mut transaction = store.write().await.unwrap();
    sqlx::query(pragma).fetch_all(&mut *transaction).await.unwrap();
    Store::commit(transaction).await.unwrap();
}

#[tokio::test]
async fn what_a_person_reads_has_no_sql() {
    let world = World::new().await;
    let mut transaction = world.store.write().await.unwrap();
    let taken = store::account::insert(&mut transaction, &world.account, NOW).await.unwrap_err();
    assert_eq!(ApiError::from(taken), ApiError::new(ErrorCode::Conflict, "an account of this id exists already"));
    sqlx::query("drop table session").execute(&mut *transaction).await.unwrap();
    let error: ApiError = store::session::delete_expired(&mut transaction, NOW).await.unwrap_err().into();
    assert_eq!(error.code, ErrorCode::Internal);
    assert!(!error.message.contains("session"), "{}", error.message);
}

#[tokio::test]
async fn two_servers_do_not_share_a_folder() {
    let world = World::new().await;
    let second = Store::open(world.path()).await;
    assert!(matches!(second, Err(OpenError::InUse { .. })));
    let world = world.reopen().await;
    world.check_integrity().await;
}

#[tokio::test]
async fn a_folder_that_is_a_file_is_named() {
    let world = World::new().await;
    let file = world.path().join("coldstart.sqlite3");
    let error = Store::open(&file).await.unwrap_err().to_string();
    assert_eq!(error, format!("data folder `{}` cannot be used", file.display()));
}

#[tokio::test]
async fn a_reader_writes_nothing() {
    let world = World::new().await;
    let mut db = world.store.read().await.unwrap();
    let written = store::account::set_hand(&mut db, &world.account, api::clock::Hand::Ahead(1)).await;
    assert!(written.is_err());
}
