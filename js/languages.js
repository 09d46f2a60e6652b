// Which language a file of a function is in.

const BY_ENDING = {
  js: "javascript",
  cjs: "javascript",
  mjs: "javascript",
  ts: "typescript",
  cts: "typescript",
  mts: "typescript",
  json: "json",
  py: "python",
  rb: "ruby",
  gemspec: "ruby",
  wat: "wat",
  wast: "wat",
  css: "css",
  html: "html",
  htm: "html",
  md: "markdown",
  yaml: "yaml",
  yml: "yaml",
};

/** @param {string} path @returns {string} Monaco's language id */
export function languageOf(path) {
  return BY_ENDING[path.split(".").pop().toLowerCase()] ?? "plaintext";
}

/** Whether the language is served by the TypeScript worker. @param {string} language */
export function isScript(language) {
  return language === "javascript" || language === "typescript";
}
