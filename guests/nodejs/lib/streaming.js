// `awslambda`: handlers that answer in pieces, with the words of AWS's own client.
(function (node, use) {
  'use strict';
  const { host } = node;
  const { Buffer } = use('buffer');
  const { Writable } = use('stream-writable');
  const KIND = Symbol.for('aws.lambda.runtime.handler.streaming');
  const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');
  const HTTP_TYPE = 'application/vnd.awslambda.http-integration-response';
  const PRELUDE_END = new Uint8Array(8);

  const streamifyResponse = (handler, options) => {
    handler[KIND] = 'response';
    if (options?.highWaterMark !== undefined) handler[HIGH_WATER_MARK] = Number.parseInt(options.highWaterMark);
    return handler;
  };

  class HttpResponseStream {
    /** Status, headers and cookies of a function URL's answer come before its body. */
    static from(stream, prelude) {
      stream.setContentType(HTTP_TYPE);
      const text = JSON.stringify(prelude);
      stream._onBeforeFirstWrite = (write) => {
        write(text);
        write(PRELUDE_END);
      };
      return stream;
    }
  }

  const tooLate = () => Object.assign(new Error('Cannot set content-type, too late.'), { name: 'Runtime.InvalidStreamingOperation' });

  const send = (chunk) => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    host.streamWrite(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };

  /** What the handler writes its answer to. `onEnd` is called when all of it is sent. */
  const responseStream = (handler, onEnd) => {
    let type = 'application/octet-stream';
    let isOpen = false;
    const open = () => {
      if (isOpen) return;
      isOpen = true;
      host.streamBegin(type);
      stream._onBeforeFirstWrite?.(send);
    };
    const highWaterMark = handler[HIGH_WATER_MARK];
    const stream = new Writable({
      ...(highWaterMark > 0 ? { highWaterMark } : {}),
      write(chunk, _encoding, done) {
        open();
        send(chunk);
        done();
      },
      final(done) {
        open();
        onEnd();
        done();
      },
    });
    const plain = (chunk) => (typeof chunk === 'string' || chunk instanceof Uint8Array ? chunk : JSON.stringify(chunk));
    const { write, end } = stream;
    stream.write = (chunk, ...rest) => write.call(stream, plain(chunk), ...rest);
    stream.end = (chunk, ...rest) =>
      chunk === undefined || chunk === null || typeof chunk === 'function' ? end.call(stream, chunk, ...rest) : end.call(stream, plain(chunk), ...rest);
    stream.setContentType = (value) => {
      if (isOpen) throw tooLate();
      type = String(value);
    };
    return stream;
  };

  return { awslambda: { streamifyResponse, HttpResponseStream }, responseStream };
})
