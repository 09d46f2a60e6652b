//! Layers: what a function has stays with it, and is gone with the last that has it.

use crate::app::{App, buckets, draft, name};
use api::bucket::PackageSource;
use api::config::FunctionConfig;
use api::control_plane::ControlPlane;
use api::error::ErrorCode;
use api::id::LayerName;
use api::lambda::Layers;
use api::layer::{LayerFacts, LayerVersion, LayerVersionArn};
use api::policy::{Principal, Statement};
use control::Control;
use std::io::{Cursor, Write};
use std::sync::Arc;
use store::Store;

fn zip(text: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("nodejs/node_modules/a/index.js", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(text.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

async fn publish(app: &App, text: &str) -> LayerVersion {
    let layer = LayerName::parse("shared").unwrap();
    app.control.publish_layer(&app.account, &layer, PackageSource::Zip(zip(text)), LayerFacts::default()).await.unwrap()
}

fn with(arns: &[&LayerVersionArn]) -> api::function::Draft {
    let mut draft = draft("v1");
    draft.config = FunctionConfig { layers: arns.iter().copied().cloned().collect(), ..draft.config };
    draft
}

async fn save(app: &App, draft: api::function::Draft) -> Result<(), api::error::ApiError> {
    app.control.save_draft(&app.account, &name("hello"), None, draft).await.map(drop)
}

/// Rows of layer versions, deleted ones included.
async fn kept(app: &App, arn: &LayerVersionArn) -> bool {
    store::layer::get(&mut app.store.read().await.unwrap(), arn).await.unwrap().is_some()
}

#[tokio::test]
async fn a_deleted_version_stays_until_nothing_has_it() {
    let app = App::start().await;
    let (first, second) = (publish(&app, "1").await, publish(&app, "2").await);
    app.create("hello", "v1").await.unwrap();
    save(&app, with(&[&first.arn])).await.unwrap();
    app.control.deploy(&app.account, &name("hello"), String::new()).await.unwrap();
    for version in [&first, &second] {
        app.control.delete_layer_version(&version.arn).await.unwrap();
    }
    assert!(kept(&app, &first.arn).await, "the function has it");
    assert!(!kept(&app, &second.arn).await, "nothing has it");
    assert_eq!(app.control.layer_versions(&app.account).await.unwrap(), []);
    assert_eq!(app.control.layer_version(&app.account, &first.arn).await.unwrap_err().code, ErrorCode::NotFound);
    // It stays through a change of something else, and cannot be taken again once it was given up.
    let mut other = with(&[&first.arn]);
    other.config.memory = api::config::MemoryMib::new(256).unwrap();
    save(&app, other).await.unwrap();
    save(&app, with(&[])).await.unwrap();
    let gone = save(&app, with(&[&first.arn])).await.unwrap_err();
    assert_eq!(gone.message, format!("Layer version {} does not exist.", first.arn));
    assert!(kept(&app, &first.arn).await, "the published version has it");
    assert_eq!(publish(&app, "3").await.arn.number, 3, "a number is given once");

    app.control.delete_function(&app.account, &name("hello")).await.unwrap();
    app.clock.advance_all(std::time::Duration::from_secs(31 * 86_400));
    let app = app.restart().await;
    assert!(!kept(&app, &first.arn).await, "it is gone with the function, whose time in the bin is over");
}

#[tokio::test]
async fn a_page_cannot_give_a_function_what_another_account_does_not_share() {
    let app = App::start().await;
    let layer = publish(&app, "1").await;
    let (_, stranger) = app.control.create_session().await.unwrap();
    let request = || api::function::CreateFunction { name: name("theirs"), content: with(&[&layer.arn]) };
    let denied = app.control.create_function(&stranger, request()).await.unwrap_err();
    assert_eq!(denied.code, ErrorCode::Denied);
    let missing = LayerVersionArn { number: 9, ..layer.arn.clone() };
    let same = app.control.layer_version(&stranger, &missing).await.unwrap_err();
    assert_eq!(same.code, ErrorCode::Denied, "what is not there is refused alike");

    let statement = Statement {
        sid: "friend".to_owned(),
        principal: Principal::Account(stranger.clone()),
        action: "lambda:GetLayerVersion".to_owned(),
        conditions: Vec::new(),
    };
    app.control.permit_layer(&layer.arn, statement, None).await.unwrap();
    app.control.create_function(&stranger, request()).await.unwrap();
    app.control.revoke_layer(&layer.arn, "friend", None).await.unwrap();
    // What it has it keeps; what it has not it does not get.
    let mut theirs = with(&[&layer.arn]);
    theirs.config.memory = api::config::MemoryMib::new(256).unwrap();
    app.control.save_draft(&stranger, &name("theirs"), None, theirs).await.unwrap();
    let another = api::function::CreateFunction { name: name("another"), content: with(&[&layer.arn]) };
    assert_eq!(app.control.create_function(&stranger, another).await.unwrap_err().code, ErrorCode::Denied);
}

#[tokio::test]
async fn layers_outlive_a_restart() {
    let app = App::start().await;
    let layer = publish(&app, "1").await;
    let App { control, store, clock, account, token, folder } = app;
    drop((control, store));
    let store = Store::open(folder.path()).await.unwrap();
    let control = Control::start(store.clone(), Arc::clone(&clock), buckets(&folder)).await.unwrap();
    let app = App { control, store, clock, account, token, folder };
    assert_eq!(app.control.layer_versions(&app.account).await.unwrap(), std::slice::from_ref(&layer));
    assert_eq!(app.control.layer_zip(&app.account, &layer.arn).await.unwrap(), zip("1"));
}
