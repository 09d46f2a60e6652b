// AsyncLocalStorage and AsyncResource: what is found where. Holds in Node too.
const assert = require('assert');
const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks');
const { EventEmitter, once } = require('events');
const storage = new AsyncLocalStorage();
const other = new AsyncLocalStorage();
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const promises = async () => {
  const seen = [];
  const note = (what) => seen.push(`${what} ${storage.getStore()?.id}`);
  const work = async (id, ms) => {
    note('begin');
    await null;
    note('await');
    await pause(ms);
    note('slept');
    await Promise.all([1, 2].map(async () => { await pause(1); note('inner'); }));
    await { then: (resolve) => { note('thenable'); resolve(); } };
    try {
      await Promise.reject(new Error('no'));
    } catch {
      note('caught');
    } finally {
      note('finally');
    }
    return id;
  };
  await Promise.all([storage.run({ id: 'a' }, work, 'a', 4), storage.run({ id: 'b' }, () => work('b', 2))]);
  for (const id of ['a', 'b']) assert.equal(seen.filter((line) => line.endsWith(` ${id}`)).length, 8, seen.join());
  assert.equal(storage.getStore(), undefined);
};

const callbacks = async () => {
  const found = {};
  await storage.run('here', async () => {
    const wait = (name, start) => new Promise((resolve) => start(() => resolve((found[name] = storage.getStore()))));
    await wait('timeout', (done) => setTimeout(done, 1));
    await wait('immediate', (done) => setImmediate(done));
    await wait('tick', (done) => process.nextTick(done));
    await wait('microtask', (done) => queueMicrotask(done));
    await wait('interval', (done) => { const timer = setInterval(() => { clearInterval(timer); done(); }, 1); });
    await wait('then', (done) => Promise.resolve().then(done));
    for await (const one of (async function* () { yield 1; await pause(1); yield 2; })()) found[`yield ${one}`] = storage.getStore();
  });
  assert.deepEqual(new Set(Object.values(found)), new Set(['here']), JSON.stringify(found));
  assert.equal(Object.keys(found).length, 8);
};

// A promise's reaction has the context of where it was asked for, not of who settles it.
const registered = async () => {
  let settle;
  const promise = new Promise((resolve) => (settle = resolve));
  const seen = storage.run('asker', () => promise.then(() => storage.getStore()));
  storage.run('settler', () => settle());
  assert.equal(await seen, 'asker');
  const emitter = new EventEmitter();
  storage.run('listener', () => emitter.on('x', () => emitter.emit('found', storage.getStore())));
  const found = once(emitter, 'found');
  storage.run('emitter', () => emitter.emit('x'));
  assert.deepEqual(await found, ['emitter']);
};

const nested = async () => {
  assert.equal(storage.run(1, () => storage.run(2, () => storage.getStore()) + storage.getStore()), 3);
  storage.run(1, () => other.run(2, () => assert.deepEqual([storage.getStore(), other.getStore()], [1, 2])));
  storage.run(1, () => assert.equal(storage.exit(() => storage.getStore()), undefined));
  assert.throws(() => storage.run(1, () => { throw new Error('through'); }), /through/);
  assert.equal(storage.getStore(), undefined);
  assert.equal(storage.run(1, (...args) => args.join(), 'a', 'b'), 'a,b');
  await storage.run('outer', async () => {
    storage.enterWith('entered');
    await pause(1);
    assert.equal(storage.getStore(), 'entered');
  });
  assert.equal(storage.getStore(), undefined);
};

const resources = async () => {
  const resource = storage.run('made', () => new AsyncResource('Job'));
  assert.equal(storage.run('later', () => resource.runInAsyncScope(() => storage.getStore())), 'made');
  assert.equal(resource.runInAsyncScope(function (a) { return this.x + a; }, { x: 1 }, 2), 3);
  assert.equal(typeof resource.asyncId(), 'number');
  const bound = storage.run('bound', () => AsyncResource.bind((a, b) => `${storage.getStore()} ${a}${b}`));
  assert.equal(bound.length, 2);
  assert.equal(storage.run('caller', () => bound(1, 2)), 'bound 12');
  const snapshot = storage.run('then', () => AsyncLocalStorage.snapshot());
  assert.equal(storage.run('now', () => snapshot(() => storage.getStore())), 'then');
  const kept = storage.run('kept', () => AsyncLocalStorage.bind(() => storage.getStore()));
  assert.equal(kept(), 'kept');
  assert.throws(() => new AsyncResource(), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => AsyncResource.bind('no'), { code: 'ERR_INVALID_ARG_TYPE' });
};

exports.handler = async () => {
  for (const check of [promises, callbacks, registered, nested, resources]) await check();
  return 'ok';
};
