//! A back end in memory, behind the two traits: enough for pages to show and change what they show and change.
#![allow(dead_code, clippy::unwrap_used, clippy::panic, reason = "tests")]

pub mod control;
pub mod invoker;
pub mod queues;

use api::control_plane::{Account, ControlPlane};
use api::event_settings::EventSettings;
use api::id::AccountId;
use api::invoker::Invoker;
use api::queue::EventQueue;
use api::sqs::queues::{QueueControl, Queues};
use api::time::UnixMillis;
use axum::Router;
use axum::extract::Request;
use axum::routing::any;
use control::Memory;
use invoker::Records;
use leptos::config::LeptosOptions;
use leptos::prelude::provide_context;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use queues::Pair;
use std::sync::{Arc, OnceLock};

/// When the story plays.
pub const NOW: UnixMillis = UnixMillis(1_795_430_587_120);

pub fn account() -> AccountId {
    AccountId::from_number(123_456_789_012)
}

pub fn new_account() -> Account {
    Account {
        id: account(),
        created_at: NOW,
        price_book: billing::PriceBook::default(),
        now: NOW,
        clock_offset_ms: 0,
        is_clock_paused: false,
    }
}

/// While it lists its routes, Leptos keeps resources from loading, in the whole process: a page that another test renders
/// at that moment would wait for ever. So the routes are listed once, before any page is rendered.
fn routes() -> Vec<AxumRouteListing> {
    static ROUTES: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();
    ROUTES.get_or_init(|| generate_route_list(app::App)).clone()
}

/// Answers from another thread, as a database does: whoever asked must wait, and may go on elsewhere.
pub async fn think() {
    tokio::task::spawn_blocking(|| ()).await.unwrap();
}

/// The dashboard over a back end.
pub fn dashboard(control: Arc<Memory>, invoker: Arc<Records>) -> Router {
    let context = move || {
        provide_context::<Arc<dyn ControlPlane>>(Arc::<Memory>::clone(&control));
        provide_context::<Arc<dyn Invoker>>(Arc::<Records>::clone(&invoker));
        provide_context::<Arc<dyn EventQueue>>(Arc::<Records>::clone(&invoker));
        provide_context::<Arc<dyn EventSettings>>(Arc::<Memory>::clone(&control));
        provide_context::<Arc<dyn Queues>>(Arc::new(Pair));
        provide_context::<Arc<dyn QueueControl>>(Arc::new(Pair));
        provide_context(account());
    };
    let options = LeptosOptions::builder().output_name("coldstart").build();
    let functions = context.clone();
    let functions = move |request: Request| {
        let context = functions.clone();
        async move { leptos_axum::handle_server_fns_with_context(context, request).await }
    };
    let (page, missing) = (options.clone(), options.clone());
    let not_found = leptos_axum::render_app_async_with_context(context.clone(), move || app::shell(missing.clone()));
    Router::new()
        .route("/api/{*name}", any(functions))
        .leptos_routes_with_context(&options, routes(), context, move || app::shell(page.clone()))
        .fallback(not_found)
        .with_state(options)
}
