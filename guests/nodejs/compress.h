/*
 * The host calls for lib/zlib.js: zlib itself, as in Node. Part of driver.c. A stream is an object of the engine, which frees it;
 * its state is the guest's memory, limited like all of it and kept when an environment goes back to what it was.
 */
#include "zlib/zlib.h"

typedef struct {
  z_stream z;
  bool inflates;
} zstream;

static JSClassID zstream_class;

static void zstream_finalizer(JSRuntime *rt, JSValueConst value) {
  zstream *stream = JS_GetOpaque(value, zstream_class);
  if (!stream) return;
  if (stream->inflates) inflateEnd(&stream->z);
  else deflateEnd(&stream->z);
  free(stream);
}

static const JSClassDef ZSTREAM = {"Zlib", .finalizer = zstream_finalizer};

static void zstream_register(void) {
  JS_NewClassID(runtime, &zstream_class);
  JS_NewClass(runtime, zstream_class, &ZSTREAM);
}

/* (inflates, window bits, level, memory level, strategy): a stream, or zlib's error number. */
static JSValue js_zlib_open(ARGS) {
  int32_t bits, level, memory, strategy;
  if (JS_ToInt32(c, &bits, argv[1]) || JS_ToInt32(c, &level, argv[2]) || JS_ToInt32(c, &memory, argv[3]) || JS_ToInt32(c, &strategy, argv[4]))
    return JS_EXCEPTION;
  zstream *stream = calloc(1, sizeof *stream);
  if (!stream) return JS_ThrowOutOfMemory(c);
  stream->inflates = JS_ToBool(c, argv[0]);
  int result = stream->inflates ? inflateInit2(&stream->z, bits) : deflateInit2(&stream->z, level, Z_DEFLATED, bits, memory, strategy);
  JSValue object = result == Z_OK ? JS_NewObjectClass(c, zstream_class) : JS_NewInt32(c, result);
  if (!JS_IsObject(object)) {
    if (result == Z_OK) stream->inflates ? inflateEnd(&stream->z) : deflateEnd(&stream->z);
    free(stream);
    return object;
  }
  JS_SetOpaque(object, stream);
  return object;
}

/* (stream, input buffer, offset, length, output buffer, flush): [zlib's answer, what is left of the input, what is left of the output]. */
static JSValue js_zlib_write(ARGS) {
  zstream *stream = JS_GetOpaque2(c, argv[0], zstream_class);
  int32_t flush;
  uint32_t length;
  span out;
  if (!stream || JS_ToInt32(c, &flush, argv[5]) || span_of(c, argv[4], &out)) return JS_EXCEPTION;
  uint8_t *in = view(c, argv + 1, &length);
  if (!in) return JS_EXCEPTION;
  stream->z.next_in = in;
  stream->z.avail_in = length;
  stream->z.next_out = out.bytes;
  stream->z.avail_out = out.length;
  int result = stream->inflates ? inflate(&stream->z, flush) : deflate(&stream->z, flush);
  JSValue array = JS_NewArray(c);
  JS_SetPropertyUint32(c, array, 0, JS_NewInt32(c, result));
  JS_SetPropertyUint32(c, array, 1, JS_NewUint32(c, stream->z.avail_in));
  JS_SetPropertyUint32(c, array, 2, JS_NewUint32(c, stream->z.avail_out));
  if (stream->z.msg) JS_SetPropertyUint32(c, array, 3, JS_NewString(c, stream->z.msg));
  stream->z.next_in = stream->z.next_out = NULL;
  return array;
}

/* (stream, dictionary buffer): zlib's answer. */
static JSValue js_zlib_dictionary(ARGS) {
  zstream *stream = JS_GetOpaque2(c, argv[0], zstream_class);
  span data;
  if (!stream || span_of(c, argv[1], &data)) return JS_EXCEPTION;
  return JS_NewInt32(c, stream->inflates ? inflateSetDictionary(&stream->z, data.bytes, data.length) : deflateSetDictionary(&stream->z, data.bytes, data.length));
}

/* (stream): as it was at its beginning. */
static JSValue js_zlib_reset(ARGS) {
  zstream *stream = JS_GetOpaque2(c, argv[0], zstream_class);
  if (!stream) return JS_EXCEPTION;
  return JS_NewInt32(c, stream->inflates ? inflateReset(&stream->z) : deflateReset(&stream->z));
}

/* (buffer, offset, length, before) */
static JSValue js_crc32(ARGS) {
  uint32_t length, before;
  uint8_t *bytes = view(c, argv, &length);
  if (!bytes || JS_ToUint32(c, &before, argv[3])) return JS_EXCEPTION;
  return JS_NewUint32(c, crc32(before, bytes, length));
}
