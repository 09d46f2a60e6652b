// The `crypto` module: hashes, HMAC, random values.
(function (node, use) {
  'use strict';
  const { host } = node;
  const { Buffer } = use('buffer');
  const hash = use('hash');
  const { crypto: webcrypto } = use('webcrypto');
  const bytesOf = (data, encoding) => {
    if (typeof data === 'string') return Buffer.from(data, encoding);
    if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    throw node.errors.argumentType('data', 'of type string or an instance of Buffer, TypedArray, or DataView', data);
  };

  class Digest {
    #parts = [];
    #finish;
    #done = false;
    constructor(finish) {
      this.#finish = finish;
    }
    update(data, encoding) {
      if (this.#done) throw node.errors.withCode(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
      this.#parts.push(Buffer.from(bytesOf(data, encoding)));
      return this;
    }
    digest(encoding) {
      if (this.#done) throw node.errors.withCode(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
      this.#done = true;
      const out = Buffer.from(this.#finish(Buffer.concat(this.#parts)).buffer);
      return encoding && encoding !== 'buffer' ? out.toString(encoding) : out;
    }
  }
  class Hash extends Digest {}
  class Hmac extends Digest {}

  const createHash = (name) => (hash.find(name), new Hash((bytes) => hash.digest(name, bytes)));
  const createHmac = (name, key) => {
    hash.find(name);
    const secret = Buffer.from(bytesOf(key));
    return new Hmac((bytes) => hash.hmac(name, secret, bytes));
  };
  const randomBytes = (size, callback) => {
    if (!Number.isInteger(size) || size < 0) throw node.errors.outOfRange('size', '>= 0 && <= 2147483647', size);
    const bytes = Buffer.from(host.random(size));
    if (!callback) return bytes;
    use('timers').setImmediate(callback, null, bytes);
  };
  const randomInt = (min, max, callback) => {
    if (max === undefined || typeof max === 'function') [min, max, callback] = [0, min, max];
    const range = max - min;
    if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || range <= 0 || range >= 2 ** 48) throw node.errors.outOfRange('max', `greater than the value of "min" (${min})`, max);
    const limit = 2 ** 48 - (2 ** 48 % range);
    let value;
    do value = Buffer.from(host.random(6)).reduce((sum, byte) => sum * 256 + byte, 0);
    while (value >= limit);
    const result = min + (value % range);
    if (!callback) return result;
    use('timers').setImmediate(callback, null, result);
  };
  const timingSafeEqual = (a, b) => {
    const [left, right] = [bytesOf(a), bytesOf(b)];
    if (left.length !== right.length) throw node.errors.withCode(RangeError, 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', 'Input buffers must have the same byte length');
    return left.reduce((difference, byte, index) => difference | (byte ^ right[index]), 0) === 0;
  };
  const module = {
    createHash,
    createHmac,
    randomBytes,
    randomInt,
    timingSafeEqual,
    ...use('derive'),
    randomUUID: webcrypto.randomUUID,
    randomFillSync: (array) => (new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(randomBytes(array.byteLength)), array),
    getRandomValues: webcrypto.getRandomValues,
    getHashes: () => [...hash.names],
    hash: (name, data, encoding = 'hex') => createHash(name).update(data).digest(encoding),
    webcrypto,
    subtle: webcrypto.subtle,
    Hash,
    Hmac,
  };
  for (const name of ['createSign', 'createVerify', 'sign', 'verify', 'generateKeyPair', 'generateKeyPairSync', 'generateKey', 'generateKeySync', 'createSecretKey', 'createPublicKey', 'createPrivateKey', 'createDiffieHellman', 'createECDH', 'diffieHellman', 'generatePrime', 'publicEncrypt', 'publicDecrypt', 'privateEncrypt', 'privateDecrypt']) {
    module[name] = () => {
      throw node.errors.unavailable(`crypto.${name}`);
    };
  }
  // With the streams, at first use.
  for (const name of ['createCipheriv', 'createDecipheriv', 'getCiphers', 'Cipheriv', 'Decipheriv']) {
    Object.defineProperty(module, name, { enumerable: true, configurable: true, get: () => use('cipher')[name] });
  }
  return module;
})
