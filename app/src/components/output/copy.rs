//! A button that copies a text.

use leptos::prelude::*;

const BUTTON: &str = "min-h-8 shrink-0 whitespace-nowrap rounded-control border border-control bg-raised px-2 text-xs hover:border-accent";

/// Copies what `text` gives when it is pressed, and says so in the button.
#[component]
pub fn CopyButton(
    /// What is copied, in the button's name: «Copy» and this.
    #[prop(into)]
    what: String,
    /// Gives the text when the button is pressed.
    #[prop(into)]
    text: Callback<(), String>,
) -> impl IntoView {
    let label = StoredValue::new(format!("Copy {what}"));
    let shown = RwSignal::new(label.get_value());
    let press = move |_| {
        let text = text.run(());
        leptos::task::spawn_local(async move {
            let is_copied = write_clipboard(&text).await;
            let _ = shown.try_set(if is_copied { "Copied" } else { "Not copied: the browser refused" }.to_owned());
            set_timeout(
                move || {
                    let _ = label.try_get_value().map(|label| shown.try_set(label));
                },
                std::time::Duration::from_secs(2),
            );
        });
    };
    view! {
        <button type="button" class=BUTTON on:click=press>
            {shown}
        </button>
    }
}

#[cfg(feature = "hydrate")]
async fn write_clipboard(text: &str) -> bool {
    let writing = window().navigator().clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(writing).await.is_ok()
}

/// There is no clipboard on the server, and no button is pressed there.
#[cfg(not(feature = "hydrate"))]
async fn write_clipboard(_text: &str) -> bool {
    false
}
