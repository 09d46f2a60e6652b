//! Lambda's REST-JSON operations.
//!
//! A request finds its operation by [`model::route`]; its input is brought together from path, query, headers and body and checked
//! against the model (`input`); then the operation's own function reads what it simulates and refuses the rest by name.

mod aliases;
mod code;
mod configuration;
mod event_stream;
mod events;
mod functions;
mod input;
mod invoke;
mod layers;
mod mappings;
mod model;
mod permissions;
mod provisioned;
mod reference;
mod runtime_management;
mod settings;
mod streaming;
mod tags;
mod urls;
mod versions;

use crate::Answer;
use crate::admit::{Caller, Endpoint, json_answer};
use crate::error::{AwsError, answer as answer_of};
use crate::sigv4::{is_signed, query};
use http::request::Parts as Head;
use input::Fields;
use model::{Binding, Operation};

/// One call of an operation.
pub(crate) struct Call<'a> {
    pub(crate) endpoint: &'a Endpoint,
    pub(crate) caller: &'a Caller,
    pub(crate) binding: &'static Binding,
    labels: Vec<(&'static str, String)>,
    query: Vec<(String, String)>,
    head: &'a Head,
    body: &'a [u8],
}

/// Whether a signed request may bring a zip: new functions, their code, layers.
#[must_use]
pub fn brings_package(head: &Head) -> bool {
    use Operation::{CreateFunction, PublishLayerVersion, UpdateFunctionCode};
    is_signed(head)
        && model::route(head.method.as_str(), head.uri.path(), &query(head)).is_some_and(|(binding, _)| {
            matches!(binding.operation, CreateFunction | UpdateFunctionCode | PublishLayerVersion)
        })
}

/// The words after the limit in the answer to a body that is too large, as Lambda says them.
pub(crate) fn for_operation(head: &Head) -> String {
    let found = model::route(head.method.as_str(), head.uri.path(), &query(head));
    found.map(|(binding, _)| format!(" for the {} operation", binding.name)).unwrap_or_default()
}

/// What an operation answers.
type Done = Result<Answer, AwsError>;

/// Carries out what a signed request asks for.
pub(crate) async fn answer(endpoint: &Endpoint, caller: &Caller, head: &Head, body: &[u8]) -> Answer {
    let query = query(head);
    let found = model::route(head.method.as_str(), head.uri.path(), &query);
    let done = match found {
        Some((binding, labels)) => {
            let call = Call { endpoint, caller, binding, labels, query, head, body };
            call.carry_out().await
        }
        None => match (code::downloaded(head), layers::downloaded(head)) {
            (Some(wanted), _) => code::download(endpoint, caller, &query, wanted).await,
            (None, Some(wanted)) => layers::download(endpoint, caller, &wanted).await,
            (None, None) => {
                let message = format!("Lambda has no operation `{} {}`", head.method, head.uri.path().escape_debug());
                Err(AwsError::new(404, "UnknownOperationException", message))
            }
        },
    };
    done.unwrap_or_else(|error| error.json(&caller.request_id))
}

impl Call<'_> {
    async fn carry_out(&self) -> Done {
        use Operation::*;
        match self.binding.operation {
            CreateFunction => functions::create(self).await,
            GetFunction => functions::get(self).await,
            GetFunctionConfiguration => functions::get_configuration(self).await,
            ListFunctions => functions::list(self).await,
            DeleteFunction => functions::delete(self).await,
            UpdateFunctionCode => functions::update_code(self).await,
            UpdateFunctionConfiguration => functions::update_configuration(self).await,
            PublishVersion => versions::publish(self).await,
            ListVersionsByFunction => versions::list(self).await,
            CreateAlias => aliases::create(self).await,
            GetAlias => aliases::get(self).await,
            ListAliases => aliases::list(self).await,
            UpdateAlias => aliases::update(self).await,
            DeleteAlias => aliases::delete(self).await,
            AddPermission => permissions::add(self).await,
            RemovePermission => permissions::remove(self).await,
            GetPolicy => permissions::get(self).await,
            Invoke => invoke::invoke(self).await,
            InvokeWithResponseStream => streaming::invoke_with_response_stream(self).await,
            InvokeAsync => invoke::invoke_async(self).await,
            CreateFunctionUrlConfig => urls::create(self).await,
            GetFunctionUrlConfig => urls::get(self).await,
            DeleteFunctionUrlConfig => urls::delete(self).await,
            UpdateFunctionUrlConfig => urls::update(self).await,
            ListFunctionUrlConfigs => urls::list(self).await,
            CreateEventSourceMapping => mappings::create(self).await,
            ListEventSourceMappings => mappings::list(self).await,
            GetEventSourceMapping => mappings::get(self).await,
            UpdateEventSourceMapping => mappings::update(self).await,
            DeleteEventSourceMapping => mappings::delete(self).await,
            ListTags => tags::list(self).await,
            TagResource => tags::add(self).await,
            UntagResource => tags::remove(self).await,
            PutFunctionEventInvokeConfig => events::put(self).await,
            UpdateFunctionEventInvokeConfig => events::update(self).await,
            GetFunctionEventInvokeConfig => events::get(self).await,
            DeleteFunctionEventInvokeConfig => events::delete(self).await,
            ListFunctionEventInvokeConfigs => events::list(self).await,
            PutFunctionConcurrency => events::put_concurrency(self).await,
            GetFunctionConcurrency => events::get_concurrency(self).await,
            DeleteFunctionConcurrency => events::delete_concurrency(self).await,
            GetFunctionRecursionConfig => events::get_recursion(self).await,
            PutFunctionRecursionConfig => events::put_recursion(self).await,
            PutProvisionedConcurrencyConfig => provisioned::put(self).await,
            GetProvisionedConcurrencyConfig => provisioned::get(self).await,
            DeleteProvisionedConcurrencyConfig => provisioned::delete(self).await,
            ListProvisionedConcurrencyConfigs => provisioned::list(self).await,
            GetRuntimeManagementConfig => runtime_management::get(self).await,
            PutRuntimeManagementConfig => runtime_management::put(self).await,
            GetAccountSettings => functions::account_settings(self).await,
            // What cannot be made yet is not there: these say so as AWS does.
            GetFunctionCodeSigningConfig => functions::no_code_signing(self).await,
            PublishLayerVersion => layers::publish(self).await,
            GetLayerVersion => layers::get(self).await,
            GetLayerVersionByArn => layers::get_by_arn(self).await,
            ListLayers => layers::list(self).await,
            ListLayerVersions => layers::list_versions(self).await,
            DeleteLayerVersion => layers::delete(self).await,
            AddLayerVersionPermission => layers::permissions::add(self).await,
            RemoveLayerVersionPermission => layers::permissions::remove(self).await,
            GetLayerVersionPolicy => layers::permissions::get(self).await,
            _ => Err(AwsError::not_done(format!("Coldstart does not do Lambda's `{}` yet", self.binding.name))),
        }
    }

    /// The input, checked against the model; of its members only `simulated` ones may be set to anything but what is so anyway.
    fn fields(&self, input: model::Input, simulated: &[&str]) -> Result<Fields, AwsError> {
        input::read(self, input, simulated)
    }

    /// The input, checked against the model, of which every member may be set.
    fn fields_of(&self, input: model::Input) -> Result<Fields, AwsError> {
        let all: Vec<&str> = input.0.iter().map(|member| member.name).collect();
        input::read(self, input, &all)
    }

    fn json(&self, body: &impl serde::Serialize) -> Done {
        Ok(json_answer(self.binding.status, body, &self.caller.request_id))
    }

    fn empty(&self) -> Done {
        Ok(answer_of(self.binding.status, "application/json", Vec::new(), &self.caller.request_id))
    }
}
