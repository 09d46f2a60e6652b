// Defaults by a proxy, tagged templates, symbols.
const withDefault = (target, make) => new Proxy(target, { get: (object, key, receiver) => (Reflect.has(object, key) ? Reflect.get(object, key, receiver) : (object[key] = make(key))) });
const escape = (parts, ...values) => String.raw({ raw: parts }, ...values.map((value) => `${value}`.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)));
export const handler = async ({ words, name }) => {
  const counts = withDefault({}, () => 0);
  for (const word of words) counts[word]++;
  const money = { amount: 5, [Symbol.toPrimitive](hint) { return hint === 'number' ? this.amount : `${this.amount} EUR`; } };
  return { counts: { ...counts }, html: escape`<b>${name}</b>`, sum: +money + 1, text: `${money}`, keys: Reflect.ownKeys({ b: 1, a: 2, 1: 3 }) };
};
