// A Readable as an iterator and from one, and its pipes.
(function (node, use) {
  'use strict';
  const { Readable } = use('stream-readable');
  const shared = use('stream-state');
  const { finished } = use('stream-finished');

  Readable.from = (source, options) => {
    if (typeof source === 'string' || source instanceof Uint8Array) {
      return new Readable({ objectMode: true, ...options, read() { this.push(source); this.push(null); } });
    }
    const iterator = source?.[Symbol.asyncIterator]?.() ?? source?.[Symbol.iterator]?.();
    if (!iterator) throw node.errors.argumentType('iterable', 'an instance of Iterable', source);
    let reading = false;
    const next = async (stream) => {
      try {
        for (;;) {
          const { value, done } = await iterator.next();
          if (done) return void stream.push(null);
          const chunk = await value;
          if (chunk === null) throw node.errors.withCode(TypeError, 'ERR_STREAM_NULL_VALUES', 'May not write null values to stream');
          reading = stream.push(chunk);
          if (!reading) return;
        }
      } catch (error) {
        stream.destroy(error);
      }
    };
    return new Readable({
      objectMode: true,
      highWaterMark: 1,
      ...options,
      read() {
        if (reading) return;
        reading = true;
        next(this);
      },
      destroy(error, done) {
        Promise.resolve(iterator.return?.()).then(() => done(error), (failure) => done(error ?? failure));
      },
    });
  };

  async function* iterate(stream, { destroyOnReturn = true } = {}) {
    let wake = () => {};
    let over; // undefined while it runs, then an error or null
    const woken = () => wake();
    stream.on('readable', woken);
    const forget = finished(stream, { writable: false }, (error) => {
      over = error ?? null;
      wake();
    });
    try {
      for (;;) {
        const chunk = stream.destroyed ? null : stream.read();
        if (chunk !== null) yield chunk;
        else if (over) throw over;
        else if (over === null) return;
        else await new Promise((resolve) => (wake = resolve));
      }
    } catch (error) {
      shared.destroy(stream, error);
      throw error;
    } finally {
      forget();
      stream.off('readable', woken);
      if ((over || destroyOnReturn) && !stream._readableState.endEmitted) shared.destroy(stream);
    }
  }

  const stop = (source, target, unpiped) => {
    const { pipes } = source._readableState;
    for (const pipe of pipes.filter((one) => target === undefined || one.target === target)) {
      pipes.splice(pipes.indexOf(pipe), 1);
      pipe.forget();
      if (unpiped) pipe.target.emit('unpipe', source, { hasUnpiped: true });
    }
    if (pipes.length === 0) source.pause();
    return source;
  };

  // What the methods below are asked for beyond one chunk after the other is said to be missing, not left out in silence.
  const sequential = (method, options = {}) => {
    const unknown = Object.keys(options).find((name) => options[name] !== undefined && !(name === 'concurrency' && options[name] === 1));
    if (unknown) throw node.errors.unavailable(`the option ${unknown} of a stream's ${method}()`, 'chunks come one after the other');
  };

  const members = {
    iterator(options) {
      return iterate(this, options);
    },
    [Symbol.asyncIterator]() {
      return iterate(this);
    },
    pipe(target, { end = true } = {}) {
      const state = this._readableState;
      const waiting = new Set();
      const data = (chunk) => {
        if (target.write(chunk) !== false) return;
        waiting.add(target);
        this.pause();
      };
      const drained = () => {
        waiting.clear();
        this.resume();
      };
      const ended = () => target.end();
      const gone = () => stop(this, target, true);
      const failed = (error) => {
        gone();
        if (target.listenerCount('error') === 0) shared.destroy(target, error);
      };
      const listeners = [[this, 'data', data], [target, 'drain', drained], [target, 'close', gone], [target, 'error', failed]];
      if (end) listeners.push([this, 'end', ended]);
      state.pipes.push({ target, forget: () => listeners.forEach(([emitter, name, listener]) => emitter.off(name, listener)) });
      if (end && state.endEmitted) use('timers').nextTick(ended);
      for (const [emitter, name, listener] of listeners) emitter.on(name, listener);
      target.emit('pipe', this);
      if (target.writableNeedDrain) this.pause();
      else if (!state.flowing) this.resume();
      return target;
    },
    unpipe(target) {
      return stop(this, target, true);
    },
    map(change, options) {
      sequential('map', options);
      const source = this;
      return Readable.from((async function* () { for await (const chunk of source) yield change(chunk, {}); })());
    },
    filter(keep, options) {
      sequential('filter', options);
      const source = this;
      return Readable.from((async function* () { for await (const chunk of source) if (await keep(chunk, {})) yield chunk; })());
    },
    flatMap(change, options) {
      sequential('flatMap', options);
      const source = this;
      return Readable.from((async function* () { for await (const chunk of source) yield* await change(chunk, {}); })());
    },
    take(count, options) {
      sequential('take', options);
      const source = this;
      return Readable.from((async function* () {
        if (count <= 0) return;
        for await (const chunk of source) {
          yield chunk;
          if (--count <= 0) return;
        }
      })());
    },
    drop(count, options) {
      sequential('drop', options);
      const source = this;
      return Readable.from((async function* () { for await (const chunk of source) if (--count < 0) yield chunk; })());
    },
    async forEach(run, options) {
      sequential('forEach', options);
      for await (const chunk of this) await run(chunk, {});
    },
    async toArray(options) {
      sequential('toArray', options);
      const out = [];
      for await (const chunk of this) out.push(chunk);
      return out;
    },
    async reduce(combine, ...initial) {
      sequential('reduce', initial[1]);
      let [value] = initial;
      let empty = initial.length === 0;
      for await (const chunk of this) {
        value = empty ? chunk : await combine(value, chunk, {});
        empty = false;
      }
      if (empty) throw new TypeError('Reduce of an empty stream requires an initial value');
      return value;
    },
    async some(test, options) {
      sequential('some', options);
      for await (const chunk of this) if (await test(chunk, {})) return true;
      return false;
    },
    async every(test, options) {
      sequential('every', options);
      for await (const chunk of this) if (!(await test(chunk, {}))) return false;
      return true;
    },
    async find(test, options) {
      sequential('find', options);
      for await (const chunk of this) if (await test(chunk, {})) return chunk;
      return undefined;
    },
  };
  for (const name of Reflect.ownKeys(members)) Object.defineProperty(Readable.prototype, name, { value: members[name], writable: true, configurable: true });
  return { iterate };
})
