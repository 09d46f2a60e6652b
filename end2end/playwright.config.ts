// Browser tests against the built server: a free port and an empty data folder for each run.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { defineConfig } from "@playwright/test";

// Playwright reads this file again in each worker; the environment carries the first reading's choices there.
const port = (process.env.COLDSTART_TEST_PORT ??= freePort());
const data = (process.env.COLDSTART_TEST_DATA ??= mkdtempSync(join(tmpdir(), "coldstart-test-")));
// Engines are compiled once for all tests, those in Rust too.
const engines = resolve(import.meta.dirname, "../target/tmp/modules");
if (!existsSync(join(data, "cache"))) {
  mkdirSync(engines, { recursive: true });
  symlinkSync(engines, join(data, "cache"));
}
const address = `http://127.0.0.1:${port}`;

/** A port that nobody listens on. Asked of the system in a program of its own, because a configuration cannot wait. */
function freePort(): string {
  const ask = "const s = require('node:net').createServer().listen(0, '127.0.0.1', () => { process.stdout.write(String(s.address().port)); s.close(); });";
  return execFileSync(process.execPath, ["-e", ask], { encoding: "utf8" });
}

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  globalTeardown: "./support/remove-data.ts",
  // A test that passes only at the second try is a fault to find.
  retries: 0,
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  // How long to wait before a thing is called broken. Speed is measured by `make bench`, not here, and a busy machine is three times slower.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"], ["html", { open: "never", outputFolder: "playwright-report" }], ["./support/causes.ts"]],
  use: {
    baseURL: address,
    viewport: { width: 1366, height: 768 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      // Root may not use Chromium's sandbox; the rest keeps it from calling its maker.
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
  webServer: {
    command: `${JSON.stringify(resolve(import.meta.dirname, "../target/release/coldstart"))} --addr 127.0.0.1:${port}`,
    url: `${address}/health`,
    env: { COLDSTART_DATA: data, COLDSTART_AWS_ADDR: "off", RUST_LOG: "warn" },
    gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
    stdout: "ignore",
    stderr: "pipe",
  },
});
