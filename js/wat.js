// WebAssembly text: colours, brackets and comments.
import { languages } from "monaco-editor/editor/editor.api.js";

const CONFIGURATION = {
  comments: { lineComment: ";;", blockComment: ["(;", ";)"] },
  brackets: [["(", ")"]],
  autoClosingPairs: [
    { open: "(", close: ")" },
    { open: '"', close: '"', notIn: ["string", "comment"] },
  ],
  surroundingPairs: [
    { open: "(", close: ")" },
    { open: '"', close: '"' },
  ],
  wordPattern: /[$\w][\w.$!#%&'*+\-/:<=>?@\\^`|~]*/,
};

const TOKENS = {
  defaultToken: "",
  brackets: [{ open: "(", close: ")", token: "delimiter.parenthesis" }],
  fields: [
    "module", "func", "param", "result", "local", "type", "import", "export", "memory", "table", "global", "mut",
    "data", "elem", "start", "offset", "item", "declare", "tag", "rec", "struct", "array", "field", "sub", "final",
  ],
  types: ["i32", "i64", "f32", "f64", "v128", "funcref", "externref", "anyref", "eqref", "i31ref", "structref", "arrayref", "i8", "i16", "extern", "any", "ref"],
  control: [
    "block", "loop", "if", "then", "else", "end", "br", "br_if", "br_table", "return", "call", "call_indirect",
    "call_ref", "return_call", "return_call_indirect", "unreachable", "nop", "drop", "select", "throw", "throw_ref", "try_table",
  ],
  tokenizer: {
    root: [
      [/;;.*$/, "comment"],
      [/\(;/, "comment", "@comment"],
      [/"/, "string", "@string"],
      [/\$[^\s()";]+/, "variable"],
      [/[+-]?(?:0x[\da-fA-F][\da-fA-F_]*(?:\.[\da-fA-F_]*)?(?:[pP][+-]?\d+)?|\d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)?|inf|nan(?::0x[\da-fA-F_]+)?)(?=[\s()";]|$)/, "number"],
      [/(?:offset|align)=/, "attribute.name"],
      [/[a-z][\w.]*/, { cases: { "@types": "type", "@fields": "keyword", "@control": "keyword.control", "@default": "predefined" } }],
      [/[()]/, "@brackets"],
      [/\s+/, "white"],
    ],
    comment: [
      [/[^(;]+/, "comment"],
      [/\(;/, "comment", "@push"],
      [/;\)/, "comment", "@pop"],
      [/[(;]/, "comment"],
    ],
    string: [
      [/[^\\"]+/, "string"],
      [/\\(?:[tnr"'\\]|[\da-fA-F]{2}|u\{[\da-fA-F]+\})/, "string.escape"],
      [/\\./, "string.invalid"],
      [/"/, "string", "@pop"],
    ],
  },
};

/** Makes Monaco know the language `wat`. */
export function registerWat() {
  languages.register({ id: "wat", extensions: [".wat", ".wast"], aliases: ["WebAssembly text"] });
  languages.setLanguageConfiguration("wat", CONFIGURATION);
  languages.setMonarchTokensProvider("wat", TOKENS);
}
