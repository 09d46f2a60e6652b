//! The JavaScript that makes QuickJS-NG look like Node.js. `boot` first; the rest is looked up by name.

macro_rules! library {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../../guests/nodejs/lib/", $name, ".js")))),*]
    };
}

pub(super) const LIBRARY: &[(&str, &str)] = library![
    "boot",
    "assert",
    "async-hooks",
    "buffer",
    "buffer-numbers",
    "builtin",
    "cipher",
    "clone",
    "console",
    "crypto",
    "derive",
    "encoding",
    "equal",
    "errors",
    "events",
    "fs",
    "globals",
    "hash",
    "inspect",
    "intl",
    "locale",
    "modules",
    "os",
    "path",
    "performance",
    "process",
    "querystring",
    "runtime",
    "stream",
    "stream-duplex",
    "stream-finished",
    "stream-iterate",
    "stream-readable",
    "stream-state",
    "stream-writable",
    "table",
    "timers-promises",
    "timers",
    "typescript",
    "url",
    "util",
    "web",
    "webcrypto",
    "zlib",
];
