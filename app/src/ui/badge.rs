//! A state in a word, with a shape and a colour.

use leptos::prelude::*;

/// What kind of state it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Neither good nor bad.
    #[default]
    Neutral,
    /// As it should be.
    Good,
    /// Worth a look.
    Warning,
    /// Failed.
    Bad,
    /// A cold start.
    Cold,
}

impl Tone {
    /// The class of the text.
    #[must_use]
    pub fn text_class(self) -> &'static str {
        match self {
            Self::Neutral => "text-muted",
            Self::Good => "text-ok",
            Self::Warning => "text-warn",
            Self::Bad => "text-error",
            Self::Cold => "text-cold",
        }
    }
}

/// A state. The shape stands before the word, so that the colour is never alone.
#[component]
pub fn Badge(
    /// What kind of state.
    #[prop(optional)]
    tone: Tone,
    /// One character.
    shape: &'static str,
    /// The word.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <span class=format!("inline-flex items-center gap-1 whitespace-nowrap {}", tone.text_class())>
            <span aria-hidden="true">{shape}</span>
            {text}
        </span>
    }
}
