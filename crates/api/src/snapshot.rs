//! Images of versions, which SnapStart starts from: how far they are.

use serde::{Deserialize, Serialize};

/// How far the image of a version is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Snapshot {
    /// INIT of the version runs, or waits to be run.
    Pending,
    /// Environments of the version begin with it.
    Ready,
    /// It could not be made, and the version cannot be invoked.
    Failed(SnapshotFault),
}

/// Why an image could not be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotFault {
    /// Lambda's `StateReasonCode`, such as `FunctionError.InitTimeout`.
    pub code: String,
    /// For a person.
    pub reason: String,
}

impl Snapshot {
    /// As it is stored.
    #[must_use]
    pub fn identifier(&self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Ready => "ready",
            Self::Failed(_) => "failed",
        }
    }
}
