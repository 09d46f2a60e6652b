// The one JavaScript module that Rust binds (src/components/monaco/js.rs). It is small, because it comes with the page;
// Monaco itself (public/monaco, built from js/) comes by the import below, when the first editor is made.

const STYLE = "/monaco/monaco.css";
const BUNDLE = "/monaco/monaco.js";

let loading;

/** Loads the style and the bundle, once. A failure is not kept: the next try may find the network again. */
function load() {
  loading ??= Promise.all([import(BUNDLE), style()]).then(
    ([bundle]) => bundle,
    (error) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

function style() {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = STYLE;
    link.onload = resolve;
    link.onerror = () => {
      link.remove();
      reject(new Error(`the editor's style ${STYLE} did not load`));
    };
    document.head.append(link);
  });
}

/**
 * Makes a code editor in an empty element. Rejects if the bundle cannot be loaded.
 * @param {HTMLElement} host
 * @param {string} options JSON: fontSize, readOnly, tabFocusMode, ariaLabel
 * @param {(path: string, text: string) => void} onChange after each edit of the user
 * @param {(name: string) => void} onAction `run`, `save`, `deploy`, `commands`, `toggle-side-panel`, `toggle-navigation`,
 *   `next-region`, `previous-region`, `tab-moves-focus`, `tab-indents`
 */
export async function createEditor(host, options, onChange, onAction) {
  const { CodeEditor } = await load();
  return new CodeEditor(host, JSON.parse(options), onChange, onAction);
}

/** Makes a read-only comparison of two texts in an empty element. The path decides the language. */
export async function createDiff(host, path, original, modified) {
  const { DiffView } = await load();
  return new DiffView(host, path, original, modified);
}
