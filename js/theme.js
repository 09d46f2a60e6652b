// Monaco's colours, taken from the same tokens as the page's (style/main.css).
import { editor } from "monaco-editor/editor/editor.api.js";

const THEME = "coldstart";

/** The colour of a token as it is now, as `#rrggbb`. A probe element resolves `light-dark()` and media queries. */
function token(probe, name) {
  probe.style.color = `var(--color-${name})`;
  const [red, green, blue] = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number);
  return `#${[red, green, blue].map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

/** All tokens that the editor uses. */
function tokens() {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const names = ["bg", "surface", "raised", "text", "muted", "accent", "ok", "warn", "error", "cold", "bill", "control", "divider"];
  const found = Object.fromEntries(names.map((name) => [name, token(probe, name)]));
  probe.remove();
  return found;
}

function isDark(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return red * 0.299 + green * 0.587 + blue * 0.114 < 128;
}

function rules(color) {
  const rule = (token, name, fontStyle) => ({ token, foreground: color[name].slice(1), fontStyle });
  return [
    rule("", "text"),
    rule("comment", "muted", "italic"),
    rule("keyword", "bill"),
    rule("string", "ok"),
    rule("string.escape", "warn"),
    rule("string.invalid", "error"),
    rule("number", "warn"),
    rule("regexp", "error"),
    rule("type", "cold"),
    rule("variable", "accent"),
    rule("predefined", "cold"),
    rule("attribute.name", "accent"),
    rule("string.key.json", "accent"),
    rule("string.value.json", "ok"),
    rule("delimiter", "text"),
    rule("invalid", "error"),
  ];
}

function colors(color) {
  return {
    "editor.background": color.bg,
    "editor.foreground": color.text,
    "editorLineNumber.foreground": color.muted,
    "editorLineNumber.activeForeground": color.text,
    "editorCursor.foreground": color.accent,
    "editor.lineHighlightBackground": color.surface,
    "editor.lineHighlightBorder": "#00000000",
    "editor.selectionBackground": `${color.accent}40`,
    "editor.inactiveSelectionBackground": `${color.accent}26`,
    "editorIndentGuide.background1": color.divider,
    "editorGutter.background": color.bg,
    "editorWidget.background": color.raised,
    "editorWidget.foreground": color.text,
    "editorWidget.border": color.control,
    "editorSuggestWidget.background": color.raised,
    "editorSuggestWidget.foreground": color.text,
    "editorSuggestWidget.highlightForeground": color.accent,
    "editorSuggestWidget.selectedBackground": `${color.accent}33`,
    "editorSuggestWidget.selectedForeground": color.text,
    "editorSuggestWidget.selectedIconForeground": color.text,
    "editorSuggestWidget.focusHighlightForeground": color.accent,
    "list.hoverBackground": color.surface,
    "editorBracketHighlight.foreground1": color.text,
    "editorBracketHighlight.foreground2": color.bill,
    "editorBracketHighlight.foreground3": color.cold,
    "editorBracketHighlight.unexpectedBracket.foreground": color.error,
    "editorHoverWidget.background": color.raised,
    "editorError.foreground": color.error,
    "editorWarning.foreground": color.warn,
    "editorInfo.foreground": color.accent,
    "input.background": color.bg,
    "input.foreground": color.text,
    "input.border": color.control,
    focusBorder: color.accent,
    // Pale enough that every colour of text keeps its contrast on it.
    "diffEditor.insertedLineBackground": `${color.ok}0d`,
    "diffEditor.insertedTextBackground": `${color.ok}14`,
    "diffEditor.removedLineBackground": `${color.error}0d`,
    "diffEditor.removedTextBackground": `${color.error}14`,
  };
}

/** Takes the page's colours anew. */
export function refreshTheme() {
  const color = tokens();
  editor.defineTheme(THEME, { base: isDark(color.bg) ? "vs-dark" : "vs", inherit: true, rules: rules(color), colors: colors(color) });
  editor.setTheme(THEME);
}

/** Keeps the editor's colours equal to the page's: the user's switch (`data-theme`) and the system's setting. */
export function followTheme() {
  refreshTheme();
  new MutationObserver(refreshTheme).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", refreshTheme);
}
