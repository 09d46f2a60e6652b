// The `async_hooks` module: `AsyncLocalStorage` and `AsyncResource`. The engine carries one value along with jobs and promises
// (async-context.patch), timers.js with timers and ticks; that value is a map from storage to store that nobody changes.
(function (node) {
  'use strict';
  const { host } = node;
  let lastId = 1;

  const within = (frame, run, self, args) => {
    const before = host.asyncContext();
    host.setAsyncContext(frame);
    try {
      return Reflect.apply(run, self, args);
    } finally {
      host.setAsyncContext(before);
    }
  };
  const checkFunction = (name, value) => {
    if (typeof value !== 'function') throw node.errors.argumentType(name, 'of type function', value);
  };

  class AsyncLocalStorage {
    #otherwise;
    #name;
    constructor({ defaultValue, name = '' } = {}) {
      this.#otherwise = defaultValue;
      this.#name = `${name}`;
    }
    get name() {
      return this.#name;
    }
    static bind(run) {
      return AsyncResource.bind(run);
    }
    static snapshot() {
      const frame = host.asyncContext();
      return (run, ...args) => within(frame, run, undefined, args);
    }
    getStore() {
      const frame = host.asyncContext();
      return frame?.has(this) ? frame.get(this) : this.#otherwise;
    }
    run(store, run, ...args) {
      return within(new Map(host.asyncContext()).set(this, store), run, null, args);
    }
    exit(run, ...args) {
      return this.run(undefined, run, ...args);
    }
    enterWith(store) {
      host.setAsyncContext(new Map(host.asyncContext()).set(this, store));
    }
    disable() {
      const frame = new Map(host.asyncContext());
      frame.delete(this);
      host.setAsyncContext(frame);
    }
  }

  class AsyncResource {
    #frame = host.asyncContext();
    #id = ++lastId;
    constructor(type, options) {
      if (typeof type !== 'string') throw node.errors.argumentType('type', 'of type string', type);
      const given = typeof options === 'number' ? options : options?.triggerAsyncId;
      if (given !== undefined && !(Number.isSafeInteger(given) && given >= -1)) {
        throw node.errors.withCode(RangeError, 'ERR_INVALID_ASYNC_ID', `Invalid triggerAsyncId value: ${given}`);
      }
    }
    runInAsyncScope(run, self, ...args) {
      return within(this.#frame, run, self, args);
    }
    bind(run, self) {
      checkFunction('fn', run);
      const resource = this;
      const bound = function (...args) {
        return resource.runInAsyncScope(run, self === undefined ? this : self, ...args);
      };
      return Object.defineProperty(bound, 'length', { value: run.length, configurable: true });
    }
    static bind(run, type, self) {
      checkFunction('fn', run);
      return new AsyncResource(type || run.name || 'bound-anonymous-fn').bind(run, self);
    }
    asyncId() {
      return this.#id;
    }
    triggerAsyncId() {
      return 1;
    }
    emitDestroy() {
      return this;
    }
  }

  const module = { AsyncLocalStorage, AsyncResource };
  for (const name of ['createHook', 'executionAsyncId', 'executionAsyncResource', 'triggerAsyncId']) {
    module[name] = () => {
      throw node.errors.unavailable(`async_hooks.${name}`, 'it has AsyncLocalStorage and AsyncResource');
    };
  }
  return module;
})
