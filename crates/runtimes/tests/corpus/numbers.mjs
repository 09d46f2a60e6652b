// Money in cents, big integers, rounding, texts for people.
export const handler = async ({ prices, factor }) => {
  const cents = prices.map((price) => Math.round(price * 100));
  const total = cents.reduce((sum, one) => sum + one, 0);
  const factorial = (n) => (n < 2n ? 1n : n * factorial(n - 1n));
  console.log('total %d of %o', total, cents);
  return {
    total: (total / 100).toLocaleString('en-US', { style: 'currency', currency: 'USD' }), plain: new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 }).format(1234567.891), percent: (0.256).toLocaleString('en-US', { style: 'percent' }),
    factorial: `${factorial(BigInt(factor))}`, hex: (255).toString(16), bits: 0b1010 ^ 0x0f, safe: Number.isSafeInteger(2 ** 53), fixed: (1.005).toFixed(2), precise: (0.1 + 0.2).toPrecision(3), sign: [Math.sign(-3), Math.trunc(-1.7), Math.hypot(3, 4), Math.cbrt(27)], parse: [parseInt('12px'), Number(''), Number('1e3'), parseFloat('.5')],
  };
};
