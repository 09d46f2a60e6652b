// Lambda's runtime interface: loads the handler, gives it events, answers. Its texts are those of AWS's own client.
(function (node, use) {
  'use strict';
  const { host, config } = node;
  const timers = use('timers');
  const modules = use('modules');
  const path = use('path');
  const isStreaming = (found) => found[Symbol.for('aws.lambda.runtime.handler.streaming')] === 'response';
  const HANDLER = /^([^.]*)\.(.*)$/;
  const TASK_ROOT = '/var/task';
  const rejections = new Map();
  let handler;
  let done = false;
  let phaseEnd; // what happens when nothing is left to do

  class RuntimeError extends Error {
    constructor(kind, reason) {
      super(String(reason));
      Object.defineProperty(this, 'name', { value: `Runtime.${kind}`, enumerable: false });
      const own = reason instanceof Error && typeof reason.stack === 'string' ? reason.stack.split('\n').filter((line) => line.startsWith('    at ')) : [];
      Object.defineProperty(this, 'stack', { value: [`${this.name}: ${this.message}`, ...own].join('\n'), enumerable: false });
    }
  }

  const isError = (value) => value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';

  const nameOf = (error) => {
    const name = error.name ?? 'Error';
    return name === 'Error' && error.constructor?.name ? error.constructor.name : String(name);
  };

  const rapid = (error) => {
    try {
      if (isError(error)) {
        return { errorType: nameOf(error), errorMessage: String(error.message), trace: String(error.stack ?? error).split('\n') };
      }
      return { errorType: typeof error, errorMessage: error === undefined || error === null ? String(error) : error.toString(), trace: [] };
    } catch {
      return { errorType: 'handled', errorMessage: 'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack', trace: [] };
    }
  };

  const formatted = (error) => {
    try {
      if (!isError(error)) return JSON.stringify(rapid(error));
      const { errorType, errorMessage, trace } = rapid(error);
      return JSON.stringify({ errorType, errorMessage, ...(error.code === undefined ? {} : { code: error.code }), ...error, stack: trace });
    } catch {
      return JSON.stringify(rapid(error));
    }
  };

  const place = (trace) => {
    for (const line of trace) {
      const match = /(?:\(|at )(\/var\/task\/.*):(\d+):(\d+)\)?$/.exec(line);
      if (match) return host.failAt(match[1], Number(match[2]), Number(match[3]));
    }
  };

  const fail = (error, label) => {
    if (done) return;
    done = true;
    const report = rapid(error);
    node.logFault(label, error, `${label} \t${formatted(error)}`);
    place(report.trace);
    host.fail(report.errorType, JSON.stringify(report));
  };

  const respond = (value) => {
    if (done) return;
    let text;
    try {
      text = JSON.stringify(value === undefined ? null : value) ?? 'null';
    } catch (error) {
      return fail(new RuntimeError('MarshalError', `Unable to stringify response body: ${error?.message ?? error}`), 'Invoke Error');
    }
    done = true;
    host.respond(text);
  };

  node.uncaught = (error) => {
    if (process.listenerCount('uncaughtException') > 0) {
      try {
        process.emit('uncaughtException', error, 'uncaughtException');
        return;
      } catch (another) {
        error = another;
      }
    }
    fail(error, 'Uncaught Exception');
  };

  const reportRejections = () => {
    for (const [promise, reason] of rejections) {
      rejections.delete(promise);
      if (process.listenerCount('unhandledRejection') > 0) {
        try {
          process.emit('unhandledRejection', reason, promise);
        } catch (error) {
          node.uncaught(error);
        }
        continue;
      }
      fail(new RuntimeError('UnhandledPromiseRejection', reason), 'Unhandled Promise Rejection');
    }
  };

  // ---- INIT ----

  const entryFile = (base) => ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'].map((ending) => base + ending).find((file) => modules.kindOf(file) === 'file');

  const loadUserModule = async (folder, name) => {
    const file = entryFile(path.resolve(TASK_ROOT, folder, name));
    if (!file) {
      const stack = '/var/runtime/index.mjs';
      throw Object.assign(new Error(`Cannot find module '${path.join(folder, name)}'\nRequire stack:\n- ${stack}`), { code: 'MODULE_NOT_FOUND' });
    }
    if (modules.formatOf(file) === 'module') return import(file);
    return modules.loadCommon(file, undefined).exports;
  };

  const loadHandler = async () => {
    const text = config.handler;
    if (text.includes('..')) {
      throw new RuntimeError('MalformedHandlerName', `'${text}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`);
    }
    const file = path.basename(text);
    const match = HANDLER.exec(file);
    if (!match) throw new RuntimeError('MalformedHandlerName', 'Bad handler');
    const folder = text.slice(0, text.length - file.length);
    let loaded;
    try {
      loaded = await loadUserModule(folder, match[1]);
    } catch (error) {
      if (error instanceof SyntaxError) throw new RuntimeError('UserCodeSyntaxError', error);
      if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') throw new RuntimeError('ImportModuleError', error);
      throw error;
    }
    const names = match[2].split('.');
    const find = (from) => names.reduce((at, name) => (at === undefined || at === null ? undefined : at[name]), from);
    let found = find(loaded);
    if (found === undefined && loaded?.default !== undefined) found = find(loaded.default);
    if (found === undefined || found === null) throw new RuntimeError('HandlerNotFound', `${text} is undefined or not exported`);
    if (typeof found !== 'function') throw new RuntimeError('HandlerNotFound', `${text} is not a function`);
    if (found.name === '') Object.defineProperty(found, 'name', { value: names.at(-1), configurable: true });
    return found;
  };

  const start = (configText) => {
    Object.assign(config, JSON.parse(configText));
    for (const [name, value] of config.env) process.env[name] = value;
    node.logsJson = process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON';
    node.logLevel = process.env.AWS_LAMBDA_LOG_LEVEL ?? 'INFO';
    phaseEnd = () => fail(new RuntimeError('NodeJsExit', 'a top-level await of the module never settles'), 'Uncaught Exception');
    loadHandler().then(
      (found) => {
        handler = found;
        done = true;
      },
      (error) => fail(error, 'Uncaught Exception'),
    );
  };

  // ---- one event ----

  const contextOf = (call, finish) => {
    const context = {
      callbackWaitsForEmptyEventLoop: true,
      functionVersion: config.functionVersion,
      functionName: config.functionName,
      memoryLimitInMB: String(config.memoryMib),
      logGroupName: config.logGroup,
      logStreamName: config.logStream,
      clientContext: call.clientContext ?? undefined,
      identity: call.identity ?? undefined,
      invokedFunctionArn: call.invokedFunctionArn,
      awsRequestId: call.requestId,
      getRemainingTimeInMillis: () => host.remaining(),
      done: (error, value) => finish(error, value),
      succeed: (value) => finish(null, value),
      fail: (error) => finish(error ?? 'handled'),
    };
    return context;
  };

  const isPromise = (value) => value !== null && typeof value === 'object' && typeof value.then === 'function';

  /** The handler answers in pieces: it is done when its promise is, and all that it wrote has gone out. */
  const stream = (event, context) => {
    let hasReturned = false;
    let hasEnded = false;
    const finish = () => {
      if (!hasReturned || !hasEnded || done) return;
      done = true;
      host.respond('');
    };
    const failed = (error) => fail(error, 'Invoke Error');
    const answer = use('streaming').responseStream(handler, () => {
      hasEnded = true;
      finish();
    });
    answer.on('error', failed);
    phaseEnd = () => failed(new RuntimeError('StreamNotEnded', 'the handler left its response stream open, and nothing is left that could end it'));
    const returned = (value) => {
      if (value !== undefined) console.warn('Streaming handlers ignore return values.');
      hasReturned = true;
      finish();
    };
    try {
      const result = handler(event, answer, context);
      if (isPromise(result)) result.then(returned, failed);
      else failed(new RuntimeError('InvalidStreamingOperation', 'Streaming does not support non-async handlers.'));
    } catch (error) {
      failed(error);
    }
  };

  const invoke = (eventText) => {
    done = false;
    host.setAsyncContext(undefined);
    rejections.clear();
    node.renewRandom();
    const call = JSON.parse(host.context());
    node.invocation = call;
    // An environment that was restored has a log stream of its own; in the image is another's.
    if (call.logStream) config.logStream = process.env.AWS_LAMBDA_LOG_STREAM_NAME = call.logStream;
    if (call.traceId) process.env._X_AMZN_TRACE_ID = call.traceId;
    let answer = null; // what a callback gave, or null as Lambda gives when nothing is left to do
    phaseEnd = () => respond(answer);
    const now = (error, value) => (error === undefined || error === null ? respond(value) : fail(error, 'Invoke Error'));
    const context = contextOf(call, now);
    const callback = (error, value) => {
      if (error !== undefined && error !== null) return fail(error, 'Invoke Error');
      if (context.callbackWaitsForEmptyEventLoop) answer = value;
      else respond(value);
    };
    if (isStreaming(handler)) return stream(JSON.parse(eventText), context);
    try {
      const result = handler(JSON.parse(eventText), context, callback);
      if (isPromise(result)) result.then(respond, (error) => fail(error, 'Invoke Error'));
    } catch (error) {
      fail(error, 'Invoke Error');
    }
  };

  const turn = () => {
    if (done) return -1;
    reportRejections();
    if (done) return -1;
    const wait = timers.turn();
    if (wait >= 0) return wait;
    phaseEnd();
    return -1;
  };

  return {
    resolve: modules.resolve,
    load: modules.load,
    meta: modules.meta,
    rejected: (promise, reason, handled) => void (handled ? rejections.delete(promise) : rejections.set(promise, reason)),
    ticks: () => (done ? false : timers.runTicks()),
    turn,
    start,
    invoke,
  };
})
