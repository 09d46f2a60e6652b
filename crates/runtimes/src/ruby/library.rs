//! The Ruby between Lambda's interface and a function, in the order in which it is installed.

macro_rules! source {
    ($name:literal) => {
        include_str!(concat!("../../../../guests/ruby/lib/", $name, ".rb"))
    };
}

macro_rules! library {
    ($($name:literal),* $(,)?) => { &[$(($name, source!($name))),*] };
}

/// What runs first and installs the others.
pub(super) const BOOT: &str = source!("boot");

/// What is rehearsed with while the image is made.
pub(super) const REHEARSED: &str = source!("rehearsed");

/// Name and source.
pub(super) const LIBRARY: &[(&str, &str)] = library![
    "sockets",
    "preload",
    "processes",
    "threads",
    "timeouts",
    "random",
    "logs",
    "context",
    "faults",
    "marshal",
    "variables",
    "runtime",
    "rehearsal",
];
