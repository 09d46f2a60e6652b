//! Carries out what the state machine of [`super::saving`] says: timers, requests, the copy in the browser's storage.

use super::browser;
use super::files::Files;
use super::form::SettingsForm;
use super::saving::{AUTOSAVE_AFTER_MS, Happened, Saving, Todo};
use super::state::{DeployedState, Playground};
use crate::error::UiError;
use crate::server_fns::draft::{SaveDraft, read_draft, write_draft};
use crate::ui::toast::Toasts;
use api::error::ErrorCode;
use api::function::Draft;
use api::id::RevisionId;
use leptos::leptos_dom::helpers::set_timeout_with_handle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What the browser keeps of a draft that the server has not confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Backup {
    base: RevisionId,
    files: Files,
    settings: SettingsForm,
}

impl Playground {
    /// After code or settings were changed by hand.
    pub fn edited(self) {
        self.happened(Happened::Edited);
    }

    /// Save was pressed.
    pub fn save_now(self) {
        self.happened(Happened::SaveAsked);
    }

    /// «Keep mine»: replaces what the other tab saved.
    pub fn keep_mine(self) {
        self.refusal.set(None);
        self.happened(Happened::KeepMine);
    }

    /// Tells the state machine and does what it says.
    pub fn happened(self, happened: Happened) {
        match self.saving.try_update(|saving| saving.step(happened)).flatten() {
            None => {}
            Some(Todo::WakeAfterTyping(ms)) => self.wake_after_typing(ms),
            Some(Todo::RetryAfter(ms)) => {
                set_timeout(move || self.happened(Happened::RetryDue), Duration::from_millis(ms));
            }
            Some(Todo::Send(base)) => self.send(base),
        }
    }

    fn wake_after_typing(self, ms: u64) {
        let wake = move || {
            self.keep_backup();
            self.happened(Happened::TypingStopped);
        };
        let timer = set_timeout_with_handle(wake, Duration::from_millis(ms)).ok();
        let before = self.typing_timer.try_update_value(|slot| std::mem::replace(slot, timer)).flatten();
        if let Some(before) = before {
            before.clear();
        }
    }

    fn send(self, base: Option<RevisionId>) {
        let draft = match self.draft() {
            Ok(draft) => draft,
            Err(error) => return self.happened(Happened::Refused(error.message)),
        };
        let Some(function) = self.name.try_get_value() else { return };
        spawn_local(async move {
            let save = SaveDraft { base, draft: draft.clone() };
            match write_draft(function, save).await {
                Ok(revision) => self.saved(revision, &draft),
                Err(error) => self.happened(what_happened(&error)),
            }
        });
    }

    /// The server has this draft.
    pub fn saved(self, revision: RevisionId, draft: &Draft) {
        // The page may have been left meanwhile.
        if self.saved_at.try_set(browser::time_of_day()).is_some() {
            return;
        }
        if self.held.with_untracked(|held| *held != draft.config) {
            self.held.set(draft.config.clone());
        }
        self.compare_with_deployed(draft);
        self.happened(Happened::Saved(revision));
        if !self.saving.with_untracked(Saving::has_unsaved) {
            browser::forget(&self.backup_key());
        }
    }

    /// Says anew what deploying would change.
    pub fn compare_with_deployed(self, draft: &Draft) {
        let changes = self.deployed.with_untracked(|deployed| {
            deployed.as_ref().map(|DeployedState { content, .. }| draft.changes_since(content))
        });
        if let Some(changes) = changes.filter(|changes| self.changes.with_untracked(|old| old != changes)) {
            self.changes.set(changes);
        }
    }

    fn backup_key(self) -> String {
        format!("coldstart.draft.{}", self.arn.get_value())
    }

    /// Keeps what the server has not confirmed in the browser. `false` if that is not possible.
    pub fn keep_backup(self) -> bool {
        let Some(base) = self.saving.try_with_untracked(|saving| saving.base().clone()) else { return true };
        if !self.saving.with_untracked(Saving::has_unsaved) {
            return true;
        }
        let settings = untrack(|| self.settings.form());
        let backup = Backup { base, files: self.files.get_untracked(), settings };
        serde_json::to_string(&backup).is_ok_and(|text| browser::store(&self.backup_key(), &text))
    }

    /// Brings back what an earlier page could not save. To be called once, in the browser.
    pub fn restore_backup(self) {
        let Some(backup) = browser::stored(&self.backup_key()) else { return };
        let Ok(Backup { base, files, settings }) = serde_json::from_slice::<Backup>(backup.as_bytes()) else {
            return browser::forget(&self.backup_key());
        };
        let same = files == *self.files.read_untracked() && settings == untrack(|| self.settings.form());
        if same || files.is_empty() {
            return browser::forget(&self.backup_key());
        }
        let current = self.saving.with_untracked(|saving| saving.base().clone());
        self.files.set(files);
        self.settings.show(settings);
        self.files_changed();
        self.saving.set(Saving::clean(base));
        self.edited();
        // Somebody saved meanwhile: then it is for the person to choose.
        self.happened(Happened::SavedSomewhere(current));
    }

    /// «Load theirs»: shows what the server has, and keeps a copy of what was here behind Undo.
    pub fn load_theirs(self, toasts: Toasts) {
        let Some(function) = self.name.try_get_value() else { return };
        self.refusal.set(None);
        let mine = self.draft();
        spawn_local(async move {
            match read_draft(function).await {
                Ok(theirs) => {
                    self.show_draft(&theirs.draft);
                    self.held.set(theirs.draft.config.clone());
                    self.happened(Happened::TheirsLoaded(theirs.revision));
                    self.compare_with_deployed(&theirs.draft);
                    browser::forget(&self.backup_key());
                    if let Ok(mine) = mine {
                        self.offer_back(toasts, "The other tab's draft is shown", mine);
                    }
                }
                Err(error) => toasts.error(error.to_string()),
            }
        });
    }

    /// A toast with Undo that brings `draft` back.
    pub fn offer_back(self, toasts: Toasts, text: &str, draft: Draft) {
        let undo = Callback::new(move |()| {
            self.show_draft(&draft);
            self.edited();
        });
        toasts.with_undo(text.to_owned(), undo);
    }

    /// Keeps the event for the next visit.
    pub fn keep_event(self) {
        let key = format!("coldstart.event.{}", self.arn.get_value());
        browser::store(&key, &self.event.read_untracked());
    }

    /// The event of the last visit.
    #[must_use]
    pub fn kept_event(self) -> Option<String> {
        browser::stored(&format!("coldstart.event.{}", self.arn.get_value()))
    }
}

/// What a refused save means for the draft.
#[must_use]
pub fn what_happened(error: &UiError) -> Happened {
    match error {
        UiError::Unreachable => Happened::Unreachable,
        UiError::Refused(error) => match error.code {
            ErrorCode::RevisionMismatch => Happened::Mismatch,
            ErrorCode::Unavailable | ErrorCode::TooManyRequests | ErrorCode::FunctionThrottled => Happened::Unreachable,
            ErrorCode::NotFound
            | ErrorCode::Denied
            | ErrorCode::Conflict
            | ErrorCode::Invalid
            | ErrorCode::InvalidRequestContent
            | ErrorCode::TooLarge
            | ErrorCode::SnapStartNotReady
            | ErrorCode::SnapStart
            | ErrorCode::Internal => Happened::Refused(error.message.clone()),
        },
    }
}

/// Saves without waiting and keeps a copy when the page is left, and asks before text would be lost that is kept nowhere.
pub fn guard_leaving(playground: Playground) {
    let leaving = window_event_listener(leptos::ev::beforeunload, move |event| {
        if !playground.keep_backup() {
            event.prevent_default();
        }
    });
    let hidden = window_event_listener_untyped("pagehide", move |_| {
        playground.keep_backup();
        playground.keep_event();
    });
    on_cleanup(move || {
        leaving.remove();
        hidden.remove();
        playground.keep_backup();
        playground.keep_event();
        playground.happened(Happened::SaveAsked);
    });
}

/// Keeps the event for the next visit, once typing has stopped.
pub fn keep_event_after_typing(playground: Playground) {
    let timer = StoredValue::new(None);
    Effect::watch(
        move || playground.event.track(),
        move |(), _, _| {
            let keep = move || {
                if !playground.event.is_disposed() {
                    playground.keep_event();
                }
            };
            let next = set_timeout_with_handle(keep, Duration::from_millis(AUTOSAVE_AFTER_MS)).ok();
            let before = timer.try_update_value(|slot| std::mem::replace(slot, next)).flatten();
            if let Some(before) = before {
                before.clear();
            }
        },
        false,
    );
}
