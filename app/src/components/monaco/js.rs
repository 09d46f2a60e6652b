//! The binding to `app/js/editor.js`, as it is; the component is one module up.
//!
//! Monaco itself is not part of the page: the two functions below fetch it when they are first called.
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/editor.js")]
extern "C" {
    /// A code editor over many files; each file has its own undo stack.
    #[derive(Clone, Debug)]
    pub type CodeEditor;

    /// A read-only comparison of two texts.
    #[derive(Clone, Debug)]
    pub type DiffView;

    /// Makes a code editor in the empty element `host`. `options` is JSON: `fontSize`, `readOnly`, `tabFocusMode`, `ariaLabel`.
    ///
    /// `on_change(path, text)` follows each edit of the user, not those of `set_value`. `on_action(name)` is a key that
    /// belongs to the page: `run`, `save`, `deploy`, `commands`, `toggle-side-panel`, `toggle-navigation`, `next-region`,
    /// `previous-region`; or `tab-moves-focus` and `tab-indents`, when Ctrl+M has changed what Tab does.
    #[wasm_bindgen(catch, js_name = createEditor)]
    pub async fn create_editor(
        host: &web_sys::HtmlElement,
        options: &str,
        on_change: &Closure<dyn FnMut(String, String)>,
        on_action: &Closure<dyn FnMut(String)>,
    ) -> Result<CodeEditor, JsValue>;

    /// Makes a comparison in the empty element `host`. `path` decides the language.
    #[wasm_bindgen(catch, js_name = createDiff)]
    pub async fn create_diff(
        host: &web_sys::HtmlElement,
        path: &str,
        original: &str,
        modified: &str,
    ) -> Result<DiffView, JsValue>;

    /// Makes a file known to completion without showing it.
    #[wasm_bindgen(method, js_name = addFile)]
    pub fn add_file(this: &CodeEditor, path: &str, text: &str);

    /// Shows a file at the place where it was left; the language follows from the path.
    #[wasm_bindgen(method, js_name = setModel)]
    pub fn set_model(this: &CodeEditor, path: &str, text: &str);

    /// Shows a file in a language that its path does not tell (a Monaco language id, or `plaintext`).
    #[wasm_bindgen(method, js_name = setModel)]
    pub fn set_model_in(this: &CodeEditor, path: &str, text: &str, language: &str);

    /// Forgets a file and its undo stack.
    #[wasm_bindgen(method, js_name = removeModel)]
    pub fn remove_model(this: &CodeEditor, path: &str);

    /// The text of a file; empty for a file that is not known.
    #[wasm_bindgen(method, js_name = getValue)]
    pub fn value(this: &CodeEditor, path: &str) -> String;

    /// Replaces a file's text as one edit that the user can undo; does not call `on_change`.
    #[wasm_bindgen(method, js_name = setValue)]
    pub fn set_value(this: &CodeEditor, path: &str, text: &str);

    /// Marks places of a file. JSON: a list of `{line, column, endLine?, endColumn?, message, severity?}` from 1, with
    /// severity `error`, `warning` or `info`; `[]` clears.
    #[wasm_bindgen(method, js_name = setMarkers)]
    pub fn set_markers(this: &CodeEditor, path: &str, markers: &str);

    /// Changes options; JSON as for `create_editor`, and `wordWrap` (`on` or `off`).
    #[wasm_bindgen(method, js_name = updateOptions)]
    pub fn update_options(this: &CodeEditor, options: &str);

    /// Tells completion what `event` looks like: the JSON of the event panel. Text that is not JSON is passed over.
    #[wasm_bindgen(method, js_name = setEventSample)]
    pub fn set_event_sample(this: &CodeEditor, json: &str);

    /// Adds a TypeScript declaration file to completion, such as `file:///types/layer.d.ts`.
    #[wasm_bindgen(method, js_name = addTypes)]
    pub fn add_types(this: &CodeEditor, declarations: &str, path: &str);

    /// Puts the cursor at a place (from 1), scrolls there and focuses.
    #[wasm_bindgen(method, js_name = revealLine)]
    pub fn reveal_line(this: &CodeEditor, line: u32, column: u32);

    /// Runs a command of Monaco's, such as `editor.action.formatDocument`, `undo` or `actions.find`.
    #[wasm_bindgen(method)]
    pub fn trigger(this: &CodeEditor, command: &str);

    /// Puts the keyboard focus into the text.
    #[wasm_bindgen(method)]
    pub fn focus(this: &CodeEditor);

    /// Measures the host element anew. Only for changes that a resize observer does not see.
    #[wasm_bindgen(method)]
    pub fn layout(this: &CodeEditor);

    /// Frees the editor with its files and undo stacks. Nothing may be called after it.
    #[wasm_bindgen(method)]
    pub fn dispose(this: &CodeEditor);

    /// Shows another pair of texts.
    #[wasm_bindgen(method)]
    pub fn show(this: &DiffView, path: &str, original: &str, modified: &str);

    /// Frees the comparison. Nothing may be called after it.
    #[wasm_bindgen(method, js_name = dispose)]
    pub fn dispose_diff(this: &DiffView);
}
