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
  const fault = (name, text) => new (use('web').DOMException)(text, name);
  const bytesOf = (data) => {
    if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    if (data instanceof ArrayBuffer) return new Uint8Array(data);
    throw node.errors.argumentType('data', 'an instance of ArrayBuffer, Buffer, TypedArray, or DataView', data);
  };
  const HASHES = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };
  const nameOf = (algorithm) => `${typeof algorithm === 'string' ? algorithm : algorithm?.name}`.toUpperCase();
  const hashOf = (algorithm) => {
    const name = nameOf(algorithm);
    if (!HASHES[name]) throw fault('NotSupportedError', `Unrecognized algorithm name: ${name}`);
    return { name, own: HASHES[name] };
  };
  const digest = async (algorithm, data) => use('hash').digest(hashOf(algorithm).own, bytesOf(data)).buffer;

  // Keys of HMAC; the other algorithms say that they are not here.
  const secrets = new WeakMap();
  class CryptoKey {
    constructor(allowed, fields) {
      if (allowed !== secrets) throw node.errors.withCode(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
      Object.assign(this, fields);
    }
  }
  const hmacOnly = (algorithm) => {
    if (nameOf(algorithm) !== 'HMAC') throw node.errors.unavailable(`crypto.subtle with ${nameOf(algorithm)}`, 'it has HMAC and the SHA digests');
  };
  const keyOf = (bytes, algorithm, extractable, usages) => {
    hmacOnly(algorithm);
    const { name } = hashOf(algorithm.hash);
    const wrong = usages.find((usage) => usage !== 'sign' && usage !== 'verify');
    if (wrong !== undefined || usages.length === 0) throw fault('SyntaxError', 'Unsupported key usage for an HMAC key');
    if (bytes.length === 0) throw fault('DataError', 'Zero-length key is not supported');
    const key = new CryptoKey(secrets, { type: 'secret', extractable: Boolean(extractable), algorithm: { name: 'HMAC', length: bytes.length * 8, hash: { name } }, usages: [...new Set(usages)] });
    secrets.set(key, bytes);
    return key;
  };
  const importKey = async (format, data, algorithm, extractable, usages) => {
    hmacOnly(algorithm);
    if (format === 'raw') return keyOf(bytesOf(data).slice(), algorithm, extractable, usages);
    if (format !== 'jwk') throw fault('NotSupportedError', `Unable to import HMAC key with format ${format}`);
    if (data?.kty !== 'oct' || typeof data.k !== 'string') throw fault('DataError', 'Invalid keyData');
    return keyOf(Uint8Array.from(use('buffer').Buffer.from(data.k, 'base64url')), algorithm, extractable, usages);
  };
  const exportKey = async (format, key) => {
    if (!key.extractable) throw fault('InvalidAccessError', 'key is not extractable');
    const bytes = secrets.get(key);
    if (format === 'raw') return bytes.slice().buffer;
    if (format !== 'jwk') throw fault('NotSupportedError', `Unable to export HMAC key using ${format} format`);
    return { key_ops: [...key.usages], ext: true, kty: 'oct', k: bytes.toBase64({ alphabet: 'base64url', omitPadding: true }), alg: `HS${key.algorithm.hash.name.slice(4)}` };
  };
  const generateKey = async (algorithm, extractable, usages) => {
    hmacOnly(algorithm);
    const block = ['sha1', 'sha256'].includes(hashOf(algorithm.hash).own) ? 512 : 1024;
    return keyOf(new Uint8Array(host.random(Math.ceil((algorithm.length ?? block) / 8))), algorithm, extractable, usages);
  };
  const mac = (usage, algorithm, key, data) => {
    hmacOnly(algorithm);
    if (!secrets.has(key)) throw node.errors.argumentType('key', 'an instance of CryptoKey', key);
    if (!key.usages.includes(usage)) throw fault('InvalidAccessError', `Unable to use this key to ${usage}`);
    return use('hash').hmac(HASHES[key.algorithm.hash.name], secrets.get(key), bytesOf(data));
  };
  const sign = async (algorithm, key, data) => mac('sign', algorithm, key, data).buffer;
  const verify = async (algorithm, key, signature, data) => {
    const [given, right] = [bytesOf(signature), mac('verify', algorithm, key, data)];
    return given.length === right.length && given.reduce((difference, byte, index) => difference | (byte ^ right[index]), 0) === 0;
  };
  const subtle = new Proxy({ digest, importKey, exportKey, generateKey, sign, verify }, {
    get: (target, name) => target[name] ?? (() => {
      throw node.errors.unavailable(`crypto.subtle.${String(name)}`, 'it has HMAC and the SHA digests');
    }),
  });
  return { crypto: { getRandomValues, randomUUID, subtle }, CryptoKey };
})
