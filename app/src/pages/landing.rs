//! The front page: one press makes a function.

use crate::path;
use crate::server_fns::functions::CreateFromTemplate;
use crate::templates::TemplateId;
use leptos::prelude::*;
use leptos_meta::Title;

/// What this is, and the shortest way to a running function.
#[component]
pub fn LandingPage() -> impl IntoView {
    let create = ServerAction::<CreateFromTemplate>::new();
    view! {
        <Title text="" />
        <h1>"AWS Lambda on your own machine, to see through"</h1>
        <ActionForm action=create>
            <input type="hidden" name="template" value=TemplateId::Hello.identifier() />
            <button type="submit">"Write a function now"</button>
        </ActionForm>
        <a href=path::functions()>"Open the list"</a>
    }
}
