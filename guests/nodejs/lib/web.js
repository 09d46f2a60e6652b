// Events, aborting, `DOMException`.
(function (node, use) {
  'use strict';
  const CODES = { IndexSizeError: 1, InvalidCharacterError: 5, NotSupportedError: 9, InvalidStateError: 11, SyntaxError: 12, AbortError: 20, TimeoutError: 23, DataCloneError: 25 };

  class DOMException extends Error {
    #name;
    constructor(message = '', options = 'Error') {
      super(message);
      this.#name = typeof options === 'string' ? options : (options?.name ?? 'Error');
      if (typeof options === 'object' && 'cause' in options) this.cause = options.cause;
      Object.defineProperty(this, 'stack', { value: this.stack.replace(/^Error/, this.#name), writable: true, configurable: true });
    }
    get name() {
      return this.#name;
    }
    get code() {
      return CODES[this.#name] ?? 0;
    }
  }

  class Event {
    #stopped = false;
    #prevented = false;
    constructor(type, { bubbles = false, cancelable = false, composed = false } = {}) {
      Object.assign(this, { type: `${type}`, bubbles, cancelable, composed, target: null, currentTarget: null, timeStamp: node.host.monotonic() });
    }
    preventDefault() {
      if (this.cancelable) this.#prevented = true;
    }
    stopPropagation() {}
    stopImmediatePropagation() {
      this.#stopped = true;
    }
    get defaultPrevented() {
      return this.#prevented;
    }
    get _stopped() {
      return this.#stopped;
    }
  }
  class CustomEvent extends Event {
    constructor(type, options = {}) {
      super(type, options);
      this.detail = options.detail ?? null;
    }
  }

  class EventTarget {
    #listeners = new Map();
    addEventListener(type, listener, options) {
      if (!listener) return;
      const { once = false, capture = false, signal } = typeof options === 'boolean' ? { capture: options } : (options ?? {});
      if (signal?.aborted) return;
      const list = this.#listeners.get(type) ?? [];
      if (list.some((entry) => entry.listener === listener && entry.capture === capture)) return;
      this.#listeners.set(type, [...list, { listener, once, capture }]);
      signal?.addEventListener('abort', () => this.removeEventListener(type, listener, options));
    }
    removeEventListener(type, listener, options) {
      const capture = typeof options === 'boolean' ? options : (options?.capture ?? false);
      const list = this.#listeners.get(type) ?? [];
      this.#listeners.set(type, list.filter((entry) => entry.listener !== listener || entry.capture !== capture));
    }
    dispatchEvent(event) {
      event.target = event.currentTarget = this;
      const list = [...(this.#listeners.get(event.type) ?? [])];
      for (const { listener, once, capture } of list) {
        if (event._stopped) break;
        if (once) this.removeEventListener(event.type, listener, capture);
        try {
          if (typeof listener === 'function') listener.call(this, event);
          else listener.handleEvent(event);
        } catch (error) {
          use('timers').nextTick(() => node.uncaught(error));
        }
      }
      return !event.defaultPrevented;
    }
  }

  const makeSignal = Symbol('makeSignal');
  class AbortSignal extends EventTarget {
    aborted = false;
    reason = undefined;
    #onabort = null;
    #calls = (event) => this.#onabort?.call(this, event);
    constructor(key) {
      super();
      if (key !== makeSignal) throw node.errors.withCode(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    }
    get onabort() {
      return this.#onabort;
    }
    // Called in its turn among the listeners: from when it was first set.
    set onabort(listener) {
      this.#onabort = typeof listener === 'function' ? listener : null;
      if (this.#onabort) this.addEventListener('abort', this.#calls);
      else this.removeEventListener('abort', this.#calls);
    }
    throwIfAborted() {
      if (this.aborted) throw this.reason;
    }
    static abort(reason) {
      const signal = new AbortSignal(makeSignal);
      abort(signal, reason);
      return signal;
    }
    static timeout(ms) {
      const signal = new AbortSignal(makeSignal);
      use('timers').setTimeout(() => abort(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError')), ms).unref();
      return signal;
    }
    static any(signals) {
      const signal = new AbortSignal(makeSignal);
      for (const one of signals) {
        if (one.aborted) abort(signal, one.reason);
        else one.addEventListener('abort', () => abort(signal, one.reason), { once: true });
      }
      return signal;
    }
  }
  const abort = (signal, reason) => {
    if (signal.aborted) return;
    signal.aborted = true;
    signal.reason = reason === undefined ? new DOMException('This operation was aborted', 'AbortError') : reason;
    signal.dispatchEvent(new Event('abort'));
  };
  class AbortController {
    signal = new AbortSignal(makeSignal);
    abort(reason) {
      abort(this.signal, reason);
    }
  }
  return { DOMException, Event, CustomEvent, EventTarget, AbortController, AbortSignal };
})
