//! Ruby functions.

mod engine;
mod errors;
mod fresh;
mod gems;
mod handlers;
mod library;
mod limits;
mod logs;
mod missing;

use runtimes::RuntimeKind;

use crate::function::{Function, files};

/// A function of one file.
pub fn ruby(source: &str) -> Function {
    package(&[("lambda_function.rb", source)])
}

/// A function of several files.
pub fn package(these: &[(&str, &str)]) -> Function {
    named("lambda_function.lambda_handler", these)
}

/// The same with a handler of its own.
pub fn named(handler: &str, these: &[(&str, &str)]) -> Function {
    files(RuntimeKind::Ruby, handler, these)
}

/// A function whose handler answers an expression over `event` and `context`, after `before`.
pub fn expression(before: &str, expression: &str) -> Function {
    ruby(&format!("{before}\ndef lambda_handler(event:, context:)\n  {expression}\nend\n"))
}
