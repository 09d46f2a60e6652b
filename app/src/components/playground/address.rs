//! The state that is worth sharing, in the address: file, panel, run, line.

use super::state::{Address, Playground, SidePanel};
use crate::event_templates::EventTemplate;
use api::code::FilePath;
use api::id::RunId;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{query_signal_with_options, use_query_map};

/// What the address says now.
#[must_use]
pub fn read() -> Address {
    let query = use_query_map();
    let query = query.read_untracked();
    Address {
        file: query.get("file"),
        side: query.get("side"),
        run: query.get("run"),
        line: query.get("line").and_then(|line| line.parse().ok()),
        event: query.get("event").map(event_text),
    }
}

/// An address names one of the event templates, or carries the event itself: a form that ran without JavaScript does. No
/// identifier is JSON, so the two cannot be confused.
fn event_text(value: String) -> String {
    EventTemplate::from_identifier(&value).map_or(value, |template| template.payload().to_owned())
}

/// Keeps the address and the page in step, both ways.
pub fn follow(playground: Playground) {
    let open = Signal::derive(move || playground.open.get().map(|path| path.to_string()));
    both_ways("file", open, move |file| {
        if let Some(path) =
            FilePath::parse(file).ok().filter(|path| playground.files.read_untracked().contains_key(path))
        {
            playground.open.set(Some(path));
        }
    });
    let side = Signal::derive(move || Some(playground.side.get().identifier().to_owned()));
    both_ways("side", side, move |side| playground.side.set(SidePanel::parse(Some(&side))));
    let run = Signal::derive(move || playground.run.get().map(|run| run.to_string()));
    both_ways("run", run, move |run| {
        if let Ok(run) = RunId::parse(run) {
            playground.run.set(Some(run));
        }
    });
}

/// The page's own address changes without a new entry in the browser's history: typing is no journey.
fn both_ways(key: &'static str, shown: Signal<Option<String>>, take: impl Fn(String) + Send + Sync + 'static) {
    let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
    let (named, name) = query_signal_with_options::<String>(key, options);
    Effect::watch(
        move || shown.get(),
        move |shown, before, _| {
            if before != Some(shown) && named.get_untracked() != *shown {
                name.set(shown.clone());
            }
        },
        false,
    );
    Effect::watch(
        move || named.get(),
        move |named, before, _| {
            if let Some(value) =
                named.clone().filter(|value| before != Some(named) && shown.get_untracked().as_ref() != Some(value))
            {
                take(value);
            }
        },
        false,
    );
}
