// Lines out of chunks that end anywhere: a transform, a pipeline, back-pressure.
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
class Lines extends Transform {
  #rest = '';
  constructor() { super({ readableObjectMode: true }); }
  _transform(chunk, encoding, done) {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop();
    for (const line of lines) this.push(line);
    done();
  }
  _flush(done) {
    if (this.#rest) this.push(this.#rest);
    done();
  }
}
export const handler = async ({ text, size }) => {
  const chunks = text.match(new RegExp(`[^]{1,${size}}`, 'g')).map((part) => Buffer.from(part));
  const seen = [];
  await pipeline(Readable.from(chunks), new Lines(), async function* (lines) { for await (const line of lines) yield line.trim().split(','); }, async (rows) => { for await (const row of rows) seen.push(row); });
  console.log('rows', seen.length);
  return seen;
};
