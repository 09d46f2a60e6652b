//! What is pressed.

use super::icon::{Icon, IconView};
use leptos::prelude::*;

const BUTTON: &str = "inline-flex min-h-8 shrink-0 items-center justify-center gap-2 rounded-control px-3 font-medium \
                      aria-disabled:opacity-60";

/// How much a button stands out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ButtonVariant {
    /// One among several.
    #[default]
    Plain,
    /// The one thing to do on this screen.
    Main,
    /// Part of a line of text or of a row.
    Quiet,
}

impl ButtonVariant {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "border border-control bg-raised text-text hover:border-accent",
            Self::Main => "bg-accent text-on-accent hover:opacity-90",
            Self::Quiet => "text-muted hover:bg-surface hover:text-text",
        }
    }
}

/// What pressing a button does to the form around it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// Nothing.
    #[default]
    Press,
    /// Sends it.
    Submit,
}

/// A button. One that cannot be pressed stays reachable and says why.
#[component]
pub fn Button(
    /// How much it stands out.
    #[prop(optional)]
    variant: ButtonVariant,
    /// What it does to the form around it.
    #[prop(optional)]
    kind: ButtonKind,
    /// Why it cannot be pressed now, with the cure.
    #[prop(optional, into)]
    disabled_reason: MaybeProp<String>,
    /// What happens; a submitting button needs nothing more.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// Added to the classes, last.
    #[prop(optional, into)]
    class: String,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let press = move |event: leptos::ev::MouseEvent| match (disabled_reason.get_untracked(), on_press) {
        (Some(_), _) => event.prevent_default(),
        (None, Some(on_press)) => on_press.run(()),
        (None, None) => {}
    };
    let kind = match kind {
        ButtonKind::Press => "button",
        ButtonKind::Submit => "submit",
    };
    view! {
        <button
            type=kind
            class=format!("{BUTTON} {} {class}", variant.class())
            aria-disabled=move || disabled_reason.get().map(|_| "true")
            title=move || disabled_reason.get()
            on:click=press
        >
            {children()}
        </button>
    }
}

/// A button with a picture only. Its name is read aloud and shown as a hint.
#[component]
pub fn IconButton(
    /// Its name.
    #[prop(into)]
    label: String,
    /// Its picture.
    icon: Icon,
    /// What it does to the form around it.
    #[prop(optional)]
    kind: ButtonKind,
    /// What happens; a submitting button needs nothing more.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    let kind = match kind {
        ButtonKind::Press => "button",
        ButtonKind::Submit => "submit",
    };
    let press = move |_| {
        if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button type=kind class=format!("{BUTTON} {} min-w-8 px-0", ButtonVariant::Quiet.class()) aria-label=label.clone() title=label on:click=press>
            <IconView icon />
        </button>
    }
}

/// A link that looks like a button: it goes somewhere and changes nothing.
#[component]
pub fn LinkButton(
    /// Where it goes.
    #[prop(into)]
    href: String,
    /// How much it stands out.
    #[prop(optional)]
    variant: ButtonVariant,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <a href=href class=format!("{BUTTON} {}", variant.class())>
            {children()}
        </a>
    }
}
