//! Time and cost over memory, drawn. The table beside it has the same numbers.

use super::compare::{Row, mb};
use crate::components::output::text::millis;
use leptos::prelude::*;

const WIDTH: u64 = 640;
const HEIGHT: u64 = 220;
/// Above and below the drawing, for the numbers and the sizes.
const HEAD: u64 = 20;
const FOOT: u64 = 24;
/// The widest bar.
const BAR_MAX: u64 = 72;

/// A column for each size: its warm time as a bar, its cost as a point of the line.
#[component]
pub fn TuningChart(
    /// What has been measured.
    rows: Vec<Row>,
) -> impl IntoView {
    let most_time = rows.iter().filter_map(|row| Some(row.warm?.time_us)).max().unwrap_or(1).max(1);
    let most_cost = rows.iter().filter_map(|row| Some(row.warm?.million.nanos())).max().unwrap_or(1).max(1);
    let step = WIDTH / (rows.len() as u64).max(1);
    let height = |part: u128, whole: u128| u64::try_from(part * u128::from(HEIGHT) / whole).unwrap_or(HEIGHT);
    let columns = rows.iter().zip(0_u64..).map(|(row, index)| {
        let middle = index * step + step / 2;
        let bar = row.warm.map(|warm| {
            let tall = height(warm.time_us.into(), most_time.into()).max(2);
            let wide = (step / 2).min(BAR_MAX);
            let (x, y) = (middle - wide / 2, HEAD + HEIGHT - tall);
            view! {
                <rect class="fill-accent" x=x y=y width=wide height=tall />
                <text class="fill-text text-xs" text-anchor="middle" x=middle y=y - 4>{millis(warm.time_us)}</text>
            }
        });
        let failed = row.failed.map(|state| {
            view! { <text class="fill-error text-xs" text-anchor="middle" x=middle y=HEAD + HEIGHT / 2>{state.label()}</text> }
        });
        view! {
            {bar}
            {failed}
            <text class="fill-text text-xs" text-anchor="middle" x=middle y=HEAD + HEIGHT + 16>{mb(row.memory_mib)}</text>
        }
    });
    let columns = columns.collect_view();
    let point = |(row, index): (&Row, u64)| {
        let cost = height(row.warm?.million.nanos(), most_cost);
        Some((index * step + step / 2, HEAD + HEIGHT - cost))
    };
    let points: Vec<(u64, u64)> = rows.iter().zip(0_u64..).filter_map(point).collect();
    let line = points.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ");
    let dots = points.into_iter().map(|(x, y)| view! { <circle class="fill-warn" cx=x cy=y r="5" /> }).collect_view();
    let label = "Warm time by memory size as bars, cost as a line; the table has the numbers";
    view! {
        <figure class="flex flex-col gap-1">
            <svg role="img" aria-label=label class="w-full max-w-3xl" viewBox=format!("0 0 {WIDTH} {}", HEAD + HEIGHT + FOOT)>
                {columns}
                <polyline class="fill-none stroke-warn" stroke-width="2" points=line />
                {dots}
            </svg>
            <figcaption class="flex flex-wrap gap-4 text-xs text-muted">
                <span><span aria-hidden="true" class="text-accent">"■"</span>" time of a warm run"</span>
                <span><span aria-hidden="true" class="text-warn">"●"</span>" cost, highest = top"</span>
            </figcaption>
        </figure>
    }
}
