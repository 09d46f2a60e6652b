/*
 * The host calls on files, for lib/fs.js and lib/modules.js. Part of driver.c, which has the other host calls.
 * A call answers its value, or a negative error number.
 */
static JSValue answer(JSContext *c, int64_t value) { return JS_NewInt64(c, value < 0 ? -errno : value); }

#define PATH(at)                                  \
  const char *path = JS_ToCString(c, argv[at]);   \
  if (!path) return JS_EXCEPTION;

static JSValue js_open(ARGS) {
  int32_t flags;
  if (JS_ToInt32(c, &flags, argv[1])) return JS_EXCEPTION;
  PATH(0)
  /* bits: 1 read, 2 write, 4 create, 8 exclusive, 16 truncate, 32 append */
  int how = (flags & 3) == 3 ? O_RDWR : flags & 2 ? O_WRONLY : O_RDONLY;
  if (flags & 4) how |= O_CREAT;
  if (flags & 8) how |= O_EXCL;
  if (flags & 16) how |= O_TRUNC;
  if (flags & 32) how |= O_APPEND;
  int fd = open(path, how, 0666);
  JS_FreeCString(c, path);
  return answer(c, fd);
}

static JSValue js_close(ARGS) {
  int32_t fd;
  if (JS_ToInt32(c, &fd, argv[0])) return JS_EXCEPTION;
  return answer(c, close(fd));
}

/* (buffer, offset, length, fd, position or -1) */
static JSValue transfer(JSContext *c, JSValueConst *argv, int writes) {
  uint32_t length;
  int32_t fd;
  int64_t position;
  if (JS_ToInt32(c, &fd, argv[3]) || JS_ToInt64(c, &position, argv[4])) return JS_EXCEPTION;
  uint8_t *bytes = view(c, argv, &length);
  if (!bytes) return JS_EXCEPTION;
  if (writes) return answer(c, position < 0 ? write(fd, bytes, length) : pwrite(fd, bytes, length, position));
  return answer(c, position < 0 ? read(fd, bytes, length) : pread(fd, bytes, length, position));
}

static JSValue js_read(ARGS) { return transfer(c, argv, 0); }
static JSValue js_write(ARGS) { return transfer(c, argv, 1); }

/* A path or a descriptor to [is a folder, size, changed in ms, inode, accessed in ms]. */
static JSValue js_stat(ARGS) {
  struct stat info;
  int result;
  if (JS_IsNumber(argv[0])) {
    int32_t fd;
    if (JS_ToInt32(c, &fd, argv[0])) return JS_EXCEPTION;
    result = fstat(fd, &info);
  } else {
    PATH(0)
    result = stat(path, &info);
    JS_FreeCString(c, path);
  }
  if (result < 0) return answer(c, -1);
  JSValue array = JS_NewArray(c);
  JS_SetPropertyUint32(c, array, 0, JS_NewBool(c, S_ISDIR(info.st_mode)));
  JS_SetPropertyUint32(c, array, 1, JS_NewFloat64(c, info.st_size));
  JS_SetPropertyUint32(c, array, 2, JS_NewFloat64(c, info.st_mtim.tv_sec * 1e3 + info.st_mtim.tv_nsec / 1e6));
  JS_SetPropertyUint32(c, array, 3, JS_NewFloat64(c, info.st_ino));
  JS_SetPropertyUint32(c, array, 4, JS_NewFloat64(c, info.st_atim.tv_sec * 1e3 + info.st_atim.tv_nsec / 1e6));
  return array;
}

static JSValue js_readdir(ARGS) {
  PATH(0)
  DIR *folder = opendir(path);
  JS_FreeCString(c, path);
  if (!folder) return answer(c, -1);
  JSValue array = JS_NewArray(c);
  uint32_t count = 0;
  for (struct dirent *entry; (entry = readdir(folder));) {
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    JS_SetPropertyUint32(c, array, count++, JS_NewString(c, entry->d_name));
  }
  closedir(folder);
  return array;
}

/* A whole file as text, for loading modules. */
static JSValue js_read_text(ARGS) {
  struct stat info;
  PATH(0)
  int fd = open(path, O_RDONLY);
  JS_FreeCString(c, path);
  if (fd < 0 || fstat(fd, &info) < 0) return answer(c, -1);
  char *text = js_malloc(c, info.st_size + 1);
  size_t done = 0;
  ssize_t got = 1;
  while (text && got > 0 && done < (size_t)info.st_size) {
    got = read(fd, text + done, info.st_size - done);
    if (got > 0) done += got;
  }
  close(fd);
  JSValue value = text ? got < 0 ? answer(c, -1) : JS_NewStringLen(c, text, done) : JS_EXCEPTION;
  js_free(c, text);
  return value;
}

static JSValue js_mkdir(ARGS) {
  PATH(0)
  int result = mkdir(path, 0777);
  JS_FreeCString(c, path);
  return answer(c, result);
}

static JSValue js_rmdir(ARGS) {
  PATH(0)
  int result = rmdir(path);
  JS_FreeCString(c, path);
  return answer(c, result);
}

static JSValue js_unlink(ARGS) {
  PATH(0)
  int result = unlink(path);
  JS_FreeCString(c, path);
  return answer(c, result);
}

static JSValue js_rename(ARGS) {
  PATH(0)
  const char *to = JS_ToCString(c, argv[1]);
  int result = to ? rename(path, to) : -1;
  JS_FreeCString(c, to);
  JS_FreeCString(c, path);
  return to ? answer(c, result) : JS_EXCEPTION;
}

static JSValue js_truncate(ARGS) {
  int32_t fd;
  int64_t size;
  if (JS_ToInt32(c, &fd, argv[0]) || JS_ToInt64(c, &size, argv[1])) return JS_EXCEPTION;
  return answer(c, ftruncate(fd, size));
}

/* (path, accessed in ms, changed in ms) */
static JSValue js_utimes(ARGS) {
  double accessed, changed;
  if (JS_ToFloat64(c, &accessed, argv[1]) || JS_ToFloat64(c, &changed, argv[2])) return JS_EXCEPTION;
  PATH(0)
  struct timespec times[2] = {{accessed / 1e3, 0}, {changed / 1e3, 0}};
  int result = utimensat(AT_FDCWD, path, times, 0);
  JS_FreeCString(c, path);
  return answer(c, result);
}

static JSValue js_error_text(ARGS) {
  int32_t code;
  if (JS_ToInt32(c, &code, argv[0])) return JS_EXCEPTION;
  return JS_NewString(c, strerror(code));
}

