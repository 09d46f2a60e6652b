//! Events, answers, the context, and how the handler is found.

use runtimes::RuntimeKind;
use sandbox::Outcome;

use super::{expression, package, python};
use crate::function::{REQUEST, files};

#[tokio::test]
async fn an_event_becomes_an_answer() {
    let source =
        "def lambda_handler(event, context):\n    print('hello', event['name'])\n    return {'hello': event['name']}";
    let run = python(source).invoke(r#"{"name":"wörld"}"#).await;
    assert_eq!(run.answer(), r#"{"hello": "wörld"}"#);
    assert_eq!(run.lines, ["hello wörld"]);
}

#[tokio::test]
async fn answers_are_written_as_lambdas_client_writes_them() {
    for (value, json) in [
        ("None", "null"),
        ("event", r#"{"a": [1, 2.5, "x"]}"#),
        ("(1, True, 'ü \\u20ac \\n')", r#"[1, true, "ü € \n"]"#),
        ("{1: 'one', None: 0}", r#"{"1": "one", "null": 0}"#),
        ("Decimal('1.10')", "1.10"),
        ("[Decimal('12345678901234567890.123'), Decimal('1E+3'), '\"']", r#"[12345678901234567890.123, 1E+3, "\""]"#),
        ("float('nan')", "NaN"),
        ("Decimal('nan')", "NaN"),
        ("b'raw \\xff bytes'.replace(b'\\xff', b'')", "raw  bytes"),
        ("{'inner': b'text'}", r#"{"inner": "text"}"#),
        ("''", "\"\""),
    ] {
        let run = expression("from decimal import Decimal", value).invoke(r#"{"a":[1,2.5,"x"]}"#).await;
        assert_eq!(run.answer(), json, "{value}");
    }
}

#[tokio::test]
async fn what_is_no_json_is_a_marshal_error() {
    for (value, reason) in [
        ("{1, 2}", "Object of type set is not JSON serializable"),
        ("datetime.datetime.now()", "Object of type datetime is not JSON serializable"),
        ("object()", "Object of type object is not JSON serializable"),
        ("{(1, 2): 3}", "keys must be str, int, float, bool or None, not tuple"),
        ("answer()", "Object of type coroutine is not JSON serializable"),
        (
            "b''.join([b'\\xff']) and {'a': b'\\xff'}",
            "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
        ),
    ] {
        let run = expression("import datetime\nasync def answer(): pass", value).invoke("{}").await;
        let (error, payload) = run.error();
        assert_eq!(error.error_type, "Runtime.MarshalError", "{value}");
        assert_eq!(payload["errorMessage"], format!("Unable to marshal response: {reason}"), "{value}");
        assert_eq!(payload["requestId"], REQUEST);
    }
}

#[tokio::test]
async fn the_context_is_lambdas() {
    let source = "
def lambda_handler(event, context):
    left = context.get_remaining_time_in_millis()
    assert isinstance(left, int) and 0 < left <= 120_000, left
    assert context.identity.cognito_identity_id is None
    assert context.client_context.client is None and context.client_context.env is None
    context.log('by the context\\n')
    names = ['aws_request_id', 'function_name', 'function_version', 'invoked_function_arn', 'memory_limit_in_mb',
             'log_group_name', 'log_stream_name', 'tenant_id']
    return [getattr(context, name) for name in names] + [context.client_context.custom]";
    let run = python(source).invoke("{}").await;
    let expected = serde_json::json!([
        REQUEST, "orders", "$LATEST", "arn:aws:lambda:eu-west-1:123456789012:function:orders:live", "1769",
        "/aws/lambda/orders", "2026/11/23/[$LATEST]0123", null, { "a": 1 }
    ]);
    assert_eq!(serde_json::from_str::<serde_json::Value>(run.answer()).unwrap(), expected);
    assert_eq!(run.lines, ["by the context"]);
}

#[tokio::test]
async fn variables_are_there_when_the_module_is_imported() {
    let run = expression(
        "import os, sys\nseen = [os.environ['GREETING'], os.environ['AWS_REGION'], os.environ['AWS_EXECUTION_ENV'], os.environ['_HANDLER']]",
        "seen + [os.environ['_X_AMZN_TRACE_ID'], os.getenv('LAMBDA_TASK_ROOT'), os.getcwd(), sys.path[0], sys.version.split()[0][:4]]",
    )
    .invoke("{}")
    .await;
    let expected = r#"["hi", "eu-west-1", "AWS_Lambda_python3.13", "lambda_function.lambda_handler", "Root=1-2-3", "/var/task", "/var/task", "/var/task", "3.13"]"#;
    assert_eq!(run.answer(), expected);
}

#[tokio::test]
async fn the_handler_may_be_deep_in_a_package() {
    let these = [
        ("app/__init__.py", "NAME = 'app'"),
        (
            "app/api/handlers.py",
            "from .. import NAME\nfrom ..util import twice\nimport shared\ndef main(event, context): return [NAME, twice(event), shared.X, __name__]",
        ),
        ("app/util.py", "def twice(x): return 2 * x"),
        ("shared.py", "X = 'shared'"),
    ];
    for handler in ["app.api.handlers.main", "app/api/handlers.main"] {
        let run = files(RuntimeKind::Python, handler, &these).invoke("21").await;
        assert_eq!(run.answer(), r#"["app", 42, "shared", "app.api.handlers"]"#, "{handler}");
    }
}

#[tokio::test]
async fn modules_of_ones_own_go_before_the_standard_library() {
    let run = package(&[
        ("lambda_function.py", "import random, statistics\nfrom uuid.more import y\ndef lambda_handler(e, c): return [random.x, statistics.x, y]"),
        ("random.py", "x = 'mine'"),
        ("statistics/__init__.py", "x = 'my package'"),
        ("uuid/__init__.py", ""),
        ("uuid/more.py", "y = 'and its part'"),
    ])
    .invoke("{}")
    .await;
    assert_eq!(run.answer(), r#"["mine", "my package", "and its part"]"#);
}

#[tokio::test]
async fn data_files_are_read_and_tmp_is_written() {
    let source = "
import json, os, pathlib, tempfile
def lambda_handler(event, context):
    here = pathlib.Path(__file__).parent
    prices = json.loads((here / 'data' / 'prices.json').read_text())
    with tempfile.NamedTemporaryFile('w+', suffix='.txt') as file:
        file.write('kept'); file.seek(0)
        in_tmp, text = file.name.startswith('/tmp/'), file.read()
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, 'a', 'b').mkdir(parents=True)
    try:
        open('/var/task/new', 'w')
    except OSError as error:
        refused = error.strerror
    return [str(here), prices['lamp'], in_tmp, text, os.listdir('/tmp'), sorted(os.listdir('/var/task')), refused]";
    let run = package(&[("lambda_function.py", source), ("data/prices.json", r#"{"lamp": 2490}"#)]).invoke("{}").await;
    assert_eq!(
        run.answer(),
        r#"["/var/task", 2490, true, "kept", [], ["data", "lambda_function.py"], "Read-only file system"]"#
    );
}

#[tokio::test]
async fn leaving_ends_the_environment() {
    for (code, expected) in
        [("sys.exit()", 0), ("sys.exit(3)", 3), ("exit(4)", 4), ("os._exit(5)", 5), ("sys.exit('no more')", 1)]
    {
        let run =
            python(&format!("import os, sys\ndef lambda_handler(event, context):\n    {code}")).invoke("{}").await;
        assert_eq!(run.outcome, Outcome::Exited { code: expected }, "{code}");
        let run = python(&format!("import os, sys\n{code}")).invoke("{}").await;
        assert_eq!(run.outcome, Outcome::Exited { code: expected }, "{code} in INIT");
    }
}

#[tokio::test]
async fn a_class_or_an_object_can_be_the_handler() {
    let source = "
class Handler:
    def __call__(self, event, context): return self.answer(event)
    def answer(self, event): return {'got': event}
lambda_handler = Handler()";
    assert_eq!(python(source).invoke("[1]").await.answer(), r#"{"got": [1]}"#);
}
