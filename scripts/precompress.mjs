// Puts a .br and a .gz beside each file of target/site that a browser loads; the server sends those as they are.
// cargo-leptos can do this too, but slower by minutes, and it would do the editor's files again (js/build.mjs did them).
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const SITE = new URL("../target/site/", import.meta.url).pathname;
const COMPRESSIBLE = /\.(wasm|js|css|svg|txt|json)$/;

async function compress(file) {
  const bytes = readFileSync(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const [br, gz] = await Promise.all([promisify(brotliCompress)(bytes, { params }), promisify(gzip)(bytes, { level: 9 })]);
  writeFileSync(`${file}.br`, br);
  writeFileSync(`${file}.gz`, gz);
  return { file, bytes: bytes.length, br: br.length };
}

const files = readdirSync(SITE, { recursive: true }).filter((name) => COMPRESSIBLE.test(name) && !name.startsWith("monaco/"));
const done = await Promise.all(files.map((name) => compress(join(SITE, name))));
const wasm = done.find(({ file }) => file.endsWith("coldstart.wasm"));
process.stdout.write(`· the page's Wasm: ${Math.round(wasm.bytes / 1000)} kB, ${Math.round(wasm.br / 1000)} kB as brotli\n`);
