// Work that is given up in time.
import { setTimeout as sleep } from 'node:timers/promises';
const within = async (ms, work) => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error(`longer than ${ms} ms`)), ms);
  try {
    return await work(controller.signal);
  } catch (error) {
    return `${error.name}: ${error.cause?.message ?? error.message}`;
  } finally {
    clearTimeout(timer);
  }
};
export const handler = async () => {
  const slow = await within(5, (signal) => sleep(60000, 'never', { signal }));
  const fast = await within(60000, () => sleep(1, 'done'));
  console.log(slow, '|', fast);
  return { slow, fast };
};
