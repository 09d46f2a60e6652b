// Keys from passwords: PBKDF2 and scrypt (crypto.zig), HKDF.
(function (node, use) {
  'use strict';
  const { host } = node;
  const { Buffer } = use('buffer');
  const hash = use('hash');
  const { withCode, argumentType, outOfRange } = node.errors;
  const INT_MAX = 2147483647;
  const SCRYPT_MEMORY_MAX = 32 * 1024 * 1024; // Node's own default, in bytes

  const bytesOf = (name, data) => {
    if (typeof data === 'string') return Uint8Array.from(Buffer.from(data));
    if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
    if (data instanceof ArrayBuffer) return new Uint8Array(data.slice(0));
    throw argumentType(name, 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView', data);
  };
  const checkNumber = (name, value, least) => {
    if (typeof value !== 'number') throw argumentType(name, 'of type number', value);
    if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
    if (value < least || value > INT_MAX) throw outOfRange(name, `>= ${least} && <= ${INT_MAX}`, value);
  };
  const later = (make) => (...args) => {
    const callback = args.pop();
    if (typeof callback !== 'function') throw argumentType('callback', 'of type function', callback);
    const value = make(...args);
    use('timers').setImmediate(callback, null, value);
  };

  const pbkdf2Sync = (password, salt, rounds, length, name) => {
    if (typeof name !== 'string') throw argumentType('digest', 'of type string', name);
    const [secret, salted] = [bytesOf('password', password), bytesOf('salt', salt)];
    checkNumber('iterations', rounds, 1);
    checkNumber('keylen', length, 0);
    let kind;
    try {
      kind = hash.find(name).kind;
    } catch {
      throw withCode(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${name}`);
    }
    const out = new ArrayBuffer(length);
    if (length > 0) host.pbkdf2(secret.buffer, salted.buffer, out, kind, rounds);
    return Buffer.from(out);
  };

  const scryptSync = (password, salt, length, options = {}) => {
    const [secret, salted] = [bytesOf('password', password), bytesOf('salt', salt)];
    checkNumber('keylen', length, 0);
    const N = options.N ?? options.cost ?? 16384;
    const r = options.r ?? options.blockSize ?? 8;
    const p = options.p ?? options.parallelization ?? 1;
    const most = options.maxmem ?? SCRYPT_MEMORY_MAX;
    const isPower = Number.isSafeInteger(N) && N > 1 && Number.isInteger(Math.log2(N));
    if (!isPower || !(r >= 1) || !(p >= 1)) throw withCode(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', 'Invalid scrypt params');
    if (128 * N * r >= most) throw withCode(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', 'Invalid scrypt params: memory limit exceeded');
    const out = new ArrayBuffer(length);
    if (length > 0 && !host.scrypt(secret.buffer, salted.buffer, out, Math.log2(N), r, p)) {
      throw withCode(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', 'Invalid scrypt params');
    }
    return Buffer.from(out);
  };

  const hkdfSync = (name, key, salt, info, length) => {
    const { length: size } = hash.find(name);
    checkNumber('length', length, 0);
    if (length > 255 * size) throw withCode(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
    const salted = bytesOf('salt', salt);
    const pseudo = hash.hmac(name, salted.length ? salted : new Uint8Array(size), bytesOf('ikm', key));
    const about = bytesOf('info', info);
    const out = new Uint8Array(Math.ceil(length / size) * size);
    let block = new Uint8Array(0);
    for (let at = 0; at * size < length; at++) {
      block = hash.hmac(name, pseudo, Uint8Array.from([...block, ...about, at + 1]));
      out.set(block, at * size);
    }
    return out.buffer.slice(0, length);
  };

  return { pbkdf2Sync, scryptSync, hkdfSync, pbkdf2: later(pbkdf2Sync), scrypt: later(scryptSync), hkdf: later(hkdfSync) };
})
