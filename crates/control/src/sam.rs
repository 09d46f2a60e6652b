//! Templates of AWS SAM: a function as one that deploys to real AWS, and functions made from one.
//!
//! Wanted: what goes out deploys unchanged and comes back in as it was; what a template says and Coldstart does not simulate is told
//! to whoever imports it, never swallowed; a hostile template costs no more than its limits.
//!
//! Design: [`yaml`] reads and writes text as JSON values, with `!Ref` as `{"Ref": …}`; [`resolve`] replaces parameters and references
//! by what they mean here; [`read`] takes one resource apart, property by property; [`import`] makes all of them, or none.

mod export;
mod import;
mod properties;
mod read;
mod resolve;
mod yaml;

use crate::Control;
use api::error::ApiError;
use api::id::{AccountId, FunctionName};
use api::sam::{Imported, SamTemplates};
use async_trait::async_trait;

/// Names of a template at the top of a zip, in the order in which they are looked for.
const TEMPLATE_NAMES: [&str; 4] = ["template.yaml", "template.yml", "template.json", "sam.yaml"];

#[async_trait]
impl SamTemplates for Control {
    async fn export_sam(&self, account: &AccountId, name: &FunctionName) -> Result<Vec<u8>, ApiError> {
        export::export(self, account, name).await
    }

    async fn import_sam(&self, account: &AccountId, zip: Vec<u8>) -> Result<Imported, ApiError> {
        import::import(self, account, zip).await
    }
}

/// A template that cannot be taken.
fn refused(message: impl Into<String>) -> ApiError {
    ApiError::invalid("template", message)
}
