//! `/layers`: files that several functions share.

use crate::components::layers::LayersPanel;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

/// The page's code, which the browser loads with the first address that shows it.
pub struct LayersRoute;

#[lazy_route]
impl LazyRoute for LayersRoute {
    fn data() -> Self {
        Self
    }

    fn view(_route: Self) -> AnyView {
        view! {
            <Title text="Layers" />
            <div class="mx-auto flex max-w-4xl flex-col gap-4 p-4">
                <h1 class="text-2xl font-semibold">"Layers"</h1>
                <LayersPanel />
            </div>
        }
        .into_any()
    }
}
