//! The table of explanations. Placeholders: `{memory}` and `{tmp}` in MB, `{timeout}` in seconds, `{vcpu}` the share of a
//! CPU, `{type}` the error type, `{name}` what the message is about first, `{last}` what it is about last.

mod python;
mod ruby;

use super::Failure;
use api::run::RunState;

/// A kind of fix; its value comes from the failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cure {
    /// Show where it happened.
    OpenPlace,
    /// The next longer timeout.
    LongerTimeout,
    /// Twice the memory.
    MoreMemory,
    /// The memory that brings a whole CPU.
    WholeCpu,
    /// `index.handler`.
    DefaultHandler,
    /// The same of Python and Ruby.
    DefaultLambdaHandler,
    /// The file that was not found.
    AddMissingFile,
    /// The module of Python that was not found.
    AddMissingModule,
    /// The same again.
    RunAgain,
}

/// A row: conditions, and what is said when all of them hold. An empty list of conditions always holds.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its name.
    pub key: &'static str,
    /// One of these states.
    pub states: &'static [RunState],
    /// One of these error types.
    pub types: &'static [&'static str],
    /// One of these in the message, whatever their case.
    pub messages: &'static [&'static str],
    /// And this.
    pub only_if: Option<fn(&Failure<'_>) -> bool>,
    /// What happened.
    pub what: &'static str,
    /// The rule.
    pub why: &'static str,
    /// What helps, best first.
    pub cures: &'static [Cure],
}

const ANY: Row = Row { key: "", states: &[], types: &[], messages: &[], only_if: None, what: "", why: "", cures: &[] };

/// Every row, in the order in which they are tried: what only one language says goes first.
pub fn all() -> impl Iterator<Item = &'static Row> {
    python::ROWS.iter().chain(ruby::ROWS).chain(ROWS)
}

/// What is said of everything else.
pub const LAST: Row = Row {
    key: "thrown",
    what: "The function ended with an error of its own: {type}.",
    why: "Lambda answers the caller with errorType, errorMessage and the trace as JSON, status 200, and the header X-Amz-Function-Error: Unhandled.",
    cures: &[Cure::OpenPlace],
    ..ANY
};

const JS_CODE: &[&str] = &["ReferenceError"];
const NOT_LOADED: &[&str] = &["Runtime.ImportModuleError", "ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"];
const SYNTAX: &[&str] = &["Runtime.UserCodeSyntaxError"];
const EXITS: &[&str] = &["Runtime.ExitError", "Runtime.NodeJsExit"];

const PACKAGE_MISSING: Row = Row {
    key: "package-missing",
    types: NOT_LOADED,
    what: "The package {name} is neither part of the runtime nor among the function's files.",
    why: "Lambda installs nothing: what is imported is in the runtime, in a layer, or uploaded with the code. The error is Runtime.ImportModuleError.",
    cures: &[Cure::OpenPlace],
    ..ANY
};

/// The rows of all languages, most special first.
const ROWS: &[Row] = &[
    // How the run ended.
    Row {
        key: "cancelled",
        states: &[RunState::Cancelled],
        what: "You ended this run before it was done.",
        why: "Lambda has no cancel for a running invocation; here it is there so that nobody waits for a timeout. What ran until then is billed.",
        cures: &[Cure::RunAgain],
        ..ANY
    },
    Row {
        key: "interrupted",
        states: &[RunState::Interrupted],
        what: "The server stopped while this run was on its way, so nobody knows how it would have ended.",
        why: "Nothing that was saved is lost. Lambda repeats asynchronous events in such a case; a synchronous caller gets an error and repeats it.",
        cures: &[Cure::RunAgain],
        ..ANY
    },
    Row {
        key: "timeout-starved",
        states: &[RunState::TimedOut],
        only_if: Some(|failure| failure.is_starved()),
        what: "The function was still computing when its {timeout} s were up; most of that time it waited for its {vcpu} of a CPU.",
        why: "CPU comes with memory: 1,769 MB have one vCPU, {memory} MB have {vcpu} of it. The timeout may be 1 to 900 s (Timeout), 3 s by default.",
        cures: &[Cure::WholeCpu, Cure::LongerTimeout],
        ..ANY
    },
    Row {
        key: "timeout",
        states: &[RunState::TimedOut],
        what: "The function was still running when its {timeout} s were up, so it was stopped.",
        why: "The timeout may be 1 to 900 s (Timeout), 3 s by default. The whole time is billed, and the environment is thrown away.",
        cures: &[Cure::LongerTimeout, Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "timeout-init",
        types: &["Sandbox.Timedout"],
        what: "Loading the function took too long, so it was stopped before the handler was called.",
        why: "INIT, the code outside the handler, has 10 s. Work that takes longer belongs into the handler.",
        cures: &[Cure::LongerTimeout, Cure::WholeCpu],
        ..ANY
    },
    Row {
        key: "out-of-memory",
        states: &[RunState::OutOfMemory],
        what: "The function wanted more than its {memory} MB of memory, so it was stopped.",
        why: "Memory may be 128 to 10,240 MB (MemorySize). The REPORT line says Error Type: Runtime.OutOfMemory; the caller gets Runtime.ExitError, signal: killed.",
        cures: &[Cure::MoreMemory, Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "response-too-large",
        types: &["Function.ResponseSizeTooLarge"],
        what: "The answer is larger than a caller can be given.",
        why: "A synchronous answer may have 6,291,556 bytes (6 MB). Larger results go to storage, and the answer says where.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    // Finding and loading the code.
    Row {
        key: "handler-malformed",
        types: &["Runtime.MalformedHandlerName"],
        what: "The handler setting is not a file and a function with a dot between them.",
        why: "Handler is file.function: index.handler means the function handler that index.mjs, index.js or index.ts exports.",
        cures: &[Cure::DefaultHandler],
        ..ANY
    },
    Row {
        key: "handler-not-found",
        types: &["Runtime.HandlerNotFound"],
        what: "The file was loaded, but it does not export the function that the handler setting names: {name}.",
        why: "Handler is file.function. An ES module says `export const handler = …`, a CommonJS file `exports.handler = …`.",
        cures: &[Cure::OpenPlace, Cure::DefaultHandler],
        ..ANY
    },
    Row {
        key: "typescript",
        messages: &["unknown file extension \".ts", "unknown file extension \".mts", "unknown file extension \".cts"],
        what: "A TypeScript file was loaded that is not compiled.",
        why: "The function's own .ts, .mts and .cts files are compiled when it is first used. Packages and /tmp bring JavaScript; .tsx is not taken.",
        ..ANY
    },
    Row {
        key: "no-module-file",
        messages: &["no webassembly file"],
        what: "No file of this function is the WebAssembly module that the handler setting names.",
        why: "With provided.al2023 the handler is the name of a .wasm or .wat file; bootstrap and main are found without it.",
        ..ANY
    },
    // «imported from /var/task/…» is part of this message.
    Row { messages: &["cannot find package"], ..PACKAGE_MISSING },
    Row {
        key: "module-file-missing",
        types: NOT_LOADED,
        messages: &["'./", "'../", "\"./", "\"../", "/var/task/", "module 'index'", "module \"index\""],
        what: "The file {name} is not among the function's files.",
        why: "The part of the handler before the dot is a file, and imports look in /var/task, the function's own files. The error is Runtime.ImportModuleError.",
        cures: &[Cure::AddMissingFile, Cure::OpenPlace],
        ..ANY
    },
    PACKAGE_MISSING,
    Row {
        key: "import-in-commonjs",
        messages: &["import statement outside a module", "unexpected token 'export'"],
        what: "The file uses import or export, but it is loaded as CommonJS.",
        why: "A .mjs file is an ES module; a .js file is CommonJS unless package.json says \"type\": \"module\".",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "await-outside-async",
        types: &["Runtime.UserCodeSyntaxError", "SyntaxError"],
        messages: &["await"],
        what: "await is used in a function that is not async.",
        why: "Write `async` before the function. At the top level of an ES module (.mjs), await needs nothing.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "syntax",
        types: SYNTAX,
        what: "The code cannot be read: there is a mistake in how it is written.",
        why: "The file is parsed when the environment starts, so the handler was never called. The error is Runtime.UserCodeSyntaxError.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "json-parse",
        types: &["SyntaxError"],
        messages: &["json", "unexpected token", "unexpected end", "unexpected data"],
        what: "A text that was to be read as JSON is not JSON.",
        why: "JSON.parse takes strict JSON. The event itself is parsed before the handler is called: event is an object already.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    // Names.
    Row {
        key: "require-in-module",
        types: JS_CODE,
        messages: &[
            "require is not defined",
            "exports is not defined",
            "module is not defined",
            "__dirname is not defined",
            "__filename is not defined",
        ],
        what: "{name} belongs to CommonJS, and this file is an ES module.",
        why: "In a .mjs file use import and export; or rename it to .cjs. import.meta.dirname replaces __dirname.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "browser-only",
        types: JS_CODE,
        messages: &[
            "window is not",
            "document is not",
            "localstorage is not",
            "sessionstorage is not",
            "alert is not",
            "prompt is not",
            "navigator is not",
            "xmlhttprequest is not",
        ],
        what: "{name} exists only in a browser; a function runs on a server.",
        why: "Lambda's Node.js has no page. What is to be shown is returned, or written with console.log.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "not-initialised",
        types: JS_CODE,
        messages: &["before initialization", "is not initialized"],
        what: "{name} is used above the line that gives it its value.",
        why: "let, const and class exist only from their own line on.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "not-defined",
        types: JS_CODE,
        messages: &["is not defined"],
        what: "The code uses the name {name}, and nothing has that name.",
        why: "Perhaps a typing mistake, a missing import, or a variable of another function.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "read-of-undefined",
        types: &["TypeError"],
        messages: &["of undefined", "of null"],
        what: "The code reads {name} of something that is not there.",
        why: "Often the event has another shape than the code expects: compare it with the Event tab. `?.` reads only what exists.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "not-a-function",
        types: &["TypeError"],
        messages: &["not a function"],
        what: "Something is called that is not a function.",
        why: "Perhaps the name is spelled differently, or the value is a promise that lacks await.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "not-iterable",
        types: &["TypeError"],
        messages: &["not iterable"],
        what: "A loop or a spread went over something that is not a list.",
        why: "for…of and … take arrays, strings, maps and sets. For an object use Object.entries.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "read-only",
        types: &["TypeError"],
        messages: &["read-only", "assignment to constant", "read only"],
        what: "The code changes {name}, which cannot be changed.",
        why: "A const keeps its value, and so do imports and frozen objects. Use let for what changes.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "not-a-constructor",
        types: &["TypeError"],
        messages: &["not a constructor"],
        what: "new is used with something that is not a class.",
        why: "Often an import that should have braces, or the other way round.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    // What cannot be answered.
    Row {
        key: "circular",
        messages: &["circular"],
        what: "The answer contains itself, so it cannot be written as JSON.",
        why: "Lambda makes JSON of what the handler returns. Return only the fields that the caller needs.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "bigint",
        messages: &["bigint"],
        what: "A BigInt cannot be written as JSON.",
        why: "Lambda makes JSON of what the handler returns, and JSON has no BigInt. Return String(value).",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "stack-overflow",
        messages: &["call stack", "stack overflow", "call stack exhausted"],
        what: "A function calls itself without end.",
        why: "Each call takes a piece of the stack, which is small in every runtime. Check the condition that ends the recursion.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "invalid-length",
        types: &["RangeError", "InternalError"],
        messages: &[
            "array length",
            "string length",
            "string too long",
            "invalid count",
            "invalid repeat count",
            "allocation failed",
            "array buffer",
        ],
        what: "The code makes a text or a list that is longer than JavaScript allows.",
        why: "There is a limit on a single value whatever the memory size; work in pieces instead.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    // Files and network.
    Row {
        key: "read-only-files",
        messages: &["erofs", "read-only file system"],
        what: "The function wrote to a place that is read-only.",
        why: "Only /tmp can be written to; /var/task holds the code and never changes.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "tmp-full",
        messages: &["enospc", "no space left"],
        what: "The function filled its {tmp} MB of /tmp.",
        why: "/tmp has 512 to 10,240 MB (EphemeralStorage); above 512 MB it costs. Delete what is no longer needed, or set more.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "file-missing",
        messages: &["enoent", "no such file"],
        what: "A file that the code opens is not there: {name}.",
        why: "The function's own files are in /var/task, and /tmp is empty in a new environment.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "not-in-sandbox",
        messages: &["not available in this sandbox"],
        what: "The code uses something that this sandbox does not have.",
        why: "Lambda has it; here it is refused instead of being imitated.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "network",
        messages: &["enotfound", "econnrefused", "fetch failed", "getaddrinfo", "network"],
        what: "The function could not reach another computer.",
        why: "The sandbox has no way to the network unless the installation's operator opens one.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    // Ends without an answer.
    Row {
        key: "exit-code",
        types: EXITS,
        messages: &["exit status"],
        what: "The function ended its own process with an error code, so there is no answer.",
        why: "process.exit or sys.exit ends the environment; the caller gets Runtime.ExitError. Return or throw instead.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "exit",
        types: EXITS,
        messages: &["without providing a reason", "exited"],
        what: "The function ended before it answered.",
        why: "Either the code calls process.exit or sys.exit, or nothing is left that could settle the promise that the handler returned.",
        cures: &[Cure::OpenPlace, Cure::RunAgain],
        ..ANY
    },
    Row {
        key: "unhandled-rejection",
        types: &["Runtime.UnhandledPromiseRejection"],
        what: "A promise failed, and nothing was waiting for it.",
        why: "Put await before the call, or add .catch. The error is Runtime.UnhandledPromiseRejection.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    // WebAssembly.
    Row {
        key: "wasm-exports",
        messages: &["it lacks", "exports neither"],
        what: "The WebAssembly module lacks functions that the runtime calls.",
        why: "A module exports memory, coldstart_alloc and coldstart_invoke, or it is a WASI command with _start.",
        ..ANY
    },
    Row {
        key: "wasm-unreachable",
        messages: &["unreachable"],
        what: "The module ran into an unreachable instruction: it gave up by itself.",
        why: "Compilers put unreachable where a program panics or aborts; the lines above in the log often say why.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "wasm-bounds",
        messages: &["out of bounds"],
        what: "The module touched memory that it does not have.",
        why: "An address or a table index is beyond the end. WebAssembly stops there instead of reading something else.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
    Row {
        key: "wasm-divide",
        messages: &["divide by zero", "integer overflow"],
        what: "The module divided by zero, or its result does not fit.",
        why: "WebAssembly stops at an integer division by zero and at a conversion that does not fit.",
        cures: &[Cure::OpenPlace],
        ..ANY
    },
];
