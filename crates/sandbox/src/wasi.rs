//! WASI preview 1 over the in-memory file tree. Whatever is not here does not exist for a guest: no host file, no socket,
//! no process.

mod clock;
mod errno;
mod fd;
mod path;
mod process;
mod shared;
mod table;

use std::time::{SystemTime, UNIX_EPOCH};

use wasmtime::Linker;

use crate::config::Limits;
use crate::files::{FileTree, Tree};
use crate::host::Host;
use shared::Shared;
use table::Table;

const MODULE: &str = "wasi_snapshot_preview1";

/// The state behind one environment's WASI calls. A copy shares everything until one of the two changes it.
#[derive(Clone)]
pub(crate) struct Wasi {
    pub(crate) args: Vec<String>,
    pub(crate) env: Vec<(String, String)>,
    tree: Shared<Tree>,
    table: Shared<Table>,
}

impl Wasi {
    pub(crate) fn new(limits: &Limits, args: Vec<String>, env: Vec<(String, String)>, files: &FileTree) -> Wasi {
        let tree = Shared::of(Tree::new(files, limits, now_ns()));
        Wasi { args, env, tree, table: Shared::of(Table::new(limits.open_files)) }
    }
}

impl Wasi {
    /// Bytes of the files below `/tmp`.
    pub(crate) fn file_bytes(&self) -> u64 {
        self.tree.bytes()
    }
}

pub(crate) fn add_to(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    process::add_to(linker)?;
    clock::add_to(linker)?;
    fd::add_to(linker)?;
    path::add_to(linker)
}

fn now_ns() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}
