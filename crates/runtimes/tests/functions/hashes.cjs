// Hashes, HMAC and random values. Holds in Node too.
const assert = require('assert');
const crypto = require('crypto');
exports.handler = async () => {
  const cases = [
    ['md5', '', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['md5', 'abc', '900150983cd24fb0d6963f7d28e17f72'],
    ['sha1', 'abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['sha224', 'abc', '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7'],
    ['sha256', '', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['sha256', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['sha256', 'x'.repeat(1000), '44f8354494a5ba03ba1792a8d3e9c534c47a9181980fde7a3f44b06ef2ae7c7f'],
    ['sha384', 'abc', 'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7'],
    ['sha512', 'abc', 'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f'],
  ];
  for (const [name, text, digest] of cases) assert.equal(crypto.createHash(name).update(text).digest('hex'), digest, `${name} of ${text.length}`);
  // Every length around a block's end.
  const seen = new Set();
  for (let length = 50; length < 70; length++) seen.add(crypto.createHash('sha256').update('y'.repeat(length)).digest('hex'));
  assert.equal(seen.size, 20);
  assert.equal(crypto.createHash('sha256').update('a').update('bc').digest('base64'), 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=');
  assert.equal(crypto.createHmac('sha256', 'key').update('The quick brown fox jumps over the lazy dog').digest('hex'), 'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8');
  assert.equal(crypto.createHmac('md5', 'k'.repeat(100)).update('x').digest('hex').length, 32);
  assert.throws(() => crypto.createHash('nope'), /Digest method not supported/);
  assert.match(crypto.randomUUID(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(crypto.randomUUID(), crypto.randomUUID());
  assert.equal(crypto.randomBytes(12).length, 12);
  for (let i = 0; i < 100; i++) assert.ok(crypto.randomInt(3) < 3);
  assert.ok(globalThis.crypto.getRandomValues(new Uint8Array(8)).some((byte) => byte !== 0));
  assert.ok(crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('a')));
  return 'ok';
};
