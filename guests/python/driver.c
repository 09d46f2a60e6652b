/*
 * CPython as a Lambda runtime: the part between the sandbox's host calls and the Python of lib/.
 *
 * Exports: coldstart_alloc, coldstart_boot (the library's sources; makes the interpreter what the base image holds),
 * coldstart_init (the configuration; imports the handler) and coldstart_invoke (one event). Boot looks at nothing that differs
 * between environments: its only file is the standard library, and the random bytes it takes are the hash seed of this image.
 * Policy is in Python; here is only what Python cannot do: host calls and setting up the interpreter.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXPORT(name) __attribute__((export_name(name)))
#define IMPORT(name) __attribute__((import_module("coldstart"), import_name(name)))

IMPORT("log") void host_log(uint32_t stream, const char *text, uint32_t length);
IMPORT("sleep_ms") void host_sleep_ms(uint32_t milliseconds);
IMPORT("remaining_ms") uint32_t host_remaining_ms(void);
IMPORT("respond") void host_respond(const void *bytes, uint32_t length);
IMPORT("fail") void host_fail(const char *type, uint32_t type_length, const char *payload, uint32_t length);
IMPORT("fail_at") void host_fail_at(const char *file, uint32_t length, uint32_t line, uint32_t column);
IMPORT("context") uint32_t host_context(char *buffer, uint32_t capacity);
IMPORT("exit") void host_exit(int32_t code);

static PyObject *start_hook, *invoke_hook;

/* ---- the module `_coldstart` ---- */

#define ARGS PyObject *self, PyObject *args

/* (stream, text): one log event, however many lines it has. */
static PyObject *py_log(ARGS) {
  unsigned int stream;
  const char *text;
  Py_ssize_t length;
  if (!PyArg_ParseTuple(args, "Iy#", &stream, &text, &length)) return NULL;
  host_log(stream, text, (uint32_t)length);
  Py_RETURN_NONE;
}

static PyObject *py_remaining_ms(PyObject *self, PyObject *nothing) { return PyLong_FromUnsignedLong(host_remaining_ms()); }

static PyObject *py_respond(ARGS) {
  const char *bytes;
  Py_ssize_t length;
  if (!PyArg_ParseTuple(args, "y#", &bytes, &length)) return NULL;
  host_respond(bytes, (uint32_t)length);
  Py_RETURN_NONE;
}

static PyObject *py_fail(ARGS) {
  const char *type, *payload;
  Py_ssize_t type_length, length;
  if (!PyArg_ParseTuple(args, "y#y#", &type, &type_length, &payload, &length)) return NULL;
  host_fail(type, (uint32_t)type_length, payload, (uint32_t)length);
  Py_RETURN_NONE;
}

/* (file, line, column): where the failure is that is reported next. */
static PyObject *py_fail_at(ARGS) {
  const char *file;
  Py_ssize_t length;
  unsigned int line, column;
  if (!PyArg_ParseTuple(args, "y#II", &file, &length, &line, &column)) return NULL;
  host_fail_at(file, (uint32_t)length, line, column);
  Py_RETURN_NONE;
}

static PyObject *py_context(PyObject *self, PyObject *nothing) {
  uint32_t length = host_context(NULL, 0);
  PyObject *bytes = PyBytes_FromStringAndSize(NULL, length);
  if (bytes) host_context(PyBytes_AS_STRING(bytes), length);
  return bytes;
}

static PyObject *py_exit(ARGS) {
  int code;
  if (!PyArg_ParseTuple(args, "i", &code)) return NULL;
  host_exit(code);
  Py_RETURN_NONE;
}

/* (start, invoke): what coldstart_init and coldstart_invoke call with bytes. */
static PyObject *py_hooks(ARGS) {
  if (!PyArg_ParseTuple(args, "OO", &start_hook, &invoke_hook)) return NULL;
  Py_INCREF(start_hook);
  Py_INCREF(invoke_hook);
  Py_RETURN_NONE;
}

static PyMethodDef METHODS[] = {
    {"log", py_log, METH_VARARGS, NULL},         {"remaining_ms", py_remaining_ms, METH_NOARGS, NULL},
    {"respond", py_respond, METH_VARARGS, NULL}, {"fail", py_fail, METH_VARARGS, NULL},
    {"fail_at", py_fail_at, METH_VARARGS, NULL}, {"context", py_context, METH_NOARGS, NULL},
    {"exit", py_exit, METH_VARARGS, NULL},       {"hooks", py_hooks, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef MODULE = {PyModuleDef_HEAD_INIT, .m_name = "_coldstart", .m_size = -1, .m_methods = METHODS};

static PyObject *make_module(void) { return PyModule_Create(&MODULE); }

/* ---- threads ---- */

/* A lock that is taken twice: nobody else runs who could give it back, so the function waits for its timeout, as on Lambda.
   The C library would stop the program here. */
int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex) {
  for (;;) host_sleep_ms(UINT32_MAX);
}

/* ---- boot ---- */

static void fail_with(const char *type, const char *message) {
  char payload[2048], escaped[1024];
  size_t length = 0;
  for (const char *at = message; *at && length < sizeof escaped - 2; at++) {
    unsigned char c = (unsigned char)*at;
    if (c == '"' || c == '\\') escaped[length++] = '\\';
    escaped[length++] = c < 0x20 ? ' ' : *at;
  }
  escaped[length] = 0;
  int size = snprintf(payload, sizeof payload, "{\"errorMessage\":\"%s\",\"errorType\":\"%s\",\"requestId\":\"\",\"stackTrace\":[]}", escaped, type);
  host_fail(type, strlen(type), payload, size);
}

/* The last resort: an exception that the library itself did not catch. */
static void fail_with_exception(void) {
  PyObject *error = PyErr_GetRaisedException();
  PyObject *text = error ? PyObject_Str(error) : NULL;
  const char *message = text ? PyUnicode_AsUTF8(text) : NULL;
  fail_with(error ? Py_TYPE(error)->tp_name : "Runtime.InternalError", message ? message : "");
  PyErr_Clear();
  Py_XDECREF(text);
  Py_XDECREF(error);
}

static PyStatus configure(PyConfig *config) {
  PyConfig_InitIsolatedConfig(config);
  config->install_signal_handlers = 0;
  config->site_import = 0;
  config->write_bytecode = 0;
  config->buffered_stdio = 0;
  config->use_hash_seed = 0;
  config->module_search_paths_set = 1;
  const struct {
    wchar_t **field;
    const wchar_t *value;
  } texts[] = {
      {&config->home, L"/var/lang"}, {&config->prefix, L"/var/lang"}, {&config->exec_prefix, L"/var/lang"},
      {&config->base_prefix, L"/var/lang"}, {&config->base_exec_prefix, L"/var/lang"},
      {&config->program_name, L"python3.13"}, {&config->executable, L"/var/lang/bin/python3.13"},
      {&config->base_executable, L"/var/lang/bin/python3.13"}, {&config->stdlib_dir, L"/var/lang/lib/python3.13"},
      {&config->stdio_encoding, L"utf-8"}, {&config->stdio_errors, L"surrogateescape"},
  };
  PyStatus status = PyStatus_Ok();
  for (size_t i = 0; i < sizeof texts / sizeof *texts && !PyStatus_Exception(status); i++)
    status = PyConfig_SetString(config, texts[i].field, texts[i].value);
  if (!PyStatus_Exception(status)) status = PyWideStringList_Append(&config->argv, L"/var/runtime/bootstrap.py");
  if (!PyStatus_Exception(status)) status = PyWideStringList_Append(&config->module_search_paths, L"/var/lang/lib/python313.zip");
  return status;
}

static int start_interpreter(void) {
  PyPreConfig before;
  PyPreConfig_InitIsolatedConfig(&before);
  before.utf8_mode = 1;
  PyStatus status = Py_PreInitialize(&before);
  PyConfig config;
  if (!PyStatus_Exception(status) && PyImport_AppendInittab("_coldstart", make_module) < 0) status = PyStatus_NoMemory();
  if (!PyStatus_Exception(status)) {
    status = configure(&config);
    if (!PyStatus_Exception(status)) status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
  }
  if (!PyStatus_Exception(status)) return 1;
  fail_with("Runtime.InternalError", status.err_msg ? status.err_msg : "interpreter does not start");
  return 0;
}

EXPORT("coldstart_alloc") void *coldstart_alloc(uint32_t length) { return malloc(length ? length : 1); }

/* The source of lib/boot.py, NUL, and an archive that boot.py gets as the variable `archive`. */
EXPORT("coldstart_boot") void coldstart_boot(char *input, uint32_t length) {
  if (!start_interpreter()) return;
  size_t boot = strlen(input) + 1;
  PyObject *globals = PyDict_New();
  PyObject *archive = PyBytes_FromStringAndSize(input + boot, length - boot);
  PyObject *code = Py_CompileString(input, "/var/runtime/boot.py", Py_file_input);
  PyObject *done = NULL;
  if (globals && archive && code && !PyDict_SetItemString(globals, "archive", archive) &&
      !PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins()))
    done = PyEval_EvalCode(code, globals, globals);
  if (!done) fail_with_exception();
  Py_XDECREF(done);
  Py_XDECREF(code);
  Py_XDECREF(archive);
  Py_XDECREF(globals);
  free(input);
}

static void call_hook(PyObject *hook, char *input, uint32_t length) {
  PyObject *bytes = PyBytes_FromStringAndSize(input, length);
  free(input);
  PyObject *done = bytes ? PyObject_CallOneArg(hook, bytes) : NULL;
  if (!done) fail_with_exception();
  Py_XDECREF(done);
  Py_XDECREF(bytes);
}

EXPORT("coldstart_init") void coldstart_init(char *config, uint32_t length) {
  chdir("/var/task");
  call_hook(start_hook, config, length);
}

EXPORT("coldstart_invoke") void coldstart_invoke(char *event, uint32_t length) { call_hook(invoke_hook, event, length); }
