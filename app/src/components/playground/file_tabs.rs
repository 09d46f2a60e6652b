//! The files as tabs, and what can be done with them.

use super::browser;
use super::files;
use super::plain_form::Intent;
use super::state::Playground;
use super::style::{BUTTON_SMALL, FORM, INPUT};
use super::upload::{Download, Upload};
use crate::ui::toast::Toasts;
use api::code::{FileContent, FilePath};
use api::error::ApiError;
use leptos::prelude::*;

/// What the name box is for, while it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Naming {
    /// A file that is to be added.
    New,
    /// The file that gets another name.
    Rename(FilePath),
}

/// The bar of file tabs.
#[component]
pub fn FileTabs() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let naming = RwSignal::new(None::<Naming>);
    let paths = Memo::new(move |_| playground.files.read().keys().cloned().collect::<Vec<_>>());
    let is_editable = move || playground.package.read().is_none();
    view! {
        <div class="flex min-h-8 items-stretch gap-1 border-b border-divider bg-surface px-1" data-region="files">
            <div role="tablist" aria-label="Files" class="flex min-w-0 overflow-x-auto" on:keydown=move |event| arrow(playground, &paths.read(), &event)>
                <For each=move || paths.get() key=Clone::clone let:path>
                    <FileTab path />
                </For>
            </div>
            <Show when=is_editable>
                <AddFile naming />
            </Show>
            <Upload />
            <span class="grow"></span>
            <Show when=is_editable>
                <FileActions naming />
            </Show>
            <Download />
        </div>
        <NameBox naming />
    }
}

fn tab_id(path: &FilePath) -> String {
    format!("file-{path}")
}

/// Arrow keys go along the tabs, as in every list of tabs.
fn arrow(playground: Playground, paths: &[FilePath], event: &leptos::ev::KeyboardEvent) {
    let Some(open) = playground.open.get_untracked() else { return };
    let Some(here) = paths.iter().position(|path| *path == open) else { return };
    let last = paths.len().saturating_sub(1);
    let to = match event.key().as_str() {
        "ArrowRight" => {
            if here == last {
                0
            } else {
                here + 1
            }
        }
        "ArrowLeft" => here.checked_sub(1).unwrap_or(last),
        "Home" => 0,
        "End" => last,
        _ => return,
    };
    event.prevent_default();
    if let Some(path) = paths.get(to) {
        playground.open.set(Some(path.clone()));
        browser::focus(&tab_id(path));
    }
}

#[component]
fn FileTab(path: FilePath) -> impl IntoView {
    const TAB: &str = "flex h-8 shrink-0 items-center border-b-2 border-transparent px-3 text-muted hover:text-text \
                       aria-selected:border-accent aria-selected:text-text";
    let playground = expect_context::<Playground>();
    let this = path.clone();
    let selected = Memo::new(move |_| playground.open.with(|open| open.as_ref() == Some(&this)));
    let open = path.clone();
    let press = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        playground.open.set(Some(open.clone()));
    };
    view! {
        <button
            type="submit"
            form=FORM
            name="form[intent]"
            value=Intent::Open(path.clone()).value()
            role="tab"
            id=tab_id(&path)
            aria-selected=move || selected.get().to_string()
            aria-controls="editor-panel"
            tabindex=move || if selected.get() { "0" } else { "-1" }
            class=TAB
            on:click=press
        >
            {path.to_string()}
        </button>
    }
}

#[component]
fn AddFile(naming: RwSignal<Option<Naming>>) -> impl IntoView {
    let add = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        naming.set(Some(Naming::New));
    };
    view! {
        <noscript inner_html=plain_add_file()></noscript>
        <button type="button" class=BUTTON_SMALL aria-label="Add file" title="Add file" on:click=add>"+"</button>
    }
}

#[component]
fn FileActions(naming: RwSignal<Option<Naming>>) -> impl IntoView {
    let playground = expect_context::<Playground>();
    let toasts = Toasts::of_page();
    let rename = move |_| naming.set(playground.open.get_untracked().map(Naming::Rename));
    let delete = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if let Some(path) = playground.open.get_untracked() {
            playground.delete_file(&path, toasts);
        }
    };
    view! {
        <button type="button" class=BUTTON_SMALL on:click=rename aria-label="Rename file">"Rename"</button>
        <button type="submit" form=FORM name="form[intent]" value=Intent::DeleteFile.value() class=BUTTON_SMALL aria-label="Delete file" on:click=delete>
            "Delete"
        </button>
    }
}

/// Adding a file for a browser without JavaScript; with it, the box under the tabs opens.
fn plain_add_file() -> String {
    let (intent, input) = (Intent::AddFile.value(), format!("{INPUT} max-w-40"));
    format!(
        "<input form=\"{FORM}\" name=\"form[new_file]\" aria-label=\"Name of a new file\" class=\"{input}\">\
         <button form=\"{FORM}\" name=\"form[intent]\" value=\"{intent}\" class=\"{BUTTON_SMALL}\">Add</button>"
    )
}

/// Asks for a file's name, under the tabs.
#[component]
fn NameBox(naming: RwSignal<Option<Naming>>) -> impl IntoView {
    let playground = expect_context::<Playground>();
    let typed = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        let Some(naming) = naming.get() else { return };
        error.set(None);
        typed.set(match naming {
            Naming::New => files::suggested_name(&playground.files.read_untracked(), untrack(|| playground.runtime())),
            Naming::Rename(path) => path.to_string(),
        });
        request_animation_frame(|| browser::select_all("file-name"));
    });
    let done = move || match naming.get_untracked() {
        None => {}
        Some(task) => match playground.name_file(&task, &typed.read_untracked()) {
            Ok(()) => naming.set(None),
            Err(refused) => error.set(Some(refused.message)),
        },
    };
    let key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            done();
        }
        "Escape" => naming.set(None),
        _ => {}
    };
    view! {
        <Show when=move || naming.read().is_some()>
            <div class="border-b border-divider bg-surface px-2 py-1">
                <div class="flex items-center gap-2">
                    <label for="file-name">"File name"</label>
                    <input
                        id="file-name"
                        type="text"
                        autocomplete="off"
                        spellcheck="false"
                        class=format!("{INPUT} max-w-72 font-mono")
                        prop:value=typed
                        aria-invalid=move || error.read().is_some().to_string()
                        aria-describedby="file-name-error"
                        on:input=move |event| typed.set(event_target_value(&event))
                        on:keydown=key
                    />
                    <button type="button" class=BUTTON_SMALL on:click=move |_| done()>"OK"</button>
                    <button type="button" class=BUTTON_SMALL on:click=move |_| naming.set(None)>"Cancel"</button>
                </div>
                <p id="file-name-error" role="alert" class="text-xs text-error">{move || error.get()}</p>
            </div>
        </Show>
    }
}

impl Playground {
    fn name_file(self, task: &Naming, name: &str) -> Result<(), ApiError> {
        let mut all = self.files.get_untracked();
        let path = match task {
            Naming::New => {
                let path = files::check_name(&all, name, None)?;
                all.insert(path.clone(), FileContent::Text(String::new()));
                path
            }
            Naming::Rename(former) => files::rename(&mut all, former, name)?,
        };
        self.files.set(all);
        self.open.set(Some(path));
        self.files_changed();
        self.edited();
        Ok(())
    }

    fn delete_file(self, path: &FilePath, toasts: Toasts) {
        let mut all = self.files.get_untracked();
        match files::remove(&mut all, path) {
            Err(error) => toasts.error(error.message),
            Ok(None) => {}
            Ok(Some(content)) => {
                self.files.set(all);
                self.files_changed();
                self.edited();
                let back = path.clone();
                let undo = Callback::new(move |()| self.put_file(&back, content.clone()));
                toasts.with_undo(format!("`{path}` is deleted"), undo);
            }
        }
    }

    /// Adds or replaces a file, and shows it.
    pub fn put_file(self, path: &FilePath, content: FileContent) {
        self.files.update(|files| _ = files.insert(path.clone(), content));
        self.open.set(Some(path.clone()));
        self.files_changed();
        self.edited();
    }
}
