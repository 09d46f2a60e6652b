//! Run, Cancel and Deploy: what happens between the press and the server's answer.

use super::autosave::what_happened;
use super::event_text;
use super::parts::Part;
use super::progress::Progress;
use super::saving::{Happened, Phase, Saving, Todo};
use super::state::{DeployedState, Playground, SidePanel};
use crate::error::UiError;
use crate::server_fns::draft::SaveDraft;
use crate::server_fns::run::{StartedRun, start_run};
use crate::server_fns::versions::{Deployed, deploy};
use crate::ui::toast::Toasts;
use api::error::ApiError;
use api::function::Draft;
use api::id::{RevisionId, RunId};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The text box of the event.
pub const EVENT_ID: &str = "event";

impl Playground {
    /// Runs the draft with the shown event, saving on the way what is not saved.
    pub fn run_draft(self) {
        if matches!(self.progress.get_untracked(), Progress::Asking | Progress::SavingFirst) {
            return;
        }
        self.refusal.set(None);
        if let Some(reason) = self.reason_against_run() {
            return self.refuse(reason);
        }
        match self.saving.with_untracked(|saving| saving.phase().clone()) {
            Phase::Sending { .. } => self.progress.set(Progress::SavingFirst),
            _ => self.ask_for_run(),
        }
    }

    /// Why Run would not run, after showing the place where to mend it.
    fn reason_against_run(self) -> Option<String> {
        if let Err(problem) = event_text::check(&self.event.read_untracked()) {
            self.side.set(SidePanel::Event);
            self.show_side();
            if let Some((line, column)) = problem.at {
                let at = event_text::utf16_offset(&self.event.read_untracked(), line, column);
                // The panel is there after the next frame.
                request_animation_frame(move || super::browser::select_in(EVENT_ID, at));
            }
            return Some(format!("Nothing ran: {}", problem.message));
        }
        self.reason_against_saving().map(|reason| format!("Nothing ran: {reason}"))
    }

    /// Why the draft cannot be what Run or Deploy would take.
    fn reason_against_saving(self) -> Option<String> {
        if untrack(|| self.in_conflict()) {
            return Some("the draft was changed elsewhere; choose first whose to keep".to_owned());
        }
        let wrong = self.checked.with_untracked(|checked| checked.errors.first().map(|e| e.message.clone()));
        if wrong.is_some() {
            self.side.set(SidePanel::Settings);
            self.show_side();
            return wrong;
        }
        self.draft().err().map(|error| error.message)
    }

    /// What there is to save, marked as being sent.
    fn take_unsaved(self) -> Option<(SaveDraft, Draft)> {
        let draft = self.draft().ok()?;
        match self.saving.try_update(|saving| saving.step(Happened::SaveAsked)).flatten() {
            Some(Todo::Send(base)) => Some((SaveDraft { base, draft: draft.clone() }, draft)),
            _ => None,
        }
    }

    fn ask_for_run(self) {
        let Some(function) = self.name.try_get_value() else { return };
        let unsaved = self.take_unsaved();
        let payload = self.event.get_untracked();
        self.typed_since.set(false);
        self.progress.set(Progress::Asking);
        self.show_part(Part::Result);
        spawn_local(async move {
            let (save, draft) = unsaved.unzip();
            match start_run(save, function, payload).await {
                Ok(StartedRun { run, revision }) => {
                    self.saved_on_the_way(revision, draft);
                    self.run_answered(run);
                }
                Err(error) => self.not_asked(&error, draft.is_some(), "Nothing ran"),
            }
        });
    }

    fn saved_on_the_way(self, revision: Option<RevisionId>, draft: Option<Draft>) {
        if let (Some(revision), Some(draft)) = (revision, draft) {
            self.saved(revision, &draft);
        }
    }

    fn run_answered(self, run: Result<RunId, ApiError>) {
        match run {
            Ok(run) => {
                self.run.try_set(Some(run.clone()));
                self.progress.try_set(Progress::Accepted(run));
            }
            Err(error) => {
                self.progress.try_set(Progress::Idle);
                self.refuse(format!("Nothing ran: {}", error.message));
            }
        }
    }

    /// The request as a whole failed, and with it the save that it carried.
    fn not_asked(self, error: &UiError, carried_draft: bool, what: &str) {
        if carried_draft {
            self.happened(what_happened(error));
        }
        self.progress.try_set(Progress::Idle);
        let conflict = matches!(what_happened(error), Happened::Mismatch);
        match conflict {
            true => self.refuse(format!("{what}: the draft was changed elsewhere; choose first whose to keep")),
            false => self.refuse(format!("{what}: {error}")),
        }
    }

    /// Ends the run that is under way.
    pub fn cancel(self) {
        if let Progress::Accepted(run) = self.progress.get_untracked() {
            self.live.cancel(&run);
        }
    }

    /// Goes on with a run that waited for a save, and forgets one that has ended. To be called once.
    pub fn follow_run(self) {
        Effect::new(move |_| {
            let (progress, phase) = (self.progress.get(), self.saving.with(|saving| saving.phase().clone()));
            match (progress, phase) {
                (Progress::SavingFirst, Phase::Sending { .. }) => {}
                (Progress::SavingFirst, Phase::Clean | Phase::Dirty) => self.ask_for_run(),
                (Progress::SavingFirst, Phase::Conflict | Phase::Offline | Phase::Refused(_)) => {
                    self.progress.set(Progress::Idle);
                    self.refuse("Nothing ran: the draft could not be saved");
                }
                _ => {}
            }
        });
        Effect::new(move |_| {
            let Progress::Accepted(waiting) = self.progress.get() else { return };
            let ended =
                self.shown.with(|run| run.as_ref().is_some_and(|run| run.id == waiting && run.state.is_final()));
            let another = self.run.with(|run| run.as_ref() != Some(&waiting));
            if ended || another {
                self.progress.set(Progress::Idle);
            }
        });
    }

    /// Opens the dialog that deploys, or says why not.
    pub fn open_deploy(self) {
        self.refusal.set(None);
        match self.reason_against_saving() {
            Some(reason) => self.refuse(format!("Nothing to deploy: {reason}")),
            None => {
                if let Ok(draft) = self.draft() {
                    self.compare_with_deployed(&draft);
                }
                self.deploying.set(true);
            }
        }
    }

    /// Deploys the draft, saving it on the way.
    pub fn deploy_draft(self, description: String, toasts: Toasts) {
        if self.saving.with_untracked(|saving| matches!(saving.phase(), Phase::Sending { .. })) {
            return self.deploy_waiting.set(Some(description));
        }
        let (Some(function), Ok(content)) = (self.name.try_get_value(), self.draft()) else { return };
        let unsaved = self.take_unsaved();
        spawn_local(async move {
            let (save, draft) = unsaved.unzip();
            match deploy(save, function, description).await {
                Ok(Deployed { version, revision }) => {
                    self.saved_on_the_way(revision, draft);
                    match version {
                        Ok(version) => {
                            let number = version.number;
                            self.deployed.try_set(Some(DeployedState { version, content: content.clone() }));
                            self.compare_with_deployed(&content);
                            self.deploying.try_set(false);
                            toasts.info(format!("Deployed as version {number}"));
                        }
                        Err(error) => self.refuse(format!("Not deployed: {}", error.message)),
                    }
                }
                Err(error) => self.not_asked(&error, draft.is_some(), "Not deployed"),
            }
        });
    }

    /// Goes on with a deploy that waited for a save. To be called once.
    pub fn follow_deploy(self, toasts: Toasts) {
        Effect::new(move |_| {
            let sending = self.saving.with(|saving| matches!(saving.phase(), Phase::Sending { .. }));
            if let Some(description) = self.deploy_waiting.get().filter(|_| !sending) {
                self.deploy_waiting.set(None);
                match self.reason_against_saving() {
                    Some(reason) => self.refuse(format!("Not deployed: {reason}")),
                    None => self.deploy_draft(description, toasts),
                }
            }
        });
    }

    /// Whether the server has everything.
    #[must_use]
    pub fn is_saved(self) -> bool {
        !self.saving.with(Saving::has_unsaved)
    }
}
