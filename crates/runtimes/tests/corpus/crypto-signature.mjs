// A webhook's signature, compared in constant time.
import { createHmac, timingSafeEqual, createHash, randomUUID } from 'node:crypto';
const sign = (body, secret) => `sha256=${createHmac('sha256', secret).update(body, 'utf8').digest('hex')}`;
const isSigned = (body, secret, given) => {
  const [own, other] = [sign(body, secret), given].map((text) => Buffer.from(text));
  return own.length === other.length && timingSafeEqual(own, other);
};
export const handler = async ({ body, signature }) => {
  const ok = isSigned(body, 'secret', signature);
  console.log('signed', ok, isSigned(body, 'wrong', signature));
  return { ok, own: sign(body, 'secret'), etag: createHash('md5').update(body).digest('base64'), id: /^[0-9a-f-]{36}$/.test(randomUUID()) };
};
