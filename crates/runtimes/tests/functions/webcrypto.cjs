// WebCrypto: a signed token, made and checked. Holds in Node too.
const assert = require('assert');
const { createHmac } = require('crypto');
const { subtle } = globalThis.crypto;
const HMAC = { name: 'HMAC', hash: 'SHA-256' };

exports.handler = async () => {
  const text = new TextEncoder().encode('header.payload');
  const key = await subtle.importKey('raw', Buffer.from('secret'), HMAC, false, ['sign', 'verify']);
  assert.ok(key instanceof CryptoKey);
  assert.deepEqual(key.algorithm, { name: 'HMAC', length: 48, hash: { name: 'SHA-256' } });
  const signature = await subtle.sign('HMAC', key, text);
  assert.ok(signature instanceof ArrayBuffer);
  assert.equal(Buffer.from(signature).toString('hex'), createHmac('sha256', 'secret').update(text).digest('hex'));
  assert.equal(await subtle.verify('HMAC', key, signature, text), true);
  assert.equal(await subtle.verify('HMAC', key, signature, Buffer.from('other')), false);
  assert.equal(await subtle.verify('HMAC', key, Buffer.alloc(3), text), false);
  await assert.rejects(subtle.exportKey('raw', key), /key is not extractable/);
  const reader = await subtle.importKey('jwk', { kty: 'oct', k: Buffer.from('secret').toString('base64url') }, HMAC, true, ['verify']);
  assert.equal(await subtle.verify(HMAC, reader, signature, text), true);
  await assert.rejects(subtle.sign('HMAC', reader, text), { name: 'InvalidAccessError' });
  assert.equal((await subtle.exportKey('jwk', reader)).alg, 'HS256');
  assert.equal(Buffer.from(await subtle.exportKey('raw', reader)).toString(), 'secret');
  const made = await subtle.generateKey({ name: 'HMAC', hash: 'SHA-512' }, true, ['sign']);
  assert.equal((await subtle.exportKey('raw', made)).byteLength, 128);
  await assert.rejects(subtle.importKey('raw', Buffer.from('s'), HMAC, true, ['encrypt']), { name: 'SyntaxError' });
  await assert.rejects(subtle.importKey('raw', Buffer.alloc(0), HMAC, true, ['sign']), { name: 'DataError' });
  await assert.rejects(subtle.digest('MD4', text));
  assert.equal(Buffer.from(await subtle.digest('SHA-1', Buffer.from('abc'))).toString('hex'), 'a9993e364706816aba3e25717850c26c9cd0d89d');
  return 'ok';
};
