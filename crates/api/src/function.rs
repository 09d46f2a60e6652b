//! Functions as pages see them: the draft that is edited, and the versions that were deployed.

use crate::code::{Code, FilePath, LargePackage};
use crate::config::{FunctionConfig, Runtime};
use crate::id::{FunctionName, RevisionId, VersionNumber};
use crate::layer::LayerVersionArn;
use crate::run::RunSummary;
use crate::snapshot::Snapshot;
use crate::sqs::QueueArn;
use crate::time::UnixMillis;
use serde::{Deserialize, Serialize};

/// Code and settings together: what is edited, deployed, run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The files; of a large package those that can be shown.
    pub code: Code,
    /// The settings.
    pub config: FunctionConfig,
    /// What the files are some of, if there are too many to be edited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<LargePackage>,
}

/// One difference between two drafts, for the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// A file that only the newer one has.
    FileAdded(FilePath),
    /// A file that only the older one has.
    FileRemoved(FilePath),
    /// A file that differs.
    FileChanged(FilePath),
    /// A setting that differs.
    Setting {
        /// Its name on the screen.
        name: String,
        /// The older value.
        from: String,
        /// The newer value.
        to: String,
    },
}

impl Draft {
    /// Code that can be edited, and settings.
    #[must_use]
    pub fn new(code: Code, config: FunctionConfig) -> Self {
        Self { code, config, package: None }
    }

    /// What changed from `older` to this. Values of environment variables are not shown, only their names.
    #[must_use]
    pub fn changes_since(&self, older: &Self) -> Vec<Change> {
        let (new, old) = (self.code.files(), older.code.files());
        let changed = new.iter().filter_map(|(path, content)| match old.get(path) {
            None => Some(Change::FileAdded(path.clone())),
            Some(before) if before != content => Some(Change::FileChanged(path.clone())),
            Some(_) => None,
        });
        let removed = old.keys().filter(|path| !new.contains_key(*path)).cloned().map(Change::FileRemoved);
        let package = package_change(self.package.as_ref(), older.package.as_ref());
        changed.chain(removed).chain(package).chain(setting_changes(&self.config, &older.config)).collect()
    }
}

fn package_change(new: Option<&LargePackage>, old: Option<&LargePackage>) -> Option<Change> {
    let shown =
        |package: Option<&LargePackage>| package.map_or_else(|| "edited here".to_owned(), LargePackage::size_text);
    let name = "deployment package".to_owned();
    (new != old).then(|| Change::Setting { name, from: shown(old), to: shown(new) })
}

fn setting_changes(new: &FunctionConfig, old: &FunctionConfig) -> Vec<Change> {
    let FunctionConfig {
        runtime,
        handler,
        memory,
        timeout,
        tmp,
        architecture,
        environment,
        reuse,
        logging,
        layers,
        dead_letter,
        snap_start,
    } = new;
    let names = |pairs: &[(String, String)]| pairs.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    let arns = |layers: &[LayerVersionArn]| layers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let queue = |arn: &Option<QueueArn>| arn.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string);
    let rows = [
        ("runtime", old.runtime.identifier().to_owned(), runtime.identifier().to_owned(), old.runtime != *runtime),
        ("handler", old.handler.as_str().to_owned(), handler.as_str().to_owned(), old.handler != *handler),
        ("memory", format!("{} MB", old.memory), format!("{memory} MB"), old.memory != *memory),
        ("timeout", format!("{} s", old.timeout), format!("{timeout} s"), old.timeout != *timeout),
        ("/tmp", format!("{} MB", old.tmp), format!("{tmp} MB"), old.tmp != *tmp),
        ("architecture", old.architecture.to_string(), architecture.to_string(), old.architecture != *architecture),
        ("reuse", old.reuse.identifier().to_owned(), reuse.identifier().to_owned(), old.reuse != *reuse),
        ("log format", old.logging.to_string(), logging.to_string(), old.logging != *logging),
        ("environment", names(old.environment.pairs()), names(environment.pairs()), old.environment != *environment),
        (
            "SnapStart",
            old.snap_start.identifier().to_owned(),
            snap_start.identifier().to_owned(),
            old.snap_start != *snap_start,
        ),
        ("layers", arns(&old.layers), arns(layers), old.layers != *layers),
        ("dead-letter queue", queue(&old.dead_letter), queue(dead_letter), old.dead_letter != *dead_letter),
    ];
    rows.into_iter()
        .filter(|(.., differs)| *differs)
        .map(|(name, from, to, _)| Change::Setting { name: name.to_owned(), from, to })
        .collect()
}

/// A row of the functions list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionSummary {
    /// Its name.
    pub name: FunctionName,
    /// Its runtime, by the draft.
    pub runtime: Runtime,
    /// Memory size of the draft, in MB.
    pub memory_mib: u32,
    /// When the draft was saved last.
    pub modified_at: UnixMillis,
    /// The newest version, if it was ever deployed.
    pub deployed: Option<VersionNumber>,
    /// Whether the draft differs from the newest version.
    pub has_undeployed_changes: bool,
    /// The newest run.
    pub last_run: Option<RunSummary>,
    /// Runs in the last 24 hours of the account's clock.
    pub runs_24h: u32,
    /// Of these, how many did not succeed.
    pub errors_24h: u32,
}

/// One function, with its draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionDetail {
    /// Its name.
    pub name: FunctionName,
    /// Its full ARN, without a qualifier.
    pub arn: String,
    /// What is edited.
    pub draft: Draft,
    /// Names the state of the draft: give it back when saving.
    pub revision: RevisionId,
    /// When the draft was saved last.
    pub modified_at: UnixMillis,
    /// The newest version.
    pub deployed: Option<VersionSummary>,
    /// What deploying would change; empty when the draft is deployed as it is.
    pub undeployed_changes: Vec<Change>,
}

/// A published version: immutable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionSummary {
    /// Its number.
    pub number: VersionNumber,
    /// When it was deployed.
    pub created_at: UnixMillis,
    /// Base64 of the SHA-256 of its code.
    pub code_sha256: String,
    /// A note of who deployed it.
    pub description: String,
    /// How far its image is, if it has one.
    #[serde(default)]
    pub snapshot: Option<Snapshot>,
}

/// A published version with its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionDetail {
    /// Number, time, hash, note.
    pub summary: VersionSummary,
    /// Code and settings as they were deployed.
    pub content: Draft,
}

/// What a new function starts from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateFunction {
    /// Unique in the account.
    pub name: FunctionName,
    /// First draft; deployed as version 1 at once, as Lambda's `CreateFunction` does with `Publish`.
    pub content: Draft,
}
