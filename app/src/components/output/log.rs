//! The Logs panel: lines as they are written, grouped by run, with a filter; it follows the end only while the reader is there.

use super::copy::CopyButton;
use super::filter::Filter;
use super::log_group::{LINKED, LogGroup, StoredLines, row_id};
use super::text::{counted, short_id};
use crate::live::Live;
use crate::live::lines::LogItem;
use crate::live::view::RunView;
use api::id::RunId;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;

/// Runs whose lines are shown one below the other.
pub const LOG_GROUPS_MAX: usize = 5;

const FIELD: &str = "min-h-8 min-w-0 flex-1 rounded-control border border-control bg-raised px-2 font-mono text-xs";
const LINK: &str =
    "inline-flex min-h-8 items-center rounded-control border border-control bg-raised px-2 text-xs hover:border-accent";

/// Which runs a log shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogScope {
    /// The chosen run alone.
    ChosenRun,
    /// The runs before it, too, while the chosen run is the newest.
    RecentRuns,
}

/// The log of a run.
#[component]
pub fn LogPanel(
    /// The page's connection.
    live: Live,
    /// The run on the screen.
    view: Signal<Option<Arc<RunView>>>,
    /// Which runs are shown with it.
    scope: LogScope,
    /// The line that the address names.
    #[prop(into)]
    line: Signal<Option<u64>>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let filter = Memo::new(move |_| Filter::parse(&typed.get()));
    let stored = RwSignal::new(None::<StoredLines>);
    let following = RwSignal::new(line.with_untracked(Option::is_none));
    let read_aloud = RwSignal::new(false);
    let groups = Memo::new(move |_| groups_of(live, view.get(), scope));
    let is_empty = Memo::new(move |_| view.with(Option::is_none));
    view! {
        <div class="flex h-full min-h-0 flex-col">
            <Toolbar view typed filter read_aloud />
            <StoredNote stored />
            <Scroller live view following read_aloud is_stored=Signal::derive(move || stored.read().is_some()) line>
                <Show when=move || is_empty.get()>
                    <p class="p-6 text-center font-sans text-muted">
                        "No log yet. Run the function: each line appears here the moment it is written."
                    </p>
                </Show>
                <For each=move || groups.get() key=Clone::clone let:run>
                    <LogGroup live line=line_of(&run, view, line) run filter stored following />
                </For>
            </Scroller>
        </div>
    }
}

/// The line of the address belongs to the chosen run.
fn line_of(run: &RunId, view: Signal<Option<Arc<RunView>>>, line: Signal<Option<u64>>) -> Signal<Option<u64>> {
    let run = run.clone();
    Signal::derive(move || line.get().filter(|_| view.with(|view| view.as_ref().is_some_and(|view| view.id == run))))
}

/// The chosen run; where it is the newest one, the few before it above.
fn groups_of(live: Live, view: Option<Arc<RunView>>, scope: LogScope) -> Vec<RunId> {
    let Some(view) = view else { return Vec::new() };
    let recent = live.recent_runs(LOG_GROUPS_MAX);
    match scope {
        LogScope::RecentRuns if recent.last() == Some(&view.id) => recent,
        LogScope::RecentRuns | LogScope::ChosenRun => vec![view.id.clone()],
    }
}

#[component]
fn Toolbar(
    view: Signal<Option<Arc<RunView>>>,
    typed: RwSignal<String>,
    filter: Memo<Filter>,
    read_aloud: RwSignal<bool>,
) -> impl IntoView {
    let id = Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.id.clone())));
    let copied = Callback::new(move |()| view.get_untracked().map(|view| text_of(&view)).unwrap_or_default());
    let links = move || {
        id.get().map(|id| {
            let short = short_id(&id).to_owned();
            view! {
                <a class=LINK href=format!("/runs/{id}/log.txt") download=format!("{short}.log.txt") rel="external">"Text"</a>
                <a class=LINK href=format!("/runs/{id}/log.ndjson") download=format!("{short}.log.ndjson") rel="external">"NDJSON"</a>
            }
        })
    };
    view! {
        <div class="flex flex-wrap items-center gap-2 border-b border-divider px-3 py-1">
            <input
                type="search"
                class=FIELD
                aria-label="Filter the log"
                aria-describedby="log-filter-note"
                placeholder="level:error  \"text\"  -not  request:8f1c"
                data-filter=""
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <label class="inline-flex min-h-8 items-center gap-1 text-xs">
                <input type="checkbox" role="switch" on:change=move |event| read_aloud.set(event_target_checked(&event)) />
                "Read new lines"
            </label>
            <CopyButton what="log" text=copied />
            {links}
            <p id="log-filter-note" class="w-full text-xs text-warn empty:hidden">{move || filter.get().problems.join("; ")}</p>
        </div>
    }
}

/// The lines that this page has, as text.
fn text_of(view: &RunView) -> String {
    let line = |item: &LogItem| match item {
        LogItem::Line(line) => line.text.clone(),
        LogItem::Skipped { lines, .. } => format!("[{} not sent to this page]", counted(*lines, "line", "lines")),
    };
    view.lines.rows().map(|row| line(&row.item)).collect::<Vec<_>>().join("\n")
}

/// Says that the lines shown were fetched from the store, and leads back.
#[component]
fn StoredNote(stored: RwSignal<Option<StoredLines>>) -> impl IntoView {
    move || {
        stored.get().map(|lines| {
            view! {
                <div class="flex flex-wrap items-center gap-2 border-b border-divider bg-surface px-3 py-1 text-xs">
                    <span>{format!("Stored lines after event {} of run {}", lines.after, short_id(&lines.run))}</span>
                    <button type="button" class=LINK on:click=move |_| stored.set(None)>"Back to the newest lines"</button>
                </div>
            }
        })
    }
}

/// The box that scrolls. It follows its end while it stands there; whoever scrolls up is left alone.
#[component]
fn Scroller(
    live: Live,
    view: Signal<Option<Arc<RunView>>>,
    following: RwSignal<bool>,
    read_aloud: RwSignal<bool>,
    is_stored: Signal<bool>,
    line: Signal<Option<u64>>,
    children: Children,
) -> impl IntoView {
    let container = NodeRef::<html::Div>::new();
    let seen = RwSignal::new(0_u64);
    let lines = Memo::new(move |_| view.with(|view| view.as_ref().map_or(0, |view| view.lines.lines())));
    let fresh = Memo::new(move |_| if following.get() { 0 } else { lines.get().saturating_sub(seen.get()) });
    Effect::new(move |_| {
        if !following.get() {
            seen.set(lines.get_untracked());
        }
    });
    follow_end(live, container, following, is_stored);
    follow_next_run(view, following);
    show_line(view, line);
    let last_top = StoredValue::new(0);
    let on_scroll = move |_| match scrolled(container, last_top) {
        Some(Scrolled::ToEnd) if !following.get_untracked() => following.set(true),
        Some(Scrolled::Up) if following.get_untracked() => following.set(false),
        _ => {}
    };
    let jump = move |_| {
        following.set(true);
        pin_to_end(container);
    };
    view! {
        <div class="relative min-h-0 flex-1">
            <div
                node_ref=container
                role="log"
                aria-label="Log"
                aria-live=move || if read_aloud.get() { "polite" } else { "off" }
                tabindex="0"
                class="h-full overflow-auto font-mono text-xs"
                class=("[overflow-anchor:none]", move || following.get())
                on:scroll=on_scroll
            >
                {children()}
            </div>
            <Show when=move || { fresh.get() > 0 }>
                <button
                    type="button"
                    class="absolute right-4 bottom-2 min-h-8 rounded-full border border-accent bg-raised px-3 text-xs font-medium text-accent shadow-overlay"
                    on:click=jump
                >
                    {move || counted(fresh.get(), "new line", "new lines")} " ↓"
                </button>
            </Show>
        </div>
    }
}

/// What a scroll event means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "nothing scrolls on the server"))]
enum Scrolled {
    /// The end is in view.
    ToEnd,
    /// The reader went away from the end. A log that grows moves the end away too, but not upwards.
    Up,
}

fn scrolled(container: NodeRef<html::Div>, last_top: StoredValue<i32>) -> Option<Scrolled> {
    #[cfg(feature = "hydrate")]
    {
        /// How near to the end counts as being there, in CSS pixels: about one line.
        const NEAR_PX: i32 = 24;
        let element = container.get_untracked()?;
        let top = element.scroll_top();
        let before = last_top.get_value();
        last_top.set_value(top);
        let is_near = element.scroll_height() - top - element.client_height() < NEAR_PX;
        match is_near {
            true => Some(Scrolled::ToEnd),
            false => (top < before).then_some(Scrolled::Up),
        }
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (container, last_top);
        None
    }
}

/// Keeps the end in view while the reader is at the end; lines from the store are read from their beginning. Effects run in
/// the browser only.
fn follow_end(live: Live, container: NodeRef<html::Div>, following: RwSignal<bool>, is_stored: Signal<bool>) {
    Effect::new(move |was_stored: Option<bool>| {
        live.frame_shown().track();
        let is_stored = is_stored.get();
        match (was_stored.unwrap_or(false), is_stored) {
            (false, true) => following.set(false),
            (true, false) => following.set(true),
            _ => {}
        }
        if following.get() && !is_stored {
            pin_to_end(container);
        }
        is_stored
    });
}

/// Whoever starts or chooses another run wants to see its newest lines.
fn follow_next_run(view: Signal<Option<Arc<RunView>>>, following: RwSignal<bool>) {
    let id = Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.id.clone())));
    Effect::watch(
        move || id.get(),
        move |_, before, _| {
            if before.is_some_and(Option::is_some) {
                following.set(true);
            }
        },
        false,
    );
}

/// Marks the line that the address names and scrolls to it, once it is there. Effects run in the browser only.
fn show_line(view: Signal<Option<Arc<RunView>>>, line: Signal<Option<u64>>) {
    Effect::new(move |shown: Option<Option<String>>| {
        let shown = shown.flatten();
        let row = line.get().and_then(|line| view.with(|view| view.as_ref().map(|view| row_id(&view.id, line))));
        if row == shown {
            return row;
        }
        let (before, now) = (shown, row.clone());
        request_animation_frame(move || {
            if let Some(row) = before.and_then(|row| document().get_element_by_id(&row)) {
                let _ = row.remove_attribute(LINKED);
            }
            if let Some(row) = now.and_then(|row| document().get_element_by_id(&row)) {
                let _ = row.set_attribute(LINKED, "");
                row.scroll_into_view();
            }
        });
        row
    });
}

/// Twice, because rows that were never laid out get their height when they come into view.
fn pin_to_end(container: NodeRef<html::Div>) {
    #[cfg(feature = "hydrate")]
    {
        let pin = move || {
            if let Some(element) = container.try_get_untracked().flatten() {
                element.set_scroll_top(element.scroll_height());
            }
        };
        request_animation_frame(move || {
            pin();
            request_animation_frame(pin);
        });
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = container;
}
