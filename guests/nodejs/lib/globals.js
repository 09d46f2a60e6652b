// What is there without an import. Functions and classes beyond the common ones are made at first use.
(function (node, use) {
  'use strict';
  const { host } = node;

  const define = (name, value) =>
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });

  const lazy = (names, library) => {
    for (const name of names) {
      Object.defineProperty(globalThis, name, {
        configurable: true,
        enumerable: false,
        get() {
          const value = use(library)[name];
          define(name, value);
          return value;
        },
        set(value) {
          define(name, value);
        },
      });
    }
  };

  define('global', globalThis);
  const timers = use('timers');
  for (const name of ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate']) {
    define(name, timers[name]);
  }
  define('process', use('process'));
  define('console', use('console'));
  if (!globalThis.queueMicrotask) {
    define('queueMicrotask', (callback) => {
      if (typeof callback !== 'function') throw node.errors.argumentType('callback', 'of type function', callback);
      Promise.resolve().then(callback).catch((error) => node.uncaught(error));
    });
  }
  lazy(['Buffer', 'atob', 'btoa'], 'buffer');
  lazy(['TextEncoder', 'TextDecoder'], 'encoding');
  lazy(['URL', 'URLSearchParams'], 'url');
  lazy(['Event', 'EventTarget', 'CustomEvent', 'AbortController', 'AbortSignal', 'DOMException'], 'web');
  lazy(['structuredClone'], 'clone');
  lazy(['crypto', 'CryptoKey'], 'webcrypto');
  lazy(['performance'], 'performance');
  lazy(['babelHelpers'], 'typescript');
  lazy(['Intl'], 'intl');
  lazy(['awslambda'], 'streaming');

  define('fetch', async function fetch(input) {
    const target = typeof input === 'string' ? input : (input?.url ?? input?.href ?? String(input));
    throw node.errors.withCode(
      TypeError,
      'ERR_NOT_AVAILABLE_IN_SANDBOX',
      `fetch failed: outbound calls are not available in this sandbox yet (asked for ${String(target).slice(0, 200)})`,
    );
  });

  for (const Type of [Number, BigInt]) {
    const value = function toLocaleString(locales, options) {
      return use('locale').number(Type.prototype.valueOf.call(this), locales, options);
    };
    Object.defineProperty(Type.prototype, 'toLocaleString', { value, writable: true, configurable: true });
  }

  for (const [name, needs, otherwise] of [['toLocaleString', 'any', 'all'], ['toLocaleDateString', 'date', 'date'], ['toLocaleTimeString', 'time', 'time']]) {
    const value = { [name](locales, options) {
      return use('intl').dateText(new Date(Date.prototype.getTime.call(this)), locales, options, needs, otherwise);
    } }[name];
    Object.defineProperty(Date.prototype, name, { value, writable: true, configurable: true });
  }

  // The engine seeds its generator from the clock: two environments of one moment would agree. And what was drawn in advance
  // is in the state that an environment goes back to: each event draws anew.
  const POOL = 64;
  let pool = new Uint32Array(0);
  let used = 0;
  Math.random = function random() {
    if (used >= pool.length) {
      pool = new Uint32Array(host.random(POOL * 8));
      used = 0;
    }
    const high = pool[used++] >>> 5;
    const low = pool[used++] >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  };
  node.renewRandom = () => void (used = pool.length);
})
