// The modules that `require` and `import` find by name.
(function (node, use) {
  'use strict';
  const made = new Map();
  const lazy = (object, names, library) => {
    for (const name of names) {
      Object.defineProperty(object, name, { enumerable: true, configurable: true, get: () => use(library)[name] });
    }
    return object;
  };
  const timerNames = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'];
  const makers = {
    async_hooks: () => use('async-hooks'),
    assert: () => use('assert'),
    'assert/strict': () => use('assert').strict,
    buffer: () => lazy({ kMaxLength: 2 ** 30, constants: { MAX_LENGTH: 2 ** 30, MAX_STRING_LENGTH: 2 ** 29 } }, ['Buffer', 'atob', 'btoa'], 'buffer'),
    constants: () => use('os').constants,
    crypto: () => use('crypto'),
    events: () => use('events'),
    fs: () => use('fs'),
    'fs/promises': () => use('fs').promises,
    os: () => use('os'),
    path: () => use('path'),
    'path/posix': () => use('path'),
    perf_hooks: () => lazy({}, ['performance', 'PerformanceObserver'], 'performance'),
    querystring: () => use('querystring'),
    stream: () => use('stream'),
    'stream/promises': () => use('stream').promises,
    string_decoder: () => lazy({}, ['StringDecoder'], 'encoding'),
    timers: () => {
      const timers = use('timers');
      const module = Object.fromEntries(timerNames.map((name) => [name, timers[name]]));
      return Object.defineProperty(module, 'promises', { enumerable: true, get: () => use('timers-promises') });
    },
    'timers/promises': () => use('timers-promises'),
    url: () => use('url'),
    util: () => use('util'),
    'util/types': () => use('util').types,
    zlib: () => use('zlib'),
  };
  return (name) => {
    if (!made.has(name)) made.set(name, makers[name]());
    return made.get(name);
  };
})
