//! Files from the person's disk, and back: single files become files of the draft, a zip becomes the whole draft.

use super::files;
use super::picked::{self, Picked};
use super::saving::{Happened, Saving};
use super::state::Playground;
use super::style::BUTTON_SMALL;
use crate::server_fns::draft::read_draft;
use crate::ui::toast::Toasts;
use api::code::{FilePath, INLINE_BYTES_MAX, ZIP_BYTES_MAX};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Takes files that are chosen, or dropped anywhere on the page.
#[component]
pub fn Upload() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let toasts = Toasts::of_page();
    let unpacking = RwSignal::new(None::<String>);
    let waiting = picked::slot();
    let take = move |picked: Vec<Picked>| {
        for file in picked {
            let name = file.name();
            if !name.to_ascii_lowercase().ends_with(".zip") {
                playground.take_file(file, toasts);
            } else if unpacking.get_untracked().is_some() {
                toasts.error(format!("`{name}` is not taken: another zip is on its way"));
            } else if file.bytes() >= ZIP_BYTES_MAX {
                let size = files::size_text(file.bytes());
                toasts.error(format!("`{name}` is {size}; a zip must be smaller than {ZIP_BYTES_MAX} bytes"));
            } else {
                waiting.set_value(Some(file));
                unpacking.set(Some(name));
            }
        }
    };
    // What is typed is saved first, so that nobody's text is replaced unseen.
    Effect::new(move |_| {
        if unpacking.read().is_none() || playground.saving.with(Saving::has_unsaved) {
            return;
        }
        let Some(zip) = waiting.try_update_value(Option::take).flatten() else { return };
        spawn_local(async move {
            playground.take_zip(&zip, toasts).await;
            unpacking.try_set(None);
        });
    });
    take_dropped(take);
    let status = move || unpacking.get().map(|name| format!("Unpacking {name} …")).unwrap_or_default();
    view! {
        <label class=format!("{BUTTON_SMALL} cursor-pointer focus-within:outline-2 focus-within:outline-accent")>
            "Upload"
            <input
                type="file"
                multiple=true
                class="sr-only"
                aria-label="Upload file"
                title="Files, or a zip of the whole function; they can be dropped on the page too"
                on:change=move |event| take(Picked::chosen(&event))
            />
        </label>
        <span role="status" class="self-center truncate text-muted">{status}</span>
    }
}

/// Takes what is dropped on the page. Without this the browser would leave the page and show the file.
fn take_dropped(take: impl Fn(Vec<Picked>) + Clone + 'static) {
    let over = window_event_listener(leptos::ev::dragover, |event| event.prevent_default());
    let dropped = window_event_listener(leptos::ev::drop, move |event| {
        let files = Picked::dropped(&event);
        if !files.is_empty() {
            event.prevent_default();
            take(files);
        }
    });
    on_cleanup(move || {
        over.remove();
        dropped.remove();
    });
}

/// The draft as a zip.
#[component]
pub fn Download() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let name = playground.name.with_value(ToString::to_string);
    view! {
        <a
            class=BUTTON_SMALL
            href=format!("/functions/{name}/package")
            download=format!("{name}.zip")
            rel="external"
            title="The saved draft as a zip"
        >
            "Download"
        </a>
    }
}

impl Playground {
    /// Adds a file to the draft, or replaces it.
    fn take_file(self, file: Picked, toasts: Toasts) {
        let (name, bytes) = (file.name(), file.bytes());
        if self.package.read_untracked().is_some() {
            return toasts.error(format!(
                "`{name}` is not taken: the package is too large to be edited here; upload a zip of all its files"
            ));
        }
        if bytes > INLINE_BYTES_MAX {
            let (size, limit) = (files::size_text(bytes), files::size_text(INLINE_BYTES_MAX));
            return toasts.error(format!(
                "`{name}` is {size}, the limit of the editor is {limit}; put it into a zip with the rest of the function and upload that"
            ));
        }
        spawn_local(async move {
            if let Some(bytes) = file.read().await {
                self.put_upload(&name, bytes, toasts);
            }
        });
    }

    /// Makes the files of a zip the draft, and shows it.
    async fn take_zip(self, zip: &Picked, toasts: Toasts) {
        let Some(function) = self.name.try_get_value() else { return };
        let (name, before) = (zip.name(), self.draft());
        let base = self.saving.with_untracked(|saving| saving.base().to_string());
        if let Err(reason) = zip.put(&format!("/functions/{function}/package?base={base}")).await {
            return toasts.error(format!("`{name}` is not taken: {reason}"));
        }
        let detail = match read_draft(function).await {
            Ok(detail) => detail,
            Err(error) => return toasts.error(error.to_string()),
        };
        self.show_draft(&detail.draft);
        self.happened(Happened::TheirsLoaded(detail.revision));
        self.compare_with_deployed(&detail.draft);
        let done = format!("The draft is `{name}` now; Deploy makes it a version");
        match before.ok().filter(|before| before.package.is_none()) {
            Some(before) => self.offer_back(toasts, &done, before),
            None => toasts.info(done),
        }
    }

    fn put_upload(self, name: &str, bytes: Vec<u8>, toasts: Toasts) {
        let path = match FilePath::parse(name) {
            Ok(path) => path,
            Err(error) => return toasts.error(error.message),
        };
        if let Err(error) = files::check_source(&path, &bytes) {
            return toasts.error(error.message);
        }
        let content = files::content_of(bytes);
        let before = self.files.with_untracked(|files| files.get(&path).cloned());
        if before.is_none()
            && let Err(error) = files::check_name(&self.files.read_untracked(), name, None)
        {
            return toasts.error(error.message);
        }
        let size = files::size_text(content.byte_length());
        self.put_file(&path, content);
        match before {
            None => toasts.info(format!("`{path}` is added ({size})")),
            Some(before) => {
                let undo = Callback::new(move |()| self.put_file(&path, before.clone()));
                toasts.with_undo(format!("`{name}` is replaced ({size})"), undo);
            }
        }
    }
}
