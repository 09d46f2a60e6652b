// The `timers/promises` module.
(function (node, use) {
  'use strict';
  const timers = use('timers');
  const wait = (start, stop) => (value, { signal } = {}) =>
    new Promise((resolve, reject) => {
      const aborted = () => Object.assign(new (use('web').DOMException)('The operation was aborted', 'AbortError'), { cause: signal.reason });
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
