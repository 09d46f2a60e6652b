use std::time::Duration;

use sandbox::Outcome;
use tokio::sync::mpsc;

use crate::function::{LONG, function, input};

const SHORT: Duration = Duration::from_millis(200);

#[tokio::test]
async fn loops_end_at_the_timeout() {
    for source in [
        "exports.handler = async () => { for (;;) {} }",
        "exports.handler = async () => { for (;;) await null }",
        "exports.handler = () => new Promise((resolve) => setTimeout(resolve, 1e6))",
        "exports.handler = async () => /(a+)+$/.test('a'.repeat(40) + 'b')",
        "exports.handler = async () => { const f = () => process.nextTick(f); f(); await new Promise(() => {}) }",
        "exports.handler = async () => { for (;;) { try { for (;;) {} } catch {} finally { continue } } }",
        "exports.handler = async () => require('crypto').pbkdf2Sync('a', 'b', 2147483647, 64, 'sha512')",
    ] {
        let run = function("index.js", source).timeout(SHORT).invoke("{}").await;
        assert_eq!(run.outcome, Outcome::TimedOut, "{source}");
        assert!(run.measured.duration < SHORT + Duration::from_secs(3), "{source}: {:?}", run.measured);
    }
}

#[tokio::test]
async fn a_loop_in_init_ends_at_its_timeout() {
    let prepared = function("index.js", "for (;;) {}").prepare().await.unwrap();
    let settings = function("index.js", "").settings;
    let (output, _lines) = mpsc::channel(8);
    let started = crate::function::runtimes().start(&prepared, settings, SHORT, output).await;
    assert!(matches!(started, runtimes::Started::Failed { outcome: Outcome::TimedOut, .. }));
}

#[tokio::test]
async fn too_much_memory_is_out_of_memory() {
    for source in [
        "exports.handler = async () => { const a = []; for (;;) a.push(new Array(1e5).fill(1)) }",
        "exports.handler = async () => { let s = 'x'; for (;;) s = s + s.slice(1) + 'yz' + s }",
        "exports.handler = async () => Buffer.alloc(200 * 1024 * 1024)",
        "exports.handler = async () => { const m = new Map(); for (let i = 0; ; i++) m.set(i, { i }) }",
        "const hog = new Uint8Array(150e6).fill(1)",
        // One megabyte that unpacks to a gigabyte.
        "const { gzipSync, gunzipSync } = require('zlib');
        const bomb = Buffer.concat(Array(1000).fill(gzipSync(Buffer.alloc(1 << 20))));
        exports.handler = async () => gunzipSync(bomb)",
    ] {
        let mut function = function("index.js", source).memory(128);
        function.timeout = LONG;
        let run = function.invoke("{}").await;
        assert_eq!(run.outcome, Outcome::OutOfMemory, "{source}");
        assert!(run.measured.memory_bytes <= 128 << 20, "{source}");
    }
}

#[tokio::test]
async fn more_memory_lets_the_same_function_pass() {
    let source = "exports.handler = async () => new Uint8Array(150e6).fill(1).length";
    assert_eq!(function("index.js", source).memory(128).invoke("{}").await.outcome, Outcome::OutOfMemory);
    let run = function("index.js", source).memory(256).invoke("{}").await;
    assert_eq!(run.answer(), "150000000");
    assert!(run.measured.memory_bytes > 150_000_000);
}

#[tokio::test]
async fn a_large_answer_passes_and_a_larger_one_does_not() {
    let source = "exports.handler = async ({ length }) => 'x'.repeat(length)";
    let largest = sandbox::RESPONSE_BYTES_MAX - 2;
    let run = function("index.js", source).invoke(&format!("{{\"length\":{largest}}}")).await;
    assert_eq!(run.answer().len(), sandbox::RESPONSE_BYTES_MAX);
    let run = function("index.js", source).invoke(&format!("{{\"length\":{}}}", largest + 1)).await;
    assert_eq!(run.outcome, Outcome::ResponseTooLarge { bytes: sandbox::RESPONSE_BYTES_MAX as u64 + 1 });
}

#[tokio::test]
async fn dropping_the_run_ends_it() {
    let (output, mut lines) = mpsc::channel(8);
    let source = "exports.handler = async () => { console.log('on'); for (;;) {} }";
    let environment = function("index.js", source).start(output.clone()).await.unwrap();
    let running = tokio::spawn(environment.invoke(input("{}", LONG), output));
    assert!(lines.recv().await.unwrap().text.ends_with("on"));
    running.abort();
    // The guest holds the only sender left.
    assert_eq!(lines.recv().await, None);
}

#[tokio::test]
async fn less_memory_means_less_processor() {
    let source = "exports.handler = async () => { for (let i = 0; i < 3e6; i++); return 1 }";
    let small = function("index.js", source).memory(128).invoke("{}").await;
    let large = function("index.js", source).memory(1769).invoke("{}").await;
    assert_eq!(large.measured.throttled, Duration::ZERO);
    let share = small.measured.cpu.as_secs_f64() / small.measured.duration.as_secs_f64();
    assert!(share < 0.15, "{:?}", small.measured);
}

#[tokio::test]
async fn ten_megabytes_of_code_load() {
    let source = format!("const data = '{}';\nexports.handler = async () => data.length", "x".repeat(10 << 20));
    assert_eq!(function("index.js", &source).invoke("{}").await.answer(), (10 << 20).to_string());
}
