use runtimes::RuntimeKind;

use crate::function::{files, function};

#[tokio::test]
async fn answers_are_those_of_lambda() {
    let cases = [
        ("exports.handler = async (event) => ({ got: event.a })", r#"{"got":1}"#),
        ("module.exports.handler = async () => 'text'", r#""text""#),
        ("module.exports = { handler: async () => undefined }", "null"),
        ("exports.handler = async () => {}", "null"),
        ("exports.handler = () => Promise.resolve([1, null])", "[1,null]"),
        ("exports.handler = () => ({ then(resolve) { resolve('thenable') } })", r#""thenable""#),
        ("exports.handler = () => 5", "null"),
        ("exports.handler = (event, context, callback) => callback(null, { ok: true })", r#"{"ok":true}"#),
        ("exports.handler = (e, c, callback) => { setTimeout(() => callback(null, 'later'), 5) }", r#""later""#),
        ("exports.handler = (e, c, callback) => { callback(null, 1); setTimeout(() => callback(null, 2), 5) }", "2"),
        (
            "exports.handler = (e, c, cb) => { c.callbackWaitsForEmptyEventLoop = false; cb(null, 1); setTimeout(() => cb(null, 2), 5) }",
            "1",
        ),
        ("exports.handler = (e, context) => context.succeed('old')", r#""old""#),
        ("exports.handler = () => new Promise(() => {})", "null"),
        ("exports.handler = async () => () => 1", "null"),
        ("exports.handler = async () => '\\ud800é€😀'", "\"\\ud800é€😀\""),
        ("exports.handler = async () => new Date(0)", "\"1970-01-01T00:00:00.000Z\""),
    ];
    for (source, expected) in cases {
        assert_eq!(function("index.js", source).invoke(r#"{"a":1}"#).await.answer(), expected, "{source}");
    }
}

#[tokio::test]
async fn handlers_are_found_by_name() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("index.handler", &[("index.mjs", "export const handler = async () => 'found'")]),
        ("index.handler", &[("index.cjs", "exports.handler = async () => 'found'")]),
        ("index.handler", &[("index.js", "export async function handler() { return 'found' }")]),
        (
            "index.handler",
            &[("index.js", "export const handler = async () => 'found'"), ("package.json", r#"{"type":"module"}"#)],
        ),
        ("index.handler", &[("index.js", "exports.handler = async () => 'found'"), ("index.mjs", "broken(")]),
        ("index.handler", &[("index.mjs", "export const handler = async () => 'found'"), ("index.cjs", "broken(")]),
        ("src/app.run", &[("src/app.js", "exports.run = async () => 'found'")]),
        ("app.a.b", &[("app.js", "exports.a = { b: async () => 'found' }")]),
        ("index.handler", &[("index.mjs", "export default { handler: async () => 'found' }")]),
        (
            "index.handler",
            &[(
                "index.mjs",
                "const value = await new Promise((r) => setTimeout(() => r('found'), 5)); export const handler = async () => value",
            )],
        ),
    ];
    for (handler, package) in cases {
        let run = files(RuntimeKind::NodeJs, handler, package).invoke("{}").await;
        assert_eq!(run.answer(), "\"found\"", "{handler} in {package:?}");
    }
}

#[tokio::test]
async fn the_context_has_everything() {
    let source = "exports.handler = async (event, context) => {
        const left = context.getRemainingTimeInMillis();
        return { ...context, left: left > 1000 && left <= 120000, waits: context.callbackWaitsForEmptyEventLoop };
    }";
    let run = function("index.js", source).memory(512).invoke("{}").await;
    let context: serde_json::Value = serde_json::from_str(run.answer()).unwrap();
    let expected = serde_json::json!({
        "callbackWaitsForEmptyEventLoop": true,
        "functionVersion": "$LATEST",
        "functionName": "orders",
        "memoryLimitInMB": "512",
        "logGroupName": "/aws/lambda/orders",
        "logStreamName": "2026/11/23/[$LATEST]0123",
        "clientContext": { "custom": { "a": 1 } },
        "invokedFunctionArn": "arn:aws:lambda:eu-west-1:123456789012:function:orders:live",
        "awsRequestId": crate::function::REQUEST,
        "left": true,
        "waits": true,
    });
    assert_eq!(context, expected);
}

#[tokio::test]
async fn variables_are_the_functions_own_and_lambdas() {
    let source = "exports.handler = async () => {
        process.env.NUMBER = 5;
        const { GREETING, AWS_REGION, AWS_LAMBDA_FUNCTION_NAME, AWS_LAMBDA_FUNCTION_MEMORY_SIZE, _HANDLER, _X_AMZN_TRACE_ID, TZ, NUMBER, HOME, USER } = process.env;
        return [GREETING, AWS_REGION, AWS_LAMBDA_FUNCTION_NAME, AWS_LAMBDA_FUNCTION_MEMORY_SIZE, _HANDLER, _X_AMZN_TRACE_ID, TZ, NUMBER, HOME, USER, process.cwd(), process.version.split('.')[0]];
    }";
    let run = function("index.js", source).invoke("{}").await;
    assert_eq!(
        run.answer(),
        r#"["hi","eu-west-1","orders","1769","index.handler","Root=1-2-3",":UTC","5",null,null,"/var/task","v24"]"#
    );
}

#[tokio::test]
async fn environments_share_nothing() {
    let source = "globalThis.count = 0;
    const fs = require('fs');
    exports.handler = async () => {
        const seen = [++globalThis.count, fs.existsSync('/tmp/canary')];
        fs.writeFileSync('/tmp/canary', 'x');
        return [...seen, Math.random(), crypto.randomUUID()];
    }";
    let function = function("index.js", source);
    let mut answers = Vec::new();
    for _ in 0..3 {
        let run = function.invoke("{}").await;
        assert!(run.answer().starts_with("[1,false,"), "{}", run.answer());
        answers.push(run.answer().to_owned());
    }
    answers.sort();
    answers.dedup();
    assert_eq!(answers.len(), 3, "random values repeat");
}
