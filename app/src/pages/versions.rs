//! `/f/{name}/versions`: versions, aliases, permissions.

use crate::components::versions::VersionsPanel;
use crate::layouts::of_function::{OfFunction, Way};
use crate::path;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

const WAYS: [Way; 4] = [
    ("Code and runs", path::playground),
    ("History", path::runs),
    ("Triggers", path::triggers),
    ("Overview", path::overview),
];

/// The page's code, which the browser loads with the first address that shows it.
pub struct VersionsRoute;

#[lazy_route]
impl LazyRoute for VersionsRoute {
    fn data() -> Self {
        Self
    }

    fn view(_route: Self) -> AnyView {
        let inside = |function| view! { <VersionsPanel function /> }.into_any();
        view! { <OfFunction what="Versions and aliases" ways=&WAYS inside /> }.into_any()
    }
}
