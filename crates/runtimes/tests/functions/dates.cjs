// Dates for people, in en-US and UTC. Holds in Node too (with TZ=UTC): the texts are those of Node.
const assert = require('assert');
const MOMENTS = ['2026-11-05T13:05:09.042Z', '2026-01-31T00:00:00Z', '1999-12-31T23:59:59.999Z', '0987-07-04T12:30:00Z'].map((text) => new Date(text));
const utc = (options) => ({ timeZone: 'UTC', ...options });
const OPTIONS = [
  {}, { weekday: 'long' }, { weekday: 'short' }, { weekday: 'narrow' }, { year: 'numeric' }, { year: '2-digit' }, { month: 'long' }, { month: 'short' }, { month: 'narrow' }, { month: 'numeric' }, { month: '2-digit' }, { day: 'numeric' }, { day: '2-digit' },
  { year: 'numeric', month: 'long' }, { year: 'numeric', month: 'short' }, { year: 'numeric', month: '2-digit' }, { month: 'long', day: 'numeric' }, { month: 'short', day: '2-digit' }, { month: '2-digit', day: '2-digit' }, { weekday: 'long', day: 'numeric' },
  { year: 'numeric', month: 'long', day: 'numeric' }, { year: 'numeric', month: 'short', day: 'numeric' }, { year: 'numeric', month: '2-digit', day: '2-digit' }, { year: '2-digit', month: 'numeric', day: 'numeric' }, { year: 'numeric', month: 'narrow', day: 'numeric' },
  { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }, { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' }, { weekday: 'short', month: 'numeric', day: 'numeric' }, { weekday: 'short', year: 'numeric', month: 'numeric', day: 'numeric' }, { weekday: 'short', month: 'short', day: 'numeric' },
  { hour: 'numeric' }, { hour: '2-digit' }, { hour: 'numeric', minute: 'numeric' }, { hour: '2-digit', minute: '2-digit' }, { hour: 'numeric', minute: '2-digit', second: '2-digit' }, { minute: 'numeric' }, { second: 'numeric' }, { minute: '2-digit', second: '2-digit' },
  { hour: 'numeric', hour12: false }, { hour: '2-digit', minute: '2-digit', hour12: false }, { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }, { hour: 'numeric', minute: '2-digit', hour12: true }, { hour: 'numeric', minute: 'numeric', second: 'numeric', fractionalSecondDigits: 3 },
  { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' }, { hour: 'numeric', minute: '2-digit', timeZoneName: 'long' }, { timeZoneName: 'short' }, { hour12: false }, { hourCycle: 'h23' },
  { year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' }, { year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' }, { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'short' }, { weekday: 'long', hour: 'numeric' }, { month: 'long', hour: 'numeric' },
  { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' }, { weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', hour12: false },
  ...['full', 'long', 'medium', 'short'].flatMap((style) => [{ dateStyle: style }, { timeStyle: style }, ...['full', 'short'].map((other) => ({ dateStyle: style, timeStyle: other }))]), { dateStyle: 'short', timeStyle: 'medium', hour12: false },
];
const said = (run) => {
  try {
    return run();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};
const all = () => {
  const lines = [];
  for (const date of MOMENTS) {
    for (const options of OPTIONS) {
      const note = (name, run) => lines.push(`${date.toISOString()} ${name} ${JSON.stringify(options)}: ${said(run)}`);
      note('format', () => new Intl.DateTimeFormat('en-US', utc(options)).format(date));
      note('string', () => date.toLocaleString('en-US', utc(options)));
      note('date', () => date.toLocaleDateString('en-US', utc(options)));
      note('time', () => date.toLocaleTimeString('en-US', utc(options)));
    }
  }
  return lines;
};

exports.all = all;
exports.handler = async () => {
  const [date] = MOMENTS;
  const format = new Intl.DateTimeFormat('en-US', utc({ dateStyle: 'medium', timeStyle: 'short' }));
  assert.equal(format.formatToParts(date).map((part) => part.type).join(), 'month,literal,day,literal,year,literal,hour,literal,minute,literal,dayPeriod');
  assert.deepEqual(MOMENTS.map(new Intl.DateTimeFormat('en-US', utc()).format), ['11/5/2026', '1/31/2026', '12/31/1999', '7/4/987']);
  assert.equal(new Intl.DateTimeFormat('en-US', utc()).resolvedOptions().timeZone, 'UTC');
  assert.equal(Intl.DateTimeFormat().resolvedOptions().locale, 'en-US');
  assert.equal(new Date(NaN).toLocaleString(), 'Invalid Date');
  assert.throws(() => format.format(NaN), RangeError);
  assert.throws(() => date.toLocaleString('en-US', { month: 'big' }), RangeError);
  assert.throws(() => date.toLocaleString('en-US', { dateStyle: 'full', day: 'numeric' }), TypeError);
  assert.throws(() => date.toLocaleString('en-US', { timeZone: 'not a zone' }), RangeError);
  assert.equal(new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(1234.5), '$1,234.50');
  assert.equal(new Intl.NumberFormat().format(1e6), '1,000,000');
  assert.deepEqual([0.25, 3].map(new Intl.NumberFormat('en-US', { style: 'percent' }).format), ['25%', '300%']);
  return all();
};
