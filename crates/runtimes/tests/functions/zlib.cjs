// zlib: at once, with callbacks, as streams, and what is refused. Holds in Node too.
const assert = require('assert');
const zlib = require('node:zlib');
const { promisify } = require('util');
const { Readable } = require('stream');
const { pipeline } = require('stream/promises');
const text = 'the quick brown fox jumps over the lazy dog, '.repeat(200);
const bytes = Buffer.from(text);
const thrown = (run, expected) => assert.throws(run, expected);

const atOnce = () => {
  for (const [pack, unpack] of [['gzip', 'gunzip'], ['deflate', 'inflate'], ['deflateRaw', 'inflateRaw'], ['gzip', 'unzip'], ['deflate', 'unzip']]) {
    for (const level of [undefined, 0, 1, 9]) {
      const packed = zlib[`${pack}Sync`](text, { level });
      assert.ok(Buffer.isBuffer(packed) && (level === 0 || packed.length < 500), `${pack} ${packed.length}`);
      assert.equal(zlib[`${unpack}Sync`](packed).toString(), text);
    }
  }
  assert.equal(zlib.gunzipSync(Buffer.from('H4sIAAAAAAAAA8tIzcnJVyjPL8pJAQCFEUoNCwAAAA==', 'base64')).toString(), 'hello world');
  assert.equal(zlib.inflateSync(Buffer.from('eJzLSM3JyVcozy/KSQEAGgsEXQ==', 'base64')).toString(), 'hello world');
  assert.equal(zlib.gunzipSync(Buffer.concat([zlib.gzipSync('a'), zlib.gzipSync('b'), Buffer.alloc(9)])).toString(), 'ab');
  thrown(() => zlib.gunzipSync(Buffer.concat([zlib.gzipSync('a'), Buffer.from('rest')])), { message: 'incorrect header check' });
  assert.equal(zlib.unzipSync(Buffer.concat([zlib.deflateSync('a'), Buffer.from('rest')])).toString(), 'a');
  assert.equal(zlib.inflateSync(zlib.deflateSync('')).length, 0);
  assert.equal(zlib.gunzipSync(new Uint8Array(zlib.gzipSync(new Uint8Array([1, 2]))).buffer).toString('hex'), '0102');
  const head = zlib.gzipSync('x');
  assert.deepEqual([...head.subarray(0, 4)], [0x1f, 0x8b, 8, 0]);
  const dictionary = Buffer.from('quick brown fox');
  const packed = zlib.deflateSync(text, { dictionary });
  assert.equal(zlib.inflateSync(packed, { dictionary }).toString(), text);
  thrown(() => zlib.inflateSync(packed), { message: 'Missing dictionary', code: 'Z_NEED_DICT', errno: 2 });
  thrown(() => zlib.inflateSync(packed, { dictionary: Buffer.from('wrong') }), { message: 'Bad dictionary', code: 'Z_NEED_DICT' });
  assert.equal(zlib.inflateSync(zlib.deflateSync(text).subarray(0, 60), { finishFlush: zlib.constants.Z_SYNC_FLUSH }).toString().slice(0, 9), 'the quick');
};

const refused = () => {
  thrown(() => zlib.gunzipSync('not gzip'), { message: 'incorrect header check', code: 'Z_DATA_ERROR', errno: -3 });
  thrown(() => zlib.inflateSync(zlib.deflateSync(text).subarray(0, 40)), { message: 'unexpected end of file', code: 'Z_BUF_ERROR', errno: -5 });
  thrown(() => zlib.inflateSync(zlib.deflateSync(text), { maxOutputLength: 100 }), { code: 'ERR_BUFFER_TOO_LARGE', message: 'Cannot create a Buffer larger than 100 bytes' });
  thrown(() => zlib.deflateSync(text, { level: 10 }), { code: 'ERR_OUT_OF_RANGE', message: 'The value of "options.level" is out of range. It must be >= -1 and <= 9. Received 10' });
  thrown(() => zlib.deflateSync(7), { code: 'ERR_INVALID_ARG_TYPE' });
  thrown(() => zlib.gzip(text), { code: 'ERR_INVALID_ARG_TYPE' });
};

const callbacks = async () => {
  const packed = await promisify(zlib.gzip)(text);
  assert.equal((await promisify(zlib.gunzip)(packed)).toString(), text);
  await assert.rejects(promisify(zlib.inflate)('no'), { code: 'Z_DATA_ERROR' });
  let order = 'before';
  const done = new Promise((resolve) => zlib.deflate('x', { level: 9 }, (error, made) => resolve([error, Buffer.isBuffer(made), order])));
  order = 'after';
  assert.deepEqual(await done, [null, true, 'after']);
};

const streams = async () => {
  const got = [];
  const pieces = Array.from({ length: 90 }, (_, at) => bytes.subarray(at * 100, at * 100 + 100));
  await pipeline(Readable.from(pieces), zlib.createGzip({ level: 6 }), zlib.createGunzip(), async (source) => {
    for await (const piece of source) got.push(piece);
  });
  assert.equal(Buffer.concat(got).toString(), text);
  await assert.rejects(pipeline(Readable.from([Buffer.from('nonsense')]), zlib.createInflate(), async (source) => { for await (const _ of source); }), { code: 'Z_DATA_ERROR' });
  await assert.rejects(pipeline(Readable.from([zlib.gzipSync(text).subarray(0, 50)]), zlib.createGunzip(), async (source) => { for await (const _ of source); }), { code: 'Z_BUF_ERROR' });
  const ended = new Promise((resolve) => {
    const packer = zlib.createDeflateRaw();
    const out = [];
    packer.on('data', (piece) => out.push(piece)).on('end', () => resolve(Buffer.concat(out)));
    packer.write('one ');
    packer.end('two');
  });
  assert.equal(zlib.inflateRawSync(await ended).toString(), 'one two');
};

exports.handler = async () => {
  atOnce();
  refused();
  await callbacks();
  await streams();
  if (zlib.crc32) {
    assert.equal(zlib.crc32('hello world'), 0x0d4a1185);
    assert.equal(zlib.crc32(Buffer.from(' world'), zlib.crc32('hello')), 0x0d4a1185);
  }
  assert.equal(zlib.constants.Z_BEST_COMPRESSION, 9);
  return 'ok';
};
