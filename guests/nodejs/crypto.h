/*
 * The host calls for lib/hash.js, lib/cipher.js and lib/derive.js: crypto.zig over whole ArrayBuffers. Part of driver.c.
 * JavaScript has checked lengths and kinds; here nothing is read or written outside of a buffer all the same.
 */
uint32_t cs_aes_ctr(const uint8_t *key, size_t key_length, uint8_t *counter, uint32_t used, uint32_t wraps, uint8_t *data, size_t length);
void cs_aes_cbc(bool encrypts, const uint8_t *key, size_t key_length, uint8_t *vector, uint8_t *data, size_t length);
void cs_gcm_first(const uint8_t *key, size_t key_length, const uint8_t *vector, size_t vector_length, uint8_t *first);
void cs_gcm_tag(const uint8_t *key, size_t key_length, const uint8_t *first, const uint8_t *more, size_t more_length, const uint8_t *data,
                size_t length, uint8_t *tag);
uint32_t cs_digest(uint32_t kind, const uint8_t *data, size_t length, uint8_t *out);
bool cs_pbkdf2(uint32_t kind, const uint8_t *password, size_t password_length, const uint8_t *salt, size_t salt_length, uint32_t rounds,
               uint8_t *out, size_t length);
bool cs_scrypt(uint32_t log, uint32_t r, uint32_t p, const uint8_t *password, size_t password_length, const uint8_t *salt,
               size_t salt_length, uint8_t *out, size_t length);

#define BLOCK 16
#define DIGEST_BYTES_MAX 64

typedef struct {
  uint8_t *bytes;
  size_t length;
} span;

/* A whole ArrayBuffer. */
static int span_of(JSContext *c, JSValueConst value, span *out) {
  static uint8_t nothing;
  out->bytes = JS_GetArrayBuffer(c, &out->length, value);
  if (!out->bytes && out->length) return -1;
  if (!out->bytes) {
    if (!JS_IsArrayBuffer(value)) return -1;
    out->bytes = &nothing;
  }
  return 0;
}

static int spans_of(JSContext *c, int count, JSValueConst *argv, span *out) {
  for (int i = 0; i < count; i++)
    if (span_of(c, argv[i], &out[i])) return -1;
  return 0;
}

static int key_and_blocks(JSContext *c, const span *key, const span *block) {
  if ((key->length == 16 || key->length == 32) && block->length == BLOCK) return 0;
  JS_ThrowRangeError(c, "wrong length of a key or a block");
  return -1;
}

/* (key, counter, data, used, wraps): in place; answers the bytes that are used of the next block. */
static JSValue js_aes_ctr(ARGS) {
  span s[3];
  uint32_t used, wraps;
  if (spans_of(c, 3, argv, s) || key_and_blocks(c, &s[0], &s[1])) return JS_EXCEPTION;
  if (JS_ToUint32(c, &used, argv[3]) || JS_ToUint32(c, &wraps, argv[4])) return JS_EXCEPTION;
  if (used >= BLOCK || wraps > BLOCK) return JS_ThrowRangeError(c, "outside of a block");
  return JS_NewUint32(c, cs_aes_ctr(s[0].bytes, s[0].length, s[1].bytes, used, wraps, s[2].bytes, s[2].length));
}

/* (key, vector, data, encrypts): in place. */
static JSValue js_aes_cbc(ARGS) {
  span s[3];
  if (spans_of(c, 3, argv, s) || key_and_blocks(c, &s[0], &s[1])) return JS_EXCEPTION;
  if (s[2].length % BLOCK) return JS_ThrowRangeError(c, "not whole blocks");
  cs_aes_cbc(JS_ToBool(c, argv[3]), s[0].bytes, s[0].length, s[1].bytes, s[2].bytes, s[2].length);
  return JS_UNDEFINED;
}

/* (key, first, vector): fills first. */
static JSValue js_gcm_first(ARGS) {
  span s[3];
  if (spans_of(c, 3, argv, s) || key_and_blocks(c, &s[0], &s[1])) return JS_EXCEPTION;
  cs_gcm_first(s[0].bytes, s[0].length, s[2].bytes, s[2].length, s[1].bytes);
  return JS_UNDEFINED;
}

/* (key, first, more, data): the tag. */
static JSValue js_gcm_tag(ARGS) {
  span s[4];
  uint8_t tag[BLOCK];
  if (spans_of(c, 4, argv, s) || key_and_blocks(c, &s[0], &s[1])) return JS_EXCEPTION;
  cs_gcm_tag(s[0].bytes, s[0].length, s[1].bytes, s[2].bytes, s[2].length, s[3].bytes, s[3].length, tag);
  return JS_NewArrayBufferCopy(c, tag, sizeof tag);
}

/* (data, kind) */
static JSValue js_digest(ARGS) {
  span data;
  uint32_t kind;
  uint8_t out[DIGEST_BYTES_MAX];
  if (span_of(c, argv[0], &data) || JS_ToUint32(c, &kind, argv[1])) return JS_EXCEPTION;
  uint32_t length = cs_digest(kind, data.bytes, data.length, out);
  return length ? JS_NewArrayBufferCopy(c, out, length) : JS_ThrowRangeError(c, "no such digest");
}

/* (password, salt, out, kind, rounds): fills out. */
static JSValue js_pbkdf2(ARGS) {
  span s[3];
  uint32_t kind, rounds;
  if (spans_of(c, 3, argv, s) || JS_ToUint32(c, &kind, argv[3]) || JS_ToUint32(c, &rounds, argv[4])) return JS_EXCEPTION;
  return JS_NewBool(c, cs_pbkdf2(kind, s[0].bytes, s[0].length, s[1].bytes, s[1].length, rounds, s[2].bytes, s[2].length));
}

/* (password, salt, out, log, r, p): fills out. */
static JSValue js_scrypt(ARGS) {
  span s[3];
  uint32_t log, r, p;
  if (spans_of(c, 3, argv, s) || JS_ToUint32(c, &log, argv[3]) || JS_ToUint32(c, &r, argv[4]) || JS_ToUint32(c, &p, argv[5]))
    return JS_EXCEPTION;
  return JS_NewBool(c, cs_scrypt(log, r, p, s[0].bytes, s[0].length, s[1].bytes, s[1].length, s[2].bytes, s[2].length));
}
