// The `assert` module.
(function (node, use) {
  'use strict';
  const { inspect } = use('inspect');
  const equal = use('equal');

  class AssertionError extends Error {
    constructor({ message, actual, expected, operator }) {
      super(message);
      this.generatedMessage = false;
      Object.assign(this, { code: 'ERR_ASSERTION', actual, expected, operator });
      Object.defineProperty(this, 'name', { value: 'AssertionError', configurable: true, writable: true, enumerable: false });
      Object.defineProperty(this, 'stack', { value: this.stack.replace(/^(?:AssertionError|Error)/, 'AssertionError [ERR_ASSERTION]'), writable: true, configurable: true, enumerable: false });
    }
  }

  const fail = (message, generated, operator, actual, expected) => {
    if (message instanceof Error) throw message;
    const error = new AssertionError({ message: message ?? generated, actual, expected, operator });
    error.generatedMessage = message === undefined;
    throw error;
  };
  const shown = (value) => inspect(value, { compact: false, depth: 1000, maxArrayLength: Infinity, breakLength: Infinity, sorted: true });
  const differ = (head, actual, expected) => {
    const [left, right] = [shown(actual), shown(expected)];
    if (!left.includes('\n') && !right.includes('\n')) return `${head}\n\n${left} !== ${right}\n`;
    const [a, b] = [left.split('\n'), right.split('\n')];
    const lines = [];
    for (let at = 0; at < Math.max(a.length, b.length); at++) {
      if (a[at] === b[at]) lines.push(`  ${a[at]}`);
      else lines.push(...(at < a.length ? [`+ ${a[at]}`] : []), ...(at < b.length ? [`- ${b[at]}`] : []));
    }
    return `${head}\n+ actual - expected\n\n${lines.join('\n')}\n`;
  };

  const ok = (value, message) => {
    if (!value) fail(message, `The expression evaluated to a falsy value:\n\n  assert(${inspect(value)})\n`, '==', value, true);
  };
  const assert = (value, message) => ok(value, message);

  const matches = (error, expected, message) => {
    if (expected === undefined) return;
    if (expected instanceof RegExp) {
      if (!expected.test(String(error))) fail(message, `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(String(error))}\n`, 'throws', error, expected);
      return;
    }
    if (typeof expected === 'function') {
      if (expected.prototype !== undefined && error instanceof expected) return;
      if (Error.isPrototypeOf(expected) || expected === Error) throw error;
      if (expected(error) !== true) fail(message, 'The validation function is expected to return "true".', 'throws', error, expected);
      return;
    }
    for (const key of [...Object.keys(expected), ...(expected instanceof Error ? ['name', 'message'] : [])]) {
      const same = expected[key] instanceof RegExp && typeof error[key] === 'string' ? expected[key].test(error[key]) : equal(error[key], expected[key], true);
      if (!same) fail(message, differ('Expected values to be strictly deep-equal:', error[key], expected[key]), 'throws', error, expected);
    }
  };
  const missing = (expected, message, name) => {
    const kind = typeof expected === 'function' && expected.name ? ` (${expected.name})` : '';
    fail(typeof expected === 'string' ? expected : message, `Missing expected ${name}${kind}.`, name === 'rejection' ? 'rejects' : 'throws', undefined, expected);
  };

  Object.assign(assert, {
    AssertionError,
    ok,
    fail: (message = 'Failed') => fail(message, 'Failed', 'fail'),
    equal: (a, b, message) => void (a == b || (a !== a && b !== b) || fail(message, `${inspect(a)} == ${inspect(b)}`, '==', a, b)),
    notEqual: (a, b, message) => void (a != b || fail(message, `${inspect(a)} != ${inspect(b)}`, '!=', a, b)),
    strictEqual: (a, b, message) => void (Object.is(a, b) || fail(message, differ('Expected values to be strictly equal:', a, b), 'strictEqual', a, b)),
    notStrictEqual: (a, b, message) => void (!Object.is(a, b) || fail(message, `Expected "actual" to be strictly unequal to: ${inspect(b)}`, 'notStrictEqual', a, b)),
    deepEqual: (a, b, message) => void (equal(a, b, false) || fail(message, differ('Expected values to be loosely deep-equal:', a, b), 'deepEqual', a, b)),
    notDeepEqual: (a, b, message) => void (!equal(a, b, false) || fail(message, `Expected "actual" not to be loosely deep-equal to: ${inspect(b)}`, 'notDeepEqual', a, b)),
    deepStrictEqual: (a, b, message) => void (equal(a, b, true) || fail(message, differ('Expected values to be strictly deep-equal:', a, b), 'deepStrictEqual', a, b)),
    notDeepStrictEqual: (a, b, message) => void (!equal(a, b, true) || fail(message, `Expected "actual" not to be strictly deep-equal to: ${inspect(b)}`, 'notDeepStrictEqual', a, b)),
    match: (text, pattern, message) => void (pattern.test(text) || fail(message, `The input did not match the regular expression ${inspect(pattern)}. Input:\n\n${inspect(text)}\n`, 'match', text, pattern)),
    doesNotMatch: (text, pattern, message) => void (!pattern.test(text) || fail(message, `The input was expected to not match the regular expression ${inspect(pattern)}. Input:\n\n${inspect(text)}\n`, 'doesNotMatch', text, pattern)),
    throws(run, expected, message) {
      try {
        run();
      } catch (error) {
        return matches(error, typeof expected === 'string' ? undefined : expected, message);
      }
      missing(expected, message, 'exception');
    },
    doesNotThrow(run, expected, message) {
      try {
        run();
      } catch (error) {
        fail(typeof expected === 'string' ? expected : message, `Got unwanted exception.\nActual message: "${error?.message}"`, 'doesNotThrow', error, expected);
      }
    },
    async rejects(promise, expected, message) {
      try {
        await (typeof promise === 'function' ? promise() : promise);
      } catch (error) {
        return matches(error, typeof expected === 'string' ? undefined : expected, message);
      }
      missing(expected, message, 'rejection');
    },
    async doesNotReject(promise, expected, message) {
      try {
        await (typeof promise === 'function' ? promise() : promise);
      } catch (error) {
        fail(typeof expected === 'string' ? expected : message, `Got unwanted rejection.\nActual message: "${error?.message}"`, 'doesNotReject', error, expected);
      }
    },
    ifError(value) {
      if (value !== null && value !== undefined) fail(undefined, `ifError got unwanted exception: ${value.message ?? inspect(value)}`, 'ifError', value, null);
    },
  });
  assert.strict = Object.assign((value, message) => ok(value, message), assert, { equal: assert.strictEqual, notEqual: assert.notStrictEqual, deepEqual: assert.deepStrictEqual, notDeepEqual: assert.notDeepStrictEqual });
  assert.strict.strict = assert.strict;
  return assert;
})
