//! Events one after the other in one environment that is brought back after each.

use runtimes::{Invoked, LanguageEnvironment, RuntimeKind};
use sandbox::Outcome;
use tokio::sync::mpsc;

use crate::function::{Function, LONG, files, function, input};

/// The answers of events in turn.
pub async fn answers<const N: usize>(function: &Function, events: [&str; N]) -> [String; N] {
    let (output, _nobody) = mpsc::channel(crate::function::LINES_MAX);
    let mut environment = function.start(output.clone()).await.unwrap();
    let mut answers = [const { String::new() }; N];
    for (event, answer) in events.iter().zip(&mut answers) {
        let (text, next) = one(environment, event, output.clone()).await;
        (environment, *answer) = (next, text);
    }
    answers
}

async fn one(
    environment: LanguageEnvironment,
    event: &str,
    output: mpsc::Sender<sandbox::OutputLine>,
) -> (String, LanguageEnvironment) {
    let Invoked { outcome, used, .. } = environment.invoke(input(event, LONG), output).await;
    let text = match outcome {
        Outcome::Returned(bytes) => String::from_utf8(bytes).unwrap(),
        Outcome::Failed(error) => error.error_type,
        outcome => panic!("{outcome:?}"),
    };
    (text, used.unwrap().rewind().await.unwrap())
}

#[tokio::test]
async fn globals_variables_and_files_of_an_event_are_gone_at_the_next() {
    let source = "
        const fs = require('node:fs');
        let count = 0;
        fs.writeFileSync('/tmp/init', 'init');
        exports.handler = async (event) => {
            const before = [count, globalThis.secret, process.env.SECRET, fs.readdirSync('/tmp').join(), Object.prototype.evil];
            count++;
            globalThis.secret = event.secret;
            process.env.SECRET = event.secret;
            Object.prototype.evil = event.secret;
            fs.writeFileSync('/tmp/' + event.secret, event.secret);
            fs.writeFileSync('/tmp/init', event.secret);
            return before;
        };";
    let events = [r#"{"secret":"one"}"#, r#"{"secret":"two"}"#, r#"{"secret":"three"}"#];
    let clean = r#"[0,null,null,"init",null]"#;
    assert_eq!(answers(&function("index.js", source), events).await, [clean, clean, clean]);
}

#[tokio::test]
async fn what_init_made_stays() {
    let source = "const made = Array.from({ length: 20000 }, (_, i) => ({ i }));
        export const handler = async () => made.reduce((sum, one) => sum + one.i++, 0);";
    assert_eq!(answers(&function("index.mjs", source), ["1", "2", "3"]).await, ["199990000"; 3]);
}

#[tokio::test]
async fn memory_that_an_event_needed_is_given_back() {
    let source = "export const handler = async (event) => {
        const kept = [];
        for (let i = 0; i < event; i++) kept.push(new Uint8Array(1 << 20).fill(1));
        return process.memoryUsage().rss < 24 << 20;
    };";
    let function = function("index.mjs", source).memory(256);
    assert_eq!(answers(&function, ["1", "64", "1", "64", "1"]).await, ["true", "false", "true", "false", "true"]);
}

#[tokio::test]
async fn random_values_are_new_in_each_event() {
    let source = "import { randomUUID, randomBytes } from 'node:crypto';
        Math.random();
        export const handler = async () => [Math.random(), randomUUID(), crypto.randomUUID(), randomBytes(8).toString('hex')].join();";
    let all = answers(&function("index.mjs", source), ["1"; 8]).await;
    let mut seen = std::collections::HashSet::new();
    for value in all.iter().flat_map(|answer| answer.trim_matches('"').split(',')) {
        assert!(seen.insert(value), "{value} twice in {all:?}");
    }
}

#[tokio::test]
async fn after_an_error_the_environment_goes_on_clean() {
    let source = "let broken = false;
        export const handler = async (event) => {
            if (broken) return 'not clean';
            broken = true;
            if (event.fail) throw new TypeError('no');
            return 'clean';
        };";
    let events = ["{}", r#"{"fail":true}"#, "{}"];
    assert_eq!(answers(&function("index.mjs", source), events).await, ["\"clean\"", "TypeError", "\"clean\""]);
}

#[tokio::test]
async fn a_module_of_ones_own_goes_back_too() {
    let source = r#"(module
        (import "coldstart" "respond" (func $respond (param i32 i32)))
        (memory (export "memory") 1)
        (data (i32.const 0) "0")
        (func (export "coldstart_alloc") (param i32) (result i32) (i32.const 1024))
        (func (export "coldstart_invoke") (param i32 i32)
            (call $respond (i32.const 0) (i32.const 1))
            (i32.store8 (i32.const 0) (i32.add (i32.load8_u (i32.const 0)) (i32.const 1)))))"#;
    let function = files(RuntimeKind::Provided, "main", &[("main.wat", source)]);
    assert_eq!(answers(&function, ["1", "2", "3"]).await, ["0"; 3]);
}
