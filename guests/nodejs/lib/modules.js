// Finding and loading modules: CommonJS here, ES modules by the engine, which asks `resolve` and `load`.
(function (node, use) {
  'use strict';
  const { host } = node;
  const path = use('path');
  const BUILT_IN = ['assert', 'assert/strict', 'async_hooks', 'buffer', 'console', 'constants', 'crypto', 'events', 'fs', 'fs/promises', 'module', 'os', 'path', 'path/posix', 'perf_hooks', 'process', 'querystring', 'stream', 'stream/promises', 'string_decoder', 'timers', 'timers/promises', 'url', 'util', 'util/types', 'zlib'];
  const SEARCHED = ['/opt/nodejs/node24/node_modules', '/opt/nodejs/node_modules'];
  const MODULE_SYNTAX = /^\s*(?:import\b\s*[\w*{"'(.]|export\b\s*[\w*{])|\bimport\s*\.\s*meta\b|^\s*(?:\S.*)?\bawait\b/m;
  const TYPESCRIPT = /\.[cm]?ts$/;
  const cache = Object.create(null); // CommonJS modules by path
  const functions = new Map(); // path to a compiled CommonJS function
  const formats = new Map();
  const packages = new Map(); // folder to its package.json, or undefined

  const kindOf = (file) => {
    const info = host.stat(file);
    return typeof info === 'number' ? undefined : info[0] ? 'folder' : 'file';
  };

  // The JavaScript of a module.
  const sourceOf = (file) => (TYPESCRIPT.test(file) ? use('typescript').compiled(file).text : readText(file).replace(/^#!/, '//'));

  const readText = (file) => {
    const text = host.readText(file);
    if (typeof text === 'number') return use('fs').readFileSync(file, 'utf8'); // for its error
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  };

  const builtIn = (name) => {
    const bare = name.startsWith('node:') ? name.slice(5) : name;
    if (!BUILT_IN.includes(bare)) return undefined;
    if (bare === 'console') return globalThis.console;
    if (bare === 'process') return globalThis.process;
    if (bare === 'module') return moduleModule;
    return use('builtin')(bare);
  };
  const isBuiltIn = (name) => BUILT_IN.includes(name.startsWith('node:') ? name.slice(5) : name);

  const packageOf = (folder) => {
    if (packages.has(folder)) return packages.get(folder);
    let found;
    const file = path.join(folder, 'package.json');
    if (kindOf(file) === 'file') {
      try {
        found = { folder, data: JSON.parse(readText(file)) };
      } catch (error) {
        throw node.errors.withCode(Error, 'ERR_INVALID_PACKAGE_CONFIG', `Invalid package config ${file}. ${error.message}`);
      }
    } else if (folder !== '/' && path.basename(folder) !== 'node_modules') {
      found = packageOf(path.dirname(folder));
    }
    packages.set(folder, found);
    return found;
  };

  const notFound = (request, parent, more = '') => {
    const stack = [];
    for (let at = parent; at; at = at.parent) stack.push(at.filename);
    const bare = request.startsWith('node:') ? request.slice(5) : request;
    const plain = !/^[./]/.test(request);
    if (plain && (request.startsWith('node:') || NODE_ONLY.has(bare.split('/')[0]))) {
      more = ` (not available in this sandbox; it has ${BUILT_IN.filter((name) => !name.includes('/')).join(', ')})`;
    }
    const tail = stack.length ? `\nRequire stack:\n- ${stack.join('\n- ')}` : '';
    return Object.assign(new Error(`Cannot find module '${request}'${more}${tail}`), { code: 'MODULE_NOT_FOUND', requireStack: stack });
  };
  const NODE_ONLY = new Set('child_process cluster dgram diagnostics_channel dns domain http http2 https inspector net punycode readline repl sqlite test tls trace_events tty v8 vm wasi worker_threads'.split(' '));

  // `./a` is also a.ts, and so is `./a.js` when there is none: that is how TypeScript names its own files.
  const asFile = (file) => {
    const names = [file, `${file}.js`, `${file}.json`, `${file}.cjs`, `${file}.ts`, `${file}.cts`, `${file}.mts`];
    if (/\.[cm]?js$/.test(file)) names.push(`${file.slice(0, -2)}ts`);
    return names.find((name) => kindOf(name) === 'file');
  };
  const asFolder = (folder) => {
    if (kindOf(folder) !== 'folder') return undefined;
    const own = kindOf(path.join(folder, 'package.json')) === 'file' ? packageOf(folder) : undefined;
    const main = own?.data.main;
    if (typeof main === 'string') {
      const file = path.join(folder, main);
      const found = asFile(file) ?? asFile(path.join(file, 'index'));
      if (found) return found;
    }
    return asFile(path.join(folder, 'index'));
  };

  // A target of "exports": text, a list, or conditions.
  const target = (value, conditions, star) => {
    if (typeof value === 'string') return star === undefined ? value : value.replaceAll('*', star);
    if (Array.isArray(value)) return value.map((one) => target(one, conditions, star)).find((one) => one !== undefined);
    for (const [condition, inner] of Object.entries(value ?? {})) {
      const found = conditions.has(condition) ? target(inner, conditions, star) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };

  const fromTable = (table, subpath, conditions) => {
    if (typeof table !== 'object' || table === null || Array.isArray(table) || !Object.keys(table).some((key) => /^[.#]/.test(key))) {
      table = { '.': table };
    }
    if (Object.hasOwn(table, subpath)) return target(table[subpath], conditions);
    for (const key of Object.keys(table).filter((name) => name.includes('*')).sort((a, b) => b.length - a.length)) {
      const [before, after] = key.split('*');
      if (subpath.startsWith(before) && subpath.endsWith(after) && subpath.length >= key.length) {
        return target(table[key], conditions, subpath.slice(before.length, subpath.length - after.length));
      }
    }
    return undefined;
  };

  const inPackages = (request, from, conditions) => {
    const [, name, rest] = /^((?:@[^/]+\/)?[^/]+)(.*)$/.exec(request) ?? [];
    if (!name) return undefined;
    const folders = [...SEARCHED];
    for (let at = from; ; at = path.dirname(at)) {
      folders.splice(folders.length - SEARCHED.length, 0, path.join(at, 'node_modules'));
      if (at === '/') break;
    }
    for (const folder of folders) {
      const home = path.join(folder, name);
      if (kindOf(home) !== 'folder') continue;
      const own = kindOf(path.join(home, 'package.json')) === 'file' ? packageOf(home) : undefined;
      if (own?.data.exports !== undefined) {
        const relative = fromTable(own.data.exports, `.${rest}`, conditions);
        if (relative === undefined) {
          throw node.errors.withCode(Error, 'ERR_PACKAGE_PATH_NOT_EXPORTED', `Package subpath '.${rest}' is not defined by "exports" in ${home}/package.json`);
        }
        return path.join(home, relative);
      }
      const found = asFile(home + rest) ?? asFolder(home + rest);
      if (found) return found;
    }
    return undefined;
  };

  const REQUIRE = new Set(['require', 'node', 'module-sync', 'default']);
  const IMPORT = new Set(['import', 'node', 'module-sync', 'default']);

  const inImports = (request, from, conditions) => {
    const own = packageOf(from);
    const relative = own?.data.imports && fromTable(own.data.imports, request, conditions);
    return typeof relative === 'string' ? path.join(own.folder, relative) : undefined;
  };

  const resolveRequire = (request, parent) => {
    if (typeof request !== 'string') throw node.errors.argumentType('id', 'of type string', request);
    if (request === '') throw node.errors.argumentValue('id', request, 'must be a non-empty string');
    if (isBuiltIn(request)) return `node:${request.replace(/^node:/, '')}`;
    const from = path.dirname(parent.filename);
    let found;
    if (/^(?:\.{0,2}\/|\.{1,2}$)/.test(request)) {
      const file = path.resolve(from, request);
      found = (request.endsWith('/') ? undefined : asFile(file)) ?? asFolder(file);
    } else if (request.startsWith('#')) {
      found = inImports(request, from, REQUIRE);
    } else {
      found = inPackages(request, from, REQUIRE);
    }
    if (found === undefined) throw notFound(request, parent);
    return found;
  };

  // For import: a full name is needed, as in Node, but in TypeScript.
  const resolve = (base, request) => {
    if (isBuiltIn(request)) return `node:${request.replace(/^node:/, '')}`;
    const from = base.startsWith('/') ? path.dirname(base) : '/var/task';
    if (request.startsWith('file:')) request = use('url').fileURLToPath(request);
    const relative = /^\.{0,2}\//.test(request);
    if (relative || request === '.' || request === '..') {
      const file = path.resolve(from, request.replace(/[?#].*$/, ''));
      const kind = kindOf(file);
      if (kind === 'file') return file;
      const found = TYPESCRIPT.test(base) ? (asFile(file) ?? asFolder(file)) : undefined;
      if (found !== undefined) return found;
      if (kind === 'folder') {
        throw node.errors.withCode(Error, 'ERR_UNSUPPORTED_DIR_IMPORT', `Directory import '${file}' is not supported resolving ES modules imported from ${base}`);
      }
      const near = asFile(file);
      const hint = near ? `\nDid you mean to import "${request}${near.slice(file.length)}"?` : '';
      throw Object.assign(new Error(`Cannot find module '${file}' imported from ${base}${hint}`), { code: 'ERR_MODULE_NOT_FOUND' });
    }
    const found = request.startsWith('#') ? inImports(request, from, IMPORT) : inPackages(request, from, IMPORT);
    if (found !== undefined && kindOf(found) === 'file') return found;
    if (request.startsWith('node:') || NODE_ONLY.has(request.split('/')[0])) throw notFound(request);
    throw Object.assign(new Error(`Cannot find package '${request}' imported from ${base}`), { code: 'ERR_MODULE_NOT_FOUND' });
  };

  const compile = (file) => {
    if (functions.has(file)) return functions.get(file);
    const source = sourceOf(file);
    // The head is on line -1 (the engine knows no line 0), so that lines and columns are those of the file.
    const made = host.evalScript(`(function (exports, require, module, __filename, __dirname) {\n\n${source}\n})`, file, -1);
    functions.set(file, made);
    return made;
  };

  // A .js file without a "type" is CommonJS if it compiles as that, else an ES module if it looks like one.
  const detect = (file) => {
    const type = packageOf(path.dirname(file))?.data.type;
    if (type === 'module') return 'module';
    if (type === 'commonjs') return 'commonjs';
    try {
      compile(file);
      return 'commonjs';
    } catch (error) {
      if (error instanceof SyntaxError && MODULE_SYNTAX.test(readText(file))) return 'module';
      throw error;
    }
  };

  const formatOf = (file) => {
    if (file.endsWith('.mjs')) return 'module';
    if (file.endsWith('.cjs')) return 'commonjs';
    if (file.endsWith('.json')) return 'json';
    if (/\.[cm]?tsx?$/.test(file)) return use('typescript').compiled(file).format;
    if (!formats.has(file)) formats.set(file, file.endsWith('.js') || path.extname(file) === '' ? detect(file) : 'commonjs');
    return formats.get(file);
  };

  class Module {
    constructor(filename, parent) {
      this.id = parent ? filename : '.';
      this.path = path.dirname(filename);
      this.exports = {};
      this.filename = filename;
      this.loaded = false;
      this.children = [];
      this.paths = [];
      Object.defineProperty(this, 'parent', { value: parent, enumerable: false });
    }
    require(request) {
      return requireFrom(this, request);
    }
  }

  const parseJson = (file) => {
    try {
      return JSON.parse(readText(file));
    } catch (error) {
      error.message = `${file}: ${error.message}`;
      throw error;
    }
  };

  const loadCommon = (file, parent) => {
    if (cache[file]) return cache[file];
    const module = new Module(file, parent);
    const format = formatOf(file);
    if (format === 'module') {
      throw node.errors.withCode(Error, 'ERR_REQUIRE_ESM', `require() of ES Module ${file} from ${parent?.filename ?? 'the runtime'} is not supported in this sandbox. Use import() instead`);
    }
    cache[file] = module;
    parent?.children.push(module);
    try {
      if (format === 'json') module.exports = parseJson(file);
      else compile(file).call(module.exports, module.exports, makeRequire(module), module, file, module.path);
    } catch (error) {
      delete cache[file];
      throw error;
    }
    module.loaded = true;
    return module;
  };

  const requireFrom = (parent, request) => {
    const file = resolveRequire(request, parent);
    return file.startsWith('node:') ? builtIn(file) : loadCommon(file, parent).exports;
  };

  let main;
  const makeRequire = (module) => {
    main ??= module;
    const require = (request) => requireFrom(module, request);
    require.resolve = (request) => resolveRequire(request, module).replace(/^node:/, '');
    require.cache = cache;
    require.main = main;
    return require;
  };
  const createRequire = (from) => makeRequire(new Module(String(from).startsWith('file:') ? use('url').fileURLToPath(from) : String(from), undefined));
  const moduleModule = Object.assign(Module, { createRequire, builtinModules: BUILT_IN, isBuiltin: isBuiltIn, _cache: cache, Module });

  const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
  const synthetic = (value) => {
    const names = ['default'];
    const values = [value];
    if (value !== null && (typeof value === 'object' || typeof value === 'function')) {
      for (const name of Object.keys(value)) {
        if (name === 'default' || !IDENTIFIER.test(name)) continue;
        names.push(name);
        values.push(value[name]);
      }
    }
    return { names, values };
  };

  const withModuleExports = ({ names, values }) => ({ names: [...names, 'module.exports'], values: [...values, values[0]] });

  // Source text of an ES module, or names and values of anything else.
  const load = (file) => {
    if (file.startsWith('node:')) return synthetic(builtIn(file));
    const format = formatOf(file);
    if (format === 'module') return sourceOf(file);
    if (format === 'json') return { names: ['default'], values: [parseJson(file)] };
    return withModuleExports(synthetic(loadCommon(file, undefined).exports));
  };

  const meta = (object, file) => {
    object.dirname = path.dirname(file);
    object.filename = file;
    object.url = /^[\w\-./]+$/.test(file) ? `file://${file}` : use('url').pathToFileURL(file).href;
    object.resolve = (request) => {
      const found = resolve(file, request);
      return found.startsWith('node:') ? found : use('url').pathToFileURL(found).href;
    };
  };

  return { resolve, load, meta, loadCommon, formatOf, kindOf, notFound };
})
