//! Points in time in a list.

use api::time::UnixMillis;
use leptos::prelude::*;

/// The times at which a schedule fires, in UTC.
#[component]
pub(super) fn Times(
    /// The list's name.
    label: &'static str,
    /// They.
    times: Vec<UnixMillis>,
) -> impl IntoView {
    let items = times.into_iter().map(|at| {
        let (date, time) = words(at);
        view! {
            <li class="flex gap-2">
                <time datetime=at.iso()><span class="text-muted">{date}</span> " " {time}</time>
            </li>
        }
    });
    view! { <ol aria-label=label class="grid grid-cols-1 gap-x-4 text-sm sm:grid-cols-2">{items.collect_view()}</ol> }
}

/// Day and time of day to the second.
fn words(at: UnixMillis) -> (String, String) {
    let iso = at.iso();
    let (date, time) = iso.split_once('T').unwrap_or((&iso, ""));
    let day = day_of_week(at);
    (format!("{day} {date}"), format!("{} UTC", time.get(..8).unwrap_or(time)))
}

/// 1 January 1970 was a Thursday.
fn day_of_week(at: UnixMillis) -> &'static str {
    match at.0.div_euclid(86_400_000).rem_euclid(7) {
        0 => "Thu",
        1 => "Fri",
        2 => "Sat",
        3 => "Sun",
        4 => "Mon",
        5 => "Tue",
        _ => "Wed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_date_and_time() {
        let check = |ms, date: &str, time: &str| assert_eq!(words(UnixMillis(ms)), (date.to_owned(), time.to_owned()));
        check(0, "Thu 1970-01-01", "00:00:00 UTC");
        // 23 November 2026 is a Monday.
        check(1_795_437_000_000, "Mon 2026-11-23", "12:30:00 UTC");
        check(-1, "Wed 1969-12-31", "23:59:59 UTC");
    }
}
