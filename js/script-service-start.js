// Sets the TypeScript service up for what the sandbox is: ES modules and CommonJS on Lambda's Node.js, no browser.
import * as typescript from "monaco-editor/languages/features/typescript/register.js";
import { setupJavaScript, setupTypeScript } from "monaco-editor/languages/features/typescript/tsMode.js";
import lambdaTypes from "./lambda.d.ts";

// "cannot find module" and its kin: packages are there at run time that the editor has no declarations of.
const CODES_IGNORED = [2307, 2792, 7016, 80001, 80004, 80005, 80007];

const COMPILER_OPTIONS = {
  allowImportingTsExtensions: true,
  allowJs: true,
  allowNonTsExtensions: true,
  checkJs: false,
  experimentalDecorators: true,
  lib: ["es2023"],
  module: typescript.ModuleKind.ESNext,
  moduleResolution: typescript.ModuleResolutionKind.NodeJs,
  noEmit: true,
  target: typescript.ScriptTarget.ESNext,
  types: [],
};

for (const defaults of [typescript.javascriptDefaults, typescript.typescriptDefaults]) {
  defaults.setCompilerOptions(COMPILER_OPTIONS);
  defaults.setDiagnosticsOptions({
    noSemanticValidation: defaults === typescript.javascriptDefaults,
    noSyntaxValidation: false,
    diagnosticCodesToIgnore: CODES_IGNORED,
  });
  // Files of the function that are not open count too: imports resolve between them.
  defaults.setEagerModelSync(true);
}
addTypes(lambdaTypes, "file:///types/lambda.d.ts");

// The languages were met before this module came, so Monaco's own "on first use" hook has passed.
setupJavaScript(typescript.javascriptDefaults);
setupTypeScript(typescript.typescriptDefaults);

/** @param {string} dts @param {string} path */
export function addTypes(dts, path) {
  typescript.javascriptDefaults.addExtraLib(dts, path);
  typescript.typescriptDefaults.addExtraLib(dts, path);
}
