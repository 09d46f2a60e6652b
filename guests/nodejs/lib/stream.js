// The `stream` and `stream/promises` modules.
(function (node, use) {
  'use strict';
  const { Readable, Stream } = use('stream-readable');
  const { Writable } = use('stream-writable');
  const { Duplex, Transform, PassThrough } = use('stream-duplex');
  const { finished } = use('stream-finished');
  use('stream-iterate');
  const shared = use('stream-state');
  const isStream = (value) => Boolean(value?._readableState || value?._writableState);
  const isIterable = (value) => typeof value?.[Symbol.asyncIterator] === 'function' || typeof value?.[Symbol.iterator] === 'function';

  // One part of a pipeline, from what the part before it gives.
  const joined = (before, part, last) => {
    if (typeof part === 'function') {
      const made = before === undefined ? part({}) : part(before, {});
      if (last && typeof made?.then === 'function') return { value: made };
      if (!isIterable(made)) throw node.errors.withCode(TypeError, 'ERR_INVALID_RETURN_VALUE', 'Expected AsyncIterable to be returned from a function of the pipeline');
      return { stream: last ? undefined : Readable.from(made), value: last ? drain(made) : undefined };
    }
    const stream = isStream(part) ? part : Readable.from(part);
    if (before !== undefined) before.pipe(stream);
    return { stream };
  };
  const drain = async (made) => {
    for await (const chunk of made) void chunk;
  };

  const run = async (parts, { signal, end } = {}) => {
    if (parts.length < 2) throw node.errors.withCode(TypeError, 'ERR_MISSING_ARGS', 'The "streams" argument must be specified');
    if (end === false) throw node.errors.unavailable('stream.pipeline option end: false');
    const streams = [];
    const waits = [];
    let fail;
    waits.push(new Promise((resolve, reject) => (fail = reject)));
    const destroyAll = (error) => streams.forEach((stream) => stream.destroyed || (stream.on('error', () => {}), shared.destroy(stream, error)));
    const all = [];
    try {
      let before;
      parts.forEach((part, index) => {
        const last = index === parts.length - 1;
        const { stream, value } = joined(before, part, last);
        if (value) all.push(value);
        if (stream) {
          streams.push(stream);
          all.push(new Promise((resolve, reject) => finished(stream, { readable: !last, writable: index > 0 }, (error) => (error ? reject(error) : resolve()))));
        }
        before = stream;
      });
      const aborted = () => fail(Object.assign(new Error('The operation was aborted', { cause: signal.reason }), { name: 'AbortError', code: 'ABORT_ERR' }));
      if (signal?.aborted) aborted();
      else signal?.addEventListener('abort', aborted, { once: true });
      const results = await Promise.race([Promise.all(all), waits[0]]);
      return typeof parts.at(-1) === 'function' ? results.at(-1) : undefined;
    } catch (error) {
      for (const one of all) one.catch(() => {});
      destroyAll(error);
      throw error;
    }
  };
  const partsOf = (args) => (args.length === 1 && Array.isArray(args[0]) ? args[0] : args);
  const isOptions = (value) => value !== null && typeof value === 'object' && !isStream(value) && !isIterable(value);

  const pipeline = (...args) => {
    const callback = args.pop();
    if (typeof callback !== 'function') throw node.errors.argumentType('streams[stream.length - 1]', 'of type function', callback);
    const parts = partsOf(args);
    const { nextTick } = use('timers');
    run(parts).then((value) => nextTick(callback, undefined, value), (error) => nextTick(callback, error));
    return parts.at(-1);
  };
  const promises = {
    pipeline: (...args) => {
      const options = isOptions(args.at(-1)) && args.length > 1 ? args.pop() : undefined;
      return run(partsOf(args), options);
    },
    finished: (stream, options = {}) => new Promise((resolve, reject) => finished(stream, options, (error) => (error ? reject(error) : resolve()))),
  };
  const custom = Symbol.for('nodejs.util.promisify.custom');
  Object.defineProperty(pipeline, custom, { value: promises.pipeline });
  Object.defineProperty(finished, custom, { value: promises.finished });

  const absent = (name) => () => {
    throw node.errors.unavailable(`stream.${name}`);
  };
  for (const [Type, names] of [[Readable, ['fromWeb', 'toWeb', 'wrap']], [Writable, ['fromWeb', 'toWeb']], [Duplex, ['from', 'fromWeb', 'toWeb']]]) {
    for (const name of names) Object.defineProperty(Type, name, { value: absent(`${Type.name}.${name}`), writable: true, configurable: true });
  }
  // Also what `require('stream')` itself is: the class of old.
  return Object.assign(Stream, {
    Stream, Readable, Writable, Duplex, Transform, PassThrough, pipeline, finished, promises,
    addAbortSignal: shared.abortable,
    compose: absent('compose'),
    destroy: (stream, error) => shared.destroy(stream, error),
    isReadable: (stream) => Boolean(stream?.readable),
    isErrored: (stream) => Boolean(stream?.errored),
    getDefaultHighWaterMark: (objectMode) => (objectMode ? 16 : 64 * 1024),
  });
})
