//! What the caller gets, what the log shows, and where in the source it was.

use sandbox::{Outcome, SourceLocation};
use serde_json::json;

use super::{package, python};
use crate::function::{REQUEST, files};
use runtimes::RuntimeKind;

fn at(file: &str, line: u32, column: u32) -> Option<SourceLocation> {
    Some(SourceLocation { file: format!("/var/task/{file}"), line, column })
}

#[tokio::test]
async fn an_exception_has_lambdas_form_in_answer_and_log() {
    let source = "\
class OutOfStock(Exception):
    pass

def reserve(wanted):
    raise OutOfStock(f'{wanted} wanted')

def lambda_handler(event, context):
    return reserve(event['wanted'])
";
    let run = python(source).invoke(r#"{"wanted": 7}"#).await;
    let (error, payload) = run.error();
    let trace = [
        "  File \"/var/task/lambda_function.py\", line 8, in lambda_handler\n    return reserve(event['wanted'])\n",
        "  File \"/var/task/lambda_function.py\", line 5, in reserve\n    raise OutOfStock(f'{wanted} wanted')\n",
    ];
    let expected =
        json!({ "errorMessage": "7 wanted", "errorType": "OutOfStock", "requestId": REQUEST, "stackTrace": trace });
    assert_eq!(payload, expected);
    assert_eq!(error.error_type, "OutOfStock");
    assert_eq!(error.location, at("lambda_function.py", 5, 5));
    let log =
        "[ERROR] OutOfStock: 7 wanted\nTraceback (most recent call last):\n".to_owned() + trace.concat().trim_end();
    assert_eq!(run.lines, [log]);
}

#[tokio::test]
async fn frames_of_the_standard_library_are_shown_with_their_lines() {
    let source = "import json\ndef lambda_handler(event, context):\n    return json.loads('{')\n";
    let run = python(source).invoke("{}").await;
    let (error, payload) = run.error();
    assert_eq!(error.error_type, "JSONDecodeError");
    assert_eq!(error.location, at("lambda_function.py", 3, 12));
    let trace = payload["stackTrace"].as_array().unwrap();
    let second = trace[1].as_str().unwrap();
    assert_eq!(
        second,
        "  File \"/var/lang/lib/python3.13/json/__init__.py\", line 346, in loads\n    return _default_decoder.decode(s)\n"
    );
}

const BROKEN: &str = "def lambda_handler(event, context):\n    return (1\n";
/// Handler, `a.py`, error type, message, line and column.
type Fault = (&'static str, &'static str, &'static str, &'static str, Option<(u32, u32)>);

const FAULTS: &[Fault] = &[
    ("gone.main", "", "Runtime.ImportModuleError", "Unable to import module 'gone': No module named 'gone'", None),
    (
        "a.main",
        "x = 1\nimport requests",
        "Runtime.ImportModuleError",
        "Unable to import module 'a': No module named 'requests'",
        Some((2, 1)),
    ),
    (
        "a.main",
        "from json import nothing",
        "Runtime.ImportModuleError",
        "Unable to import module 'a': cannot import name 'nothing' from 'json' (/var/lang/lib/python313.zip/json/__init__.pyc)",
        Some((1, 1)),
    ),
    ("a.main", "def other(): pass", "Runtime.HandlerNotFound", "Handler 'main' missing on module 'a'", None),
    ("a", "", "Runtime.MalformedHandlerName", "Bad handler 'a': not enough values to unpack (expected 2, got 1)", None),
    ("sys.exit", "", "Runtime.BuiltInModuleConflict", "Cannot use built-in module sys as a handler module", None),
    (
        "a.main",
        BROKEN,
        "Runtime.UserCodeSyntaxError",
        "Syntax error in module 'a': '(' was never closed (a.py, line 2)",
        Some((2, 12)),
    ),
    (
        "a.main",
        "if True:\nx = 1",
        "Runtime.UserCodeSyntaxError",
        "Syntax error in module 'a': expected an indented block after 'if' statement on line 1 (a.py, line 2)",
        Some((2, 1)),
    ),
    ("a.main", "x = 1\ny = x / 0", "ZeroDivisionError", "division by zero", Some((2, 5))),
];

#[tokio::test]
async fn faults_of_loading_have_lambdas_names() {
    for (handler, source, error_type, message, place) in FAULTS {
        let run = files(RuntimeKind::Python, handler, &[("a.py", source)]).invoke("{}").await;
        let (error, payload) = run.error();
        assert_eq!((error.error_type.as_str(), payload["errorMessage"].as_str().unwrap()), (*error_type, *message));
        assert_eq!(error.location, place.and_then(|(line, column)| at("a.py", line, column)), "{message}");
        assert_eq!(payload["requestId"], "", "{message}");
        assert!(payload["stackTrace"].is_array());
        assert!(run.lines[0].starts_with(&format!("[ERROR] {error_type}: {message}\nTraceback")), "{:?}", run.lines);
    }
}

#[tokio::test]
async fn a_syntax_error_says_its_place_in_the_log() {
    let run = python("def lambda_handler(event, context)\n    return 1").invoke("{}").await;
    let log = "[ERROR] Runtime.UserCodeSyntaxError: Syntax error in module 'lambda_function': expected ':' (lambda_function.py, line 1)\n\
               Traceback (most recent call last):\n  File \"/var/task/lambda_function.py\" Line 1\n    def lambda_handler(event, context)";
    assert_eq!(run.lines, [log]);
}

#[tokio::test]
async fn a_fault_in_an_imported_module_is_marked_there() {
    let run = package(&[
        ("lambda_function.py", "import part\ndef lambda_handler(e, c): pass"),
        ("part.py", "def f(:\n  pass"),
    ])
    .invoke("{}")
    .await;
    let (error, payload) = run.error();
    assert_eq!(payload["errorMessage"], "Syntax error in module 'lambda_function': invalid syntax (part.py, line 1)");
    assert_eq!(error.location, at("part.py", 1, 7));
}

#[tokio::test]
async fn python_keeps_its_own_limits() {
    for (body, error_type) in [
        ("f = lambda: f()\n    f()", "RecursionError"),
        ("x = []\n    for _ in range(10**5): x = [x]\n    return repr(x)", "RecursionError"),
        ("import json\n    return json.loads('[' * 10**5)", "RecursionError"),
        ("import ast\n    ast.parse('(' * 10**5)", "MemoryError"),
        ("import ast\n    ast.parse('-' * 10**5 + '1')", "MemoryError"),
        ("return bytearray(2**31 - 1)[0:1] * 2**31", "MemoryError"),
        ("return 10 ** 10**4 and str(10 ** 10**4)", "ValueError"),
        ("a = {}\n    a['a'] = a\n    return a", "Runtime.MarshalError"),
    ] {
        let run = python(&format!("def lambda_handler(event, context):\n    {body}")).invoke("{}").await;
        match &run.outcome {
            Outcome::Failed(error) => assert_eq!(error.error_type, error_type, "{body}"),
            outcome => assert_eq!((outcome, error_type), (&Outcome::OutOfMemory, "MemoryError"), "{body}"),
        }
    }
}

#[tokio::test]
async fn an_odd_exception_is_reported_all_the_same() {
    let source = "
class Odd(Exception):
    def __str__(self): raise ValueError('no text')
def lambda_handler(event, context):
    raise Odd()";
    let run = python(source).invoke("{}").await;
    assert_eq!(run.error().1["errorMessage"], "<exception str() failed>");
    let run = python("def lambda_handler(event, context):\n    raise KeyboardInterrupt('stop')").invoke("{}").await;
    assert_eq!(run.outcome, Outcome::Exited { code: 1 });
    assert_eq!(run.lines.last().unwrap(), "KeyboardInterrupt: stop");
    let run = python("def lambda_handler(event, context):\n    raise ValueError('lone \\ud800')").invoke("{}").await;
    assert_eq!(run.error().1["errorMessage"], "lone ?");
}

#[tokio::test]
async fn an_event_that_is_no_json_is_refused() {
    let run = python("def lambda_handler(event, context): return 1").invoke("{").await;
    let (error, payload) = run.error();
    assert_eq!(error.error_type, "Runtime.UnmarshalError");
    let message = payload["errorMessage"].as_str().unwrap();
    assert!(message.starts_with("Unable to unmarshal input: Expecting property name"), "{message}");
}
