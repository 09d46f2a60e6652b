// The `events` module.
(function (node, use) {
  'use strict';
  function EventEmitter() {
    EventEmitter.init.call(this);
  }
  EventEmitter.init = function () {
    if (!Object.hasOwn(this, '_events')) {
      Object.defineProperty(this, '_events', { value: new Map(), writable: true, enumerable: false, configurable: true });
    }
  };
  EventEmitter.defaultMaxListeners = 10;

  const listOf = (emitter, name) => {
    EventEmitter.init.call(emitter);
    return emitter._events.get(name) ?? [];
  };

  const add = (emitter, name, listener, prepend, once) => {
    if (typeof listener !== 'function') throw node.errors.argumentType('listener', 'of type function', listener);
    EventEmitter.init.call(emitter);
    if (emitter._events.has('newListener')) emitter.emit('newListener', name, listener);
    const entry = { listener, once };
    const list = listOf(emitter, name);
    emitter._events.set(name, prepend ? [entry, ...list] : [...list, entry]);
    return emitter;
  };

  const members = {
    on(name, listener) {
      return add(this, name, listener, false, false);
    },
    once(name, listener) {
      return add(this, name, listener, false, true);
    },
    prependListener(name, listener) {
      return add(this, name, listener, true, false);
    },
    prependOnceListener(name, listener) {
      return add(this, name, listener, true, true);
    },
    off(name, listener) {
      const list = listOf(this, name);
      const index = list.findLastIndex((entry) => entry.listener === listener);
      if (index < 0) return this;
      const rest = list.toSpliced(index, 1);
      if (rest.length) this._events.set(name, rest);
      else this._events.delete(name);
      if (this._events.has('removeListener')) this.emit('removeListener', name, listener);
      return this;
    },
    removeAllListeners(name) {
      EventEmitter.init.call(this);
      if (name === undefined) this._events.clear();
      else this._events.delete(name);
      return this;
    },
    emit(name, ...args) {
      const list = listOf(this, name);
      if (list.length === 0) {
        if (name !== 'error') return false;
        if (args[0] instanceof Error) throw args[0];
        throw node.errors.withCode(Error, 'ERR_UNHANDLED_ERROR', `Unhandled error. (${use('inspect').inspect(args[0])})`, { context: args[0] });
      }
      for (const entry of list) {
        if (entry.once) this.off(name, entry.listener);
        entry.listener.apply(this, args);
      }
      return true;
    },
    listeners(name) {
      return listOf(this, name).map((entry) => entry.listener);
    },
    listenerCount(name) {
      return listOf(this, name).length;
    },
    eventNames() {
      EventEmitter.init.call(this);
      return [...this._events.keys()];
    },
    setMaxListeners() {
      return this;
    },
    getMaxListeners() {
      return EventEmitter.defaultMaxListeners;
    },
  };
  members.addListener = members.on;
  members.removeListener = members.off;
  members.rawListeners = members.listeners;
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(EventEmitter.prototype, name, { value, writable: true, configurable: true, enumerable: false });
  }

  // A promise of the next event of this name.
  EventEmitter.once = (emitter, name, { signal } = {}) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const failed = (error) => (emitter.off(name, arrived), reject(error));
      const arrived = (...args) => (emitter.off('error', failed), resolve(args));
      emitter.once(name, arrived);
      if (name !== 'error') emitter.once('error', failed);
      signal?.addEventListener('abort', () => (emitter.off(name, arrived), emitter.off('error', failed), reject(signal.reason)));
    });
  EventEmitter.on = async function* (emitter, name) {
    const queue = [];
    let wake;
    emitter.on(name, (...args) => (queue.push(args), wake?.()));
    for (;;) {
      while (queue.length) yield queue.shift();
      await new Promise((resolve) => (wake = resolve));
    }
  };
  EventEmitter.listenerCount = (emitter, name) => emitter.listenerCount(name);
  EventEmitter.EventEmitter = EventEmitter;
  EventEmitter.default = EventEmitter;
  return EventEmitter;
})
