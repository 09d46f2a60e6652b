// TypeScript modules: the host has compiled them, see crates/runtimes/src/nodejs/typescript.rs. Here they are found, and
// places in their JavaScript are led back to the TypeScript.
(function (node) {
  'use strict';
  const { host } = node;
  const TASK_ROOT = '/var/task/';
  const FOLDER = '/var/runtime/typescript/';
  const IS_TYPESCRIPT = /\.[cm]?ts$/;
  const READ_ONLY = 1;
  const FIELDS = 4; // line and column of the JavaScript, line and column of the TypeScript, from 0
  const maps = new Map();

  const isFile = (path) => {
    const info = host.stat(path);
    return typeof info !== 'number' && !info[0];
  };
  const home = (file) => (file.startsWith(TASK_ROOT) ? FOLDER + file.slice(TASK_ROOT.length) : undefined);

  // A fault of the compiler, as the engine tells one of JavaScript.
  const refuse = (file, base) => {
    const { message, line, column } = JSON.parse(host.readText(`${base}.error`));
    const error = new SyntaxError(message);
    const stack = `SyntaxError: ${message}\n    at ${file}:${line}:${column}`;
    throw Object.defineProperty(error, 'stack', { value: stack, writable: true, configurable: true, enumerable: false });
  };

  // Format and text of a TypeScript file.
  const compiled = (file) => {
    const base = home(file);
    if (base !== undefined && isFile(`${base}.mjs`)) return { format: 'module', text: host.readText(`${base}.mjs`) };
    if (base !== undefined && isFile(`${base}.cjs`)) return { format: 'commonjs', text: host.readText(`${base}.cjs`) };
    if (base !== undefined && isFile(`${base}.error`)) return refuse(file, base);
    const why = file.includes('/node_modules/') ? 'TypeScript in node_modules is not compiled, as in Node.js' : 'only .ts, .mts and .cts files that are deployed with the function are compiled';
    throw node.errors.withCode(TypeError, 'ERR_UNKNOWN_FILE_EXTENSION', `Unknown file extension "${/\.\w+$/.exec(file)?.[0]}" for ${file}: ${why}`);
  };

  const readMap = (file) => {
    const path = `${home(file)}.map`;
    const info = host.stat(path);
    if (typeof info === 'number') return new Uint32Array(0);
    const bytes = new ArrayBuffer(info[1] - (info[1] % (4 * FIELDS)));
    const fd = host.open(path, READ_ONLY);
    host.read(bytes, 0, bytes.byteLength, fd, 0);
    host.close(fd);
    return new Uint32Array(bytes);
  };

  // Line and column of the TypeScript, from 1, of what is at or before these of the JavaScript; nothing before the first.
  const place = (file, line, column) => {
    if (!maps.has(file)) maps.set(file, readMap(file));
    const map = maps.get(file);
    let [low, high] = [0, map.length / FIELDS];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = middle * FIELDS;
      if (map[at] < line - 1 || (map[at] === line - 1 && map[at + 1] <= column - 1)) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return undefined;
    const at = (low - 1) * FIELDS;
    return { line: map[at + 2] + 1, column: map[at + 3] + 1 };
  };

  // What the compiler writes for decorators: `babelHelpers.decorate` and so on, with the meaning of TypeScript's own helpers.
  const decorate = (decorators, target, key, descriptor) => {
    const isProperty = descriptor === undefined;
    let result = key === undefined ? target : descriptor === null ? Object.getOwnPropertyDescriptor(target, key) : descriptor;
    for (const decorator of decorators.toReversed()) {
      if (!decorator) continue;
      const made = key === undefined ? decorator(result) : isProperty ? decorator(target, key) : decorator(target, key, result);
      result = made || result;
    }
    if (key !== undefined && result) Object.defineProperty(target, key, result);
    return result;
  };
  const decorateParam = (index, decorator) => (target, key) => decorator(target, key, index);
  const babelHelpers = { decorate, decorateParam };

  return { babelHelpers, isTypeScript: (file) => IS_TYPESCRIPT.test(file), compiled, place };
})
