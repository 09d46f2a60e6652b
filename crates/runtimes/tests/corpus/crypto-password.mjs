// Passwords kept by scrypt, secrets by AES-GCM.
import { scryptSync, createCipheriv, createDecipheriv, randomBytes, pbkdf2Sync } from 'node:crypto';
const seal = (text, key) => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
};
const open = (sealed, key) => {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(-16));
  return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
};
export const handler = async ({ password, text }) => {
  const key = scryptSync(password, 'salt', 32);
  const sealed = seal(text, key);
  let forged;
  try {
    open(sealed.slice(0, -2) + 'AA', key);
  } catch (error) {
    forged = error.message;
  }
  console.log(sealed.length, forged);
  return { key: key.toString('hex'), text: open(sealed, key), short: pbkdf2Sync(password, 'salt', 1000, 8, 'sha512').toString('hex') };
};
