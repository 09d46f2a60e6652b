// The `querystring` module.
(function () {
  'use strict';
  const decode = (text) => {
    try {
      return decodeURIComponent(text.replaceAll('+', ' '));
    } catch {
      return text;
    }
  };
  const escape = (value) => encodeURIComponent(String(value)).replace(/[!'()*]/g, (char) => (char === '!' || char === "'" || char === '(' || char === ')' || char === '*' ? char : `%${char.charCodeAt(0).toString(16)}`));
  const plain = (value) => (['string', 'boolean', 'bigint'].includes(typeof value) || (typeof value === 'number' && Number.isFinite(value)) ? String(value) : '');
  const stringify = (object, separator = '&', equals = '=', { encodeURIComponent: encode = escape } = {}) =>
    Object.entries(object ?? {})
      .flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).map((one) => `${encode(key)}${equals}${encode(plain(one))}`))
      .join(separator);
  const parse = (text, separator = '&', equals = '=', { maxKeys = 1000, decodeURIComponent: unescape = decode } = {}) => {
    const out = Object.create(null);
    if (typeof text !== 'string' || text === '') return out;
    for (const pair of text.split(separator).slice(0, maxKeys > 0 ? maxKeys : undefined)) {
      const at = pair.indexOf(equals);
      const key = unescape(at < 0 ? pair : pair.slice(0, at));
      const value = at < 0 ? '' : unescape(pair.slice(at + equals.length));
      out[key] = key in out ? [].concat(out[key], value) : value;
    }
    return out;
  };
  return { parse, stringify, decode: parse, encode: stringify, escape, unescape: decode };
})
