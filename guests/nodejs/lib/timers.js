// Timers, immediates and ticks. The motor is in driver.c: ticks, promise jobs, then `turn`.
(function (node, use) {
  'use strict';
  const { host } = node;
  const TIMEOUT_MS_MAX = 2147483647;
  const pending = new Map(); // id to timer
  let nextId = 1;
  let sequence = 0;
  let immediates = new Set();
  let tickQueue = [];

  const check = (callback) => {
    if (typeof callback !== 'function') throw node.errors.argumentType('callback', 'of type function', callback);
  };

  class Timeout {
    constructor(callback, delay, args, repeats) {
      delay = Number(delay);
      this._delay = delay >= 1 && delay <= TIMEOUT_MS_MAX ? Math.trunc(delay) : 1;
      this._callback = callback;
      this._args = args;
      this._repeats = repeats;
      this._id = nextId++;
      this._context = host.asyncContext();
      this._referenced = true;
      for (const name of ['_delay', '_callback', '_args', '_repeats', '_id', '_context', '_referenced', '_due', '_order']) {
        Object.defineProperty(this, name, { value: this[name], writable: true, enumerable: false });
      }
      this._start();
    }
    _start() {
      this._due = host.monotonic() + this._delay;
      this._order = sequence++;
      pending.set(this._id, this);
    }
    ref() {
      this._referenced = true;
      return this;
    }
    unref() {
      this._referenced = false;
      return this;
    }
    hasRef() {
      return this._referenced;
    }
    refresh() {
      if (pending.has(this._id)) this._start();
      return this;
    }
    close() {
      clear(this);
      return this;
    }
    [Symbol.toPrimitive]() {
      return this._id;
    }
    [Symbol.dispose ?? Symbol('dispose')]() {
      clear(this);
    }
  }

  class Immediate {
    constructor(callback, args) {
      Object.defineProperty(this, '_callback', { value: callback, enumerable: false });
      Object.defineProperty(this, '_args', { value: args, enumerable: false });
      Object.defineProperty(this, '_context', { value: host.asyncContext(), enumerable: false });
    }
    ref() {
      return this;
    }
    unref() {
      return this;
    }
    hasRef() {
      return true;
    }
  }

  const clear = (timer) => {
    if (timer === undefined || timer === null) return;
    pending.delete(typeof timer === 'object' ? timer._id : Number(timer));
  };

  const setTimeout = (callback, delay, ...args) => (check(callback), new Timeout(callback, delay, args, false));
  const setInterval = (callback, delay, ...args) => (check(callback), new Timeout(callback, delay, args, true));
  const setImmediate = (callback, ...args) => {
    check(callback);
    const immediate = new Immediate(callback, args);
    immediates.add(immediate);
    return immediate;
  };
  const clearImmediate = (immediate) => void immediates.delete(immediate);

  // With the context of where it was asked for: what AsyncLocalStorage finds.
  const guarded = (callback, args, context) => {
    host.setAsyncContext(context);
    try {
      callback(...args);
    } catch (error) {
      node.uncaught(error);
    } finally {
      host.setAsyncContext(undefined);
    }
  };

  const nextTick = (callback, ...args) => {
    check(callback);
    tickQueue.push([callback, args, host.asyncContext()]);
  };

  const runTicks = () => {
    if (tickQueue.length === 0) return false;
    while (tickQueue.length > 0) {
      const batch = tickQueue;
      tickQueue = [];
      for (const [callback, args, context] of batch) guarded(callback, args, context);
    }
    return true;
  };

  const runImmediates = () => {
    if (immediates.size === 0) return false;
    const batch = immediates;
    immediates = new Set();
    for (const immediate of batch) guarded(immediate._callback, immediate._args, immediate._context);
    return true;
  };

  const soonest = () => {
    let first;
    for (const timer of pending.values()) {
      if (!first || timer._due < first._due || (timer._due === first._due && timer._order < first._order)) first = timer;
    }
    return first;
  };

  const referenced = () => {
    for (const timer of pending.values()) if (timer._referenced) return true;
    return false;
  };

  // 0 when something ran, milliseconds to wait, or -1 when nothing is left that keeps the program going.
  const turn = () => {
    if (runImmediates()) return 0;
    if (!referenced()) return -1;
    const timer = soonest();
    const wait = timer._due - host.monotonic();
    if (wait > 0) return Math.max(1, Math.ceil(wait));
    if (timer._repeats) timer._start();
    else pending.delete(timer._id);
    guarded(() => timer._callback(...timer._args), [], timer._context);
    return 0;
  };

  return { setTimeout, clearTimeout: (timer) => clear(timer), setInterval, clearInterval: (timer) => clear(timer), setImmediate, clearImmediate, nextTick, runTicks, turn, Timeout, Immediate };
})
