// Completion for `context.` and `event["…"]` in a Ruby handler: no language server, only what the page knows by itself.
import { languages } from "monaco-editor/editor/editor.api.js";
import { eventMembers } from "./lambda-completion.js";

const CONTEXT = [
  ["function_name", "The name of the function."],
  ["function_version", "`$LATEST`, or the version's number."],
  ["invoked_function_arn", "The ARN that was used to invoke the function."],
  ["memory_limit_in_mb", "The memory setting, as text."],
  ["aws_request_id", "The id of this run."],
  ["log_group_name", "The log group of the function."],
  ["log_stream_name", "The log stream of this environment."],
  ["deadline_ms", "When the timeout is, in milliseconds since 1970."],
  ["identity", "Who called, where a mobile SDK said so."],
  ["client_context", "What the client sent along."],
  ["get_remaining_time_in_millis", "Milliseconds until the timeout."],
];

// At most this much of a line before the cursor is looked at.
const LINE_LENGTH_MAX = 200;
const KEYS = /(?:^|[^\w.])event((?:\[(?:"[^"]*"|'[^']*'|\d+)\])*)(?:\[|\.(?:fetch|dig|key\?)\()["'][\w-]*$/;

function suggestions(line, range) {
  const { CompletionItemKind } = languages;
  if (/(?:^|[^\w.])context\.\w*$/.test(line)) {
    return CONTEXT.map(([label, documentation]) => ({
      label,
      kind: CompletionItemKind.Method,
      documentation,
      insertText: label,
      range,
      detail: "Lambda context",
    }));
  }
  const event = KEYS.exec(line);
  if (!event) return [];
  return eventMembers(event[1]).map(([label, type, value]) => ({
    label,
    kind: CompletionItemKind.Field,
    insertText: label,
    range,
    detail: `${type}, from the event`,
    documentation: value,
  }));
}

/** Adds the completion to Ruby. */
export function registerRubyCompletion() {
  languages.registerCompletionItemProvider("ruby", {
    triggerCharacters: [".", '"', "'"],
    provideCompletionItems(model, position) {
      const word = model.getWordUntilPosition(position);
      const range = { startLineNumber: position.lineNumber, endLineNumber: position.lineNumber, startColumn: word.startColumn, endColumn: word.endColumn };
      const line = model.getLineContent(position.lineNumber).slice(0, position.column - 1).slice(-LINE_LENGTH_MAX);
      return { suggestions: suggestions(line, range) };
    },
  });
}
