// Numbers in a `Buffer`: of the sizes that DataView has, and of 1 to 6 bytes; the order of bytes.
(function (node) {
  'use strict';
  const KINDS = [['UInt8', 'Uint8', 1], ['Int8', 'Int8', 1], ['UInt16', 'Uint16', 2], ['Int16', 'Int16', 2], ['UInt32', 'Uint32', 4], ['Int32', 'Int32', 4], ['BigUInt64', 'BigUint64', 8], ['BigInt64', 'BigInt64', 8], ['Float', 'Float32', 4], ['Double', 'Float64', 8]];
  const SIZE_MAX = 6;

  const fits = (buffer, offset, size) => {
    if (typeof offset !== 'number') throw node.errors.argumentType('offset', 'of type number', offset);
    if (!Number.isInteger(offset)) throw node.errors.outOfRange('offset', 'an integer', offset);
    if (buffer.length < size) throw node.errors.withCode(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', 'Attempt to access memory outside buffer bounds');
    if (offset < 0 || offset + size > buffer.length) throw node.errors.outOfRange('offset', `>= 0 and <= ${buffer.length - size}`, offset);
  };
  const range = (value, signed, size) => {
    const big = typeof value === 'bigint';
    const span = 2n ** BigInt(size * 8 - (signed ? 1 : 0));
    const [low, high] = [signed ? -span : 0n, span - 1n];
    if (value < low || value > high) throw node.errors.outOfRange('value', `>= ${low}${big ? 'n' : ''} and <= ${high}${big ? 'n' : ''}`, value);
  };

  const fixed = (define, [name, kind, size], order) => {
    const view = (buffer, offset) => (fits(buffer, offset, size), new DataView(buffer.buffer, buffer.byteOffset, buffer.length));
    const whole = name.includes('Int');
    define(`read${name}${order}`, function (offset = 0) {
      return view(this, offset)[`get${kind}`](offset, order === 'LE');
    });
    define(`write${name}${order}`, function (value, offset = 0) {
      const at = view(this, offset);
      if (whole) range(value, !name.includes('UInt'), size);
      at[`set${kind}`](offset, value, order === 'LE');
      return offset + size;
    });
  };

  // The places of an integer's bytes, the least of them first.
  const places = (buffer, offset, size, order) => {
    if (!(Number.isInteger(size) && size >= 1 && size <= SIZE_MAX)) throw node.errors.outOfRange('byteLength', `>= 1 and <= ${SIZE_MAX}`, size);
    fits(buffer, offset, size);
    const all = Array.from({ length: size }, (_, index) => offset + index);
    return order === 'LE' ? all : all.reverse();
  };
  const sized = (define, signed, order) => {
    const name = `${signed ? 'Int' : 'UInt'}${order}`;
    define(`read${name}`, function (offset, size) {
      const value = places(this, offset, size, order).reduce((sum, at, index) => sum + this[at] * 2 ** (8 * index), 0);
      return signed && value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value;
    });
    define(`write${name}`, function (value, offset, size) {
      const all = places(this, offset, size, order);
      range(value, signed, size);
      let rest = value < 0 ? value + 2 ** (8 * size) : value;
      for (const at of all) {
        this[at] = rest % 256;
        rest = Math.floor(rest / 256);
      }
      return offset + size;
    });
  };

  const swap = (define, bits) => {
    const size = bits / 8;
    define(`swap${bits}`, function () {
      if (this.length % size) throw node.errors.withCode(RangeError, 'ERR_INVALID_BUFFER_SIZE', `Buffer size must be a multiple of ${bits}-bits`);
      for (let at = 0; at < this.length; at += size) this.subarray(at, at + size).reverse();
      return this;
    });
  };

  return (Buffer) => {
    const define = (name, value) => {
      for (const spelled of new Set([name, name.replace('UInt', 'Uint')])) Object.defineProperty(Buffer.prototype, spelled, { value, writable: true, configurable: true });
    };
    for (const kind of KINDS) for (const order of kind[2] === 1 ? [''] : ['LE', 'BE']) fixed(define, kind, order);
    for (const order of ['LE', 'BE']) for (const signed of [true, false]) sized(define, signed, order);
    for (const bits of [16, 32, 64]) swap(define, bits);
  };
})
