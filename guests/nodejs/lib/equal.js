// Deep equality, loose and strict, for `assert` and `util.isDeepStrictEqual`.
(function () {
  'use strict';
  const tag = (value) => Object.prototype.toString.call(value);
  const isBytes = (value) => ArrayBuffer.isView(value);

  const sameKeys = (a, b, strict, seen) => {
    const own = (value) => [...Object.keys(value), ...(strict ? Object.getOwnPropertySymbols(value).filter((key) => Object.prototype.propertyIsEnumerable.call(value, key)) : [])];
    const keys = own(a);
    return keys.length === own(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key], strict, seen));
  };

  const sameSet = (a, b, strict, seen) => {
    if (a.size !== b.size) return false;
    const rest = [...b].filter((item) => !a.has(item));
    return [...a].filter((item) => !b.has(item)).every((item) => {
      const index = rest.findIndex((other) => equal(item, other, strict, seen));
      if (index >= 0) rest.splice(index, 1);
      return index >= 0;
    });
  };
  const sameMap = (a, b, strict, seen) => {
    if (a.size !== b.size) return false;
    const rest = [...b];
    return [...a].every(([key, value]) => {
      if (b.has(key)) return equal(value, b.get(key), strict, seen);
      const index = rest.findIndex(([other, item]) => equal(key, other, strict, seen) && equal(value, item, strict, seen));
      if (index >= 0) rest.splice(index, 1);
      return index >= 0;
    });
  };

  const sameObject = (a, b, strict, seen) => {
    if (strict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
    if (tag(a) !== tag(b) || Array.isArray(a) !== Array.isArray(b)) return false;
    if (seen.get(a) === b) return true;
    seen.set(a, b);
    if (a instanceof Date && a.getTime() !== b.getTime()) return false;
    if (a instanceof RegExp && `${a}` !== `${b}`) return false;
    if (a instanceof Error && (a.message !== b.message || a.name !== b.name)) return false;
    if ([Number, String, Boolean].some((Type) => a instanceof Type) && !Object.is(a.valueOf(), b.valueOf())) return false;
    if (Array.isArray(a) && a.length !== b.length) return false;
    if (isBytes(a) && a.byteLength !== b.byteLength) return false;
    if (a instanceof Set && !sameSet(a, b, strict, seen)) return false;
    if (a instanceof Map && !sameMap(a, b, strict, seen)) return false;
    return sameKeys(a, b, strict, seen);
  };

  function equal(a, b, strict, seen = new Map()) {
    if (Object.is(a, b)) return true;
    const objects = typeof a === 'object' && a !== null && typeof b === 'object' && b !== null;
    if (objects) return sameObject(a, b, strict, seen);
    return !strict && typeof a !== 'object' && typeof b !== 'object' ? a == b || (a !== a && b !== b) : !strict && a == b;
  }
  return equal;
})
