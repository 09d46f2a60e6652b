// The `zlib` module over zlib itself (compress.h): at once, with a callback, and as streams.
(function (node, use) {
  'use strict';
  const { host } = node;
  const { Buffer } = use('buffer');
  const { Transform } = use('stream');
  const { withCode, argumentType, outOfRange } = node.errors;
  const BYTES_MAX = 2 ** 30;
  const CHUNK_BYTES = 16384;

  const constants = {
    Z_NO_FLUSH: 0, Z_PARTIAL_FLUSH: 1, Z_SYNC_FLUSH: 2, Z_FULL_FLUSH: 3, Z_FINISH: 4, Z_BLOCK: 5,
    Z_OK: 0, Z_STREAM_END: 1, Z_NEED_DICT: 2, Z_ERRNO: -1, Z_STREAM_ERROR: -2, Z_DATA_ERROR: -3, Z_MEM_ERROR: -4, Z_BUF_ERROR: -5, Z_VERSION_ERROR: -6,
    Z_NO_COMPRESSION: 0, Z_BEST_SPEED: 1, Z_BEST_COMPRESSION: 9, Z_DEFAULT_COMPRESSION: -1,
    Z_FILTERED: 1, Z_HUFFMAN_ONLY: 2, Z_RLE: 3, Z_FIXED: 4, Z_DEFAULT_STRATEGY: 0,
    DEFLATE: 1, INFLATE: 2, GZIP: 3, GUNZIP: 4, DEFLATERAW: 5, INFLATERAW: 6, UNZIP: 7,
    Z_MIN_WINDOWBITS: 8, Z_MAX_WINDOWBITS: 15, Z_DEFAULT_WINDOWBITS: 15, Z_MIN_CHUNK: 64, Z_MAX_CHUNK: Infinity, Z_DEFAULT_CHUNK: CHUNK_BYTES,
    Z_MIN_MEMLEVEL: 1, Z_MAX_MEMLEVEL: 9, Z_DEFAULT_MEMLEVEL: 8, Z_MIN_LEVEL: -1, Z_MAX_LEVEL: 9, Z_DEFAULT_LEVEL: -1,
  };
  const NAMES = { 2: 'Z_NEED_DICT', '-2': 'Z_STREAM_ERROR', '-3': 'Z_DATA_ERROR', '-4': 'Z_MEM_ERROR', '-5': 'Z_BUF_ERROR' };
  const codes = Object.fromEntries(Object.entries(constants).filter(([name]) => /^Z_(?:OK|STREAM_END|NEED_DICT|\w*ERR\w*)$/.test(name)).flatMap(([name, number]) => [[name, number], [number, name]]));

  // What is added to the window bits says which head the data has: none, zlib's, gzip's, or either.
  const KINDS = {
    Deflate: { inflates: false, bits: (bits) => bits },
    Inflate: { inflates: true, bits: (bits) => bits },
    Gzip: { inflates: false, bits: (bits) => bits + 16 },
    Gunzip: { inflates: true, bits: (bits) => bits + 16, joins: true },
    DeflateRaw: { inflates: false, bits: (bits) => -Math.max(bits, 9) },
    InflateRaw: { inflates: true, bits: (bits) => -bits },
    Unzip: { inflates: true, bits: (bits) => bits + 32, joins: true },
  };

  const bytesOf = (data) => {
    if (typeof data === 'string') return Buffer.from(data);
    if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    if (data instanceof ArrayBuffer) return new Uint8Array(data);
    throw argumentType('buffer', 'of type string or an instance of Buffer, TypedArray, DataView, or ArrayBuffer', data);
  };
  const option = (options, name, least, most, otherwise) => {
    const value = options[name];
    if (value === undefined || Number.isNaN(value)) return otherwise;
    if (typeof value !== 'number') throw argumentType(`options.${name}`, 'of type number', value);
    if (!(value >= least && value <= most)) throw outOfRange(`options.${name}`, `>= ${least} and <= ${most}`, value);
    return value;
  };
  const fault = (message, errno) => Object.assign(new Error(message), { errno, code: NAMES[errno] });
  const tooLarge = (most) => withCode(RangeError, 'ERR_BUFFER_TOO_LARGE', `Cannot create a Buffer larger than ${most} bytes`);

  // One run of zlib: bytes in, pieces out.
  class Codec {
    constructor(name, options = {}) {
      const kind = KINDS[name];
      this.kind = kind;
      this.options = options ?? {};
      const given = this.options;
      const bits = option(given, 'windowBits', kind.inflates && given.windowBits === 0 ? 0 : name === 'Gzip' ? 9 : 8, 15, 15);
      const level = option(given, 'level', -1, 9, -1);
      const memory = option(given, 'memLevel', 1, 9, 8);
      const strategy = option(given, 'strategy', 0, 4, 0);
      this.chunkBytes = option(given, 'chunkSize', 64, BYTES_MAX, CHUNK_BYTES);
      this.bytesMax = option(given, 'maxOutputLength', 1, BYTES_MAX, BYTES_MAX);
      this.flush = option(given, 'flush', 0, 5, constants.Z_NO_FLUSH);
      this.finish = option(given, 'finishFlush', 0, 5, constants.Z_FINISH);
      this.stream = host.zlibOpen(kind.inflates, kind.bits(bits), level, memory, strategy);
      if (typeof this.stream === 'number') throw withCode(Error, 'ERR_ZLIB_INITIALIZATION_FAILED', 'Initialization failed');
      this.total = 0;
      this.ended = false;
      this.dictionary = given.dictionary === undefined ? undefined : bytesOf(given.dictionary).slice().buffer;
      // Of a zlib head the dictionary's checksum is known first; raw data says nothing of it.
      if (this.dictionary && (!kind.inflates || name === 'InflateRaw')) this.setDictionary();
    }
    setDictionary() {
      if (host.zlibDictionary(this.stream, this.dictionary) !== constants.Z_OK) throw fault('Bad dictionary', constants.Z_NEED_DICT);
    }
    // Gives the output of `input`, each piece to `take`.
    run(input, flush, take) {
      if (input.length > 0) this.isGzip ??= this.kind.joins === true && input[0] === 0x1f;
      let at = 0;
      for (;;) {
        if (this.ended && !this.next(input, at)) return;
        const out = new Uint8Array(this.chunkBytes);
        const [result, left, room, message] = host.zlibWrite(this.stream, input.buffer, input.byteOffset + at, input.byteLength - at, out.buffer, flush);
        at = input.byteLength - left;
        this.give(out, out.length - room, take);
        if (result === constants.Z_NEED_DICT && this.dictionary) {
          this.setDictionary();
          continue;
        }
        this.check(result, message, room, left, flush);
        if (result === constants.Z_STREAM_END) {
          this.ended = true;
          if (left === 0) return;
        } else if (room > 0 && (left === 0 || result === constants.Z_BUF_ERROR)) {
          return;
        }
      }
    }
    give(out, length, take) {
      this.total += length;
      if (this.total > this.bytesMax) throw tooLarge(this.bytesMax);
      if (length > 0) take(Buffer.from(out.buffer, 0, length));
    }
    check(result, message, room, left, flush) {
      if (result === constants.Z_NEED_DICT) throw fault('Missing dictionary', constants.Z_NEED_DICT);
      if (result < 0 && result !== constants.Z_BUF_ERROR) throw fault(message ?? 'zlib failed', result);
      const isCut = this.kind.inflates && flush === constants.Z_FINISH && result !== constants.Z_STREAM_END && room > 0 && left === 0;
      if (isCut) throw fault('unexpected end of file', constants.Z_BUF_ERROR);
    }
    // After the end of a member of gzip another one follows, unless there are zeros; after zlib's all is let lie.
    next(input, at) {
      if (!this.isGzip || at >= input.length || input[at] === 0) return false;
      host.zlibReset(this.stream);
      this.ended = false;
      return true;
    }
  }

  const atOnce = (name, data, options) => {
    const codec = new Codec(name, options);
    const pieces = [];
    codec.run(bytesOf(data), codec.finish, (piece) => pieces.push(piece));
    const all = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
    return options?.info ? { buffer: all, engine: codec } : all;
  };
  const withCallback = (name) => (data, options, callback) => {
    if (typeof options === 'function') [options, callback] = [{}, options];
    if (typeof callback !== 'function') throw argumentType('callback', 'of type function', callback);
    const bytes = bytesOf(data);
    new Codec(name, options); // options that are wrong are thrown at once
    use('timers').setImmediate(() => {
      let made;
      try {
        made = atOnce(name, bytes, options);
      } catch (error) {
        return callback(error);
      }
      callback(null, made);
    });
  };

  const streamOf = (name) => {
    const Made = {
      [name]: class extends Transform {
        #codec;
        constructor(options) {
          super(options);
          this.#codec = new Codec(name, options);
          this.bytesWritten = 0;
        }
        #run(bytes, flush, done) {
          try {
            this.#codec.run(bytes, flush, (piece) => this.push(piece));
          } catch (error) {
            return done(error);
          }
          done();
        }
        _transform(chunk, encoding, done) {
          const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : bytesOf(chunk);
          this.bytesWritten += bytes.byteLength;
          this.#run(bytes, this.#codec.flush, done);
        }
        _flush(done) {
          if (this.#codec.ended || (this.#codec.kind.inflates && this.bytesWritten === 0)) return done();
          this.#run(new Uint8Array(0), this.#codec.finish, done);
        }
        flush(kind, done) {
          if (typeof kind === 'function') [kind, done] = [undefined, kind];
          this.#run(new Uint8Array(0), kind ?? constants.Z_FULL_FLUSH, (error) => (error ? this.destroy(error) : done && use('timers').nextTick(done)));
        }
        reset() {
          host.zlibReset(this.#codec.stream);
          this.#codec.ended = false;
        }
        close(done) {
          if (done) this.once('close', done);
          this.destroy();
        }
      },
    }[name];
    // Node makes one without `new` too.
    return new Proxy(Made, { apply: (target, self, args) => new target(...args) });
  };

  const crc32 = (data, before = 0) => {
    if (typeof data !== 'string' && !ArrayBuffer.isView(data)) throw argumentType('data', 'of type string or an instance of Buffer, TypedArray, or DataView', data);
    if (typeof before !== 'number') throw argumentType('value', 'of type number', before);
    if (!(Number.isInteger(before) && before >= 0 && before <= 0xffffffff)) throw outOfRange('value', '>= 0 && <= 4294967295', before);
    const bytes = bytesOf(data);
    return host.crc32(bytes.buffer, bytes.byteOffset, bytes.byteLength, before);
  };

  const module = { constants, codes, crc32 };
  for (const name of Object.keys(KINDS)) {
    const method = name[0].toLowerCase() + name.slice(1);
    module[name] = streamOf(name);
    module[`create${name}`] = (options) => new module[name](options);
    module[method] = withCallback(name);
    module[`${method}Sync`] = (data, options) => atOnce(name, data, options);
  }
  for (const name of ['brotliCompress', 'brotliCompressSync', 'brotliDecompress', 'brotliDecompressSync', 'createBrotliCompress', 'createBrotliDecompress', 'zstdCompress', 'zstdCompressSync', 'zstdDecompress', 'zstdDecompressSync', 'createZstdCompress', 'createZstdDecompress']) {
    module[name] = () => {
      throw node.errors.unavailable(`zlib.${name}`, 'it has gzip and deflate');
    };
  }
  for (const [name, value] of Object.entries(constants)) if (name.startsWith('Z_')) module[name] ??= value;
  return module;
})
