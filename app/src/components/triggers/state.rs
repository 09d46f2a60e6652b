//! What the cards of one panel share.

use crate::server_fns::triggers::{delete_trigger, enable_trigger};
use crate::ui::toast::Toasts;
use api::id::TriggerId;
use api::run::RunSummary;
use api::trigger::Trigger;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How long a deletion waits for «Undo»: a little longer than the offer stands.
const UNDO_WINDOW: Duration = Duration::from_millis(10_500);

/// Shared by context.
#[derive(Debug, Clone, Copy)]
pub(super) struct Triggers {
    changed: RwSignal<u64>,
    /// The newest runs of the function, whoever asked for them.
    pub(super) runs: Signal<Vec<RunSummary>>,
    /// Deleted on the screen, and on the server as soon as it can no longer be undone.
    pub(super) hidden: RwSignal<Vec<TriggerId>>,
    toasts: Toasts,
}

impl Triggers {
    pub(super) fn new(changed: RwSignal<u64>, runs: Signal<Vec<RunSummary>>) -> Self {
        let triggers = Self { changed, runs, hidden: RwSignal::new(Vec::new()), toasts: Toasts::of_page() };
        // Whoever leaves the page has stopped thinking about undoing.
        on_cleanup(move || {
            for id in triggers.hidden.try_get_untracked().unwrap_or_default() {
                spawn_local(async move { _ = delete_trigger(id).await });
            }
        });
        triggers
    }

    /// Reads the list again.
    pub(super) fn reload(self) {
        let _ = self.changed.try_update(|changed| *changed += 1);
    }

    /// Says what went wrong.
    pub(super) fn complain(self, what: &str, error: &impl std::fmt::Display) {
        self.toasts.error(format!("{what}: {error}"));
    }

    /// Says what was done.
    pub(super) fn inform(self, what: impl Into<String>) {
        self.toasts.info(what);
    }

    /// Deletes a trigger with ten seconds to undo. Meanwhile it is switched off: nothing fires that is not on the screen, and
    /// a page that is closed in these seconds leaves a trigger that is off rather than one that fires unseen.
    pub(super) fn delete(self, trigger: Trigger) {
        let Trigger { id, enabled, description, .. } = trigger;
        self.hidden.update(|hidden| hidden.push(id.clone()));
        self.switch(id.clone(), false);
        let undone = id.clone();
        self.toasts.with_undo(format!("Deleted: {description}"), move || {
            if self.unhide(&undone) {
                self.switch(undone.clone(), enabled);
            }
        });
        set_timeout(move || self.delete_for_good(id), UNDO_WINDOW);
    }

    fn delete_for_good(self, id: TriggerId) {
        if self.hidden.try_with_untracked(|hidden| hidden.contains(&id)) != Some(true) {
            return;
        }
        spawn_local(async move {
            if let Err(error) = delete_trigger(id.clone()).await {
                self.complain("the trigger was not deleted", &error);
            }
            self.unhide(&id);
            self.reload();
        });
    }

    /// Whether it was hidden.
    fn unhide(self, id: &TriggerId) -> bool {
        let removed = self.hidden.try_update(|hidden| {
            let before = hidden.len();
            hidden.retain(|hidden| hidden != id);
            hidden.len() < before
        });
        removed == Some(true)
    }

    /// Switches a trigger on or off.
    pub(super) fn switch(self, id: TriggerId, enabled: bool) {
        spawn_local(async move {
            if let Err(error) = enable_trigger(id, enabled).await {
                self.complain("the trigger was not switched", &error);
            }
            self.reload();
        });
    }
}
