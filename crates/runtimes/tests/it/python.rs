//! Python functions.

mod engine;
mod errors;
mod fresh;
mod handlers;
mod library;
mod limits;
mod logs;
mod missing;

use runtimes::RuntimeKind;

use crate::function::{Function, files};

/// A function of one file.
pub fn python(source: &str) -> Function {
    package(&[("lambda_function.py", source)])
}

/// A function of several files.
pub fn package(these: &[(&str, &str)]) -> Function {
    files(RuntimeKind::Python, "lambda_function.lambda_handler", these)
}

/// A function whose handler answers an expression over `event` and `context`, after `imports`.
pub fn expression(imports: &str, expression: &str) -> Function {
    python(&format!("{imports}\ndef lambda_handler(event, context):\n    return {expression}\n"))
}
