// The request's id in every log line, without handing it on.
import { AsyncLocalStorage } from 'node:async_hooks';
const request = new AsyncLocalStorage();
const log = (text) => console.log(`[${request.getStore()?.id ?? '-'}] ${text}`);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const load = async (name, ms) => {
  await pause(ms);
  log(`loaded ${name}`);
  return name;
};
export const handler = async ({ ids }) => {
  const all = await Promise.all(ids.map((id, at) => request.run({ id }, async () => {
    const parts = await Promise.all([load('user', 4 + at * 10), load('cart', 8 + at * 10)]);
    return `${request.getStore().id}:${parts}`;
  })));
  log('end');
  return all;
};
