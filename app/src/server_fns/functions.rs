//! Making, listing, deleting and bringing back functions.

use crate::error::UiError;
use crate::templates::TemplateId;
use api::function::FunctionSummary;
use api::id::FunctionName;
use leptos::prelude::*;

/// Lists all functions, newest change first.
#[server]
pub async fn list_functions() -> Result<Vec<FunctionSummary>, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    Ok(control.functions(&account).await?)
}

/// Makes a function from a template and opens its playground. Without a name it gets a fresh one.
#[server]
pub async fn create_from_template(
    /// What it starts from.
    template: TemplateId,
    /// What it is called; empty for a fresh name.
    name: Option<String>,
) -> Result<(), UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    let function = ssr::create(&account, control.as_ref(), template, name.unwrap_or_default()).await?;
    leptos_axum::redirect(&crate::path::playground(&function));
    Ok(())
}

/// Puts a function into the bin.
#[server]
pub async fn delete_function(
    /// Which.
    name: FunctionName,
) -> Result<FunctionName, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    control.delete_function(&account, &name).await?;
    crate::context::redirect_form(&crate::path::functions_after_delete(&name));
    Ok(name)
}

/// Brings a function back from the bin.
#[server]
pub async fn undelete_function(
    /// Which.
    name: FunctionName,
) -> Result<FunctionName, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    control.undelete_function(&account, &name).await?;
    crate::context::redirect_form(&crate::path::functions());
    Ok(name)
}

#[cfg(feature = "ssr")]
mod ssr;
