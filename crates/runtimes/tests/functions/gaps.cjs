// Corners of timers/promises, util, structuredClone, AbortSignal and process. Holds in Node too.
const assert = require('assert');
const util = require('util');
const { setTimeout: sleep, setImmediate: soon, setInterval: every, scheduler } = require('timers/promises');

const timers = async () => {
  assert.equal(await sleep(1, 'value'), 'value');
  assert.equal(await soon('now'), 'now');
  await scheduler.wait(1);
  await scheduler.yield();
  let count = 0;
  for await (const value of every(1, 'tick')) {
    assert.equal(value, 'tick');
    if (++count === 3) break;
  }
  const controller = new AbortController();
  const waiting = sleep(60000, undefined, { signal: controller.signal });
  controller.abort(new Error('why'));
  await assert.rejects(waiting, { name: 'AbortError', code: 'ABORT_ERR', message: 'The operation was aborted' });
  assert.equal((await waiting.catch((error) => error)).cause.message, 'why');
  await assert.rejects(sleep(1, 1, { signal: AbortSignal.abort() }), { name: 'AbortError', code: 'ABORT_ERR' });
};

const signals = async () => {
  const timeout = AbortSignal.timeout(1);
  await assert.rejects(sleep(60000, undefined, { signal: timeout }), { code: 'ABORT_ERR' });
  assert.deepEqual([timeout.aborted, timeout.reason.name, timeout.reason.code], [true, 'TimeoutError', 23]);
  const [one, two] = [new AbortController(), new AbortController()];
  const any = AbortSignal.any([one.signal, two.signal]);
  const seen = [];
  any.addEventListener('abort', (event) => seen.push(event.type, event.target === any));
  any.onabort = () => seen.push('on');
  two.abort('second');
  one.abort('first');
  assert.deepEqual([any.aborted, any.reason, ...seen], [true, 'second', 'abort', true, 'on']);
  assert.equal(AbortSignal.any([AbortSignal.abort('early'), one.signal]).reason, 'early');
  assert.throws(() => any.throwIfAborted(), (error) => error === 'second');
  assert.equal(AbortSignal.abort().reason.name, 'AbortError');
};

const clones = () => {
  const value = { date: new Date(5), map: new Map([[{ a: 1 }, new Set([1])]]), re: /x/gi, big: 5n, un: undefined, nan: NaN, minus: -0, list: [1, , 3], text: Object('t'), error: new RangeError('r', { cause: 1 }) };
  value.self = value;
  const copy = structuredClone(value);
  assert.ok(copy.self === copy && copy.map !== value.map && Object.is(copy.minus, -0) && !(1 in copy.list) && copy.list.length === 3);
  assert.ok(copy.error instanceof RangeError && copy.error.message === 'r' && copy.error.cause === 1 && 'un' in copy);
  assert.deepEqual([[...copy.map.keys()][0].a, copy.re.flags, copy.date.getTime(), copy.big], [1, 'gi', 5, 5n]);
  class Point { x = 1; #y = 2; get sum() { return this.x + this.#y; } }
  assert.equal(Object.getPrototypeOf(structuredClone(new Point())), Object.prototype);
  assert.deepEqual(structuredClone({ get a() { return 7; } }), { a: 7 });
  assert.deepEqual(Object.keys(structuredClone(Object.assign([1], { more: 2 }))), ['0', 'more']);
  assert.deepEqual(structuredClone({ [Symbol('s')]: 1, a: 1 }), { a: 1 });
  const shared = new Uint8Array([1, 2, 3, 4]);
  const views = structuredClone({ all: shared, part: shared.subarray(1, 3) });
  assert.ok(views.all.buffer === views.part.buffer && views.part[0] === 2);
  for (const [bad, text] of [[() => 1, '() => 1 could not be cloned.'], [Symbol('s'), 'Symbol(s) could not be cloned.'], [Promise.resolve(), '#<Promise> could not be cloned.'], [new WeakMap(), '#<WeakMap> could not be cloned.']]) {
    assert.throws(() => structuredClone({ bad }), { name: 'DataCloneError', code: 25, message: text });
  }
  const buffer = new ArrayBuffer(8);
  const moved = structuredClone({ buffer }, { transfer: [buffer] });
  assert.deepEqual([buffer.byteLength, moved.buffer.byteLength], [0, 8]);
  assert.throws(() => structuredClone(1, { transfer: [{}] }), TypeError);
  assert.throws(() => structuredClone(), TypeError);
};

const plain = (value) => JSON.parse(JSON.stringify(value));
const code = (run) => {
  try {
    run();
  } catch (error) {
    return `${error.code}: ${error.message}`;
  }
};
const args = () => {
  const options = { verbose: { type: 'boolean', short: 'v' }, file: { type: 'string', short: 'f', multiple: true }, level: { type: 'string', default: '3' }, quiet: { type: 'boolean', short: 'q' } };
  const parse = (list, more) => plain(util.parseArgs({ args: list, options, ...more }));
  assert.deepEqual(parse(['-v', '--file', 'a', '-fb', '--file=c=d']), { values: { verbose: true, file: ['a', 'b', 'c=d'], level: '3' }, positionals: [] });
  assert.deepEqual(parse(['-vqf', 'x', 'p', '--', '-v'], { allowPositionals: true }), { values: { verbose: true, quiet: true, file: ['x'], level: '3' }, positionals: ['p', '-v'] });
  assert.deepEqual(parse(['--other=1', '-z', 'p'], { strict: false }), { values: { other: '1', z: true, level: '3' }, positionals: ['p'] });
  assert.deepEqual(parse(['-vq', '--level', '9', '-', '--', 'x'], { allowPositionals: true, tokens: true }).tokens, [
    { kind: 'option', name: 'verbose', rawName: '-v', index: 0 }, { kind: 'option', name: 'quiet', rawName: '-q', index: 0 },
    { kind: 'option', name: 'level', rawName: '--level', index: 1, value: '9', inlineValue: false }, { kind: 'positional', index: 3, value: '-' },
    { kind: 'option-terminator', index: 4 }, { kind: 'positional', index: 5, value: 'x' },
  ]);
  return [['--nope'], ['-v=1'], ['--verbose=1'], ['--file'], ['extra'], ['--file', '-x'], ['-f', '-x']].map((list) => code(() => parse(list)));
};

exports.handler = async () => {
  await timers();
  await signals();
  clones();
  const errors = args();
  const memory = process.memoryUsage();
  assert.deepEqual(Object.keys(memory), ['rss', 'heapTotal', 'heapUsed', 'external', 'arrayBuffers']);
  const large = Buffer.alloc(3 << 20, 1);
  assert.ok(memory.heapUsed > 0 && memory.rss >= memory.heapUsed && process.memoryUsage.rss() > 0 && large.length > 0);
  assert.deepEqual(errors, [
    "ERR_PARSE_ARGS_UNKNOWN_OPTION: Unknown option '--nope'",
    "ERR_PARSE_ARGS_UNKNOWN_OPTION: Unknown option '-='",
    "ERR_PARSE_ARGS_INVALID_OPTION_VALUE: Option '-v, --verbose' does not take an argument",
    "ERR_PARSE_ARGS_INVALID_OPTION_VALUE: Option '-f, --file <value>' argument missing",
    "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: Unexpected argument 'extra'. This command does not take positional arguments",
    "ERR_PARSE_ARGS_INVALID_OPTION_VALUE: Option '--file' argument is ambiguous.\nDid you forget to specify the option argument for '--file'?\nTo specify an option argument starting with a dash use '--file=-XYZ'.",
    "ERR_PARSE_ARGS_INVALID_OPTION_VALUE: Option '-f' argument is ambiguous.\nDid you forget to specify the option argument for '-f'?\nTo specify an option argument starting with a dash use '--file=-XYZ' or '-f-XYZ'.",
  ]);
  return 'ok';
};
