//! The few things that only a browser has. On the server each does nothing, and is never called.

#[cfg(feature = "hydrate")]
use leptos::prelude::*;

/// Reads the browser's storage.
#[must_use]
pub fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Writes to the browser's storage; `false` if it is full or forbidden.
pub fn store(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// Forgets a key of the browser's storage.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

#[cfg(feature = "hydrate")]
fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

#[cfg(not(feature = "hydrate"))]
fn storage() -> Option<NoStorage> {
    None
}

#[cfg(not(feature = "hydrate"))]
struct NoStorage;

#[cfg(not(feature = "hydrate"))]
impl NoStorage {
    fn get_item(&self, _key: &str) -> Result<Option<String>, ()> {
        Ok(None)
    }
    fn set_item(&self, _key: &str, _value: &str) -> Result<(), ()> {
        Ok(())
    }
    fn remove_item(&self, _key: &str) -> Result<(), ()> {
        Ok(())
    }
}

/// The time of day on the reader's clock, `10:42`.
#[must_use]
pub fn time_of_day() -> String {
    #[cfg(feature = "hydrate")]
    {
        let now = js_sys::Date::new_0();
        format!("{:02}:{:02}", now.get_hours(), now.get_minutes())
    }
    #[cfg(not(feature = "hydrate"))]
    String::new()
}

/// What is in a text box of the server's page, which a person may have changed before the page came alive. `owner` is the
/// box's `data-owner`: a box of the page before this one is not meant.
#[must_use]
pub fn typed_in(id: &str, owner: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        use leptos::wasm_bindgen::JsCast;
        let element = document().get_element_by_id(id)?;
        let area = element.dyn_into::<web_sys::HtmlTextAreaElement>().ok()?;
        (area.get_attribute("data-owner").as_deref() == Some(owner)).then(|| area.value())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (id, owner);
        None
    }
}

/// Selects a place in a text box and goes there; places count in UTF-16 units.
pub fn select_in(id: &str, at: usize) {
    #[cfg(feature = "hydrate")]
    {
        use leptos::wasm_bindgen::JsCast;
        let element = document().get_element_by_id(id);
        if let Some(area) = element.and_then(|e| e.dyn_into::<web_sys::HtmlTextAreaElement>().ok()) {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let _ = area.focus();
            let _ = area.set_selection_range(at, at.saturating_add(1));
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (id, at);
}

/// Goes to a text box and selects all that is in it.
pub fn select_all(id: &str) {
    #[cfg(feature = "hydrate")]
    {
        use leptos::wasm_bindgen::JsCast;
        let element = document().get_element_by_id(id);
        if let Some(input) = element.and_then(|e| e.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            let _ = input.focus();
            input.select();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}

/// Puts the keyboard focus on an element.
pub fn focus(id: &str) {
    #[cfg(feature = "hydrate")]
    {
        use leptos::wasm_bindgen::JsCast;
        let element = document().get_element_by_id(id);
        if let Some(element) = element.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}

/// Whether the page is too narrow for Monaco.
#[must_use]
pub fn is_narrow() -> bool {
    fits("(max-width: 767px)")
}

/// Whether the right panel lies over the editor, for want of room beside it.
#[must_use]
pub fn has_drawer() -> bool {
    fits("(min-width: 768px) and (max-width: 1023px)")
}

fn fits(query: &str) -> bool {
    #[cfg(feature = "hydrate")]
    {
        window().match_media(query).ok().flatten().is_some_and(|query| query.matches())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = query;
        false
    }
}

/// The text of a paste.
#[must_use]
pub fn pasted(event: &leptos::ev::ClipboardEvent) -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        event.clipboard_data()?.get_data("text/plain").ok()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = event;
        None
    }
}

/// Moves the focus to the next or previous region of the page: elements with `data-region`, in their order.
pub fn focus_region(forward: bool) {
    #[cfg(feature = "hydrate")]
    regions::focus_neighbour(forward);
    #[cfg(not(feature = "hydrate"))]
    let _ = forward;
}

/// Opens the n-th tab of the output.
pub fn open_output_tab(index: usize) {
    #[cfg(feature = "hydrate")]
    {
        use leptos::wasm_bindgen::JsCast;
        let tabs = document().query_selector_all("[aria-label=Output] [role=tablist] [role=tab]").ok();
        let tab = tabs.and_then(|tabs| tabs.item(u32::try_from(index).ok()?));
        if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<web_sys::HtmlElement>().ok()) {
            tab.click();
            let _ = tab.focus();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = index;
}

#[cfg(feature = "hydrate")]
mod regions {
    use leptos::prelude::document;
    use leptos::wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement};

    /// What can take the focus, in a region that is shown.
    const FOCUSABLE: &str = "textarea:not([hidden]), [role=tab][tabindex='0'], button:not([disabled]), a[href], \
                             input:not([type=hidden]), select, [tabindex='0']";

    pub(super) fn focus_neighbour(forward: bool) {
        let Ok(found) = document().query_selector_all("[data-region]") else { return };
        let regions: Vec<Element> =
            (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).filter(is_shown).collect();
        let active = document().active_element();
        let here = regions.iter().rposition(|region| active.as_ref().is_some_and(|a| region.contains(Some(a))));
        let count = regions.len();
        let next = match (here, forward) {
            (None, true) => 0,
            (None, false) => count.saturating_sub(1),
            (Some(i), true) => (i + 1) % count,
            (Some(i), false) => (i + count - 1) % count,
        };
        if let Some(region) = regions.get(next) {
            focus_first(region);
        }
    }

    fn is_shown(element: &Element) -> bool {
        element.get_client_rects().length() > 0
    }

    fn focus_first(region: &Element) {
        let Ok(found) = region.query_selector_all(FOCUSABLE) else { return };
        let first = (0..found.length())
            .filter_map(|i| found.item(i)?.dyn_into::<HtmlElement>().ok())
            .find(|element| is_shown(element));
        if let Some(element) = first {
            let _ = element.focus();
        }
    }
}
