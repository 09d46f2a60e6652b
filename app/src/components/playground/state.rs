//! The playground's state: what is typed, where it is on the way to the server, what runs.

use super::files::{self, Files};
use super::form::{Checked, SettingsForm};
use super::parts::Part;
use super::progress::Progress;
use super::saving::{Phase, Saving};
use super::settings_state::SettingsState;
use crate::live::Live;
use crate::live::view::RunView;
use crate::server_fns::draft::PlaygroundData;
use api::code::{Code, FileContent, FilePath, LargePackage};
use api::config::{FunctionConfig, Runtime};
use api::error::ApiError;
use api::function::{Change, Draft, VersionSummary};
use api::id::{FunctionName, RunId};
use api::test_event::TestEvent;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::sync::Arc;

/// What is deployed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeployedState {
    /// The newest version.
    pub version: VersionSummary,
    /// Its code and settings.
    pub content: Draft,
}

/// A place in the code to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: FilePath,
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
}

/// What the page refused to do, and why, for the person who asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// One sentence.
    pub message: String,
}

/// Everything that the parts of the playground share. All of it is signals, so it is copied freely.
#[derive(Clone, Copy)]
pub struct Playground {
    /// Whose page it is.
    pub name: StoredValue<FunctionName>,
    /// Names the function in the browser's storage, unlike its name across accounts.
    pub arn: StoredValue<String>,
    /// The files as they are typed.
    pub files: RwSignal<Files>,
    /// Grows when files were changed by something else than the editor.
    pub reloads: RwSignal<u32>,
    /// What the files are some of, if it is too large to be edited.
    pub package: RwSignal<Option<LargePackage>>,
    /// The file that is shown.
    pub open: RwSignal<Option<FilePath>>,
    /// The settings as they are typed.
    pub settings: SettingsState,
    /// The last settings that held; a field that does not hold keeps its value from here.
    pub held: RwSignal<FunctionConfig>,
    /// The settings checked.
    pub checked: Memo<Checked>,
    /// The event as it is typed.
    pub event: RwSignal<String>,
    /// Saved events.
    pub events: RwSignal<Vec<TestEvent>>,
    /// The draft on its way to the server.
    pub saving: RwSignal<Saving>,
    /// When it was saved last, on the reader's clock; empty until then.
    pub saved_at: RwSignal<String>,
    /// What is deployed.
    pub deployed: RwSignal<Option<DeployedState>>,
    /// What deploying would change, as of the last save.
    pub changes: RwSignal<Vec<Change>>,
    /// Where Run has got.
    pub progress: RwSignal<Progress>,
    /// The run that the output shows.
    pub run: RwSignal<Option<RunId>>,
    /// That run, as far as it is known.
    pub shown: Signal<Option<Arc<RunView>>>,
    /// Whether code was typed since that run began: the place of its error is then no longer where it was.
    pub typed_since: RwSignal<bool>,
    /// Why something was not done.
    pub refusal: RwSignal<Option<Refusal>>,
    /// A place to show in the editor.
    pub reveal: RwSignal<Option<Place>>,
    /// Whether the dialog that deploys is open.
    pub deploying: RwSignal<bool>,
    /// A deploy that waits for a save that is under way, with its note.
    pub deploy_waiting: RwSignal<Option<String>>,
    /// The panel on the right.
    pub side: RwSignal<SidePanel>,
    /// Whether the panel on the right is shown.
    pub side_shown: RwSignal<bool>,
    /// The one part that a narrow page shows; nothing before the page is alive, and where all have room.
    pub part: RwSignal<Option<Part>>,
    /// The stream of what happens.
    pub live: Live,
    pub(super) typing_timer: StoredValue<Option<TimeoutHandle>>,
}

/// A panel on the right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SidePanel {
    /// The event to run with.
    #[default]
    Event,
    /// Runtime, memory, timeout, variables.
    Settings,
    /// What invokes the function by itself.
    Triggers,
    /// What was deployed.
    Versions,
}

impl SidePanel {
    /// All, in the order of the tabs.
    pub const ALL: [Self; 4] = [Self::Event, Self::Settings, Self::Triggers, Self::Versions];

    /// The tab's name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Event => "Event",
            Self::Settings => "Settings",
            Self::Triggers => "Triggers",
            Self::Versions => "Versions",
        }
    }

    /// Its name in the address.
    #[must_use]
    pub fn identifier(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Settings => "settings",
            Self::Triggers => "triggers",
            Self::Versions => "versions",
        }
    }

    /// The panel of that name, or the first.
    #[must_use]
    pub fn parse(identifier: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|panel| Some(panel.identifier()) == identifier).unwrap_or_default()
    }
}

/// What the address says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// `file=`.
    pub file: Option<String>,
    /// `side=`.
    pub side: Option<String>,
    /// `run=`.
    pub run: Option<String>,
    /// `line=`, from 1.
    pub line: Option<u32>,
    /// `event=`: only after a form without JavaScript was refused.
    pub event: Option<String>,
}

impl Playground {
    /// The page over what the server sent and the address says.
    #[must_use]
    pub fn new(data: PlaygroundData, address: Address, live: Live) -> Self {
        let PlaygroundData { detail, deployed, events, run_event } = data;
        let files = detail.draft.code.files().clone();
        let named = address.file.and_then(|file| FilePath::parse(file).ok()).filter(|path| files.contains_key(path));
        let open = named.or_else(|| files::first_shown(&files, detail.draft.config.handler.as_str()));
        let line = address.line.zip(open.clone()).map(|(line, path)| Place { path, line, column: 1 });
        let event = address.event.or(run_event).unwrap_or_else(|| default_event(&events));
        let settings = SettingsState::new(SettingsForm::of(&detail.draft.config));
        let held = RwSignal::new(detail.draft.config);
        let content = detail.deployed.zip(deployed);
        let run = RwSignal::new(address.run.and_then(|run| RunId::parse(run).ok()));
        Self {
            name: StoredValue::new(detail.name),
            arn: StoredValue::new(detail.arn),
            files: RwSignal::new(files),
            package: RwSignal::new(detail.draft.package),
            reloads: RwSignal::new(0),
            open: RwSignal::new(open),
            settings,
            held,
            checked: Memo::new(move |_| settings.form().check(&held.read())),
            event: RwSignal::new(event),
            events: RwSignal::new(events),
            saving: RwSignal::new(Saving::clean(detail.revision)),
            saved_at: RwSignal::new(String::new()),
            deployed: RwSignal::new(content.map(|(version, content)| DeployedState { version, content })),
            changes: RwSignal::new(detail.undeployed_changes),
            progress: RwSignal::new(Progress::Idle),
            run,
            shown: live.run(run.into()),
            typed_since: RwSignal::new(false),
            refusal: RwSignal::new(None),
            reveal: RwSignal::new(line),
            deploying: RwSignal::new(false),
            deploy_waiting: RwSignal::new(None),
            side: RwSignal::new(SidePanel::parse(address.side.as_deref())),
            side_shown: RwSignal::new(true),
            part: RwSignal::new(None),
            live,
            typing_timer: StoredValue::new(None),
        }
    }

    /// Code and settings as they can be saved: a setting that does not hold keeps its last value that did.
    ///
    /// # Errors
    /// The code as a whole breaks a limit.
    pub fn draft(self) -> Result<Draft, ApiError> {
        let (files, package) = (self.files.get_untracked(), self.package.get_untracked());
        let code = if package.is_some() { Code::excerpt(files)? } else { Code::inline(files)? };
        Ok(Draft { code, config: self.checked.get_untracked().config, package })
    }

    /// The runtime, as far as what is typed names one.
    #[must_use]
    pub fn runtime(self) -> Runtime {
        Runtime::parse(&self.settings.runtime.read()).unwrap_or(Runtime::NodeJs24)
    }

    /// The message at a field, if it does not hold.
    #[must_use]
    pub fn error_at(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.error_named(field))
    }

    /// The message at a field whose name is made.
    #[must_use]
    pub fn error_named(self, field: &str) -> Option<String> {
        let checked = self.checked.read();
        checked.errors.iter().find(|e| e.field.as_deref() == Some(field)).map(|e| e.message.clone())
    }

    /// The open file's text; nothing if it is not text.
    #[must_use]
    pub fn open_text(self) -> Option<String> {
        let open = self.open.get()?;
        match self.files.read().get(&open)? {
            FileContent::Text(text) => Some(text.clone()),
            FileContent::Base64(_) => None,
        }
    }

    /// Takes what was typed into a file.
    pub fn type_into(self, path: &FilePath, text: String) {
        self.files.update(|files| {
            files.insert(path.clone(), FileContent::Text(text));
        });
        self.typed_since.set(true);
        self.edited();
    }

    /// Replaces files and settings by something that was not typed here, and tells the editor.
    pub fn show_draft(self, draft: &Draft) {
        self.files.set(draft.code.files().clone());
        self.package.set(draft.package.clone());
        // What no field shows, such as layers, comes from here.
        self.held.set(draft.config.clone());
        self.settings.show(SettingsForm::of(&draft.config));
        self.files_changed();
    }

    /// After files were changed by something else than the editor.
    pub fn files_changed(self) {
        let gone = self
            .open
            .with_untracked(|open| open.as_ref().is_none_or(|path| !self.files.read_untracked().contains_key(path)));
        if gone {
            let handler = self.settings.handler.get_untracked();
            self.open.set(files::first_shown(&self.files.read_untracked(), &handler));
        }
        self.reloads.update(|n| *n += 1);
    }

    /// Shows a place in the code.
    pub fn go_to(self, path: &str, line: u32, column: u32) {
        if let Some(path) = FilePath::parse(path).ok().filter(|path| self.files.read_untracked().contains_key(path)) {
            self.open.set(Some(path.clone()));
            self.reveal.set(Some(Place { path, line, column }));
        }
    }

    /// Says why something is not done.
    pub fn refuse(self, message: impl Into<String>) {
        self.refusal.set(Some(Refusal { message: message.into() }));
    }

    /// Whether another tab's change waits for a choice.
    #[must_use]
    pub fn in_conflict(self) -> bool {
        self.saving.with(|saving| *saving.phase() == Phase::Conflict)
    }
}

fn default_event(events: &[TestEvent]) -> String {
    events.first().map_or_else(|| "{}".to_owned(), |event| event.payload.clone())
}
