// The JSON language service: validation, folding and colours for .json files; its worker comes with the first such file.

let starting;

/** @param {string} language */
export function startFor(language) {
  if (language === "json") starting ??= import("./json-service-start.js");
}
