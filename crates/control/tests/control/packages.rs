//! Packages that are too large for the editor: shown in part, kept whole.

use crate::app::{App, draft, name};
use api::bucket::PackageSource;
use api::code::{Code, FileContent, FilePath, INLINE_FILES_MAX};
use api::config::{FunctionConfig, MemoryMib, Runtime};
use api::control_plane::ControlPlane;
use api::error::ErrorCode;
use api::function::{Change, Draft};
use api::id::{RevisionId, VersionNumber};
use api::lambda::{LambdaControl, NewFunction};
use std::collections::BTreeMap;
use std::io::{Cursor, Write};

const FILES: usize = 250;

fn zip() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 1..FILES {
        zip.start_file(format!("node_modules/parts/{n}.js"), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(b"module.exports = 1;").unwrap();
    }
    zip.start_file("index.mjs", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"export const handler = async () => 1;").unwrap();
    zip.finish().unwrap().into_inner()
}

async fn large(app: &App) -> Draft {
    let new = NewFunction {
        name: name("large"),
        package: PackageSource::Zip(zip()),
        config: FunctionConfig::default_of(Runtime::NodeJs24),
        description: String::new(),
        role: "arn:aws:iam::000000000000:role/lambda".to_owned(),
        tags: BTreeMap::new(),
        publish: true,
    };
    LambdaControl::create(&app.control, &app.account, new).await.unwrap();
    app.get("large").await.draft
}

#[tokio::test]
async fn a_large_package_is_shown_in_part_and_kept_whole() {
    const { assert!(FILES > INLINE_FILES_MAX) };
    let app = App::start().await;
    let shown = large(&app).await;
    let package = shown.package.clone().unwrap();
    assert_eq!((package.files, shown.code.files().len()), (FILES as u64, 20));
    assert!(shown.code.files().contains_key(&FilePath::parse("index.mjs").unwrap()), "what is outermost comes first");

    let mut other = shown.clone();
    other.config.memory = MemoryMib::new(512).unwrap();
    app.save("large", other.clone()).await;
    let detail = app.get("large").await;
    assert_eq!(detail.draft, other, "settings can be changed, and the package stays");
    app.control.deploy(&app.account, &name("large"), String::new()).await.unwrap();
    let first = app.control.version(&app.account, &name("large"), VersionNumber(1)).await.unwrap();
    assert_eq!(first.content.package, Some(package));
}

#[tokio::test]
async fn what_the_page_shows_of_a_package_cannot_be_edited_and_is_never_taken_for_all() {
    let app = App::start().await;
    let shown = large(&app).await;
    let save = async |draft: Draft| app.control.save_draft(&app.account, &name("large"), None, draft).await;
    let mut files = shown.code.files().clone();
    files.insert(FilePath::parse("index.mjs").unwrap(), FileContent::Text("changed".to_owned()));
    let edited = save(Draft { code: Code::excerpt(files).unwrap(), ..shown.clone() }).await.unwrap_err();
    assert!(edited.message.contains("(250 files, 4.7 KiB)"), "{}", edited.message);
    let fewer = Code::excerpt(shown.code.files().clone().into_iter().skip(1).collect()).unwrap();
    save(Draft { code: fewer, ..shown.clone() }).await.unwrap_err();
    let mut elsewhere = shown.clone();
    elsewhere.package.as_mut().unwrap().hash = "00".repeat(32);
    assert_eq!(save(elsewhere).await.unwrap_err().code, ErrorCode::RevisionMismatch);
    assert_eq!(app.get("large").await.draft, shown);

    save(draft("small")).await.unwrap();
    let detail = app.get("large").await;
    assert!(detail.draft.package.is_none(), "code of the editor can replace it");
    let says = |change: &Change| matches!(change, Change::Setting { name, .. } if name == "deployment package");
    assert!(detail.undeployed_changes.iter().any(says));
    save(shown.clone()).await.unwrap();
    assert_eq!(app.get("large").await.draft, shown, "and a version brings it back");
}

#[tokio::test]
async fn an_uploaded_zip_becomes_the_draft_and_comes_back_as_one() {
    let app = App::start().await;
    app.create("shop", "first").await.unwrap();
    let (before, shop) = (app.get("shop").await, name("shop"));
    let upload =
        async |base: &RevisionId, zip: Vec<u8>| app.control.replace_package(&app.account, &shop, base, zip).await;
    let broken = upload(&before.revision, b"no zip".to_vec()).await.unwrap_err();
    assert!(broken.message.starts_with("Could not unzip uploaded file."), "{}", broken.message);
    assert_eq!(app.get("shop").await.revision, before.revision);

    let revision = upload(&before.revision, zip()).await.unwrap();
    let large = app.get("shop").await;
    assert_eq!((large.revision, large.draft.package.unwrap().files), (revision.clone(), FILES as u64));
    assert_eq!(large.draft.config, before.draft.config);
    let stale = upload(&before.revision, zip()).await.unwrap_err();
    assert_eq!(stale.code, ErrorCode::RevisionMismatch, "what another tab did is not replaced unseen");

    let back = app.control.draft_zip(&app.account, &shop).await.unwrap();
    let archive = zip::ZipArchive::new(Cursor::new(&back)).unwrap();
    assert_eq!(archive.len(), FILES);
    let mut small = zip::ZipWriter::new(Cursor::new(Vec::new()));
    small.start_file("index.mjs", zip::write::SimpleFileOptions::default()).unwrap();
    small.write_all(b"export const handler = async () => 2;").unwrap();
    upload(&revision, small.finish().unwrap().into_inner()).await.unwrap();
    assert!(app.get("shop").await.draft.package.is_none(), "a small one can be edited again");
    let (_, stranger) = app.control.create_session().await.unwrap();
    assert_eq!(app.control.draft_zip(&stranger, &shop).await.unwrap_err().code, ErrorCode::NotFound);
}
