//! When the draft is sent, and what becomes of it: a state machine without IO.
//!
//! Wanted: typing is never interrupted, at most one save is under way, a change in another tab is never overwritten without a
//! question, and no answer of the server can lose text. What is typed lives in the page (and its copy in the browser's
//! storage, kept by the caller whenever [`Saving::has_unsaved`]); this decides only what is asked of the server and when.

use api::id::RevisionId;
use std::collections::VecDeque;

/// How long after the last key the draft is sent.
pub const AUTOSAVE_AFTER_MS: u64 = 800;
/// The first and the longest wait before an unreachable server is asked again; each wait doubles.
pub const RETRY_MS_RANGE: (u64, u64) = (2_000, 30_000);

/// Saves of this page that it remembers, to know news of them that come late.
const OWN_REVISIONS_MAX: usize = 8;

/// Where the draft stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// The server has what the page shows.
    Clean,
    /// The page has more, and will send it soon.
    Dirty,
    /// A save is under way.
    Sending {
        /// Whether there is more by now.
        edited: bool,
        /// Whether it replaces what another tab saved.
        overwriting: bool,
    },
    /// Another tab saved something else since this page read or saved: a person must choose.
    Conflict,
    /// The server could not be reached.
    Offline,
    /// The server took it not.
    Refused(String),
}

/// What happens to the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happened {
    /// Code or settings were changed by hand.
    Edited,
    /// [`AUTOSAVE_AFTER_MS`] have gone by since.
    TypingStopped,
    /// Save or Run was pressed.
    SaveAsked,
    /// The wait for an unreachable server is over.
    RetryDue,
    /// The server has it.
    Saved(RevisionId),
    /// The server has something newer.
    Mismatch,
    /// No answer came.
    Unreachable,
    /// It was refused, for instance as too large.
    Refused(String),
    /// The server tells that a draft was saved, by this tab or another.
    SavedSomewhere(RevisionId),
    /// «Keep mine».
    KeepMine,
    /// «Load theirs» is done: the page shows the server's draft.
    TheirsLoaded(RevisionId),
}

/// What is to be done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Todo {
    /// Say [`Happened::TypingStopped`] after so many milliseconds, and not for an earlier request.
    WakeAfterTyping(u64),
    /// Say [`Happened::RetryDue`] after so many milliseconds.
    RetryAfter(u64),
    /// Send the page's draft; `None` replaces whatever the server has.
    Send(Option<RevisionId>),
}

/// The draft's state on the way to the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saving {
    base: RevisionId,
    phase: Phase,
    elsewhere: Option<RevisionId>,
    failures: u32,
    own: VecDeque<RevisionId>,
}

impl Saving {
    /// A page that shows the server's draft of this revision.
    #[must_use]
    pub fn clean(base: RevisionId) -> Self {
        Self { base, phase: Phase::Clean, elsewhere: None, failures: 0, own: VecDeque::new() }
    }

    /// Where it stands.
    #[must_use]
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// What the server had when this page last agreed with it.
    #[must_use]
    pub fn base(&self) -> &RevisionId {
        &self.base
    }

    /// Whether the page has text that the server has not confirmed.
    #[must_use]
    pub fn has_unsaved(&self) -> bool {
        self.phase != Phase::Clean
    }

    /// Goes on.
    pub fn step(&mut self, happened: Happened) -> Option<Todo> {
        match happened {
            Happened::Edited => self.edited(),
            Happened::TypingStopped => self.send_if(|phase| matches!(phase, Phase::Dirty)),
            Happened::RetryDue => self.send_if(|phase| matches!(phase, Phase::Offline)),
            Happened::SaveAsked => {
                self.send_if(|phase| matches!(phase, Phase::Dirty | Phase::Offline | Phase::Refused(_)))
            }
            Happened::Saved(revision) => self.saved(revision),
            Happened::Mismatch => self.stay(Phase::Conflict),
            Happened::Unreachable => self.unreachable(),
            Happened::Refused(message) => self.stay(Phase::Refused(message)),
            Happened::SavedSomewhere(revision) => self.saved_somewhere(revision),
            Happened::KeepMine => self.keep_mine(),
            Happened::TheirsLoaded(revision) => {
                *self = Self::clean(revision);
                None
            }
        }
    }

    fn stay(&mut self, phase: Phase) -> Option<Todo> {
        self.phase = phase;
        None
    }

    fn edited(&mut self) -> Option<Todo> {
        match &mut self.phase {
            Phase::Sending { edited, .. } => {
                *edited = true;
                None
            }
            // These wait for the person or for the network; the text is in the page and in the browser's storage.
            Phase::Conflict | Phase::Offline => None,
            Phase::Clean | Phase::Dirty | Phase::Refused(_) => {
                self.phase = Phase::Dirty;
                Some(Todo::WakeAfterTyping(AUTOSAVE_AFTER_MS))
            }
        }
    }

    fn send_if(&mut self, ready: impl Fn(&Phase) -> bool) -> Option<Todo> {
        if !ready(&self.phase) {
            return None;
        }
        self.phase = Phase::Sending { edited: false, overwriting: false };
        Some(Todo::Send(Some(self.base.clone())))
    }

    fn saved(&mut self, revision: RevisionId) -> Option<Todo> {
        let (edited, overwriting) = match self.phase {
            Phase::Sending { edited, overwriting } => (edited, overwriting),
            _ => (false, false),
        };
        let elsewhere = self.elsewhere.take().filter(|other| *other != revision && !overwriting);
        self.own.push_back(revision.clone());
        self.own.drain(..self.own.len().saturating_sub(OWN_REVISIONS_MAX));
        (self.base, self.failures) = (revision, 0);
        match (elsewhere, edited) {
            (Some(_), _) => self.stay(Phase::Conflict),
            (None, false) => self.stay(Phase::Clean),
            (None, true) => {
                self.phase = Phase::Dirty;
                Some(Todo::WakeAfterTyping(AUTOSAVE_AFTER_MS))
            }
        }
    }

    fn unreachable(&mut self) -> Option<Todo> {
        self.failures = self.failures.saturating_add(1);
        self.phase = Phase::Offline;
        Some(Todo::RetryAfter(retry_after_ms(self.failures)))
    }

    /// The socket may tell of this page's own save before the answer to it comes, so that is decided by [`Saving::saved`].
    fn saved_somewhere(&mut self, revision: RevisionId) -> Option<Todo> {
        match self.phase {
            _ if revision == self.base || self.own.contains(&revision) => None,
            Phase::Sending { .. } => {
                self.elsewhere = Some(revision);
                None
            }
            _ => self.stay(Phase::Conflict),
        }
    }

    fn keep_mine(&mut self) -> Option<Todo> {
        if self.phase != Phase::Conflict {
            return None;
        }
        self.phase = Phase::Sending { edited: false, overwriting: true };
        Some(Todo::Send(None))
    }
}

fn retry_after_ms(failures: u32) -> u64 {
    let (first, longest) = RETRY_MS_RANGE;
    first.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(longest)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn revision(n: u8) -> RevisionId {
        RevisionId::parse(format!("{n:08}-0000-4000-8000-000000000000")).unwrap()
    }

    fn at(phase: Phase) -> Saving {
        Saving { phase, ..Saving::clean(revision(1)) }
    }

    fn sending() -> Phase {
        Phase::Sending { edited: false, overwriting: false }
    }

    #[test]
    fn typing_is_sent_once_it_stops() {
        let mut saving = Saving::clean(revision(1));
        assert_eq!(saving.step(Happened::Edited), Some(Todo::WakeAfterTyping(800)));
        assert_eq!(saving.step(Happened::Edited), Some(Todo::WakeAfterTyping(800)));
        assert_eq!(saving.step(Happened::TypingStopped), Some(Todo::Send(Some(revision(1)))));
        assert_eq!(saving.step(Happened::TypingStopped), None, "one save at a time");
        assert_eq!(saving.step(Happened::Saved(revision(2))), None);
        assert_eq!((saving.phase(), saving.base()), (&Phase::Clean, &revision(2)));
    }

    #[test]
    fn what_is_typed_while_a_save_is_under_way_is_saved_after_it() {
        let mut saving = at(sending());
        assert_eq!(saving.step(Happened::Edited), None);
        assert_eq!(saving.step(Happened::Saved(revision(2))), Some(Todo::WakeAfterTyping(800)));
        assert_eq!(saving.step(Happened::TypingStopped), Some(Todo::Send(Some(revision(2)))));
    }

    #[test]
    fn a_change_in_another_tab_stops_autosave_until_a_person_chooses() {
        let mut saving = at(Phase::Dirty);
        saving.step(Happened::SavedSomewhere(revision(9)));
        assert_eq!(saving.phase(), &Phase::Conflict);
        for quiet in [Happened::Edited, Happened::TypingStopped, Happened::SaveAsked, Happened::RetryDue] {
            assert_eq!(saving.step(quiet), None);
        }
        assert_eq!(saving.clone().step(Happened::KeepMine), Some(Todo::Send(None)));
        saving.step(Happened::TheirsLoaded(revision(9)));
        assert_eq!(saving, Saving::clean(revision(9)));
    }

    #[test]
    fn a_mismatch_found_by_saving_is_the_same_question() {
        let mut saving = at(sending());
        saving.step(Happened::Mismatch);
        assert_eq!(saving.phase(), &Phase::Conflict);
        assert!(saving.has_unsaved());
    }

    #[test]
    fn news_of_this_tabs_own_save_is_no_conflict_whichever_comes_first() {
        let mut saving = at(sending());
        saving.step(Happened::SavedSomewhere(revision(2)));
        saving.step(Happened::Saved(revision(2)));
        assert_eq!((saving.phase(), saving.base()), (&Phase::Clean, &revision(2)));
        saving.step(Happened::SavedSomewhere(revision(2)));
        assert_eq!(saving.phase(), &Phase::Clean);
    }

    #[test]
    fn news_that_come_a_save_later_are_still_known_as_this_tabs_own() {
        let mut saving = at(sending());
        saving.step(Happened::Saved(revision(2)));
        saving.step(Happened::Edited);
        saving.step(Happened::TypingStopped);
        saving.step(Happened::Saved(revision(3)));
        saving.step(Happened::SavedSomewhere(revision(2)));
        assert_eq!(saving.phase(), &Phase::Clean);
        saving.step(Happened::SavedSomewhere(revision(4)));
        assert_eq!(saving.phase(), &Phase::Conflict);
    }

    #[test]
    fn a_later_save_elsewhere_is_noticed_even_while_sending() {
        let mut saving = at(sending());
        saving.step(Happened::SavedSomewhere(revision(3)));
        saving.step(Happened::Saved(revision(2)));
        assert_eq!(saving.phase(), &Phase::Conflict);
    }

    #[test]
    fn an_unreachable_server_is_asked_again_ever_more_rarely() {
        let mut saving = at(sending());
        let waits: Vec<_> = (0..7)
            .map(|_| {
                let wait = saving.step(Happened::Unreachable);
                assert_eq!(saving.step(Happened::Edited), None);
                assert_eq!(saving.step(Happened::RetryDue), Some(Todo::Send(Some(revision(1)))));
                wait
            })
            .collect();
        let expected = [2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000].map(|ms| Some(Todo::RetryAfter(ms)));
        assert_eq!(waits, expected);
    }

    #[test]
    fn what_was_refused_is_sent_again_after_the_next_edit() {
        let mut saving = at(Phase::Refused("too large".to_owned()));
        assert_eq!(saving.step(Happened::TypingStopped), None);
        assert_eq!(saving.step(Happened::Edited), Some(Todo::WakeAfterTyping(800)));
        assert_eq!(saving.phase(), &Phase::Dirty);
    }

    /// Whatever the order of events, text that the server never confirmed is never shown as saved.
    #[test]
    fn no_order_of_events_calls_unsaved_text_saved() {
        let events = [
            Happened::Edited,
            Happened::TypingStopped,
            Happened::SaveAsked,
            Happened::RetryDue,
            Happened::Mismatch,
            Happened::Unreachable,
            Happened::Refused("x".to_owned()),
            Happened::SavedSomewhere(revision(7)),
            Happened::KeepMine,
        ];
        let mut seed = 42_u64;
        for _ in 0..2_000 {
            let mut saving = at(Phase::Clean);
            saving.step(Happened::Edited);
            for _ in 0..12 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let event = events.get((seed >> 33) as usize % events.len()).unwrap().clone();
                saving.step(event);
                assert!(saving.has_unsaved(), "seed {seed}");
            }
        }
    }
}
