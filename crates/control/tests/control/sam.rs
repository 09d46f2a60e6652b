//! Templates of AWS SAM: what goes out comes in again, and what cannot come in leaves nothing.

use crate::app::{App, name};
use api::alias::{Aliases, FunctionVersion};
use api::bucket::PackageSource;
use api::config::{MemoryMib, Runtime, TmpMib};
use api::control_plane::ControlPlane;
use api::error::ErrorCode;
use api::event_settings::EventSettings;
use api::id::{AliasName, LayerName};
use api::lambda::{FunctionUrls, LambdaControl, Layers, Qualifier};
use api::layer::LayerFacts;
use api::sam::{Imported, SamTemplates};
use api::trigger::TriggerConfig;
use std::io::{Cursor, Read, Write};

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in files {
        zip.start_file(*path, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn unzip(zip: Vec<u8>) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let entries = archive.len();
    let read = |at| {
        let mut entry = archive.by_index(at).unwrap();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        (entry.name().unwrap().to_string(), text)
    };
    (0..entries).map(read).collect()
}

const TEMPLATE: &str = r#"
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: { Type: String, Default: dev }
Globals:
  Function:
    Timeout: 7
    Environment: { Variables: { STAGE: !Ref Stage, SHARED: "1" } }
Resources:
  Words:
    Type: AWS::Serverless::LayerVersion
    Properties: { ContentUri: layers/words/, LicenseInfo: MIT }
  OrderFunction:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub 'orders-${Stage}'
      Description: Takes orders
      CodeUri: src/
      Handler: app.handler
      Runtime: nodejs24.x
      Architectures: [arm64]
      MemorySize: 512
      EphemeralStorage: { Size: 1024 }
      Environment: { Variables: { NEXT: !Ref Later, NEXT_ARN: !GetAtt Later.Arn, SHARED: "2" } }
      Layers: [!Ref Words]
      Tags: { team: shop }
      LoggingConfig: { LogFormat: JSON, ApplicationLogLevel: WARN }
      ReservedConcurrentExecutions: 5
      Policies: [AWSLambdaBasicExecutionRole]
      EventInvokeConfig:
        MaximumRetryAttempts: 1
        DestinationConfig: { OnFailure: { Type: Lambda, Destination: !GetAtt Later.Arn } }
      AutoPublishAlias: live
      FunctionUrlConfig: { AuthType: NONE, Cors: { AllowOrigins: ['https://shop.example'], MaxAge: 60 } }
      Events:
        Nightly: { Type: Schedule, Properties: { Schedule: rate(1 day), Enabled: false } }
        Web: { Type: Api, Properties: { Path: /, Method: get } }
  Later:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.handler
      Runtime: python3.13
      Code: { ZipFile: "def handler(event, context):\n    return 1\n" }
      Tags: [{ Key: team, Value: shop }]
  Table: { Type: AWS::DynamoDB::Table }
"#;

const PROJECT: [(&str, &str); 4] = [
    ("shop/template.yaml", TEMPLATE),
    ("shop/src/app.mjs", "export const handler = async () => 1;"),
    ("shop/src/lib/tax.mjs", "export const tax = 19;"),
    ("shop/layers/words/words.txt", "hello"),
];

async fn imported(app: &App) -> Imported {
    app.control.import_sam(&app.account, zip(&PROJECT)).await.unwrap()
}

#[tokio::test]
async fn a_project_comes_in_with_all_that_is_simulated_and_the_rest_is_told() {
    let app = App::start().await;
    let Imported { functions, layers, left_out } = imported(&app).await;
    assert_eq!(functions, [name("orders-dev"), name("Later")]);
    let expected = [
        "`Web` of `OrderFunction` is an event of the type `Api`, which is not made here.",
        "`Policies` of `OrderFunction` is not simulated.",
        "`Table` is of the kind `AWS::DynamoDB::Table`, which is not made here.",
    ];
    assert_eq!(left_out, expected);

    let orders = app.control.get(&app.account, &name("orders-dev"), &Qualifier::Latest).await.unwrap();
    let config = &orders.config;
    assert_eq!((config.memory, config.tmp), (MemoryMib::new(512).unwrap(), TmpMib::new(1_024).unwrap()));
    assert_eq!((config.timeout.get(), config.architecture.identifier(), config.layers.clone()), (7, "arm64", layers));
    assert_eq!(config.logging.to_string(), "JSON, WARN and INFO");
    let later = name("Later").arn(&app.account);
    let mut variables = config.environment.pairs().to_vec();
    variables.sort();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let expected = [pair("NEXT", "Later"), pair("NEXT_ARN", &later), pair("SHARED", "2"), pair("STAGE", "dev")];
    assert_eq!(variables, expected);
    let alias = app.control.alias(&app.account, &name("orders-dev"), &AliasName::parse("live").unwrap()).await.unwrap();
    assert_eq!(alias.version, FunctionVersion::parse("1").unwrap());
    let rules =
        app.control.event_rules(&app.account, &name("orders-dev"), &Qualifier::Alias(alias.name)).await.unwrap();
    assert_eq!(rules.unwrap().rules.on_failure, Some(later));
    assert_eq!(app.control.reserved_concurrency(&app.account, &name("orders-dev")).await.unwrap(), Some(5));
    let triggers = app.control.triggers(&app.account, &name("orders-dev")).await.unwrap();
    assert_eq!(triggers.iter().map(|trigger| trigger.enabled).collect::<Vec<_>>(), [true, false]);
    let python = app.control.get(&app.account, &name("Later"), &Qualifier::Latest).await.unwrap();
    assert_eq!((python.config.runtime, python.config.timeout.get()), (Runtime::Python313, 3));
    assert_eq!(app.control.tags(&app.account, &name("Later")).await.unwrap()["team"], "shop");
}

#[tokio::test]
async fn what_goes_out_comes_in_as_it_was() {
    let app = App::start().await;
    imported(&app).await;
    let exported = app.control.export_sam(&app.account, &name("orders-dev")).await.unwrap();
    let files = unzip(exported.clone());
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["layers/Words/words.txt", "src/app.mjs", "src/lib/tax.mjs", "template.yaml"]);
    let template = &files[3].1;
    for line in [
        "      CodeUri: src/",
        "        - !Ref WordsLayer",
        "      AutoPublishAlias: live",
        "            Destination: !Sub \"arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:Later\"",
    ] {
        assert!(template.lines().any(|shown| shown == line), "{line}\nis not in\n{template}");
    }

    let before = app.control.get(&app.account, &name("orders-dev"), &Qualifier::Latest).await.unwrap();
    app.control.delete_function(&app.account, &name("orders-dev")).await.unwrap();
    let again = app.control.import_sam(&app.account, exported).await.unwrap();
    assert_eq!((again.functions, again.left_out), (vec![name("orders-dev")], Vec::<String>::new()));
    let after = app.control.get(&app.account, &name("orders-dev"), &Qualifier::Latest).await.unwrap();
    assert_eq!(after.config.layers.len(), 1);
    let same = |function: api::lambda::LambdaFunction| {
        let mut config = function.config;
        config.layers.clear();
        let mut environment = config.environment.pairs().to_vec();
        environment.sort();
        config.environment = api::config::EnvironmentVariables::default();
        (config, environment, function.description)
    };
    assert_eq!(same(after), same(before));
    let triggers = app.control.triggers(&app.account, &name("orders-dev")).await.unwrap();
    let url = triggers.iter().find_map(|trigger| trigger.url.clone()).unwrap().0;
    assert_eq!(url.cors.unwrap().allow_origins, ["https://shop.example"]);
    assert!(
        triggers.iter().any(|trigger| matches!(trigger.config, TriggerConfig::Schedule { .. }) && !trigger.enabled)
    );
}

#[tokio::test]
async fn what_cannot_come_in_leaves_nothing() {
    let app = App::start().await;
    app.create("Later", "exports.handler = async () => 1;").await.unwrap();
    let error = app.control.import_sam(&app.account, zip(&PROJECT)).await.unwrap_err();
    assert_eq!((error.code, error.message.as_str()), (ErrorCode::Conflict, "Function already exist: Later"));
    let functions = app.control.functions(&app.account).await.unwrap();
    assert_eq!(functions.len(), 1, "the function that had been made is gone");
    assert!(app.control.layer_versions(&app.account).await.unwrap().is_empty());

    let check = async |template: &str, expected: &str| {
        let error = app.control.import_sam(&app.account, zip(&[("template.yaml", template)])).await.unwrap_err();
        assert_eq!(error.message, expected);
    };
    let function = |properties: &str| {
        format!("Resources: {{ F: {{ Type: AWS::Serverless::Function, Properties: {{ {properties} }} }} }}")
    };
    check("Resources: {}", "the template has no function and no layer").await;
    check("a: b", "the template has no `Resources`").await;
    check(&function("Runtime: nodejs24.x"), "`F` has no code: neither `CodeUri` nor `InlineCode` nor `Code`").await;
    let memory = "1 validation error detected: Value '64' at 'memorySize' failed to satisfy constraint: \
                  Member must have value greater than or equal to 128";
    check(&function("Runtime: nodejs24.x, CodeUri: ., MemorySize: 64"), memory).await;
    check(
        &function("Runtime: nodejs24.x, CodeUri: ./gone"),
        "the code of `F` is at `./gone`, where the zip has nothing",
    )
    .await;
    let reference = "`Variables` of `Environment` of `F` refers to `T`, which is no parameter with a default and no function of the template";
    check(&function("Runtime: nodejs24.x, InlineCode: x, Environment: { Variables: { TABLE: !Ref T } }"), reference)
        .await;
    let none = app.control.import_sam(&app.account, zip(&[("a.txt", "x")])).await.unwrap_err();
    assert!(none.message.starts_with("the zip has none of `template.yaml`"), "{}", none.message);
    assert_eq!(app.control.functions(&app.account).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_a_template_cannot_say_is_named_or_refused() {
    let app = App::start().await;
    app.create("plain", "exports.handler = async () => 1;").await.unwrap();
    let layer = LayerName::parse("shared").unwrap();
    app.control
        .publish_layer(&app.account, &layer, PackageSource::Zip(zip(&[("a", "b")])), LayerFacts::default())
        .await
        .unwrap();
    let settings = api::trigger::UrlSettings::default();
    app.control.create_url(&app.account, &name("plain"), TriggerConfig::FunctionUrl, settings).await.unwrap();
    let files = unzip(app.control.export_sam(&app.account, &name("plain")).await.unwrap());
    assert!(files.iter().any(|(_, text)| text.contains("FunctionUrlConfig:\n        AuthType: NONE")), "{files:?}");
    let missing = app.control.export_sam(&app.account, &name("gone")).await.unwrap_err();
    assert_eq!(missing.code, ErrorCode::NotFound);
}
