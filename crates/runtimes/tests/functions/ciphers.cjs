// Ciphers and keys from passwords. Holds in Node too.
const assert = require('assert');
const crypto = require('node:crypto');
const { promisify } = require('util');
const hex = (text) => Buffer.from(text, 'hex');

// NIST SP 800-38A, F.2 and F.5; the GCM specification, test cases 4, 6 and 16.
const PLAIN = '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51';
const MODES = [
  ['aes-128-cbc', '2b7e151628aed2a6abf7158809cf4f3c', '000102030405060708090a0b0c0d0e0f', '7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2'],
  ['aes-256-cbc', '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4', '000102030405060708090a0b0c0d0e0f', 'f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d'],
  ['aes-128-ctr', '2b7e151628aed2a6abf7158809cf4f3c', 'f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff', '874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff'],
  ['aes-256-ctr', '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4', 'f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff', '601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5'],
];
const GCM_PLAIN = 'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39';
const AAD = 'feedfacedeadbeeffeedfacedeadbeefabaddad2';
const GCM = [
  ['aes-128-gcm', 'feffe9928665731c6d6a8f9467308308', 'cafebabefacedbaddecaf888', '42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091', '5bc94fbc3221a5db94fae95ae7121a47'],
  ['aes-128-gcm', 'feffe9928665731c6d6a8f9467308308', '9313225df88406e555909c5aff5269aa6a7a9538534f7da1e4c303d2a318a728c3c0c95156809539fcf0e2429a6b525416aedbf5a0de6a57a637b39b', '8ce24998625615b603a033aca13fb894be9112a5c3a211a8ba262a3cca7e2ca701e4a9a4fba43c90ccdcb281d48c7c6fd62875d2aca417034c34aee5', '619cc5aefffe0bfa462af43c1699d050'],
  ['aes-256-gcm', 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308', 'cafebabefacedbaddecaf888', '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662', '76fc6ece0f4e1768cddf8853bb2d551b'],
];
const inPieces = (cipher, bytes, sizes) => {
  const out = [];
  let at = 0;
  for (const size of sizes) out.push(cipher.update(bytes.subarray(at, (at += size))));
  out.push(cipher.update(bytes.subarray(at)), cipher.final());
  return Buffer.concat(out);
};

const modes = () => {
  for (const [name, key, iv, expected] of MODES) {
    const cipher = crypto.createCipheriv(name, hex(key), hex(iv)).setAutoPadding(false);
    assert.equal(cipher.update(PLAIN, 'hex', 'hex') + cipher.final('hex'), expected, name);
    for (const sizes of [[1, 2, 3], [16], [15, 1, 7], [31]]) {
      const packed = inPieces(crypto.createCipheriv(name, hex(key), hex(iv)), Buffer.from('some text of no round length at all'), sizes);
      const plain = inPieces(crypto.createDecipheriv(name, hex(key), hex(iv)), packed, sizes);
      assert.equal(plain.toString(), 'some text of no round length at all', `${name} ${sizes}`);
    }
  }
  for (const [name, key, iv, expected, tag] of GCM) {
    const cipher = crypto.createCipheriv(name, hex(key), hex(iv));
    cipher.setAAD(hex(AAD));
    assert.equal(inPieces(cipher, hex(GCM_PLAIN), [1, 20, 16]).toString('hex'), expected, name);
    assert.equal(cipher.getAuthTag().toString('hex'), tag, name);
    const decipher = crypto.createDecipheriv(name, hex(key), hex(iv)).setAuthTag(hex(tag)).setAAD(hex(AAD));
    assert.equal(inPieces(decipher, hex(expected), [5, 6]).toString('hex'), GCM_PLAIN);
    const forged = crypto.createDecipheriv(name, hex(key), hex(iv)).setAuthTag(hex(tag));
    forged.update(expected, 'hex');
    assert.throws(() => forged.final(), /Unsupported state or unable to authenticate data/);
  }
};

const refused = () => {
  const [key, iv] = [Buffer.alloc(32), Buffer.alloc(16)];
  assert.throws(() => crypto.createCipheriv('aes-256-cbc', Buffer.alloc(5), iv), { code: 'ERR_CRYPTO_INVALID_KEYLEN', message: 'Invalid key length' });
  assert.throws(() => crypto.createCipheriv('aes-256-cbc', key, Buffer.alloc(5)), { code: 'ERR_CRYPTO_INVALID_IV', message: 'Invalid initialization vector' });
  const packed = crypto.createCipheriv('aes-256-cbc', key, iv);
  const bytes = Buffer.concat([packed.update('hello'), packed.final()]);
  assert.throws(() => packed.update('more'), /Trying to add data in unsupported state/);
  assert.throws(() => packed.final(), { code: 'ERR_CRYPTO_INVALID_STATE' });
  const wrong = crypto.createDecipheriv('aes-256-cbc', Buffer.alloc(32, 1), iv);
  wrong.update(bytes);
  assert.throws(() => wrong.final(), { code: 'ERR_OSSL_BAD_DECRYPT' });
  const short = crypto.createDecipheriv('aes-256-cbc', key, iv);
  short.update(bytes.subarray(3));
  assert.throws(() => short.final(), { code: 'ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH' });
  assert.throws(() => crypto.createCipheriv('aes-256-gcm', key, iv).getAuthTag(), { code: 'ERR_CRYPTO_INVALID_STATE' });
};

const derived = async () => {
  assert.equal(crypto.pbkdf2Sync('password', 'salt', 4096, 20, 'sha1').toString('hex'), '4b007901b765489abead49d926f721d065a429c1');
  assert.equal(crypto.pbkdf2Sync('password', 'salt', 1, 32, 'sha256').toString('hex'), '120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b');
  assert.equal((await promisify(crypto.pbkdf2)('p', 's', 1000, 64, 'sha512')).toString('hex').slice(0, 32), crypto.pbkdf2Sync('p', 's', 1000, 64, 'SHA512').toString('hex').slice(0, 32));
  assert.equal(crypto.scryptSync('password', 'NaCl', 64, { N: 1024, r: 8, p: 16 }).toString('hex'), 'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640');
  assert.equal((await promisify(crypto.scrypt)('', '', 64, { N: 16, r: 1, p: 1 })).toString('hex').slice(0, 16), '77d6576238657b20');
  assert.equal(crypto.scryptSync('secret', 'salt', 32).length, 32);
  assert.throws(() => crypto.scryptSync('p', 's', 8, { N: 3 }), { code: 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS' });
  assert.throws(() => crypto.scryptSync('p', 's', 8, { N: 1 << 20 }), { code: 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS' });
  assert.throws(() => crypto.pbkdf2Sync('p', 's', 1, 8, 'md17'), { code: 'ERR_CRYPTO_INVALID_DIGEST', message: 'Invalid digest: md17' });
  assert.throws(() => crypto.pbkdf2Sync('p', 's', 0, 8, 'sha1'), { code: 'ERR_OUT_OF_RANGE' });
  const okm = crypto.hkdfSync('sha256', hex('0b'.repeat(22)), hex('000102030405060708090a0b0c'), hex('f0f1f2f3f4f5f6f7f8f9'), 42);
  assert.equal(Buffer.from(okm).toString('hex'), '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865');
  assert.equal(crypto.timingSafeEqual(Buffer.from('same'), Buffer.from('same')), true);
  assert.throws(() => crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('ab')), { code: 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH' });
};

exports.handler = async () => {
  modes();
  refused();
  await derived();
  const pieces = [];
  const cipher = crypto.createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16));
  cipher.on('data', (piece) => pieces.push(piece));
  const ended = new Promise((resolve) => cipher.on('end', resolve));
  cipher.write('through ');
  cipher.end('a stream');
  await ended;
  const plain = crypto.createDecipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.concat(pieces), undefined, 'utf8');
  assert.equal(plain, 'through a stream');
  assert.ok(crypto.getCiphers().includes('aes-256-gcm'));
  return 'ok';
};
