#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use super::*;
use api::run::SourcePosition;
use billing::Architecture;

const SETTINGS: RunSettings =
    RunSettings { memory_mib: 128, tmp_mib: 512, timeout_s: 3, architecture: Architecture::X86_64 };

fn error(error_type: &str, message: &str) -> FunctionError {
    let position = Some(SourcePosition { file: "index.mjs".to_owned(), line: 6, column: 3 });
    FunctionError {
        error_type: error_type.to_owned(),
        message: message.to_owned(),
        trace: Vec::new(),
        position,
        report_type: None,
    }
}

fn explained(state: RunState, error_type: &str, message: &str) -> Explanation {
    let (error, metrics) = (error(error_type, message), Metrics::default());
    explain(&Failure { state, error: Some(&error), metrics: &metrics, settings: &SETTINGS })
}

/// Type and message as the runtimes word them, and the row that must answer.
const FAILURES: &[(&str, &str, &str)] = &[
    (
        "Function.ResponseSizeTooLarge",
        "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
        "response-too-large",
    ),
    ("Sandbox.Timedout", "RequestId: x Error: Task timed out after 10.00 seconds", "timeout-init"),
    ("Runtime.MalformedHandlerName", "Bad handler", "handler-malformed"),
    ("Runtime.HandlerNotFound", "index.handler is undefined or not exported", "handler-not-found"),
    (
        "Runtime.ImportModuleError",
        "Error: Cannot find module 'index'\nRequire stack:\n- /var/runtime/index.mjs",
        "module-file-missing",
    ),
    ("Runtime.ImportModuleError", "Error: Cannot find module './util.mjs'", "module-file-missing"),
    ("Runtime.ImportModuleError", "Error: Cannot find module 'axios'", "package-missing"),
    (
        "Runtime.ImportModuleError",
        "Error: Cannot find package 'axios' imported from /var/task/index.mjs",
        "package-missing",
    ),
    ("RangeError", "invalid repeat count", "invalid-length"),
    (
        "Runtime.ImportModuleError",
        "TypeError [ERR_UNKNOWN_FILE_EXTENSION]: Unknown file extension \".tsx\" for /var/task/view.tsx",
        "typescript",
    ),
    ("Runtime.UserCodeSyntaxError", "SyntaxError: Cannot use import statement outside a module", "import-in-commonjs"),
    ("Runtime.UserCodeSyntaxError", "SyntaxError: await is only valid in async functions", "await-outside-async"),
    ("Runtime.UserCodeSyntaxError", "SyntaxError: unexpected token in expression: '='", "syntax"),
    ("SyntaxError", "Unexpected token } in JSON at position 3", "json-parse"),
    ("ReferenceError", "require is not defined", "require-in-module"),
    ("ReferenceError", "document is not defined", "browser-only"),
    ("ReferenceError", "Cannot access 'x' before initialization", "not-initialised"),
    ("ReferenceError", "x is not defined", "not-defined"),
    ("TypeError", "cannot read property 'name' of undefined", "read-of-undefined"),
    ("TypeError", "Cannot read properties of null (reading 'name')", "read-of-undefined"),
    ("TypeError", "event.go is not a function", "not-a-function"),
    ("TypeError", "value is not iterable", "not-iterable"),
    ("TypeError", "'total' is read-only", "read-only"),
    ("TypeError", "not a constructor", "not-a-constructor"),
    ("TypeError", "circular reference", "circular"),
    ("TypeError", "Do not know how to serialize a BigInt", "bigint"),
    ("RangeError", "Maximum call stack size exceeded", "stack-overflow"),
    ("InternalError", "stack overflow", "stack-overflow"),
    ("RangeError", "invalid array length", "invalid-length"),
    ("Error", "EROFS: read-only file system, open '/var/task/x'", "read-only-files"),
    ("Error", "ENOSPC: no space left on device, write", "tmp-full"),
    ("Error", "ENOENT: no such file or directory, open '/tmp/x'", "file-missing"),
    ("Error", "http.request is not available in this sandbox yet", "not-in-sandbox"),
    ("TypeError", "fetch failed", "network"),
    ("Runtime.ExitError", "RequestId: x Error: Runtime exited with error: exit status 127", "exit-code"),
    ("Runtime.ExitError", "RequestId: x Error: Runtime exited without providing a reason", "exit"),
    ("Runtime.UnhandledPromiseRejection", "Error: late", "unhandled-rejection"),
    (
        "Runtime.InvalidModule",
        "no webassembly file for handler `main`: looked for `main.wasm`; package has no files",
        "no-module-file",
    ),
    (
        "Runtime.InvalidModule",
        "`main.wat` exports neither `_start` (a WASI command) nor all of `memory`; it lacks `memory`",
        "wasm-exports",
    ),
    ("Runtime.Trap", "wasm trap: wasm `unreachable` instruction executed", "wasm-unreachable"),
    ("Runtime.Trap", "wasm trap: out of bounds memory access", "wasm-bounds"),
    ("Runtime.Trap", "wasm trap: integer divide by zero", "wasm-divide"),
    ("OrderError", "the order has no items", "thrown"),
    (
        "Runtime.MalformedHandlerName",
        "Bad handler 'x': not enough values to unpack (expected 2, got 1)",
        "python-handler-malformed",
    ),
    ("Runtime.HandlerNotFound", "Handler 'main' missing on module 'lambda_function'", "python-handler-missing"),
    (
        "Runtime.ImportModuleError",
        "Unable to import module 'app': No module named 'app'",
        "python-handler-module-missing",
    ),
    (
        "Runtime.ImportModuleError",
        "Unable to import module 'lambda_function': No module named 'requests'",
        "python-package-missing",
    ),
    ("ModuleNotFoundError", "No module named 'numpy'", "python-package-missing"),
    (
        "Runtime.ImportModuleError",
        "Unable to import module 'a': cannot import name 'b' from 'c' (/var/task/c.py)",
        "python-name-not-importable",
    ),
    (
        "Runtime.UserCodeSyntaxError",
        "Syntax error in module 'a': expected an indented block after 'if' statement on line 2 (a.py, line 3)",
        "python-indentation",
    ),
    ("Runtime.UserCodeSyntaxError", "Syntax error in module 'a': invalid syntax (a.py, line 3)", "python-syntax"),
    (
        "Runtime.InvalidEnvironment",
        "environment variable `PYTHONHASHSEED` cannot be `0` in this sandbox: it is not obeyed here",
        "python-variable-refused",
    ),
    (
        "Runtime.MarshalError",
        "Unable to marshal response: Object of type coroutine is not JSON serializable",
        "python-coroutine",
    ),
    (
        "Runtime.MarshalError",
        "Unable to marshal response: Object of type set is not JSON serializable",
        "python-marshal",
    ),
    ("NameError", "name 'x' is not defined", "python-name"),
    ("TypeError", "'NoneType' object is not subscriptable", "python-none"),
    ("AttributeError", "'dict' object has no attribute 'name'", "python-attribute"),
    ("KeyError", "'name'", "python-key"),
    ("IndexError", "list index out of range", "python-index"),
    ("ZeroDivisionError", "division by zero", "python-division"),
    ("TypeError", "lambda_handler() takes 1 positional argument but 2 were given", "python-argument-count"),
    ("TypeError", "'int' object is not iterable", "python-type"),
    ("JSONDecodeError", "Expecting value: line 1 column 1 (char 0)", "python-json"),
    ("RecursionError", "maximum recursion depth exceeded", "python-recursion"),
    ("MemoryError", "", "python-memory"),
    (
        "RuntimeError",
        "threads are not available in this sandbox: `threading.Thread.start` cannot start `Thread-1`",
        "python-threads",
    ),
    (
        "URLError",
        "<urlopen error [Errno -4] network connections are not available in this sandbox yet: getaddrinfo(`a`)>",
        "python-network",
    ),
    ("Init<ArgumentError>", "Invalid handler [\"app\"], must be of form FILENAME.METHOD", "ruby-handler-malformed"),
    ("Init<LoadError>", "cannot load such file -- httparty", "ruby-not-loaded"),
    ("Init<SyntaxError>", "/var/task/app.rb:2: syntax errors found", "ruby-syntax"),
    (
        "Function<Errno::ENOTSUP>",
        "Not supported - system: there are no other processes in this sandbox",
        "ruby-processes",
    ),
    ("Function<SocketError>", "TCPSocket.new: a function in this sandbox reaches nothing outside yet", "ruby-network"),
    ("Function<fatal>", "No live threads left. Deadlock?", "ruby-deadlock"),
    ("Function<Errno::EROFS>", "Read-only file system @ rb_sysopen - /var/task/a", "ruby-read-only"),
    ("Function<NoMethodError>", "undefined method 'size' for nil", "ruby-nil"),
    ("Function<NoMethodError>", "undefined method 'sise' for an instance of Array", "ruby-method"),
    ("Init<NameError>", "uninitialized constant Nowhere", "ruby-name"),
    ("Function<KeyError>", "key not found: \"name\"", "ruby-key"),
    ("Function<ZeroDivisionError>", "divided by 0", "ruby-division"),
    ("Function<ArgumentError>", "wrong number of arguments (given 1, expected 2)", "ruby-arguments"),
    ("Function<TypeError>", "String can't be coerced into Integer", "ruby-type"),
    ("Function<FrozenError>", "can't modify frozen String: \"a\"", "ruby-frozen"),
    ("Function<JSON::ParserError>", "unexpected end of input", "ruby-json-read"),
    ("Function<JSON::GeneratorError>", "NaN not allowed in JSON", "ruby-json-written"),
    ("Function<SystemStackError>", "stack level too deep", "ruby-recursion"),
    ("Function<SystemExit>", "exit", "ruby-exit"),
    ("Function<Timeout::Error>", "execution expired", "ruby-timeout"),
];

/// The same of errors without a place in the function's own code.
const UNPLACED: &[(&str, &str, &str)] = &[
    ("Init<LoadError>", "cannot load such file -- app", "ruby-handler-file-missing"),
    ("Function<NoMethodError>", "undefined method 'run' for an instance of LambdaHandler", "ruby-handler-missing"),
    ("Function<NameError>", "uninitialized constant Shop", "ruby-handler-class-missing"),
];

#[test]
fn a_failure_that_lambda_itself_met_finds_its_row() {
    for (error_type, message, key) in UNPLACED {
        let error = FunctionError { position: None, ..error(error_type, message) };
        let failure =
            Failure { state: RunState::Failed, error: Some(&error), metrics: &Metrics::default(), settings: &SETTINGS };
        let explained = explain(&failure);
        assert_eq!(explained.key, *key, "{error_type}: {message}");
        let fix = Fix::SetHandler("lambda_function.lambda_handler".to_owned());
        assert_eq!(explained.fixes, [fix]);
    }
}

#[test]
fn every_failure_finds_its_row() {
    for (error_type, message, key) in FAILURES {
        assert_eq!(explained(RunState::Failed, error_type, message).key, *key, "{error_type}: {message}");
    }
}

#[test]
fn every_row_answers_some_failure() {
    let by_state = ["cancelled", "interrupted", "timeout-starved", "timeout", "out-of-memory"];
    for row in table::all() {
        let is_reached =
            by_state.contains(&row.key) || FAILURES.iter().chain(UNPLACED).any(|(.., key)| *key == row.key);
        assert!(is_reached, "no failure reaches `{}`", row.key);
    }
}

#[test]
fn every_sentence_is_short_and_every_placeholder_filled() {
    for row in table::all().chain([&table::LAST]) {
        let failure_error = error("Error", "'thing'");
        let metrics = Metrics::default();
        let failure =
            Failure { state: RunState::Failed, error: Some(&failure_error), metrics: &metrics, settings: &SETTINGS };
        for text in [row.what, row.why] {
            let text = fill(text, &failure, "thing").replace("{last}", "thing");
            assert!(!text.contains(['{', '}']), "{}: {text}", row.key);
            assert!(text.ends_with('.') && text.len() <= 240, "{}: {text}", row.key);
        }
        assert!(row.cures.len() <= 2, "{}", row.key);
    }
}

#[test]
fn a_timeout_offers_more_time_and_a_starved_one_more_cpu() {
    let timeout = explained(RunState::TimedOut, "Sandbox.Timedout", "Task timed out after 3.00 seconds");
    assert_eq!(timeout.fixes.first(), Some(&Fix::SetTimeout(10)));
    assert_eq!(timeout.what, "The function was still running when its 3 s were up, so it was stopped.");
    let error = error("Sandbox.Timedout", "");
    let metrics = Metrics { duration_us: 3_000_000, throttled_us: 2_700_000, ..Metrics::default() };
    let failure = Failure { state: RunState::TimedOut, error: Some(&error), metrics: &metrics, settings: &SETTINGS };
    let starved = explain(&failure);
    assert_eq!(starved.key, "timeout-starved");
    assert_eq!(starved.fixes, [Fix::SetMemory(1_769), Fix::SetTimeout(10)]);
    assert!(starved.what.ends_with("it waited for its 7 % of a CPU."));
}

#[test]
fn fixes_stop_at_the_limits() {
    let offered = [3, 4, 60, 899, 900].map(steps::longer_timeout);
    assert_eq!(offered, [Some(10), Some(10), Some(120), Some(900), None]);
    let offered = [128, 200, 256, 8_192, 10_239, 10_240].map(steps::more_memory);
    assert_eq!(offered, [Some(256), Some(256), Some(512), Some(10_240), Some(10_240), None]);
}

#[test]
fn a_missing_file_is_added_where_it_was_looked_for() {
    let check = |name: &str, expected: Option<&str>| {
        assert_eq!(steps::missing_file(name).map(|(path, _)| path).as_deref(), expected, "{name}");
    };
    check("./util.mjs", Some("util.mjs"));
    check("./lib/util", Some("lib/util.mjs"));
    check("/var/task/data.json", Some("data.json"));
    check("index", Some("index.mjs"));
    check("axios", None);
    check("../secret.mjs", None);
    check("node:fs", None);
    let message = "Unable to import module 'lambda_function': No module named 'lambda_function'";
    let added = explained(RunState::Failed, "Runtime.ImportModuleError", message);
    assert_eq!(added.fixes.first().map(Fix::label).as_deref(), Some("Add lambda_function.py"));
    let added = explained(RunState::Failed, "Runtime.ImportModuleError", "Error: Cannot find module './util.mjs'");
    assert_eq!(added.fixes.first().map(Fix::label).as_deref(), Some("Add util.mjs"));
}

#[test]
fn the_place_of_an_error_is_one_click_away() {
    let thrown = explained(RunState::Failed, "OrderError", "no items");
    assert_eq!(thrown.what, "The function ended with an error of its own: OrderError.");
    assert_eq!(thrown.fixes.first().map(Fix::label).as_deref(), Some("Go to index.mjs, line 6"));
}

#[test]
fn a_name_is_found_in_quotes_or_in_front() {
    let check = |message: &str, expected: &str| assert_eq!(named_in(message), expected);
    check("Cannot find module './a.mjs' imported from `b`", "./a.mjs");
    check("process2 is not defined", "process2");
    check("", "");
    check("don't", "don't");
}
