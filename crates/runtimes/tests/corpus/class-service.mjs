// A class made once in INIT: private fields, static blocks, accessors, iterators.
class Cache {
  static #made = 0;
  static { console.log('loading'); }
  #entries = new Map();
  #hits = 0;
  constructor(limit) {
    this.limit = limit;
    Cache.#made++;
  }
  get(key, make) {
    if (this.#entries.has(key)) this.#hits++;
    else this.#entries.set(key, make(key));
    if (this.#entries.size > this.limit) this.#entries.delete(this.#entries.keys().next().value);
    return this.#entries.get(key);
  }
  get stats() { return { hits: this.#hits, size: this.#entries.size, made: Cache.#made }; }
  *[Symbol.iterator]() { yield* this.#entries; }
  static isCache(value) { return #hits in value; }
}
const cache = new Cache(2);
export const handler = async ({ keys }) => {
  for (const key of keys) cache.get(key, (text) => text.length);
  return { ...cache.stats, entries: [...cache], is: [Cache.isCache(cache), Cache.isCache({})] };
};
