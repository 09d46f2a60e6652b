//! Functions and layers made from a template: all of them, or none.

use super::read::{CodePlan, FunctionPlan, LayerPlace, LayerPlan, Plan, plan};
use super::{TEMPLATE_NAMES, refused, yaml};
use crate::{Control, package};
use api::alias::{Aliases, FunctionVersion, NewAlias};
use api::bucket::PackageSource;
use api::code::{Code, FileContent, FilePath};
use api::config::Runtime;
use api::control_plane::ControlPlane;
use api::error::ApiError;
use api::event_settings::{EventRules, EventSettings};
use api::id::{AccountId, AliasName, FunctionName};
use api::lambda::{FunctionUrls, LambdaControl, Layers, NewFunction, Qualifier};
use api::layer::LayerVersionArn;
use api::provisioned::ProvisionedConcurrency;
use api::sam::Imported;
use api::trigger::{TriggerConfig, UrlSettings};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;

/// Reads the zip, then makes what its template wants; what was made is taken away again if something cannot be.
pub(super) async fn import(control: &Control, account: &AccountId, zip: Vec<u8>) -> Result<Imported, ApiError> {
    let (plan, packages) = {
        // The place for unpacking is given back here: making a function takes one too.
        let unpacked = control.unpacked(account, PackageSource::Zip(zip)).await?;
        let archive = Archive::of(unpacked.code.files())?;
        let plan = plan(account, &yaml::parse(archive.template)?)?;
        let packages = archive.packages(&plan)?;
        (plan, packages)
    };
    let left_out = plan.left_out.clone();
    let mut made = Imported { left_out, ..Imported::default() };
    match make(control, account, plan, packages, &mut made).await {
        Ok(()) => Ok(made),
        Err(error) => {
            take_away(control, account, &made).await;
            Err(error)
        }
    }
}

/// The files of the zip, from the folder of the template on.
struct Archive<'a> {
    files: BTreeMap<&'a str, &'a FileContent>,
    template: &'a str,
}

/// The packages of a plan, in its order.
struct Packages {
    layers: Vec<PackageSource>,
    functions: Vec<PackageSource>,
}

impl<'a> Archive<'a> {
    /// Finds the template: at the top, or in the one folder that everything is in.
    fn of(files: &'a BTreeMap<FilePath, FileContent>) -> Result<Self, ApiError> {
        let first = files.keys().next().map_or("", |path| path.as_str());
        let folder = first.split_once('/').map(|(folder, _)| format!("{folder}/"));
        let folder = folder.filter(|folder| files.keys().all(|path| path.as_str().starts_with(folder.as_str())));
        let top = folder.map_or(0, |folder| folder.len());
        let files: BTreeMap<&str, &FileContent> =
            files.iter().map(|(path, content)| (path.as_str().get(top..).unwrap_or_default(), content)).collect();
        let template = TEMPLATE_NAMES.iter().find_map(|name| match files.get(name) {
            Some(FileContent::Text(text)) => Some(text.as_str()),
            _ => None,
        });
        let template = template
            .ok_or_else(|| refused(format!("the zip has none of `{}` at its top", TEMPLATE_NAMES.join("`, `"))))?;
        Ok(Self { files, template })
    }

    fn packages(&self, plan: &Plan) -> Result<Packages, ApiError> {
        let layers = plan.layers.iter().map(|layer| self.package(&layer.content, &layer.logical, None));
        let functions = plan
            .functions
            .iter()
            .map(|function| self.package(&function.code, function.name.as_str(), Some(function.config.runtime)));
        Ok(Packages { layers: layers.collect::<Result<_, _>>()?, functions: functions.collect::<Result<_, _>>()? })
    }

    fn package(&self, code: &CodePlan, of: &str, runtime: Option<Runtime>) -> Result<PackageSource, ApiError> {
        match code {
            CodePlan::Object(place) => Ok(PackageSource::Object(place.clone())),
            CodePlan::Inline(source) => {
                let name = match runtime {
                    Some(Runtime::Python313) => "index.py",
                    Some(Runtime::Ruby40) => "index.rb",
                    Some(Runtime::NodeJs24) => "index.js",
                    Some(Runtime::Provided) | None => return Err(refused(format!("`{of}` cannot have inline code"))),
                };
                package::write(&Code::of_text(name, source)?).map(PackageSource::Zip)
            }
            CodePlan::Path(path) => self.at_path(path, of),
        }
    }

    /// A zip of the archive, or a folder of it as a zip.
    fn at_path(&self, path: &str, of: &str) -> Result<PackageSource, ApiError> {
        let plain = path.trim_start_matches("./").trim_end_matches('/');
        let plain = if plain == "." { "" } else { plain };
        if let Some(FileContent::Base64(zip)) = self.files.get(plain) {
            let zip = STANDARD.decode(zip).map_err(|error| refused(format!("`{plain}` cannot be read: {error}")))?;
            return Ok(PackageSource::Zip(zip));
        }
        let folder = if plain.is_empty() { String::new() } else { format!("{plain}/") };
        let below =
            self.files.iter().filter_map(|(path, content)| Some((path.strip_prefix(folder.as_str())?, content)));
        let files: BTreeMap<FilePath, FileContent> = below
            .map(|(path, content)| Ok((FilePath::parse(path)?, (*content).clone())))
            .collect::<Result<_, ApiError>>()?;
        if files.is_empty() {
            let message = format!("the code of `{of}` is at `{}`, where the zip has nothing", path.escape_debug());
            return Err(refused(message));
        }
        package::write(&Code::new(files)?).map(PackageSource::Zip)
    }
}

async fn make(
    control: &Control,
    account: &AccountId,
    plan: Plan,
    packages: Packages,
    made: &mut Imported,
) -> Result<(), ApiError> {
    let mut layers = BTreeMap::new();
    for (layer, package) in plan.layers.into_iter().zip(packages.layers) {
        let LayerPlan { logical, name, content: _, facts } = layer;
        let version = control.publish_layer(account, &name, package, facts).await?;
        made.layers.push(version.arn.clone());
        layers.insert(logical, version.arn);
    }
    // All functions first: one may be another's destination.
    let mut rest = Vec::with_capacity(plan.functions.len());
    for (function, package) in plan.functions.into_iter().zip(packages.functions) {
        rest.push(make_function(control, account, function, package, &layers, made).await?);
    }
    for settings in rest {
        set_up(control, account, settings).await?;
    }
    Ok(())
}

/// What of a plan is set once its function is there.
struct Around {
    name: FunctionName,
    /// The alias, and the version that it gets.
    alias: Option<(AliasName, FunctionVersion)>,
    reserved: Option<u32>,
    rules: EventRules,
    provisioned: Option<u32>,
    url: Option<UrlSettings>,
    schedules: Vec<(String, bool)>,
}

async fn make_function(
    control: &Control,
    account: &AccountId,
    plan: FunctionPlan,
    package: PackageSource,
    published: &BTreeMap<String, LayerVersionArn>,
    made: &mut Imported,
) -> Result<Around, ApiError> {
    let FunctionPlan { name, mut config, layers, description, role, tags, code: _, alias, .. } = plan;
    let (reserved, rules, provisioned) = (plan.reserved, plan.rules, plan.provisioned);
    for place in layers {
        config.layers.push(match place {
            LayerPlace::Arn(arn) => arn,
            LayerPlace::Own(logical) => published.get(&logical).cloned().ok_or_else(|| {
                refused(format!("`Layers` of `{name}` refers to `{logical}`, which is no layer of the template"))
            })?,
        });
    }
    let publish = alias.is_some();
    let new = NewFunction { name: name.clone(), package, config, description, role, tags, publish };
    let function = control.create(account, new).await?;
    made.functions.push(name.clone());
    let alias = alias.map(|alias| (alias, function.version));
    Ok(Around { name, alias, reserved, rules, provisioned, url: plan.url, schedules: plan.schedules })
}

async fn set_up(control: &Control, account: &AccountId, around: Around) -> Result<(), ApiError> {
    let Around { name, alias, reserved, rules, provisioned, url, schedules } = around;
    if let Some((alias, version)) = alias.clone() {
        let new = NewAlias { name: alias, version, split: None, description: String::new() };
        control.create_alias(account, &name, new).await?;
    }
    let alias = alias.map(|(alias, _)| alias);
    if reserved.is_some() {
        control.reserve_concurrency(account, &name, reserved).await?;
    }
    let qualifier = alias.clone().map_or(Qualifier::Latest, Qualifier::Alias);
    if rules != EventRules::default() {
        control.set_event_rules(account, &name, &qualifier, rules, false).await?;
    }
    if let Some(environments) = provisioned {
        control.provision(account, &name, &qualifier, environments).await?;
    }
    if let Some(settings) = url {
        let config = alias.map_or(TriggerConfig::FunctionUrl, |alias| TriggerConfig::AliasUrl { alias });
        control.create_url(account, &name, config, settings).await?;
    }
    for (expression, is_on) in schedules {
        let trigger = control.create_trigger(account, &name, TriggerConfig::Schedule { expression }).await?;
        if !is_on {
            control.enable_trigger(account, &trigger.id, false).await?;
        }
    }
    Ok(())
}

/// What cannot be taken away is said in the server's log: the caller is told of the first error, which is the one to mend.
async fn take_away(control: &Control, account: &AccountId, made: &Imported) {
    for name in &made.functions {
        if let Err(error) = control.delete_function(account, name).await {
            tracing::warn!(function = %name, %error, "half an import stays");
        }
    }
    for arn in &made.layers {
        if let Err(error) = control.delete_layer_version(arn).await {
            tracing::warn!(layer = %arn, %error, "half an import stays");
        }
    }
}
