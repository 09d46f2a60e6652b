// Dates and numbers as people in the United States read them, in UTC: `Intl.DateTimeFormat`, `Intl.NumberFormat`,
// `Date.prototype.toLocaleString` and its kin. What is not here throws an error that names it.
(function (node, use) {
  'use strict';
  const { unavailable } = node.errors;
  const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
  const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
  const ZONES = { short: 'UTC', long: 'Coordinated Universal Time' };
  const UTC = /^(?:UTC|GMT|Etc\/(?:UTC|GMT|UCT|Universal|Zulu)|UCT|Zulu|Universal)$/i;
  const TEXT = ['narrow', 'short', 'long'];
  const NUMBER = ['numeric', '2-digit'];
  const ALLOWED = {
    weekday: TEXT, year: NUMBER, month: [...NUMBER, ...TEXT], day: NUMBER, hour: NUMBER, minute: NUMBER, second: NUMBER,
    fractionalSecondDigits: [1, 2, 3], timeZoneName: ['short', 'long'], hourCycle: ['h11', 'h12', 'h23', 'h24'],
    dateStyle: ['full', 'long', 'medium', 'short'], timeStyle: ['full', 'long', 'medium', 'short'],
  };
  const IGNORED = ['localeMatcher', 'formatMatcher'];
  const DATE_FIELDS = ['weekday', 'year', 'month', 'day'];
  const TIME_FIELDS = ['hour', 'minute', 'second', 'fractionalSecondDigits'];
  // Fields of a date that are shown together; others are not.
  const DATE_SETS = new Set(['', 'weekday', 'year', 'month', 'day', 'year month', 'month day', 'year month day', 'weekday day', 'weekday month day', 'weekday year month day']);

  const STYLES = {
    full: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
    long: { year: 'numeric', month: 'long', day: 'numeric' },
    medium: { year: 'numeric', month: 'short', day: 'numeric' },
    short: { year: '2-digit', month: 'numeric', day: 'numeric' },
  };
  const TIME_STYLES = {
    full: { hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'long' },
    long: { hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'short' },
    medium: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
    short: { hour: 'numeric', minute: '2-digit' },
  };

  const languageOf = (locales, what) => {
    const [first] = [].concat(locales ?? 'en-US');
    if (first !== undefined && !/^en(?:-US)?$/i.test(`${first}`)) throw unavailable(`the language ${first} of ${what}`, 'it has en-US');
  };
  const zoneOf = (zone) => {
    if (zone === undefined || UTC.test(`${zone}`)) return;
    if (!/^(?:[A-Za-z]+(?:\/[\w+-]+)*|[+-]\d\d(?::?\d\d)?)$/.test(`${zone}`)) throw new RangeError(`Invalid time zone specified: ${zone}`);
    throw unavailable(`the time zone ${zone}`, 'it has UTC');
  };

  const checked = (options) => {
    const found = {};
    for (const [name, values] of Object.entries(ALLOWED)) {
      let value = options[name];
      if (value === undefined) continue;
      value = name === 'fractionalSecondDigits' ? Number(value) : `${value}`;
      if (!values.includes(value)) {
        if (name === 'timeZoneName' && /^(?:short|long)(?:Offset|Generic)$/.test(value)) throw unavailable(`the timeZoneName ${value}`);
        throw new RangeError(`Value ${value} out of range for Intl.DateTimeFormat options property ${name}`);
      }
      found[name] = value;
    }
    const unknown = Object.keys(options).find((name) => !(name in ALLOWED) && !IGNORED.includes(name) && !['timeZone', 'hour12'].includes(name) && options[name] !== undefined);
    if (unknown) throw unavailable(`the option ${unknown} of Intl.DateTimeFormat`);
    return found;
  };

  // `needs` and `otherwise` as the language's own definition has them: "date", "time", "any" or "all".
  const settings = (options, needs, otherwise) => {
    const given = checked(options);
    zoneOf(options.timeZone);
    const names = [...DATE_FIELDS, ...TIME_FIELDS];
    const styled = given.dateStyle !== undefined || given.timeStyle !== undefined;
    const field = [...names, 'timeZoneName'].find((name) => given[name] !== undefined);
    if (styled && field) throw new TypeError(`Can't set option ${field} when ${given.dateStyle ? 'dateStyle' : 'timeStyle'} is used`);
    if (styled && needs === 'date' && given.timeStyle) throw new TypeError('Invalid option : timeStyle');
    if (styled && needs === 'time' && given.dateStyle) throw new TypeError('Invalid option : dateStyle');
    const fields = { ...given, ...STYLES[given.dateStyle], ...TIME_STYLES[given.timeStyle] };
    const has = (list) => list.some((name) => fields[name] !== undefined);
    const missing = !(needs !== 'time' && has(DATE_FIELDS)) && !(needs !== 'date' && has(TIME_FIELDS));
    if (missing && !styled) {
      if (otherwise !== 'time') Object.assign(fields, { year: 'numeric', month: 'numeric', day: 'numeric' });
      if (otherwise !== 'date') Object.assign(fields, { hour: 'numeric', minute: 'numeric', second: 'numeric' });
    }
    const shown = DATE_FIELDS.filter((name) => fields[name] !== undefined).join(' ');
    if (!DATE_SETS.has(shown)) throw unavailable(`a date of ${shown.replaceAll(' ', ', ')} only`);
    if (fields.hour && fields.second && !fields.minute) throw unavailable('a time of hour and second only');
    // `hour12: false` alone is the 24th hour at midnight here, as ICU has it for en-US.
    fields.cycle = options.hour12 === undefined ? (given.hourCycle ?? 'h12') : options.hour12 ? 'h12' : 'h23';
    if (options.hour12 === false) fields.cycle = 'h24';
    return fields;
  };

  const padded = (value, width) => `${value}`.padStart(width, '0');
  const digits = (value, style) => (style === '2-digit' ? padded(value % 100, 2) : `${value}`);
  const word = (words, at, style) => (style === 'long' ? words[at] : style === 'short' ? words[at].slice(0, 3) : words[at][0]);
  const literal = (value) => ({ type: 'literal', value });
  const between = (parts, text) => parts.flatMap((part, at) => (at === 0 ? [part] : [literal(text), part]));

  const dateParts = (date, fields) => {
    const year = date.getUTCFullYear();
    const part = {
      weekday: fields.weekday && { type: 'weekday', value: word(DAYS, date.getUTCDay(), fields.weekday) },
      year: fields.year && { type: 'year', value: digits(year > 0 ? year : 1 - year, fields.year) },
      day: fields.day && { type: 'day', value: digits(date.getUTCDate(), fields.day) },
    };
    const inWords = TEXT.includes(fields.month);
    const month = fields.month && { type: 'month', value: inWords ? word(MONTHS, date.getUTCMonth(), fields.month) : digits(date.getUTCMonth() + 1, fields.month) };
    if (part.weekday && part.day && !month) return [part.day, literal(' '), part.weekday];
    const rest = [];
    if (!inWords) {
      rest.push(...between([month, part.day, part.year].filter(Boolean), '/'));
    } else {
      rest.push(month);
      if (part.day) rest.push(literal(' '), part.day);
      if (part.year) rest.push(literal(part.day ? ', ' : ' '), part.year);
    }
    const shown = rest.filter(Boolean);
    return part.weekday ? [part.weekday, ...(shown.length ? [literal(', '), ...shown] : [])] : shown;
  };

  const hourOf = (hour, cycle) => ({ h11: hour % 12, h12: hour % 12 || 12, h23: hour, h24: hour || 24 })[cycle];

  const cycles24 = (fields) => fields.cycle === 'h23' || fields.cycle === 'h24';
  const timeParts = (date, fields) => {
    const parts = [];
    const is24 = cycles24(fields);
    const add = (type, value) => parts.push(...(parts.length ? [literal(':')] : []), { type, value });
    if (fields.hour) {
      const hour = hourOf(date.getUTCHours(), fields.cycle);
      add('hour', is24 || fields.hour === '2-digit' ? padded(hour, 2) : `${hour}`);
    }
    const joined = fields.hour || fields.second;
    if (fields.minute) add('minute', joined ? padded(date.getUTCMinutes(), 2) : `${date.getUTCMinutes()}`);
    if (fields.second) add('second', fields.minute ? padded(date.getUTCSeconds(), 2) : `${date.getUTCSeconds()}`);
    if (fields.fractionalSecondDigits) {
      const value = padded(date.getUTCMilliseconds(), 3).slice(0, fields.fractionalSecondDigits);
      parts.push(...(fields.second ? [literal('.')] : []), { type: 'fractionalSecond', value });
    }
    if (fields.hour && !is24) parts.push(literal(' '), { type: 'dayPeriod', value: date.getUTCHours() < 12 ? 'AM' : 'PM' });
    return parts;
  };

  const partsOf = (value, fields) => {
    const date = new Date(value);
    if (Number.isNaN(date.getTime())) throw new RangeError('Invalid time value');
    const days = dateParts(date, fields);
    const time = timeParts(date, fields);
    const glue = days.length === 1 && fields.weekday && (fields.minute || !cycles24(fields)) ? ' ' : fields.dateStyle === 'full' || fields.dateStyle === 'long' || (!fields.dateStyle && fields.month === 'long') ? ' at ' : ', ';
    const parts = days.length && time.length ? [...days, literal(glue), ...time] : [...days, ...time];
    if (fields.timeZoneName) {
      const zone = { type: 'timeZoneName', value: ZONES[fields.timeZoneName] };
      parts.push(literal(time.length ? ' ' : ', '), zone);
    }
    return parts;
  };
  const text = (value, fields) => partsOf(value, fields).map((part) => part.value).join('');

  class DateTimeFormat {
    #fields;
    constructor(locales, options) {
      languageOf(locales, 'Intl.DateTimeFormat');
      this.#fields = settings(options ?? {}, 'any', 'date');
      const format = (value) => text(value === undefined ? Date.now() : value, this.#fields);
      Object.defineProperty(this, 'format', { value: format, configurable: true });
    }
    formatToParts(value) {
      return partsOf(value === undefined ? Date.now() : value, this.#fields);
    }
    formatRange() {
      throw unavailable('Intl.DateTimeFormat.formatRange');
    }
    formatRangeToParts() {
      throw unavailable('Intl.DateTimeFormat.formatRangeToParts');
    }
    resolvedOptions() {
      const { cycle, hourCycle, ...fields } = this.#fields;
      const hours = fields.hour ? { hourCycle: cycle, hour12: cycle === 'h11' || cycle === 'h12' } : {};
      return { locale: 'en-US', calendar: 'gregory', numberingSystem: 'latn', timeZone: 'UTC', ...hours, ...fields };
    }
  }

  class NumberFormat {
    #options;
    constructor(locales, options) {
      languageOf(locales, 'Intl.NumberFormat');
      this.#options = { ...options };
      use('locale').number(0, 'en-US', this.#options); // options that are wrong are told at once
      const format = (value) => use('locale').number(typeof value === 'bigint' ? value : Number(value), 'en-US', this.#options);
      Object.defineProperty(this, 'format', { value: format, configurable: true });
    }
    formatToParts() {
      throw unavailable('Intl.NumberFormat.formatToParts');
    }
    resolvedOptions() {
      return { locale: 'en-US', numberingSystem: 'latn', style: 'decimal', ...this.#options };
    }
  }

  const callable = (Type) => {
    Type.supportedLocalesOf = (locales) => [].concat(locales ?? []).filter((name) => /^en(?:-US)?$/i.test(name));
    Object.defineProperty(Type.prototype, Symbol.toStringTag, { value: `Intl.${Type.name}`, configurable: true });
    return new Proxy(Type, { apply: (target, self, args) => new target(...args) });
  };
  const Intl = {
    DateTimeFormat: callable(DateTimeFormat),
    NumberFormat: callable(NumberFormat),
    getCanonicalLocales: (locales) => [].concat(locales ?? []).map((name) => `${name}`),
  };
  for (const name of ['Collator', 'DisplayNames', 'DurationFormat', 'ListFormat', 'Locale', 'PluralRules', 'RelativeTimeFormat', 'Segmenter', 'supportedValuesOf']) {
    Intl[name] = function () {
      throw unavailable(`Intl.${name}`, 'it has DateTimeFormat and NumberFormat of en-US');
    };
  }
  Object.defineProperty(Intl, Symbol.toStringTag, { value: 'Intl', configurable: true });

  const dateText = (date, locales, options, needs, otherwise) => {
    languageOf(locales, 'toLocaleString');
    const fields = settings(options ?? {}, needs, otherwise);
    return Number.isNaN(date.getTime()) ? 'Invalid Date' : text(date, fields);
  };
  return { Intl, dateText };
})
