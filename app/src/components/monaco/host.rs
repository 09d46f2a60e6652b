//! The life of one Monaco editor: made after the first paint, fed by effects, freed with its component.

use super::js::{self, CodeEditor, DiffView};
use super::{Comparison, Mark, MonacoLink, MonacoState};
use crate::components::playground::browser;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;
use wasm_bindgen::prelude::*;

/// An editor with the closures that it calls, which must live as long as it does.
struct Made {
    editor: CodeEditor,
    shown: BTreeSet<String>,
    marked: BTreeSet<String>,
    _on_change: Closure<dyn FnMut(String, String)>,
    _on_action: Closure<dyn FnMut(String)>,
}

type Slot = StoredValue<Option<Made>, LocalStorage>;

/// Makes the editor in `host` once that is on the page, and keeps it in step with the signals.
pub(super) fn attach(host: NodeRef<Div>, props: MonacoLink) {
    let slot: Slot = StoredValue::new_local(None);
    Effect::new(move |_| {
        let Some(div) = host.get() else { return };
        if browser::is_narrow() {
            return props.state.set(MonacoState::Narrow);
        }
        // Two frames on, the text box has been painted.
        request_animation_frame(move || {
            request_animation_frame(move || spawn_local(make(div, props, slot)));
        });
    });
    follow(props, slot);
    on_cleanup(move || {
        if let Some(Some(made)) = slot.try_update_value(Option::take) {
            made.editor.dispose();
        }
    });
}

async fn make(div: web_sys::HtmlDivElement, props: MonacoLink, slot: Slot) {
    let on_change = Closure::new(move |path: String, text: String| {
        props.on_change.try_run((path, text));
    });
    let on_action = Closure::new(move |name: String| {
        props.on_action.try_run(name);
    });
    let Some(font_size) = props.font_size.try_get_untracked() else { return };
    let Some(read_only) = props.read_only.try_get_untracked() else { return };
    let options = format!("{{\"fontSize\":{font_size},\"readOnly\":{read_only},\"ariaLabel\":\"Code editor\"}}");
    match js::create_editor(&div, &options, &on_change, &on_action).await {
        Ok(editor) => {
            let sets = (BTreeSet::new(), BTreeSet::new());
            let made = Made {
                editor: editor.clone(),
                shown: sets.0,
                marked: sets.1,
                _on_change: on_change,
                _on_action: on_action,
            };
            if slot.try_set_value(Some(made)).is_some() {
                // The page was left meanwhile.
                return editor.dispose();
            }
            props.state.set(MonacoState::Ready);
        }
        Err(error) => {
            props.state.try_set(MonacoState::Failed(reason(&error)));
        }
    }
}

fn reason(error: &JsValue) -> String {
    let message = js_sys::Reflect::get(error, &JsValue::from_str("message")).ok().and_then(|m| m.as_string());
    message.unwrap_or_else(|| "it could not be loaded".to_owned())
}

fn follow(props: MonacoLink, slot: Slot) {
    let ready = move || props.state.get() == MonacoState::Ready;
    Effect::new(move |_| {
        props.reloads.track();
        let open = props.open.get();
        if ready() {
            slot.update_value(|made| sync_files(made.as_mut(), props.files.run(()), open.as_deref()));
        }
    });
    Effect::new(move |_| {
        let marks = props.marks.get();
        props.open.track();
        if ready() {
            slot.update_value(|made| show_marks(made.as_mut(), &marks));
        }
    });
    Effect::new(move |_| {
        let place = props.reveal.get();
        props.open.track();
        if let (true, Some((path, line, column))) = (ready(), place) {
            slot.with_value(|made| {
                if let Some(made) = made.as_ref().filter(|_| props.open.get_untracked() == Some(path)) {
                    made.editor.reveal_line(line, column);
                }
            });
        }
    });
    Effect::new(move |_| {
        let (event, font_size, read_only) = (props.event.get(), props.font_size.get(), props.read_only.get());
        if ready() {
            slot.with_value(|made| {
                if let Some(made) = made {
                    made.editor.set_event_sample(&event);
                    made.editor.update_options(&format!("{{\"fontSize\":{font_size},\"readOnly\":{read_only}}}"));
                }
            });
        }
    });
}

/// Makes every text file known, shows the open one, and forgets those that are gone.
fn sync_files(made: Option<&mut Made>, files: Vec<(String, String)>, open: Option<&str>) {
    let Some(Made { editor, shown, .. }) = made else { return };
    for (path, text) in &files {
        if open == Some(path) {
            editor.set_model(path, text);
        } else {
            editor.add_file(path, text);
        }
    }
    let there: BTreeSet<String> = files.into_iter().map(|(path, _)| path).collect();
    for gone in shown.difference(&there) {
        editor.remove_model(gone);
    }
    *shown = there;
}

fn show_marks(made: Option<&mut Made>, marks: &[(String, Mark)]) {
    let Some(Made { editor, marked, .. }) = made else { return };
    let paths: BTreeSet<String> = marks.iter().map(|(path, _)| path.clone()).collect();
    for cleared in marked.difference(&paths) {
        editor.set_markers(cleared, "[]");
    }
    for path in &paths {
        let of_file: Vec<&Mark> = marks.iter().filter(|(file, _)| file == path).map(|(_, mark)| mark).collect();
        if let Ok(json) = serde_json::to_string(&of_file) {
            editor.set_markers(path, &json);
        }
    }
    *marked = paths;
}

/// Makes the comparison in `host` and shows whatever the signal says.
pub(super) fn attach_diff(host: NodeRef<Div>, comparison: Signal<Comparison>, state: RwSignal<MonacoState>) {
    let slot: StoredValue<Option<DiffView>, LocalStorage> = StoredValue::new_local(None);
    Effect::new(move |_| {
        let Some(div) = host.get() else { return };
        if browser::is_narrow() {
            return state.set(MonacoState::Narrow);
        }
        spawn_local(async move {
            let Some(first) = comparison.try_get_untracked() else { return };
            match js::create_diff(&div, &first.path, &first.original, &first.modified).await {
                Ok(diff) => {
                    if slot.try_set_value(Some(diff.clone())).is_some() {
                        return diff.dispose_diff();
                    }
                    let now = comparison.get_untracked();
                    if now != first {
                        diff.show(&now.path, &now.original, &now.modified);
                    }
                    state.set(MonacoState::Ready);
                }
                Err(error) => _ = state.try_set(MonacoState::Failed(reason(&error))),
            }
        });
    });
    // Not at once: a pair that is replaced while Monaco compares it is an error to Monaco.
    Effect::watch(
        move || comparison.get(),
        move |Comparison { path, original, modified }, _, _| {
            slot.with_value(|diff| {
                if let Some(diff) = diff {
                    diff.show(path, original, modified);
                }
            });
        },
        false,
    );
    on_cleanup(move || {
        if let Some(Some(diff)) = slot.try_update_value(Option::take) {
            diff.dispose_diff();
        }
    });
}
