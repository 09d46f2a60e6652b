// All ways to write a line.
export const handler = async (event) => {
  console.log('%s has %i items (%f) %j %%', 'cart', 3.7, '1.50', { a: [1] });
  console.info({ event, nested: { list: [1, [2, [3, [4]]]] } });
  console.warn(new Map([['k', { v: 1 }]]), [undefined, null, NaN], Symbol('s'), 10n);
  console.error('lines\nof two');
  console.log([1.5, 'text', true], new Error('shown').message, class A {}, function named() {}, () => {});
  console.log('x'.repeat(3), -0, [,'hole'], { 'a-b': 1, [Symbol('k')]: 2 }, new Date(0), /re/g);
  return null;
};
