// The TypeScript language service for JavaScript and TypeScript files: a worker of about 1 MB (compressed).
// It comes only when such a file is open, the page is idle, and the visitor's connection and memory allow.
import { isScript } from "./languages.js";

const IDLE_WAIT_MS_MAX = 4_000;
const DEVICE_MEMORY_GB_MIN = 4;

let starting;

function wanted() {
  const memory = navigator.deviceMemory ?? DEVICE_MEMORY_GB_MIN;
  return !navigator.connection?.saveData && memory >= DEVICE_MEMORY_GB_MIN;
}

function idle() {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(resolve, { timeout: IDLE_WAIT_MS_MAX });
    else setTimeout(resolve, IDLE_WAIT_MS_MAX);
  });
}

/** Starts the service, once, if `language` is one of its two. @param {string} language */
export function startFor(language) {
  if (isScript(language) && wanted()) service();
}

function service() {
  starting ??= idle().then(() => import("./script-service-start.js"));
  return starting;
}

/**
 * Adds a declaration file to what completion knows. Waits for the service; does nothing where it is not wanted.
 * @param {string} dts @param {string} path
 */
export async function addTypes(dts, path) {
  if (wanted()) (await service()).addTypes(dts, path);
}
