//! How the dashboard looks, which rule bills, what the clock says, and what is kept.

mod kept;
mod local;

use crate::layouts::account::AccountContext;
use crate::layouts::clock_menu::shown;
use crate::preferences::{EDITOR_FONT_PX_RANGE, PreferencesContext};
use crate::server_fns::account::{ClockMove, MoveClock, SavePreferences, SetPriceBook};
use crate::theme::Theme;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::error_card::ErrorCard;
use crate::ui::field::{NumberField, RadioOption};
use crate::ui::toast::Toasts;
use billing::PriceBook;
use kept::Kept;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};
use local::Local;

const CARD: &str = "flex flex-col gap-3 rounded-card border border-divider p-4";
const HEAD: &str = "text-lg font-medium";

/// The page's code, which the browser loads with the first address that shows it.
pub struct SettingsRoute;

#[lazy_route]
impl LazyRoute for SettingsRoute {
    fn data() -> Self {
        Self
    }

    fn view(_route: Self) -> AnyView {
        view! { <SettingsPage /> }.into_any()
    }
}

/// The settings, one form for each thing, so that each is saved by itself.
#[component]
fn SettingsPage() -> impl IntoView {
    view! {
        <Title text="Settings" />
        <div class="mx-auto flex max-w-3xl flex-col gap-4 p-4">
            <h1 class="text-2xl font-semibold">"Settings"</h1>
            <Look />
            <Book />
            <Clock />
            <p>
                "Programs reach this workspace by its keys: "
                <a class="text-accent underline" href=crate::path::connect()>"Connect"</a> "."
            </p>
            <Local />
            <Kept />
        </div>
    }
}

#[component]
fn Look() -> impl IntoView {
    let preferences = expect_context::<PreferencesContext>();
    let (save, toasts) = (ServerAction::<SavePreferences>::new(), Toasts::of_page());
    Effect::watch(
        move || save.value().get(),
        move |answer, _, _| {
            if let Some(Ok(saved)) = answer {
                preferences.theme.set(saved.theme);
                preferences.editor_font_px.set(saved.editor_font_px);
                toasts.info("The look is saved in this browser");
            }
        },
        false,
    );
    let chosen = preferences.theme.get_untracked();
    let themes = Theme::ALL.map(|theme| {
        view! { <RadioOption name="theme" value=theme.identifier() checked=theme == chosen label=theme.label() /> }
    });
    let error = move || save.value().get().and_then(Result::err).map(|error| error.to_string());
    view! {
        <section aria-labelledby="look" class=CARD>
            <h2 id="look" class=HEAD>"Look"</h2>
            <ActionForm action=save>
                <div class="flex flex-col gap-4">
                    <fieldset>
                        <legend class="font-medium">"Theme"</legend>
                        {themes.into_iter().collect_view()}
                    </fieldset>
                    <NumberField
                        id="editor-font"
                        name="editor_font_px"
                        label="Letters of the editor, in pixels"
                        value=preferences.editor_font_px.get_untracked()
                        range=EDITOR_FONT_PX_RANGE
                        error=Signal::derive(error)
                    />
                    <div><Button kind=ButtonKind::Submit>"Save look"</Button></div>
                </div>
            </ActionForm>
        </section>
    }
}

#[component]
fn Book() -> impl IntoView {
    let account = expect_context::<AccountContext>().account;
    let (set, toasts) = (ServerAction::<SetPriceBook>::new(), Toasts::of_page());
    Effect::watch(
        move || set.value().get(),
        move |answer, _, _| {
            if let Some(Ok(book)) = answer {
                account.update(|account| account.price_book = *book);
                toasts.info(format!("Runs are billed by the rule {book} from now on"));
            }
        },
        false,
    );
    let chosen = account.with_untracked(|account| account.price_book);
    let books = PriceBook::ALL.map(|book| {
        view! { <RadioOption name="book" value=book.identifier() checked=book == chosen label=book.label() help=book.explanation() /> }
    });
    let error = move || set.value().get().and_then(Result::err);
    view! {
        <section id="price-book" aria-labelledby="price-book-head" class=CARD>
            <h2 id="price-book-head" class=HEAD>"Price book"</h2>
            <p class="text-muted">"Bills are simulated. Runs that have ended keep the rule they ran under; the Bill panel shows each run under all three."</p>
            <ActionForm action=set>
                <div class="flex flex-col gap-3">
                    <fieldset>
                        <legend class="sr-only">"Rule for new runs"</legend>
                        {books.into_iter().collect_view()}
                    </fieldset>
                    <div><Button kind=ButtonKind::Submit>"Save price book"</Button></div>
                </div>
            </ActionForm>
            {move || error().map(|error| view! { <ErrorCard title="The price book was not changed" reason=error.to_string() /> })}
        </section>
    }
}

/// The same as the menu at the top of the page, for browsers without JavaScript and for whoever looks for it here.
#[component]
fn Clock() -> impl IntoView {
    let account = expect_context::<AccountContext>().account;
    let moved = ServerAction::<MoveClock>::new();
    Effect::watch(
        move || moved.value().get(),
        move |answer, _, _| {
            if let Some(Ok(now)) = answer {
                account.set(now.clone());
            }
        },
        false,
    );
    let error = move || moved.value().get().and_then(Result::err);
    let forms = ClockMove::ALL.map(|to| {
        view! {
            <ActionForm action=moved>
                <input type="hidden" name="to" value=to.identifier() />
                <Button kind=ButtonKind::Submit>{to.label()}</Button>
            </ActionForm>
        }
    });
    view! {
        <section aria-labelledby="clock" class=CARD>
            <h2 id="clock" class=HEAD>"Time"</h2>
            <p class="text-muted">"Schedules, retries and ages of events go by the time of your workspace. Skip ahead, and what is due in between runs now; pause it, and nothing comes due until you step."</p>
            <p role="status">{move || account.with(|account| format!("{} UTC, {}", account.now.iso(), shown(account)))}</p>
            <div class="flex flex-wrap gap-2">{forms.into_iter().collect_view()}</div>
            {move || error().map(|error| view! { <ErrorCard title="The clock was not moved" reason=error.to_string() /> })}
        </section>
    }
}
