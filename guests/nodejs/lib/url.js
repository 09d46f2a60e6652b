// `URL`, `URLSearchParams` and the `url` module. Hosts are taken as they are but for case: no internationalised names.
(function (node, use) {
  'use strict';
  const { host } = node;
  const PORTS = { 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443', 'ftp:': '21', 'file:': '' };
  const CUSTOM = Symbol.for('nodejs.util.inspect.custom');

  const percent = (text, keep) =>
    text.replace(keep, (char) => [...new Uint8Array(host.utf8Encode(char.toWellFormed()))].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''));
  const PATH = /[^\x21\x23-\x3b\x3d\x40-\x5d\x5f\x61-\x7a\x7c\x7e]|[\u{10000}-\u{10ffff}]/gu;
  const QUERY = /[^\x21\x24-\x26\x28-\x3b\x3d\x3f-\x7e]/gu;
  const HASH = /[^\x21\x23-\x3b\x3d\x3f-\x5f\x61-\x7e]/gu;
  const USER = /[^\x21\x24-\x2e\x30-\x39\x41-\x5a\x5f\x61-\x7a\x7e%]/gu;
  const FORM = /[^*\-.0-9A-Z_a-z]/gu;
  const formEncode = (text) => percent(text.replaceAll(' ', '\0'), FORM).replaceAll('%00', '+');
  const formDecode = (text) => {
    text = text.replaceAll('+', ' ');
    if (!text.includes('%')) return text;
    const bytes = new Uint8Array(host.utf8Encode(text));
    const out = [];
    for (let at = 0; at < bytes.length; at++) {
      const hex = bytes[at] === 37 ? String.fromCharCode(bytes[at + 1], bytes[at + 2]) : '';
      if (/^[0-9a-fA-F]{2}$/.test(hex)) {
        out.push(Number.parseInt(hex, 16));
        at += 2;
      } else {
        out.push(bytes[at]);
      }
    }
    return host.utf8Decode(Uint8Array.from(out).buffer, 0, out.length);
  };

  const invalid = (input, base) => node.errors.withCode(TypeError, 'ERR_INVALID_URL', 'Invalid URL', base === undefined ? { input } : { input, base });

  class URLSearchParams {
    #pairs = [];
    #changed;
    constructor(init = '', changed) {
      this.#changed = changed;
      if (typeof init === 'string') this._parse(init);
      else if (init !== null && typeof init[Symbol.iterator] === 'function') for (const [key, value] of init) this.#pairs.push([`${key}`, `${value}`]);
      else for (const [key, value] of Object.entries(init ?? {})) this.#pairs.push([key, `${value}`]);
    }
    _parse(text) {
      this.#pairs = (text.startsWith('?') ? text.slice(1) : text).split('&').filter(Boolean).map((pair) => {
        const at = pair.indexOf('=');
        return at < 0 ? [formDecode(pair), ''] : [formDecode(pair.slice(0, at)), formDecode(pair.slice(at + 1))];
      });
    }
    get size() {
      return this.#pairs.length;
    }
    append(key, value) {
      this.#pairs.push([`${key}`, `${value}`]);
      this.#changed?.();
    }
    delete(key, value) {
      this.#pairs = this.#pairs.filter((pair) => pair[0] !== `${key}` || (value !== undefined && pair[1] !== `${value}`));
      this.#changed?.();
    }
    get(key) {
      return this.#pairs.find((pair) => pair[0] === `${key}`)?.[1] ?? null;
    }
    getAll(key) {
      return this.#pairs.filter((pair) => pair[0] === `${key}`).map((pair) => pair[1]);
    }
    has(key, value) {
      return this.#pairs.some((pair) => pair[0] === `${key}` && (value === undefined || pair[1] === `${value}`));
    }
    set(key, value) {
      const first = this.#pairs.find((pair) => pair[0] === `${key}`);
      if (!first) return this.append(key, value);
      first[1] = `${value}`;
      this.#pairs = this.#pairs.filter((pair) => pair === first || pair[0] !== `${key}`);
      this.#changed?.();
    }
    sort() {
      this.#pairs.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
      this.#changed?.();
    }
    forEach(callback, self) {
      for (const [key, value] of this.#pairs) callback.call(self, value, key, this);
    }
    *entries() {
      for (const pair of this.#pairs) yield [...pair];
    }
    *keys() {
      for (const [key] of this.#pairs) yield key;
    }
    *values() {
      for (const [, value] of this.#pairs) yield value;
    }
    [Symbol.iterator]() {
      return this.entries();
    }
    toString() {
      return this.#pairs.map(([key, value]) => `${formEncode(key)}=${formEncode(value)}`).join('&');
    }
    get [Symbol.toStringTag]() {
      return 'URLSearchParams';
    }
    [CUSTOM](depth, options, inspect) {
      if (this.#pairs.length === 0) return 'URLSearchParams {}';
      return `URLSearchParams { ${this.#pairs.map(([key, value]) => `${inspect(key)} => ${inspect(value)}`).join(', ')} }`;
    }
  }

  const ipv4 = (name) => {
    const parts = name.split('.');
    if (!/^\d+$/.test(parts.at(-1)) || parts.length !== 4) return name;
    if (!parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) throw new TypeError('Invalid URL');
    return parts.map(Number).join('.');
  };

  const splitAuthority = (text, protocol) => {
    const at = text.lastIndexOf('@');
    const [username, password = ''] = at < 0 ? ['', ''] : [text.slice(0, at).split(':')[0], text.slice(0, at).split(':').slice(1).join(':')];
    const match = /^(\[[0-9a-fA-F:.]+\]|[^:]*)(?::(\d*))?$/.exec(text.slice(at + 1));
    if (!match) return undefined;
    let hostname = match[1];
    const special = protocol in PORTS;
    if (special) hostname = ipv4(formDecodeHost(hostname).toLowerCase());
    if ((special && hostname === '' && protocol !== 'file:') || /[\s#%/<>?@\\^|]/.test(hostname)) return undefined;
    const port = match[2] ? Number(match[2]) : '';
    if (port > 65535) return undefined;
    return { username: percent(username, USER), password: percent(password, USER), hostname, port: `${port}` === PORTS[protocol] ? '' : `${port}` };
  };
  const formDecodeHost = (text) => (text.includes('%') ? formDecode(text.replaceAll('+', '%2B')) : text);

  const cleanPath = (path) => {
    const out = [];
    const parts = path.split('/').slice(1);
    parts.forEach((part, index) => {
      const plain = part.replace(/%2e/gi, '.');
      const last = index === parts.length - 1;
      if (plain === '..') {
        out.pop();
        if (last) out.push('');
      } else if (plain === '.') {
        if (last) out.push('');
      } else {
        out.push(part);
      }
    });
    return `/${out.join('/')}`;
  };

  const parse = (input, base) => {
    let text = `${input}`.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '').replace(/[\t\n\r]/g, '');
    let hash = '';
    const mark = text.indexOf('#');
    if (mark >= 0) [text, hash] = [text.slice(0, mark), text.slice(mark + 1)];
    const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):(.*)$/s.exec(text);
    const own = scheme && !(base && `${scheme[1].toLowerCase()}:` === base.protocol && base.protocol in PORTS && !/^[/\\]/.test(scheme[2]));
    if (!own && !base) return undefined;
    const protocol = own ? `${scheme[1].toLowerCase()}:` : base.protocol;
    const special = protocol in PORTS;
    let rest = own ? scheme[2] : scheme ? scheme[2] : text;
    let query;
    const question = rest.indexOf('?');
    if (question >= 0) [rest, query] = [rest.slice(0, question), rest.slice(question + 1)];
    if (special) rest = rest.replaceAll('\\', '/');
    const record = { protocol, username: '', password: '', hostname: '', port: '', pathname: '', opaque: false, search: '', hash: hash ? `#${percent(hash, HASH)}` : '' };
    const authority = special && own && protocol !== 'file:' ? /^\/*([^/]*)(.*)$/s.exec(rest) : /^\/\/([^/]*)(.*)$/s.exec(rest);
    if (authority) {
      const parts = splitAuthority(authority[1], protocol);
      if (!parts) return undefined;
      Object.assign(record, parts);
      record.pathname = authority[2] || special ? cleanPath(percent(authority[2] || '/', PATH)) : '';
    } else if (own && !special && !rest.startsWith('/')) {
      record.opaque = true;
      record.pathname = rest;
    } else if (own) {
      record.pathname = cleanPath(percent(rest.startsWith('/') ? rest : `/${rest}`, PATH));
    } else {
      if (base.opaque) return undefined;
      for (const key of ['username', 'password', 'hostname', 'port']) record[key] = base[key];
      if (rest === '') {
        record.pathname = base.pathname;
        query ??= base.search.slice(1) || undefined;
      } else {
        const folder = base.pathname.slice(0, base.pathname.lastIndexOf('/') + 1);
        record.pathname = cleanPath(percent(rest.startsWith('/') ? rest : (folder || '/') + rest, PATH));
      }
    }
    if (query) record.search = `?${percent(query, QUERY).replaceAll("'", special ? '%27' : "'")}`;
    return record;
  };

  const recordOf = (input, base) => {
    let at;
    try {
      if (base !== undefined) {
        at = parse(base);
        if (!at) return undefined;
      }
      return parse(input, at);
    } catch {
      return undefined;
    }
  };

  class URL {
    #record;
    #params;
    constructor(input, base) {
      this.#record = recordOf(input, base);
      if (!this.#record) throw invalid(`${input}`, base === undefined ? undefined : `${base}`);
    }
    static canParse(input, base) {
      return recordOf(input, base) !== undefined;
    }
    static parse(input, base) {
      return recordOf(input, base) ? new URL(input, base) : null;
    }
    get href() {
      const record = this.#record;
      const user = record.username || record.password ? `${record.username}${record.password ? `:${record.password}` : ''}@` : '';
      const slashes = record.opaque || (!(record.protocol in PORTS) && record.hostname === '') ? '' : '//';
      return `${record.protocol}${slashes}${user}${this.host}${record.pathname}${record.search}${record.hash}`;
    }
    set href(value) {
      const record = recordOf(value);
      if (!record) throw invalid(`${value}`);
      this.#record = record;
      this.#params?._parse(record.search);
    }
    get origin() {
      return this.#record.protocol in PORTS && this.#record.protocol !== 'file:' ? `${this.#record.protocol}//${this.host}` : 'null';
    }
    get protocol() {
      return this.#record.protocol;
    }
    set protocol(value) {
      const name = `${`${value}`.replace(/:.*$/, '').toLowerCase()}:`;
      if (/^[a-z][a-z0-9+.-]*:$/.test(name) && name in PORTS === this.#record.protocol in PORTS) this.#record.protocol = name;
    }
    get host() {
      return this.#record.hostname + (this.#record.port ? `:${this.#record.port}` : '');
    }
    set host(value) {
      const parts = splitAuthority(`${value}`, this.#record.protocol);
      if (parts) Object.assign(this.#record, { hostname: parts.hostname, port: parts.port || this.#record.port });
    }
    get hostname() {
      return this.#record.hostname;
    }
    set hostname(value) {
      const parts = splitAuthority(`${value}`, this.#record.protocol);
      if (parts && !parts.port) this.#record.hostname = parts.hostname;
    }
    get port() {
      return this.#record.port;
    }
    set port(value) {
      const port = Number.parseInt(value);
      if (`${value}` === '') this.#record.port = '';
      else if (port >= 0 && port <= 65535) this.#record.port = `${port}` === PORTS[this.#record.protocol] ? '' : `${port}`;
    }
    get pathname() {
      return this.#record.pathname;
    }
    set pathname(value) {
      if (!this.#record.opaque) this.#record.pathname = cleanPath(percent(`/${value}`.replace(/^\/\//, '/').replace(/[?#]/g, encodeURIComponent), PATH));
    }
    get search() {
      return this.#record.search;
    }
    set search(value) {
      const text = `${value}`.replace(/^\?/, '');
      this.#record.search = text ? `?${percent(text, QUERY).replaceAll('#', '%23')}` : '';
      this.#params?._parse(text);
    }
    get searchParams() {
      this.#params ??= new URLSearchParams(this.#record.search, () => {
        const text = this.#params.toString();
        this.#record.search = text ? `?${text}` : '';
      });
      return this.#params;
    }
    get hash() {
      return this.#record.hash;
    }
    set hash(value) {
      const text = `${value}`.replace(/^#/, '');
      this.#record.hash = text ? `#${percent(text, HASH)}` : '';
    }
    get username() {
      return this.#record.username;
    }
    set username(value) {
      this.#record.username = percent(`${value}`, USER);
    }
    get password() {
      return this.#record.password;
    }
    set password(value) {
      this.#record.password = percent(`${value}`, USER);
    }
    toString() {
      return this.href;
    }
    toJSON() {
      return this.href;
    }
    get [Symbol.toStringTag]() {
      return 'URL';
    }
    [CUSTOM](depth, options, inspect) {
      const shown = {};
      for (const key of ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'searchParams', 'hash']) shown[key] = this[key];
      return `URL ${inspect(shown, options)}`;
    }
  }

  const fileURLToPath = (value) => {
    const url = typeof value === 'string' ? new URL(value) : value;
    if (url.protocol !== 'file:') throw node.errors.withCode(TypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file');
    return decodeURIComponent(url.pathname);
  };
  const pathToFileURL = (path) => new URL(`file://${encodeURI(use('path').resolve(path)).replaceAll('?', '%3F').replaceAll('#', '%23')}`);
  // The old interface, over the new one.
  const legacyParse = (text, parseQuery) => {
    const absolute = /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(text);
    const url = new URL(text, absolute ? undefined : 'http://none');
    const query = url.search.slice(1);
    const auth = url.username ? decodeURIComponent(url.username) + (url.password ? `:${decodeURIComponent(url.password)}` : '') : null;
    return { protocol: absolute ? url.protocol : null, slashes: absolute ? url.protocol in PORTS : null, auth, host: absolute ? url.host : null, port: url.port || null, hostname: absolute ? url.hostname : null, hash: url.hash || null, search: url.search || null, query: parseQuery ? use('querystring').parse(query) : query || null, pathname: url.pathname, path: url.pathname + url.search, href: absolute ? url.href : text };
  };
  const format = (value) => {
    if (typeof value === 'string') return legacyParse(value).href;
    if (value instanceof URL) return value.href;
    const { protocol = '', auth, host: place, hostname = '', port, pathname = '', search, query, hash = '' } = value;
    const authority = place ?? `${hostname}${port ? `:${port}` : ''}`;
    const tail = search ?? (query && Object.keys(query).length ? `?${use('querystring').stringify(query)}` : '');
    const scheme = protocol && !protocol.endsWith(':') ? `${protocol}:` : (protocol ?? '');
    return `${scheme}${authority || value.slashes ? '//' : ''}${auth ? `${auth}@` : ''}${authority}${pathname ?? ''}${tail ?? ''}${hash ?? ''}`;
  };
  const resolve = (from, to) => {
    const absolute = /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(from);
    const url = new URL(to, new URL(from, absolute ? undefined : 'http://none'));
    return absolute || url.host !== 'none' ? url.href : url.pathname + url.search + url.hash;
  };
  return { URL, URLSearchParams, fileURLToPath, pathToFileURL, parse: legacyParse, format, resolve, domainToASCII: (name) => name.toLowerCase(), domainToUnicode: (name) => name, urlToHttpOptions: (url) => ({ protocol: url.protocol, hostname: url.hostname, path: url.pathname + url.search, href: url.href, ...(url.port && { port: Number(url.port) }) }) };
})
