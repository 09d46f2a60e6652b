// `TextEncoder`, `TextDecoder`, `StringDecoder`.
(function (node, use) {
  'use strict';
  const { host } = node;

  class TextEncoder {
    get encoding() {
      return 'utf-8';
    }
    encode(text = '') {
      return new Uint8Array(host.utf8Encode(`${text}`.toWellFormed()));
    }
    encodeInto(text, target) {
      let read = 0;
      let written = 0;
      for (const char of `${text}`) {
        const bytes = this.encode(char);
        if (written + bytes.length > target.length) break;
        target.set(bytes, written);
        written += bytes.length;
        read += char.length;
      }
      return { read, written };
    }
  }

  const LABELS = { 'utf-8': 'utf-8', utf8: 'utf-8', 'utf-16le': 'utf-16le', 'utf-16': 'utf-16le', ucs2: 'utf-16le', latin1: 'windows-1252', ascii: 'windows-1252', 'iso-8859-1': 'windows-1252', 'windows-1252': 'windows-1252' };

  // Bytes at the end that begin a character which is not whole.
  const unfinished = (bytes) => {
    for (let back = 1; back <= Math.min(3, bytes.length); back++) {
      const byte = bytes[bytes.length - back];
      if ((byte & 0xc0) === 0x80) continue;
      const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
      return needs > back ? back : 0;
    }
    return 0;
  };
  const isValid = (bytes, text) => !text.includes('\ufffd') || new Uint8Array(host.utf8Encode(text)).every((byte, index) => byte === bytes[index]);

  class TextDecoder {
    #kept = new Uint8Array(0);
    #started = false;
    constructor(label = 'utf-8', { fatal = false, ignoreBOM = false } = {}) {
      const encoding = LABELS[`${label}`.trim().toLowerCase()];
      if (!encoding) throw node.errors.withCode(RangeError, 'ERR_ENCODING_NOT_SUPPORTED', `The "${label}" encoding is not supported`);
      Object.assign(this, { encoding, fatal, ignoreBOM });
    }
    decode(input = new Uint8Array(0), { stream = false } = {}) {
      let bytes = ArrayBuffer.isView(input) ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input);
      const { Buffer } = use('buffer');
      if (this.encoding !== 'utf-8') return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(this.encoding === 'utf-16le' ? 'utf16le' : 'latin1');
      if (this.#kept.length) bytes = Buffer.concat([this.#kept, bytes]);
      const keep = stream ? unfinished(bytes) : 0;
      this.#kept = bytes.slice(bytes.length - keep);
      const whole = bytes.subarray(0, bytes.length - keep);
      let text = host.utf8Decode(whole.buffer, whole.byteOffset, whole.length);
      if (this.fatal && !isValid(whole, text)) {
        throw node.errors.withCode(TypeError, 'ERR_ENCODING_INVALID_ENCODED_DATA', 'The encoded data was not valid for encoding utf-8');
      }
      if (!this.#started && !this.ignoreBOM && text.charCodeAt(0) === 0xfeff) text = text.slice(1);
      this.#started = stream;
      return text;
    }
  }

  // How many bytes at the end wait for more, by encoding.
  const WAITING = {
    utf8: unfinished,
    utf16le: (bytes) => {
      const odd = bytes.length % 2;
      const last = bytes[bytes.length - odd - 1];
      return odd + (last >= 0xd8 && last <= 0xdb ? 2 : 0);
    },
    base64: (bytes) => bytes.length % 3,
    base64url: (bytes) => bytes.length % 3,
  };
  const SAME = { 'utf-8': 'utf8', ucs2: 'utf16le', 'ucs-2': 'utf16le', 'utf-16le': 'utf16le', binary: 'latin1' };

  class StringDecoder {
    #kept = new Uint8Array(0);
    constructor(encoding = 'utf8') {
      const name = `${encoding}`.toLowerCase();
      if (!use('buffer').Buffer.isEncoding(name)) throw node.errors.withCode(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${encoding}`);
      this.encoding = SAME[name] ?? name;
    }
    write(bytes) {
      if (typeof bytes === 'string') return bytes;
      if (!ArrayBuffer.isView(bytes)) throw node.errors.argumentType('buf', 'an instance of Buffer, TypedArray, or DataView', bytes);
      const { Buffer } = use('buffer');
      const all = Buffer.concat([this.#kept, new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)]);
      const whole = all.length - (WAITING[this.encoding]?.(all) ?? 0);
      this.#kept = all.subarray(whole);
      return all.toString(this.encoding, 0, whole);
    }
    end(bytes) {
      const text = bytes === undefined ? '' : this.write(bytes);
      const rest = this.#kept;
      this.#kept = new Uint8Array(0);
      if (rest.length === 0) return text;
      return text + (this.encoding === 'utf8' ? '\ufffd' : rest.toString(this.encoding));
    }
  }
  return { TextEncoder, TextDecoder, StringDecoder };
})
