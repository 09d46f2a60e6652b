//! `/f/{name}/overview`: triggers, function and destinations as a picture; layers, tags, the way to AWS.

use crate::components::overview::OverviewPanel;
use crate::layouts::of_function::{OfFunction, Way};
use crate::path;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

const WAYS: [Way; 4] = [
    ("Code and runs", path::playground),
    ("History", path::runs),
    ("Triggers", path::triggers),
    ("Versions", path::versions),
];

/// The page's code, which the browser loads with the first address that shows it.
pub struct OverviewRoute;

#[lazy_route]
impl LazyRoute for OverviewRoute {
    fn data() -> Self {
        Self
    }

    fn view(_route: Self) -> AnyView {
        let inside = |function| view! { <OverviewPanel function /> }.into_any();
        view! { <OfFunction what="Overview" ways=&WAYS inside /> }.into_any()
    }
}
