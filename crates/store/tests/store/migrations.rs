//! Each migration runs on a file that an older program wrote, with rows in it.

use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use std::borrow::Cow;
use store::{DATABASE_FILE, OpenError, Store};

static ALL: Migrator = sqlx::migrate!("./migrations");

/// Rows that a program at each migration could have written, in the order of the migrations. A new migration brings its own.
const ROWS: [&str; 24] = [
    "insert into account (id, price_book, created_at) values ('123456789012', 'one-ms', 1);
     insert into session values (x'01', '123456789012', 1, 2);",
    "insert into blob values (x'02', cast('v1' as blob), 1);
     insert into code values (x'03', 1);
     insert into code_file values (x'03', 'index.mjs', 'text', x'02', 1);
     insert into function (id, account_id, name, revision, code_sha256, config, created_at, modified_at)
     values (1, '123456789012', 'hello', '00000001-0000-4000-8000-000000000000', x'03', '{}', 1, 1);
     insert into version values (1, 1, x'03', '{}', '', 1);",
    "insert into test_event values (1, 'one', '{}', 1, 1);",
    "insert into trigger (id, function_id, kind, created_at, anchor_at)
     values ('0123456789abcdef0123456789abcdef', 1, 'function-url', 1, 1);",
    "insert into run (id, account_id, function_id, target, source, state, created_at, memory_mib, tmp_mib, timeout_s,
       architecture)
     values ('00000001-0000-4000-8000-000000000000', '123456789012', 1, '\"Draft\"', '\"Test\"', 'running', 1, 128, 512,
       3, 'x86_64');",
    "insert into zip values (x'04', x'504b', 1);
     insert into latest values (1, '00000002-0000-4000-8000-000000000000', x'03', x'04', '{}', '', '', 0, 1, 1);
     insert into version_origin values (1, 1, '00000003-0000-4000-8000-000000000000', x'04', '', 1);
     insert into code_zip values (x'03', x'04', 2, 1);",
    "insert into access_key values ('AKIA0000000000000000', '123456789012', 1);",
    "insert into tag values (1, 'stage', 'dev', 1);",
    "update run set dirty_pages = 5;",
    "insert into alias values (1, 'live', 1, null, null, '', '00000004-0000-4000-8000-000000000000', 1);",
    "insert into trigger (id, function_id, kind, alias, created_at, anchor_at)
     values ('1123456789abcdef0123456789abcdef', 1, 'function-url', 'live', 1, 1);",
    "insert into permission (function_id, qualifier, sid, statement, created_at) values (1, 'live', 'all', '{}', 1);",
    "insert into layer values (1, '123456789012', 'shared', 1, 1);
     insert into layer_version values (1, 1, 1, x'03', x'04', 2, '', null, null, null, null, 1, null);
     insert into layer_permission values (1, 1, 'all', '{}', 1);",
    "insert into run_stream values (1, '2026/11/24/[$LATEST]0123456789abcdef0123456789abcdef', 1);
     insert into log_retention values (1, 7, 1);",
    "insert into queued_event (id, account_id, function_id, target, source, said, lineage, payload, created_at, due_at)
     values ('00000004-0000-4000-8000-000000000000', '123456789012', 1, '\"Latest\"', '\"ApiEvent\"', '{}', '{}', '{}', 1, 1);
     update run set event_id = '00000004-0000-4000-8000-000000000000', attempt = 1;",
    "insert into event_invoke_config values (1, '$LATEST', 0, 60, null, null, 1, 1);
     update function set reserved_concurrency = 5;",
    "update account set clock_paused_at = 5;",
    "insert into provisioned_concurrency values (1, '1', 2, 1, 1);
     update run set provisioned = 1;",
    "update trigger set url_settings = '{\"auth\":\"AwsIam\",\"mode\":\"Buffered\",\"cors\":null}', url_modified_at = 2
     where kind = 'function-url';",
    "insert into queue (id, account_id, name, settings, created_at, modified_at) values (1, '123456789012', 'jobs', '{}', 1, 1);
     insert into queue_tag values (1, 'stage', 'dev', 1);
     insert into queue_message (queue_id, id, body, attributes, sender, bytes, kept_from, visible_at, created_at)
     values (1, '00000005-0000-4000-8000-000000000000', 'hello', '{}', 'test', 5, 1, 1, 1);
     insert into queue_deduplication values (1, '', 'one', '00000005-0000-4000-8000-000000000000', 1, 1);",
    "insert into event_source_mapping (id, account_id, source_arn, function_name, batch_size, created_at, modified_at)
     values ('00000005-0000-4000-8000-000000000000', '123456789012', 'arn:aws:sqs:us-east-1:123456789012:orders', 'hello',
       10, 1, 1);
     insert into event_source_mapping_tag values ('00000005-0000-4000-8000-000000000000', 'stage', 'dev', 1);",
    "insert into snapshot values (1, 1, 'failed', 'FunctionError', 'no', 1, 1);",
    "update run set restore_us = 5;",
    "insert into account (id, price_book, created_at) values ('123456789012/eu-west-1', 'one-ms', 1);
     insert into function (id, account_id, name, revision, code_sha256, config, created_at, modified_at)
     values (2, '123456789012/eu-west-1', 'hello', '00000005-0000-4000-8000-000000000000', x'03', '{}', 1, 1);",
];
/// Migrations after which there is a run.
const WITH_RUN: usize = 5;

/// A file as the program with the first `count` migrations left it.
async fn older_file(folder: &std::path::Path, count: usize) {
    let file = SqliteConnectOptions::new().filename(folder.join(DATABASE_FILE)).create_if_missing(true);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(file).await.unwrap();
    for (i, rows) in ROWS.into_iter().enumerate().take(count) {
        let migrations = ALL.iter().take(i + 1).cloned().collect();
        Migrator { migrations: Cow::Owned(migrations), ..Migrator::DEFAULT }.run(&pool).await.unwrap();
        sqlx::raw_sql(rows).execute(&pool).await.unwrap();
    }
    pool.close().await;
}

#[tokio::test]
async fn every_older_file_is_brought_up_to_date_with_its_rows() {
    assert_eq!(ALL.iter().count(), ROWS.len(), "each migration brings rows");
    for count in 0..=ROWS.len() {
        let folder = tempfile::tempdir().unwrap();
        older_file(folder.path(), count).await;
        let store = Store::open(folder.path()).await.unwrap();
        let mut db = store.read().await.unwrap();
        let account = api::id::AccountId::parse("123456789012").unwrap();
        let found = store::account::get(&mut db, &account).await.unwrap();
        assert_eq!(found.is_some(), count > 0, "after {count} migrations");
        let runs = store::run::list(&store, &account, None, None, 10).await.unwrap();
        assert_eq!(runs.len(), usize::from(count >= WITH_RUN));
        let broken = sqlx::query("pragma foreign_key_check").fetch_all(&mut *db).await.unwrap();
        assert!(broken.is_empty(), "after {count} migrations");
    }
}

#[tokio::test]
async fn a_file_of_a_newer_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    older_file(folder.path(), ROWS.len()).await;
    let file = SqliteConnectOptions::new().filename(folder.path().join(DATABASE_FILE));
    let pool = SqlitePoolOptions::new().connect_with(file).await.unwrap();
    sqlx::raw_sql("update _sqlx_migrations set version = 99990101000000 where version = 20261123060400")
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    let error = Store::open(folder.path()).await.unwrap_err();
    assert!(matches!(error, OpenError::Newer { migration: 99_990_101_000_000, .. }), "{error}");
}
