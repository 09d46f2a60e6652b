// Numbers as people read them, in en-US. Holds in Node too.
const assert = require('assert');

const PLAIN = [
  [1234.5, '1,234.5'], [0, '0'], [-0, '-0'], [-1234567.891, '-1,234,567.891'], [0.0005, '0.001'], [1.0005, '1.001'], [999, '999'],
  [1e21, '1,000,000,000,000,000,000,000'], [1e-9, '0'], [123456789012345680000, '123,456,789,012,345,680,000'], [NaN, 'NaN'],
  [Infinity, '∞'], [-Infinity, '-∞'], [12345678901234567890n, '12,345,678,901,234,567,890'], [-1000n, '-1,000'],
];
const CHOSEN = [
  [1234.5, { minimumFractionDigits: 2 }, '1,234.50'], [1234.567, { maximumFractionDigits: 1 }, '1,234.6'], [2.5, { maximumFractionDigits: 0 }, '3'],
  [1234, { useGrouping: false }, '1234'], [0.256, { style: 'percent' }, '26%'], [0.2567, { style: 'percent', maximumFractionDigits: 1 }, '25.7%'],
  [1234.5, { style: 'currency', currency: 'USD' }, '$1,234.50'], [-5, { style: 'currency', currency: 'EUR' }, '-€5.00'],
  [1234.5, { style: 'currency', currency: 'JPY' }, '¥1,235'], [7, { style: 'currency', currency: 'USD', maximumFractionDigits: 0 }, '$7'],
  [12, { style: 'percent' }, '1,200%'], [1.005, { minimumFractionDigits: 2, maximumFractionDigits: 2 }, '1.01'],
];

exports.handler = async () => {
  for (const [value, expected] of PLAIN) assert.equal(value.toLocaleString(), expected);
  for (const [value, options, expected] of CHOSEN) assert.equal(value.toLocaleString('en-US', options), expected, `${value} ${JSON.stringify(options)}`);
  assert.equal([1234, 5].toLocaleString(), '1,234,5');
  assert.throws(() => (1).toLocaleString('en-US', { style: 'currency' }), TypeError);
  assert.throws(() => (1).toLocaleString('en-US', { minimumFractionDigits: 101 }), RangeError);
  return 'ok';
};
