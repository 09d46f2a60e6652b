// Two texts side by side, or one under the other where there is no room.
import { editor } from "monaco-editor/editor/editor.api.js";
import { languageOf } from "./languages.js";

export class DiffView {
  /**
   * @param {HTMLElement} host an empty element that gives the size
   * @param {string} path decides the language
   * @param {string} original
   * @param {string} modified
   */
  constructor(host, path, original, modified) {
    const fontFamily = getComputedStyle(document.documentElement).getPropertyValue("--font-mono").trim() || "monospace";
    this.diff = editor.createDiffEditor(host, {
      automaticLayout: true,
      fontFamily,
      fontSize: 14,
      hideUnchangedRegions: { enabled: true },
      minimap: { enabled: false },
      readOnly: true,
      renderOverviewRuler: false,
      scrollBeyondLastLine: false,
      // Nothing can be typed here, so Tab always moves on.
      tabFocusMode: true,
    });
    // The options of the pair for this have no effect when given at once.
    this.diff.getOriginalEditor().updateOptions({ ariaLabel: "Old text" });
    this.diff.getModifiedEditor().updateOptions({ ariaLabel: "New text" });
    this.show(path, original, modified);
  }

  /** Shows another pair. */
  show(path, original, modified) {
    const language = languageOf(path);
    const before = this.models;
    this.models = { original: editor.createModel(original, language), modified: editor.createModel(modified, language) };
    this.diff.setModel(this.models);
    before?.original.dispose();
    before?.modified.dispose();
  }

  dispose() {
    this.diff.dispose();
    this.models.original.dispose();
    this.models.modified.dispose();
  }
}
