//! What the caller and the log get of errors, and where in the source they are.

use serde_json::json;

use super::{expression, named, package, ruby};

#[tokio::test]
async fn an_error_of_the_handler_has_lambdas_shape() {
    let source = "def lambda_handler(event:, context:)\n  check(event)\nend\ndef check(event)\n  raise ArgumentError, 'no name'\nend";
    let run = ruby(source).invoke("{}").await;
    let (error, payload) = run.error();
    let expected = json!({
        "errorMessage": "no name",
        "errorType": "Function<ArgumentError>",
        "stackTrace": [
            "/var/task/lambda_function.rb:5:in 'Object#check'", "/var/task/lambda_function.rb:2:in 'Object#lambda_handler'"
        ]
    });
    assert_eq!(payload, expected);
    assert_eq!(error.error_type, "Function<ArgumentError>");
    let location = error.location.clone().unwrap();
    assert_eq!((location.file.as_str(), location.line), ("/var/task/lambda_function.rb", 5));
    assert_eq!(run.lines[0], "Error raised from handler method");
    assert_eq!(serde_json::from_str::<serde_json::Value>(&run.lines[1]).unwrap(), expected);
}

#[tokio::test]
async fn errors_of_the_handler_by_kind() {
    for (expression_text, error_type, message, log) in [
        ("raise 'boom'", "Function<RuntimeError>", "boom", "Error raised from handler method"),
        (
            "nothing_here",
            "Function<NameError>",
            "undefined local variable or method 'nothing_here' for an instance of LambdaHandler",
            "Critical exception from handler",
        ),
        ("nil.size", "Function<NoMethodError>", "undefined method 'size' for nil", "Critical exception from handler"),
        ("1 / 0", "Function<ZeroDivisionError>", "divided by 0", "Error raised from handler method"),
        ("JSON.parse('{')", "Function<JSON::ParserError>", "", "Error raised from handler method"),
        ("raise Exception, 'all'", "Function<Exception>", "all", "Critical exception from handler"),
        ("raise Own.new", "Function<Own>", "message of Own failed", "Error raised from handler method"),
        (
            "lambda_handler(event:, context:)",
            "Function<SystemStackError>",
            "stack level too deep",
            "Critical exception from handler",
        ),
        ("throw :ball", "Function<UncaughtThrowError>", "uncaught throw :ball", "Error raised from handler method"),
    ] {
        let before = "class Own < StandardError\n  def message = raise('in message')\nend";
        let run = expression(before, expression_text).invoke("{}").await;
        let (_, payload) = run.error();
        assert_eq!(payload["errorType"], error_type);
        if !message.is_empty() {
            assert_eq!(payload["errorMessage"], message);
        }
        assert_eq!(run.lines[0], log, "{expression_text}");
        assert!(payload["stackTrace"].as_array().unwrap().len() <= 100);
    }
}

#[tokio::test]
async fn errors_of_init_by_kind() {
    for (source, error_type, message, line) in [
        ("raise 'early'", "Init<RuntimeError>", "early", Some(1)),
        ("\nrequire 'nowhere'", "Init<LoadError>", "cannot load such file -- nowhere", Some(2)),
        ("\n\nNowhere", "Init<NameError>", "uninitialized constant Nowhere", Some(3)),
    ] {
        let run = ruby(source).invoke("{}").await;
        let (error, payload) = run.error();
        assert_eq!((&payload["errorType"], &payload["errorMessage"]), (&json!(error_type), &json!(message)));
        assert_eq!(error.location.as_ref().map(|location| location.line), line, "{source}");
        assert_eq!(run.lines[0], "Init error when loading handler ");
    }
}

#[tokio::test]
async fn a_syntax_error_is_marked_where_it_is() {
    let run = package(&[("lambda_function.rb", "require_relative 'lib'"), ("lib.rb", "def a\n  1 +\nend\n")])
        .invoke("{}")
        .await;
    let (error, payload) = run.error();
    assert_eq!(payload["errorType"], "Init<SyntaxError>");
    let message = payload["errorMessage"].as_str().unwrap();
    assert!(message.starts_with("/var/task/lib.rb:3: syntax error"), "{message}");
    let location = error.location.clone().unwrap();
    assert_eq!((location.file.as_str(), location.line), ("/var/task/lib.rb", 3));
}

#[tokio::test]
async fn handlers_that_are_not_there() {
    let one = [("app.rb", "module Shop; end\ndef self.nothing; end")];
    for (handler, error_type, message) in [
        ("nowhere.run", "Init<LoadError>", "cannot load such file -- nowhere"),
        ("app.run", "Function<NoMethodError>", "undefined method 'run' for an instance of LambdaHandler"),
        ("app.Shop.run", "Function<NoMethodError>", "undefined method 'run' for module Shop"),
        ("app.Store.run", "Function<NameError>", "uninitialized constant Kernel::Store"),
    ] {
        let run = named(handler, &one).invoke("{}").await;
        let (_, payload) = run.error();
        assert_eq!((&payload["errorType"], &payload["errorMessage"]), (&json!(error_type), &json!(message)));
    }
    for handler in ["app", "a.b.c.d"] {
        let run = named(handler, &one).invoke("{}").await;
        let (_, payload) = run.error();
        assert_eq!(payload["errorType"], "Init<ArgumentError>");
        assert!(payload["errorMessage"].as_str().unwrap().starts_with("Invalid handler ["));
    }
}

#[tokio::test]
async fn arguments_that_do_not_fit_are_the_functions_error() {
    let run = ruby("def lambda_handler(event, context)\nend").invoke("{}").await;
    assert_eq!(run.error().1["errorMessage"], "wrong number of arguments (given 1, expected 2)");
    let run = ruby("def lambda_handler(event:)\nend").invoke("{}").await;
    assert_eq!(run.error().1["errorMessage"], "unknown keyword: :context");
}
