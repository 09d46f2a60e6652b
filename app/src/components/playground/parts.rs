//! On a narrow page one part is shown at a time: code, event and settings, or result.
//!
//! Nothing is hidden before the page is alive, so that without JavaScript all parts stand below each other.

use super::browser;
use super::state::Playground;
use leptos::prelude::*;

/// A part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Files and editor.
    Code,
    /// The panel that is on the right elsewhere.
    Event,
    /// The output.
    Result,
}

impl Part {
    const ALL: [Self; 3] = [Self::Code, Self::Event, Self::Result];

    fn label(self) -> &'static str {
        match self {
            Self::Code => "Code",
            Self::Event => "Event",
            Self::Result => "Result",
        }
    }
}

impl Playground {
    /// Whether a narrow page hides this part now.
    #[must_use]
    pub fn hides(self, part: Part) -> bool {
        self.part.get().is_some_and(|shown| shown != part)
    }

    /// Brings a part to the front where only one has room.
    pub fn show_part(self, part: Part) {
        self.part.try_update(|shown| {
            if let Some(shown) = shown {
                *shown = part;
            }
        });
    }

    /// Opens the panel on the right.
    pub fn show_side(self) {
        self.side_shown.set(true);
        self.show_part(Part::Event);
    }
}

/// The choice of the part.
#[component]
pub fn PartButtons() -> impl IntoView {
    const BUTTON: &str =
        "min-h-10 grow border-b-2 border-transparent text-muted aria-pressed:border-accent aria-pressed:text-text";
    let playground = expect_context::<Playground>();
    Effect::new(move |done: Option<()>| {
        if done.is_none() && browser::is_narrow() {
            playground.part.set(Some(Part::Code));
            playground.side_shown.set(true);
        }
    });
    let button = move |part: Part| {
        let pressed = move || (playground.part.get() == Some(part)).to_string();
        view! {
            <button type="button" class=BUTTON aria-pressed=pressed on:click=move |_| playground.show_part(part)>
                {part.label()}
            </button>
        }
    };
    view! {
        <Show when=move || playground.part.read().is_some()>
            <div role="group" aria-label="Part that is shown" class="flex border-b border-divider bg-surface md:hidden">
                {Part::ALL.map(button).collect_view()}
            </div>
        </Show>
    }
}
