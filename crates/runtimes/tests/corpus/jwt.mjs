// A token made and checked by WebCrypto.
const { subtle } = globalThis.crypto;
const text = new TextEncoder();
const url = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const key = await subtle.importKey('raw', text.encode('secret'), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
const make = async (claims) => {
  const body = `${url({ alg: 'HS256', typ: 'JWT' })}.${url(claims)}`;
  return `${body}.${Buffer.from(await subtle.sign('HMAC', key, text.encode(body))).toString('base64url')}`;
};
const read = async (token) => {
  const [head, claims, signature] = token.split('.');
  const ok = await subtle.verify('HMAC', key, Buffer.from(signature, 'base64url'), text.encode(`${head}.${claims}`));
  return ok ? JSON.parse(Buffer.from(claims, 'base64url')) : null;
};
export const handler = async (claims) => {
  const token = await make(claims);
  console.log(token.split('.').length);
  return { token, read: await read(token), forged: await read(token.replace(/.$/, (letter) => (letter === 'A' ? 'Q' : 'A'))) };
};
