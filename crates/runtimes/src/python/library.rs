//! The Python between Lambda's interface and a function, in the order in which it is installed.

macro_rules! source {
    ($name:literal) => {
        include_str!(concat!("../../../../guests/python/lib/", $name, ".py"))
    };
}

macro_rules! library {
    ($($name:literal),* $(,)?) => { &[$(($name, source!($name))),*] };
}

/// What runs first and installs the others.
pub(super) const BOOT: &str = source!("boot");

/// What is rehearsed with while the image is made.
pub(super) const REHEARSED: &str = source!("_lambda_rehearsed");

/// Name and source.
pub(super) const LIBRARY: &[(&str, &str)] = library![
    "_socket",
    "_lambda_threads",
    "_lambda_loop",
    "_lambda_random",
    "_lambda_hashes",
    "_lambda_json_logs",
    "_lambda_faults",
    "_lambda_marshal",
    "_lambda_context",
    "snapshot_restore_py",
    "_lambda_runtime",
    "_lambda_rehearsal",
];
