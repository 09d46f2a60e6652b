//! The Environments panel: a lane for each execution environment of the function, as it lives.

use super::lanes::{Mark, WIDTH, code_label, end_mark, marks, now_label, words};
use super::text::{counted, short_id};
use crate::live::Live;
use crate::live::environments::page_us;
use crate::path;
use api::environment::{EnvironmentId, Lane, Phase};
use api::id::{FunctionName, RunId};
use leptos::leptos_dom::helpers::set_interval_with_handle;
use leptos::prelude::*;
use std::time::Duration;

/// How often lanes move on.
const TICK: Duration = Duration::from_millis(500);
/// What lanes show: until now, in microseconds.
const WINDOW_US: u64 = 60_000_000;
/// Height of a lane, in the drawing's units.
const HEIGHT: u64 = 16;

/// The environments of the function, newest first.
#[component]
pub fn EnvironmentsPanel(
    /// The page's connection.
    live: Live,
    /// The function.
    function: Signal<FunctionName>,
    /// The run that every panel shows.
    selected: RwSignal<Option<RunId>>,
) -> impl IntoView {
    let environments = live.environments_shown();
    let tick = ticking();
    let now = Memo::new(move |_| {
        tick.track();
        environments.with(|environments| environments.now_us(page_us()))
    });
    let ids = Memo::new(move |_| {
        let id = |lane: &Lane| lane.environment;
        environments.with(|environments| environments.lanes.lanes.iter().rev().map(id).collect::<Vec<_>>())
    });
    let unshown = Memo::new(move |_| environments.with(|environments| environments.lanes.unshown));
    let lane_of = move |id: EnvironmentId| {
        Memo::new(move |_| {
            environments.with(|known| known.lanes.lanes.iter().find(|lane| lane.environment == id).cloned())
        })
    };
    view! {
        <Show
            when=move || !ids.read().is_empty()
            fallback=|| view! {
                <p class="p-6 text-center text-muted">"No environment yet. The first run makes one: INIT starts the language runtime and loads the code. After the run it waits for the next one, which is warm then."</p>
            }
        >
            <div class="flex flex-col gap-2 p-3">
                <Legend />
                <Head />
                <ul aria-label="Environments" class="flex flex-col">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Row id lane=lane_of(id) now function selected />
                    </For>
                </ul>
                {move || {
                    let more = unshown.get();
                    (more > 0).then(|| view! { <p class="text-sm text-muted">{counted(more, "more environment lives", "more environments live")} "; there is room for a picture of the first ones only."</p> })
                }}
            </div>
        </Show>
    }
}

/// Rises as time goes on; in the browser only.
fn ticking() -> RwSignal<u64> {
    let tick = RwSignal::new(0_u64);
    Effect::new(move |_| {
        let next = move || {
            let _ = tick.try_update(|tick| *tick += 1);
        };
        if let Ok(timer) = set_interval_with_handle(next, TICK) {
            on_cleanup(move || timer.clear());
        }
    });
    tick
}

const COLUMNS: &str = "grid grid-cols-[minmax(8rem,14rem)_4rem_5rem_minmax(6rem,1fr)] items-center gap-x-3";

#[component]
fn Head() -> impl IntoView {
    view! {
        <div class=format!("{COLUMNS} text-xs text-muted") aria-hidden="true">
            <span>"Environment"</span>
            <span class="text-right">"Runs"</span>
            <span>"Last run"</span>
            <span class="flex justify-between"><span>"1 min ago"</span><span>"now"</span></span>
        </div>
    }
}

#[component]
fn Row(
    id: EnvironmentId,
    lane: Memo<Option<Lane>>,
    now: Memo<u64>,
    function: Signal<FunctionName>,
    selected: RwSignal<Option<RunId>>,
) -> impl IntoView {
    let code = move || lane.read().as_ref().map(|lane| code_label(lane.target));
    let kept = move || lane.read().as_ref().filter(|lane| lane.provisioned).map(|_| "· provisioned");
    let now_text = Memo::new(move |_| lane.read().as_ref().map(|lane| now_label(lane, now.get())));
    let runs = move || lane.read().as_ref().map(|lane| counted(lane.runs, "run", "runs"));
    view! {
        <li class=format!("{COLUMNS} border-t border-divider py-1 text-sm")>
            <span class="flex min-w-0 flex-col">
                <span><span class="font-medium">{format!("#{}", id.0)}</span> " " <span class="text-muted">{code}</span> <span class="text-muted">{kept}</span></span>
                <span class="text-xs text-muted">{now_text}</span>
            </span>
            <span class="text-right">{runs}</span>
            <RunLink lane function selected />
            <Drawing lane now />
        </li>
    }
}

/// Leads to the run that the environment was busy with last.
#[component]
fn RunLink(
    lane: Memo<Option<Lane>>,
    function: Signal<FunctionName>,
    selected: RwSignal<Option<RunId>>,
) -> impl IntoView {
    let run = Memo::new(move |_| lane.read().as_ref().and_then(|lane| lane.last_run.clone()));
    let href = move || run.get().map(|run| path::playground_run(&function.get(), &run));
    let choose = move |event: leptos::ev::MouseEvent| {
        let is_plain = !(event.ctrl_key() || event.meta_key() || event.shift_key());
        if is_plain {
            event.prevent_default();
            event.stop_propagation();
            selected.set(run.get());
        }
    };
    let is_chosen = move || (selected.get() == run.get()).then_some("true");
    let text = move || run.get().map(|run| short_id(&run).to_owned());
    let label = move || run.get().map(|run| format!("Show run {}", short_id(&run)));
    view! {
        <a
            class="inline-flex min-h-6 items-center font-mono text-xs text-accent underline"
            hidden=move || run.read().is_none()
            href=href
            aria-label=label
            aria-current=is_chosen
            on:click=choose
        >
            {text}
        </a>
    }
}

/// The lane. It can be focused, since its name says more than the row.
#[component]
fn Drawing(lane: Memo<Option<Lane>>, now: Memo<u64>) -> impl IntoView {
    let label = Memo::new(move |_| lane.read().as_ref().map(|lane| words(lane, now.get())));
    let parts = move || {
        let lane = lane.read();
        let lane = lane.as_ref()?;
        let parts = marks(lane, now.get(), WINDOW_US).into_iter().map(part).collect_view();
        let end = end_mark(lane, now.get(), WINDOW_US).map(end);
        Some(view! { {parts} {end} })
    };
    view! {
        <svg
            role="img"
            tabindex="0"
            aria-label=label
            class="h-4 w-full rounded-control bg-surface"
            viewBox=format!("0 0 {WIDTH} {HEIGHT}")
            preserveAspectRatio="none"
        >
            {parts}
        </svg>
    }
}

/// Phases differ in height as well as in colour: INIT is the full height, RESTORE half of it, a run nearly, waiting a line.
fn part(mark: Mark) -> impl IntoView {
    let (class, y, height) = match mark.phase {
        Phase::Init => ("fill-cold", 0, HEIGHT),
        Phase::Restore => ("fill-cold", HEIGHT / 2, HEIGHT / 2),
        Phase::Busy => ("fill-accent", 3, HEIGHT - 6),
        Phase::Idle => ("fill-muted", 7, 2),
    };
    view! { <rect class=class x=mark.x y=y width=mark.width height=height /> }
}

/// The end: a bar across the lane.
fn end(at: u64) -> impl IntoView {
    const END_WIDTH: u64 = 4;
    view! { <rect class="fill-error" x=at.min(WIDTH - END_WIDTH) y="0" width=END_WIDTH height=HEIGHT /> }
}

#[component]
fn Legend() -> impl IntoView {
    let entry = |drawing: AnyView, words: &'static str| {
        view! {
            <li class="flex items-center gap-1">
                <svg aria-hidden="true" class="h-4 w-5 rounded-control bg-surface" viewBox="0 0 20 16" preserveAspectRatio="none">{drawing}</svg>
                {words}
            </li>
        }
    };
    let shown = |phase| part(Mark { phase, x: 0, width: 20 }).into_any();
    view! {
        <ul aria-label="Legend" class="flex flex-wrap gap-x-4 gap-y-1 text-xs">
            {entry(shown(Phase::Init), "INIT, full height")}
            {entry(shown(Phase::Restore), "RESTORE, half")}
            {entry(shown(Phase::Busy), "busy with a run")}
            {entry(shown(Phase::Idle), "idle, a line")}
            {entry(end(8).into_any(), "gone, the lane ends in a bar")}
        </ul>
    }
}
