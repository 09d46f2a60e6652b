// One code editor over many files: one Monaco model per path, so that each file keeps its own undo stack and cursor.
import { editor, MarkerSeverity, Range, Uri } from "monaco-editor/editor/editor.api.js";
import * as jsonService from "./json-service.js";
import { bindKeys } from "./keys.js";
import { setEventSample } from "./lambda-completion.js";
import { languageOf } from "./languages.js";
import * as scriptService from "./script-service.js";

// The owner of the marks that a run leaves; the language services have owners of their own.
const RUN_MARKS = "run";

const SEVERITY = { error: MarkerSeverity.Error, warning: MarkerSeverity.Warning, info: MarkerSeverity.Info };

const FIXED_OPTIONS = {
  accessibilitySupport: "auto",
  automaticLayout: true,
  fixedOverflowWidgets: true,
  minimap: { enabled: false },
  padding: { top: 8 },
  // The number of an empty last line would be too pale to read.
  renderFinalNewline: "on",
  renderLineHighlight: "line",
  scrollBeyondLastLine: false,
  smoothScrolling: false,
  stickyScroll: { enabled: false },
  tabSize: 2,
  // Monaco would mark every typographic quote and dash in a string.
  unicodeHighlight: { ambiguousCharacters: false },
  wordBasedSuggestions: "currentDocument",
};

let editors = 0;

export class CodeEditor {
  /**
   * @param {HTMLElement} host an empty element that gives the size
   * @param {{fontSize?: number, fontFamily?: string, readOnly?: boolean, tabFocusMode?: boolean, ariaLabel?: string}} options
   * @param {(path: string, text: string) => void} onChange after each edit of the user
   * @param {(name: string) => void} onAction a key that belongs to the page: see keys.js
   */
  constructor(host, options, onChange, onAction) {
    this.scope = `file:///editor-${++editors}/`;
    this.views = new Map();
    this.path = null;
    this.onChange = onChange;
    // Edits made by a call of ours are not told back to the caller.
    this.quiet = false;
    const fontFamily = getComputedStyle(document.documentElement).getPropertyValue("--font-mono").trim() || "monospace";
    this.code = editor.create(host, { ...FIXED_OPTIONS, fontFamily, fontSize: 14, lineHeight: 1.5, ariaLabel: "Code editor", ...options, model: null });
    bindKeys(this.code, onAction);
  }

  uri(path) {
    return Uri.parse(this.scope + path.split("/").map(encodeURIComponent).join("/"));
  }

  model(path) {
    return editor.getModel(this.uri(path));
  }

  /** Makes the file known without showing it. A known file gets the new text, and keeps its undo stack. */
  addFile(path, text, language) {
    const known = this.model(path);
    if (known) return this.setValue(path, text);
    const model = editor.createModel(text, language || languageOf(path), this.uri(path));
    model.onDidChangeContent(() => {
      if (!this.quiet) this.onChange(path, model.getValue());
    });
  }

  /** Shows a file, at the place where it was left. */
  setModel(path, text, language) {
    this.addFile(path, text, language);
    if (this.path !== null) this.views.set(this.path, this.code.saveViewState());
    const model = this.model(path);
    this.path = path;
    this.code.setModel(model);
    this.code.restoreViewState(this.views.get(path) ?? null);
    scriptService.startFor(model.getLanguageId());
    jsonService.startFor(model.getLanguageId());
  }

  /** Forgets a file and its undo stack. */
  removeModel(path) {
    const model = this.model(path);
    this.views.delete(path);
    if (this.path === path) {
      this.path = null;
      this.code.setModel(null);
    }
    model?.dispose();
  }

  /** @returns {string} the text, or "" of a file that is not known */
  getValue(path) {
    return this.model(path)?.getValue() ?? "";
  }

  /** Replaces the text as one edit that Ctrl+Z takes back; the cursor stays where it can. */
  setValue(path, text) {
    const model = this.model(path);
    if (!model || model.getValue() === text) return;
    this.quiet = true;
    try {
      model.pushStackElement();
      model.pushEditOperations(this.code.getSelections(), [{ range: model.getFullModelRange(), text }], () => null);
      model.pushStackElement();
    } finally {
      this.quiet = false;
    }
  }

  /**
   * Marks places in a file; an empty list clears them. Lines and columns count from 1; without an end, to the end of the word or line.
   * @param {string} markers JSON: {line, column, endLine?, endColumn?, message, severity?: "error"|"warning"|"info"}[]
   */
  setMarkers(path, markers) {
    const model = this.model(path);
    if (!model) return;
    editor.setModelMarkers(model, RUN_MARKS, JSON.parse(markers).map((marker) => this.marker(model, marker)));
  }

  marker(model, { line, column, endLine, endColumn, message, severity }) {
    const startLineNumber = Math.min(Math.max(line, 1), model.getLineCount());
    const start = { lineNumber: startLineNumber, column: Math.max(column || 1, 1) };
    const word = model.getWordAtPosition(model.validatePosition(start));
    const range = model.validateRange(new Range(
      startLineNumber, start.column, endLine || startLineNumber, endColumn || word?.endColumn || model.getLineMaxColumn(startLineNumber),
    ));
    return { ...range, message, severity: SEVERITY[severity] ?? MarkerSeverity.Error };
  }

  /** Changes what the user may set. @param {string} options JSON: fontSize, readOnly, tabFocusMode, ariaLabel, wordWrap */
  updateOptions(options) {
    this.code.updateOptions(JSON.parse(options));
  }

  /** Tells the completion what `event` looks like. */
  setEventSample(json) {
    setEventSample(json);
  }

  /** Adds a declaration file for completion. */
  addTypes(dts, path) {
    scriptService.addTypes(dts, path);
  }

  /** Scrolls to a place, puts the cursor there and focuses. */
  revealLine(line, column) {
    const position = { lineNumber: Math.max(line, 1), column: Math.max(column || 1, 1) };
    this.code.setPosition(position);
    this.code.revealPositionInCenterIfOutsideViewport(position);
    this.code.focus();
  }

  focus() {
    this.code.focus();
  }

  layout() {
    this.code.layout();
  }

  /** Runs one of Monaco's commands by its id, for the command box: `editor.action.formatDocument` and the like. */
  trigger(command) {
    this.code.focus();
    this.code.trigger("page", command, null);
  }

  /** Frees the editor, its files and their undo stacks. */
  dispose() {
    const own = editor.getModels().filter((model) => model.uri.toString().startsWith(this.scope));
    this.code.dispose();
    for (const model of own) model.dispose();
  }
}
