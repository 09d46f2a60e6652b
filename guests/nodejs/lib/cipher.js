// `createCipheriv` and `createDecipheriv`: AES with keys of 128 and 256 bits in CBC, CTR and GCM (crypto.zig).
(function (node, use) {
  'use strict';
  const { host } = node;
  const { Buffer } = use('buffer');
  const { Transform } = use('stream');
  const { withCode, argumentType } = node.errors;
  const BLOCK = 16;
  const COUNTED = { ctr: 16, gcm: 4 }; // bytes of the counter block that count
  const TAG_LENGTHS = [4, 8, 12, 13, 14, 15, 16];
  const NAMES = ['aes-128-cbc', 'aes-256-cbc', 'aes-128-ctr', 'aes-256-ctr', 'aes-128-gcm', 'aes-256-gcm'];

  const bytesOf = (name, data, encoding) => {
    if (typeof data === 'string') return Uint8Array.from(Buffer.from(data, encoding));
    if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
    if (data instanceof ArrayBuffer) return new Uint8Array(data.slice(0));
    throw argumentType(name, 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView', data);
  };
  const joined = (left, right) => {
    const out = new Uint8Array(left.length + right.length);
    out.set(left);
    out.set(right, left.length);
    return out;
  };
  const library = (code, reason, message) => Object.assign(new Error(message), { library: 'Provider routines', reason, code });

  // What the modes have in common; `encrypts` tells the two directions apart.
  class Cipher {
    constructor(name, key, vector, encrypts, options) {
      this.encrypts = encrypts;
      const [, bits, mode] = /^aes-?(128|256)-(cbc|ctr|gcm)$/.exec(`${name}`.toLowerCase().replace(/^id-/, '')) ?? [];
      if (!mode) throw node.errors.unavailable(`the cipher ${name}`, `it has ${NAMES.join(', ')}`);
      this.mode = mode;
      this.key = bytesOf('key', key);
      if (this.key.length !== Number(bits) / 8) throw withCode(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
      this.vector = bytesOf('iv', vector);
      if (mode === 'gcm' ? this.vector.length === 0 : this.vector.length !== BLOCK) {
        throw withCode(TypeError, 'ERR_CRYPTO_INVALID_IV', 'Invalid initialization vector');
      }
      this.used = 0; // bytes of the next counter block that were used
      this.rest = new Uint8Array(0); // what does not fill a block yet
      this.pads = true;
      this.done = false;
      if (mode === 'gcm') this.beginGcm(options);
    }
    beginGcm(options) {
      this.tagLength = options?.authTagLength ?? BLOCK;
      if (!TAG_LENGTHS.includes(this.tagLength)) throw withCode(TypeError, 'ERR_CRYPTO_INVALID_AUTH_TAG', `Invalid authentication tag length: ${this.tagLength}`);
      this.first = new Uint8Array(BLOCK);
      host.gcmFirst(this.key.buffer, this.first.buffer, this.vector.buffer);
      this.vector = this.first.slice();
      const view = new DataView(this.vector.buffer);
      view.setUint32(12, view.getUint32(12) + 1);
      this.more = new Uint8Array(0);
      this.ciphertext = [];
    }
    update(data) {
      if (this.mode === 'cbc') return this.updateBlocks(data);
      if (this.mode === 'gcm' && !this.encrypts) this.ciphertext.push(data.slice());
      this.used = host.aesCtr(this.key.buffer, this.vector.buffer, data.buffer, this.used, COUNTED[this.mode]);
      if (this.mode === 'gcm' && this.encrypts) this.ciphertext.push(data.slice());
      return data;
    }
    // When it deciphers with padding, the last whole block waits: it may be the last one.
    updateBlocks(data) {
      const all = joined(this.rest, data);
      const waits = !this.encrypts && this.pads && all.length > 0 ? ((all.length - 1) % BLOCK) + 1 : all.length % BLOCK;
      const ready = all.slice(0, all.length - waits);
      this.rest = all.slice(all.length - waits);
      host.aesCbc(this.key.buffer, this.vector.buffer, ready.buffer, this.encrypts);
      return ready;
    }
    final() {
      if (this.mode === 'ctr') return new Uint8Array(0);
      return this.mode === 'gcm' ? this.finalGcm() : this.encrypts ? this.finalPadded() : this.finalUnpadded();
    }
    finalPadded() {
      if (!this.pads && this.rest.length > 0) throw library('ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH', 'wrong final block length', 'error:1C80006B:Provider routines::wrong final block length');
      if (!this.pads) return this.rest;
      const length = BLOCK - this.rest.length;
      const block = joined(this.rest, new Uint8Array(length).fill(length));
      host.aesCbc(this.key.buffer, this.vector.buffer, block.buffer, true);
      return block;
    }
    finalUnpadded() {
      if (this.rest.length === 0 && !this.pads) return this.rest;
      if (this.rest.length !== BLOCK) throw library('ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH', 'wrong final block length', 'error:1C80006B:Provider routines::wrong final block length');
      host.aesCbc(this.key.buffer, this.vector.buffer, this.rest.buffer, false);
      const length = this.rest.at(-1);
      const isGood = length > 0 && length <= BLOCK && this.rest.subarray(BLOCK - length).every((byte) => byte === length);
      if (!isGood) throw library('ERR_OSSL_BAD_DECRYPT', 'bad decrypt', 'error:1C800064:Provider routines::bad decrypt');
      return this.rest.slice(0, BLOCK - length);
    }
    finalGcm() {
      const all = Uint8Array.from(Buffer.concat(this.ciphertext));
      const made = new Uint8Array(host.gcmTag(this.key.buffer, this.first.buffer, this.more.buffer, all.buffer));
      if (this.encrypts) {
        this.tag = made.slice(0, this.tagLength);
      } else {
        const given = this.tag ?? new Uint8Array(0);
        const differs = given.reduce((sum, byte, at) => sum | (byte ^ made[at]), given.length === 0 ? 1 : 0);
        if (differs) throw new Error('Unsupported state or unable to authenticate data');
      }
      return new Uint8Array(0);
    }
  }

  const shown = (bytes, encoding) => (encoding && encoding !== 'buffer' ? Buffer.from(bytes.buffer).toString(encoding) : Buffer.from(bytes.buffer));
  const state = (what) => withCode(Error, 'ERR_CRYPTO_INVALID_STATE', `Invalid state for operation ${what}`);

  const make = (encrypts) => {
    class Ciphered extends Transform {
      #cipher;
      #started = false;
      constructor(name, key, vector, options) {
        super(options);
        this.#cipher = new Cipher(name, key, vector, encrypts, options);
      }
      update(data, inputEncoding, outputEncoding) {
        if (this.#cipher.done) throw new Error('Trying to add data in unsupported state');
        this.#started = true;
        return shown(this.#cipher.update(bytesOf('data', data, inputEncoding)), outputEncoding);
      }
      final(outputEncoding) {
        if (this.#cipher.done) throw withCode(Error, 'ERR_CRYPTO_INVALID_STATE', 'Invalid state');
        this.#cipher.done = true;
        return shown(this.#cipher.final(), outputEncoding);
      }
      setAutoPadding(pads = true) {
        if (this.#cipher.done) throw state('setAutoPadding');
        this.#cipher.pads = Boolean(pads);
        return this;
      }
      setAAD(data, options) {
        if (this.#cipher.mode !== 'gcm' || this.#started) throw state('setAAD');
        this.#cipher.more = joined(this.#cipher.more, bytesOf('buffer', data, options?.encoding));
        return this;
      }
      getAuthTag() {
        if (this.#cipher.mode !== 'gcm' || !encrypts || !this.#cipher.tag) throw state('getAuthTag');
        return Buffer.from(this.#cipher.tag);
      }
      setAuthTag(tag, encoding) {
        if (this.#cipher.mode !== 'gcm' || encrypts || this.#cipher.done || this.#cipher.tag) throw state('setAuthTag');
        const bytes = bytesOf('buffer', tag, encoding);
        if (!TAG_LENGTHS.includes(bytes.length)) throw withCode(TypeError, 'ERR_CRYPTO_INVALID_AUTH_TAG', `Invalid authentication tag length: ${bytes.length}`);
        this.#cipher.tag = bytes;
        return this;
      }
      _transform(chunk, encoding, done) {
        done(null, this.update(chunk, encoding));
      }
      _flush(done) {
        try {
          done(null, this.final());
        } catch (error) {
          done(error);
        }
      }
    }
    const hidden = encrypts ? ['setAuthTag'] : ['getAuthTag'];
    for (const name of hidden) delete Ciphered.prototype[name];
    return Ciphered;
  };
  const Cipheriv = make(true);
  const Decipheriv = make(false);
  const named = (Type, name) => Object.defineProperty(Type, 'name', { value: name, configurable: true });
  named(Cipheriv, 'Cipheriv');
  named(Decipheriv, 'Decipheriv');
  return {
    createCipheriv: (name, key, vector, options) => new Cipheriv(name, key, vector, options),
    createDecipheriv: (name, key, vector, options) => new Decipheriv(name, key, vector, options),
    getCiphers: () => [...NAMES],
    Cipheriv,
    Decipheriv,
  };
})
