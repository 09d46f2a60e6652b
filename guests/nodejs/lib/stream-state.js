// What both ends of a stream share: their errors, and destroying.
(function (node, use) {
  'use strict';
  const { nextTick } = use('timers');
  const fault = (code, text) => node.errors.withCode(Error, code, text);
  const missing = (name) => fault('ERR_METHOD_NOT_IMPLEMENTED', `The ${name} method is not implemented`);
  const premature = () => fault('ERR_STREAM_PREMATURE_CLOSE', 'Premature close');
  const BYTES_MAX = 64 * 1024;
  const OBJECTS_MAX = 16;

  // The settings of one end; a duplex names them for each.
  const limits = (options, prefix) => {
    const objectMode = Boolean(options.objectMode || options[`${prefix}ObjectMode`]);
    const mark = options.highWaterMark ?? options[`${prefix}HighWaterMark`];
    if (mark !== undefined && mark !== null && !(Number.isInteger(mark) && mark >= 0)) throw node.errors.argumentValue('options.highWaterMark', mark);
    return { objectMode, highWaterMark: mark ?? (objectMode ? OBJECTS_MAX : BYTES_MAX), autoDestroy: options.autoDestroy !== false, emitClose: options.emitClose !== false };
  };
  const states = (stream) => [stream._readableState, stream._writableState].filter(Boolean);
  const isDestroyed = (stream) => states(stream).some((state) => state.destroyed);

  const close = (stream, error) => {
    const all = states(stream);
    if (error && !all.some((state) => state.errorEmitted)) {
      for (const state of all) state.errorEmitted = true;
      stream.emit('error', error);
    }
    for (const state of all) state.closed = true;
    if (all.some((state) => state.emitClose)) stream.emit('close');
  };

  const destroy = (stream, error, callback) => {
    const all = states(stream);
    if (isDestroyed(stream)) {
      callback?.();
      return stream;
    }
    for (const state of all) Object.assign(state, { destroyed: true, errored: state.errored ?? error ?? null });
    let told = false;
    const done = (failure) => {
      if (told) return;
      told = true;
      const final = failure ?? null;
      for (const state of all) state.errored ??= final;
      for (const state of all) state.dropped?.(final);
      callback?.(final);
      nextTick(() => close(stream, final));
    };
    try {
      stream._destroy(error ?? null, done);
    } catch (thrown) {
      done(thrown);
    }
    return stream;
  };

  // A stream ends itself when each of its ends is through.
  const settle = (stream) => {
    const readable = stream._readableState;
    const writable = stream._writableState;
    if (!states(stream).every((state) => state.autoDestroy)) return;
    if ((!readable || readable.endEmitted) && (!writable || writable.finished)) destroy(stream);
  };

  const abortable = (signal, stream) => {
    const abort = () => destroy(stream, Object.assign(new Error('The operation was aborted', { cause: signal.reason }), { name: 'AbortError', code: 'ABORT_ERR' }));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    return stream;
  };
  return { fault, missing, premature, limits, isDestroyed, destroy, settle, abortable };
})
