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

  class StringDecoder {
    constructor(encoding = 'utf8') {
      this.encoding = encoding;
      this.decoder = new TextDecoder(/^utf-?8$/i.test(encoding) ? 'utf-8' : 'latin1', { ignoreBOM: true });
    }
    write(bytes) {
      return /^utf-?8$/i.test(this.encoding) ? this.decoder.decode(bytes, { stream: true }) : use('buffer').Buffer.from(bytes).toString(this.encoding);
    }
    end(bytes) {
      return (bytes ? this.write(bytes) : '') + (/^utf-?8$/i.test(this.encoding) ? this.decoder.decode() : '');
    }
  }
  return { TextEncoder, TextDecoder, StringDecoder };
})
