// `console` as Lambda patches it: each call is one event, `TIME\tREQUEST-ID\tLEVEL\ttext` or an object of JSON.
(function (node, use) {
  'use strict';
  const { host } = node;
  const counts = new Map();
  const times = new Map();
  let indent = '';

  const format = (args) => {
    if (args.length === 1 && typeof args[0] === 'string') return args[0];
    return use('inspect').format(...args);
  };

  const PRIORITY = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

  const fieldsOf = (error) => ({
    errorType: error.constructor?.name ?? 'UnknownError',
    errorMessage: error.message,
    stackTrace: typeof error.stack === 'string' ? error.stack.split('\n') : [],
  });
  const withErrors = (key, value) => (value instanceof Error ? { ...fieldsOf(value), ...value } : value);

  const jsonOf = (level, args) => {
    const line = { timestamp: new Date().toISOString(), level, requestId: node.invocation?.requestId };
    if (args.length !== 1) {
      const error = args.find((arg) => arg instanceof Error);
      return JSON.stringify({ ...line, message: format(args), ...(error ? fieldsOf(error) : {}) });
    }
    try {
      return JSON.stringify({ ...line, message: args[0] }, withErrors);
    } catch {
      return JSON.stringify({ ...line, message: use('inspect').format(args[0]) });
    }
  };

  const streamOf = (level) => (level === 'ERROR' || level === 'WARN' || level === 'FATAL' ? 2 : 1);

  /** True where lines are JSON; then `args` are written, if their level is kept. */
  const writesJson = (level, args) => {
    if (!node.logsJson) return false;
    if (PRIORITY.indexOf(level) >= PRIORITY.indexOf(node.logLevel)) host.log(streamOf(level), jsonOf(level, args));
    return true;
  };

  const emit = (level, text) => {
    if (writesJson(level, [text])) return;
    if (indent) text = indent + text.replaceAll('\n', `\n${indent}`);
    host.log(streamOf(level), `${new Date().toISOString()}\t${node.invocation?.requestId}\t${level}\t${text}`);
  };
  /** What ends an invocation: `text` where lines are text. */
  node.logFault = (label, error, text) => {
    if (!writesJson('ERROR', [label, error])) emit('ERROR', text);
  };

  const logger = (level) => (...args) => {
    if (!writesJson(level, args)) emit(level, format(args));
  };
  const elapsed = (label, name) => {
    const start = times.get(label);
    if (start === undefined) {
      emit('WARN', `(node:8) Warning: No such label '${label}' for console.${name}()`);
      return undefined;
    }
    const ms = host.monotonic() - start;
    return ms >= 1000 ? `${label}: ${(ms / 1000).toFixed(3)}s` : `${label}: ${Number(ms.toPrecision(4))}ms`;
  };

  const console = {
    log: logger('INFO'),
    info: logger('INFO'),
    debug: logger('DEBUG'),
    warn: logger('WARN'),
    error: logger('ERROR'),
    trace(...args) {
      const error = { name: 'Trace', message: args.length ? format(args) : '' };
      Error.captureStackTrace(error, console.trace);
      emit('TRACE', error.stack);
    },
    dir(value, options) {
      emit('INFO', use('inspect').inspect(value, { customInspect: false, ...options }));
    },
    assert(condition, ...args) {
      if (condition) return;
      if (typeof args[0] === 'string') args[0] = `Assertion failed: ${args[0]}`;
      else args.unshift('Assertion failed');
      emit('WARN', format(args));
    },
    count(label = 'default') {
      const count = (counts.get(`${label}`) ?? 0) + 1;
      counts.set(`${label}`, count);
      emit('INFO', `${label}: ${count}`);
    },
    countReset: (label = 'default') => void counts.delete(`${label}`),
    time: (label = 'default') => void times.set(`${label}`, host.monotonic()),
    timeEnd(label = 'default') {
      const text = elapsed(`${label}`, 'timeEnd');
      times.delete(`${label}`);
      if (text) emit('INFO', text);
    },
    timeLog(label = 'default', ...args) {
      const text = elapsed(`${label}`, 'timeLog');
      if (text) emit('INFO', format([text, ...args]));
    },
    group(...args) {
      if (args.length) emit('INFO', format(args));
      indent += '  ';
    },
    groupEnd() {
      indent = indent.slice(2);
    },
    table(data, columns) {
      emit('INFO', use('table')(data, columns));
    },
  };
  console.fatal = logger('FATAL');
  console.dirxml = console.log;
  console.groupCollapsed = console.group;
  Object.defineProperty(console, Symbol.toStringTag, { value: 'console', configurable: true });
  return console;
})
