// What CommonJS brings along.
const { promisify, inspect, types } = require('util');
const os = require('os');
const fs = require('node:fs');
const { basename } = require('path');
const later = promisify((value, done) => setTimeout(done, 1, null, value * 2));
exports.handler = async (event) => {
  fs.writeFileSync('/tmp/note.txt', JSON.stringify(event));
  fs.appendFileSync('/tmp/note.txt', '\n');
  console.log(inspect({ deep: { a: { b: { c: 1 } } }, list: new Set([1]), f() {} }, { depth: 1 }));
  const found = fs.readdirSync('/tmp').filter((name) => name === 'note.txt');
  const kept = await fs.promises.readFile('/tmp/note.txt', 'utf8');
  fs.unlinkSync('/tmp/note.txt');
  return { kept, found, twice: await later(21), end: os.EOL, name: basename('/a/b.txt', '.txt'), promise: types.isPromise(later(1)), gone: fs.existsSync('/tmp/note.txt') };
};
