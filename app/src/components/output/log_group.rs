//! The lines of one run in the Logs panel.

use super::filter::Filter;
use super::line::{LINE_CHARS_SHOWN_MAX, level_class, level_letter, level_word, shown_text};
use super::status::{state_class, state_mark};
use super::text::{counted, grouped, short_id};
use crate::live::Live;
use crate::live::lines::{LogChunk, LogItem, LogRow};
use crate::live::view::RunView;
use crate::server_fns::history::read_run_events;
use crate::ui::toast::Toasts;
use api::event::{InvocationEvent, LOG_BYTES_MAX, LOG_LINES_MAX, LogLine, LogOrigin, RunEvent};
use api::id::RunId;
use leptos::prelude::*;
use std::sync::Arc;

/// Lines that were fetched from the store to be looked at instead of the newest ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredLines {
    /// The run.
    pub run: RunId,
    /// The sequence number after which they begin.
    pub after: u64,
    /// They.
    pub rows: Arc<Vec<LogRow>>,
}

/// Chunks on the screen while the end is followed.
const CHUNKS_FOLLOWED: u64 = 2;
/// Chunks that come at once when earlier lines are asked for.
const CHUNKS_MORE: u64 = 5;
/// Marks the line that the address names.
pub const LINKED: &str = "data-linked";

const MORE: &str = "min-h-6 px-1 text-accent underline";
/// Off-screen blocks are not laid out; their height is remembered.
const BLOCK: &str = "[content-visibility:auto] [contain-intrinsic-size:auto_2400px]";

/// One run: its heading, its lines, and what of them is not here.
#[component]
pub fn LogGroup(
    /// The page's connection.
    live: Live,
    /// The run.
    run: RunId,
    /// Which lines are shown.
    filter: Memo<Filter>,
    /// Lines from the store, shown instead of the newest while there are some.
    stored: RwSignal<Option<StoredLines>>,
    /// The line that the address names.
    line: Signal<Option<u64>>,
    /// Whether the end of the log is kept in view.
    following: RwSignal<bool>,
) -> impl IntoView {
    let run = StoredValue::new(run);
    let view = live.run_by_id(run.get_value());
    let own_stored = Memo::new(move |_| stored.get().filter(|lines| lines.run == run.get_value()));
    let body = move || match own_stored.get() {
        Some(lines) => view! { <StoredRows lines filter stored /> }.into_any(),
        None => view! { <LiveRows view filter stored line following /> }.into_any(),
    };
    view! {
        <section aria-label=format!("Run {}", short_id(&run.get_value()))>
            <Heading view />
            {body}
            <DroppedNote view />
        </section>
    }
}

#[component]
fn Heading(view: Signal<Option<Arc<RunView>>>) -> impl IntoView {
    let parts = Memo::new(move |_| {
        view.with(|view| {
            view.as_ref().map(|view| (view.id.clone(), view.state, view.queued_at, view.source.label(), view.cold))
        })
    });
    move || {
        parts.get().map(|(id, state, queued_at, source, cold)| {
            let cold = (cold == Some(true)).then(|| view! { <span class="text-cold">"❄ cold"</span> });
            view! {
                <h3 class="sticky top-0 z-10 flex gap-3 border-b border-divider bg-surface px-3 py-1 font-sans text-xs">
                    <span class="text-muted">{queued_at.time_of_day()}</span>
                    <span>"Run "{short_id(&id).to_owned()}"…"</span>
                    <span class=state_class(state)>{state_mark(state)} " " {state.label()}</span>
                    <span class="text-muted">{source}</span>
                    {cold}
                </h3>
            }
        })
    }
}

/// Chunks keep their place on the screen; only rows that are new are made. Who follows the end needs the newest rows alone,
/// so a flood makes few of them; the earlier ones come when they are asked for.
#[component]
fn LiveRows(
    view: Signal<Option<Arc<RunView>>>,
    filter: Memo<Filter>,
    stored: RwSignal<Option<StoredLines>>,
    line: Signal<Option<u64>>,
    following: RwSignal<bool>,
) -> impl IntoView {
    let asked_for = RwSignal::new(None::<u64>);
    // A filter searches all rows, and a line that is named may be any of them.
    let shows_all = Memo::new(move |_| !filter.read().is_empty() || line.get().is_some());
    let shown = Memo::new(move |before: Option<&Shown>| {
        let (first, end) = view.with(|view| view.as_ref().map_or((0, 0), |view| view.lines.numbers()));
        let newest = end.saturating_sub(CHUNKS_FOLLOWED).max(first);
        let start = match (shows_all.get(), following.get(), asked_for.get()) {
            (true, ..) => first,
            (false, true, _) => newest,
            // What stands on the screen stays there.
            (false, false, asked) => {
                before.map_or(newest, |before| before.start).min(asked.unwrap_or(u64::MAX)).max(first)
            }
        };
        Shown { first, start, end }
    });
    Effect::new(move |_| {
        if following.get() {
            asked_for.set(None);
        }
    });
    let earlier = move |_| {
        following.set(false);
        asked_for.set(Some(shown.get_untracked().start.saturating_sub(CHUNKS_MORE)));
    };
    view! {
        <TrimmedNote view stored />
        <Show when=move || { shown.get().start > shown.get().first }>
            <p class="border-b border-divider px-3 py-1 font-sans">
                <button type="button" class=MORE on:click=earlier>"Show earlier lines"</button>
            </p>
        </Show>
        <For each=move || { let shown = shown.get(); shown.start..shown.end } key=|number| *number let:number>
            <Block view number filter stored line />
        </For>
    }
}

/// Chunks by number: those of the window, and from which one on they are on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shown {
    first: u64,
    start: u64,
    end: u64,
}

#[component]
fn Block(
    view: Signal<Option<Arc<RunView>>>,
    number: u64,
    filter: Memo<Filter>,
    stored: RwSignal<Option<StoredLines>>,
    line: Signal<Option<u64>>,
) -> impl IntoView {
    let chunk = Memo::new_with_compare(
        move |_: Option<&Option<Arc<LogChunk>>>| {
            view.with(|view| view.as_ref().and_then(|view| view.lines.chunk(number)))
        },
        |before, now| match (before.and_then(Option::as_ref), now.and_then(Option::as_ref)) {
            (Some(before), Some(now)) => !Arc::ptr_eq(before, now),
            (before, now) => before.is_some() != now.is_some(),
        },
    );
    let run = StoredValue::new(view.with_untracked(|view| view.as_ref().map(|view| view.id.clone())));
    let rows = move || {
        let (Some(run), Some(chunk)) = (run.get_value(), chunk.get()) else { return Vec::new() };
        let filter = filter.read();
        chunk.rows.iter().filter(|row| passes(&filter, &run, row)).cloned().collect()
    };
    // A block of which only some rows pass has another height than the one remembered.
    let class = move || if filter.read().is_empty() { BLOCK } else { "" };
    view! {
        <div class=class>
            <For each=rows key=|row| row.seq let:row>
                {run.get_value().map(|run| view! { <Row run row stored line /> })}
            </For>
        </div>
    }
}

fn passes(filter: &Filter, run: &RunId, row: &LogRow) -> bool {
    match &row.item {
        LogItem::Line(line) => filter.passes(run.as_str(), line),
        LogItem::Skipped { .. } => true,
    }
}

#[component]
fn Row(run: RunId, row: LogRow, stored: RwSignal<Option<StoredLines>>, line: Signal<Option<u64>>) -> impl IntoView {
    let LogRow { seq, at, item } = row;
    let text = match item {
        LogItem::Skipped { lines, after } => return view! { <GapRow run lines after stored /> }.into_any(),
        LogItem::Line(text) => text,
    };
    let (origin_class, level) = match text.origin {
        LogOrigin::Platform => ("bg-surface text-muted", text.level),
        LogOrigin::Function => ("", text.level),
    };
    let id = row_id(&run, seq);
    // Plain values: a row that could change would cost twice as much, and there are thousands.
    let is_linked = (line.get_untracked() == Some(seq)).then_some("");
    let class = format!("flex gap-2 px-3 leading-6 data-linked:outline-2 data-linked:outline-accent {origin_class}");
    let letter = match text.origin {
        LogOrigin::Platform => view! { <span class="w-3 shrink-0 text-muted" title="the platform"><span aria-hidden="true">"·"</span></span> }.into_any(),
        LogOrigin::Function => view! {
            <span class=format!("w-3 shrink-0 font-semibold {}", level_class(level)) title=level_word(level)>
                <span aria-hidden="true">{level_letter(level)}</span>
                <span class="sr-only">{level_word(level)}</span>
            </span>
        }
        .into_any(),
    };
    view! {
        <div class=class id=id data-linked=is_linked>
            <a class="shrink-0 text-muted hover:underline" href=format!("?run={run}&panel=logs&line={seq}")>{at.time_of_day()}</a>
            {letter}
            <LineText run text />
        </div>
    }
    .into_any()
}

/// The element of a line, for links to it.
#[must_use]
pub fn row_id(run: &RunId, seq: u64) -> String {
    format!("line-{}-{seq}", short_id(run))
}

/// The text; a very long line is folded.
#[component]
fn LineText(run: RunId, text: LogLine) -> impl IntoView {
    const TEXT: &str = "min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]";
    let shown = shown_text(run.as_str(), &text);
    let cut = shown.char_indices().nth(LINE_CHARS_SHOWN_MAX).map(|(at, _)| at);
    let Some(at) = cut else { return view! { <span class=TEXT>{shown}</span> }.into_any() };
    let beginning = shown.get(..at).unwrap_or_default().to_owned();
    let rest = shown.get(at..).unwrap_or_default().chars().count() as u64;
    let is_open = RwSignal::new(false);
    view! {
        <span class=TEXT>
            {move || if is_open.get() { shown.clone() } else { beginning.clone() }}
            <button type="button" class=MORE on:click=move |_| is_open.update(|open| *open = !*open)>
                {move || if is_open.get() { "fold".to_owned() } else { format!("… {} more", counted(rest, "character", "characters")) }}
            </button>
        </span>
    }
    .into_any()
}

#[component]
fn GapRow(run: RunId, lines: u64, after: u64, stored: RwSignal<Option<StoredLines>>) -> impl IntoView {
    let words = format!(
        "{} passed over, because this page could not keep up. They are stored.",
        counted(lines, "line was", "lines were")
    );
    view! {
        <div class="flex flex-wrap gap-2 border-y border-divider bg-surface px-3 py-1 font-sans text-warn">
            <span>{words}</span>
            <button type="button" class=MORE on:click=move |_| load(run.clone(), after, stored)>"Load them"</button>
        </div>
    }
}

#[component]
fn TrimmedNote(view: Signal<Option<Arc<RunView>>>, stored: RwSignal<Option<StoredLines>>) -> impl IntoView {
    let earlier = Memo::new(move |_| {
        view.with(|view| {
            view.as_ref().map(|view| (view.id.clone(), view.lines.trimmed(), view.lines.trimmed_until_seq()))
        })
    });
    move || {
        let (run, lines, until) = earlier.get().filter(|(_, lines, _)| *lines > 0)?;
        let after = until.saturating_sub(api::invoker::RUN_EVENTS_PAGE_MAX.into());
        Some(view! {
            <div class="flex flex-wrap gap-2 border-b border-divider px-3 py-1 font-sans text-muted">
                <span>{format!("{} not on this page.", counted(lines, "earlier line is", "earlier lines are"))}</span>
                <button type="button" class=MORE on:click=move |_| load(run.clone(), after, stored)>"Load them"</button>
            </div>
        })
    }
}

#[component]
fn DroppedNote(view: Signal<Option<Arc<RunView>>>) -> impl IntoView {
    let dropped = Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.dropped).unwrap_or_default()));
    move || {
        let dropped = dropped.get();
        (dropped.lines > 0).then(|| {
            let kept =
                format!("a run keeps {} lines and {} MB of log", grouped(LOG_LINES_MAX), LOG_BYTES_MAX / 1_048_576);
            let words = format!(
                "{} ({} bytes): {kept}.",
                counted(dropped.lines, "line dropped", "lines dropped"),
                grouped(dropped.bytes)
            );
            view! { <p class="border-y border-divider bg-surface px-3 py-1 font-sans text-warn">{words}</p> }
        })
    }
}

/// A page of stored lines, with the way to the pages before and after it.
#[component]
fn StoredRows(lines: StoredLines, filter: Memo<Filter>, stored: RwSignal<Option<StoredLines>>) -> impl IntoView {
    let StoredLines { run, after, rows } = lines;
    let last = rows.last().map(|row| row.seq);
    let page = u64::from(api::invoker::RUN_EVENTS_PAGE_MAX);
    let (before_run, after_run) = (run.clone(), run.clone());
    let no_line = Signal::derive(|| None);
    let shown = move || {
        let filter = filter.read();
        rows.iter().filter(|row| passes(&filter, &run, row)).cloned().map(|row| (run.clone(), row)).collect::<Vec<_>>()
    };
    view! {
        {(after > 0).then(|| view! {
            <p class="px-3 py-1 font-sans">
                <button type="button" class=MORE on:click=move |_| load(before_run.clone(), after.saturating_sub(page), stored)>"Earlier lines"</button>
            </p>
        })}
        <For each=shown key=|(_, row)| row.seq let:pair>
            <Row run=pair.0 row=pair.1 stored line=no_line />
        </For>
        {last.map(|last| view! {
            <p class="px-3 py-1 font-sans">
                <button type="button" class=MORE on:click=move |_| load(after_run.clone(), last, stored)>"Later lines"</button>
            </p>
        })}
    }
}

/// Fetches the lines after a sequence number and shows them instead of the newest.
fn load(run: RunId, after: u64, stored: RwSignal<Option<StoredLines>>) {
    let toasts = Toasts::of_page();
    leptos::task::spawn_local(async move {
        match read_run_events(run.clone(), after).await {
            Ok(events) if events.iter().any(is_line) => {
                let rows = Arc::new(events.into_iter().filter_map(row_of).collect());
                let _ = stored.try_set(Some(StoredLines { run, after, rows }));
            }
            Ok(_) => toasts.info("There are no lines there."),
            Err(error) => toasts.error(format!("the lines could not be read: {error}")),
        }
    });
}

fn is_line(event: &RunEvent) -> bool {
    matches!(event.event, InvocationEvent::Log(_))
}

fn row_of(event: RunEvent) -> Option<LogRow> {
    let RunEvent { run: _, seq, at, event } = event;
    match event {
        InvocationEvent::Log(line) => Some(LogRow { seq, at, item: LogItem::Line(line) }),
        _ => None,
    }
}
