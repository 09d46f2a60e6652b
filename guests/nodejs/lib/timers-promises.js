// The `timers/promises` module.
(function (node, use) {
  'use strict';
  const timers = use('timers');
  const wait = (start, stop) => (value, { signal } = {}) =>
    new Promise((resolve, reject) => {
      const aborted = () => {
        const error = node.errors.withCode(Error, 'ABORT_ERR', 'The operation was aborted', { name: 'AbortError' });
        return Object.defineProperty(error, 'cause', { value: signal.reason, writable: true, configurable: true });
      };
      if (signal?.aborted) return reject(aborted());
      const timer = start(() => resolve(value));
      signal?.addEventListener('abort', () => (stop(timer), reject(aborted())), { once: true });
    });
  const setTimeout = (delay, value, options) => wait((done) => timers.setTimeout(done, delay), timers.clearTimeout)(value, options);
  const setImmediate = wait((done) => timers.setImmediate(done), timers.clearImmediate);
  async function* setInterval(delay, value, options) {
    for (;;) yield await setTimeout(delay, value, options);
  }
  return { setTimeout, setImmediate, setInterval, scheduler: { wait: (delay, options) => setTimeout(delay, undefined, options), yield: () => setImmediate() } };
})
