// `Duplex`, `Transform`, `PassThrough`.
(function (node, use) {
  'use strict';
  const { Readable, Stream } = use('stream-readable');
  const { Writable } = use('stream-writable');
  const shared = use('stream-state');

  function Duplex(options = {}) {
    if (!(this instanceof Duplex)) return new Duplex(options);
    Stream.call(this);
    Readable.prepare(this, options ?? {});
    Writable.prepare(this, options ?? {});
    this.allowHalfOpen = options?.allowHalfOpen !== false;
    if (options?.readable === false) Object.assign(this._readableState, { ended: true, endEmitted: true });
    if (options?.writable === false) Object.assign(this._writableState, { ending: true, finished: true });
  }
  Object.setPrototypeOf(Duplex.prototype, Readable.prototype);
  Object.setPrototypeOf(Duplex, Readable);
  for (const name of Object.getOwnPropertyNames(Writable.prototype)) {
    if (!(name in Readable.prototype)) Object.defineProperty(Duplex.prototype, name, Object.getOwnPropertyDescriptor(Writable.prototype, name));
  }

  function Transform(options = {}) {
    if (!(this instanceof Transform)) return new Transform(options);
    Duplex.call(this, options);
    this._held = null; // the callback of a write that waits for room
    if (typeof options?.transform === 'function') this._transform = options.transform;
    if (typeof options?.flush === 'function') this._flush = options.flush;
  }
  Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
  Object.setPrototypeOf(Transform, Duplex);
  const members = {
    _transform() {
      throw shared.missing('_transform()');
    },
    _write(chunk, encoding, done) {
      const state = this._readableState;
      const before = state.length;
      this._transform(chunk, encoding, (error, value) => {
        if (error) return done(error);
        if (value !== null && value !== undefined) this.push(value);
        if (state.ended || state.length === before || state.length < state.highWaterMark) done();
        else this._held = done;
      });
    },
    _read() {
      const held = this._held;
      this._held = null;
      held?.();
    },
    _final(done) {
      const end = (error, value) => {
        if (error) return done(error);
        if (value !== null && value !== undefined) this.push(value);
        this.push(null);
        done();
      };
      if (typeof this._flush === 'function') this._flush(end);
      else end();
    },
  };
  for (const [name, value] of Object.entries(members)) Object.defineProperty(Transform.prototype, name, { value, writable: true, configurable: true });

  function PassThrough(options = {}) {
    if (!(this instanceof PassThrough)) return new PassThrough(options);
    Transform.call(this, options);
  }
  Object.setPrototypeOf(PassThrough.prototype, Transform.prototype);
  Object.setPrototypeOf(PassThrough, Transform);
  PassThrough.prototype._transform = (chunk, encoding, done) => done(null, chunk);
  return { Duplex, Transform, PassThrough };
})
