//! The settings as they are typed, and the way between them and the checked ones.
//!
//! Wanted: whatever is typed is kept as it is, each field has its own message, and a field that does not hold cannot keep the
//! code and the other fields from being saved.

use api::config::{
    EnvironmentVariables, FunctionConfig, Handler, MEMORY_MIB_RANGE, MemoryMib, Reuse, Runtime, SnapStart,
    TIMEOUT_SECONDS_RANGE, TMP_MIB_RANGE, TimeoutSeconds, TmpMib,
};
use api::error::ApiError;
use api::logging::LogFormat;
use billing::Architecture;
use serde::{Deserialize, Serialize};

/// A row of the environment variables.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    /// Its name, perhaps not yet allowed.
    #[serde(default)]
    pub name: String,
    /// Its value.
    #[serde(default)]
    pub value: String,
}

/// All settings, as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsForm {
    /// Lambda's identifier.
    pub runtime: String,
    /// `file.function`.
    pub handler: String,
    /// In MB.
    pub memory: String,
    /// In seconds.
    pub timeout: String,
    /// In MB.
    pub tmp: String,
    /// Lambda's identifier.
    pub architecture: String,
    /// Of [`Reuse`].
    pub reuse: String,
    /// Of [`LogFormat`].
    pub log_format: String,
    /// Of [`api::logging::ApplicationLevel`]; counts with JSON.
    pub application_level: String,
    /// Of [`api::logging::SystemLevel`]; counts with JSON.
    pub system_level: String,
    /// Of [`SnapStart`].
    #[serde(default = "off")]
    pub snap_start: String,
    /// In the order of the form; rows that are blank do not count.
    pub environment: Vec<Variable>,
}

/// The fields that a page without JavaScript sends: those of the panel that it shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SettingsPatch {
    /// As in [`SettingsForm`].
    pub runtime: Option<String>,
    /// As in [`SettingsForm`].
    pub handler: Option<String>,
    /// As in [`SettingsForm`].
    pub memory: Option<String>,
    /// As in [`SettingsForm`].
    pub timeout: Option<String>,
    /// As in [`SettingsForm`].
    pub tmp: Option<String>,
    /// As in [`SettingsForm`].
    pub architecture: Option<String>,
    /// As in [`SettingsForm`].
    pub reuse: Option<String>,
    /// As in [`SettingsForm`].
    pub log_format: Option<String>,
    /// As in [`SettingsForm`].
    pub application_level: Option<String>,
    /// As in [`SettingsForm`].
    pub system_level: Option<String>,
    /// As in [`SettingsForm`].
    pub snap_start: Option<String>,
    /// As in [`SettingsForm`].
    pub environment: Option<Vec<Variable>>,
}

/// What of a form can be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Every field that holds, and the former value of every other.
    pub config: FunctionConfig,
    /// One for each field that does not hold, named by `field`: `handler`, `memory`, `environment.0` for the first row.
    pub errors: Vec<ApiError>,
}

impl SettingsForm {
    /// The form that shows `config`.
    #[must_use]
    pub fn of(config: &FunctionConfig) -> Self {
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
            layers: _,
            snap_start,
            dead_letter: _,
        } = config;
        let (application, system) = match logging {
            LogFormat::Json { application, system } => (*application, *system),
            LogFormat::Text => Default::default(),
        };
        let row = |(name, value): &(String, String)| Variable { name: name.clone(), value: value.clone() };
        Self {
            runtime: runtime.identifier().to_owned(),
            handler: handler.as_str().to_owned(),
            memory: memory.to_string(),
            timeout: timeout.to_string(),
            tmp: tmp.to_string(),
            architecture: architecture.identifier().to_owned(),
            reuse: reuse.identifier().to_owned(),
            log_format: logging.identifier().to_owned(),
            application_level: application.identifier().to_owned(),
            system_level: system.identifier().to_owned(),
            snap_start: snap_start.identifier().to_owned(),
            environment: environment.pairs().iter().map(row).collect(),
        }
    }

    /// Takes over what a page without JavaScript sent.
    #[must_use]
    pub fn patched(self, patch: SettingsPatch) -> Self {
        let SettingsPatch {
            runtime,
            handler,
            memory,
            timeout,
            tmp,
            architecture,
            reuse,
            log_format,
            application_level,
            system_level,
            snap_start,
            environment,
        } = patch;
        Self {
            runtime: runtime.unwrap_or(self.runtime),
            handler: handler.unwrap_or(self.handler),
            memory: memory.unwrap_or(self.memory),
            timeout: timeout.unwrap_or(self.timeout),
            tmp: tmp.unwrap_or(self.tmp),
            architecture: architecture.unwrap_or(self.architecture),
            reuse: reuse.unwrap_or(self.reuse),
            log_format: log_format.unwrap_or(self.log_format),
            application_level: application_level.unwrap_or(self.application_level),
            system_level: system_level.unwrap_or(self.system_level),
            snap_start: snap_start.unwrap_or(self.snap_start),
            environment: environment.unwrap_or(self.environment),
        }
    }

    /// Checks every field by itself; a field that does not hold keeps its value from `former`.
    #[must_use]
    pub fn check(&self, former: &FunctionConfig) -> Checked {
        let mut errors = Vec::new();
        let config = FunctionConfig {
            runtime: kept(Runtime::parse(&self.runtime), former.runtime, &mut errors),
            handler: kept(Handler::parse(self.handler.trim()), former.handler.clone(), &mut errors),
            memory: kept(self.memory(), former.memory, &mut errors),
            timeout: kept(self.timeout(), former.timeout, &mut errors),
            tmp: kept(self.tmp(), former.tmp, &mut errors),
            architecture: kept(self.architecture(), former.architecture, &mut errors),
            reuse: kept(Reuse::parse(&self.reuse), former.reuse, &mut errors),
            logging: kept(self.logging(), former.logging, &mut errors),
            environment: former.environment.clone(),
            layers: former.layers.clone(),
            dead_letter: former.dead_letter.clone(),
            snap_start: kept(SnapStart::parse(&self.snap_start).map_err(of_snap_start), former.snap_start, &mut errors),
        };
        let config = match config.check_snap_start() {
            Ok(()) => config,
            Err(error) => {
                errors.push(of_snap_start(error));
                FunctionConfig { snap_start: SnapStart::None, ..config }
            }
        };
        match check_environment(&self.environment) {
            Ok(environment) => Checked { config: FunctionConfig { environment, ..config }, errors },
            Err(wrong) => {
                errors.extend(wrong);
                Checked { config, errors }
            }
        }
    }

    fn memory(&self) -> Result<MemoryMib, ApiError> {
        let field = NumberField { name: "memory", title: "memory", unit: "MB", range: MEMORY_MIB_RANGE };
        MemoryMib::new(field.parse(&self.memory)?).map_err(|e| ApiError::invalid("memory", e.message))
    }

    fn timeout(&self) -> Result<TimeoutSeconds, ApiError> {
        let field = NumberField { name: "timeout", title: "timeout", unit: "s", range: TIMEOUT_SECONDS_RANGE };
        TimeoutSeconds::new(field.parse(&self.timeout)?).map_err(|e| ApiError::invalid("timeout", e.message))
    }

    fn tmp(&self) -> Result<TmpMib, ApiError> {
        let field = NumberField { name: "tmp", title: "/tmp", unit: "MB", range: TMP_MIB_RANGE };
        TmpMib::new(field.parse(&self.tmp)?).map_err(|e| ApiError::invalid("tmp", e.message))
    }

    fn logging(&self) -> Result<LogFormat, ApiError> {
        let is_json = self.log_format != LogFormat::Text.identifier();
        let level = |level: &str| is_json.then(|| level.to_owned());
        let (application, system) = (level(&self.application_level), level(&self.system_level));
        LogFormat::parse(&self.log_format, application.as_deref(), system.as_deref())
    }

    fn architecture(&self) -> Result<Architecture, ApiError> {
        Architecture::from_identifier(&self.architecture).ok_or_else(|| {
            ApiError::invalid("architecture", "the architecture is neither `x86_64` nor `arm64`".to_owned())
        })
    }
}

/// What a form says of SnapStart that was stored before there was any.
fn off() -> String {
    SnapStart::None.identifier().to_owned()
}

fn of_snap_start(error: ApiError) -> ApiError {
    ApiError::invalid("snap_start", error.message)
}

fn kept<T>(checked: Result<T, ApiError>, former: T, errors: &mut Vec<ApiError>) -> T {
    checked.unwrap_or_else(|error| {
        errors.push(error);
        former
    })
}

/// A field of a whole number.
struct NumberField {
    name: &'static str,
    title: &'static str,
    unit: &'static str,
    range: (u32, u32),
}

impl NumberField {
    fn parse(&self, text: &str) -> Result<u32, ApiError> {
        let Self { name, title, unit, range: (least, most) } = self;
        let refuse = |why: String| Err(ApiError::invalid(*name, why));
        match text.trim().parse::<u32>() {
            Ok(value) if (*least..=*most).contains(&value) => Ok(value),
            Ok(value) => refuse(format!("{title} is {value} {unit}; {least} to {most} {unit} are allowed")),
            Err(_) if text.trim().is_empty() => refuse(format!("{title} is empty; {least} to {most} {unit}")),
            Err(_) => refuse(format!("{title} must be a whole number of {unit}, {least} to {most}")),
        }
    }
}

/// Each row by itself first, so that every wrong row has its message; then all together.
fn check_environment(rows: &[Variable]) -> Result<EnvironmentVariables, Vec<ApiError>> {
    let pairs = |rows: &[&Variable]| rows.iter().map(|r| (r.name.trim().to_owned(), r.value.clone())).collect();
    let used: Vec<(usize, &Variable)> =
        rows.iter().enumerate().filter(|(_, row)| !(row.name.trim().is_empty() && row.value.is_empty())).collect();
    let mut errors = Vec::new();
    for (i, (index, row)) in used.iter().enumerate() {
        let earlier = used.iter().take(i).find(|(_, earlier)| earlier.name.trim() == row.name.trim());
        let alone = Variable { name: row.name.clone(), value: String::new() };
        let wrong = match (row.name.trim().is_empty(), earlier) {
            (true, _) => Some("the value has no name".to_owned()),
            (false, Some(_)) => Some(format!("`{}` is set twice", row.name.trim())),
            (false, None) => EnvironmentVariables::new(pairs(&[&alone])).err().map(|e| e.message),
        };
        errors.extend(wrong.map(|message| ApiError::invalid(format!("environment.{index}"), message)));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let all: Vec<&Variable> = used.into_iter().map(|(_, row)| row).collect();
    EnvironmentVariables::new(pairs(&all)).map_err(|e| vec![ApiError::invalid("environment", e.message)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn former() -> FunctionConfig {
        FunctionConfig::default_of(Runtime::NodeJs24)
    }

    fn check(change: impl FnOnce(&mut SettingsForm)) -> Vec<(String, String)> {
        let mut form = SettingsForm::of(&former());
        change(&mut form);
        form.check(&former()).errors.into_iter().map(|e| (e.field.unwrap_or_default(), e.message)).collect()
    }

    fn rows(pairs: &[(&str, &str)]) -> Vec<Variable> {
        pairs.iter().map(|(n, v)| Variable { name: (*n).to_owned(), value: (*v).to_owned() }).collect()
    }

    fn one(field: &str, message: &str) -> Vec<(String, String)> {
        vec![(field.to_owned(), message.to_owned())]
    }

    #[test]
    fn snap_start_goes_with_some_settings_only_and_the_others_are_kept() {
        let on = |form: &mut SettingsForm| form.snap_start = "PublishedVersions".to_owned();
        assert_eq!(check(on), []);
        let large = |form: &mut SettingsForm| {
            on(form);
            form.tmp = "513".to_owned();
        };
        let message = "SnapStart is not supported with ephemeral storage larger than 512 MB; the function has 513 MB.";
        assert_eq!(check(large), one("snap_start", message));
        let mut form = SettingsForm::of(&former());
        large(&mut form);
        let config = form.check(&former()).config;
        assert_eq!((config.tmp.get(), config.snap_start), (513, SnapStart::None));
        let wat = |form: &mut SettingsForm| {
            on(form);
            form.runtime = "provided.al2023".to_owned();
        };
        assert_eq!(check(wat), one("snap_start", "provided.al2023 is not supported for SnapStart enabled functions."));
    }

    #[test]
    fn a_form_gives_back_the_settings_that_it_shows() {
        let mut config = former();
        config.environment =
            EnvironmentVariables::new(vec![("STAGE".to_owned(), "dev".to_owned())]).unwrap_or_default();
        let checked = SettingsForm::of(&config).check(&former());
        assert_eq!(checked, Checked { config, errors: vec![] });
    }

    #[test]
    fn numbers_say_value_and_range() {
        assert_eq!(check(|f| f.memory = "64".into()), one("memory", "memory is 64 MB; 128 to 10240 MB are allowed"));
        assert_eq!(check(|f| f.timeout = String::new()), one("timeout", "timeout is empty; 1 to 900 s"));
        assert_eq!(check(|f| f.tmp = "1e3".into()), one("tmp", "/tmp must be a whole number of MB, 512 to 10240"));
        assert_eq!(check(|f| f.memory = " 512 ".into()), vec![]);
    }

    #[test]
    fn a_wrong_field_keeps_its_former_value_and_the_others_are_taken() {
        let mut form = SettingsForm::of(&former());
        (form.memory, form.timeout, form.handler) = ("9".into(), "30".into(), "two words".into());
        let checked = form.check(&former());
        assert_eq!(checked.config.memory, former().memory);
        assert_eq!(checked.config.handler, former().handler);
        assert_eq!(checked.config.timeout.get(), 30);
        assert_eq!(checked.errors.len(), 2);
    }

    #[test]
    fn every_wrong_row_has_its_message_and_blank_rows_do_not_count() {
        let wrong = check(|f| {
            f.environment = rows(&[("", ""), ("OK", "1"), ("", "x"), ("OK", "2"), ("AWS_REGION", "x"), ("1A", "")]);
        });
        let fields: Vec<_> = wrong.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["environment.2", "environment.3", "environment.4", "environment.5"]);
        assert!(wrong.iter().any(|(_, m)| m.ends_with("Reserved keys used in this request: AWS_REGION")));
        assert!(wrong.iter().any(|(_, m)| m == "`OK` is set twice"));
    }

    #[test]
    fn four_kilobytes_are_for_all_variables_together() {
        let wrong = check(|f| f.environment = rows(&[("BIG", &"x".repeat(4_000)), ("MORE", &"y".repeat(100))]));
        assert_eq!(wrong.first().map(|(field, _)| field.as_str()), Some("environment"));
        assert!(wrong.iter().all(|(_, message)| message.contains("the limit is 4096")));
    }

    #[test]
    fn a_page_without_javascript_changes_only_what_it_sent() {
        let patch = SettingsPatch { memory: Some("256".into()), ..SettingsPatch::default() };
        let patched = SettingsForm::of(&former()).patched(patch);
        assert_eq!((patched.memory.as_str(), patched.handler.as_str()), ("256", "index.handler"));
    }
}
