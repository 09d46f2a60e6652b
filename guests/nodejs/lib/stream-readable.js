// `Readable`: the end of a stream that gives.
(function (node, use) {
  'use strict';
  const EventEmitter = use('events');
  const { Buffer } = use('buffer');
  const { nextTick } = use('timers');
  const shared = use('stream-state');

  function Stream() {
    EventEmitter.call(this);
  }
  Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
  Object.setPrototypeOf(Stream, EventEmitter);

  function Readable(options = {}) {
    if (!(this instanceof Readable)) return new Readable(options);
    Stream.call(this);
    Readable.prepare(this, options ?? {});
  }
  Object.setPrototypeOf(Readable.prototype, Stream.prototype);
  Object.setPrototypeOf(Readable, Stream);

  Readable.prepare = (stream, options) => {
    stream._readableState = {
      ...shared.limits(options, 'readable'),
      buffer: [], length: 0, flowing: null, reading: false, sync: false, ended: false, endEmitted: false, told: false,
      destroyed: false, closed: false, errored: null, errorEmitted: false, decoder: null, encoding: null, pipes: [],
      defaultEncoding: options.defaultEncoding ?? 'utf8', needReadable: false, ending: false, flowScheduled: false, moreScheduled: false,
    };
    if (typeof options.read === 'function') stream._read = options.read;
    if (typeof options.destroy === 'function') stream._destroy = options.destroy;
    if (options.encoding) Readable.prototype.setEncoding.call(stream, options.encoding);
    if (typeof options.construct === 'function') throw node.errors.unavailable('stream option construct');
    if (options.signal) shared.abortable(options.signal, stream);
  };

  // ---- the buffer ----

  const sizeOf = (state, chunk) => (state.objectMode ? 1 : chunk.length);

  const put = (state, chunk, first) => {
    state.length += sizeOf(state, chunk);
    if (first) state.buffer.unshift(chunk);
    else state.buffer.push(chunk);
  };

  const joined = (state) => (state.decoder ? state.buffer.join('') : state.buffer.length === 1 ? state.buffer[0] : Buffer.concat(state.buffer));

  const take = (state, count) => {
    if (count === 0) return null;
    if (state.objectMode || count === state.buffer[0].length) {
      const chunk = state.buffer.shift();
      state.length -= sizeOf(state, chunk);
      return chunk;
    }
    const all = joined(state);
    state.buffer = count < all.length ? [all.slice(count)] : [];
    state.length = all.length - count;
    return all.slice(0, count);
  };

  const wanted = (state, count) => {
    if (count <= 0 || (state.length === 0 && state.ended)) return 0;
    if (state.objectMode) return state.length > 0 ? 1 : 0;
    if (Number.isNaN(count)) return state.flowing && state.length ? state.buffer[0].length : state.length;
    if (count <= state.length) return count;
    return state.ended ? state.length : 0;
  };

  // ---- filling ----

  const ask = (stream) => {
    const state = stream._readableState;
    if (state.reading || state.ended || state.destroyed || state.errored) return;
    state.reading = true;
    state.sync = true;
    if (state.length === 0) state.needReadable = true;
    try {
      stream._read(state.highWaterMark);
    } catch (error) {
      shared.destroy(stream, error);
    }
    state.sync = false;
  };

  const askMore = (stream) => {
    const state = stream._readableState;
    if (state.moreScheduled) return;
    state.moreScheduled = true;
    nextTick(() => {
      state.moreScheduled = false;
      while (!state.reading && !state.ended && !state.destroyed && (state.length < state.highWaterMark || (state.flowing && state.length === 0))) {
        const before = state.length;
        stream.read(0);
        if (state.length === before) break;
      }
    });
  };

  const tellNow = (stream) => {
    const state = stream._readableState;
    state.told = false;
    if (!state.destroyed && !state.errored && (state.length || state.ended)) stream.emit('readable');
    state.needReadable = !state.flowing && !state.ended && state.length <= state.highWaterMark;
    flow(stream);
  };
  const tell = (stream) => {
    const state = stream._readableState;
    state.needReadable = false;
    if (state.told) return;
    state.told = true;
    nextTick(tellNow, stream);
  };

  const flow = (stream) => {
    const state = stream._readableState;
    while (state.flowing && stream.read() !== null);
  };

  const finish = (stream) => {
    const state = stream._readableState;
    if (state.endEmitted || state.ending) return;
    state.ending = true;
    nextTick(() => {
      state.ending = false;
      if (state.errored || state.destroyed || state.endEmitted || state.length > 0) return;
      state.endEmitted = true;
      stream.emit('end');
      if (stream._writableState && stream.allowHalfOpen === false) stream.end();
      shared.settle(stream);
    });
  };

  const bytesOf = (state, chunk, encoding) => {
    if (typeof chunk === 'string') return state.decoder && (encoding ?? state.defaultEncoding) === state.encoding ? chunk : Buffer.from(chunk, encoding ?? state.defaultEncoding);
    if (Buffer.isBuffer(chunk)) return chunk;
    if (chunk instanceof Uint8Array) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    throw node.errors.argumentType('chunk', 'of type string or an instance of Buffer, TypedArray, or DataView', chunk);
  };

  const endOf = (stream) => {
    const state = stream._readableState;
    if (state.ended) return;
    const rest = state.decoder?.end();
    if (rest) put(state, rest);
    state.ended = true;
    if (state.sync) return tell(stream);
    state.needReadable = false;
    tellNow(stream);
  };

  const arrived = (stream, chunk) => {
    const state = stream._readableState;
    if (state.flowing && state.length === 0 && !state.sync && stream.listenerCount('data') > 0) {
      stream.emit('data', chunk);
    } else {
      put(state, chunk);
      if (state.needReadable || state.flowing) tell(stream);
    }
    askMore(stream);
  };

  // Who listens for data starts the flow; who listens for `readable` stops it.
  const listened = (stream, name) => {
    const state = stream._readableState;
    if (name === 'data' && state.flowing !== false && stream.listenerCount('readable') === 0) stream.resume();
    if (name === 'readable' && !state.endEmitted) {
      state.flowing = false;
      state.needReadable = true;
      if (state.length) tell(stream);
      else if (!state.reading) nextTick(() => stream.read(0));
    }
    return stream;
  };

  const members = {
    _read() {
      throw shared.missing('_read()');
    },
    _destroy(error, done) {
      done(error);
    },
    destroy(error, callback) {
      return shared.destroy(this, error, callback);
    },
    push(chunk, encoding) {
      const state = this._readableState;
      state.reading = false;
      if (chunk === null) {
        endOf(this);
        return false;
      }
      if (state.ended) {
        shared.destroy(this, shared.fault('ERR_STREAM_PUSH_AFTER_EOF', 'stream.push() after EOF'));
        return false;
      }
      if (state.destroyed || state.errored) return false;
      if (!state.objectMode) {
        try {
          chunk = bytesOf(state, chunk, encoding);
        } catch (error) {
          shared.destroy(this, error);
          return false;
        }
        if (state.decoder && typeof chunk !== 'string') chunk = state.decoder.write(chunk);
        if (chunk.length === 0) {
          askMore(this);
          return state.length < state.highWaterMark;
        }
      }
      arrived(this, chunk);
      return state.length < state.highWaterMark;
    },
    unshift(chunk, encoding) {
      const state = this._readableState;
      if (state.endEmitted) throw shared.fault('ERR_STREAM_UNSHIFT_AFTER_END_EVENT', 'stream.unshift() after end event');
      put(state, state.objectMode ? chunk : bytesOf(state, chunk, encoding), true);
      tell(this);
      return state.length < state.highWaterMark;
    },
    read(count = NaN) {
      const state = this._readableState;
      if (count > state.highWaterMark && !state.objectMode) state.highWaterMark = count;
      if (count === 0 && state.needReadable && (state.ended || state.length >= state.highWaterMark) && state.length > 0) {
        tell(this);
        return null;
      }
      const now = wanted(state, count);
      if (now === 0 && state.ended) {
        if (state.length === 0) finish(this);
        return null;
      }
      if (state.length === 0 || state.length - now < state.highWaterMark) ask(this);
      const chunk = state.destroyed ? null : take(state, state.reading ? now : wanted(state, count));
      if (chunk === null) state.needReadable = state.length <= state.highWaterMark;
      if (state.length === 0) {
        if (!state.ended) state.needReadable = true;
        else if (chunk !== null) finish(this);
      }
      if (chunk !== null && !state.errored) this.emit('data', chunk);
      return chunk;
    },
    on(name, listener) {
      EventEmitter.prototype.on.call(this, name, listener);
      return listened(this, name);
    },
    once(name, listener) {
      EventEmitter.prototype.once.call(this, name, listener);
      return listened(this, name);
    },
    pause() {
      const state = this._readableState;
      if (state.flowing !== false) {
        state.flowing = false;
        this.emit('pause');
      }
      return this;
    },
    resume() {
      const state = this._readableState;
      if (state.flowing) return this;
      state.flowing = this.listenerCount('readable') === 0;
      if (state.flowScheduled) return this;
      state.flowScheduled = true;
      nextTick(() => {
        state.flowScheduled = false;
        if (!state.reading) this.read(0);
        this.emit('resume');
        flow(this);
        if (state.flowing && !state.reading) this.read(0);
      });
      return this;
    },
    isPaused() {
      return this._readableState.flowing === false;
    },
    setEncoding(encoding) {
      const state = this._readableState;
      state.decoder = new (use('encoding').StringDecoder)(encoding);
      state.encoding = encoding;
      const text = state.buffer.map((chunk) => state.decoder.write(chunk)).join('');
      state.buffer = text ? [text] : [];
      state.length = text.length;
      return this;
    },
  };
  members.addListener = members.on;
  for (const [name, value] of Object.entries(members)) Object.defineProperty(Readable.prototype, name, { value, writable: true, configurable: true });

  const shown = {
    readable: (stream, state) => !state.destroyed && !state.errored && !state.endEmitted,
    readableEnded: (stream, state) => state.endEmitted,
    readableFlowing: (stream, state) => state.flowing,
    readableLength: (stream, state) => state.length,
    readableObjectMode: (stream, state) => state.objectMode,
    readableHighWaterMark: (stream, state) => state.highWaterMark,
    readableEncoding: (stream, state) => state.encoding,
    readableAborted: (stream, state) => (state.destroyed || Boolean(state.errored)) && !state.endEmitted,
    destroyed: (stream, state) => state.destroyed,
    closed: (stream, state) => state.closed,
    errored: (stream, state) => state.errored,
  };
  for (const [name, read] of Object.entries(shown)) {
    Object.defineProperty(Readable.prototype, name, { configurable: true, get() { return this._readableState ? read(this, this._readableState) : undefined; } });
  }
  return { Stream, Readable };
})
