//! Parts of a page that wait for their data, built once.
//!
//! A `Suspense` builds what is under it several times on the server to find out what it waits for. Resources that are made there
//! get other numbers than in the browser, which then refuses to take the page over. A `Suspend` alone builds once, but renders
//! what it has built wherever the server's threads happen to be: without the owner that holds its context, so a context that is
//! there is not found, and two of them below one owner take the place of each other's notice of browser-only data and stay
//! empty. This gives each an owner of its own and keeps it while rendering.

use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use std::future::Future;

/// Shows what `view` gives, when it gives it. The server waits for it; in the browser nothing is shown meanwhile.
pub fn loaded<V>(view: impl Future<Output = V> + Send + 'static) -> impl IntoView
where
    V: IntoView + 'static,
{
    let owner = Owner::new();
    let suspended = owner.with(|| {
        Suspend::new(async move {
            let view = view.await;
            OwnedView::new(view.into_any())
        })
    });
    OwnedView::new_with_owner(suspended, owner)
}
