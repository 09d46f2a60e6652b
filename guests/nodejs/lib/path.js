// The `path` module, POSIX.
(function (node) {
  'use strict';
  const text = (value, name = 'path') => {
    if (typeof value !== 'string') throw node.errors.argumentType(name, 'of type string', value);
    return value;
  };

  const shorten = (path, absolute) => {
    const out = [];
    for (const part of path.split('/')) {
      if (part === '' || part === '.') continue;
      if (part !== '..') out.push(part);
      else if (out.length && out.at(-1) !== '..') out.pop();
      else if (!absolute) out.push('..');
    }
    return out.join('/');
  };

  const path = {
    sep: '/',
    delimiter: ':',
    isAbsolute: (value) => text(value).startsWith('/'),
    normalize(value) {
      if (text(value) === '') return '.';
      const absolute = value.startsWith('/');
      let short = shorten(value, absolute);
      if (short === '') return absolute ? '/' : value.endsWith('/') ? './' : '.';
      if (value.endsWith('/')) short += '/';
      return absolute ? `/${short}` : short;
    },
    join(...parts) {
      const all = parts.filter((part) => text(part) !== '').join('/');
      return all === '' ? '.' : path.normalize(all);
    },
    resolve(...parts) {
      let whole = '';
      for (let i = parts.length - 1; i >= 0 && !whole.startsWith('/'); i--) {
        if (text(parts[i], `paths[${i}]`) !== '') whole = whole ? `${parts[i]}/${whole}` : parts[i];
      }
      if (!whole.startsWith('/')) whole = `${globalThis.process?.cwd() ?? '/var/task'}/${whole}`;
      return `/${shorten(whole, true)}`;
    },
    relative(from, to) {
      const a = path.resolve(from).split('/').filter(Boolean);
      const b = path.resolve(to).split('/').filter(Boolean);
      let same = 0;
      while (same < a.length && same < b.length && a[same] === b[same]) same++;
      return [...a.slice(same).map(() => '..'), ...b.slice(same)].join('/');
    },
    dirname(value) {
      const trimmed = text(value).replace(/(?!^)\/+$/, '');
      const at = trimmed.lastIndexOf('/');
      return at < 0 ? '.' : at === 0 ? '/' : trimmed.slice(0, at).replace(/(?!^)\/+$/, '') || '/';
    },
    basename(value, suffix) {
      const base = text(value).replace(/\/+$/, '').split('/').at(-1);
      return suffix && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
    },
    extname(value) {
      const base = path.basename(value);
      const at = base.lastIndexOf('.');
      return at <= 0 || /^\.+$/.test(base.slice(0, at + 1)) && base === '..' ? '' : base.slice(at);
    },
    parse(value) {
      const root = text(value).startsWith('/') ? '/' : '';
      const base = path.basename(value);
      const ext = path.extname(value);
      const dir = path.dirname(value);
      return { root, dir: dir === '.' && !value.startsWith('.') ? '' : dir, base, ext, name: ext ? base.slice(0, -ext.length) : base };
    },
    format({ root = '', dir, base, name = '', ext = '' }) {
      const file = base ?? `${name}${ext && !ext.startsWith('.') ? '.' : ''}${ext}`;
      const folder = dir ?? root;
      return !folder ? file : folder === root ? `${folder}${file}` : `${folder}/${file}`;
    },
    toNamespacedPath: (value) => value,
  };
  path.posix = path;
  return path;
})
