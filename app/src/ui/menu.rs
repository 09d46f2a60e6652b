//! A button that opens a list of actions. Arrow keys move in it, Escape closes it and gives the focus back.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;

/// One action of a menu.
#[derive(Debug, Clone)]
pub struct MenuItem {
    /// What it says.
    pub label: &'static str,
    /// What it does.
    pub action: Callback<()>,
}

/// A menu below its button.
#[component]
pub fn Menu(
    /// Unique on the page.
    id: &'static str,
    /// What the button says.
    label: &'static str,
    /// Stands before the label.
    icon: super::icon::Icon,
    /// The actions.
    items: Vec<MenuItem>,
) -> impl IntoView {
    const BUTTON: &str = "inline-flex min-h-8 items-center gap-2 rounded-control px-2 hover:bg-surface";
    const LIST: &str = "absolute right-0 top-full z-20 flex min-w-64 flex-col rounded-card border border-control bg-raised p-1 shadow-overlay";
    let open = RwSignal::new(false);
    let (frame, button) = (NodeRef::<html::Div>::new(), NodeRef::<html::Button>::new());
    let close = move || {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    };
    let toggle = move |_| {
        open.update(|open| *open = !*open);
        if open.get_untracked() {
            focus_item(frame, Step::First);
        }
    };
    let on_keydown = move |event: KeyboardEvent| match Step::of_key(&event.key()) {
        Some(step) if open.get_untracked() => {
            event.prevent_default();
            focus_item(frame, step);
        }
        _ if event.key() == "Escape" && open.get_untracked() => {
            event.prevent_default();
            close();
        }
        _ => {}
    };
    let items = items.into_iter().map(|item| view! { <MenuRow item on_done=close /> }).collect_view();
    view! {
        <div node_ref=frame class="relative" on:keydown=on_keydown on:focusout=move |event| close_when_left(frame, open, &event)>
            <button
                node_ref=button
                type="button"
                class=BUTTON
                aria-haspopup="menu"
                aria-controls=id
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=toggle
            >
                <super::icon::IconView icon />
                {label}
            </button>
            <div id=id role="menu" aria-label=label class=LIST class:hidden=move || !open.get()>
                {items}
            </div>
        </div>
    }
}

#[component]
fn MenuRow(item: MenuItem, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let press = move |_| {
        on_done.run(());
        item.action.run(());
    };
    view! {
        <button type="button" role="menuitem" tabindex="-1" class="min-h-8 rounded-control px-2 text-left hover:bg-surface" on:click=press>
            {item.label}
        </button>
    }
}

/// Where the focus goes in the list, which is a ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    First,
    Last,
    Next,
    Previous,
}

impl Step {
    fn of_key(key: &str) -> Option<Self> {
        match key {
            "ArrowDown" => Some(Self::Next),
            "ArrowUp" => Some(Self::Previous),
            "Home" => Some(Self::First),
            "End" => Some(Self::Last),
            _ => None,
        }
    }

    /// The place in a list of `count`, coming from `at`.
    #[cfg(any(feature = "hydrate", test))]
    fn from(self, at: Option<usize>, count: usize) -> usize {
        match (self, at) {
            (Self::First, _) | (Self::Next, None) => 0,
            (Self::Last, _) | (Self::Previous, None) => count.saturating_sub(1),
            (Self::Next, Some(at)) => (at + 1) % count.max(1),
            (Self::Previous, Some(at)) => (at + count.saturating_sub(1)) % count.max(1),
        }
    }
}

/// A menu that the focus has left is done with.
#[cfg(feature = "hydrate")]
fn close_when_left(frame: NodeRef<html::Div>, open: RwSignal<bool>, event: &FocusEvent) {
    use wasm_bindgen::JsCast;
    let to = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    // Pressing something that takes no focus leaves nothing to compare; the menu stays until Escape or the next focus.
    let has_left = to.is_some_and(|to| frame.get_untracked().is_some_and(|frame| !frame.contains(Some(&to))));
    if has_left {
        open.set(false);
    }
}

/// No focus moves on the server.
#[cfg(not(feature = "hydrate"))]
fn close_when_left(_frame: NodeRef<html::Div>, _open: RwSignal<bool>, _event: &FocusEvent) {}

/// Moves the focus in the list, once it is on the screen.
#[cfg(feature = "hydrate")]
fn focus_item(frame: NodeRef<html::Div>, step: Step) {
    use wasm_bindgen::JsCast;
    request_animation_frame(move || {
        let Some(items) = frame.get_untracked().and_then(|frame| frame.query_selector_all("[role=menuitem]").ok())
        else {
            return;
        };
        let items: Vec<web_sys::HtmlElement> =
            (0..items.length()).filter_map(|i| items.item(i)?.dyn_into().ok()).collect();
        let focused = document().active_element();
        let at = items.iter().position(|item| focused.as_ref() == Some(item.as_ref()));
        if let Some(item) = items.get(step.from(at, items.len())) {
            let _ = item.focus();
        }
    });
}

/// No focus moves on the server.
#[cfg(not(feature = "hydrate"))]
fn focus_item(_frame: NodeRef<html::Div>, _step: Step) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_a_ring() {
        assert_eq!(Step::Next.from(None, 4), 0);
        assert_eq!(Step::Next.from(Some(3), 4), 0);
        assert_eq!(Step::Previous.from(Some(0), 4), 3);
        assert_eq!(Step::Previous.from(None, 4), 3);
        assert_eq!(Step::Last.from(Some(1), 4), 3);
        assert_eq!(Step::First.from(Some(2), 4), 0);
        assert_eq!(Step::Next.from(None, 0), 0);
    }
}
