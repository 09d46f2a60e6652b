// The `fs` module over the sandbox's files: /var/task is read-only, /tmp can be written.
(function (node, use) {
  'use strict';
  const { host } = node;
  // Error numbers of WASI preview 1.
  const CODES = { 2: 'EACCES', 8: 'EBADF', 20: 'EEXIST', 28: 'EINVAL', 31: 'EISDIR', 33: 'EMFILE', 37: 'ENAMETOOLONG', 44: 'ENOENT', 51: 'ENOSPC', 54: 'ENOTDIR', 55: 'ENOTEMPTY', 58: 'ENOTSUP', 63: 'EPERM', 69: 'EROFS', 70: 'ESPIPE' };
  const LINUX = { EACCES: 13, EBADF: 9, EEXIST: 17, EINVAL: 22, EISDIR: 21, EMFILE: 24, ENAMETOOLONG: 36, ENOENT: 2, ENOSPC: 28, ENOTDIR: 20, ENOTEMPTY: 39, ENOTSUP: 95, EPERM: 1, EROFS: 30, ESPIPE: 29 };
  const TEXTS = { EACCES: 'permission denied', EBADF: 'bad file descriptor', EEXIST: 'file already exists', EINVAL: 'invalid argument', EISDIR: 'illegal operation on a directory', EMFILE: 'too many open files', ENAMETOOLONG: 'name too long', ENOENT: 'no such file or directory', ENOSPC: 'no space left on device', ENOTDIR: 'not a directory', ENOTEMPTY: 'directory not empty', ENOTSUP: 'operation not supported on socket', EPERM: 'operation not permitted', EROFS: 'read-only file system', ESPIPE: 'invalid seek' };
  const FLAGS = { r: 1, 'r+': 3, rs: 1, w: 2 | 4 | 16, wx: 2 | 4 | 8 | 16, 'w+': 3 | 4 | 16, 'wx+': 3 | 4 | 8 | 16, a: 2 | 4 | 32, ax: 2 | 4 | 8 | 32, 'a+': 3 | 4 | 32, 'ax+': 3 | 4 | 8 | 32 };
  const CHUNK = 1 << 20;
  const buffer = () => use('buffer').Buffer;

  const failure = (number, syscall, path, dest) => {
    const code = CODES[number] ?? 'EIO';
    const place = path === undefined ? '' : ` '${path}'${dest === undefined ? '' : ` -> '${dest}'`}`;
    const error = new Error(`${code}: ${TEXTS[code] ?? host.errorText(number)}, ${syscall}${place}`);
    Object.assign(error, { errno: -(LINUX[code] ?? 5), code, syscall });
    if (path !== undefined) error.path = path;
    if (dest !== undefined) error.dest = dest;
    return error;
  };
  const checked = (result, syscall, path, dest) => {
    if (typeof result === 'number' && result < 0) throw failure(-result, syscall, path, dest);
    return result;
  };

  const pathOf = (value) => {
    if (value instanceof Uint8Array) value = buffer().from(value).toString();
    else if (typeof value === 'object' && value?.href) value = use('url').fileURLToPath(value);
    if (typeof value !== 'string') throw node.errors.argumentType('path', 'of type string or an instance of Buffer or URL', value);
    if (value.includes('\0')) throw node.errors.argumentValue('path', value, 'must be a string, Uint8Array, or URL without null bytes');
    return use('path').resolve(value);
  };
  const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding);
  const bytesOf = (data, encoding) => {
    if (typeof data === 'string') return buffer().from(data, encoding ?? 'utf8');
    if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    throw node.errors.argumentType('data', 'of type string or an instance of Buffer, TypedArray, or DataView', data);
  };

  class Stats {
    constructor([folder, size, mtimeMs, ino, atimeMs]) {
      Object.assign(this, { dev: 1, mode: folder ? 0o40755 : 0o100644, nlink: 1, uid: 993, gid: 990, rdev: 0, blksize: 4096, ino, size, blocks: Math.ceil(size / 512), atimeMs, mtimeMs, ctimeMs: mtimeMs, birthtimeMs: mtimeMs });
      Object.assign(this, { atime: new Date(atimeMs), mtime: new Date(mtimeMs), ctime: new Date(mtimeMs), birthtime: new Date(mtimeMs) });
    }
    isDirectory() {
      return (this.mode & 0o170000) === 0o40000;
    }
    isFile() {
      return (this.mode & 0o170000) === 0o100000;
    }
  }
  for (const name of ['isSymbolicLink', 'isFIFO', 'isSocket', 'isBlockDevice', 'isCharacterDevice']) Stats.prototype[name] = () => false;

  class Dirent {
    constructor(name, parentPath, folder) {
      Object.assign(this, { name, parentPath, path: parentPath });
      Object.defineProperty(this, '_folder', { value: folder });
    }
    isDirectory() {
      return this._folder;
    }
    isFile() {
      return !this._folder;
    }
    isSymbolicLink() {
      return false;
    }
  }

  const openSync = (path, flags = 'r') => {
    path = pathOf(path);
    const how = FLAGS[flags];
    if (how === undefined) throw node.errors.argumentValue('flags', flags);
    return checked(host.open(path, how), 'open', path);
  };
  const closeSync = (fd) => void checked(host.close(fd), 'close');
  const withFile = (target, flags, body) => {
    if (typeof target === 'number') return body(target);
    const fd = openSync(target, flags);
    try {
      return body(fd);
    } finally {
      host.close(fd);
    }
  };

  const readAll = (fd) => {
    const size = Number(checked(host.stat(fd), 'fstat')[1]);
    let bytes = new Uint8Array(size || CHUNK);
    let length = 0;
    for (;;) {
      const got = checked(host.read(bytes.buffer, length, bytes.length - length, fd, -1), 'read');
      length += got;
      if (got === 0 || (length === size && size > 0)) break;
      if (length === bytes.length) {
        const larger = new Uint8Array(bytes.length * 2);
        larger.set(bytes);
        bytes = larger;
      }
    }
    return buffer().from(bytes.buffer, 0, length);
  };

  const readFileSync = (path, options) => {
    if (typeof path !== 'number' && host.stat(pathOf(path))[0] === true) throw failure(31, 'read');
    const data = withFile(path, options?.flag ?? 'r', readAll);
    const encoding = encodingOf(options);
    return encoding && encoding !== 'buffer' ? data.toString(encoding) : data;
  };

  const writeAll = (fd, bytes) => {
    let done = 0;
    while (done < bytes.length) {
      done += checked(host.write(bytes.buffer, bytes.byteOffset + done, bytes.length - done, fd, -1), 'write');
    }
  };
  const writeFileSync = (path, data, options) => withFile(path, options?.flag ?? 'w', (fd) => writeAll(fd, bytesOf(data, encodingOf(options))));
  const appendFileSync = (path, data, options) => writeFileSync(path, data, { encoding: encodingOf(options), flag: 'a' });

  const readSync = (fd, target, offset = 0, length, position = null) => {
    if (typeof offset === 'object' && offset !== null) ({ offset = 0, length, position = null } = offset);
    length ??= target.byteLength - offset;
    return checked(host.read(target.buffer, target.byteOffset + offset, length, fd, position ?? -1), 'read');
  };
  const writeSync = (fd, data, offset = 0, length, position = null) => {
    if (typeof data === 'string') {
      const bytes = bytesOf(data, typeof length === 'string' ? length : 'utf8');
      return checked(host.write(bytes.buffer, bytes.byteOffset, bytes.length, fd, typeof offset === 'number' && offset > 0 ? offset : -1), 'write');
    }
    length ??= data.byteLength - offset;
    return checked(host.write(data.buffer, data.byteOffset + offset, length, fd, position ?? -1), 'write');
  };

  const statSync = (path, options) => {
    const file = pathOf(path);
    const info = host.stat(file);
    if (info === -44 && options?.throwIfNoEntry === false) return undefined;
    return new Stats(checked(info, 'stat', file));
  };
  const fstatSync = (fd) => new Stats(checked(host.stat(fd), 'fstat'));
  const existsSync = (path) => {
    try {
      return typeof host.stat(pathOf(path)) !== 'number';
    } catch {
      return false;
    }
  };
  const accessSync = (path, mode = 0) => {
    const file = pathOf(path);
    checked(host.stat(file), 'access', file);
    if (mode & 2 && !`${file}/`.startsWith('/tmp/')) throw failure(69, 'access', file);
  };

  const isFolder = (path) => host.stat(path)[0] === true;
  const readdirSync = (path, options) => {
    const folder = pathOf(path);
    const names = checked(host.readdir(folder), 'scandir', folder).sort();
    const out = [];
    for (const name of names) {
      const inside = isFolder(`${folder}/${name}`);
      out.push(options?.withFileTypes ? new Dirent(name, folder, inside) : name);
      if (options?.recursive && inside) {
        for (const deeper of readdirSync(`${folder}/${name}`, options)) out.push(typeof deeper === 'string' ? `${name}/${deeper}` : deeper);
      }
    }
    return out;
  };

  const mkdirSync = (path, options) => {
    const folder = pathOf(path);
    if (!options?.recursive) return void checked(host.mkdir(folder), 'mkdir', folder);
    let first;
    let at = '';
    for (const part of folder.split('/').slice(1)) {
      at += `/${part}`;
      const info = host.stat(at);
      if (typeof info !== 'number' && info[0]) continue;
      checked(host.mkdir(at), 'mkdir', folder);
      first ??= at;
    }
    return first;
  };
  const mkdtempSync = (prefix) => {
    const letters = [...new Uint8Array(host.random(6))].map((byte) => 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'[byte % 62]).join('');
    mkdirSync(prefix + letters);
    return prefix + letters;
  };

  const unlinkSync = (path) => void checked(host.unlink(pathOf(path)), 'unlink', pathOf(path));
  const rmdirSync = (path) => void checked(host.rmdir(pathOf(path)), 'rmdir', pathOf(path));
  const rmSync = (path, options) => {
    const file = pathOf(path);
    const info = host.stat(file);
    if (typeof info === 'number') {
      if (options?.force) return;
      checked(info, 'rm', file);
    }
    if (!info[0]) return unlinkSync(file);
    if (!options?.recursive) throw node.errors.withCode(Error, 'ERR_FS_EISDIR', `Path is a directory: rm returned EISDIR (is a directory) ${file}`);
    for (const name of host.readdir(file)) rmSync(`${file}/${name}`, options);
    rmdirSync(file);
  };
  const renameSync = (from, to) => void checked(host.rename(pathOf(from), pathOf(to)), 'rename', pathOf(from), pathOf(to));
  const copyFileSync = (from, to, mode) => writeFileSync(to, readFileSync(from), { flag: mode & 1 ? 'wx' : 'w' });
  const truncateSync = (path, length = 0) => withFile(path, 'r+', (fd) => void checked(host.truncate(fd, length), 'ftruncate'));
  const utimesSync = (path, atime, mtime) => {
    const ms = (time) => (time instanceof Date ? time.getTime() : Number(time) * 1000);
    checked(host.utimes(pathOf(path), ms(atime), ms(mtime)), 'utime', pathOf(path));
  };
  const realpathSync = (path) => (checked(host.stat(pathOf(path)), 'realpath', pathOf(path)), pathOf(path));
  const notSupported = (name) => () => {
    throw failure(58, name);
  };

  const sync = { openSync, closeSync, readFileSync, writeFileSync, appendFileSync, readSync, writeSync, statSync, lstatSync: statSync, fstatSync, accessSync, readdirSync, mkdirSync, mkdtempSync, unlinkSync, rmdirSync, rmSync, renameSync, copyFileSync, truncateSync, ftruncateSync: truncateSync, utimesSync, realpathSync, fsyncSync() {}, chmodSync() {}, symlinkSync: notSupported('symlink'), linkSync: notSupported('link'), readlinkSync: (path) => { throw failure(28, 'readlink', pathOf(path)); } };

  class FileHandle {
    constructor(fd) {
      this.fd = fd;
    }
    async readFile(options) {
      return readFileSync(this.fd, options);
    }
    async writeFile(data, options) {
      writeFileSync(this.fd, data, options);
    }
    async appendFile(data, options) {
      writeFileSync(this.fd, data, options);
    }
    async read(target, offset, length, position) {
      return { bytesRead: readSync(this.fd, target, offset, length, position), buffer: target };
    }
    async write(data, offset, length, position) {
      return { bytesWritten: writeSync(this.fd, data, offset, length, position), buffer: data };
    }
    async stat() {
      return fstatSync(this.fd);
    }
    async truncate(length) {
      truncateSync(this.fd, length);
    }
    async sync() {}
    async close() {
      closeSync(this.fd);
    }
    async [Symbol.asyncDispose ?? Symbol('asyncDispose')]() {
      closeSync(this.fd);
    }
  }

  const promises = {};
  const fs = { ...sync, existsSync, promises, Stats, Dirent, constants: { F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1, COPYFILE_EXCL: 1, O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64, O_EXCL: 128, O_TRUNC: 512, O_APPEND: 1024 } };
  promises.constants = fs.constants;
  for (const [name, run] of Object.entries(sync)) {
    const plain = name.slice(0, -4);
    promises[plain] = async (...args) => run(...args);
    fs[plain] = (...args) => {
      const callback = args.pop();
      if (typeof callback !== 'function') throw node.errors.argumentType('cb', 'of type function', callback);
      promises[plain](...args).then((value) => use('timers').setImmediate(callback, null, value), (error) => use('timers').setImmediate(callback, error));
    };
  }
  promises.open = async (path, flags) => new FileHandle(openSync(path, flags));
  fs.exists = (path, callback) => use('timers').setImmediate(callback, existsSync(path));
  return fs;
})
