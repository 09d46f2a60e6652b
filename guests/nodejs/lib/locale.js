// `Number.prototype.toLocaleString` of en-US, the only language here: grouped digits, decimals, percent.
(function (node) {
  'use strict';
  const DIGITS_MAX = 100;
  const KNOWN = ['minimumFractionDigits', 'maximumFractionDigits', 'useGrouping', 'style', 'currency'];
  const SIGNS = { USD: '$', EUR: '€', GBP: '£', JPY: '¥', INR: '₹' };

  const digitsOf = (name, value, otherwise) => {
    if (value === undefined) return otherwise;
    if (!(value >= 0 && value <= DIGITS_MAX)) throw new RangeError(`${name} value is out of range.`);
    return Math.floor(value);
  };
  const languageOf = (locales) => {
    const [first] = [].concat(locales ?? 'en-US');
    if (!/^en(?:-US)?$/i.test(first)) throw node.errors.unavailable(`the language ${first} of toLocaleString`, 'it has en-US');
  };
  const settings = (options = {}) => {
    const unknown = Object.keys(options).find((name) => !KNOWN.includes(name) && options[name] !== undefined);
    if (unknown) throw node.errors.unavailable(`the option ${unknown} of toLocaleString`);
    const { style = 'decimal', currency } = options;
    if (!['decimal', 'percent', 'currency'].includes(style)) throw node.errors.unavailable(`the style ${style} of toLocaleString`);
    if (style === 'currency' && currency === undefined) throw new TypeError('Currency code is required with currency style.');
    if (style === 'currency' && !SIGNS[currency]) throw node.errors.unavailable(`the currency ${currency} of toLocaleString`);
    const [least, most] = style === 'currency' ? (currency === 'JPY' ? [0, 0] : [2, 2]) : [0, style === 'percent' ? 0 : 3];
    const given = digitsOf('maximumFractionDigits', options.maximumFractionDigits);
    const minimum = digitsOf('minimumFractionDigits', options.minimumFractionDigits, Math.min(least, given ?? least));
    const maximum = given ?? Math.max(most, minimum);
    if (minimum > maximum) throw new RangeError('maximumFractionDigits value is out of range.');
    return { style, currency, minimum, maximum, grouping: options.useGrouping !== false };
  };

  // The shortest decimal text of a number, rounded half away from zero at a digit, as its digits say.
  const rounded = (value, maximum) => {
    const [mantissa, exponent = '0'] = `${value}`.split('e');
    const [whole, part = ''] = mantissa.split('.');
    const places = part.length - Number(exponent);
    const all = places < 0 ? BigInt(whole + part) * 10n ** BigInt(-places) : BigInt(whole + part);
    const have = Math.max(0, places);
    if (have <= maximum) return { all, places: have };
    const unit = 10n ** BigInt(have - maximum);
    return { all: (all + unit / 2n) / unit, places: maximum };
  };
  const shown = (value, { minimum, maximum, grouping }) => {
    if (value === Infinity) return '∞';
    const { all, places } = rounded(value, maximum);
    const text = `${all}`.padStart(places + 1, '0');
    const whole = text.slice(0, text.length - places);
    let part = text.slice(text.length - places);
    while (part.length > minimum && part.endsWith('0')) part = part.slice(0, -1);
    const grouped = grouping ? whole.replace(/\B(?=(?:\d{3})+$)/g, ',') : whole;
    const filled = part.padEnd(minimum, '0');
    return filled ? `${grouped}.${filled}` : grouped;
  };

  const number = (value, locales, options) => {
    languageOf(locales);
    const chosen = settings(options ?? {});
    const sign = value < 0 || Object.is(value, -0) ? '-' : '';
    const size = typeof value === 'bigint' ? (value < 0n ? -value : value) : Math.abs(value);
    const before = chosen.style === 'currency' ? SIGNS[chosen.currency] : '';
    if (Number.isNaN(size)) return `${before}NaN${chosen.style === 'percent' ? '%' : ''}`;
    if (chosen.style !== 'percent') return `${sign}${before}${shown(size, chosen)}`;
    const [mantissa, exponent = '0'] = `${size}`.split('e');
    return `${sign}${shown(size === Infinity ? size : `${mantissa}e${Number(exponent) + 2}`, chosen)}%`;
  };
  return { number };
})
