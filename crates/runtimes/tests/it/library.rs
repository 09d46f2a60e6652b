//! The parts of Node.js: functions that check themselves, and also pass in Node.

use crate::function::function;

async fn passes(source: &str) {
    let run = function("index.cjs", source).invoke("{}").await;
    assert_eq!(run.answer(), "\"ok\"");
}

#[tokio::test]
async fn buffers() {
    passes(include_str!("../functions/buffers.cjs")).await;
}

#[tokio::test]
async fn numbers_and_text_in_buffers() {
    passes(include_str!("../functions/bytes.cjs")).await;
}

#[tokio::test]
async fn urls() {
    passes(include_str!("../functions/urls.cjs")).await;
}

#[tokio::test]
async fn hashes() {
    passes(include_str!("../functions/hashes.cjs")).await;
}

#[tokio::test]
async fn keys_of_web_crypto() {
    passes(include_str!("../functions/webcrypto.cjs")).await;
}

#[tokio::test]
async fn numbers_for_people() {
    passes(include_str!("../functions/locale.cjs")).await;
}

#[tokio::test]
async fn files() {
    passes(include_str!("../functions/files.cjs")).await;
}

#[tokio::test]
async fn events() {
    passes(include_str!("../functions/events.cjs")).await;
}

#[tokio::test]
async fn streams() {
    passes(include_str!("../functions/streams.cjs")).await;
}

#[tokio::test]
async fn what_goes_along_with_promises_and_timers() {
    passes(include_str!("../functions/async-context.cjs")).await;
}

#[tokio::test]
async fn packing() {
    passes(include_str!("../functions/zlib.cjs")).await;
}

#[tokio::test]
async fn ciphers_and_derived_keys() {
    passes(include_str!("../functions/ciphers.cjs")).await;
}

#[tokio::test]
async fn corners_of_timers_clones_signals_and_arguments() {
    passes(include_str!("../functions/gaps.cjs")).await;
}

#[tokio::test]
async fn what_is_not_here_is_named() {
    let source = "const said = (run) => { try { run(); return 'taken'; } catch (error) { return `${error.code} ${error.message}`; } };
        exports.handler = async () => [
            said(() => new Date(0).toLocaleDateString('de-DE')),
            said(() => new Date(0).toLocaleString('en-US', { timeZone: 'Europe/Berlin' })),
            said(() => new Intl.PluralRules('en-US')),
            said(() => new Intl.NumberFormat('en-US', { notation: 'compact' })),
            said(() => require('zlib').brotliCompressSync('x')),
            said(() => require('crypto').createCipheriv('des-cbc', 'x', 'y')),
            said(() => require('crypto').createSign('sha256')),
            said(() => require('async_hooks').createHook({})),
        ];";
    let run = function("index.cjs", source).invoke("{}").await;
    let got: Vec<String> = serde_json::from_str(run.answer()).unwrap();
    let names = [
        "de-DE",
        "Europe/Berlin",
        "PluralRules",
        "notation",
        "brotliCompressSync",
        "des-cbc",
        "createSign",
        "createHook",
    ];
    for (got, name) in got.iter().zip(names) {
        assert!(got.starts_with("ERR_NOT_AVAILABLE_IN_SANDBOX") && got.contains(name), "{name}: {got}");
    }
}

#[tokio::test]
async fn what_streams_do_not_have_says_so() {
    let source = "const { Readable } = require('stream');
        const refusal = (ask) => { try { ask(Readable.from([1])); return 'taken'; } catch (error) { return error.message; } };
        exports.handler = async () => [
            refusal((numbers) => numbers.map((n) => n, { concurrency: 4 })),
            refusal((numbers) => numbers.filter((n) => n, { signal: new AbortController().signal })),
            refusal((numbers) => numbers.map((n) => n, { concurrency: 1 })),
        ];";
    let run = function("index.cjs", source).invoke("{}").await;
    let got: Vec<String> = serde_json::from_str(run.answer()).unwrap();
    assert!(got[0].contains("the option concurrency of a stream's map()"), "{got:?}");
    assert!(got[1].contains("the option signal of a stream's filter()"), "{got:?}");
    assert_eq!(got[2], "taken");
}

#[tokio::test]
async fn order_of_the_event_loop() {
    let run = function("index.cjs", include_str!("../functions/order.cjs")).invoke("{}").await;
    assert_eq!(run.answer(), "\"sync, tick, promise, microtask, timeout 10, interval 1, interval 2\"");
}

#[tokio::test]
async fn inspect_writes_what_node_writes() {
    writes(include_str!("../functions/inspect.cjs"), include_str!("../functions/inspect.expected.json")).await;
}

#[tokio::test]
async fn dates_for_people_are_those_of_node() {
    writes(include_str!("../functions/dates.cjs"), include_str!("../functions/dates.expected.json")).await;
}

/// The function's answer is the list of texts that Node.js gave for it.
async fn writes(source: &str, expected: &str) {
    let run = function("index.cjs", source).invoke("{}").await;
    let got: Vec<String> = serde_json::from_str(run.answer()).unwrap();
    let expected: Vec<String> = serde_json::from_str(expected).unwrap();
    let wrong: Vec<String> = got
        .iter()
        .zip(&expected)
        .filter(|(got, expected)| got != expected)
        .map(|(got, expected)| format!("got\n{got}\nexpected\n{expected}"))
        .collect();
    assert!(wrong.is_empty() && got.len() == expected.len(), "{}", wrong.join("\n\n"));
}
