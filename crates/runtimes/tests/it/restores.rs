//! Environments that go on from a function's image, as with SnapStart.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use runtimes::{FunctionImage, Initialization, Invoked, LanguageEnvironment, Restoration, RuntimeKind, Started};
use sandbox::{Measured, Outcome};
use tokio::sync::mpsc;

use crate::function::{Function, LINES_MAX, LONG, files, function, input, runtimes};
use crate::python::python;

/// More than any image here has.
const BYTES_MAX: usize = 256 << 20;

/// INIT as when a version is published, and the image of it; or how INIT failed.
async fn frozen(function: &Function) -> Result<FunctionImage, Outcome> {
    let mut function = function.clone();
    function.settings.initialization = Initialization::SnapStart;
    let (output, _lines) = mpsc::channel(LINES_MAX);
    let environment = function.start(output).await.map_err(|(outcome, _)| outcome)?;
    Ok(environment.freeze(BYTES_MAX).await.unwrap())
}

async fn restored_by(image: &FunctionImage, log_stream: &str) -> Result<(LanguageEnvironment, Measured), Outcome> {
    let (output, _lines) = mpsc::channel(LINES_MAX);
    let timeout = Duration::from_secs(10);
    let restoration = Restoration { memory_mib: 1769, tmp_mib: 2, log_stream: Arc::from(log_stream), timeout, output };
    match runtimes().restore(image, restoration).await {
        Started::Ready { environment, measured } => Ok((environment, measured)),
        Started::Failed { outcome, .. } => Err(outcome),
    }
}

async fn restored(image: &FunctionImage) -> LanguageEnvironment {
    restored_by(image, "stream").await.unwrap().0
}

async fn invoke(environment: LanguageEnvironment, event: &str) -> (String, LanguageEnvironment) {
    let (output, _lines) = mpsc::channel(LINES_MAX);
    let Invoked { outcome, used, .. } = environment.invoke(input(event, LONG), output).await;
    let Outcome::Returned(bytes) = outcome else { panic!("{outcome:?}") };
    (String::from_utf8(bytes).unwrap(), used.unwrap().rewind().await.unwrap())
}

/// Two events in each of three environments: nothing may come twice.
async fn check_random(function: &Function) {
    let image = frozen(function).await.unwrap();
    let mut seen = HashSet::new();
    for _ in 0..3 {
        let mut environment = restored(&image).await;
        for _ in 0..2 {
            let (answer, next) = invoke(environment, "1").await;
            environment = next;
            for value in serde_json::from_str::<Vec<serde_json::Value>>(&answer).unwrap() {
                assert!(seen.insert(value.to_string()), "{value} came twice");
            }
        }
    }
}

#[tokio::test]
async fn random_values_of_javascript_differ_between_restores() {
    let source = "import { randomUUID, randomBytes, randomInt } from 'node:crypto';
        Math.random();
        randomUUID();
        export const handler = async () => [Math.random(), randomUUID(), crypto.randomUUID(), randomBytes(8).toString('hex'),
            randomInt(2 ** 47), crypto.getRandomValues(new Uint32Array(4)).join()];";
    check_random(&function("index.mjs", source)).await;
}

#[tokio::test]
async fn random_values_of_python_differ_between_restores() {
    check_random(&python(
        "
import os, random, secrets, tempfile, uuid
own = random.Random()
random.random(), uuid.uuid1(), own.random()
def lambda_handler(event, context):
    return [random.random(), own.random(), str(uuid.uuid4()), str(uuid.uuid1()), secrets.token_hex(8), os.urandom(8).hex(),
            tempfile.mktemp(), random.SystemRandom().random()]",
    ))
    .await;
}

#[tokio::test]
async fn what_init_made_is_there_and_what_an_event_left_is_not() {
    let source = "const fs = require('node:fs');
        const made = Array.from({ length: 20000 }, (_, i) => ({ i }));
        fs.writeFileSync('/tmp/init', 'of init');
        const open = fs.openSync('/tmp/init', 'r');
        let events = 0;
        exports.handler = async (event) => {
            const before = [events++, made.length, fs.readFileSync('/tmp/init', 'utf8'), fs.readdirSync('/tmp').join()];
            const bytes = Buffer.alloc(7);
            fs.readSync(open, bytes, 0, 7, 0);
            fs.writeFileSync('/tmp/event', event);
            made.length = 1;
            return [...before, bytes.toString()].join();
        };";
    let image = frozen(&function("index.js", source)).await.unwrap();
    let expected = "\"0,20000,of init,init,of init\"";
    let (first, second) = (restored(&image).await, restored(&image).await);
    let (answer, first) = invoke(first, "\"a\"").await;
    assert_eq!(answer, expected);
    assert_eq!(invoke(second, "\"b\"").await.0, expected);
    assert_eq!(invoke(first, "\"c\"").await.0, expected);
}

#[tokio::test]
async fn variables_and_context_are_of_the_environment() {
    let javascript = function(
        "index.mjs",
        "const then = [process.env.AWS_LAMBDA_INITIALIZATION_TYPE, process.env.GREETING];
         export const handler = async (event, context) =>
            [...then, process.env.AWS_LAMBDA_INITIALIZATION_TYPE, process.env.AWS_LAMBDA_LOG_STREAM_NAME, context.logStreamName];",
    );
    let in_python = python(
        "
import os
then = [os.environ['AWS_LAMBDA_INITIALIZATION_TYPE'], os.environ['GREETING']]
def lambda_handler(event, context):
    return then + [os.environ['AWS_LAMBDA_INITIALIZATION_TYPE'], os.environ['AWS_LAMBDA_LOG_STREAM_NAME'], context.log_stream_name]",
    );
    for function in [javascript, in_python] {
        let image = frozen(&function).await.unwrap();
        for stream in ["2026/11/30/[1]one", "2026/11/30/[1]two"] {
            let mut environment = restored_by(&image, stream).await.unwrap().0;
            for _ in 0..2 {
                let (answer, next) = invoke(environment, "1").await;
                let values: Vec<String> = serde_json::from_str(&answer).unwrap();
                assert_eq!(values, ["snap-start", "hi", "snap-start", stream, stream]);
                environment = next;
            }
        }
    }
}

#[tokio::test]
async fn clocks_go_on_and_timers_of_init_come_due() {
    let source = "const then = [Date.now(), performance.now()];
        let ticked = 0;
        setTimeout(() => ticked++, 5);
        export const handler = async () => {
            const now = [Date.now(), performance.now()];
            await new Promise((resolve) => setTimeout(resolve, 10));
            return [now[0] >= then[0], now[1] > then[1], Date.now() > now[0], Date.now() - then[0] < 3600000, ticked].join();
        };";
    let image = frozen(&function("index.mjs", source)).await.unwrap();
    for _ in 0..2 {
        assert_eq!(invoke(restored(&image).await, "1").await.0, "\"true,true,true,true,1\"");
    }
}

#[tokio::test]
async fn hooks_of_python_run_around_the_image() {
    let source = "
from snapshot_restore_py import register_before_snapshot, register_after_restore
import os
told = []
register_before_snapshot(told.append, 'last')
@register_before_snapshot
def first(): told.append('first')
@register_after_restore
def after(): told.append(os.environ['AWS_LAMBDA_LOG_STREAM_NAME'])
register_after_restore(told.append, 'end')
def lambda_handler(event, context):
    told.append('event')
    return told";
    let image = frozen(&python(source)).await.unwrap();
    for stream in ["one", "two"] {
        let (mut environment, measured) = restored_by(&image, stream).await.unwrap();
        assert!(measured.cpu > Duration::ZERO);
        for _ in 0..2 {
            let (answer, next) = invoke(environment, "1").await;
            assert_eq!(answer, format!(r#"["first", "last", "{stream}", "end", "event"]"#));
            environment = next;
        }
    }
    let plain = python(source).invoke("1").await;
    assert_eq!(plain.answer(), r#"["event"]"#, "without an image no hook runs");
}

#[tokio::test]
async fn a_hook_that_fails_fails_its_phase() {
    let of = |hook: &str| {
        python(&format!(
            "
import snapshot_restore_py
def broken(): raise ValueError('no')
snapshot_restore_py.register_{hook}(broken)
def lambda_handler(event, context): return 1"
        ))
    };
    let failed = frozen(&of("before_snapshot")).await.err().unwrap();
    assert!(matches!(failed, Outcome::Failed(error) if error.error_type == "ValueError"));
    let image = frozen(&of("after_restore")).await.unwrap();
    let failed = restored_by(&image, "stream").await.err().unwrap();
    assert!(matches!(failed, Outcome::Failed(error) if error.error_type == "ValueError"));
}

#[tokio::test]
async fn a_module_of_ones_own_is_refused() {
    let source = r#"(module (import "coldstart" "respond" (func $respond (param i32 i32))) (memory (export "memory") 1)
        (func (export "coldstart_alloc") (param i32) (result i32) (i32.const 1024))
        (func (export "coldstart_invoke") (param i32 i32) (call $respond (i32.const 0) (i32.const 1))))"#;
    let function = files(RuntimeKind::Provided, "main", &[("main.wat", source)]);
    let (output, _lines) = mpsc::channel(LINES_MAX);
    let environment = function.start(output).await.unwrap();
    let error = environment.freeze(BYTES_MAX).await.err().unwrap();
    assert_eq!(error.to_string(), "only environments of interpreters can be kept as images");
}
