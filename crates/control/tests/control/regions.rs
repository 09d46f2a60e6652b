//! An account in its regions: functions and layers are each region's own; keys, clock, prices and buckets are the account's.

use crate::app::{App, DAY_MS, draft, name};
use api::bucket::{Buckets, ObjectPlace, PackageSource};
use api::control_plane::{ClockChange, ControlPlane};
use api::error::ErrorCode;
use api::function::CreateFunction;
use api::id::{AccountId, LayerName};
use api::lambda::{AccessKeys, Layers};
use api::layer::LayerFacts;
use api::region::Region;
use api::trigger::TriggerConfig;
use billing::PriceBook;
use std::io::{Cursor, Write};

async fn create(app: &App, account: &AccountId, text: &str) -> Result<String, api::error::ApiError> {
    let request = CreateFunction { name: name("hello"), content: draft(text) };
    app.control.create_function(account, request).await.map(|made| made.arn)
}

#[tokio::test]
async fn the_same_name_is_another_function_in_each_region() {
    let app = App::start().await;
    let there = app.account.in_region(Region::EuWest1);
    assert_eq!(
        create(&app, &app.account, "home").await.unwrap(),
        format!("arn:aws:lambda:us-east-1:{there}:function:hello")
    );
    assert_eq!(create(&app, &there, "away").await.unwrap(), format!("arn:aws:lambda:eu-west-1:{there}:function:hello"));
    assert_eq!(create(&app, &there, "again").await.unwrap_err().message, "Function already exist: hello");
    let all = async |account: &AccountId| app.control.functions(account).await.unwrap().len();
    assert_eq!((all(&app.account).await, all(&there).await), (1, 1));
    assert_eq!(all(&app.account.in_region(Region::EuWest2)).await, 0);

    app.control.create_trigger(&there, &name("hello"), TriggerConfig::FunctionUrl).await.unwrap();
    assert_eq!(app.control.triggers(&app.account, &name("hello")).await.unwrap(), []);
    app.control.delete_function(&app.account, &name("hello")).await.unwrap();
    let missing = app.control.function(&app.account, &name("hello")).await.unwrap_err();
    assert_eq!(missing.code, ErrorCode::NotFound);
    assert!(missing.message.contains(":us-east-1:"), "{}", missing.message);
    let kept = app.control.function(&there, &name("hello")).await.unwrap();
    assert_eq!(kept.draft, draft("away"));

    let app = app.restart().await;
    assert_eq!(app.control.function(&there, &name("hello")).await.unwrap().draft, draft("away"));
}

#[tokio::test]
async fn what_nobody_has_is_in_no_region() {
    let app = App::start().await;
    let nobody = AccountId::from_number(1).in_region(Region::EuWest1);
    let refused = create(&app, &nobody, "x").await.unwrap_err();
    assert_eq!(
        (refused.code, refused.message.as_str()),
        (ErrorCode::NotFound, "account `000000000001` does not exist")
    );
}

#[tokio::test]
async fn clock_and_price_book_are_the_accounts() {
    let app = App::start().await;
    let there = app.account.in_region(Region::EuWest1);
    create(&app, &there, "away").await.unwrap();
    let expression = "rate(1 hour)".to_owned();
    let made =
        app.control.create_trigger(&there, &name("hello"), TriggerConfig::Schedule { expression }).await.unwrap();
    let moved = app.control.change_clock(&there, ClockChange::Skip(DAY_MS)).await.unwrap();
    app.control.set_price_book(&there, PriceBook::OneMsWithInit).await.unwrap();
    let home = app.control.account(&app.account).await.unwrap();
    assert_eq!((home.now, home.price_book), (moved.now, PriceBook::OneMsWithInit));
    assert_eq!((home.id.region(), moved.id.region()), (Region::UsEast1, Region::EuWest1));

    // Set back from another region, the schedules of all regions go on from there.
    let app = app.restart().await;
    let ahead = app.control.create_trigger(&there, &name("hello"), made.config).await.unwrap();
    let before = app.control.change_clock(&app.account, ClockChange::RealTime).await.unwrap().now;
    let mut db = app.store.read().await.unwrap();
    let row = store::trigger::get(&mut db, &ahead.id).await.unwrap().unwrap();
    assert_eq!((row.account, row.anchor_at), (there, before));
}

#[tokio::test]
async fn keys_and_buckets_are_the_accounts_in_every_region() {
    let app = App::start().await;
    let there = app.account.in_region(Region::EuWest1);
    let (key, secret) = app.control.create_key(&there).await.unwrap();
    assert_eq!(app.control.keys(&app.account).await.unwrap(), std::slice::from_ref(&key));
    let signing = app.control.signing_key(&key.id).await.unwrap().unwrap();
    assert_eq!((signing.account, signing.secret), (app.account.clone(), secret));
    app.control.delete_key(&app.account.in_region(Region::SaEast1), &key.id).await.unwrap();
    assert_eq!(app.control.signing_key(&key.id).await.unwrap(), None);

    let bucket = app.folder.path().join("buckets").join(app.account.to_string()).join("builds");
    std::fs::create_dir_all(&bucket).unwrap();
    std::fs::write(bucket.join("a.zip"), "content").unwrap();
    let place = ObjectPlace { bucket: "builds".to_owned(), key: "a.zip".to_owned() };
    assert_eq!(crate::app::buckets(&app.folder).object(&there, &place, 100).await.unwrap(), b"content");
}

#[tokio::test]
async fn a_layer_is_for_functions_of_its_region() {
    let app = App::start().await;
    let there = app.account.in_region(Region::EuWest1);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("nodejs/node_modules/a/index.js", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"1").unwrap();
    let package = PackageSource::Zip(zip.finish().unwrap().into_inner());
    let layer = LayerName::parse("shared").unwrap();
    let made = app.control.publish_layer(&there, &layer, package, LayerFacts::default()).await.unwrap();
    assert_eq!(made.arn.to_string(), format!("arn:aws:lambda:eu-west-1:{there}:layer:shared:1"));
    assert_eq!(app.control.layer_versions(&app.account).await.unwrap(), []);

    create(&app, &app.account, "home").await.unwrap();
    create(&app, &there, "away").await.unwrap();
    let mut with = draft("v2");
    with.config.layers = vec![made.arn.clone()];
    let refused = app.control.save_draft(&app.account, &name("hello"), None, with.clone()).await.unwrap_err();
    let message = "Layers are not in the same region as the function. Layers are expected to be in region us-east-1.";
    assert_eq!(refused.message, message);
    assert_eq!(app.control.layer_version(&app.account, &made.arn).await.unwrap_err().message, message);
    app.control.save_draft(&there, &name("hello"), None, with).await.unwrap();
}
