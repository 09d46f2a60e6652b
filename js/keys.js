// The keys of the page that the editor would otherwise swallow. Each gives its name to the page, which acts on it.
import { KeyCode, KeyMod } from "monaco-editor/editor/editor.api.js";

const { CtrlCmd, Shift, WinCtrl } = KeyMod;

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
 * Binds the page's keys in one editor. Ctrl+M (on Apple's, Ctrl+Shift+M) is ours rather than Monaco's own command, whose
 * switch is global and silent: the page keeps the choice and shows it.
 * @param {import("monaco-editor").editor.IStandaloneCodeEditor} code
 * @param {(name: string) => void} onAction names of ACTIONS, and `tab-moves-focus` / `tab-indents`
 */
export function bindKeys(code, onAction) {
  for (const { name, label, keys } of ACTIONS) {
    code.addAction({ id: `coldstart.${name}`, label, keybindings: [keys], run: () => onAction(name) });
  }
  code.addAction({
    id: "coldstart.toggle-tab",
    label: "Tab moves the focus, or indents",
    keybindings: [CtrlCmd | KeyCode.KeyM, WinCtrl | Shift | KeyCode.KeyM],
    run: () => {
      const movesFocus = !code.getRawOptions().tabFocusMode;
      code.updateOptions({ tabFocusMode: movesFocus });
      onAction(movesFocus ? "tab-moves-focus" : "tab-indents");
    },
  });
}
