// Error stacks as V8 writes them, and errors with a code.
(function (node, use) {
  'use strict';
  const INTERNAL = 'node:internal/';
  const TYPESCRIPT = /\.[cm]?ts$/;

  const headerOf = (error) => {
    try {
      const name = error.name === undefined ? 'Error' : String(error.name);
      const message = error.message === undefined ? '' : String(error.message);
      return name === '' ? message : message === '' ? name : `${name}: ${message}`;
    } catch {
      return 'Error';
    }
  };

  // As the user wrote it: the engine knows the JavaScript that was made of a TypeScript file.
  const placeOf = (file, line, column) => {
    if (!TYPESCRIPT.test(file)) return `${file}:${line}:${column}`;
    const place = use('typescript').place(file, line, column);
    return place ? `${file}:${place.line}:${place.column}` : file;
  };

  const frameOf = (site) => {
    const file = site.getFileName();
    if (typeof file !== 'string' || file.startsWith(INTERNAL)) return undefined;
    const place = placeOf(file, site.getLineNumber(), site.getColumnNumber());
    const name = site.getFunctionName();
    return !name || name === '<anonymous>' || name === '<eval>' ? `    at ${place}` : `    at ${name} (${place})`;
  };

  // The classes whose constructors made this error: V8 does not show those.
  const constructors = (error) => {
    const names = new Set();
    for (let at = error; at !== null && at !== undefined && at !== Error.prototype; at = Object.getPrototypeOf(at)) {
      const made = Object.getOwnPropertyDescriptor(at, 'constructor')?.value;
      if (typeof made === 'function') names.add(made.name);
    }
    return names;
  };

  Error.prepareStackTrace = (error, sites) => {
    const lines = [headerOf(error)];
    const own = constructors(error);
    let inside = true;
    for (const site of sites) {
      inside &&= own.has(site.getFunctionName());
      const line = inside ? undefined : frameOf(site);
      if (line !== undefined) lines.push(line);
    }
    return lines.join('\n');
  };
  if (Error.stackTraceLimit !== 10) Error.stackTraceLimit = 10;

  // An error like those of Node's own functions: `code` is shown in brackets in its stack only.
  const withCode = (Base, code, message, more) => {
    const error = new Base(message);
    error.code = code;
    if (more) Object.assign(error, more);
    if (typeof error.stack === 'string' && !error.stack.includes(`[${code}]`)) {
      const named = error.stack.replace(`${error.name}: `, `${error.name} [${code}]: `);
      Object.defineProperty(error, 'stack', { value: named, writable: true, configurable: true, enumerable: false });
    }
    return error;
  };

  const describe = (value) => {
    if (value === null || value === undefined) return `${value}`;
    if (typeof value === 'function') return `function ${value.name}`;
    if (typeof value === 'object') {
      return value.constructor?.name ? `an instance of ${value.constructor.name}` : 'an object';
    }
    return `type ${typeof value} (${typeof value === 'string' ? `'${value.slice(0, 25)}'` : String(value)})`;
  };

  const argumentType = (name, expected, value) =>
    withCode(TypeError, 'ERR_INVALID_ARG_TYPE', `The "${name}" argument must be ${expected}. Received ${describe(value)}`);

  const argumentValue = (name, value, reason = 'is invalid') =>
    withCode(TypeError, 'ERR_INVALID_ARG_VALUE', `The argument '${name}' ${reason}. Received ${JSON.stringify(value)}`);

  const outOfRange = (name, range, value) =>
    withCode(RangeError, 'ERR_OUT_OF_RANGE', `The value of "${name}" is out of range. It must be ${range}. Received ${value}`);

  // What the sandbox does not have, said so.
  const unavailable = (what, instead) =>
    withCode(Error, 'ERR_NOT_AVAILABLE_IN_SANDBOX', `${what} is not available in this sandbox yet${instead ? `; ${instead}` : ''}`);

  node.errors = { withCode, argumentType, argumentValue, outOfRange, unavailable };
  return node.errors;
})
