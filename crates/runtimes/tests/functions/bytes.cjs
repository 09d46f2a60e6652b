// Buffers: numbers, searching, the order of bytes; text that arrives in pieces. Holds in Node too.
const assert = require('assert');
const { StringDecoder } = require('string_decoder');

const numbers = () => {
  const buffer = Buffer.alloc(8);
  assert.equal(buffer.writeUIntBE(0x123456789a, 1, 5), 6);
  assert.equal(buffer.toString('hex'), '00123456789a0000');
  assert.equal(buffer.readUIntBE(1, 5), 0x123456789a);
  assert.equal(buffer.readUintLE(1, 3), 0x563412);
  buffer.writeIntLE(-2, 0, 6);
  assert.equal(buffer.readIntLE(0, 6), -2);
  assert.equal(buffer.readInt16BE(0), -257);
  buffer.writeDoubleBE(0.1);
  assert.equal(buffer.readDoubleBE(0), 0.1);
  buffer.writeBigInt64LE(-5n);
  assert.equal(buffer.readBigInt64LE(), -5n);
  assert.throws(() => buffer.writeUInt8(256, 0), { code: 'ERR_OUT_OF_RANGE', message: 'The value of "value" is out of range. It must be >= 0 and <= 255. Received 256' });
  assert.throws(() => buffer.writeInt16LE(-32769, 0), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => buffer.writeBigUInt64BE(-1n), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => buffer.readUInt32LE(5), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => buffer.readUIntLE(0, 7), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => buffer.readInt8('0'), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => Buffer.alloc(1).readUInt16LE(0), { code: 'ERR_BUFFER_OUT_OF_BOUNDS' });
  assert.equal(Buffer.from('01020304', 'hex').swap16().toString('hex'), '02010403');
  assert.equal(Buffer.from('01020304', 'hex').swap32().toString('hex'), '04030201');
  assert.throws(() => Buffer.alloc(3).swap16(), { code: 'ERR_INVALID_BUFFER_SIZE' });
};

const searching = () => {
  const text = Buffer.from('one two one');
  assert.equal(text.indexOf('one', 1), 8);
  assert.equal(text.lastIndexOf('one'), 8);
  assert.equal(text.lastIndexOf('one', 7), 0);
  assert.equal(text.lastIndexOf('one', -4), 0);
  assert.equal(text.lastIndexOf(Buffer.from('two')), 4);
  assert.equal(text.indexOf('6f6e65', 'hex'), 0);
  assert.equal(text.indexOf(''), 0);
  assert.equal(text.indexOf('three'), -1);
  assert.equal(text.indexOf('one', -3), 8);
  assert.throws(() => text.indexOf({}), { code: 'ERR_INVALID_ARG_TYPE' });
  const part = text.subarray(4, 7);
  part[0] = 'T'.charCodeAt(0);
  assert.ok(Buffer.isBuffer(part) && text.toString() === 'one Two one');
};

const pieces = () => {
  const through = (encoding, bytes) => {
    const decoder = new StringDecoder(encoding);
    return [...bytes].map((byte) => decoder.write(Buffer.of(byte))).join('') + decoder.end();
  };
  for (const encoding of ['utf8', 'utf16le', 'base64', 'base64url', 'hex', 'latin1']) {
    const bytes = Buffer.from(encoding === 'latin1' ? 'caf\u00e9' : 'a€😀z', encoding === 'utf16le' ? encoding : encoding === 'latin1' ? 'latin1' : 'utf8');
    assert.equal(through(encoding, bytes), bytes.toString(encoding), encoding);
  }
  const decoder = new StringDecoder();
  assert.equal(decoder.write(Buffer.of(0xe2, 0x82)), '');
  assert.equal(decoder.end(), '\ufffd');
  assert.equal(decoder.end(Buffer.from('x')), 'x');
  assert.equal(new StringDecoder('UTF-16LE').encoding, 'utf16le');
  assert.throws(() => new StringDecoder('none'), { code: 'ERR_UNKNOWN_ENCODING' });
};

exports.handler = async () => {
  numbers();
  searching();
  pieces();
  return 'ok';
};
