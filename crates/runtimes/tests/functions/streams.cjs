// Streams: giving, taking, changing, piping, ending, failing. Holds in Node too.
const assert = require('assert');
const { Readable, Writable, Duplex, Transform, PassThrough, pipeline, finished } = require('stream');
const promises = require('node:stream/promises');
const util = require('util');
const { once } = require('events');

const collector = (options = {}) => {
  const parts = [];
  const stream = new Writable({ ...options, write: (chunk, encoding, done) => (parts.push(options.objectMode ? chunk : chunk.toString()), setImmediate(done)) });
  return { stream, parts };
};
const upper = () => new Transform({ transform: (chunk, encoding, done) => done(null, chunk.toString().toUpperCase()) });

const reads = async () => {
  const chunks = [];
  for await (const chunk of Readable.from(['a', 'b', 'c'])) chunks.push(chunk);
  assert.deepEqual(chunks, ['a', 'b', 'c']);
  let left = 5;
  class Counter extends Readable {
    _read() {
      this.push(left > 0 ? `${left--}` : null);
    }
  }
  assert.equal(Buffer.concat(await new Counter().toArray()).toString(), '54321');
  const split = new Readable({ read() {} }).setEncoding('utf8');
  const euro = Buffer.from('€');
  split.push(euro.subarray(0, 1));
  split.push(euro.subarray(1));
  split.push(null);
  assert.equal((await split.toArray()).join(''), '€');
  const manual = new Readable({ read() {} });
  manual.push('abcdef');
  manual.push(null);
  await once(manual, 'readable');
  assert.equal(manual.read(2).toString(), 'ab');
  assert.equal(manual.read().toString(), 'cdef');
  assert.equal(manual.read(), null);
  await once(manual, 'end');
  assert.ok(manual.readableEnded && !manual.readable);
  assert.deepEqual(await Readable.from([1, 2, 3, 4]).filter((n) => n % 2).map((n) => n * 10).toArray(), [10, 30]);
  assert.equal(await Readable.from([1, 2, 3]).reduce((sum, n) => sum + n, 0), 6);
};

const writes = async () => {
  const { stream, parts } = collector({ highWaterMark: 3 });
  assert.equal(stream.write('ab'), true);
  assert.equal(stream.write('cd'), false);
  assert.ok(stream.writableNeedDrain && stream.writableLength === 4);
  await once(stream, 'drain');
  stream.end('ef');
  await once(stream, 'finish');
  assert.deepEqual(parts, ['ab', 'cd', 'ef']);
  const late = collector().stream;
  late.end();
  const failure = once(late, 'error');
  late.write('x', (error) => assert.equal(error.code, 'ERR_STREAM_WRITE_AFTER_END'));
  assert.equal((await failure)[0].code, 'ERR_STREAM_WRITE_AFTER_END');
  const together = [];
  const corked = new Writable({ writev: (list, done) => (together.push(list.map(({ chunk }) => `${chunk}`)), done()) });
  corked.cork();
  corked.write('1');
  corked.write('2');
  corked.end('3');
  await promises.finished(corked);
  assert.deepEqual(together, [['1', '2', '3']]);
  assert.throws(() => collector().stream.write(null), { code: 'ERR_STREAM_NULL_VALUES' });
  assert.throws(() => collector().stream.write({}), { code: 'ERR_INVALID_ARG_TYPE' });
};

const pipes = async () => {
  const { stream, parts } = collector();
  await promises.pipeline(Readable.from(['a', 'b']), upper(), new PassThrough(), stream);
  assert.deepEqual(parts.join(''), 'AB');
  const big = collector({ highWaterMark: 10 });
  await promises.pipeline(Readable.from(Array.from({ length: 1000 }, (_, i) => `${i},`)), upper(), big.stream);
  assert.equal(big.parts.join('').length, 3890);
  const objects = collector({ objectMode: true });
  const double = new Transform({ objectMode: true, transform: (n, encoding, done) => done(null, n * 2), flush(done) { this.push('end'); done(); } });
  await new Promise((resolve, reject) => pipeline(Readable.from([1, 2]), double, objects.stream, (error) => (error ? reject(error) : resolve())));
  assert.deepEqual(objects.parts, [2, 4, 'end']);
  const total = await promises.pipeline(
    async function* () { yield 1; yield 2; },
    async function* (source) { for await (const n of source) yield n + 1; },
    async (source) => { let sum = 0; for await (const n of source) sum += n; return sum; },
  );
  assert.equal(total, 5);
  const old = collector();
  Readable.from(['x', 'y']).pipe(upper()).pipe(old.stream);
  await once(old.stream, 'finish');
  assert.equal(old.parts.join(''), 'XY');
  await util.promisify(pipeline)(Readable.from(['z']), collector().stream);
};

const failures = async () => {
  const broken = new Transform({ transform: (chunk, encoding, done) => done(new Error('bad chunk')) });
  const source = Readable.from(['a']);
  await assert.rejects(promises.pipeline(source, broken, collector().stream), /bad chunk/);
  assert.ok(source.destroyed && broken.destroyed);
  await assert.rejects(async () => {
    for await (const chunk of new Readable({ read() { this.destroy(new Error('cut')); } })) void chunk;
  }, /cut/);
  const thrown = Readable.from((async function* () { yield 1; throw new Error('source'); })());
  await assert.rejects(thrown.toArray(), /source/);
  const early = new PassThrough();
  const ended = promises.finished(early);
  early.destroy();
  await assert.rejects(ended, { code: 'ERR_STREAM_PREMATURE_CLOSE' });
  const late = new Readable({ read() {} });
  late.push(null);
  const told = once(late, 'error');
  late.push('x');
  assert.equal((await told)[0].code, 'ERR_STREAM_PUSH_AFTER_EOF');
  let closed = false;
  const left = Readable.from([1, 2, 3]).on('close', () => (closed = true));
  for await (const n of left) if (n === 2) break;
  await new Promise(setImmediate);
  assert.ok(left.destroyed && closed);
  const controller = new AbortController();
  const held = promises.pipeline(new Readable({ read() {} }), collector().stream, { signal: controller.signal });
  controller.abort();
  await assert.rejects(held, { name: 'AbortError', code: 'ABORT_ERR' });
};

const shapes = async () => {
  function Old() {
    Transform.call(this);
  }
  util.inherits(Old, Transform);
  Old.prototype._transform = function (chunk, encoding, done) {
    this.push(`<${chunk}>`);
    done();
  };
  const old = new Old();
  old.end('in');
  assert.equal(Buffer.concat(await old.toArray()).toString(), '<in>');
  assert.ok(old instanceof Readable && old instanceof Writable && old instanceof require('stream'));
  assert.ok(!(new Readable() instanceof Writable) && new Writable() instanceof Writable);
  const pair = new Duplex({ read() { this.push('out'); this.push(null); }, write: (chunk, encoding, done) => done() });
  pair.end('in');
  assert.equal(Buffer.concat(await pair.toArray()).toString(), 'out');
  const order = [];
  const seen = new PassThrough();
  for (const name of ['finish', 'end', 'close']) seen.on(name, () => order.push(name));
  seen.resume();
  seen.end('x');
  await new Promise((resolve) => finished(seen, resolve));
  await new Promise(setImmediate);
  assert.deepEqual(order, ['end', 'finish', 'close']);
};

exports.handler = async () => {
  await reads();
  await writes();
  await pipes();
  await failures();
  await shapes();
  return 'ok';
};
