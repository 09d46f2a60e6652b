// `Writable`: the end of a stream that takes.
(function (node, use) {
  'use strict';
  const { Buffer } = use('buffer');
  const { nextTick } = use('timers');
  const { Stream } = use('stream-readable');
  const shared = use('stream-state');

  function Writable(options = {}) {
    if (!(this instanceof Writable)) return new Writable(options);
    Stream.call(this);
    Writable.prepare(this, options ?? {});
  }
  Object.setPrototypeOf(Writable.prototype, Stream.prototype);
  Object.setPrototypeOf(Writable, Stream);
  // A duplex is one too, though it inherits from Readable.
  Object.defineProperty(Writable, Symbol.hasInstance, {
    value(object) {
      return Function.prototype[Symbol.hasInstance].call(this, object) || (this === Writable && Boolean(object?._writableState));
    },
  });

  Writable.prepare = (stream, options) => {
    const state = {
      ...shared.limits(options, 'writable'),
      queue: [], length: 0, writing: false, corked: 0, needDrain: false, ending: false, finalCalled: false, finished: false,
      destroyed: false, closed: false, errored: null, errorEmitted: false, onEnd: [], pending: 0,
      decodeStrings: options.decodeStrings !== false, defaultEncoding: options.defaultEncoding ?? 'utf8',
    };
    state.dropped = (error) => {
      const why = error ?? shared.fault('ERR_STREAM_DESTROYED', 'Cannot call write after a stream was destroyed');
      for (const { callback } of state.queue.splice(0)) nextTick(callback, why);
      if (!state.finished) for (const callback of state.onEnd.splice(0)) nextTick(callback, why);
    };
    stream._writableState = state;
    for (const name of ['write', 'writev', 'final', 'destroy']) if (typeof options[name] === 'function') stream[`_${name}`] = options[name];
    if (options.signal) shared.abortable(options.signal, stream);
  };

  const finish = (stream) => {
    const state = stream._writableState;
    if (!state.ending || state.length > 0 || state.writing || state.pending || state.errored || state.destroyed || state.finalCalled) return;
    state.finalCalled = true;
    const done = (error) => {
      if (error) return shared.destroy(stream, error);
      nextTick(() => {
        if (state.errored || state.destroyed) return;
        state.finished = true;
        for (const callback of state.onEnd.splice(0)) callback();
        stream.emit('finish');
        shared.settle(stream);
      });
    };
    nextTick(() => {
      try {
        stream._final(done);
      } catch (error) {
        done(error);
      }
    });
  };

  const wrote = (stream, entries, sync, error) => {
    const state = stream._writableState;
    state.writing = false;
    const size = entries.reduce((sum, entry) => sum + entry.size, 0);
    if (error) {
      state.errored ??= error;
      for (const { callback } of entries) nextTick(callback, error);
      shared.destroy(stream, error);
      return;
    }
    state.length -= size;
    state.pending++;
    const after = () => {
      state.pending--;
      if (state.needDrain && state.length === 0 && !state.ending && !state.destroyed) {
        state.needDrain = false;
        stream.emit('drain');
      }
      for (const { callback } of entries) callback(null);
      finish(stream);
    };
    if (!sync) drainQueue(stream);
    if (sync) nextTick(after);
    else after();
    if (sync) nextTick(drainQueue, stream);
  };

  const send = (stream, entries) => {
    const state = stream._writableState;
    state.writing = true;
    let sync = true;
    let called = false;
    const done = (error) => {
      if (called) return void shared.destroy(stream, shared.fault('ERR_MULTIPLE_CALLBACK', 'Callback called multiple times'));
      called = true;
      wrote(stream, entries, sync, error);
    };
    try {
      if (entries.length > 1 || !stream._write) stream._writev(entries.map(({ chunk, encoding }) => ({ chunk, encoding })), done);
      else stream._write(entries[0].chunk, entries[0].encoding, done);
    } catch (error) {
      if (called) throw error;
      done(error);
    }
    sync = false;
  };

  const drainQueue = (stream) => {
    const state = stream._writableState;
    if (state.writing || state.corked || state.destroyed || state.errored || state.queue.length === 0) return;
    const all = typeof stream._writev === 'function' && state.queue.length > 1;
    send(stream, all ? state.queue.splice(0) : [state.queue.shift()]);
  };

  const refusal = (state) => {
    if (state.ending) return shared.fault('ERR_STREAM_WRITE_AFTER_END', 'write after end');
    if (state.destroyed) return shared.fault('ERR_STREAM_DESTROYED', 'Cannot call write after a stream was destroyed');
    return undefined;
  };

  const chunkOf = (state, chunk, encoding) => {
    if (chunk === null) throw node.errors.withCode(TypeError, 'ERR_STREAM_NULL_VALUES', 'May not write null values to stream');
    if (state.objectMode) return [chunk, encoding];
    if (typeof chunk === 'string') return state.decodeStrings ? [Buffer.from(chunk, encoding), 'buffer'] : [chunk, encoding];
    if (Buffer.isBuffer(chunk)) return [chunk, 'buffer'];
    if (chunk instanceof Uint8Array) return [Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length), 'buffer'];
    throw node.errors.argumentType('chunk', 'of type string or an instance of Buffer, TypedArray, or DataView', chunk);
  };

  const members = {
    _write(chunk, encoding, done) {
      if (typeof this._writev !== 'function') throw shared.missing('_write()');
      this._writev([{ chunk, encoding }], done);
    },
    _final(done) {
      done();
    },
    _destroy(error, done) {
      done(error);
    },
    destroy(error, callback) {
      return shared.destroy(this, error, callback);
    },
    write(chunk, encoding, callback) {
      const state = this._writableState;
      if (typeof encoding === 'function') [encoding, callback] = [undefined, encoding];
      callback ??= () => {};
      const [data, kind] = chunkOf(state, chunk, encoding && encoding !== 'buffer' ? encoding : state.defaultEncoding);
      const refused = refusal(state);
      if (refused) {
        nextTick(callback, refused);
        if (state.ending && !state.destroyed) shared.destroy(this, refused);
        return false;
      }
      const size = state.objectMode ? 1 : data.length;
      state.length += size;
      const room = state.length < state.highWaterMark;
      if (!room) state.needDrain = true;
      state.queue.push({ chunk: data, encoding: kind, callback, size });
      drainQueue(this);
      return room && !state.errored && !state.destroyed;
    },
    end(chunk, encoding, callback) {
      const state = this._writableState;
      if (typeof chunk === 'function') [chunk, encoding, callback] = [undefined, undefined, chunk];
      else if (typeof encoding === 'function') [encoding, callback] = [undefined, encoding];
      if (chunk !== undefined && chunk !== null) this.write(chunk, encoding);
      if (callback) {
        if (state.finished || state.destroyed) nextTick(callback, state.finished ? undefined : shared.fault('ERR_STREAM_DESTROYED', 'Cannot call end after a stream was destroyed'));
        else state.onEnd.push(callback);
      }
      if (state.corked) {
        state.corked = 0;
        drainQueue(this);
      }
      state.ending = true;
      finish(this);
      return this;
    },
    cork() {
      this._writableState.corked++;
    },
    uncork() {
      const state = this._writableState;
      if (state.corked) state.corked--;
      drainQueue(this);
    },
    setDefaultEncoding(encoding) {
      this._writableState.defaultEncoding = encoding;
      return this;
    },
  };
  for (const [name, value] of Object.entries(members)) Object.defineProperty(Writable.prototype, name, { value, writable: true, configurable: true });

  const shown = {
    writable: (state) => !state.destroyed && !state.errored && !state.ending,
    writableEnded: (state) => state.ending,
    writableFinished: (state) => state.finished,
    writableLength: (state) => state.length,
    writableNeedDrain: (state) => state.needDrain && !state.ending && !state.destroyed,
    writableCorked: (state) => state.corked,
    writableObjectMode: (state) => state.objectMode,
    writableHighWaterMark: (state) => state.highWaterMark,
    writableAborted: (state) => (state.destroyed || Boolean(state.errored)) && !state.finished,
    destroyed: (state) => state.destroyed,
    closed: (state) => state.closed,
    errored: (state) => state.errored,
  };
  for (const [name, read] of Object.entries(shown)) {
    Object.defineProperty(Writable.prototype, name, { configurable: true, get() { return this._writableState ? read(this._writableState) : undefined; } });
  }
  return { Writable };
})
