// The `util` module.
(function (node, use) {
  'use strict';
  const { host } = node;
  const { inspect, format, formatWithOptions } = use('inspect');
  const PROMISIFY = Symbol.for('nodejs.util.promisify.custom');
  const timers = use('timers');
  const TypedArray = Object.getPrototypeOf(Uint8Array);

  const promisify = (original) => {
    if (typeof original !== 'function') throw node.errors.argumentType('original', 'of type function', original);
    if (original === timers.setTimeout) return use('timers-promises').setTimeout;
    if (original === timers.setImmediate) return use('timers-promises').setImmediate;
    if (typeof original[PROMISIFY] === 'function') return original[PROMISIFY];
    const made = function (...args) {
      return new Promise((resolve, reject) => original.call(this, ...args, (error, value) => (error ? reject(error) : resolve(value))));
    };
    return Object.defineProperty(Object.setPrototypeOf(made, Object.getPrototypeOf(original)), 'name', { value: original.name, configurable: true });
  };
  promisify.custom = PROMISIFY;

  const callbackify = (original) => function (...args) {
    const callback = args.pop();
    original.apply(this, args).then((value) => timers.nextTick(callback, null, value), (error) => timers.nextTick(callback, error ?? Object.assign(new Error('Promise was rejected with a falsy value'), { reason: error })));
  };
  const inherits = (child, parent) => {
    Object.defineProperty(child, 'super_', { value: parent, writable: true, configurable: true });
    Object.setPrototypeOf(child.prototype, parent.prototype);
  };
  const deprecate = (run, message, code) => {
    let told = false;
    return function (...args) {
      if (!told) {
        told = true;
        process.emitWarning(`${message}${code ? ` (${code})` : ''}`, 'DeprecationWarning');
      }
      return new.target ? Reflect.construct(run, args, new.target) : run.apply(this, args);
    };
  };
  const STYLES = { reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], inverse: [7, 27], black: [30, 39], red: [31, 39], green: [32, 39], yellow: [33, 39], blue: [34, 39], magenta: [35, 39], cyan: [36, 39], white: [37, 39], gray: [90, 39] };
  const styleText = (style, text) => [].concat(style).reduceRight((inner, name) => {
    if (!STYLES[name]) throw node.errors.argumentValue('format', name);
    return `\u001b[${STYLES[name][0]}m${inner}\u001b[${STYLES[name][1]}m`;
  }, text);
  const stripVTControlCharacters = (text) => text.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '');

  const is = (Type) => (value) => value instanceof Type;
  const kind = (name) => (value) => Object.prototype.toString.call(value) === `[object ${name}]`;
  const types = {
    isPromise: (value) => typeof value === 'object' && value !== null && host.promiseState(value) !== undefined,
    isProxy: (value) => value !== null && (typeof value === 'object' || typeof value === 'function') && host.proxyTarget(value) !== undefined,
    isDate: is(Date), isRegExp: is(RegExp), isMap: is(Map), isSet: is(Set), isWeakMap: is(WeakMap), isWeakSet: is(WeakSet),
    isNativeError: is(Error), isTypedArray: is(TypedArray), isUint8Array: is(Uint8Array), isArrayBuffer: is(ArrayBuffer),
    isAnyArrayBuffer: is(ArrayBuffer), isArrayBufferView: (value) => ArrayBuffer.isView(value), isDataView: is(DataView),
    isAsyncFunction: (value) => kind('AsyncFunction')(value) || kind('AsyncGeneratorFunction')(value),
    isGeneratorFunction: (value) => kind('GeneratorFunction')(value) || kind('AsyncGeneratorFunction')(value), isGeneratorObject: kind('Generator'),
    isSymbolObject: (value) => typeof value === 'object' && kind('Symbol')(value), isNumberObject: is(Number), isStringObject: is(String), isBooleanObject: is(Boolean),
    isBoxedPrimitive: (value) => [Number, String, Boolean].some((Type) => value instanceof Type), isArgumentsObject: kind('Arguments'),
  };

  const util = {
    inspect, format, formatWithOptions, promisify, callbackify, inherits, deprecate, styleText, stripVTControlCharacters, types,
    parseArgs: (config) => use('parse-args').parseArgs(config),
    isDeepStrictEqual: (a, b) => use('equal')(a, b, true),
    toUSVString: (text) => `${text}`.toWellFormed(),
    debuglog: () => Object.assign(() => {}, { enabled: false }),
    isArray: Array.isArray,
    isError: is(Error),
    aborted: (signal) => new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }))),
  };
  util.debug = util.debuglog;
  for (const name of ['TextEncoder', 'TextDecoder']) {
    Object.defineProperty(util, name, { enumerable: true, get: () => use('encoding')[name] });
  }
  return util;
})
