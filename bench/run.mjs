// `make bench`: every promised number of SPECIFICATION.md, measured on this machine, against its bar.
import * as browserBench from "./browser.mjs";
import { create, listFunctions, sendEvents } from "./events.mjs";
import { drive } from "./http.mjs";
import { dataFolder, remove, start } from "./server.mjs";
import { load, row, summary } from "./statistics.mjs";

const HELLO = 'export const handler = async () => ({ statusCode: 200, body: "hello" });';
const STARTS = 11;
const EDITS = 21;
const PAINTS = 7;
const EVENT_ROUNDS = 5;
const LISTED = 1_000;

const print = (text) => process.stdout.write(`${text}\n`);
const data = dataFolder();
const reached = [];

/** A zip of one stored file, as base64. */
function zipOf(name, text) {
  const content = Buffer.from(text);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), content]);
  const central = Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), common, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]).toString("base64");
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

async function startTimes() {
  await (await start(data)).stop(); // prepares the installation
  const times = [];
  for (let i = 0; i < STARTS; i++) {
    const server = await start(data);
    times.push(server.startMs);
    await server.stop();
  }
  return times;
}

async function helloUrl(page) {
  await browserBench.write(page, HELLO);
  await page.getByText(/Draft saved/).waitFor();
  await page.getByRole("button", { name: "Deploy", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: /Deploy/ });
  await dialog.getByRole("button", { name: /^Deploy/ }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("tab", { name: /^Triggers/ }).click();
  await page.getByRole("button", { name: "Add function URL" }).click();
  const curl = page.getByRole("textbox", { name: "curl line" });
  await curl.waitFor();
  return new URL(browserBench.functionUrlOf(await curl.inputValue())).host;
}

try {
  print(`machine: ${load()}`);
  const starts = summary(await startTimes());
  reached.push(row(`server start to first answer, median of ${starts.runs}`, starts.median, "ms", 500));

  const server = await start(data);
  const browser = await browserBench.launch();
  try {
    const page = await browserBench.playground(await browser.newContext({ viewport: { width: 1366, height: 768 } }), server.address);
    const lines = summary((await browserBench.firstLogLine(page, EDITS)).slice(1));
    reached.push(row(`Run pressed to first log line in the browser, median of ${lines.runs}`, lines.median, "ms", 150));

    const host = await helloUrl(page);
    const target = { address: server.address, host };
    const url = page.url();
    // A page that watches the function shows each of these runs, on the same two cores.
    await page.goto("about:blank");
    await drive({ ...target, connections: 1, total: 200 });
    const one = await drive({ ...target, connections: 1, total: 2_000 });
    reached.push(row("hello over HTTP, warm, 1 connection, median of 2,000", summary(one.latencies).median, "ms", 2));
    const many = await drive({ ...target, connections: 64, total: 10_000 });
    reached.push(row("hello over HTTP, 64 connections, 10,000 requests", many.perSecond, "/s", 500, false));
    print(`      64 connections: median ${summary(many.latencies).median.toFixed(1)} ms, p99 ${summary(many.latencies).p99.toFixed(1)} ms`);
    reached.push(row("... of these without a 200", many.errors + one.errors, "", 0));

    const noop = `noop-${process.pid}`;
    await create(server.address, noop, zipOf("index.js", "exports.handler = async () => 1;"));
    await sendEvents({ address: server.address, name: noop, connections: 64, total: 500 });
    const rounds = [];
    for (let i = 0; i < EVENT_ROUNDS; i++) {
      rounds.push(await sendEvents({ address: server.address, name: noop, connections: 64, total: 10_000 }));
    }
    const median = (name) => summary(rounds.map((round) => round[name])).median;
    const errors = rounds.reduce((sum, round) => sum + round.errors, 0);
    reached.push(row(`asynchronous events accepted durably, 64 connections, median of ${EVENT_ROUNDS} × 10,000`, median("perSecond"), "/s", 2_000, false));
    reached.push(row("... of these without a 202", errors, "", 0));
    print(`      accepted and done: ${median("donePerSecond").toFixed(0)}/s`);

    const zip = zipOf("index.js", "exports.handler = async () => 1;");
    for (let i = 0; i < LISTED; i++) await create(server.address, `listed-${process.pid}-${i}`, zip);
    const listed = await listFunctions(server.address);
    const all = listed.times.reduce((sum, time) => sum + time, 0);
    reached.push(row(`ListFunctions beside ${listed.count} functions: a page of 50, median of ${listed.times.length}`, summary(listed.times).median, "ms", 50));
    print(`      all ${listed.times.length} pages: ${all.toFixed(0)} ms`);

    reached.push(row("first load, Wasm and glue, brotli, without Monaco", browserBench.firstLoadBytes() / 1000, "kB", 400));
    print(`      the playground with its own pieces: ${(browserBench.playgroundBytes() / 1000).toFixed(0)} kB`);
    const cookies = await page.context().cookies();
    const paints = [];
    for (let i = 0; i < PAINTS; i++) paints.push(await browserBench.largestPaint(browser, url, cookies, 4));
    reached.push(row(`largest contentful paint, CPU slowed 4 times, median of ${PAINTS}`, summary(paints).median, "ms", 2_000));
  } finally {
    await browser.close();
    await server.stop();
  }
  print(`machine: ${load()}`);
} finally {
  remove(data);
}
process.exitCode = reached.every(Boolean) ? 0 : 1;
