//! Versions of a function with what names them and who may use them. The forms of the page post to these.

use crate::error::UiError;
use api::alias::Alias;
use api::function::VersionSummary;
use api::id::{AliasName, FunctionName};
use api::policy::Statement;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The permissions of a function, of a version or of an alias.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permissions {
    /// The version or the alias; the function as a whole, if `None`.
    pub qualifier: Option<String>,
    /// Who may do what.
    pub statements: Vec<Statement>,
}

/// What the page shows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct VersionsAndAliases {
    /// Newest first.
    pub versions: Vec<VersionSummary>,
    /// By name.
    pub aliases: Vec<Alias>,
    /// Those that there are.
    pub permissions: Vec<Permissions>,
}

/// What the page shows.
#[server]
pub async fn read_versions_and_aliases(
    /// The function.
    function: FunctionName,
) -> Result<VersionsAndAliases, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    let versions = control.versions(&account, &function).await?;
    let aliases = crate::context::aliases()?.aliases(&account, &function).await?;
    let permissions = ssr::permissions(&account, &function, &versions, &aliases).await?;
    Ok(VersionsAndAliases { versions, aliases, permissions })
}

/// Publishes the draft as it is saved.
#[server]
pub async fn publish_version(
    /// The function.
    function: FunctionName,
    /// A note to the version.
    description: String,
) -> Result<VersionSummary, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    Ok(control.deploy(&account, &function, description).await?)
}

/// Makes an alias, or moves the one of this name.
#[server]
pub async fn save_alias(
    /// The function.
    function: FunctionName,
    /// The alias.
    name: AliasName,
    /// `$LATEST` or a number.
    version: String,
    /// A second version; empty for none.
    second: String,
    /// What the second version gets, in percent.
    percent: String,
    /// What the alias is for.
    description: String,
) -> Result<Alias, UiError> {
    let (account, aliases) = (crate::context::account()?, crate::context::aliases()?);
    let new = ssr::new_alias(name, &version, &second, &percent, description)?;
    Ok(ssr::save(&*aliases, &account, &function, new).await?)
}

/// Deletes an alias with its URL and its permissions.
#[server]
pub async fn delete_alias(
    /// The function.
    function: FunctionName,
    /// The alias.
    name: AliasName,
) -> Result<(), UiError> {
    let (account, aliases) = (crate::context::account()?, crate::context::aliases()?);
    Ok(aliases.delete_alias(&account, &function, &name).await?)
}

#[cfg(feature = "ssr")]
mod ssr {
    use super::*;
    use api::alias::{AliasChange, Aliases, FunctionVersion, NewAlias, Split, Weight};
    use api::error::{ApiError, ErrorCode};
    use api::id::{AccountId, VersionNumber};
    use api::lambda::Qualifier;

    /// Of the function, its versions and its aliases: those that have any.
    pub(super) async fn permissions(
        account: &AccountId,
        function: &FunctionName,
        versions: &[VersionSummary],
        aliases: &[Alias],
    ) -> Result<Vec<Permissions>, UiError> {
        let policies = crate::context::policies()?;
        let versions = versions.iter().map(|version| Qualifier::Version(version.number));
        let aliases = aliases.iter().map(|alias| Qualifier::Alias(alias.name.clone()));
        let mut found = Vec::new();
        for qualifier in std::iter::once(None).chain(aliases.chain(versions).map(Some)) {
            if let Some(policy) = policies.policy(account, function, qualifier.as_ref()).await? {
                let qualifier = qualifier.as_ref().map(ToString::to_string);
                found.push(Permissions { qualifier, statements: policy.statements });
            }
        }
        Ok(found)
    }

    /// What the form says, or what is wrong with it.
    pub(super) fn new_alias(
        name: AliasName,
        version: &str,
        second: &str,
        percent: &str,
        description: String,
    ) -> Result<NewAlias, ApiError> {
        let version = FunctionVersion::parse(version)?;
        let split = match FunctionVersion::parse(second) {
            _ if second.is_empty() => None,
            Ok(FunctionVersion::Number(second)) => Some(split(second, percent)?),
            _ => return Err(ApiError::invalid("second", format!("`{second}` cannot be the second version"))),
        };
        Ok(NewAlias { name, version, split, description })
    }

    fn split(version: VersionNumber, percent: &str) -> Result<Split, ApiError> {
        let refused = || ApiError::invalid("percent", format!("`{percent}` is no share from 0 to 100 percent"));
        let share = percent.trim().parse::<f64>().map_err(|_error| refused())? / 100.0;
        Ok(Split { version, weight: Weight::new(share).map_err(|_error| refused())? })
    }

    /// Makes it, or gives the one of this name these values.
    pub(super) async fn save(
        aliases: &dyn Aliases,
        account: &AccountId,
        function: &FunctionName,
        new: NewAlias,
    ) -> Result<Alias, ApiError> {
        match aliases.create_alias(account, function, new.clone()).await {
            Err(error) if error.code == ErrorCode::Conflict => {
                let NewAlias { name, version, split, description } = new;
                let (version, split) = (Some(version), Some(split));
                let change = AliasChange { revision: None, version, split, description: Some(description) };
                aliases.update_alias(account, function, &name, change).await
            }
            made => made,
        }
    }
}
