/* How an event ends: an answer as a whole or in pieces, or a failure. */

static JSValue js_respond(ARGS) {
  size_t length;
  const char *text = JS_ToCStringLen(c, &length, argv[0]);
  if (!text) return JS_EXCEPTION;
  host_respond(text, length);
  JS_FreeCString(c, text);
  return JS_UNDEFINED;
}

static JSValue js_stream_begin(ARGS) {
  size_t length;
  const char *type = JS_ToCStringLen(c, &length, argv[0]);
  if (!type) return JS_EXCEPTION;
  host_stream_begin(type, length);
  JS_FreeCString(c, type);
  return JS_UNDEFINED;
}

/* A part of an ArrayBuffer: buffer, offset, length. */
static JSValue js_stream_write(ARGS) {
  uint32_t length;
  uint8_t *bytes = view(c, argv, &length);
  if (!bytes) return JS_EXCEPTION;
  host_stream_write(bytes, length);
  return JS_UNDEFINED;
}

static JSValue js_fail(ARGS) {
  size_t type_length, length;
  const char *type = JS_ToCStringLen(c, &type_length, argv[0]);
  if (!type) return JS_EXCEPTION;
  const char *payload = JS_ToCStringLen(c, &length, argv[1]);
  if (payload) host_fail(type, type_length, payload, length);
  JS_FreeCString(c, payload);
  JS_FreeCString(c, type);
  return payload ? JS_UNDEFINED : JS_EXCEPTION;
}

static JSValue js_fail_at(ARGS) {
  uint32_t line, column;
  size_t length;
  if (JS_ToUint32(c, &line, argv[1]) || JS_ToUint32(c, &column, argv[2])) return JS_EXCEPTION;
  const char *file = JS_ToCStringLen(c, &length, argv[0]);
  if (!file) return JS_EXCEPTION;
  host_fail_at(file, length, line, column);
  JS_FreeCString(c, file);
  return JS_UNDEFINED;
}
