//! The pages, their server functions and the files of the site.

use crate::security::content_policy;
use crate::wiring::Parts;
use api::alias::Aliases;
use api::control_plane::ControlPlane;
use api::event_settings::EventSettings;
use api::id::AccountId;
use api::invoker::Invoker;
use api::lambda::{AccessKeys, LambdaControl, Layers, Policies};
use api::mapping::{Mappings, Pollers};
use api::provisioned::{Allocations, ProvisionedConcurrency};
use api::queue::EventQueue;
use api::sqs::queues::{QueueControl, Queues};
use app::context::LocalAccount;
use app::{App, shell};
use aws::Local;
use axum::Router;
use axum::body::Body;
use axum::extract::{FromRef, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use leptos::config::LeptosOptions;
use leptos::nonce::use_nonce;
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, ResponseOptions, generate_route_list};
use std::sync::Arc;
use tower::ServiceExt;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeader;

impl FromRef<Parts> for LeptosOptions {
    fn from_ref(parts: &Parts) -> Self {
        parts.leptos.clone()
    }
}

/// Pages, `/api/*` and files.
pub fn routes(parts: &Parts) -> Router<Parts> {
    let routes = generate_route_list(App);
    let server_functions = {
        let parts = parts.clone();
        move |request: Request| {
            let context = context_of(&parts, &request);
            async move { leptos_axum::handle_server_fns_with_context(context, request).await }
        }
    };
    Router::new()
        .route("/api/{*name}", any(server_functions))
        .leptos_routes_with_handler(routes, any(page))
        .fallback(file)
}

/// Renders the page of the address.
async fn page(State(parts): State<Parts>, request: Request) -> Response {
    let options = parts.leptos.clone();
    let render =
        leptos_axum::render_app_async_with_context(context_of(&parts, &request), move || shell(options.clone()));
    render(request).await.into_response()
}

/// A file of the site, as it was compressed when it was built; else the page that says that there is nothing.
async fn file(State(parts): State<Parts>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let files = ServeDir::new(&*parts.leptos.site_root).precompressed_br().precompressed_gzip();
    // Names stay the same between builds, so browsers ask each time; the answer is «not modified».
    let files = SetResponseHeader::overriding(files, header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    let wanted = Request::from_parts(head.clone(), Body::empty());
    match files.oneshot(wanted).await {
        Ok(found) if found.status() != axum::http::StatusCode::NOT_FOUND => found.into_response(),
        Ok(_) => page(State(parts), Request::from_parts(head, body)).await,
        Err(never) => match never {},
    }
}

/// What a request's server functions and components find in their context.
fn context_of(parts: &Parts, request: &Request) -> impl Fn() + Clone + Send + Sync + use<> {
    let control: Arc<dyn ControlPlane> = Arc::new(parts.control.clone());
    let aliases: Arc<dyn Aliases> = Arc::new(parts.control.clone());
    let policies: Arc<dyn Policies> = Arc::new(parts.control.clone());
    let lambda: Arc<dyn LambdaControl> = Arc::new(parts.control.clone());
    let layers: Arc<dyn Layers> = Arc::new(parts.control.clone());
    let provisioned: Arc<dyn ProvisionedConcurrency> = Arc::new(parts.control.clone());
    let allocations: Arc<dyn Allocations> = Arc::new(parts.invoke.clone());
    let invoker: Arc<dyn Invoker> = Arc::new(parts.invoke.clone());
    let settings: Arc<dyn EventSettings> = Arc::new(parts.control.clone());
    let keys: Arc<dyn AccessKeys> = Arc::new(parts.control.clone());
    let queue: Arc<dyn EventQueue> = Arc::new(parts.invoke.clone());
    let mappings: Arc<dyn Mappings> = Arc::clone(&parts.aws.mappings);
    let pollers: Arc<dyn Pollers> = Arc::new(parts.invoke.clone());
    let queues: Arc<dyn Queues> = Arc::new(parts.sqs.clone());
    let queue_control: Arc<dyn QueueControl> = Arc::new(parts.sqs.clone());
    let account = request.extensions().get::<AccountId>().cloned();
    let local = match &parts.aws.local {
        Local::Opens(account) => Some(LocalAccount(account.clone())),
        Local::Refused => None,
    };
    move || {
        provide_context(Arc::clone(&control));
        provide_context(Arc::clone(&aliases));
        provide_context(Arc::clone(&policies));
        provide_context(Arc::clone(&lambda));
        provide_context(Arc::clone(&layers));
        provide_context(Arc::clone(&provisioned));
        provide_context(Arc::clone(&allocations));
        provide_context(Arc::clone(&invoker));
        provide_context(Arc::clone(&queue));
        provide_context(Arc::clone(&queues));
        provide_context(Arc::clone(&queue_control));
        provide_context(Arc::clone(&keys));
        provide_context(Arc::clone(&settings));
        provide_context(Arc::clone(&mappings));
        provide_context(Arc::clone(&pollers));
        if let Some(account) = &account {
            provide_context(account.clone());
        }
        if let Some(local) = &local {
            provide_context(local.clone());
        }
        set_content_policy();
    }
}

fn set_content_policy() {
    if let (Some(nonce), Some(response)) = (use_nonce(), leptos::prelude::use_context::<ResponseOptions>())
        && let Ok(policy) = HeaderValue::from_str(&content_policy(&nonce.to_string()))
    {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}
