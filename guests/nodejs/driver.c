/*
 * QuickJS-NG as a Lambda runtime: the part between the sandbox's host calls and the JavaScript of lib/.
 *
 * Exports: coldstart_alloc, coldstart_compile (library source to bytecode, used once by the host), coldstart_boot (an
 * archive of bytecode; makes the interpreter what the base image holds), coldstart_init (the configuration; loads the
 * handler) and coldstart_invoke (one event). Nothing of an environment may be looked at in boot: no file, clock or random.
 * Policy is in JavaScript; here is only what JavaScript cannot do: host calls, files, compiling, the event loop's motor.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "quickjs.h"

#define EXPORT(name) __attribute__((export_name(name)))
#define IMPORT(name) __attribute__((import_module("coldstart"), import_name(name)))
#define STACK_BYTES_MAX (3584 * 1024) /* of the 4 MiB that build.sh gives */
#define RANDOM_BYTES_MAX (16 * 1024 * 1024)

IMPORT("log") void host_log(uint32_t stream, const char *text, uint32_t length);
IMPORT("sleep_ms") void host_sleep_ms(uint32_t milliseconds);
IMPORT("remaining_ms") uint32_t host_remaining_ms(void);
IMPORT("respond") void host_respond(const void *bytes, uint32_t length);
IMPORT("stream_begin") void host_stream_begin(const char *content_type, uint32_t length);
IMPORT("stream_write") void host_stream_write(const void *bytes, uint32_t length);
IMPORT("fail") void host_fail(const char *type, uint32_t type_length, const char *payload, uint32_t length);
IMPORT("fail_at") void host_fail_at(const char *file, uint32_t length, uint32_t line, uint32_t column);
IMPORT("context") uint32_t host_context(char *buffer, uint32_t capacity);
IMPORT("exit") void host_exit(int32_t code);

static JSRuntime *runtime;
static JSContext *ctx;
static JSValue hooks;
static uint8_t *archive;
static uint32_t archive_length;

#define ARGS JSContext *c, JSValueConst self, int argc, JSValueConst *argv

/* ---- text and numbers ---- */

static JSValue js_log(ARGS) {
  uint32_t stream;
  size_t length;
  if (JS_ToUint32(c, &stream, argv[0])) return JS_EXCEPTION;
  const char *text = JS_ToCStringLen(c, &length, argv[1]);
  if (!text) return JS_EXCEPTION;
  host_log(stream, text, length);
  JS_FreeCString(c, text);
  return JS_UNDEFINED;
}

/* Raw bytes to standard output or error, without an end of line. */
static JSValue js_print(ARGS) {
  uint32_t fd;
  size_t length, done = 0;
  if (JS_ToUint32(c, &fd, argv[0])) return JS_EXCEPTION;
  const char *text = JS_ToCStringLen(c, &length, argv[1]);
  if (!text) return JS_EXCEPTION;
  while (done < length) {
    ssize_t wrote = write(fd, text + done, length - done);
    if (wrote <= 0) break;
    done += wrote;
  }
  JS_FreeCString(c, text);
  return JS_UNDEFINED;
}

static JSValue js_remaining(ARGS) { return JS_NewUint32(c, host_remaining_ms()); }

static JSValue js_exit(ARGS) {
  int32_t code = 0;
  if (JS_ToInt32(c, &code, argv[0])) return JS_EXCEPTION;
  host_exit(code);
  return JS_UNDEFINED;
}

static JSValue js_context(ARGS) {
  uint32_t length = host_context(NULL, 0);
  char *text = js_malloc(c, length + 1);
  if (!text) return JS_EXCEPTION;
  host_context(text, length);
  JSValue value = JS_NewStringLen(c, text, length);
  js_free(c, text);
  return value;
}

static JSValue js_random(ARGS) {
  uint32_t length;
  if (JS_ToUint32(c, &length, argv[0])) return JS_EXCEPTION;
  if (length > RANDOM_BYTES_MAX) return JS_ThrowRangeError(c, "too many random bytes");
  uint8_t *bytes = js_malloc(c, length + 1);
  if (!bytes) return JS_EXCEPTION;
  for (uint32_t done = 0; done < length; done += 256)
    getentropy(bytes + done, length - done < 256 ? length - done : 256);
  JSValue value = JS_NewArrayBufferCopy(c, bytes, length);
  js_free(c, bytes);
  return value;
}

/* Milliseconds since the environment was made. */
static JSValue js_monotonic(ARGS) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return JS_NewFloat64(c, now.tv_sec * 1e3 + now.tv_nsec / 1e6);
}

static JSValue js_memory_bytes(ARGS) { return JS_NewFloat64(c, __builtin_wasm_memory_size(0) * 65536.0); }

static JSValue js_heap_bytes(ARGS) {
  JSMemoryUsage usage;
  JS_ComputeMemoryUsage(runtime, &usage);
  return JS_NewFloat64(c, usage.memory_used_size);
}

static JSValue js_utf8_encode(ARGS) {
  size_t length;
  const char *text = JS_ToCStringLen(c, &length, argv[0]);
  if (!text) return JS_EXCEPTION;
  JSValue value = JS_NewArrayBufferCopy(c, (const uint8_t *)text, length);
  JS_FreeCString(c, text);
  return value;
}

/* A view of an ArrayBuffer: (buffer, offset, length), checked. */
static uint8_t *view(JSContext *c, JSValueConst *argv, uint32_t *length) {
  size_t size;
  uint32_t offset;
  uint8_t *bytes = JS_GetArrayBuffer(c, &size, argv[0]);
  if (!bytes && size) return NULL;
  if (JS_ToUint32(c, &offset, argv[1]) || JS_ToUint32(c, length, argv[2])) return NULL;
  if (offset > size || *length > size - offset) {
    JS_ThrowRangeError(c, "outside of the buffer");
    return NULL;
  }
  static uint8_t nothing;
  return bytes ? bytes + offset : &nothing;
}

static JSValue js_utf8_decode(ARGS) {
  uint32_t length;
  uint8_t *bytes = view(c, argv, &length);
  return bytes ? JS_NewStringLen(c, (char *)bytes, length) : JS_EXCEPTION;
}

/* Kind of an object that the language itself hides: "promise-pending", "proxy" and so on; for util.inspect. */
static JSValue js_promise_state(ARGS) {
  JSPromiseStateEnum state = JS_PromiseState(c, argv[0]);
  if ((int)state < 0) return JS_UNDEFINED;
  return JS_NewInt32(c, state);
}

static JSValue js_promise_result(ARGS) { return JS_PromiseResult(c, argv[0]); }

static JSValue js_proxy_target(ARGS) {
  return JS_IsProxy(argv[0]) ? JS_GetProxyTarget(c, argv[0]) : JS_UNDEFINED;
}

/* ---- code ---- */

static JSValue js_eval_script(ARGS) {
  size_t length;
  int32_t line = 1;
  if (JS_ToInt32(c, &line, argv[2])) return JS_EXCEPTION;
  const char *source = JS_ToCStringLen(c, &length, argv[0]);
  const char *file = JS_ToCString(c, argv[1]);
  JSValue value = JS_EXCEPTION;
  if (source && file) {
    JSEvalOptions options = {.version = JS_EVAL_OPTIONS_VERSION, .eval_flags = JS_EVAL_TYPE_GLOBAL, .filename = file, .line_num = line};
    value = JS_Eval2(c, source, length, &options);
  }
  JS_FreeCString(c, file);
  JS_FreeCString(c, source);
  return value;
}

/* Finds an entry of the archive: u32 count, then u32 name length, u32 data length, name, data. */
static const uint8_t *archive_find(const char *name, size_t name_length, uint32_t *length) {
  uint32_t at = 4, count, sizes[2];
  memcpy(&count, archive, 4);
  for (uint32_t i = 0; i < count; i++) {
    memcpy(sizes, archive + at, 8);
    at += 8;
    if (sizes[0] == name_length && !memcmp(archive + at, name, name_length)) {
      *length = sizes[1];
      return archive + at + sizes[0];
    }
    at += sizes[0] + sizes[1];
  }
  return NULL;
}

static JSValue library(const char *name, size_t name_length) {
  uint32_t length;
  const uint8_t *bytecode = archive_find(name, name_length, &length);
  if (!bytecode) return JS_UNDEFINED;
  /* The bytecode comes from the host, which made it from this runtime's own library; user code has no way to it. */
  JSValue code = JS_ReadObject(ctx, bytecode, length, JS_READ_OBJ_BYTECODE);
  if (JS_IsException(code)) return code;
  return JS_EvalFunction(ctx, code);
}

static JSValue js_library(ARGS) {
  size_t length;
  const char *name = JS_ToCStringLen(c, &length, argv[0]);
  if (!name) return JS_EXCEPTION;
  JSValue value = library(name, length);
  JS_FreeCString(c, name);
  return value;
}

/* ---- modules: JavaScript resolves and loads, see lib/modules.js ---- */

static JSValue call_hook(const char *name, int argc, JSValueConst *argv) {
  JSValue hook = JS_GetPropertyStr(ctx, hooks, name);
  JSValue value = JS_Call(ctx, hook, hooks, argc, argv);
  JS_FreeValue(ctx, hook);
  return value;
}

static char *module_normalize(JSContext *c, const char *base, const char *name, void *opaque) {
  JSValue args[2] = {JS_NewString(c, base), JS_NewString(c, name)};
  JSValue path = call_hook("resolve", 2, args);
  JS_FreeValue(c, args[0]);
  JS_FreeValue(c, args[1]);
  if (JS_IsException(path)) return NULL;
  const char *text = JS_ToCString(c, path);
  JS_FreeValue(c, path);
  char *copy = text ? js_strdup(c, text) : NULL;
  JS_FreeCString(c, text);
  return copy;
}

static int each_name(JSContext *c, JSModuleDef *module, JSValueConst made, int set) {
  JSValue names = JS_GetPropertyStr(c, made, "names"), values = JS_GetPropertyStr(c, made, "values");
  int64_t count = 0;
  int result = JS_GetLength(c, names, &count);
  for (int64_t i = 0; i < count && !result; i++) {
    JSValue name = JS_GetPropertyInt64(c, names, i);
    const char *text = JS_ToCString(c, name);
    if (!text) result = -1;
    else if (set) result = JS_SetModuleExport(c, module, text, JS_GetPropertyInt64(c, values, i));
    else result = JS_AddModuleExport(c, module, text);
    JS_FreeCString(c, text);
    JS_FreeValue(c, name);
  }
  JS_FreeValue(c, names);
  JS_FreeValue(c, values);
  return result;
}

static int synthetic_init(JSContext *c, JSModuleDef *module) {
  JSValue made = JS_GetModulePrivateValue(c, module);
  int result = each_name(c, module, made, 1);
  JS_FreeValue(c, made);
  return result;
}

static JSModuleDef *synthetic(JSContext *c, const char *path, JSValueConst made) {
  JSModuleDef *module = JS_NewCModule(c, path, synthetic_init);
  if (!module || each_name(c, module, made, 0)) return NULL;
  JS_SetModulePrivateValue(c, module, JS_DupValue(c, made));
  return module;
}

static JSModuleDef *from_source(JSContext *c, const char *path, JSValueConst source) {
  size_t length;
  const char *text = JS_ToCStringLen(c, &length, source);
  if (!text) return NULL;
  JSValue code = JS_Eval(c, text, length, path, JS_EVAL_TYPE_MODULE | JS_EVAL_FLAG_COMPILE_ONLY);
  JS_FreeCString(c, text);
  if (JS_IsException(code)) return NULL;
  JSModuleDef *module = JS_VALUE_GET_PTR(code);
  JSValue args[2] = {JS_GetImportMeta(c, module), JS_NewString(c, path)};
  JSValue done = call_hook("meta", 2, args);
  JS_FreeValue(c, args[0]);
  JS_FreeValue(c, args[1]);
  JS_FreeValue(c, code); /* the module list keeps it */
  if (JS_IsException(done)) return NULL;
  return module;
}

static JSModuleDef *module_load(JSContext *c, const char *path, void *opaque) {
  JSValue name = JS_NewString(c, path);
  JSValue loaded = call_hook("load", 1, &name);
  JS_FreeValue(c, name);
  if (JS_IsException(loaded)) return NULL;
  JSModuleDef *module =
      JS_IsString(loaded) ? from_source(c, path, loaded) : synthetic(c, path, loaded);
  JS_FreeValue(c, loaded);
  return module;
}

static void rejected(JSContext *c, JSValueConst promise, JSValueConst reason, bool handled, void *opaque) {
  if (JS_IsUndefined(hooks)) return;
  JSValueConst args[3] = {promise, reason, JS_NewBool(c, handled)};
  JS_FreeValue(c, call_hook("rejected", 3, args));
}

/* ---- what goes along with a promise, a timer, a tick; see lib/async-hooks.js and async-context.patch ---- */

static JSValue js_async_context(ARGS) { return JS_GetAsyncContext(runtime); }

static JSValue js_set_async_context(ARGS) {
  JS_SetAsyncContext(runtime, JS_DupValue(c, argv[0]));
  return JS_UNDEFINED;
}

#include "answers.h"
#include "files.h"
#include "crypto.h"
#include "compress.h"

/* ---- boot and event loop ---- */

static const struct {
  const char *name;
  JSCFunction *function;
  int arguments;
} FUNCTIONS[] = {
    {"log", js_log, 2}, {"print", js_print, 2}, {"remaining", js_remaining, 0}, {"exit", js_exit, 1},
    {"respond", js_respond, 1}, {"streamBegin", js_stream_begin, 1}, {"streamWrite", js_stream_write, 3},
    {"fail", js_fail, 2}, {"failAt", js_fail_at, 3}, {"context", js_context, 0},
    {"random", js_random, 1}, {"monotonic", js_monotonic, 0}, {"memoryBytes", js_memory_bytes, 0},
    {"heapBytes", js_heap_bytes, 0}, {"utf8Encode", js_utf8_encode, 1}, {"utf8Decode", js_utf8_decode, 3},
    {"promiseState", js_promise_state, 1}, {"promiseResult", js_promise_result, 1}, {"proxyTarget", js_proxy_target, 1},
    {"evalScript", js_eval_script, 3}, {"library", js_library, 1},
    {"open", js_open, 2}, {"close", js_close, 1}, {"read", js_read, 5}, {"write", js_write, 5}, {"stat", js_stat, 1},
    {"readdir", js_readdir, 1}, {"readText", js_read_text, 1}, {"mkdir", js_mkdir, 1}, {"rmdir", js_rmdir, 1}, {"unlink", js_unlink, 1},
    {"rename", js_rename, 2}, {"truncate", js_truncate, 2}, {"utimes", js_utimes, 3}, {"errorText", js_error_text, 1},
    {"asyncContext", js_async_context, 0}, {"setAsyncContext", js_set_async_context, 1},
    {"aesCtr", js_aes_ctr, 5}, {"aesCbc", js_aes_cbc, 4}, {"gcmFirst", js_gcm_first, 3}, {"gcmTag", js_gcm_tag, 4},
    {"digest", js_digest, 2}, {"pbkdf2", js_pbkdf2, 5}, {"scrypt", js_scrypt, 6},
    {"zlibOpen", js_zlib_open, 5}, {"zlibWrite", js_zlib_write, 6}, {"zlibDictionary", js_zlib_dictionary, 2},
    {"zlibReset", js_zlib_reset, 1}, {"crc32", js_crc32, 4},
};

/* The last resort: an error that the library itself did not catch. */
static void fail_with_exception(void) {
  static const char type[] = "Runtime.InternalError", unknown[] = "{\"errorType\":\"Runtime.InternalError\"}";
  JSValue error = JS_GetException(ctx);
  JSValue report = JS_NewObject(ctx);
  JS_SetPropertyStr(ctx, report, "errorType", JS_NewString(ctx, type));
  JS_SetPropertyStr(ctx, report, "errorMessage", JS_ToString(ctx, error));
  JSValue trace = JS_NewArray(ctx);
  JS_SetPropertyUint32(ctx, trace, 0, JS_GetPropertyStr(ctx, error, "stack"));
  JS_SetPropertyStr(ctx, report, "trace", trace);
  JSValue json = JS_JSONStringify(ctx, report, JS_UNDEFINED, JS_UNDEFINED);
  size_t length;
  const char *text = JS_IsException(json) ? NULL : JS_ToCStringLen(ctx, &length, json);
  if (text) host_fail(type, sizeof type - 1, text, length);
  else host_fail(type, sizeof type - 1, unknown, sizeof unknown - 1);
  JS_FreeCString(ctx, text);
  JS_FreeValue(ctx, json);
  JS_FreeValue(ctx, report);
  JS_FreeValue(ctx, error);
}

/* Ticks before promise jobs before timers, as in Node. `ticks` tells whether it ran any; `turn` gives the
   milliseconds to wait, 0 for none, or less when there is nothing left to do. */
static void run_loop(void) {
  for (;;) {
    int busy;
    do {
      JSValue ran = call_hook("ticks", 0, NULL);
      if (JS_IsException(ran)) return fail_with_exception();
      busy = JS_ToBool(ctx, ran);
      JS_FreeValue(ctx, ran);
      JSContext *at;
      int job;
      while ((job = JS_ExecutePendingJob(runtime, &at)) != 0) {
        if (job < 0) return fail_with_exception();
        busy = 1;
      }
    } while (busy);
    JSValue turn = call_hook("turn", 0, NULL);
    if (JS_IsException(turn)) return fail_with_exception();
    double wait = -1;
    JS_ToFloat64(ctx, &wait, turn);
    JS_FreeValue(ctx, turn);
    if (wait < 0) return;
    if (wait > 0) host_sleep_ms(wait > 4e9 ? 4000000000u : (uint32_t)wait);
  }
}

static void make_context(void) {
  runtime = JS_NewRuntime();
  JS_SetMaxStackSize(runtime, STACK_BYTES_MAX);
  JS_SetModuleLoaderFunc(runtime, module_normalize, module_load, NULL);
  JS_SetHostPromiseRejectionTracker(runtime, rejected, NULL);
  ctx = JS_NewContext(runtime);
  zstream_register();
  hooks = JS_UNDEFINED;
}

EXPORT("coldstart_alloc") void *coldstart_alloc(uint32_t length) { return malloc(length ? length : 1); }

/* name NUL source, answered by bytecode */
EXPORT("coldstart_compile") void coldstart_compile(char *input, uint32_t length) {
  if (!runtime) make_context();
  size_t name = strlen(input) + 1, size;
  char *source = malloc(length - name + 1); /* the parser wants a NUL at the end */
  memcpy(source, input + name, length - name);
  source[length - name] = 0;
  JSValue code = JS_Eval(ctx, source, length - name, input, JS_EVAL_TYPE_GLOBAL | JS_EVAL_FLAG_COMPILE_ONLY);
  free(source);
  if (JS_IsException(code)) return fail_with_exception();
  uint8_t *bytes = JS_WriteObject(ctx, &size, code, JS_WRITE_OBJ_BYTECODE | JS_WRITE_OBJ_STRIP_SOURCE);
  if (!bytes) return fail_with_exception();
  host_respond(bytes, size);
  js_free(ctx, bytes);
  JS_FreeValue(ctx, code);
  free(input);
}

EXPORT("coldstart_boot") void coldstart_boot(uint8_t *input, uint32_t length) {
  archive = input;
  archive_length = length;
  make_context();
  JSValue host = JS_NewObject(ctx);
  for (size_t i = 0; i < sizeof FUNCTIONS / sizeof *FUNCTIONS; i++)
    JS_SetPropertyStr(ctx, host, FUNCTIONS[i].name,
                      JS_NewCFunction(ctx, FUNCTIONS[i].function, FUNCTIONS[i].name, FUNCTIONS[i].arguments));
  JSValue boot = library("boot", 4);
  JSValue made = JS_IsException(boot) ? boot : JS_Call(ctx, boot, JS_UNDEFINED, 1, (JSValueConst *)&host);
  JS_FreeValue(ctx, host);
  if (JS_IsException(made)) return fail_with_exception();
  hooks = made;
  JS_RunGC(runtime);
}

EXPORT("coldstart_init") void coldstart_init(char *config, uint32_t length) {
  chdir("/var/task");
  JSValue text = JS_NewStringLen(ctx, config, length);
  free(config);
  JSValue started = call_hook("start", 1, &text);
  JS_FreeValue(ctx, text);
  if (JS_IsException(started)) return fail_with_exception();
  JS_FreeValue(ctx, started);
  run_loop();
}

EXPORT("coldstart_invoke") void coldstart_invoke(char *event, uint32_t length) {
  JSValue text = JS_NewStringLen(ctx, event, length);
  free(event);
  JSValue started = call_hook("invoke", 1, &text);
  JS_FreeValue(ctx, text);
  if (JS_IsException(started)) return fail_with_exception();
  JS_FreeValue(ctx, started);
  run_loop();
}
