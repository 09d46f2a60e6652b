//! The tabs of the output, kept in the address (`?panel=logs`).

use super::text::grouped;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::query_signal_with_options;

/// The element that every tab controls.
pub const PANEL_ID: &str = "output-panel";

/// One of the panels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OutputPanel {
    /// The answer or the failure.
    #[default]
    Result,
    /// The log.
    Logs,
    /// Where the time went.
    Timeline,
    /// What it would cost.
    Bill,
    /// Earlier runs.
    History,
    /// The environments that runs are in.
    Environments,
}

impl OutputPanel {
    /// Every panel, in the order of the tabs and of Alt+1 to Alt+6.
    pub const ALL: [Self; 6] =
        [Self::Result, Self::Logs, Self::Timeline, Self::Bill, Self::History, Self::Environments];

    /// The value of `panel` in the address.
    #[must_use]
    pub fn identifier(self) -> &'static str {
        match self {
            Self::Result => "result",
            Self::Logs => "logs",
            Self::Timeline => "timeline",
            Self::Bill => "bill",
            Self::History => "history",
            Self::Environments => "environments",
        }
    }

    /// The panel with this identifier.
    #[must_use]
    pub fn from_identifier(identifier: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|panel| panel.identifier() == identifier)
    }

    /// What the tab says.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Result => "Result",
            Self::Logs => "Logs",
            Self::Timeline => "Timeline",
            Self::Bill => "Bill",
            Self::History => "History",
            Self::Environments => "Environments",
        }
    }

    /// The id of the tab.
    #[must_use]
    pub fn tab_id(self) -> String {
        format!("output-tab-{}", self.identifier())
    }

    /// The panel at this distance in the row of tabs, which is a ring.
    fn beside(self, steps: usize) -> Self {
        let at = Self::ALL.iter().position(|panel| *panel == self).unwrap_or(0);
        Self::ALL.into_iter().cycle().nth(at + steps).unwrap_or_default()
    }
}

/// The panel that is open: the address's, else the first.
#[derive(Debug, Clone, Copy)]
pub struct OpenPanel {
    shown: RwSignal<OutputPanel>,
    write: SignalSetter<Option<String>>,
}

impl OpenPanel {
    /// It.
    #[must_use]
    pub fn get(self) -> OutputPanel {
        self.shown.get()
    }

    /// Opens another one, and writes it into the address without a step of the browser's history.
    pub fn set(self, panel: OutputPanel) {
        self.shown.set(panel);
        self.write.set((panel != OutputPanel::default()).then(|| panel.identifier().to_owned()));
    }
}

/// The open panel as the address has it; it follows links and the Back button.
#[must_use]
pub fn of_address() -> OpenPanel {
    let options = NavigateOptions { scroll: false, replace: true, ..NavigateOptions::default() };
    let (address, write) = query_signal_with_options::<String>("panel", options);
    let named = move || address.with(|name| name.as_deref().and_then(OutputPanel::from_identifier).unwrap_or_default());
    let shown = RwSignal::new(untrack(named));
    Effect::new(move |before: Option<OutputPanel>| {
        let named = named();
        if before.is_some_and(|before| before != named) {
            shown.set(named);
        }
        named
    });
    OpenPanel { shown, write }
}

/// The row of tabs: arrow keys move between them.
#[component]
pub fn PanelTabs(
    /// The open panel.
    current: OpenPanel,
    /// Log lines so far, shown on the Logs tab.
    #[prop(into)]
    lines: Signal<u64>,
) -> impl IntoView {
    let on_keydown = move |event: KeyboardEvent| {
        let panel = match event.key().as_str() {
            "ArrowRight" => current.get().beside(1),
            "ArrowLeft" => current.get().beside(OutputPanel::ALL.len() - 1),
            "Home" => OutputPanel::Result,
            "End" => OutputPanel::Environments,
            _ => return,
        };
        event.prevent_default();
        current.set(panel);
        focus(&panel.tab_id());
    };
    let tabs = OutputPanel::ALL.into_iter().map(|panel| view! { <PanelTab panel current lines /> }).collect_view();
    view! {
        <div role="tablist" aria-label="Output" class="flex min-h-8 shrink-0 gap-1 border-b border-divider px-2" on:keydown=on_keydown>
            {tabs}
        </div>
    }
}

#[component]
fn PanelTab(panel: OutputPanel, current: OpenPanel, lines: Signal<u64>) -> impl IntoView {
    const TAB: &str = "inline-flex min-h-8 items-center gap-1 border-b-2 px-3 text-sm";
    let is_open = move || current.get() == panel;
    let class = move || {
        let state =
            if is_open() { "border-accent font-medium" } else { "border-transparent text-muted hover:text-text" };
        format!("{TAB} {state}")
    };
    let count = move || (panel == OutputPanel::Logs && lines.get() > 0).then(|| grouped(lines.get()));
    view! {
        <button
            type="button"
            role="tab"
            id=panel.tab_id()
            class=class
            aria-selected=move || if is_open() { "true" } else { "false" }
            aria-controls=PANEL_ID
            tabindex=move || if is_open() { "0" } else { "-1" }
            on:click=move |_| current.set(panel)
        >
            {panel.label()}
            {move || count().map(|count| view! { <span class="text-xs text-muted">{count}</span> })}
        </button>
    }
}

/// Moves the focus; there is none on the server.
fn focus(id: &str) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let element =
            document().get_element_by_id(id).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(element) = element {
            let _ = element.focus();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_are_found_by_their_name_and_form_a_ring() {
        for panel in OutputPanel::ALL {
            assert_eq!(OutputPanel::from_identifier(panel.identifier()), Some(panel));
        }
        assert_eq!(OutputPanel::from_identifier("x"), None);
        assert_eq!(OutputPanel::Environments.beside(1), OutputPanel::Result);
        assert_eq!(OutputPanel::Result.beside(5), OutputPanel::Environments);
    }
}
