// MD5, SHA-1 and the SHA-2 family (crypto.zig), and HMAC over them.
(function (node) {
  'use strict';
  const { host } = node;
  const algorithms = {
    md5: { kind: 0, block: 64, length: 16 },
    sha1: { kind: 1, block: 64, length: 20 },
    sha224: { kind: 2, block: 64, length: 28 },
    sha256: { kind: 3, block: 64, length: 32 },
    sha384: { kind: 4, block: 128, length: 48 },
    sha512: { kind: 5, block: 128, length: 64 },
  };
  const find = (name) => {
    const key = `${name}`.toLowerCase().replace(/^rsa-|-(?=\d)/g, '');
    if (!Object.hasOwn(algorithms, key)) throw Object.assign(new Error('Digest method not supported'), { code: 'ERR_CRYPTO_INVALID_DIGEST' });
    return algorithms[key];
  };
  // Bytes with a buffer of their own.
  const whole = (bytes) => (bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()).buffer;
  const run = (kind, bytes) => new Uint8Array(host.digest(whole(bytes), kind));
  const digest = (name, bytes) => run(find(name).kind, bytes);
  const hmac = (name, key, bytes) => {
    const { kind, block } = find(name);
    const short = new Uint8Array(block);
    short.set(key.length > block ? run(kind, key) : key);
    const joined = (pad, rest) => {
      const out = new Uint8Array(block + rest.length);
      out.set(short.map((byte) => byte ^ pad));
      out.set(rest, block);
      return out;
    };
    return run(kind, joined(0x5c, run(kind, joined(0x36, bytes))));
  };
  return { digest, hmac, find, whole, names: Object.keys(algorithms) };
})
