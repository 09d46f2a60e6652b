//! The Timeline panel: where the time went, as bars and as a table.

use super::bars::{Bar, Bars, WIDTH, kind_explanation, kind_label, span};
use super::text::{counted, millis};
use crate::live::view::RunView;
use api::event::SegmentKind;
use api::run::Metrics;
use leptos::prelude::*;
use std::sync::Arc;

/// Height of one bar with its gap, in the drawing's units.
const ROW_HEIGHT: usize = 24;

fn kind_class(kind: SegmentKind) -> &'static str {
    match kind {
        SegmentKind::Queue => "fill-muted",
        SegmentKind::Init | SegmentKind::Restore => "fill-cold",
        SegmentKind::Invoke => "fill-accent",
    }
}

/// Where the time of a run went.
#[component]
pub fn TimelinePanel(
    /// The run on the screen.
    #[prop(into)]
    view: Signal<Option<Arc<RunView>>>,
) -> impl IntoView {
    let bars = Memo::new(move |_| view.get().map(|view| Bars::layout(&view.segments)).unwrap_or_default());
    let metrics = Memo::new(move |_| view.get().and_then(|view| view.outcome.as_ref().map(|outcome| outcome.metrics)));
    move || {
        let bars = bars.get();
        if bars.bars.is_empty() {
            return view! { <p class="p-6 text-center text-muted">"No timeline yet. Bars appear as the parts of a run end: waiting, INIT, handler."</p> }
                .into_any();
        }
        view! {
            <div class="flex flex-col gap-3 p-3">
                <Drawing bars=bars.clone() />
                <Table bars />
                {metrics.get().map(|metrics| view! { <CpuShare metrics /> <OwnPages metrics /> })}
            </div>
        }
        .into_any()
    }
}

#[component]
fn Drawing(bars: Bars) -> impl IntoView {
    let height = bars.bars.len() * ROW_HEIGHT;
    let note = bars.any_widened().then(|| {
        view! { <p class="text-xs text-muted">"Bars too short to be seen are drawn wider; the table has the true numbers."</p> }
    });
    let label = format!("Timeline of {}", span(bars.total_us));
    let rects = (0..).zip(&bars.bars).map(|(row, bar)| draw(row, bar)).collect_view();
    let names = bars
        .bars
        .iter()
        .map(|bar| view! { <li class="flex h-6 items-center whitespace-nowrap">{kind_label(bar.kind)}</li> })
        .collect_view();
    view! {
        <div>
            <div class="flex gap-2 text-xs">
                <ul aria-hidden="true">{names}</ul>
                <svg
                    role="img"
                    aria-label=label
                    class="min-w-0 flex-1 rounded-control bg-surface"
                    height=height
                    viewBox=format!("0 0 {WIDTH} {height}")
                    preserveAspectRatio="none"
                >
                    {rects}
                </svg>
            </div>
            <div class="flex justify-between pl-16 text-xs text-muted" aria-hidden="true">
                <span>"0"</span>
                <span>{span(bars.total_us)}</span>
            </div>
            {note}
        </div>
    }
}

fn draw(row: usize, bar: &Bar) -> impl IntoView + use<> {
    let title = format!("{}: {} from {}", kind_label(bar.kind), span(bar.duration_us), span(bar.start_us));
    view! {
        <rect class=kind_class(bar.kind) x=bar.x y=row * ROW_HEIGHT + 4 width=bar.width height=ROW_HEIGHT - 8>
            <title>{title}</title>
        </rect>
    }
}

#[component]
fn Table(bars: Bars) -> impl IntoView {
    let rows = bars.bars.into_iter().map(|bar| {
        view! {
            <tr class="border-t border-divider">
                <th scope="row" class="py-1 pr-4 text-left font-medium">{kind_label(bar.kind)}</th>
                <td class="pr-4 text-right">{span(bar.start_us)}</td>
                <td class="pr-4 text-right">{span(bar.duration_us)}</td>
                <td class="text-muted">{kind_explanation(bar.kind)}</td>
            </tr>
        }
    });
    view! {
        <table class="w-full text-sm" aria-label="Timeline in numbers">
            <thead class="text-xs text-muted">
                <tr>
                    <th scope="col" class="text-left font-normal">"Part"</th>
                    <th scope="col" class="pr-4 text-right font-normal">"Begins after"</th>
                    <th scope="col" class="pr-4 text-right font-normal">"Takes"</th>
                    <th scope="col" class="text-left font-normal">"What it is"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

/// How the handler's time divides into computing, waiting for a share of the CPU, and waiting for something else.
#[component]
fn CpuShare(metrics: Metrics) -> impl IntoView {
    let Metrics { duration_us, cpu_us, throttled_us, .. } = metrics;
    view! {
        <p class="text-sm">
            "Of the handler's " {millis(duration_us)} ": " {millis(cpu_us)} " of CPU, " {millis(throttled_us)}
            " kept off the CPU because the share that comes with the memory was used up."
        </p>
    }
}

/// What of the environment's memory is its own, where it was measured.
#[component]
fn OwnPages(metrics: Metrics) -> impl IntoView {
    metrics.dirty_pages.map(|pages| {
        let own = counted(pages, "page", "pages");
        view! {
            <p class="text-sm">
                {format!("The environment had written {own} of 4 KiB of its memory since it was made; the rest it shares with others.")}
            </p>
        }
    })
}
