// The keys of the page that the editor would otherwise swallow. Each gives its name to the page, which acts on it.
import { editor, KeyCode, KeyMod } from "monaco-editor/editor/editor.api.js";

const { CtrlCmd, Shift } = KeyMod;

// Ctrl+K begins chords in Monaco, and Ctrl+Enter is "insert line below": one binding of our own for each takes both over.
const ACTIONS = [
  { name: "run", label: "Run", keys: CtrlCmd | KeyCode.Enter },
  { name: "save", label: "Save the draft", keys: CtrlCmd | KeyCode.KeyS },
  { name: "deploy", label: "Deploy", keys: CtrlCmd | Shift | KeyCode.KeyU },
  { name: "commands", label: "Search or run a command", keys: CtrlCmd | KeyCode.KeyK },
  { name: "toggle-side-panel", label: "Show or hide the side panel", keys: CtrlCmd | KeyCode.KeyJ },
  { name: "toggle-navigation", label: "Show or hide the navigation", keys: CtrlCmd | KeyCode.KeyB },
  { name: "next-region", label: "Go to the next region", keys: KeyCode.F6 },
  { name: "previous-region", label: "Go to the previous region", keys: Shift | KeyCode.F6 },
];

/**
 * Binds the page's keys in one editor, and tells when Ctrl+M changed what Tab does.
 * @param {editor.IStandaloneCodeEditor} code
 * @param {(name: string) => void} onAction names of ACTIONS, and `tab-moves-focus` / `tab-indents`
 */
export function bindKeys(code, onAction) {
  for (const { name, label, keys } of ACTIONS) {
    code.addAction({ id: `coldstart.${name}`, label, keybindings: [keys], run: () => onAction(name) });
  }
  code.onDidChangeConfiguration((event) => {
    if (!event.hasChanged(editor.EditorOption.tabFocusMode)) return;
    onAction(code.getOption(editor.EditorOption.tabFocusMode) ? "tab-moves-focus" : "tab-indents");
  });
}
