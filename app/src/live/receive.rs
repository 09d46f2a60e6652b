//! What the server says goes into the views at once, and onto the screen at a pace that leaves the page usable. Browser only.
//!
//! Wanted: one line is seen a frame after it came, and a flood of them never makes the page stop. So what has changed is shown
//! with the next frame; then the page rests for as long as showing it took, and whatever comes meanwhile is shown together.

use super::environments::page_us;
use super::view::Folded;
use super::{Live, Runs};
use api::event::{InvocationEvent, RunEvent};
use api::id::RunId;
use api::message::ServerMessage;
use leptos::prelude::*;
use std::time::Duration;

/// Showing that takes no longer than this needs no rest, in milliseconds.
const NO_REST_MS: f64 = 8.0;
/// Rest after showing, as a multiple of the time that it took.
const REST_FACTOR: f64 = 1.5;
/// Longest rest, in milliseconds.
const REST_MS_MAX: f64 = 1_000.0;
/// Runs that begin or end within this time make lists of runs out of date once.
const TURNS_TOGETHER: Duration = Duration::from_millis(100);

/// What is due on the screen.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pace {
    /// A frame was asked for, or the page rests after one.
    is_busy: bool,
    /// Something has changed since the last frame.
    is_dirty: bool,
    /// Lists of runs will be read again.
    turn_is_due: bool,
}

/// Takes in what the server says.
pub(super) fn receive(live: Live, message: ServerMessage) {
    match message {
        // The wire has read it already.
        ServerMessage::Welcome { .. } | ServerMessage::Pong => {}
        ServerMessage::Event { function, event } if function == live.function.get_untracked() => {
            receive_event(live, event);
        }
        ServerMessage::Skipped { run, lines, resume_seq } => {
            let folded = live.runs.try_update_value(|runs| runs.skip(&run, lines, resume_seq));
            after_folding(live, folded, run);
        }
        ServerMessage::Environments { function, counts } if function == live.function.get_untracked() => {
            live.environments.set(counts);
        }
        ServerMessage::EnvironmentLanes { function, now_us, lanes } if function == live.function.get_untracked() => {
            live.lives.try_update_value(|lives| lives.replace(lanes, now_us, page_us()));
            show_soon(live);
        }
        ServerMessage::EnvironmentEvents { function, events } if function == live.function.get_untracked() => {
            live.lives.try_update_value(|lives| events.into_iter().for_each(|event| lives.fold(event, page_us())));
            show_soon(live);
        }
        ServerMessage::DraftSaved { function, revision } if function == live.function.get_untracked() => {
            live.draft_saved.set(Some(revision));
        }
        // Of a function that the page has left.
        ServerMessage::Event { .. }
        | ServerMessage::Environments { .. }
        | ServerMessage::EnvironmentLanes { .. }
        | ServerMessage::EnvironmentEvents { .. }
        | ServerMessage::DraftSaved { .. } => {}
        ServerMessage::Refused { message } => crate::ui::toast::Toasts::of_page().error(message),
    }
}

fn receive_event(live: Live, event: RunEvent) {
    use InvocationEvent::{Charged, Finished, Queued};
    let is_turn = matches!(event.event, Queued { .. } | Finished(_) | Charged(_));
    let begun = matches!(event.event, Queued { .. }).then(|| event.run.clone());
    let run = event.run.clone();
    let in_use = live.in_use.get_value();
    let folded = live.runs.try_update_value(|runs| runs.fold(event, in_use.as_ref()));
    if folded == Some(Folded::Changed) {
        if begun.is_some() {
            live.newest.set(begun);
        }
        if is_turn {
            turn_soon(live);
        }
    }
    after_folding(live, folded, run);
}

fn after_folding(live: Live, folded: Option<Folded>, run: RunId) {
    match folded {
        Some(Folded::Changed) => show_soon(live),
        // Its beginning was before this page was connected.
        Some(Folded::Early) if !live.knows(&run) => live.load(run),
        // A hole: the wire asks again if it is not closed soon.
        Some(Folded::Early) => show_soon(live),
        Some(Folded::Known) | None => {}
    }
}

fn with_pace<T>(live: Live, change: impl FnOnce(&mut Pace) -> T) -> Option<T> {
    live.pace.try_update_value(change)
}

/// Shows what has changed with the next frame, or after the rest.
fn show_soon(live: Live) {
    let was_busy = with_pace(live, |pace| {
        pace.is_dirty = true;
        std::mem::replace(&mut pace.is_busy, true)
    });
    if was_busy == Some(false) {
        request_animation_frame(move || show(live));
    }
}

fn show(live: Live) {
    let began_ms = js_sys::Date::now();
    with_pace(live, |pace| pace.is_dirty = false);
    let _ = live.frame.try_update(|frame| *frame += 1);
    // The effects run and the browser lays out before the next task begins.
    set_timeout(
        move || {
            let took_ms = js_sys::Date::now() - began_ms;
            let rest_ms = if took_ms > NO_REST_MS { (took_ms * REST_FACTOR).min(REST_MS_MAX) } else { 0.0 };
            set_timeout(move || rested(live), Duration::from_secs_f64(rest_ms.max(0.0) / 1_000.0));
        },
        Duration::ZERO,
    );
}

fn rested(live: Live) {
    let is_dirty = with_pace(live, |pace| {
        pace.is_busy = false;
        pace.is_dirty
    });
    if is_dirty == Some(true) {
        show_soon(live);
    }
}

/// Makes lists of runs out of date, once for all runs that begin and end together.
pub(super) fn turn_soon(live: Live) {
    if with_pace(live, |pace| std::mem::replace(&mut pace.turn_is_due, true)) != Some(false) {
        return;
    }
    set_timeout(
        move || {
            with_pace(live, |pace| pace.turn_is_due = false);
            let _ = live.generation.try_update(|generation| *generation += 1);
        },
        TURNS_TOGETHER,
    );
}

/// Whether some run waits for an event that was not delivered.
pub(super) fn have_holes(live: Live) -> bool {
    live.runs.try_with_value(Runs::have_holes) == Some(true)
}
