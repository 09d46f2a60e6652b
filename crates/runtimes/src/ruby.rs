//! Ruby 4.0 as it runs on Lambda: CRuby itself in the sandbox, with our own library on top.
//!
//! The engine is `guests/ruby/ruby.wasm.gz`, made by [`crate::engine`]: what CRuby's project builds for browsers, linked with a bridge to
//! the sandbox's host calls, standard library included. The seed of `hash` is drawn when the interpreter boots, so it is new with
//! each start of the server, not with each environment.

mod library;

use std::sync::Arc;

use sandbox::{FileTree, Limits, WhenFull};

use crate::engine::Recipe;
use crate::interpreter::archive;
use library::{BOOT, LIBRARY, REHEARSED};

/// `scripts/setup.sh` makes it.
const ENGINE: &[u8] = include_bytes!("../../../guests/ruby/ruby.wasm.gz");
/// What the interpreter's command line is, as `bridge.wat` takes it.
const ARGUMENTS: &str = "ruby.wasm\0-EUTF-8\0-e_=0\0";
const REHEARSED_PATH: &str = "/var/task/rehearsed.rb";
/// While it boots, CRuby asks for 256 MiB to find instance variables faster where objects have many, and does without them when they are
/// refused. It must not get them: they would be part of every environment.
const BOOT_MEMORY_MIB: u32 = 128;
/// Variables that Lambda sets for this runtime.
const VARIABLES: [(&str, &str); 4] = [
    ("AWS_EXECUTION_ENV", "AWS_Lambda_ruby4.0"),
    ("GEM_HOME", "/var/runtime"),
    ("GEM_PATH", "/var/task/vendor/bundle/ruby/4.0.0:/opt/ruby/gems/4.0.0"),
    ("RUBYLIB", "/var/task:/var/runtime/lib:/opt/ruby/lib"),
];

/// How the interpreter is made.
pub(crate) fn recipe() -> Recipe {
    Recipe {
        language: "ruby",
        packed: ENGINE,
        bytes_max: 48 << 20,
        limits: Limits { when_full: WhenFull::Refuse, ..Limits::of_memory(BOOT_MEMORY_MIB, 0) },
        files,
        payload: || archive(&[ARGUMENTS.as_bytes(), BOOT.as_bytes()].concat(), LIBRARY),
        variables: &VARIABLES,
    }
}

fn files() -> FileTree {
    let mut files = FileTree::default();
    files.insert(REHEARSED_PATH.to_owned(), Arc::from(REHEARSED.as_bytes()));
    files
}
