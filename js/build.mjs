// Bundles Monaco and our editor into public/monaco/, with a .br and a .gz copy of each file beside it.
// Nothing of it comes from another host at run time: schools block CDNs, and the page's policy allows none.
import { build } from "esbuild";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const OUT = new URL("../public/monaco/", import.meta.url).pathname;
const WORKERS = {
  "editor.worker": "monaco-editor/editor/editor.worker.js",
  "json.worker": "monaco-editor/languages/features/json/json.worker.js",
  "ts.worker": "monaco-editor/languages/features/typescript/ts.worker.js",
};
// The TypeScript worker is 7 MB: the last brotli level takes 20 s for a tenth of it.
const BROTLI_LARGE_BYTES = 5_000_000;

// Monaco's language services import every editor feature for their side effects; features.js alone chooses ours.
const noFeaturesByTheBackDoor = {
  name: "no-features-by-the-back-door",
  setup({ onLoad }) {
    onLoad({ filter: /esm\/vs\/internal\/common\/workers\.js$/ }, ({ path }) => {
      const contents = readFileSync(path, "utf8").replace(/^import '[^']+';$/gm, "");
      if (!contents.includes("import { editor }")) throw new Error("monaco-editor has changed: look at internal/common/workers.js anew");
      return { contents, loader: "js" };
    });
  },
};

const options = {
  bundle: true,
  format: "esm",
  legalComments: "none",
  loader: { ".ttf": "file", ".d.ts": "text" },
  logLevel: "warning",
  minify: true,
  outdir: OUT,
  plugins: [noFeaturesByTheBackDoor],
  target: "es2022",
};

async function compress(name) {
  const bytes = readFileSync(OUT + name);
  const level = bytes.length > BROTLI_LARGE_BYTES ? 9 : constants.BROTLI_MAX_QUALITY;
  const params = { [constants.BROTLI_PARAM_QUALITY]: level, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const [br, gz] = await Promise.all([promisify(brotliCompress)(bytes, { params }), promisify(gzip)(bytes, { level: 9 })]);
  writeFileSync(`${OUT}${name}.br`, br);
  writeFileSync(`${OUT}${name}.gz`, gz);
  return { name, bytes: bytes.length, br: br.length };
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
// Workers are bundled each on its own, so that starting one costs one request.
await Promise.all([
  build({ ...options, entryPoints: { monaco: "js/monaco.js" }, splitting: true, chunkNames: "chunk-[hash]", assetNames: "[name]-[hash]" }),
  build({ ...options, entryPoints: WORKERS }),
]);
// esbuild writes the style of each lazy chunk too; the entry's holds all of it.
for (const name of readdirSync(OUT)) if (/^chunk-.*\.css$/.test(name)) rmSync(OUT + name);
const files = await Promise.all(readdirSync(OUT).map(compress));
const kilobytes = (bytes) => `${Math.round(bytes / 1000)} kB`;
for (const { name, bytes, br } of files.sort((a, b) => b.br - a.br).slice(0, 6)) {
  process.stdout.write(`  ${name}: ${kilobytes(bytes)}, ${kilobytes(br)} as brotli\n`);
}
