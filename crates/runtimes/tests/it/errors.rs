use runtimes::{PrepareError, RuntimeKind};
use sandbox::{Outcome, SourceLocation};

use crate::function::{Run, files, function};

/// Where in its line an expression is said to be differs between engines.
const ANY_COLUMN: u32 = 0;

/// Names and texts.
type Files<'a> = &'a [(&'a str, &'a str)];

struct Expected {
    error_type: &'static str,
    message: &'static str,
    place: Option<(&'static str, u32, u32)>,
}

fn check(run: &Run, expected: &Expected, why: &str) {
    let (error, payload) = run.error();
    assert_eq!(error.error_type, expected.error_type, "{why}: {payload}");
    assert_eq!(payload["errorType"], expected.error_type, "{why}");
    let message = payload["errorMessage"].as_str().unwrap();
    assert!(message.starts_with(expected.message), "{why}: {message}");
    assert!(payload["trace"].is_array(), "{why}");
    let place = expected.place.map(|(file, line, column)| {
        let column = if column == ANY_COLUMN { error.location.as_ref().unwrap().column } else { column };
        SourceLocation { file: file.to_owned(), line, column }
    });
    assert_eq!(error.location, place, "{why}: {payload}");
}

const HANDLER_CASES: &[(&str, &str, Expected)] = &[
    (
        "index.mjs",
        "export const handler = async () => {\n  const x = 1;\n  throw new TypeError('boom');\n};",
        Expected { error_type: "TypeError", message: "boom", place: Some(("/var/task/index.mjs", 3, ANY_COLUMN)) },
    ),
    (
        "index.js",
        "function inner() {\n  throw new RangeError('deep');\n}\nexports.handler = async () => inner();",
        Expected { error_type: "RangeError", message: "deep", place: Some(("/var/task/index.js", 2, ANY_COLUMN)) },
    ),
    (
        "index.js",
        "class OrderError extends Error {}\nexports.handler = async () => { throw new OrderError('own') };",
        Expected { error_type: "OrderError", message: "own", place: Some(("/var/task/index.js", 2, ANY_COLUMN)) },
    ),
    (
        "index.js",
        "exports.handler = async () => { throw 'text' };",
        Expected { error_type: "string", message: "text", place: None },
    ),
    (
        "index.js",
        "exports.handler = async () => { throw null };",
        Expected { error_type: "object", message: "null", place: None },
    ),
    (
        "index.js",
        "exports.handler = (e, c, callback) => callback('no');",
        Expected { error_type: "string", message: "no", place: None },
    ),
    (
        "index.js",
        "exports.handler = async () => {\n  Promise.reject(new Error('lost'));\n  await new Promise((resolve) => setTimeout(resolve, 5));\n};",
        Expected {
            error_type: "Runtime.UnhandledPromiseRejection",
            message: "Error: lost",
            place: Some(("/var/task/index.js", 2, ANY_COLUMN)),
        },
    ),
    (
        "index.js",
        "exports.handler = async () => {\n  setTimeout(() => { throw new Error('late'); }, 1);\n  await new Promise((resolve) => setTimeout(resolve, 60000));\n};",
        Expected { error_type: "Error", message: "late", place: Some(("/var/task/index.js", 2, ANY_COLUMN)) },
    ),
    (
        "index.js",
        "exports.handler = async () => { const a = {}; a.a = a; return a };",
        Expected { error_type: "Runtime.MarshalError", message: "Unable to stringify response body", place: None },
    ),
    (
        "index.js",
        "exports.handler = async () => 1n;",
        Expected { error_type: "Runtime.MarshalError", message: "Unable to stringify response body", place: None },
    ),
    (
        "index.js",
        "exports.handler = async () => 'x'.repeat(1e10);",
        Expected { error_type: "RangeError", message: "", place: Some(("/var/task/index.js", 1, ANY_COLUMN)) },
    ),
    (
        "index.js",
        "const f = () => f() + 1;\nexports.handler = async () => f();",
        Expected {
            error_type: "RangeError",
            message: "Maximum call stack size exceeded",
            // No room is left to say where.
            place: None,
        },
    ),
    (
        "index.js",
        "exports.handler = async () => fetch('https://example.com/');",
        Expected {
            error_type: "TypeError",
            message: "fetch failed: outbound calls are not available",
            place: Some(("/var/task/index.js", 1, ANY_COLUMN)),
        },
    ),
];

#[tokio::test]
async fn errors_of_a_handler_have_type_message_trace_and_place() {
    for (file, source, expected) in HANDLER_CASES {
        let run = function(file, source).invoke("{}").await;
        check(&run, expected, source);
        assert!(run.lines.last().unwrap().contains("\tERROR\t"), "{source}: {:?}", run.lines);
    }
}

const fn syntax(file: &'static str, line: u32, column: u32) -> Expected {
    Expected { error_type: "Runtime.UserCodeSyntaxError", message: "SyntaxError: ", place: Some((file, line, column)) }
}

const INIT_CASES: &[(&str, Files<'_>, Expected)] = &[
    (
        "index.handler",
        &[("index.js", "const a = 1;\nexports.handler = async () => {\n  return a +;\n};")],
        syntax("/var/task/index.js", 3, 13),
    ),
    (
        "index.handler",
        &[("index.mjs", "export const handler = async () => {\n  cons x = 1;\n};")],
        syntax("/var/task/index.mjs", 2, 8),
    ),
    (
        "index.handler",
        &[("index.js", "exports.handler = require('./part').run"), ("part.js", "\n\nlet let = 1")],
        syntax("/var/task/part.js", 3, 5),
    ),
    (
        "index.handler",
        &[
            ("index.mjs", "import { run } from './part.mjs'; export const handler = run"),
            ("part.mjs", "export const run = ("),
        ],
        syntax("/var/task/part.mjs", 1, 21),
    ),
    (
        "index.handler",
        &[],
        Expected {
            error_type: "Runtime.ImportModuleError",
            message: "Error: Cannot find module 'index'\nRequire stack:\n- /var/runtime/index.mjs",
            place: None,
        },
    ),
    (
        "index.handler",
        &[("index.js", "\nrequire('express')")],
        Expected {
            error_type: "Runtime.ImportModuleError",
            message: "Error: Cannot find module 'express'\nRequire stack:\n- /var/task/index.js",
            place: Some(("/var/task/index.js", 2, ANY_COLUMN)),
        },
    ),
    (
        "index.handler",
        &[("index.js", "require('http')")],
        Expected {
            error_type: "Runtime.ImportModuleError",
            message: "Error: Cannot find module 'http' (not available in this sandbox; it has assert, async_hooks, buffer, ",
            place: Some(("/var/task/index.js", 1, ANY_COLUMN)),
        },
    ),
    (
        "index.handler",
        &[("index.mjs", "import x from 'express'")],
        Expected {
            error_type: "Runtime.ImportModuleError",
            message: "Error: Cannot find package 'express' imported from /var/task/index.mjs",
            place: None,
        },
    ),
    (
        "index.handler",
        &[("index.mjs", "import './part'"), ("part.mjs", "")],
        Expected {
            error_type: "Runtime.ImportModuleError",
            message: "Error: Cannot find module '/var/task/part' imported from /var/task/index.mjs",
            place: None,
        },
    ),
    (
        "index.handler",
        &[("index.js", "exports.other = 1")],
        Expected {
            error_type: "Runtime.HandlerNotFound",
            message: "index.handler is undefined or not exported",
            place: None,
        },
    ),
    (
        "index.handler",
        &[("index.js", "exports.handler = 'text'")],
        Expected { error_type: "Runtime.HandlerNotFound", message: "index.handler is not a function", place: None },
    ),
    (
        "index",
        &[("index.js", "")],
        Expected { error_type: "Runtime.MalformedHandlerName", message: "Bad handler", place: None },
    ),
    (
        "../index.handler",
        &[("index.js", "")],
        Expected {
            error_type: "Runtime.MalformedHandlerName",
            message: "'../index.handler' is not a valid handler name.",
            place: None,
        },
    ),
    (
        "index.handler",
        &[("index.js", "const a = undefined;\na.b();")],
        Expected { error_type: "TypeError", message: "", place: Some(("/var/task/index.js", 2, ANY_COLUMN)) },
    ),
    (
        "index.handler",
        &[("index.js", "")],
        Expected {
            error_type: "Runtime.HandlerNotFound",
            message: "index.handler is undefined or not exported",
            place: None,
        },
    ),
];

#[tokio::test]
async fn errors_of_init_are_those_of_lambda() {
    for (handler, package, expected) in INIT_CASES {
        let run = files(RuntimeKind::NodeJs, handler, package).invoke("{}").await;
        check(&run, expected, &format!("{handler} {package:?}"));
        assert!(run.lines[0].contains("\tundefined\tERROR\tUncaught Exception \t{\"errorType\":"), "{:?}", run.lines);
    }
}

#[tokio::test]
async fn exits_keep_their_code() {
    for (source, code) in [
        ("exports.handler = async () => process.exit(3)", 3),
        ("exports.handler = async () => process.exit()", 0),
        ("process.exit(7)", 7),
        ("process.exitCode = 9; exports.handler = async () => process.exit()", 9),
    ] {
        assert_eq!(function("index.js", source).invoke("{}").await.outcome, Outcome::Exited { code }, "{source}");
    }
}

#[tokio::test]
async fn process_handlers_catch_what_nobody_caught() {
    let source = "process.on('unhandledRejection', (reason) => console.log('caught', reason.message));
    process.on('uncaughtException', (error) => console.log('also', error.message));
    exports.handler = async () => {
        Promise.reject(new Error('one'));
        setTimeout(() => { throw new Error('two') }, 1);
        await new Promise((resolve) => setTimeout(resolve, 10));
        return 'fine';
    }";
    let run = function("index.js", source).invoke("{}").await;
    assert_eq!(run.texts(), ["caught one", "also two"]);
    assert_eq!(run.answer(), "\"fine\"");
}

#[tokio::test]
async fn hostile_names_are_refused_before_the_start() {
    for name in ["/etc/passwd", "../x", "a//b", "a/./b", "a\\b", "", "a\0b", "a/../../b"] {
        let refused = function(name, "x").prepare().await;
        assert!(matches!(refused, Err(PrepareError::FileName { .. })), "{name:?}");
    }
}

#[tokio::test]
async fn an_event_that_is_no_json_is_an_error_of_the_run() {
    let run = function("index.js", "exports.handler = async () => 1").invoke("{not json").await;
    assert_eq!(run.error().0.error_type, "SyntaxError");
}

#[tokio::test]
async fn invalid_utf8_is_replaced_as_node_does() {
    let mut source = b"exports.handler = async () => 'a".to_vec();
    source.extend_from_slice(b"\xff'");
    let text = String::from_utf8_lossy(&source).into_owned();
    assert_eq!(function("index.js", &text).invoke("{}").await.answer(), "\"a\u{fffd}\"");
}
