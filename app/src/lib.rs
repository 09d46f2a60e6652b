//! The dashboard. The server renders it ([`shell`]), the browser takes it over ([`App`]).
//!
//! `ui` holds primitives that know no route and no server, `components` know our types, `layouts` frame the pages, and only
//! `pages` load data. Server functions take the back end by [`context`], so nothing here depends on it.

pub mod components;
#[cfg(feature = "ssr")]
pub mod context;
pub mod error;
pub mod event_templates;
pub mod explain;
pub mod layouts;
pub mod live;
pub mod pages;
pub mod path;
pub mod preferences;
pub mod server_fns;
pub mod templates;
pub mod theme;
pub mod ui;

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{Lazy, SsrMode, path};

/// The HTML document around the app.
#[cfg(feature = "ssr")]
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=preferences::of_request().theme.identifier()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href="/pkg/coldstart.css" />
                <HydrationScripts options />
                <leptos_meta::MetaTags />
            </head>
            <body class="min-h-dvh bg-bg text-text">
                <App />
            </body>
        </html>
    }
}

/// The whole dashboard.
///
/// Pages are rendered when all their data is there (`SsrMode::Async`): the data is local, the status code is right, and what
/// arrives works without JavaScript.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    mark_hydrated();
    view! {
        <Title formatter=document_title />
        <Router>
            <Routes fallback=pages::not_found::NotFoundPage>
                <ParentRoute path=path!("") view=layouts::Layout ssr=SsrMode::Async>
                    <Route path=path!("") view=pages::landing::LandingPage ssr=SsrMode::Async />
                    <Route path=path!("functions") view=pages::functions::FunctionsPage ssr=SsrMode::Async />
                    <Route path=path!("f/new") view=pages::new_function::NewFunctionPage ssr=SsrMode::Async />
                    <Route path=path!("events") view={Lazy::<pages::events::EventsRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("queues") view={Lazy::<pages::queues::QueuesRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("layers") view={Lazy::<pages::layers::LayersRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("connect") view={Lazy::<pages::connect::ConnectRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("settings") view={Lazy::<pages::settings::SettingsRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("f/:name") view={Lazy::<pages::playground::PlaygroundRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("f/:name/triggers") view={Lazy::<pages::triggers::TriggersRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("f/:name/versions") view={Lazy::<pages::versions::VersionsRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("f/:name/overview") view={Lazy::<pages::overview::OverviewRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("f/:name/tune") view={Lazy::<pages::tune::TuneRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("f/:name/runs") view={Lazy::<pages::runs::RunsRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("f/:name/runs/:id") view={Lazy::<pages::run::RunRoute>::new()} ssr=SsrMode::Async />
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// What the window is called. leptos_meta writes a title into the page as it is, and an address may hold anything: so what
/// could end the element is left out.
fn document_title(page: String) -> String {
    match page.replace(['<', '>', '&'], "") {
        page if page.is_empty() => "Coldstart".to_owned(),
        page => format!("{page} · Coldstart"),
    }
}

/// Tells tests that the page is alive. Effects run in the browser only, after hydration.
fn mark_hydrated() {
    Effect::new(|_| {
        if let Some(html) = document().document_element() {
            let _ = html.set_attribute("data-hydrated", "true");
        }
    });
}
