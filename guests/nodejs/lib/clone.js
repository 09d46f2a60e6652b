// `structuredClone`.
(function (node, use) {
  'use strict';
  const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

  const refuse = (value) => {
    const shown = typeof value === 'symbol' || typeof value === 'function' ? String(value) : `#<${value.constructor?.name ?? 'Object'}>`;
    throw new (use('web').DOMException)(`${shown} could not be cloned.`, 'DataCloneError');
  };

  const cloneObject = (value, seen) => {
    const keep = (copy) => (seen.set(value, copy), copy);
    if (value instanceof Date) return keep(new Date(value.getTime()));
    if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags));
    if (value instanceof Boolean || value instanceof Number || value instanceof String || value instanceof BigInt) return keep(Object(value.valueOf()));
    if (value instanceof ArrayBuffer) return keep(value.slice(0));
    if (ArrayBuffer.isView(value)) {
      const Type = value instanceof DataView ? DataView : (globalThis[value[Symbol.toStringTag]] ?? Uint8Array);
      const buffer = clone(value.buffer, seen);
      return keep(new Type(buffer, value.byteOffset, value instanceof DataView ? value.byteLength : value.length));
    }
    if (value instanceof Map) {
      const copy = keep(new Map());
      for (const [key, item] of [...value]) copy.set(clone(key, seen), clone(item, seen));
      return copy;
    }
    if (value instanceof Set) {
      const copy = keep(new Set());
      for (const item of [...value]) copy.add(clone(item, seen));
      return copy;
    }
    if (value instanceof Error) {
      const copy = keep(Object.create((ERRORS[value.name] ?? Error).prototype));
      for (const key of ['message', 'stack', 'cause']) {
        if (Object.hasOwn(value, key)) Object.defineProperty(copy, key, { value: clone(value[key], seen), writable: true, configurable: true });
      }
      return copy;
    }
    if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet || value instanceof WeakRef) return refuse(value);
    const copy = keep(Array.isArray(value) ? new Array(value.length) : {});
    for (const key of Object.keys(value)) copy[key] = clone(value[key], seen);
    return copy;
  };

  const clone = (value, seen) => {
    if (typeof value === 'symbol' || typeof value === 'function') return refuse(value);
    if (typeof value !== 'object' || value === null) return value;
    return seen.has(value) ? seen.get(value) : cloneObject(value, seen);
  };
  // A buffer that is given away is empty afterwards, here as there.
  const structuredClone = function structuredClone(...args) {
    if (args.length === 0) throw node.errors.withCode(TypeError, 'ERR_MISSING_ARGS', 'The "value" argument must be specified');
    const transfer = [...(args[1]?.transfer ?? [])];
    const seen = new Map();
    for (const buffer of transfer) {
      if (!(buffer instanceof ArrayBuffer)) throw node.errors.withCode(TypeError, 'ERR_INVALID_TRANSFER_OBJECT', 'Found invalid object in transferList');
      if (buffer.detached || seen.has(buffer)) throw new (use('web').DOMException)('An ArrayBuffer is detached and could not be cloned.', 'DataCloneError');
      seen.set(buffer, undefined);
    }
    for (const buffer of transfer) seen.set(buffer, buffer.slice(0));
    const copy = clone(args[0], seen);
    for (const buffer of transfer) buffer.transfer();
    return copy;
  };
  return { structuredClone };
})
