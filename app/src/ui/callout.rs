//! A few words set apart from the rest.

use super::badge::Tone;
use leptos::prelude::*;

/// A box with a coloured edge. It is part of the page, not an announcement.
#[component]
pub fn Callout(
    /// What kind of words.
    #[prop(optional)]
    tone: Tone,
    /// The words, and what can be done.
    children: Children,
) -> impl IntoView {
    const BOX: &str =
        "flex flex-wrap items-center gap-3 rounded-card border border-divider border-l-4 bg-surface px-4 py-3";
    let edge = match tone {
        Tone::Neutral => "border-l-control",
        Tone::Good => "border-l-ok",
        Tone::Warning => "border-l-warn",
        Tone::Bad => "border-l-error",
        Tone::Cold => "border-l-cold",
    };
    view! { <div class=format!("{BOX} {edge}")>{children()}</div> }
}
