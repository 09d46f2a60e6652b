//! The playground as a form that a browser posts by itself: before the page's Wasm has loaded, or without JavaScript.
//!
//! Wanted: what was typed is saved whatever the button was, and a field that does not hold keeps the rest from nothing.

use super::form::{Checked, SettingsForm, SettingsPatch};
use api::code::{Code, FileContent, FilePath};
use api::error::ApiError;
use api::function::Draft;
use api::id::VersionNumber;
use serde::{Deserialize, Serialize};

/// What the form sends: the open file, the event, and the fields of the panel that is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlaygroundForm {
    /// The function's name.
    pub function: String,
    /// The revision that the page showed.
    pub base: String,
    /// Path of the open file.
    pub path: String,
    /// Its text; nothing where it is not text.
    pub text: Option<String>,
    /// The event.
    pub event: String,
    /// What the settings panel shows.
    pub settings: SettingsPatch,
    /// Name of a file to add.
    pub new_file: String,
    /// Name to save the event under.
    pub event_name: String,
    /// Which button: see [`Intent`].
    pub intent: String,
}

/// What a button of the form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// Save only.
    Save,
    /// Save and run.
    Run,
    /// Save and deploy.
    Deploy,
    /// Save and open another file.
    Open(FilePath),
    /// Save and show another panel.
    Side(String),
    /// Save and add a file.
    AddFile,
    /// Delete the open file.
    DeleteFile,
    /// Save the event under its name.
    SaveEvent,
    /// Save, then replace the draft by a version.
    Restore(VersionNumber),
}

impl Intent {
    /// The value of the button that asks for it.
    #[must_use]
    pub fn value(&self) -> String {
        match self {
            Self::Save => "save".to_owned(),
            Self::Run => "run".to_owned(),
            Self::Deploy => "deploy".to_owned(),
            Self::Open(path) => format!("open:{path}"),
            Self::Side(panel) => format!("side:{panel}"),
            Self::AddFile => "add-file".to_owned(),
            Self::DeleteFile => "delete-file".to_owned(),
            Self::SaveEvent => "save-event".to_owned(),
            Self::Restore(number) => format!("restore:{number}"),
        }
    }

    /// The button with this value.
    ///
    /// # Errors
    /// There is no such button.
    pub fn parse(value: &str) -> Result<Self, ApiError> {
        let unknown = || ApiError::invalid("intent", "the form has no such button".to_owned());
        match value.split_once(':') {
            Some(("open", path)) => FilePath::parse(path).map(Self::Open),
            Some(("side", panel)) => Ok(Self::Side(panel.to_owned())),
            Some(("restore", number)) => {
                number.parse().map(|n| Self::Restore(VersionNumber(n))).map_err(|_not_a_number| unknown())
            }
            Some(_) => Err(unknown()),
            None => match value {
                // Enter in a text box sends no button, or the form's first.
                "" | "save" => Ok(Self::Save),
                "run" => Ok(Self::Run),
                "deploy" => Ok(Self::Deploy),
                "add-file" => Ok(Self::AddFile),
                "delete-file" => Ok(Self::DeleteFile),
                "save-event" => Ok(Self::SaveEvent),
                _ => Err(unknown()),
            },
        }
    }
}

/// The draft after the form, and what of the form did not hold.
///
/// # Errors
/// The code as a whole breaks a limit.
pub fn merge(form: &PlaygroundForm, stored: &Draft) -> Result<(Draft, Vec<ApiError>), ApiError> {
    let mut files = stored.code.files().clone();
    if let Some(text) = &form.text {
        let path = FilePath::parse(form.path.as_str())?;
        // Browsers send CR LF in forms.
        files.insert(path, FileContent::Text(text.replace("\r\n", "\n")));
    }
    let settings = SettingsForm::of(&stored.config).patched(form.settings.clone());
    let Checked { config, errors } = settings.check(&stored.config);
    let code = Code::excerpt(files)?;
    Ok((Draft { code, config, package: stored.package.clone() }, errors))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use api::config::{FunctionConfig, Runtime};

    fn stored() -> Draft {
        let code = Code::of_text("index.mjs", "old").unwrap();
        Draft::new(code, FunctionConfig::default_of(Runtime::NodeJs24))
    }

    #[test]
    fn text_is_saved_even_when_a_setting_does_not_hold() {
        let form = PlaygroundForm {
            path: "index.mjs".to_owned(),
            text: Some("a\r\nb".to_owned()),
            settings: SettingsPatch { memory: Some("1".to_owned()), ..SettingsPatch::default() },
            ..PlaygroundForm::default()
        };
        let (draft, errors) = merge(&form, &stored()).unwrap();
        assert_eq!(draft.code, Code::of_text("index.mjs", "a\nb").unwrap());
        assert_eq!(draft.config, stored().config);
        assert_eq!(errors.first().unwrap().field.as_deref(), Some("memory"));
    }

    #[test]
    fn files_that_the_page_does_not_show_stay() {
        let form = PlaygroundForm { path: "new.mjs".into(), text: Some("x".into()), ..PlaygroundForm::default() };
        let (draft, errors) = merge(&form, &stored()).unwrap();
        assert_eq!((draft.code.files().len(), errors.len()), (2, 0));
    }

    #[test]
    fn buttons_and_their_values() {
        let path = FilePath::parse("a:b");
        assert!(path.is_err(), "a colon cannot be in a path, so values are unambiguous");
        let all = [
            Intent::Save,
            Intent::Run,
            Intent::Deploy,
            Intent::Open(FilePath::parse("lib/util.mjs").unwrap()),
            Intent::Side("settings".to_owned()),
            Intent::AddFile,
            Intent::DeleteFile,
            Intent::SaveEvent,
            Intent::Restore(VersionNumber(3)),
        ];
        for intent in all {
            assert_eq!(Intent::parse(&intent.value()).unwrap(), intent);
        }
        for bad in ["x", "open:../x", "restore:x", "frob:1"] {
            assert!(Intent::parse(bad).is_err(), "{bad}");
        }
    }
}
