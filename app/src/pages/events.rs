//! `/events`: asynchronous events, and the clock that they wait for.

use crate::components::events::detail::Detail;
use crate::components::events::feed::Feed;
use crate::components::events::lanes::Lanes;
use crate::components::events::send::SendEvents;
use crate::error::UiError;
use crate::layouts::account::AccountContext;
use crate::layouts::clock_menu::shown;
use crate::server_fns::account::{ClockMove, MoveClock};
use crate::server_fns::events::{EventsPage, read_events};
use crate::ui::button::Button;
use crate::ui::error_card::ErrorCard;
use crate::ui::loaded::loaded;
use crate::ui::resource;
use crate::ui::toast::Toasts;
use api::id::RunId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

/// The page's code, which the browser loads with the first address that shows it.
pub struct EventsRoute;

#[lazy_route]
impl LazyRoute for EventsRoute {
    fn data() -> Self {
        Self
    }

    fn view(_route: Self) -> AnyView {
        view! { <Events /> }.into_any()
    }
}

#[component]
fn Events() -> impl IntoView {
    let data = resource::read(|| (), |()| read_events());
    let page = move || {
        loaded(async move {
            match data.await {
                Ok(data) => view! { <Theatre data /> }.into_any(),
                Err(error) => view! { <NotRead error /> }.into_any(),
            }
        })
    };
    view! {
        <Title text="Events" />
        <div class="mx-auto flex max-w-7xl flex-col gap-4 p-4">
            <h1 class="text-2xl font-semibold">"Events"</h1>
            <p class="text-muted">
                "An asynchronous invocation is an event in a queue: it is on disk before the caller has its 202, it is tried up to three times, \
                 and what is left over goes to the function's destination. Here is every event that is not done."
            </p>
            {page}
        </div>
    }
}

#[component]
fn NotRead(error: UiError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::set_page_status(error.code());
    view! { <ErrorCard title="The events cannot be shown" reason=error.to_string() /> }
}

#[component]
fn Theatre(data: EventsPage) -> impl IntoView {
    let EventsPage { view, functions } = data;
    let feed = Feed::new(view);
    let chosen = RwSignal::new(None::<RunId>);
    let lost = move || {
        (!feed.is_connected.get()).then(|| view! { <p role="status" class="text-warn">"The server cannot be reached; what is shown may be old."</p> })
    };
    view! {
        <Clock feed />
        {lost}
        <Lanes feed chosen />
        <div class="grid items-start gap-4 lg:grid-cols-2">
            <Detail feed chosen />
            <SendEvents functions />
        </div>
    }
}

/// The account's clock, and its steps.
#[component]
fn Clock(feed: Feed) -> impl IntoView {
    const STEPS: [ClockMove; 3] = [ClockMove::NextDue, ClockMove::Minute, ClockMove::RealTime];
    let account = expect_context::<AccountContext>().account;
    let (moved, toasts) = (ServerAction::<MoveClock>::new(), Toasts::of_page());
    Effect::watch(
        move || moved.value().get(),
        move |answer, _, _| match answer {
            Some(Ok(now)) => account.set(now.clone()),
            Some(Err(error)) => toasts.error(error.to_string()),
            None => {}
        },
        false,
    );
    let is_paused = Memo::new(move |_| account.read().is_clock_paused);
    let press = move |to: ClockMove| {
        Callback::new(move |()| {
            moved.dispatch(MoveClock { to });
        })
    };
    let hand = move || if is_paused.get() { ClockMove::Resume } else { ClockMove::Pause };
    let steps = STEPS.map(|to| view! { <Button on_press=press(to)>{to.label()}</Button> });
    view! {
        <section aria-label="Clock" class="flex flex-wrap items-center gap-2 rounded-card border border-divider p-3">
            <p role="status" class="mr-auto">
                <span class="font-medium">{move || format!("{} UTC", feed.now(is_paused.get()).iso().split('.').next().unwrap_or_default())}</span>
                <span class="text-muted">{move || format!(", {}", shown(&account.read()).split(" at ").next().unwrap_or_default())}</span>
            </p>
            {move || view! { <Button on_press=press(hand())>{hand().label()}</Button> }}
            {steps.into_iter().collect_view()}
        </section>
    }
}
