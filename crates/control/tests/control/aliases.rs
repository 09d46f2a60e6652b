//! Aliases: what they point to, how they choose, what goes with them.

use crate::app::{App, buckets, draft, name};
use api::alias::{Alias, AliasChange, Aliases, FunctionVersion, NewAlias, Split, Weight};
use api::control_plane::ControlPlane;
use api::error::ErrorCode;
use api::id::{AliasName, VersionNumber};
use api::lambda::{LambdaControl, Policies, Qualifier};
use api::policy::{Principal, Statement};
use api::trigger::TriggerConfig;
use control::Control;
use std::sync::Arc;

fn live() -> AliasName {
    AliasName::parse("live").unwrap()
}

fn version(number: u32) -> FunctionVersion {
    FunctionVersion::Number(VersionNumber(number))
}

fn split(number: u32, share: f64) -> Option<Split> {
    Some(Split { version: VersionNumber(number), weight: Weight::new(share).unwrap() })
}

/// A function with versions 1 and 2, and `live` at 1.
async fn app() -> (App, Alias) {
    let app = App::start().await;
    app.create("hello", "v1").await.unwrap();
    app.save("hello", draft("v2")).await;
    app.control.deploy(&app.account, &name("hello"), String::new()).await.unwrap();
    let new = NewAlias { name: live(), version: version(1), split: None, description: "for all".to_owned() };
    let alias = app.control.create_alias(&app.account, &name("hello"), new).await.unwrap();
    (app, alias)
}

async fn change(app: &App, change: AliasChange) -> Result<Alias, api::error::ApiError> {
    app.control.update_alias(&app.account, &name("hello"), &live(), change).await
}

#[tokio::test]
async fn an_alias_outlives_a_restart_and_changes_only_what_is_asked_for() {
    let (app, made) = app().await;
    let app = app.restart().await;
    assert_eq!(app.control.alias(&app.account, &name("hello"), &live()).await.unwrap(), made);
    let halves = AliasChange { split: Some(split(2, 0.5)), ..AliasChange::default() };
    let halved = change(&app, halves).await.unwrap();
    assert_eq!((halved.version, halved.split, halved.description.as_str()), (version(1), split(2, 0.5), "for all"));
    assert_ne!(halved.revision, made.revision);
    let stale = AliasChange { revision: Some(made.revision.to_string()), ..AliasChange::default() };
    assert_eq!(change(&app, stale).await.unwrap_err().code, ErrorCode::RevisionMismatch);
    // Version 2 has half of it already, so it cannot be the first one too.
    let twice = AliasChange { version: Some(version(2)), ..AliasChange::default() };
    let message = "Invalid function version 2. Function version 2 is already included in routing configuration.";
    assert_eq!(change(&app, twice).await.unwrap_err().message, message);
    let latest = AliasChange { version: Some(FunctionVersion::Latest), split: Some(None), ..AliasChange::default() };
    assert_eq!(change(&app, latest).await.unwrap().version, FunctionVersion::Latest);
}

#[tokio::test]
async fn a_seed_chooses_the_same_versions_again_and_in_their_shares() {
    let (app, _) = app().await;
    change(&app, AliasChange { split: Some(split(2, 0.25)), ..AliasChange::default() }).await.unwrap();
    let chosen = async |seed: u64| {
        let control =
            Control::seeded(app.store.clone(), Arc::clone(&app.clock), buckets(&app.folder), seed).await.unwrap();
        let mut versions = Vec::new();
        for _ in 0..400 {
            versions.push(control.choose_version(&app.account, &name("hello"), &live()).await.unwrap());
        }
        versions
    };
    let once = chosen(7).await;
    assert_eq!(chosen(7).await, once);
    assert_ne!(chosen(8).await, once);
    let second = once.iter().filter(|chosen| **chosen == version(2)).count();
    assert!((70..130).contains(&second), "{second} of 400 went to a quarter");
}

#[tokio::test]
async fn what_an_alias_names_stays_and_what_is_its_own_goes_with_it() {
    let (app, _) = app().await;
    let (control, account, hello) = (&app.control, &app.account, name("hello"));
    let refused = control.delete_version(account, &hello, VersionNumber(1)).await.unwrap_err();
    assert_eq!(refused.message, "Unable to delete version because the following aliases reference it: [live]");
    let url = TriggerConfig::AliasUrl { alias: live() };
    control.create_trigger(account, &hello, url.clone()).await.unwrap();
    let again = control.create_trigger(account, &hello, url.clone()).await.unwrap_err();
    assert!(again.message.contains("function:hello:live]"), "{}", again.message);
    control.create_trigger(account, &hello, TriggerConfig::FunctionUrl).await.unwrap();
    let statement = Statement {
        sid: "all".to_owned(),
        principal: Principal::Everyone,
        action: "lambda:InvokeFunction".to_owned(),
        conditions: Vec::new(),
    };
    let qualifier = Qualifier::Alias(live());
    control.permit(account, &hello, Some(&qualifier), statement, None).await.unwrap();

    control.delete_alias(account, &hello, &live()).await.unwrap();
    let left = control.triggers(account, &hello).await.unwrap();
    assert_eq!(left.iter().map(|url| &url.config).collect::<Vec<_>>(), [&TriggerConfig::FunctionUrl]);
    assert_eq!(control.create_trigger(account, &hello, url).await.unwrap_err().code, ErrorCode::NotFound);
    let new = NewAlias { name: live(), version: version(2), split: None, description: String::new() };
    control.create_alias(account, &hello, new).await.unwrap();
    assert_eq!(control.policy(account, &hello, Some(&qualifier)).await, Ok(None));
    control.delete_version(account, &hello, VersionNumber(1)).await.unwrap();
}

#[tokio::test]
async fn a_stranger_has_none_of_it() {
    let (app, made) = app().await;
    let (_, stranger) = app.control.create_session().await.unwrap();
    let (control, hello) = (&app.control, name("hello"));
    let new = NewAlias { name: live(), version: version(1), split: None, description: String::new() };
    let answers = [
        control.create_alias(&stranger, &hello, new).await.map(drop),
        control.alias(&stranger, &hello, &live()).await.map(drop),
        control.aliases(&stranger, &hello).await.map(drop),
        control.update_alias(&stranger, &hello, &live(), AliasChange::default()).await.map(drop),
        control.delete_alias(&stranger, &hello, &live()).await,
        control.choose_version(&stranger, &hello, &live()).await.map(drop),
        control.policy(&stranger, &hello, None).await.map(drop),
        control.revoke(&stranger, &hello, None, "all", None).await,
    ];
    for (at, answer) in answers.into_iter().enumerate() {
        assert_eq!(answer.map_err(|error| error.code), Err(ErrorCode::NotFound), "{at}");
    }
    let asked = (&stranger, "lambda:InvokeFunction");
    assert_eq!(control.permits(&app.account, &hello, None, asked).await, Ok(false));
    assert_eq!(control.aliases(&app.account, &hello).await, Ok(vec![made]));
}
