//! The bar between two panes: dragged, or moved by the arrow keys.

use super::browser;
use leptos::html;
use leptos::prelude::*;

/// How far a key press moves it, in pixels.
const STEP_PX: u32 = 24;

/// Which way the bar runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bar {
    /// Between a pane above and one below, whose height it sets.
    Horizontal,
    /// Between a pane on the left and one on the right, whose width it sets.
    Vertical,
}

/// The size of a pane below or right of a bar, kept in the browser.
#[derive(Debug, Clone, Copy)]
pub struct PaneSize {
    px: RwSignal<u32>,
    range: (u32, u32),
    key: &'static str,
}

impl PaneSize {
    /// A pane that is `px` at first. The kept size comes after the first render, which must equal the server's.
    #[must_use]
    pub fn kept(key: &'static str, px: u32, range: (u32, u32)) -> Self {
        let size = Self { px: RwSignal::new(px), range, key };
        Effect::new(move |_| {
            if let Some(kept) = browser::stored(key).and_then(|text| text.parse().ok()) {
                size.px.set(size.within(kept));
            }
        });
        size
    }

    /// In pixels.
    #[must_use]
    pub fn px(self) -> u32 {
        self.px.get()
    }

    fn within(self, px: u32) -> u32 {
        px.clamp(self.range.0, self.range.1)
    }

    fn change(self, px: u32) {
        let px = self.within(px);
        self.px.set(px);
        browser::store(self.key, &px.to_string());
    }

    fn grow(self, by: i64) {
        let px = i64::from(self.px.get_untracked()).saturating_add(by);
        self.change(u32::try_from(px).unwrap_or(0));
    }
}

/// The bar.
#[component]
pub fn PaneBar(
    /// What it sets.
    label: &'static str,
    /// Which way it runs.
    bar: Bar,
    /// The pane that it sets.
    size: PaneSize,
) -> impl IntoView {
    const BAR: &str =
        "relative z-10 shrink-0 touch-none bg-divider hover:bg-accent focus-visible:bg-accent max-md:hidden";
    let element = NodeRef::<html::Div>::new();
    let dragged_from = StoredValue::new(None::<(i32, u32)>);
    let place = move |event: &leptos::ev::PointerEvent| match bar {
        Bar::Horizontal => event.client_y(),
        Bar::Vertical => event.client_x(),
    };
    let start = move |event: leptos::ev::PointerEvent| {
        event.prevent_default();
        dragged_from.set_value(Some((place(&event), size.px.get_untracked())));
        if let Some(element) = element.get_untracked() {
            let _ = element.set_pointer_capture(event.pointer_id());
        }
    };
    let drag = move |event: leptos::ev::PointerEvent| {
        if let Some((from, px)) = dragged_from.get_value() {
            let px = i64::from(px) + i64::from(from) - i64::from(place(&event));
            size.change(u32::try_from(px).unwrap_or(0));
        }
    };
    let shape = match bar {
        Bar::Horizontal => "h-1.5 w-full cursor-row-resize",
        Bar::Vertical => "w-1.5 cursor-col-resize",
    };
    let orientation = match bar {
        Bar::Horizontal => "horizontal",
        Bar::Vertical => "vertical",
    };
    view! {
        <div
            node_ref=element
            role="separator"
            tabindex="0"
            aria-label=label
            aria-orientation=orientation
            aria-valuenow=move || size.px.get()
            aria-valuemin=size.range.0
            aria-valuemax=size.range.1
            title="Drag, or use the arrow keys"
            class=format!("{BAR} {shape}")
            on:pointerdown=start
            on:pointermove=drag
            on:pointerup=move |_| dragged_from.set_value(None)
            on:pointercancel=move |_| dragged_from.set_value(None)
            on:keydown=move |event| key(&event, bar, size)
        ></div>
    }
}

fn key(event: &leptos::ev::KeyboardEvent, bar: Bar, size: PaneSize) {
    let step = i64::from(STEP_PX);
    let by = match (bar, event.key().as_str()) {
        (Bar::Horizontal, "ArrowUp") | (Bar::Vertical, "ArrowLeft") => step,
        (Bar::Horizontal, "ArrowDown") | (Bar::Vertical, "ArrowRight") => -step,
        _ => return,
    };
    event.prevent_default();
    size.grow(by);
}
