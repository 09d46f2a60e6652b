//! The account's clock, which can be skipped ahead so that schedules come due now.

use super::account::AccountContext;
use crate::server_fns::account::{ClockMove, MoveClock};
use crate::ui::icon::Icon;
use crate::ui::menu::{Menu, MenuItem};
use crate::ui::toast::Toasts;
use api::control_plane::Account;
use leptos::prelude::*;

/// The menu, and beside it how far the clock is ahead.
#[component]
pub(super) fn ClockMenu() -> impl IntoView {
    let account = expect_context::<AccountContext>().account;
    let (moved, toasts) = (ServerAction::<MoveClock>::new(), Toasts::of_page());
    Effect::watch(
        move || moved.value().get(),
        move |answer, _, _| match answer {
            Some(Ok(now)) => {
                toasts.info(format!("The clock is {}", shown(now)));
                account.set(now.clone());
            }
            Some(Err(error)) => toasts.error(error.to_string()),
            None => {}
        },
        false,
    );
    let items = ClockMove::ALL.map(|to| MenuItem {
        label: to.label(),
        action: Callback::new(move |()| {
            moved.dispatch(MoveClock { to });
        }),
    });
    view! {
        <div class="flex items-center gap-1">
            <Menu id="clock-menu" label="Clock" icon=Icon::Clock items=items.into() />
            <span class="text-xs text-muted max-lg:hidden">{move || shown(&account.read())}</span>
        </div>
    }
}

/// How an account's clock stands, in words.
#[must_use]
pub(crate) fn shown(account: &Account) -> String {
    match account.is_clock_paused {
        true => format!("paused at {} UTC", account.now.iso()),
        false => ahead(account.clock_offset_ms),
    }
}

/// How far a clock is ahead, in words.
fn ahead(offset_ms: i64) -> String {
    if offset_ms < 0 {
        return ahead(offset_ms.saturating_neg()).replace("ahead", "behind");
    }
    let minutes = offset_ms / 60_000;
    let (days, hours, minutes) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    let parts = [(days, "d"), (hours, "h"), (minutes, "min")];
    let parts: Vec<String> = parts.iter().filter(|(n, _)| *n != 0).map(|(n, unit)| format!("{n} {unit}")).collect();
    match (offset_ms, parts.is_empty()) {
        (0, _) => "real time".to_owned(),
        (_, true) => format!("{} s ahead", offset_ms.div_euclid(1_000)),
        _ => format!("{} ahead", parts.join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_how_far_the_clock_is_ahead() {
        assert_eq!(ahead(0), "real time");
        assert_eq!(ahead(7_000), "7 s ahead");
        assert_eq!(ahead(60_000), "1 min ahead");
        assert_eq!(ahead(3_600_000 + 61_000), "1 h 1 min ahead");
        assert_eq!(ahead(2 * 86_400_000), "2 d ahead");
        assert_eq!(ahead(-7_000), "7 s behind");
    }
}
