// What a person feels: time to the first log line, to the largest paint; and how much the first load weighs.
import { readFileSync, statSync } from "node:fs";
import { chromium } from "@playwright/test";

const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export async function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGS });
}

/** A new function in the playground, alive and with its editor loaded. */
export async function playground(context, address) {
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForSelector("html[data-hydrated=true]");
  await page.getByRole("button", { name: "Write a function now" }).click();
  await page.waitForURL(/\/f\/[^/?]+/);
  await page.waitForSelector("html[data-hydrated=true]");
  await page.waitForSelector(".monaco-editor");
  return page;
}

/** Milliseconds from Ctrl+Enter on edited code to its log line in the page, for `rounds` edits. */
export async function firstLogLine(page, rounds) {
  await page.getByRole("tab", { name: /^Logs/ }).click();
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const mark = `mark-${round}-${Math.random().toString(36).slice(2)}`;
    await write(page, `export const handler = async () => { console.log("mark", "${mark.slice(0, 5)}" + "${mark.slice(5)}"); return 1; };`);
    // Armed before the press: keys and scripts reach the page by different ways, so their order is not kept.
    await page.evaluate(armWatch, mark);
    await page.keyboard.press("Control+Enter");
    times.push(await page.evaluate(() => window.markSeen));
    await page.getByRole("status", { name: "Run result" }).filter({ hasText: "Succeeded" }).waitFor();
  }
  return times;
}

/** Runs in the page: promises `markSeen`, the time from the Ctrl+Enter key event to the log line's appearance. */
function armWatch(mark) {
  window.markSeen = new Promise((resolve, reject) => {
    const LONGEST_MS = 10_000;
    setTimeout(() => reject(new Error(`no log line with ${mark} within ${LONGEST_MS} ms`)), LONGEST_MS);
    let pressed = 0;
    addEventListener("keydown", (event) => { if (event.key === "Enter" && event.ctrlKey) pressed = performance.now(); }, { capture: true, once: false });
    const observer = new MutationObserver(() => {
      // Asked for anew: before the first run there is no log.
      const log = document.querySelector("[role=log]");
      if (pressed && log?.textContent.includes(mark)) { observer.disconnect(); resolve(performance.now() - pressed); }
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}

/** Largest contentful paint of the playground in milliseconds, with the CPU slowed down `slowDown` times. */
export async function largestPaint(browser, url, cookies, slowDown) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  await context.addCookies(cookies);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowDown });
  await page.goto(url);
  await page.waitForSelector("html[data-hydrated=true]");
  const time = await page.evaluate(() => new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({ type: "largest-contentful-paint", buffered: true });
  }));
  await context.close();
  return time;
}

const PKG = new URL("../target/site/pkg/", import.meta.url);
const travels = (names) => names.map((name) => statSync(new URL(`${name}.br`, PKG)).size).reduce((a, b) => a + b, 0);
const FIRST = ["coldstart.wasm", "coldstart.js", "__wasm_split.______________________.js"];

/** Bytes of the Wasm and the glue that every page loads, as they travel (brotli), without Monaco. */
export function firstLoadBytes() {
  return travels(FIRST);
}

/** The same for the playground with its own pieces. */
export function playgroundBytes() {
  const pieces = JSON.parse(readFileSync(new URL("__wasm_split_manifest.json", PKG)));
  const own = Object.entries(pieces).find(([name]) => name.includes("playground_route"))[1];
  return travels([...FIRST, ...own.map((name) => `${name}.wasm`)]);
}

/** Replaces the open file's text by pasting: typed, Monaco would add brackets and indentation of its own. */
export async function write(page, code) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((text) => navigator.clipboard.writeText(text), code);
  await page.getByRole("textbox", { name: "Code editor" }).focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Control+V");
}

export function functionUrlOf(curlLine) {
  return /https?:\/\/[^\s'"]+/.exec(curlLine)[0];
}

export function version() {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url))).devDependencies["@playwright/test"];
}
