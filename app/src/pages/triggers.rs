//! `/f/{name}/triggers`: what invokes a function by itself.

use crate::components::triggers::TriggersPanel;
use crate::layouts::of_function::{OfFunction, Way};
use crate::live::Live;
use crate::path;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

const WAYS: [Way; 4] = [
    ("Code and runs", path::playground),
    ("History", path::runs),
    ("Versions and aliases", path::versions),
    ("Overview", path::overview),
];

/// The page's code, which the browser loads with the first address that shows it.
pub struct TriggersRoute;

#[lazy_route]
impl LazyRoute for TriggersRoute {
    fn data() -> Self {
        Self
    }

    fn view(_route: Self) -> AnyView {
        let inside = |function| {
            let _connected = Live::provide(function);
            view! { <TriggersPanel function /> }.into_any()
        };
        view! { <OfFunction what="Triggers" ways=&WAYS inside /> }.into_any()
    }
}
