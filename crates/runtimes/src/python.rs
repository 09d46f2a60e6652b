//! Python 3.13 as it runs on Lambda: CPython itself in the sandbox, with our own library on top.
//!
//! What CPython does, this does. The engine is `guests/python/python.wasm.gz`, made by [`crate::engine`]. The hash seed of `str` is
//! drawn when the interpreter boots, so it is new with each start of the server, not with each environment.

mod library;

use std::sync::{Arc, LazyLock};

use sandbox::{FileTree, Limits};

use crate::engine::Recipe;
use crate::interpreter::{BOOT_MEMORY_MIB, archive};
use library::{BOOT, LIBRARY, REHEARSED};

const ENGINE: &[u8] = include_bytes!("../../../guests/python/python.wasm.gz");
const STANDARD_LIBRARY: &[u8] = include_bytes!("../../../guests/python/python313.zip");
const REHEARSED_PATH: &str = "/var/task/_lambda_rehearsed.py";
const STANDARD_LIBRARY_PATH: &str = "/var/lang/lib/python313.zip";
/// Variables that Lambda sets for this runtime.
const VARIABLES: [(&str, &str); 2] = [("AWS_EXECUTION_ENV", "AWS_Lambda_python3.13"), ("PYTHONPATH", "/var/runtime")];

/// The standard library as environments share it.
static SHARED_LIBRARY: LazyLock<Arc<[u8]>> = LazyLock::new(|| Arc::from(STANDARD_LIBRARY));

/// How the interpreter is made.
pub(crate) fn recipe() -> Recipe {
    Recipe {
        language: "python",
        packed: ENGINE,
        bytes_max: 16 << 20,
        limits: Limits::of_memory(BOOT_MEMORY_MIB, 0),
        files,
        payload: || archive(BOOT.as_bytes(), LIBRARY),
        variables: &VARIABLES,
    }
}

/// Puts the standard library beside a function's files.
pub(crate) fn add_library(files: &mut FileTree) {
    files.insert(STANDARD_LIBRARY_PATH.to_owned(), Arc::clone(&SHARED_LIBRARY));
}

fn files() -> FileTree {
    let mut files = FileTree::default();
    add_library(&mut files);
    files.insert(REHEARSED_PATH.to_owned(), Arc::from(REHEARSED.as_bytes()));
    files
}
