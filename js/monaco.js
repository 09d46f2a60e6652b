// The entry of the bundle: what of Monaco the page gets, and our editor over it.
// Loaded by app/js/editor.js after first paint, never before.
import "./features.js";
import "monaco-editor/languages/definitions/css/register.js";
import "monaco-editor/languages/definitions/html/register.js";
import "monaco-editor/languages/definitions/javascript/register.js";
import "monaco-editor/languages/definitions/markdown/register.js";
import "monaco-editor/languages/definitions/python/register.js";
import "monaco-editor/languages/definitions/ruby/register.js";
import "monaco-editor/languages/definitions/typescript/register.js";
import "monaco-editor/languages/definitions/yaml/register.js";
import { languages } from "monaco-editor/editor/editor.api.js";
import "./editor.css";
import { registerWat } from "./wat.js";
import { registerLambdaCompletion } from "./lambda-completion.js";
import { registerPythonCompletion } from "./python-completion.js";
import { registerRubyCompletion } from "./ruby-completion.js";
import { followTheme } from "./theme.js";

// Set before any editor exists. Module workers from our own origin: the page's policy allows no blob and no eval.
self.MonacoEnvironment = {
  getWorker: (_id, label) => {
    const name = { typescript: "ts", javascript: "ts", json: "json" }[label] ?? "editor";
    return new Worker(new URL(`./${name}.worker.js`, import.meta.url), { type: "module", name: label });
  },
};

// The JSON service registers its language itself, but it comes only with the first .json file.
languages.register({ id: "json", extensions: [".json"], aliases: ["JSON"] });
registerWat();
registerLambdaCompletion();
registerPythonCompletion();
registerRubyCompletion();
followTheme();

export { CodeEditor } from "./code-editor.js";
export { DiffView } from "./diff-view.js";
