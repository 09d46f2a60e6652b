//! What the AWS endpoint may ask of the back end: functions as Lambda's API has them, access keys, invocations with an answer.

use crate::alias::FunctionVersion;
use crate::bucket::PackageSource;
use crate::config::{
    EnvironmentVariables, FunctionConfig, Handler, MemoryMib, Runtime, SnapStart, TimeoutSeconds, TmpMib,
};
use crate::error::ApiError;
use crate::id::{AccountId, AliasName, FunctionName, LayerName, RevisionId, RunId, VersionNumber};
use crate::layer::{LayerFacts, LayerVersion, LayerVersionArn, UsedLayer};
use crate::logging::LogFormat;
use crate::policy::{Policy, Statement};
use crate::run::{RunRequest, RunState};
use crate::snapshot::Snapshot;
use crate::sqs::QueueArn;
use crate::time::UnixMillis;
use crate::trigger::{Trigger, TriggerConfig, UrlSettings};
use async_trait::async_trait;
use billing::Architecture;
use std::collections::BTreeMap;
use std::fmt;

/// Runs of an account that wait or run at once: Lambda's default quota of a region.
pub const ACCOUNT_CONCURRENCY: u32 = 1_000;

/// Which state of a function a caller means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Qualifier {
    /// `$LATEST`: what was deployed last.
    Latest,
    /// A published version.
    Version(VersionNumber),
    /// What the alias points to.
    Alias(AliasName),
}

impl fmt::Display for Qualifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latest => FunctionVersion::Latest.fmt(f),
            Self::Version(number) => number.fmt(f),
            Self::Alias(name) => name.fmt(f),
        }
    }
}

impl Qualifier {
    /// Reads what [`Display`](fmt::Display) writes: `$LATEST`, a number, or an alias.
    ///
    /// # Errors
    /// As [`AliasName::parse`].
    pub fn parse(text: &str) -> Result<Self, ApiError> {
        match (text, text.parse()) {
            ("$LATEST", _) => Ok(Self::Latest),
            (_, Ok(number)) => Ok(Self::Version(VersionNumber(number))),
            (_, Err(_no_number)) => AliasName::parse(text).map(Self::Alias),
        }
    }
}

impl From<FunctionVersion> for Qualifier {
    fn from(version: FunctionVersion) -> Self {
        match version {
            FunctionVersion::Latest => Self::Latest,
            FunctionVersion::Number(number) => Self::Version(number),
        }
    }
}

/// `$LATEST` or a version of a function, without its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LambdaFunction {
    /// Its name.
    pub name: FunctionName,
    /// Which state of it.
    pub version: FunctionVersion,
    /// The alias by which it was asked for.
    pub alias: Option<AliasName>,
    /// Its settings.
    pub config: FunctionConfig,
    /// What it is for.
    pub description: String,
    /// ARN of the execution role.
    pub role: String,
    /// SHA-256 of its zip.
    pub zip_sha256: [u8; 32],
    /// Size of its zip.
    pub zip_bytes: u64,
    /// Changes with every change.
    pub revision: RevisionId,
    /// When it changed last.
    pub modified_at: UnixMillis,
    /// Its layers, in order.
    pub layers: Vec<UsedLayer>,
    /// How far its image is, if it is a version that has one.
    pub snapshot: Option<Snapshot>,
}

/// What a new function starts from.
#[derive(Debug, Clone)]
pub struct NewFunction {
    /// Unique in the account.
    pub name: FunctionName,
    /// Its code.
    pub package: PackageSource,
    /// Its settings.
    pub config: FunctionConfig,
    /// What it is for.
    pub description: String,
    /// ARN of the execution role.
    pub role: String,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Whether to publish version 1 at once.
    pub publish: bool,
}

/// New code for `$LATEST`.
#[derive(Debug, Clone)]
pub struct CodeChange {
    /// The revision that is to be changed; any, if `None`.
    pub revision: Option<String>,
    /// The code.
    pub package: PackageSource,
    /// Another price list.
    pub architecture: Option<Architecture>,
    /// Whether to publish what comes out.
    pub publish: bool,
    /// Whether only to check.
    pub dry_run: bool,
}

/// New settings for `$LATEST`; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct ConfigChange {
    /// The revision that is to be changed; any, if `None`.
    pub revision: Option<String>,
    /// The language runtime.
    pub runtime: Option<Runtime>,
    /// Where the runtime finds the function.
    pub handler: Option<Handler>,
    /// Memory size.
    pub memory: Option<MemoryMib>,
    /// Timeout.
    pub timeout: Option<TimeoutSeconds>,
    /// Size of `/tmp`.
    pub tmp: Option<TmpMib>,
    /// All environment variables.
    pub environment: Option<EnvironmentVariables>,
    /// All layers, in order.
    pub layers: Option<Vec<LayerVersionArn>>,
    /// How the log is written.
    pub logging: Option<LogFormat>,
    /// Another dead-letter queue, or none any more.
    pub dead_letter: Option<Option<QueueArn>>,
    /// What new environments of a version begin with.
    pub snap_start: Option<SnapStart>,
    /// What it is for.
    pub description: Option<String>,
    /// ARN of the execution role.
    pub role: Option<String>,
}

/// What is published, under which conditions.
#[derive(Debug, Clone, Default)]
pub struct PublishRequest {
    /// The revision that `$LATEST` must have.
    pub revision: Option<String>,
    /// The code that `$LATEST` must have, as SHA-256 of its zip.
    pub zip_sha256: Option<[u8; 32]>,
    /// The version's description; that of `$LATEST`, if `None`.
    pub description: Option<String>,
}

/// What an account has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountUsage {
    /// Functions.
    pub functions: u64,
    /// Bytes of code, all versions together.
    pub code_bytes: u64,
    /// How many bytes of code it may have.
    pub code_bytes_max: u64,
}

/// Functions as Lambda's API has them. Every operation is within one account; what belongs to another does not exist.
#[async_trait]
pub trait LambdaControl: Send + Sync {
    /// Makes a function.
    async fn create(&self, account: &AccountId, new: NewFunction) -> Result<LambdaFunction, ApiError>;
    /// One state of a function.
    async fn get(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: &Qualifier,
    ) -> Result<LambdaFunction, ApiError>;
    /// `$LATEST` of the account's functions in the order of their names: those after `after`, at most `limit`.
    async fn list(
        &self,
        account: &AccountId,
        after: Option<&FunctionName>,
        limit: usize,
    ) -> Result<Vec<LambdaFunction>, ApiError>;
    /// Published versions after `after`, oldest first, at most `limit`.
    async fn versions(
        &self,
        account: &AccountId,
        name: &FunctionName,
        after: VersionNumber,
        limit: usize,
    ) -> Result<Vec<LambdaFunction>, ApiError>;
    /// Replaces the code of `$LATEST`.
    async fn update_code(
        &self,
        account: &AccountId,
        name: &FunctionName,
        change: CodeChange,
    ) -> Result<LambdaFunction, ApiError>;
    /// Changes settings of `$LATEST`.
    async fn update_config(
        &self,
        account: &AccountId,
        name: &FunctionName,
        change: ConfigChange,
    ) -> Result<LambdaFunction, ApiError>;
    /// Publishes `$LATEST`; if nothing changed since the newest version, that one is the answer.
    async fn publish(
        &self,
        account: &AccountId,
        name: &FunctionName,
        request: PublishRequest,
    ) -> Result<LambdaFunction, ApiError>;
    /// The code as a zip: as it was uploaded, or made of what was written in the page.
    async fn zip(&self, account: &AccountId, name: &FunctionName, qualifier: &Qualifier) -> Result<Vec<u8>, ApiError>;
    /// Takes one published version away. Its number is not given again.
    async fn delete_version(
        &self,
        account: &AccountId,
        name: &FunctionName,
        number: VersionNumber,
    ) -> Result<(), ApiError>;
    /// How much the account has.
    async fn usage(&self, account: &AccountId) -> Result<AccountUsage, ApiError>;
    /// A function's tags.
    async fn tags(&self, account: &AccountId, name: &FunctionName) -> Result<BTreeMap<String, String>, ApiError>;
    /// Sets some tags and takes others away.
    async fn change_tags(
        &self,
        account: &AccountId,
        name: &FunctionName,
        set: BTreeMap<String, String>,
        remove: Vec<String>,
    ) -> Result<(), ApiError>;
}

/// Resource policies of functions. `qualifier` says of which version or alias; `None` is the function as a whole.
#[async_trait]
pub trait Policies: Send + Sync {
    /// Adds a permission, if the revision is the one that is wanted.
    async fn permit(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: Option<&Qualifier>,
        statement: Statement,
        revision: Option<String>,
    ) -> Result<(), ApiError>;
    /// Takes a permission away.
    async fn revoke(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: Option<&Qualifier>,
        sid: &str,
        revision: Option<String>,
    ) -> Result<(), ApiError>;
    /// The permissions, if there are any.
    async fn policy(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: Option<&Qualifier>,
    ) -> Result<Option<Policy>, ApiError>;
    /// Whether the policy lets another account do this. A function that does not exist lets nobody.
    async fn permits(
        &self,
        owner: &AccountId,
        name: &FunctionName,
        qualifier: Option<&Qualifier>,
        caller_and_action: (&AccountId, &str),
    ) -> Result<bool, ApiError>;
}

/// Function URLs with their settings; [`crate::control_plane::ControlPlane`] lists, changes and deletes them.
#[async_trait]
pub trait FunctionUrls: Send + Sync {
    /// Gives a function or an alias a URL.
    async fn create_url(
        &self,
        account: &AccountId,
        name: &FunctionName,
        config: TriggerConfig,
        settings: UrlSettings,
    ) -> Result<Trigger, ApiError>;
    /// Whether the function's policy lets another account call a URL that knows callers by their signature.
    async fn permits_url(
        &self,
        owner: &AccountId,
        name: &FunctionName,
        alias: Option<&AliasName>,
        caller: &AccountId,
    ) -> Result<bool, ApiError>;
}

/// Layers. What belongs to another account is read only where its policy lets `account`.
#[async_trait]
pub trait Layers: Send + Sync {
    /// Publishes the next version of a layer; the first one makes the layer.
    async fn publish_layer(
        &self,
        account: &AccountId,
        name: &LayerName,
        package: PackageSource,
        facts: LayerFacts,
    ) -> Result<LayerVersion, ApiError>;
    /// One version.
    async fn layer_version(&self, account: &AccountId, arn: &LayerVersionArn) -> Result<LayerVersion, ApiError>;
    /// Its zip as it was uploaded.
    async fn layer_zip(&self, account: &AccountId, arn: &LayerVersionArn) -> Result<Vec<u8>, ApiError>;
    /// All versions of all layers of the account: by name, newest first.
    async fn layer_versions(&self, account: &AccountId) -> Result<Vec<LayerVersion>, ApiError>;
    /// Deletes a version for all but the functions that have it; one that is not there is gone already.
    async fn delete_layer_version(&self, arn: &LayerVersionArn) -> Result<(), ApiError>;
    /// Adds a permission, if the revision is the one that is wanted; answers the policy's new revision.
    async fn permit_layer(
        &self,
        arn: &LayerVersionArn,
        statement: Statement,
        revision: Option<String>,
    ) -> Result<RevisionId, ApiError>;
    /// Takes a permission away.
    async fn revoke_layer(&self, arn: &LayerVersionArn, sid: &str, revision: Option<String>) -> Result<(), ApiError>;
    /// The permissions of a version.
    async fn layer_policy(&self, arn: &LayerVersionArn) -> Result<Policy, ApiError>;
}

/// Who signs with a key, and what the signature is made with.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// Whose key it is: the account itself.
    pub account: AccountId,
    /// The secret.
    pub secret: String,
}

impl fmt::Debug for SigningKey {
    /// Keeps the secret out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey of {}", self.account)
    }
}

/// An access key without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessKey {
    /// `AKIA` and 16 letters and digits.
    pub id: String,
    /// When it was made.
    pub created_at: UnixMillis,
}

/// Access keys of accounts: of the account itself, whatever the region that is asked from.
#[async_trait]
pub trait AccessKeys: Send + Sync {
    /// Makes a key; its secret is told this once.
    async fn create_key(&self, account: &AccountId) -> Result<(AccessKey, String), ApiError>;
    /// The account's keys, oldest first.
    async fn keys(&self, account: &AccountId) -> Result<Vec<AccessKey>, ApiError>;
    /// Takes a key away.
    async fn delete_key(&self, account: &AccountId, id: &str) -> Result<(), ApiError>;
    /// The key of this id, of any account.
    async fn signing_key(&self, id: &str) -> Result<Option<SigningKey>, ApiError>;
}

/// What a caller gets who waits for the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Responded {
    /// The request id.
    pub run: RunId,
    /// How it ended.
    pub state: RunState,
    /// The handler's answer or the error's JSON.
    pub response: Option<String>,
    /// The end of its log, if it was asked for.
    pub log_tail: Option<String>,
}

/// A piece of an answer that comes in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerPiece {
    /// The first one.
    Begin {
        /// What the answer is of, as the function says it.
        content_type: String,
    },
    /// The next bytes.
    Bytes(Vec<u8>),
}

/// What a caller who reads along gets next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Streamed {
    /// A piece.
    Piece(AnswerPiece),
    /// There is no more. A function that does not answer in pieces has its whole answer here.
    End(Responded),
}

/// An answer that is read while the function gives it. Dropping it ends nothing.
#[async_trait]
pub trait StreamedAnswer: Send {
    /// The request id.
    fn run(&self) -> &RunId;
    /// Waits for what comes next; nothing comes after [`Streamed::End`].
    async fn next(&mut self) -> Result<Streamed, ApiError>;
}

/// Invocations through the AWS API.
#[async_trait]
pub trait LambdaInvoker: Send + Sync {
    /// Invokes and waits for the answer; with the last `log_tail_bytes` of the log, if any are wanted.
    async fn respond(
        &self,
        account: &AccountId,
        request: RunRequest,
        log_tail_bytes: Option<usize>,
    ) -> Result<Responded, ApiError>;
    /// Invokes for a caller who reads the answer while the function gives it.
    async fn stream(
        &self,
        account: &AccountId,
        request: RunRequest,
        log_tail_bytes: Option<usize>,
    ) -> Result<Box<dyn StreamedAnswer>, ApiError>;
    /// Accepts an invocation: when this returns, it is on disk.
    async fn enqueue(&self, account: &AccountId, request: RunRequest) -> Result<RunId, ApiError>;
}
