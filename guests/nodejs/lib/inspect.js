// `util.inspect` and `util.format`, by Node's rules of layout.
(function (node, use) {
  'use strict';
  const { host } = node;
  const CUSTOM = Symbol.for('nodejs.util.inspect.custom');
  const DEFAULTS = { depth: 2, showHidden: false, customInspect: true, maxArrayLength: 100, maxStringLength: 10000, breakLength: 80, compact: 3, sorted: false, getters: false, showProxy: false, numericSeparator: false, colors: false };
  const IDENTIFIER = /^[a-zA-Z_][a-zA-Z_0-9]*$/;
  const ESCAPES = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '\\': '\\\\' };
  const TypedArray = Object.getPrototypeOf(Uint8Array);
  const tagOf = Object.getOwnPropertyDescriptor(TypedArray.prototype, Symbol.toStringTag).get;

  const quote = (text) => {
    const mark = !text.includes("'") ? "'" : !text.includes('"') ? '"' : !text.includes('`') && !text.includes('${') ? '`' : "'";
    const escaped = text.replace(/[\x00-\x1f\x7f-\x9f\\]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, (char) => {
      const code = char.charCodeAt(0);
      return ESCAPES[char] ?? (code > 255 ? `\\u${code.toString(16).toUpperCase()}` : `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`);
    });
    return mark + (mark === "'" ? escaped.replaceAll("'", "\\'") : escaped) + mark;
  };

  const plural = (count, what) => `... ${count} more ${what}${count > 1 ? 's' : ''}`;

  const formatNumber = (value) => (Object.is(value, -0) ? '-0' : `${value}`);

  const formatString = (ctx, value) => {
    let more = '';
    if (value.length > ctx.maxStringLength) {
      more = plural(value.length - ctx.maxStringLength, 'character');
      value = value.slice(0, ctx.maxStringLength);
    }
    if (ctx.compact !== true && value.length > 16 && value.length > ctx.breakLength - ctx.indent - 4 && value.includes('\n')) {
      const lines = value.split(/(?<=\n)/).map(quote);
      return lines.join(` +\n${' '.repeat(ctx.indent + 2)}`) + more;
    }
    return quote(value) + more;
  };

  const formatPrimitive = (ctx, value) => {
    switch (typeof value) {
      case 'string': return formatString(ctx, value);
      case 'number': return formatNumber(value);
      case 'bigint': return `${value}n`;
      case 'symbol': return value.toString();
      default: return `${value}`;
    }
  };

  // The nearest class, or undefined for an object without a prototype.
  const classOf = (value) => {
    let depth = 0;
    for (let at = value; at; at = Object.getPrototypeOf(at)) {
      const own = Object.getOwnPropertyDescriptor(at, 'constructor');
      if (own && typeof own.value === 'function' && own.value.name !== '' && value instanceof own.value) {
        return depth > 1 && own.value.name === 'Object' && at !== Object.getPrototypeOf(value) ? 'Object' : own.value.name;
      }
      depth++;
    }
    return null;
  };

  const prefixOf = (name, tag, fallback, size = '') => {
    const shown = name === null ? `[${fallback}${size}: null prototype] ` : `${name}${size} `;
    return tag && tag !== name ? `${shown}[${tag}] ` : shown;
  };

  const keysOf = (ctx, value) => {
    const symbols = Object.getOwnPropertySymbols(value).filter((symbol) => ctx.showHidden || Object.prototype.propertyIsEnumerable.call(value, symbol));
    const names = ctx.showHidden ? Object.getOwnPropertyNames(value) : Object.keys(value);
    return [...names, ...symbols];
  };

  const formatProperty = (ctx, value, depth, key, kind) => {
    const own = Object.getOwnPropertyDescriptor(value, key) ?? { value: value[key], enumerable: true };
    let text;
    if (own.value !== undefined || !(own.get || own.set)) {
      const pad = ctx.compact !== true || kind !== 'object' ? 2 : 3;
      ctx.indent += pad;
      text = formatValue(ctx, own.value, depth);
      ctx.indent -= pad;
    } else {
      text = own.get ? (own.set ? '[Getter/Setter]' : '[Getter]') : '[Setter]';
    }
    if (kind === 'array') return text;
    let name = typeof key === 'symbol' ? `[${key.toString()}]` : key === '__proto__' ? "['__proto__']" : IDENTIFIER.test(key) ? key : quote(key);
    if (own.enumerable === false) name = `[${typeof key === 'symbol' ? key.toString() : key}]`;
    return `${name}: ${text}`;
  };

  const formatArray = (ctx, value, depth) => {
    const out = [];
    const limit = Math.min(Math.max(0, ctx.maxArrayLength), value.length);
    let index = 0;
    while (index < value.length && out.length < limit) {
      if (Object.hasOwn(value, index)) {
        out.push(formatProperty(ctx, value, depth, index++, 'array'));
        continue;
      }
      const start = index;
      while (index < value.length && !Object.hasOwn(value, index)) index++;
      out.push(`<${index - start} empty item${index - start > 1 ? 's' : ''}>`);
    }
    if (value.length > index) out.push(plural(value.length - index, 'item'));
    return out;
  };

  const formatTyped = (ctx, value) => {
    const limit = Math.min(Math.max(0, ctx.maxArrayLength), value.length);
    const out = Array.from({ length: limit }, (_, index) => (typeof value[index] === 'bigint' ? `${value[index]}n` : formatNumber(value[index])));
    if (value.length > limit) out.push(plural(value.length - limit, 'item'));
    return out;
  };

  const limited = (ctx, items, total, format) => {
    const limit = Math.min(Math.max(0, ctx.maxArrayLength), total);
    const out = [];
    ctx.indent += 2;
    for (const item of items) {
      if (out.length >= limit) break;
      out.push(format(item));
    }
    ctx.indent -= 2;
    if (total > limit) out.push(plural(total - limit, 'item'));
    return out;
  };
  const formatSet = (ctx, value, depth) => limited(ctx, Set.prototype.values.call(value), value.size, (item) => formatValue(ctx, item, depth));
  const formatMap = (ctx, value, depth) =>
    limited(ctx, Map.prototype.entries.call(value), value.size, ([key, item]) => `${formatValue(ctx, key, depth)} => ${formatValue(ctx, item, depth)}`);

  const formatBytes = (ctx, value) => {
    const bytes = new Uint8Array(value);
    const shown = [...bytes.subarray(0, Math.max(0, ctx.maxArrayLength))].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const rest = bytes.length - ctx.maxArrayLength;
    return [`[Uint8Contents]: <${shown}${rest > 0 ? ` ... ${rest} more byte${rest > 1 ? 's' : ''}` : ''}>`, `byteLength: ${bytes.length}`];
  };

  const formatPromise = (ctx, value, depth) => {
    const state = host.promiseState(value);
    if (state === 0) return ['<pending>'];
    ctx.indent += 2;
    const text = formatValue(ctx, host.promiseResult(value), depth);
    ctx.indent -= 2;
    return [state === 2 ? `<rejected> ${text}` : text];
  };

  const functionBase = (value, name, tag) => {
    const source = Function.prototype.toString.call(value);
    if (source.startsWith('class') && source.endsWith('}')) {
      const parent = Object.getPrototypeOf(value)?.name;
      return `[class ${value.name || '(anonymous)'}${name !== 'Function' && name !== null ? ` [${name}]` : ''}${parent ? ` extends ${parent}` : ''}]`;
    }
    const kind = Object.prototype.toString.call(value).slice(8, -1);
    const type = ['AsyncFunction', 'GeneratorFunction', 'AsyncGeneratorFunction'].includes(kind) ? kind : 'Function';
    let base = `[${type}${name === null ? ' (null prototype)' : ''}${value.name === '' ? ' (anonymous)' : `: ${value.name}`}]`;
    if (name !== type && name !== null && name !== 'Function') base += ` ${name}`;
    if (tag && tag !== type && name !== tag) base += ` [${tag}]`;
    return base;
  };

  const errorBase = (ctx, error, keys) => {
    let stack = typeof error.stack === 'string' && error.stack ? error.stack : Error.prototype.toString.call(error);
    const name = error.name ?? 'Error';
    const className = error.constructor?.name;
    if (typeof name === 'string' && className && className !== name && !stack.split('\n')[0].includes(className) && /^Error\b/.test(stack) && className.endsWith('Error')) {
      stack = stack.replace(/^Error/, className);
    }
    for (const key of ['name', 'message', 'stack']) {
      const index = keys.indexOf(key);
      if (index >= 0 && typeof error[key] === 'string' && stack.includes(error[key])) keys.splice(index, 1);
    }
    if ('cause' in error && !keys.includes('cause') && Object.hasOwn(error, 'cause')) keys.push('cause');
    if (Array.isArray(error.errors) && !keys.includes('errors')) keys.push('errors');
    if (!stack.includes('\n    at ')) stack = `[${stack}]`;
    return ctx.indent ? stack.replaceAll('\n', `\n${' '.repeat(ctx.indent)}`) : stack;
  };

  const wrapped = { Number, String, Boolean, BigInt, Symbol };
  const primitiveOf = (value) => {
    for (const [name, Type] of Object.entries(wrapped)) {
      try {
        const inner = Type.prototype.valueOf.call(value);
        if (typeof inner !== 'object') return { name, inner };
      } catch {
        // Another kind.
      }
    }
    return undefined;
  };

  // What kind of object it is: its brackets, what comes before them and its special entries.
  const shapeOf = (ctx, value, keys, name, tag) => {
    if (Array.isArray(value)) {
      const prefix = name !== 'Array' || tag ? prefixOf(name, tag, 'Array', `(${value.length})`) : '';
      return { braces: [`${prefix}[`, ']'], entries: formatArray, kind: 'array', empty: value.length === 0 && `${prefix}[]`, keys: keys.filter((key) => typeof key === 'symbol' || !/^\d+$/.test(key)) };
    }
    if (value instanceof Set) return { braces: [`${prefixOf(name, tag, 'Set', `(${value.size})`)}{`, '}'], entries: formatSet, empty: value.size === 0 && `${prefixOf(name, tag, 'Set', '(0)')}{}` };
    if (value instanceof Map) return { braces: [`${prefixOf(name, tag, 'Map', `(${value.size})`)}{`, '}'], entries: formatMap, empty: value.size === 0 && `${prefixOf(name, tag, 'Map', '(0)')}{}` };
    const typed = value instanceof TypedArray ? tagOf.call(value) : undefined;
    if (typed) {
      const prefix = prefixOf(name, tag === typed ? '' : tag, typed, `(${value.length})`);
      return { braces: [`${prefix}[`, ']'], entries: formatTyped, kind: 'array', empty: value.length === 0 && `${prefix}[]`, keys: keys.filter((key) => typeof key === 'symbol' || !/^\d+$/.test(key)) };
    }
    if (typeof value === 'function') return { base: functionBase(value, name, tag), bare: true };
    if (value instanceof RegExp) return { base: RegExp.prototype.toString.call(value), bare: true };
    if (value instanceof Date) return { base: Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString(), bare: true };
    if (value instanceof Error) return { base: errorBase(ctx, value, keys), bare: true };
    if (value instanceof ArrayBuffer) return { braces: [`${prefixOf(name, tag, 'ArrayBuffer')}{`, '}'], entries: formatBytes };
    if (value instanceof Promise) return { braces: [`${prefixOf(name, tag, 'Promise')}{`, '}'], entries: formatPromise };
    if (value instanceof WeakSet || value instanceof WeakMap) return { braces: [`${prefixOf(name, tag, 'WeakMap')}{`, '}'], entries: () => ['<items unknown>'] };
    if (value instanceof WeakRef) return { braces: [`${prefixOf(name, tag, 'WeakRef')}{`, '}'], entries: (inner, ref, depth) => [formatValue(inner, ref.deref(), depth)] };
    const primitive = primitiveOf(value);
    if (primitive) {
      const inner = formatPrimitive({ ...ctx, maxStringLength: Infinity }, primitive.inner);
      return { base: `[${primitive.name}: ${inner}]`, bare: true, keys: primitive.name === 'String' ? keys.filter((key) => typeof key === 'symbol' || !/^\d+$/.test(key)) : keys };
    }
    if (Object.prototype.toString.call(value) === '[object Arguments]') return { braces: ['[Arguments] [', ']'], entries: formatArray, kind: 'array', keys: keys.filter((key) => !/^\d+$/.test(String(key))) };
    if (tag === 'Module' && name === null) return { braces: ['[Module: null prototype] {', '}'] };
    const prefix = name === 'Object' && !tag ? '' : prefixOf(name, tag, 'Object');
    return { braces: [`${prefix}{`, '}'], empty: keys.length === 0 && `${prefix}{}` };
  };

  const group = (ctx, out, value) => {
    const rest = ctx.maxArrayLength < out.length ? 1 : 0;
    const count = out.length - rest;
    const lengths = out.slice(0, count).map((text) => text.length);
    const longest = Math.max(...lengths);
    const total = lengths.reduce((sum, length) => sum + length + 2, 0);
    const cell = longest + 2;
    if (cell * 3 + ctx.indent >= ctx.breakLength || !(total / cell > 5 || longest <= 6)) return out;
    const biased = Math.max(cell - 3 - Math.sqrt(cell - total / out.length), 1);
    const columns = Math.min(Math.round(Math.sqrt(2.5 * biased * count) / biased), Math.floor((ctx.breakLength - ctx.indent) / cell), ctx.compact * 4, 15);
    if (columns <= 1) return out;
    const widths = Array.from({ length: columns }, (_, column) => {
      let width = 0;
      for (let at = column; at < count; at += columns) width = Math.max(width, lengths[at]);
      return width + 2;
    });
    const toRight = value !== undefined && out.slice(0, count).every((_, index) => typeof value[index] === 'number' || typeof value[index] === 'bigint');
    const rows = [];
    for (let start = 0; start < count; start += columns) {
      const end = Math.min(start + columns, count);
      let row = '';
      for (let at = start; at < end; at++) {
        const last = at === end - 1;
        const text = last ? out[at] : `${out[at]}, `;
        if (toRight) row += text.padStart(widths[at - start] - (last ? 2 : 0));
        else row += last ? text : text.padEnd(widths[at - start]);
      }
      rows.push(row);
    }
    if (rest) rows.push(out.at(-1));
    return rows;
  };

  const layout = (ctx, out, base, braces, kind, depth, value) => {
    if (typeof ctx.compact === 'number') {
      const entries = out.length;
      if (kind === 'array' && entries > 6) out = group(ctx, out, value);
      if (ctx.current - depth < ctx.compact && entries === out.length) {
        const start = out.length + ctx.indent + braces[0].length + base.length + 10;
        const length = out.reduce((sum, text) => sum + text.length, out.length + start);
        if (length <= ctx.breakLength && !base.includes('\n')) {
          const joined = out.join(', ');
          if (!joined.includes('\n')) return `${base ? `${base} ` : ''}${braces[0]} ${joined} ${braces[1]}`;
        }
      }
    }
    const pad = `\n${' '.repeat(ctx.indent)}`;
    return `${base ? `${base} ` : ''}${braces[0]}${pad}  ${out.join(`,${pad}  `)}${pad}${braces[1]}`;
  };

  const formatRaw = (ctx, value, depth) => {
    const name = classOf(value);
    let tag = value[Symbol.toStringTag];
    if (typeof tag !== 'string' || tag === '' || (name && tag === name)) tag = '';
    let keys = keysOf(ctx, value);
    const shape = shapeOf(ctx, value, keys, name, tag);
    keys = shape.keys ?? keys;
    const { base = '', entries, kind = 'object' } = shape;
    if (keys.length === 0 && shape.bare) return base;
    if (keys.length === 0 && shape.empty) return shape.empty;
    const braces = shape.braces ?? ['{', '}'];
    if (ctx.depth !== null && depth > ctx.depth) return `[${(name ?? `Object: null prototype`) || 'Object'}${Array.isArray(value) && name === 'Array' ? '' : tag ? ` [${tag}]` : ''}]`;
    depth++;
    ctx.seen.push(value);
    ctx.current = depth;
    const out = entries ? entries(ctx, value, depth) : [];
    for (const key of keys) out.push(formatProperty(ctx, value, depth, key, 'object'));
    ctx.seen.pop();
    if (ctx.sorted && kind === 'object') out.sort(ctx.sorted === true ? undefined : ctx.sorted);
    const circular = ctx.circular.get(value);
    let head = base;
    if (circular !== undefined) {
      if (base) head = `<ref *${circular}> ${base}`;
      else braces[0] = `<ref *${circular}> ${braces[0]}`;
    }
    if (out.length === 0) return shape.bare ? head : `${braces[0]}${braces[1]}`;
    return layout(ctx, out, head, braces, kind, depth, value);
  };

  function formatValue(ctx, value, depth) {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return formatPrimitive(ctx, value);
    const target = host.proxyTarget(value);
    if (target !== undefined && !ctx.showProxy) return formatValue(ctx, target, depth);
    const custom = ctx.customInspect ? value[CUSTOM] : undefined;
    if (typeof custom === 'function' && custom !== inspect && !(value.constructor && value.constructor.prototype === value)) {
      const left = ctx.depth === null ? null : ctx.depth - depth;
      const made = custom.call(value, left, { ...ctx.options, depth: left }, inspect);
      if (made !== value) return typeof made === 'object' ? formatValue(ctx, made, depth) : String(made).replaceAll('\n', `\n${' '.repeat(ctx.indent)}`);
    }
    if (ctx.seen.includes(value)) {
      if (!ctx.circular.has(value)) ctx.circular.set(value, ctx.circular.size + 1);
      return `[Circular *${ctx.circular.get(value)}]`;
    }
    return formatRaw(ctx, value, depth);
  }

  function inspect(value, options, ...old) {
    const given = typeof options === 'object' && options !== null ? options : { ...(typeof options === 'boolean' && { showHidden: options }), ...(old[0] !== undefined && { depth: old[0] }) };
    const all = { ...DEFAULTS, ...given };
    for (const name of ['maxArrayLength', 'maxStringLength']) if (all[name] === null) all[name] = Infinity;
    if (all.depth === undefined) all.depth = 2;
    if (all.depth === Infinity) all.depth = null;
    return formatValue({ ...all, options: all, indent: 0, current: 0, seen: [], circular: new Map() }, value, 0);
  }
  inspect.custom = CUSTOM;
  inspect.defaultOptions = DEFAULTS;

  const hasOwnText = (value) => {
    if (typeof value.toString !== 'function') return false;
    if (Object.hasOwn(value, 'toString')) return true;
    let at = value;
    do at = Object.getPrototypeOf(at);
    while (at && !Object.hasOwn(at, 'toString'));
    const made = at && Object.getOwnPropertyDescriptor(at, 'constructor')?.value;
    return typeof made === 'function' && !BUILT_IN.has(made);
  };
  const BUILT_IN = new Set(Object.getOwnPropertyNames(globalThis).filter((name) => /^[A-Z]/.test(name) && 'value' in Object.getOwnPropertyDescriptor(globalThis, name)).map((name) => globalThis[name]));

  const number = (value, parse) => (typeof value === 'bigint' ? `${value}n` : typeof value === 'symbol' ? 'NaN' : formatNumber(parse(value)));
  const directives = {
    s(value) {
      if (typeof value === 'number') return formatNumber(value);
      if (typeof value === 'bigint') return `${value}n`;
      if (typeof value !== 'object' || value === null || hasOwnText(value)) return String(value);
      return inspect(value, { depth: 0, colors: false, compact: 3 });
    },
    d: (value) => (typeof value === 'object' && value !== null ? number(value, Number) : number(value, Number)),
    i: (value) => (typeof value === 'bigint' ? `${value}n` : typeof value === 'symbol' ? 'NaN' : formatNumber(Number.parseInt(value))),
    f: (value) => (typeof value === 'symbol' ? 'NaN' : formatNumber(Number.parseFloat(value))),
    j(value) {
      try {
        return JSON.stringify(value);
      } catch (error) {
        if (error instanceof TypeError && /circular/i.test(error.message)) return '[Circular]';
        throw error;
      }
    },
    o: (value) => inspect(value, { showHidden: true, showProxy: true, depth: 4 }),
    O: (value) => inspect(value),
    c: () => '',
  };

  function formatWithOptions(options, ...args) {
    let text = '';
    let next = 0;
    if (typeof args[0] === 'string') {
      next = 1;
      if (args.length === 1) return args[0];
      text = args[0].replace(/%([sdifjoOc%])/g, (whole, kind) => {
        if (kind === '%') return '%';
        return next < args.length ? directives[kind](args[next++]) : whole;
      });
    }
    for (; next < args.length; next++) {
      const value = args[next];
      text += (next > 0 ? ' ' : '') + (typeof value === 'string' ? value : inspect(value, options));
    }
    return text;
  }
  const format = (...args) => formatWithOptions({}, ...args);

  return { inspect, format, formatWithOptions, custom: CUSTOM };
})
