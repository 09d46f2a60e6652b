// CommonJS in TypeScript: import = and export =, a namespace, const enums.
import util = require('node:util');
type Bytes = Uint8Array;
namespace Units {
  export const enum Size { Kib = 1024, Mib = Kib * 1024 }
  export const text = (bytes: number): string => (bytes >= Size.Mib ? `${(bytes / Size.Mib).toFixed(1)} MiB` : `${bytes / Size.Kib} KiB`);
}
const sizes = (list: readonly number[]): string[] => list.map(Units.text);
export = {
  handler: async ({ list }: { list: number[] }): Promise<object> => {
    const bytes: Bytes = Buffer.alloc(2);
    console.log(util.format('%d sizes', list.length));
    return { sizes: sizes(list), length: bytes.length };
  },
};
