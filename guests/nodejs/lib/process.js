// The `process` object.
(function (node, use) {
  'use strict';
  const { host, config } = node;
  const timers = use('timers');
  const { EventEmitter } = use('events');
  const VERSION = 'v24.11.0';

  const process = Object.create(EventEmitter.prototype);
  EventEmitter.call(process);

  const env = new Proxy({}, {
    set(target, name, value) {
      target[name] = String(value);
      return true;
    },
    defineProperty(target, name, descriptor) {
      if ('value' in descriptor) descriptor.value = String(descriptor.value);
      return Reflect.defineProperty(target, name, descriptor);
    },
  });

  const hrtime = (previous) => {
    const now = host.monotonic();
    let seconds = Math.floor(now / 1000);
    let nanoseconds = Math.round((now % 1000) * 1e6);
    if (previous) {
      seconds -= previous[0];
      nanoseconds -= previous[1];
      if (nanoseconds < 0) [seconds, nanoseconds] = [seconds - 1, nanoseconds + 1e9];
    }
    return [seconds, nanoseconds];
  };
  hrtime.bigint = () => BigInt(Math.round(host.monotonic() * 1e6));

  const memoryUsage = () => {
    const rss = host.memoryBytes();
    return { rss, heapTotal: rss, heapUsed: host.heapBytes(), external: 0, arrayBuffers: 0 };
  };
  memoryUsage.rss = () => host.memoryBytes();

  const stream = (fd, name) => ({
    fd,
    isTTY: false,
    writable: true,
    columns: 80,
    write(data, encoding, callback) {
      if (typeof encoding === 'function') callback = encoding;
      host.print(fd, typeof data === 'string' ? data : use('buffer').Buffer.from(data).toString());
      if (typeof callback === 'function') timers.nextTick(callback);
      return true;
    },
    end(data, encoding, callback) {
      if (data !== undefined && typeof data !== 'function') this.write(data, encoding);
      callback = [data, encoding, callback].find((value) => typeof value === 'function');
      if (callback) timers.nextTick(callback);
      return this;
    },
    on() {
      return this;
    },
    once() {
      return this;
    },
    emit() {
      return false;
    },
    removeListener() {
      return this;
    },
    get [Symbol.toStringTag]() {
      return name;
    },
  });

  const exit = (code) => {
    if (code !== undefined) process.exitCode = code;
    const status = Number(process.exitCode ?? 0) | 0;
    try {
      process.emit('exit', status);
    } finally {
      host.exit(status);
    }
  };

  let directory = '/var/task';
  const members = {
    version: VERSION,
    versions: { node: VERSION.slice(1), 'quickjs-ng': '0.16.2' },
    release: { name: 'node', lts: 'Krypton' },
    platform: 'linux',
    arch: 'x64',
    pid: 8,
    ppid: 1,
    title: 'node',
    exitCode: undefined,
    argv: ['/var/lang/bin/node', '/var/runtime/index.mjs'],
    argv0: 'node',
    execArgv: [],
    execPath: '/var/lang/bin/node',
    features: { inspector: false, typescript: 'transform' },
    config: { variables: {} },
    env,
    stdout: stream(1, 'stdout'),
    stderr: stream(2, 'stderr'),
    hrtime,
    memoryUsage,
    exit,
    reallyExit: (code) => host.exit(Number(code ?? 0) | 0),
    abort: () => host.exit(134),
    nextTick: timers.nextTick,
    cwd: () => directory,
    chdir(path) {
      const next = use('path').resolve(directory, path);
      if (!use('fs').statSync(next).isDirectory()) throw node.errors.withCode(Error, 'ENOTDIR', `ENOTDIR: not a directory, chdir '${path}'`);
      directory = next;
    },
    uptime: () => host.monotonic() / 1000,
    cpuUsage: () => ({ user: Math.round(host.monotonic() * 1000), system: 0 }),
    availableMemory: () => config.memoryMib * 1048576 - host.memoryBytes(),
    constrainedMemory: () => config.memoryMib * 1048576,
    umask: () => 0o22,
    getuid: () => 993,
    geteuid: () => 993,
    getgid: () => 990,
    getegid: () => 990,
    emitWarning(warning, type = 'Warning') {
      const name = typeof type === 'object' ? (type.type ?? 'Warning') : type;
      const text = warning instanceof Error ? `${warning.name}: ${warning.message}` : `${name}: ${warning}`;
      process.stderr.write(`(node:8) ${text}\n`);
    },
    binding(name) {
      throw new Error(`No such module: ${name}`);
    },
  };
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(process, name, { value, writable: true, configurable: true, enumerable: true });
  }
  Object.defineProperty(process, Symbol.toStringTag, { value: 'process', configurable: true });
  return process;
})
