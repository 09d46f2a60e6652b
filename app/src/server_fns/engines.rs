//! The engines of languages, which this machine makes once.

use crate::error::UiError;
use api::config::Runtime;
use leptos::prelude::*;

/// The runtimes whose engines are still being made.
#[server]
pub async fn awaited_runtimes() -> Result<Vec<Runtime>, UiError> {
    let _visitor = crate::context::account()?;
    Ok(crate::context::invoker()?.awaited_runtimes())
}
