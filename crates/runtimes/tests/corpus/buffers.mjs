// Bytes: a small binary message, both ways.
const encode = ({ id, name, price }) => {
  const text = Buffer.from(name, 'utf8');
  const out = Buffer.alloc(4 + 2 + text.length + 8);
  let at = out.writeUInt32BE(id, 0);
  at = out.writeUInt16LE(text.length, at);
  at += text.copy(out, at);
  out.writeDoubleBE(price, at);
  return out;
};
const decode = (bytes) => {
  const length = bytes.readUInt16LE(4);
  return { id: bytes.readUInt32BE(0), name: bytes.toString('utf8', 6, 6 + length), price: bytes.readDoubleBE(6 + length) };
};
export const handler = async (event) => {
  const bytes = encode(event);
  console.log(bytes);
  return { hex: bytes.toString('hex'), back: decode(bytes), same: Buffer.compare(bytes, encode(event)), view: [...new Uint16Array(Uint8Array.from(bytes.subarray(0, 4)).buffer)], big: Buffer.from('ff00', 'hex').readInt16BE() };
};
