//! Functions as templates of AWS SAM: out to real AWS, and in from projects that were written for it.

use crate::error::ApiError;
use crate::id::{AccountId, FunctionName};
use crate::layer::LayerVersionArn;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// What an imported template made, and what of it is not here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Imported {
    /// The functions, in the order of the template.
    pub functions: Vec<FunctionName>,
    /// The layers, in the order of the template.
    pub layers: Vec<LayerVersionArn>,
    /// What the template says that is not simulated, a sentence each.
    pub left_out: Vec<String>,
}

/// Functions as SAM templates.
#[async_trait]
pub trait SamTemplates: Send + Sync {
    /// A zip of `template.yaml`, the deployed code below `src/` and the account's own layers below `layers/`: `sam deploy` takes it
    /// as it is. What a template cannot say is named in comments.
    async fn export_sam(&self, account: &AccountId, name: &FunctionName) -> Result<Vec<u8>, ApiError>;
    /// Makes the functions and layers of a zip with a template at its top; all of them or none.
    async fn import_sam(&self, account: &AccountId, zip: Vec<u8>) -> Result<Imported, ApiError>;
}
