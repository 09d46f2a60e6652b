//! The code: a text box that works at once, and Monaco over it.

use super::browser;
use super::files::size_text;
use super::keys::KeyCommand;
use super::state::{Place, Playground};
use super::style::FORM;
use crate::components::monaco::{Mark, Monaco, MonacoLink, MonacoState};
use crate::layouts::commands::Commands;
use crate::preferences::{EDITOR_FONT_PX_DEFAULT, PreferencesContext};
use api::code::{FileContent, FilePath, INLINE_BYTES_MAX, INLINE_FILES_MAX};
use leptos::prelude::*;

/// The text box.
const CODE_ID: &str = "code";

/// The editor over the open file.
#[component]
pub fn Editor() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let state = RwSignal::new(MonacoState::Loading);
    let tab_leaves = RwSignal::new(false);
    let text = Memo::new(move |_| playground.open_text());
    let monaco = monaco_props(playground, state, tab_leaves);
    view! {
        <PackageNote />
        <section
            id="editor-panel"
            aria-label="Code"
            data-region="editor"
            class="relative min-h-40 flex-1 bg-bg max-md:min-h-80"
        >
            <CodeBox text state />
            <Monaco props=monaco />
            <Show when=move || text.read().is_none()>
                <NotText />
            </Show>
        </section>
        <EditorHint state tab_leaves />
    }
}

/// Why a large package cannot be edited, and what to do instead.
#[component]
fn PackageNote() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let words = move || {
        let package = playground.package.get()?;
        let name = playground.name.with_value(ToString::to_string);
        Some(view! {
            <p role="note" class="border-b border-divider bg-surface px-2 py-1 text-muted">
                {format!(
                    "The deployment package ({}) is too large to be edited here ({INLINE_FILES_MAX} files, {}); some of its files are shown. ",
                    package.size_text(),
                    size_text(INLINE_BYTES_MAX)
                )}
                "It runs as it is. Upload a new zip to replace it, here or by "
                <code class="font-mono">{format!("aws lambda update-function-code --function-name {name} --zip-file fileb://function.zip")}</code>
            </p>
        })
    };
    view! { {words} }
}

/// What the text box of a file belongs to: a page, and on it a file.
fn owner(playground: Playground) -> String {
    let open = playground.open.get().map(|path| path.to_string()).unwrap_or_default();
    playground.arn.with_value(|arn| format!("{arn} {open}"))
}

#[component]
fn CodeBox(text: Memo<Option<String>>, state: RwSignal<MonacoState>) -> impl IntoView {
    const BOX: &str = "absolute inset-0 h-full w-full resize-none whitespace-pre bg-bg p-2 font-mono text-text";
    let playground = expect_context::<Playground>();
    take_early_typing(playground, text);
    let first = untrack(move || text.get()).unwrap_or_default();
    let hidden = move || state.get() == MonacoState::Ready || text.read().is_none();
    let path = move || playground.open.get().map(|path| path.to_string());
    let typed = move |event: leptos::ev::Event| {
        if let Some(path) = playground.open.get_untracked() {
            playground.type_into(&path, event_target_value(&event));
            // Monaco may come any moment, and starts from the text as it is then.
        }
    };
    view! {
        <input type="hidden" form=FORM name="form[path]" value=path />
        <textarea
            id=CODE_ID
            form=FORM
            name=move || (text.read().is_some() && playground.package.read().is_none()).then_some("form[text]")
            readonly=move || playground.package.read().is_some()
            aria-label="Code editor"
            data-owner=move || owner(playground)
            spellcheck="false"
            autocapitalize="off"
            autocomplete="off"
            class=BOX
            class:hidden=hidden
            inner_html=textarea_html(&first)
            prop:value=move || text.get().unwrap_or_default()
            on:input=typed
        ></textarea>
    }
}

/// Text as the inside of a text box. A first line break belongs to the tag, not to the text.
#[must_use]
pub fn textarea_html(text: &str) -> String {
    format!("\n{}", text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

/// Keeps what a person has typed into the server's page before this one came alive.
fn take_early_typing(playground: Playground, text: Memo<Option<String>>) {
    let early = untrack(|| browser::typed_in(CODE_ID, &owner(playground)));
    Effect::new(move |done: Option<()>| {
        if done.is_some() {
            return;
        }
        let known = text.get_untracked();
        let path = playground.open.get_untracked();
        if let (Some(early), Some(known), Some(path)) = (early.clone(), known, path)
            && early != known.replace("\r\n", "\n")
            && playground.package.read_untracked().is_none()
        {
            playground.type_into(&path, early);
            playground.files_changed();
        }
    });
}

fn monaco_props(playground: Playground, state: RwSignal<MonacoState>, tab_leaves: RwSignal<bool>) -> MonacoLink {
    let preferences = use_context::<PreferencesContext>();
    let commands = use_context::<Commands>().unwrap_or_default();
    let font_size = move || preferences.map_or(EDITOR_FONT_PX_DEFAULT, |preferences| preferences.editor_font_px.get());
    MonacoLink {
        files: Callback::new(move |()| text_files(playground)),
        open: Signal::derive(move || {
            let open = playground.open.get()?;
            is_text(playground, &open).then(|| open.to_string())
        }),
        reloads: playground.reloads.into(),
        marks: Signal::derive(move || error_marks(playground)),
        reveal: Signal::derive(move || {
            playground.reveal.get().map(|Place { path, line, column }| (path.to_string(), line, column))
        }),
        event: playground.event.into(),
        read_only: Signal::derive(move || playground.package.read().is_some()),
        font_size: Signal::derive(font_size),
        on_change: Callback::new(move |(path, text): (String, String)| {
            if let Ok(path) = FilePath::parse(path) {
                playground.type_into(&path, text);
            }
        }),
        on_action: Callback::new(move |name: String| editor_action(playground, commands, tab_leaves, &name)),
        state,
    }
}

fn is_text(playground: Playground, path: &FilePath) -> bool {
    playground.files.with_untracked(|files| matches!(files.get(path), Some(FileContent::Text(_))))
}

fn text_files(playground: Playground) -> Vec<(String, String)> {
    let files = playground.files.read_untracked();
    let text = |(path, content): (&FilePath, &FileContent)| match content {
        FileContent::Text(text) => Some((path.to_string(), text.clone())),
        FileContent::Base64(_) => None,
    };
    files.iter().filter_map(text).collect()
}

/// The place of the shown run's error, until the code is typed on.
fn error_marks(playground: Playground) -> Vec<(String, Mark)> {
    if playground.typed_since.get() {
        return Vec::new();
    }
    let shown = playground.shown.read();
    let error = shown.as_ref().and_then(|run| run.outcome.as_ref()?.error.as_ref());
    let mark = error.and_then(|error| {
        let position = error.position.as_ref()?;
        let message = format!("{}: {}", error.error_type, error.message);
        Some((position.file.clone(), Mark { line: position.line, column: position.column, message }))
    });
    mark.into_iter().collect()
}

/// A key that Monaco gives back to the page.
fn editor_action(playground: Playground, commands: Commands, tab_leaves: RwSignal<bool>, name: &str) {
    match name {
        "run" => playground.act(KeyCommand::Run),
        "save" => playground.act(KeyCommand::Save),
        "deploy" => playground.act(KeyCommand::Deploy),
        "toggle-side-panel" => playground.act(KeyCommand::ToggleSide),
        "next-region" => playground.act(KeyCommand::NextRegion),
        "previous-region" => playground.act(KeyCommand::PreviousRegion),
        "commands" => commands.box_open.set(true),
        "tab-moves-focus" => tab_leaves.set(true),
        "tab-indents" => tab_leaves.set(false),
        _ => {}
    }
}

/// What is shown in place of a file that is not text.
#[component]
fn NotText() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let words = move || {
        let open = playground.open.get()?;
        let bytes = playground.files.read().get(&open)?.byte_length();
        let what = if open.extension() == "wasm" { "a WebAssembly module" } else { "a binary file" };
        Some(format!("`{open}` is {what} of {}. It runs as it is; upload it again to replace it.", size_text(bytes)))
    };
    view! { <p class="absolute inset-0 grid place-items-center p-8 text-center text-muted">{words}</p> }
}

/// How to leave the editor by keyboard, or why it is only a text box.
#[component]
fn EditorHint(state: RwSignal<MonacoState>, tab_leaves: RwSignal<bool>) -> impl IntoView {
    let words = move || match state.get() {
        MonacoState::Ready if tab_leaves.get() => "Tab leaves the editor. Ctrl+M: Tab indents again".to_owned(),
        MonacoState::Ready => "To leave the editor: Ctrl+M, then Tab; or F6".to_owned(),
        MonacoState::Loading | MonacoState::Narrow => "Plain text box: Tab leaves it".to_owned(),
        MonacoState::Failed(reason) => format!("Plain text box, because the full editor did not load: {reason}"),
    };
    view! { <p class="border-t border-divider bg-surface px-2 text-xs text-muted">{words}</p> }
}

#[cfg(test)]
mod tests {
    use super::textarea_html;

    #[test]
    fn code_in_the_page_is_text_and_never_markup() {
        assert_eq!(textarea_html("\n</textarea><script>&"), "\n\n&lt;/textarea&gt;&lt;script&gt;&amp;");
    }
}
