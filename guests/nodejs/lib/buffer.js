// `Buffer`, `atob`, `btoa`.
(function (node, use) {
  'use strict';
  const { host } = node;
  const LENGTH_MAX = 2 ** 30;
  const utf8 = (bytes) => host.utf8Decode(bytes.buffer, bytes.byteOffset, bytes.length);

  const single = (bytes, mask) => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) {
      text += String.fromCharCode(...bytes.subarray(at, at + 8192).map((byte) => byte & mask));
    }
    return text;
  };
  const fromSingle = (text) => Uint8Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  const fromUtf16 = (text) => {
    const bytes = new Uint8Array(text.length * 2);
    for (let at = 0; at < text.length; at++) {
      bytes[at * 2] = text.charCodeAt(at);
      bytes[at * 2 + 1] = text.charCodeAt(at) >> 8;
    }
    return bytes;
  };
  const toUtf16 = (bytes) => {
    let text = '';
    for (let at = 0; at + 1 < bytes.length; at += 2) text += String.fromCharCode(bytes[at] | (bytes[at + 1] << 8));
    return text;
  };
  // Node takes either alphabet, skips what is in none and ends at the padding.
  const fromBase64 = (text) => {
    const clean = text.split('=')[0].replace(/-/g, '+').replace(/_/g, '/').replace(/[^A-Za-z0-9+/]/g, '');
    const usable = clean.length % 4 === 1 ? clean.slice(0, -1) : clean;
    return Uint8Array.fromBase64(usable + '='.repeat((4 - (usable.length % 4)) % 4));
  };
  const fromHex = (text) => {
    const valid = /^(?:[0-9a-fA-F]{2})*/.exec(text)[0];
    return Uint8Array.fromHex(valid);
  };

  const encodings = {
    utf8: { encode: (text) => new Uint8Array(host.utf8Encode(text)), decode: utf8 },
    utf16le: { encode: fromUtf16, decode: toUtf16 },
    latin1: { encode: fromSingle, decode: (bytes) => single(bytes, 0xff) },
    ascii: { encode: fromSingle, decode: (bytes) => single(bytes, 0x7f) },
    hex: { encode: fromHex, decode: (bytes) => Uint8Array.prototype.toHex.call(bytes) },
    base64: { encode: fromBase64, decode: (bytes) => Uint8Array.prototype.toBase64.call(bytes) },
    base64url: { encode: fromBase64, decode: (bytes) => Uint8Array.prototype.toBase64.call(bytes, { alphabet: 'base64url', omitPadding: true }) },
  };
  Object.assign(encodings, { 'utf-8': encodings.utf8, binary: encodings.latin1, ucs2: encodings.utf16le, 'ucs-2': encodings.utf16le, 'utf-16le': encodings.utf16le });
  const encodingOf = (name) => {
    const found = encodings[`${name ?? 'utf8'}`.toLowerCase()];
    if (!found) throw node.errors.withCode(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${name}`);
    return found;
  };

  class Buffer extends Uint8Array {
    static poolSize = 8192;
    static from(value, encodingOrOffset, length) {
      if (typeof value === 'string') return own(encodingOf(encodingOrOffset).encode(value));
      if (value instanceof ArrayBuffer || (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer)) return new Buffer(value, encodingOrOffset, length);
      if (ArrayBuffer.isView(value)) return own(Uint8Array.from(value));
      if (value !== null && typeof value === 'object') {
        if (value.type === 'Buffer' && Array.isArray(value.data)) return own(Uint8Array.from(value.data));
        if (typeof value.length === 'number') return own(Uint8Array.from(value));
        const inner = value.valueOf?.();
        if (inner !== value && inner !== undefined && inner !== null) return Buffer.from(inner, encodingOrOffset, length);
      }
      throw node.errors.argumentType('first argument', 'of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object', value);
    }
    static of(...bytes) {
      return own(Uint8Array.from(bytes));
    }
    static alloc(size, fill, encoding) {
      const buffer = new Buffer(sizeOf(size));
      return fill === undefined || fill === 0 ? buffer : buffer.fill(fill, encoding);
    }
    static allocUnsafe(size) {
      return new Buffer(sizeOf(size));
    }
    static allocUnsafeSlow(size) {
      return new Buffer(sizeOf(size));
    }
    static concat(list, total = list.reduce((sum, part) => sum + part.length, 0)) {
      const out = Buffer.alloc(total);
      let at = 0;
      for (const part of list) {
        if (at >= total) break;
        out.set(part.subarray(0, total - at), at);
        at += part.length;
      }
      return out;
    }
    static byteLength(value, encoding) {
      return typeof value === 'string' ? encodingOf(encoding).encode(value).length : value.byteLength;
    }
    static isBuffer(value) {
      return value instanceof Buffer;
    }
    static isEncoding(name) {
      return typeof name === 'string' && name.toLowerCase() in encodings;
    }
    static compare(a, b) {
      const length = Math.min(a.length, b.length);
      for (let at = 0; at < length; at++) if (a[at] !== b[at]) return a[at] < b[at] ? -1 : 1;
      return Math.sign(a.length - b.length);
    }
    toString(encoding, start = 0, end = this.length) {
      return encodingOf(encoding).decode(start === 0 && end >= this.length ? this : this.subarray(Math.max(0, start), end));
    }
    toLocaleString(encoding, start, end) {
      return this.toString(encoding, start, end);
    }
    toJSON() {
      return { type: 'Buffer', data: [...this] };
    }
    equals(other) {
      if (!(other instanceof Uint8Array)) throw node.errors.argumentType('otherBuffer', 'an instance of Buffer or Uint8Array', other);
      return Buffer.compare(this, other) === 0;
    }
    compare(other, start = 0, end = other.length, ownStart = 0, ownEnd = this.length) {
      return Buffer.compare(this.subarray(ownStart, ownEnd), other.subarray(start, end));
    }
    write(text, offset = 0, length, encoding) {
      if (typeof offset === 'string') [offset, length, encoding] = [0, undefined, offset];
      if (typeof length === 'string') [length, encoding] = [undefined, length];
      const bytes = encodingOf(encoding).encode(text);
      const count = Math.min(bytes.length, length ?? Infinity, this.length - offset);
      this.set(bytes.subarray(0, count), offset);
      return count;
    }
    slice(start, end) {
      return this.subarray(start, end);
    }
    fill(value, start, end, encoding) {
      if (typeof start === 'string') [start, encoding] = [undefined, start];
      if (typeof value === 'number' || typeof value === 'boolean') return super.fill(Number(value) & 255, start, end);
      const bytes = typeof value === 'string' ? encodingOf(encoding).encode(value) : value;
      if (bytes.length === 0) return super.fill(0, start, end);
      for (let at = start ?? 0, from = 0; at < (end ?? this.length); at++) this[at] = bytes[from++ % bytes.length];
      return this;
    }
    copy(target, targetStart = 0, start = 0, end = this.length) {
      const part = this.subarray(start, Math.min(end, start + target.length - targetStart));
      target.set(part, targetStart);
      return part.length;
    }
    indexOf(value, offset = 0, encoding) {
      if (typeof offset === 'string') [offset, encoding] = [0, offset];
      if (typeof value === 'number') return super.indexOf(value & 255, offset);
      const bytes = needle(value, encoding);
      const from = Math.max(0, offset < 0 ? this.length + offset : offset);
      if (bytes.length === 0) return Math.min(from, this.length);
      for (let at = super.indexOf(bytes[0], from); at >= 0 && at + bytes.length <= this.length; at = super.indexOf(bytes[0], at + 1)) {
        if (bytes.every((byte, index) => this[at + index] === byte)) return at;
      }
      return -1;
    }
    lastIndexOf(value, offset = this.length, encoding) {
      if (typeof offset === 'string') [offset, encoding] = [this.length, offset];
      const bytes = typeof value === 'number' ? [value & 255] : needle(value, encoding);
      const from = offset < 0 ? this.length + offset : offset;
      for (let at = Math.min(from, this.length - bytes.length); at >= 0; at--) {
        if (bytes.every((byte, index) => this[at + index] === byte)) return at;
      }
      return -1;
    }
    includes(value, offset, encoding) {
      return this.indexOf(value, offset, encoding) >= 0;
    }
    [Symbol.for('nodejs.util.inspect.custom')]() {
      const shown = [...this.subarray(0, 50)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
      const rest = this.length - 50;
      return `<${this.constructor.name}${shown ? ` ${shown}` : ''}${rest > 0 ? ` ... ${rest} more byte${rest > 1 ? 's' : ''}` : ''}>`;
    }
  }

  const needle = (value, encoding) => {
    if (typeof value === 'string') return encodingOf(encoding).encode(value);
    if (value instanceof Uint8Array) return value;
    throw node.errors.argumentType('value', 'one of type number or string or an instance of Buffer or Uint8Array', value);
  };
  const own = (bytes) => new Buffer(bytes.buffer, bytes.byteOffset, bytes.length);
  const sizeOf = (size) => {
    if (typeof size !== 'number') throw node.errors.argumentType('size', 'of type number', size);
    if (!(size >= 0 && size <= LENGTH_MAX)) throw node.errors.outOfRange('size', `>= 0 && <= ${LENGTH_MAX}`, size);
    return size;
  };

  use('buffer-numbers')(Buffer);

  const invalid = (text) => Object.assign(new (use('web').DOMException)(text, 'InvalidCharacterError'));
  const btoa = (text) => {
    text = `${text}`;
    if (/[^\x00-\xff]/.test(text)) throw invalid('Invalid character');
    return fromSingle(text).toBase64();
  };
  const atob = (text) => {
    try {
      return single(Uint8Array.fromBase64(`${text}`.replace(/[\t\n\f\r ]/g, '')), 0xff);
    } catch {
      throw invalid('The string to be decoded is not correctly encoded.');
    }
  };
  return { Buffer, atob, btoa };
})
