// What INIT loads with a top-level await, and the import of a module by name.
const started = Date.now();
const { default: path } = await import('node:path');
const table = await Promise.resolve(new Map([['a', 1]]));
let count = 0;
export const handler = async () => ({ count: ++count, entries: [...table], join: path.join('a', '..', 'b'), took: Date.now() - started >= 0, url: import.meta.url.startsWith('file://') });
