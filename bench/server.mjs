// Starts the built server on a free port with a data folder of its own, and says when it answers.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BINARY = process.env.COLDSTART_BINARY ?? new URL("../target/release/coldstart", import.meta.url).pathname;

export function dataFolder() {
  return mkdtempSync(join(tmpdir(), "coldstart-bench-"));
}

/** Resolves when the server has answered its first request; `startMs` is the time from spawn to that answer. */
export async function start(data) {
  const begin = performance.now();
  const child = spawn(BINARY, ["--addr", "127.0.0.1:0", "--aws-addr", "127.0.0.1:0"], {
    env: { ...process.env, COLDSTART_DATA: data, RUST_LOG: "warn" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await new Promise((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
      const match = /ready: (http:\/\/\S+)/.exec(text);
      if (match) resolve(match[1].replace(/\/$/, ""));
    });
    child.on("exit", (code) => reject(new Error(`the server ended with ${code} before it was ready: ${text}`)));
  });
  const answer = await fetch(`${address}/health`);
  if (!answer.ok) throw new Error(`/health answered ${answer.status}`);
  const startMs = performance.now() - begin;
  const stop = () =>
    new Promise((resolve) => {
      child.removeAllListeners("exit");
      child.on("exit", resolve);
      child.kill("SIGTERM");
    });
  return { address, startMs, stop, pid: child.pid };
}

export function remove(folder) {
  rmSync(folder, { recursive: true, force: true });
}
