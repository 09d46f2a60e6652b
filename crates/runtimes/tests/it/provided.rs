use runtimes::{PrepareError, RuntimeKind};
use sandbox::{Outcome, SourceLocation};

use crate::function::{Function, files};

const HELLO: &str = include_str!("../functions/hello.wat");

fn wat(handler: &str, package: &[(&str, &str)]) -> Function {
    files(RuntimeKind::Provided, handler, package)
}

#[tokio::test]
async fn the_hello_of_the_documentation_answers() {
    let documentation = include_str!("../../../../docs/provided-runtime.md");
    assert!(documentation.contains(HELLO), "docs/provided-runtime.md does not show tests/functions/hello.wat");
    assert!(HELLO.lines().count() < 25);
    let run = wat("main", &[("main.wat", HELLO)]).invoke("{}").await;
    assert_eq!(run.answer(), r#"{"message":"hello"}"#);
    assert_eq!(run.lines, ["hello from webassembly"]);
}

#[tokio::test]
async fn the_file_is_found_by_the_handler() {
    for (handler, file) in
        [("main.wat", "main.wat"), ("src/hello", "src/hello.wat"), ("any.handler", "bootstrap.wat"), ("x", "only.wat")]
    {
        assert!(wat(handler, &[(file, HELLO), ("README.md", "")]).prepare().await.is_ok(), "{handler} {file}");
    }
    let missing = wat("x", &[("a.wat", HELLO), ("b.wat", HELLO)]).prepare().await;
    assert!(matches!(missing, Err(PrepareError::NoModule { has, .. }) if has == "`a.wat`, `b.wat`"));
}

#[tokio::test]
async fn errors_in_the_text_have_a_place() {
    let error = wat("main", &[("main.wat", "(module\n  (func (result i32)\n    (i32.cons 1)))")])
        .prepare()
        .await
        .err()
        .unwrap();
    assert_eq!(error.location(), Some(&SourceLocation { file: "/var/task/main.wat".to_owned(), line: 3, column: 6 }));
    assert!(error.to_string().contains("unknown operator"), "{error}");
}

#[tokio::test]
async fn a_module_that_is_wrong_is_explained() {
    let cases = [
        ("(module)", "lacks `memory`, `coldstart_alloc`, `coldstart_invoke`"),
        ("(module (memory (export \"memory\") 1) (func (export \"coldstart_alloc\")))", "lacks `coldstart_invoke`"),
        ("(module (import \"env\" \"x\" (func)))", "unknown import"),
        ("(module (func (result i32)))", "type mismatch"),
        ("\0\0\0\0", ""),
    ];
    for (source, message) in cases {
        let error = wat("main", &[("main.wat", source)]).prepare().await.err().unwrap();
        assert!(error.to_string().contains(message), "{source}: {error}");
    }
}

#[tokio::test]
async fn traps_and_failures_are_outcomes() {
    let trap = HELLO.replace("(call $log (i32.const 1) (i32.const 0) (i32.const 22))", "unreachable");
    let run = wat("main", &[("main.wat", &trap)]).invoke("{}").await;
    assert!(matches!(run.outcome, Outcome::Trapped { .. }));
    let fail = HELLO
        .replace("\"respond\" (func $respond (param i32 i32))", "\"fail\" (func $fail (param i32 i32 i32 i32))")
        .replace("(call $respond (i32.const 64)", "(call $fail (i32.const 0) (i32.const 5) (i32.const 64)");
    let run = wat("main", &[("main.wat", &fail)]).invoke("{}").await;
    // Its payload is a JSON object, so it is kept.
    assert_eq!(run.error().1, serde_json::json!({ "message": "hello" }));
    let text = fail.replace("(i32.const 64) (i32.const 19)", "(i32.const 0) (i32.const 22)");
    let run = wat("main", &[("main.wat", &text)]).invoke("{}").await;
    let expected = serde_json::json!({ "errorType": "hello", "errorMessage": "hello from webassembly", "trace": [] });
    assert_eq!(run.error().1, expected);
}
