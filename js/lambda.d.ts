// What a function finds in the Node.js sandbox, for completion in the editor.

/** What Lambda tells a function about its run. */
interface Context {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  /** The memory setting, as text. */
  readonly memoryLimitInMB: string;
  /** The id of this run. */
  readonly awsRequestId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly identity?: unknown;
  readonly clientContext?: unknown;
  /** `false` sends a callback's answer at once. */
  callbackWaitsForEmptyEventLoop: boolean;
  /** Milliseconds until the timeout. */
  getRemainingTimeInMillis(): number;
}

/** `export const handler = async (event, context) => …`, or with a callback. */
type Handler<Event = any, Result = any> = (
  event: Event,
  context: Context,
  callback: (error: Error | string | null | undefined, result?: Result) => void,
) => void | Promise<Result>;

interface Console {
  log(...data: any[]): void;
  info(...data: any[]): void;
  debug(...data: any[]): void;
  warn(...data: any[]): void;
  error(...data: any[]): void;
  trace(...data: any[]): void;
}
declare var console: Console;

interface Process {
  /** The function's environment variables. */
  readonly env: { [name: string]: string | undefined };
  readonly argv: string[];
  readonly arch: string;
  readonly platform: string;
  readonly version: string;
  readonly stdout: { write(text: string): boolean };
  readonly stderr: { write(text: string): boolean };
  cwd(): string;
  exit(code?: number): never;
  hrtime: { (since?: [number, number]): [number, number]; bigint(): bigint };
  memoryUsage(): { rss: number; heapTotal: number; heapUsed: number };
  nextTick(callback: (...args: any[]) => void, ...args: any[]): void;
  uptime(): number;
}
declare var process: Process;

declare class Buffer extends Uint8Array {
  static from(data: string, encoding?: string): Buffer;
  static from(data: ArrayLike<number> | ArrayBuffer): Buffer;
  static alloc(size: number): Buffer;
  static concat(list: Uint8Array[]): Buffer;
  static byteLength(text: string, encoding?: string): number;
  toString(encoding?: "utf8" | "base64" | "base64url" | "hex" | "ascii" | "latin1"): string;
  equals(other: Uint8Array): boolean;
}

declare function setTimeout(callback: (...args: any[]) => void, ms?: number, ...args: any[]): any;
declare function setInterval(callback: (...args: any[]) => void, ms?: number, ...args: any[]): any;
declare function setImmediate(callback: (...args: any[]) => void, ...args: any[]): any;
declare function clearTimeout(timer: any): void;
declare function clearInterval(timer: any): void;
declare function clearImmediate(timer: any): void;
declare function queueMicrotask(callback: () => void): void;
declare function structuredClone<T>(value: T): T;
declare function atob(text: string): string;
declare function btoa(text: string): string;
declare function require(name: string): any;

declare class TextEncoder {
  encode(text?: string): Uint8Array;
}
declare class TextDecoder {
  constructor(label?: string);
  decode(bytes?: Uint8Array | ArrayBuffer): string;
}
declare class URLSearchParams {
  constructor(init?: string | Record<string, string> | [string, string][]);
  append(name: string, value: string): void;
  delete(name: string): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  toString(): string;
  forEach(callback: (value: string, name: string) => void): void;
}
declare class URL {
  constructor(url: string, base?: string);
  hash: string;
  host: string;
  hostname: string;
  href: string;
  readonly origin: string;
  pathname: string;
  port: string;
  protocol: string;
  search: string;
  readonly searchParams: URLSearchParams;
  toString(): string;
}
declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: any): void;
}
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: any;
}
declare var performance: { now(): number };
declare var crypto: {
  randomUUID(): string;
  getRandomValues<T extends ArrayBufferView>(array: T): T;
};

/** What a streaming handler writes its answer to. */
interface ResponseStream {
  write(chunk: string | Uint8Array | object, callback?: (error?: Error | null) => void): boolean;
  end(chunk?: string | Uint8Array | object, callback?: () => void): this;
  /** Before the first write. */
  setContentType(contentType: string): void;
  on(event: string, listener: (...values: any[]) => void): this;
}
declare namespace awslambda {
  /** Makes a handler one that answers in pieces. */
  function streamifyResponse(
    handler: (event: any, responseStream: ResponseStream, context: any) => Promise<void>,
    options?: { highWaterMark?: number },
  ): (event: any, responseStream: ResponseStream, context: any) => Promise<void>;
  class HttpResponseStream {
    /** Status, headers and cookies of a function URL's answer, before its body. */
    static from(
      stream: ResponseStream,
      prelude: { statusCode?: number; headers?: Record<string, string>; cookies?: string[] },
    ): ResponseStream;
  }
}

declare var exports: any;
declare var module: { exports: any };
