// The global `crypto`.
(function (node, use) {
  'use strict';
  const { host } = node;
  const BYTES_MAX = 65536;
  const getRandomValues = (array) => {
    if (!ArrayBuffer.isView(array) || array instanceof DataView || /^(?:Float|undefined)/.test(array[Symbol.toStringTag])) {
      throw new (use('web').DOMException)('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
    }
    if (array.byteLength > BYTES_MAX) throw new (use('web').DOMException)(`The requested length exceeds 65,536 bytes`, 'QuotaExceededError');
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(new Uint8Array(host.random(array.byteLength)));
    return array;
  };
  const randomUUID = () => {
    const bytes = new Uint8Array(host.random(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    return bytes.toHex().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  };
  const digest = async (algorithm, data) => {
    const name = (typeof algorithm === 'string' ? algorithm : algorithm.name).toLowerCase().replace('-', '');
    const bytes = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
    return use('hash').digest(name, bytes).buffer;
  };
  const subtle = new Proxy({ digest }, {
    get: (target, name) => target[name] ?? (() => {
      throw node.errors.unavailable(`crypto.subtle.${String(name)}`, 'use createHash or createHmac of node:crypto');
    }),
  });
  return { crypto: { getRandomValues, randomUUID, subtle } };
})
