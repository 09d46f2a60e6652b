import { jsonDefaults } from "monaco-editor/languages/features/json/register.js";
import { setupMode } from "monaco-editor/languages/features/json/jsonMode.js";

setupMode(jsonDefaults);
