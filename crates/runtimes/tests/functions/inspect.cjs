// What util.inspect and util.format write. The expectations are Node's own output.
const { inspect, format } = require('util');
class Point {
  constructor() {
    this.x = 1;
  }
}
class Empty {}
class Many extends Map {}
const circle = { name: 'a' };
circle.self = circle;
const cases = () => [
  inspect({ a: 1, b: 'two', c: [1, 2, 3], d: null, e: undefined, f: true, g: 10n, h: Symbol('s') }),
  inspect({ a: { b: { c: { d: 1 } } } }),
  inspect([[[[1]]]]),
  inspect({ 'a-b': 1, [Symbol('k')]: 2, 3: 4 }),
  inspect("it's"),
  inspect('a\n\u0001'),
  inspect([]) + inspect({}) + inspect(new Map()) + inspect(new Set()),
  inspect(new Map([['k', { v: 1 }], [{ o: 1 }, 2]])),
  inspect(new Set(['a', { b: 1 }])),
  inspect(new Point()) + inspect(new Empty()) + inspect(new Many([[1, 2]])),
  inspect(Object.create(null)) + inspect(Object.assign(Object.create(null), { a: 1 })),
  inspect(circle),
  inspect(function named() {}) + inspect(() => {}) + inspect(class A {}) + inspect(class B extends Point {}) + inspect(async () => {}),
  inspect(Object.assign(() => {}, { a: 1 })),
  inspect(/a/g) + inspect(new Date(0)) + inspect(new Date(NaN)),
  inspect([1, , 3, , ,]),
  inspect(Object.assign([1], { extra: true })),
  inspect(new Array(120).fill(1)),
  inspect(Array.from({ length: 30 }, (_, i) => i * 7)),
  inspect(Array.from({ length: 10 }, (_, i) => `item ${i}`)),
  inspect({ long: 'x'.repeat(60), longer: 'y'.repeat(60), list: [1, 2] }),
  inspect(Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`key${i}`, i]))),
  inspect(new Uint8Array([1, 2, 3])) + inspect(Buffer.from('hi')) + inspect(new ArrayBuffer(2)),
  inspect(Promise.resolve(4)) + inspect(new Promise(() => {})) + inspect(new WeakMap()),
  inspect({ get a() { return 1; }, set b(v) {}, get c() { return 1; }, set c(v) {} }),
  inspect(-0) + inspect(NaN) + inspect([undefined, null]),
  inspect(new Number(3)) + inspect(new String('s')) + inspect(Object(1n)),
  inspect({ a: { b: { c: {} } } }, { depth: 0 }) + inspect({ a: { b: { c: {} } } }, { depth: null }),
  inspect({ [inspect.custom]: () => 'CUSTOM' }),
  inspect({ a: [{ b: 1, c: 2 }, { b: 3, c: 4 }], text: 'hello world', when: new Date(0) }),
  inspect({ statusCode: 200, headers: { 'content-type': 'application/json', 'cache-control': 'no-store' }, body: '{"message":"Hello from Lambda!"}' }),
  inspect({ Records: [{ eventSource: 'aws:s3', s3: { bucket: { name: 'b' }, object: { key: 'k', size: 12 } } }] }),
  inspect(Object.assign(new (class extends Error {})('m'), { stack: 'Error: m\n    at x (/y:1:1)', code: 'E' })),
  inspect({ e: Object.assign(new TypeError('bad'), { stack: 'TypeError: bad\n    at x (/y:1:1)' }) }),
  inspect(['multi\nline text that is quite long, longer than sixteen characters\nand a third line of text that goes beyond the width of it all']),
  inspect([new Map([['a', new Set([1, 2])]]), [new Point()]]),
  inspect('x'.repeat(10005)).slice(-30),
  inspect(new Proxy({ a: 1 }, {})) + inspect(globalThis.Math).slice(0, 20),
  format('%s %d %i %f %j %o %O %%', 'a', '42', '42.9', '1.5', { a: 1 }, [1], { b: 2 }),
  format('%s', { a: { b: { c: 1 } } }, 'more', 1, { d: 1 }),
  format('%s %s', 'only one'),
  format('no', 'format', 5, 'x'),
  format(1, 2, '3') + format('%c styled', 'color: red') + format('%s', Symbol('a')) + format('%s', 12n) + format('%d', 12n) + format('%s', -0),
  format('%s %s %s', null, undefined, () => 1),
  format('%s', new Point(), new Error('boom').message, class Q {}),
  format('%x %s', 1),
];
exports.handler = async () => cases();
if (typeof process !== 'undefined' && process.argv[2] === '--record') console.log(JSON.stringify(cases(), null, 1));
