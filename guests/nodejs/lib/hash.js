// MD5, SHA-1 and the SHA-2 family, and HMAC over them.
(function () {
  'use strict';
  const rotate = (value, by) => (value << by) | (value >>> (32 - by));
  const primes = (count) => {
    const out = [];
    for (let n = 2; out.length < count; n++) if (out.every((prime) => n % prime)) out.push(n);
    return out;
  };
  // The first bits of the fraction of a root, exactly, by integer search.
  const fraction = (prime, degree, bits) => {
    const scaled = BigInt(prime) << BigInt(bits * degree);
    let low = 0n;
    let high = BigInt(prime) << BigInt(bits);
    while (low < high) {
      const middle = (low + high + 1n) >> 1n;
      if (middle ** BigInt(degree) <= scaled) low = middle;
      else high = middle - 1n;
    }
    return BigInt.asUintN(bits, low);
  };
  let K256;
  let K512;

  const padded = (bytes, block, little) => {
    const lengthBytes = block / 8;
    const total = Math.ceil((bytes.length + 1 + lengthBytes) / block) * block;
    const out = new Uint8Array(total);
    out.set(bytes);
    out[bytes.length] = 0x80;
    new DataView(out.buffer).setBigUint64(little ? total - 8 : total - 8, BigInt(bytes.length) * 8n, little);
    return new DataView(out.buffer);
  };
  const words = (state, little) => {
    const view = new DataView(new ArrayBuffer(state.length * 4));
    state.forEach((word, index) => view.setUint32(index * 4, word, little));
    return new Uint8Array(view.buffer);
  };

  const md5 = (bytes) => {
    const shifts = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    const view = padded(bytes, 64, true);
    let [a0, b0, c0, d0] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
    for (let at = 0; at < view.byteLength; at += 64) {
      let [a, b, c, d] = [a0, b0, c0, d0];
      for (let i = 0; i < 64; i++) {
        const round = i >> 4;
        const f = [() => (b & c) | (~b & d), () => (d & b) | (~d & c), () => b ^ c ^ d, () => c ^ (b | ~d)][round]();
        const g = [i, 5 * i + 1, 3 * i + 5, 7 * i][round] & 15;
        const k = Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32);
        const sum = (f + a + k + view.getUint32(at + g * 4, true)) | 0;
        [a, d, c, b] = [d, c, b, (b + rotate(sum, shifts[round][i & 3])) | 0];
      }
      [a0, b0, c0, d0] = [(a0 + a) | 0, (b0 + b) | 0, (c0 + c) | 0, (d0 + d) | 0];
    }
    return words([a0, b0, c0, d0], true);
  };

  const sha1 = (bytes) => {
    const view = padded(bytes, 64, false);
    const h = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
    const w = new Int32Array(80);
    for (let at = 0; at < view.byteLength; at += 64) {
      for (let i = 0; i < 80; i++) w[i] = i < 16 ? view.getInt32(at + i * 4) : rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
      let [a, b, c, d, e] = h;
      for (let i = 0; i < 80; i++) {
        const f = i < 20 ? ((b & c) | (~b & d)) + 0x5a827999 : i < 40 ? (b ^ c ^ d) + 0x6ed9eba1 : i < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc : (b ^ c ^ d) + 0xca62c1d6;
        const next = (rotate(a, 5) + f + e + w[i]) | 0;
        [e, d, c, b, a] = [d, c, rotate(b, 30), a, next];
      }
      [a, b, c, d, e].forEach((value, index) => (h[index] = (h[index] + value) | 0));
    }
    return words(h, false);
  };

  const START256 = { sha256: [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19], sha224: [0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4] };
  const sha2 = (name, bytes) => {
    K256 ??= Int32Array.from(primes(64), (prime) => Number(fraction(prime, 3, 32)) | 0);
    const view = padded(bytes, 64, false);
    const h = Int32Array.from(START256[name]);
    const w = new Int32Array(64);
    for (let at = 0; at < view.byteLength; at += 64) {
      for (let i = 0; i < 64; i++) {
        if (i < 16) {
          w[i] = view.getInt32(at + i * 4);
          continue;
        }
        const x = w[i - 15];
        const y = w[i - 2];
        w[i] = w[i - 16] + (rotate(x, 25) ^ rotate(x, 14) ^ (x >>> 3)) + w[i - 7] + (rotate(y, 15) ^ rotate(y, 13) ^ (y >>> 10));
      }
      let [a, b, c, d, e, f, g, k] = h;
      for (let i = 0; i < 64; i++) {
        const t1 = (k + (rotate(e, 26) ^ rotate(e, 21) ^ rotate(e, 7)) + ((e & f) ^ (~e & g)) + K256[i] + w[i]) | 0;
        const t2 = ((rotate(a, 30) ^ rotate(a, 19) ^ rotate(a, 10)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [k, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
      }
      [a, b, c, d, e, f, g, k].forEach((value, index) => (h[index] += value));
    }
    const out = words(h, false);
    return name === 'sha224' ? out.slice(0, 28) : out;
  };

  const rotate64 = (value, by) => BigInt.asUintN(64, (value >> by) | (value << (64n - by)));
  const sha512 = (name, bytes) => {
    K512 ??= primes(80).map((prime) => fraction(prime, 3, 64));
    const start = name === 'sha512' ? primes(8).map((prime) => fraction(prime, 2, 64)) : primes(16).slice(8).map((prime) => fraction(prime, 2, 64));
    const view = padded(bytes, 128, false);
    const h = [...start];
    const w = new Array(80);
    for (let at = 0; at < view.byteLength; at += 128) {
      for (let i = 0; i < 80; i++) {
        if (i < 16) {
          w[i] = view.getBigUint64(at + i * 8);
          continue;
        }
        const x = w[i - 15];
        const y = w[i - 2];
        const s0 = rotate64(x, 1n) ^ rotate64(x, 8n) ^ (x >> 7n);
        const s1 = rotate64(y, 19n) ^ rotate64(y, 61n) ^ (y >> 6n);
        w[i] = BigInt.asUintN(64, w[i - 16] + s0 + w[i - 7] + s1);
      }
      let [a, b, c, d, e, f, g, k] = h;
      for (let i = 0; i < 80; i++) {
        const t1 = k + (rotate64(e, 14n) ^ rotate64(e, 18n) ^ rotate64(e, 41n)) + ((e & f) ^ (BigInt.asUintN(64, ~e) & g)) + K512[i] + w[i];
        const t2 = (rotate64(a, 28n) ^ rotate64(a, 34n) ^ rotate64(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
        [k, g, f, e, d, c, b, a] = [g, f, e, BigInt.asUintN(64, d + t1), c, b, a, BigInt.asUintN(64, t1 + t2)];
      }
      [a, b, c, d, e, f, g, k].forEach((value, index) => (h[index] = BigInt.asUintN(64, h[index] + value)));
    }
    const out = new DataView(new ArrayBuffer(64));
    h.forEach((word, index) => out.setBigUint64(index * 8, word));
    return new Uint8Array(out.buffer).slice(0, name === 'sha512' ? 64 : 48);
  };

  const algorithms = {
    md5: { run: md5, block: 64 },
    sha1: { run: sha1, block: 64 },
    sha224: { run: (bytes) => sha2('sha224', bytes), block: 64 },
    sha256: { run: (bytes) => sha2('sha256', bytes), block: 64 },
    sha384: { run: (bytes) => sha512('sha384', bytes), block: 128 },
    sha512: { run: (bytes) => sha512('sha512', bytes), block: 128 },
  };
  const find = (name) => {
    const found = algorithms[`${name}`.toLowerCase().replace(/^rsa-|-(?=\d)/g, '')];
    if (!found) throw Object.assign(new Error('Digest method not supported'), { code: 'ERR_CRYPTO_INVALID_DIGEST' });
    return found;
  };
  const digest = (name, bytes) => find(name).run(bytes);
  const hmac = (name, key, bytes) => {
    const { run, block } = find(name);
    const short = new Uint8Array(block);
    short.set(key.length > block ? run(key) : key);
    const joined = (pad, rest) => {
      const out = new Uint8Array(block + rest.length);
      out.set(short.map((byte) => byte ^ pad));
      out.set(rest, block);
      return out;
    };
    return run(joined(0x5c, run(joined(0x36, bytes))));
  };
  return { digest, hmac, find, names: Object.keys(algorithms) };
})
