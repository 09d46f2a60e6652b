//! `/connect`: how the AWS CLI, SDKs and tools reach this workspace.

use crate::components::connect::keys::Keys;
use crate::components::connect::snippets::Snippets;
use crate::components::connect::texts::Access;
use crate::error::UiError;
use crate::path;
use crate::server_fns::connect::{Connection, NewKey, read_connection};
use crate::ui::error_card::ErrorCard;
use crate::ui::loaded::loaded;
use crate::ui::resource;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

/// The page's code, which the browser loads with the first address that shows it.
pub struct ConnectRoute;

#[lazy_route]
impl LazyRoute for ConnectRoute {
    fn data() -> Self {
        Self
    }

    fn view(_route: Self) -> AnyView {
        view! { <ConnectPage /> }.into_any()
    }
}

#[component]
fn ConnectPage() -> impl IntoView {
    let data = resource::read(|| (), |()| read_connection());
    let page = move || {
        loaded(async move {
            match data.await {
                Ok(connection) => view! { <Connect connection /> }.into_any(),
                Err(error) => view! { <NotRead error /> }.into_any(),
            }
        })
    };
    view! {
        <Title text="Connect" />
        <div class="mx-auto flex max-w-4xl flex-col gap-4 p-4">
            <h1 class="text-2xl font-semibold">"Connect"</h1>
            {page}
        </div>
    }
}

#[component]
fn NotRead(error: UiError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::set_page_status(error.code());
    view! { <ErrorCard title="The keys cannot be read" reason=error.to_string() /> }
}

#[component]
fn Connect(connection: Connection) -> impl IntoView {
    let Connection { endpoint, region, account, keys } = connection;
    let first = keys.first().map(|key| key.id.clone());
    let (keys, made) = (RwSignal::new(keys), RwSignal::new(None::<NewKey>));
    let place = (endpoint.clone(), region.clone());
    let access = Signal::derive(move || {
        let (endpoint, region) = place.clone();
        match made.get() {
            Some(NewKey { id, secret }) => Access { endpoint, region, key: id, secret },
            None => {
                let key = first.clone().unwrap_or_else(|| "YOUR_KEY_ID".to_owned());
                Access { endpoint, region, key, secret: "YOUR_SECRET".to_owned() }
            }
        }
    });
    view! {
        <p class="text-muted">
            "The AWS API answers at this address too: tools for AWS need it and a key, nothing else. What Coldstart does not do yet is refused by name."
        </p>
        <dl class="grid gap-x-4 gap-y-1 sm:grid-cols-[8rem_1fr]">
            <dt class="text-muted">"Endpoint"</dt>
            <dd><code>{endpoint}</code></dd>
            <dt class="text-muted">"Region"</dt>
            <dd><code>{region}</code> ", chosen at the top of the page; a key is good in all of them"</dd>
            <dt class="text-muted">"Account"</dt>
            <dd><code>{account.to_string()}</code></dd>
        </dl>
        <Keys keys made />
        <Snippets access />
        <p class="text-muted">
            "Programs on this machine that bring no key of their own share another workspace: see "
            <a class="text-accent underline" href=path::settings()>"Settings"</a> "."
        </p>
    }
}
