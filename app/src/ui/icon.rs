//! The few pictures of the dashboard, as inline SVG in the colour of the text. They are decoration: words stand beside them.

use leptos::prelude::*;

/// A picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Functions.
    Function,
    /// Something new.
    Plus,
    /// Settings.
    Sliders,
    /// Time.
    Clock,
    /// Messages that wait.
    Queue,
    /// Programs that connect.
    Plug,
    /// Looking for something.
    Search,
    /// Help.
    Question,
    /// Removing.
    Bin,
    /// Closing.
    Cross,
    /// A place in the world.
    Globe,
}

impl Icon {
    /// The strokes, in a box of 16 by 16.
    fn strokes(self) -> &'static str {
        match self {
            Self::Function => "M10.5 2.5h-1a2 2 0 0 0-2 1.7L6.3 11.8a2 2 0 0 1-2 1.7h-.8M4.5 7h6",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Sliders => "M2.5 4.5h6m3 0h2M2.5 11.5h2m3 0h6M10 3v3M6 10v3",
            Self::Clock => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.5V8l2.5 1.5",
            Self::Queue => "M2.5 3.5h11v2h-11zM2.5 7h11v2h-11zM2.5 10.5h11v2h-11z",
            Self::Plug => "M6 2v3M10 2v3M4 5h8v2.5a4 4 0 0 1-8 0V5ZM8 11.5V14",
            Self::Search => "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14",
            Self::Question => "M6 6a2 2 0 1 1 2.8 1.8c-.5.3-.8.7-.8 1.2v.5M8 12v.5",
            Self::Bin => "M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.5 9h6l.5-9M7 7v4M9 7v4",
            Self::Cross => "m4 4 8 8M12 4l-8 8",
            Self::Globe => {
                "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM2 8h12M8 2c2 1.7 2.7 3.7 2.7 6S10 12.3 8 14C6 12.3 5.3 10.3 5.3 8S6 3.7 8 2"
            }
        }
    }
}

/// Draws `icon` at the size of the text beside it.
#[component]
pub fn IconView(
    /// Which one.
    icon: Icon,
) -> impl IntoView {
    view! {
        <svg
            class="size-4 shrink-0"
            viewBox="0 0 16 16"
            fill="none"
            stroke="currentColor"
            stroke-width="1.5"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
        >
            <path d=icon.strokes() />
        </svg>
    }
}
