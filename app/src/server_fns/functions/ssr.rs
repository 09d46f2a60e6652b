//! The server's side of making a function.

use crate::error::UiError;
use crate::templates::{TemplateId, name};
use api::control_plane::ControlPlane;
use api::error::{ApiError, ErrorCode};
use api::function::CreateFunction;
use api::id::{AccountId, FunctionName};
use api::test_event::TestEventName;

/// Tries with a fresh name before giving up: two tabs may be given the same suggestion.
const FRESH_NAME_TRIES_MAX: u64 = 5;

/// The one name that the dashboard cannot show: `/f/new` is the picker.
const PICKER: &str = "new";

/// Makes a function from `template`, and keeps the template's event beside it: the first event that the playground shows.
pub(super) async fn create(
    account: &AccountId,
    control: &dyn ControlPlane,
    template: TemplateId,
    name: String,
) -> Result<FunctionName, UiError> {
    let made = match name.trim() {
        "" => create_fresh(account, control, template).await?,
        PICKER => {
            return Err(ApiError::invalid("name", "`new` is the address of this page; choose another name").into());
        }
        name => create_named(account, control, template, FunctionName::parse(name)?).await?,
    };
    let event = template.event();
    control.save_test_event(account, &made, TestEventName::parse(event.title())?, event.payload().to_owned()).await?;
    Ok(made)
}

async fn create_named(
    account: &AccountId,
    control: &dyn ControlPlane,
    template: TemplateId,
    name: FunctionName,
) -> Result<FunctionName, UiError> {
    let request = CreateFunction { name, content: template.draft()? };
    Ok(control.create_function(account, request).await?.name)
}

async fn create_fresh(
    account: &AccountId,
    control: &dyn ControlPlane,
    template: TemplateId,
) -> Result<FunctionName, UiError> {
    for _ in 1..FRESH_NAME_TRIES_MAX {
        let name = free_name(account, control, template).await?;
        match create_named(account, control, template, name).await {
            Err(error) if error.code() == ErrorCode::Conflict => {}
            answer => return answer,
        }
    }
    create_named(account, control, template, free_name(account, control, template).await?).await
}

/// A name that no function of the account has. The account's clock is the seed, so that two visits get two names.
async fn free_name(
    account: &AccountId,
    control: &dyn ControlPlane,
    template: TemplateId,
) -> Result<FunctionName, UiError> {
    let now = control.account(account).await?.now;
    let taken: Vec<_> = control.functions(account).await?.into_iter().map(|function| function.name).collect();
    Ok(name::suggest(template.identifier(), now.0.unsigned_abs(), &taken)?)
}
