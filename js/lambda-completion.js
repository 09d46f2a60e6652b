// Completion for `context.` and `event.` in a handler. Plain JavaScript gives the two no type, so the TypeScript service
// knows nothing of them; but the page does: the context is always the same, and the event is in the panel beside.
import { languages } from "monaco-editor/editor/editor.api.js";

const CONTEXT = [
  ["functionName", "The name of the function."],
  ["functionVersion", "`$LATEST`, or the version's number."],
  ["invokedFunctionArn", "The ARN that was used to invoke the function."],
  ["memoryLimitInMB", "The memory setting, as text."],
  ["awsRequestId", "The id of this run."],
  ["logGroupName", "The log group of the function."],
  ["logStreamName", "The log stream of this environment."],
  ["identity", "Who called, where a mobile SDK said so."],
  ["clientContext", "What the client sent along."],
  ["callbackWaitsForEmptyEventLoop", "`false` sends a callback's answer at once."],
];
const METHODS = [["getRemainingTimeInMillis", "Milliseconds until the timeout."]];

// At most this long a dotted path before the cursor is looked at.
const PATH_LENGTH_MAX = 200;
const ENTRIES_MAX = 200;

// Before the TypeScript service's entries, which for a value without a type are all words of the file.
const FIRST = "\u0000";

let sample = {};

/**
 * Says what `event` looks like. Text that is not JSON leaves the last good sample in place.
 * @param {string} json
 */
export function setEventSample(json) {
  try {
    sample = JSON.parse(json);
  } catch {
    // Half-typed JSON is normal here, and the panel itself marks it.
  }
}

const shortened = (text) => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

/** The value at a path such as `.Records[0].s3`, or undefined. */
function valueAt(path) {
  const steps = path.match(/[\w$]+/g) ?? [];
  return steps.reduce((value, step) => (value !== null && typeof value === "object" ? value[step] : undefined), sample);
}

/**
 * Names, types and values below a path of the sample event.
 * @param {string} path such as `.Records[0]` or `["Records"][0]`
 */
export function eventMembers(path) {
  const value = valueAt(path);
  if (value === null || typeof value !== "object" || Array.isArray(value)) return [];
  return Object.entries(value)
    .filter(([key]) => /^[A-Za-z_$][\w$]*$/.test(key))
    .slice(0, ENTRIES_MAX)
    .map(([key, member]) => [key, Array.isArray(member) ? "array" : member === null ? "null" : typeof member, shortened(JSON.stringify(member))]);
}

function suggestions(line, range) {
  const { CompletionItemKind } = languages;
  if (/(?:^|[^\w$.])context\??\.[\w$]*$/.test(line)) {
    const item = ([label, documentation], kind, suffix) => ({ label, kind, documentation, insertText: label + suffix, range, detail: "Lambda context", sortText: FIRST + label });
    return [...CONTEXT.map((entry) => item(entry, CompletionItemKind.Property, "")), ...METHODS.map((entry) => item(entry, CompletionItemKind.Method, "()"))];
  }
  const event = /(?:^|[^\w$.])event((?:\??\.[\w$]+|\[\d+\])*)\??\.[\w$]*$/.exec(line);
  if (!event) return [];
  return eventMembers(event[1]).map(([label, type, value]) => ({
    label,
    kind: CompletionItemKind.Field,
    insertText: label,
    range,
    detail: `${type}, from the event`,
    sortText: FIRST + label,
    documentation: value,
  }));
}

/** Adds the completion to JavaScript and TypeScript. */
export function registerLambdaCompletion() {
  languages.registerCompletionItemProvider(["javascript", "typescript"], {
    triggerCharacters: ["."],
    provideCompletionItems(model, position) {
      const word = model.getWordUntilPosition(position);
      const range = { startLineNumber: position.lineNumber, endLineNumber: position.lineNumber, startColumn: word.startColumn, endColumn: word.endColumn };
      const line = model.getLineContent(position.lineNumber).slice(0, position.column - 1).slice(-PATH_LENGTH_MAX);
      return { suggestions: suggestions(line, range) };
    },
  });
}
