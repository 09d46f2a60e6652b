use std::collections::BTreeMap;
use std::sync::Arc;

use sandbox::FileTree;

/// A language runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuntimeKind {
    /// JavaScript as Node.js 24 runs it, on QuickJS-NG.
    NodeJs,
    /// Python 3.13, CPython itself.
    Python,
    /// Ruby 4.0, CRuby itself.
    Ruby,
    /// A WebAssembly module, as text or binary.
    Provided,
}

/// A function's code.
#[derive(Clone, Debug)]
pub struct Package {
    /// What runs it.
    pub runtime: RuntimeKind,
    /// Such as `index.handler`.
    pub handler: String,
    /// Path below `/var/task`, without a leading `/`, to content.
    pub files: Arc<BTreeMap<String, Arc<[u8]>>>,
    /// The same below `/opt`: the files of all layers.
    pub layers: Arc<BTreeMap<String, Arc<[u8]>>>,
}

impl Package {
    pub(crate) fn tree(&self) -> FileTree {
        let mut tree = FileTree::default();
        for (path, content) in self.files.iter() {
            tree.insert(format!("/var/task/{path}"), Arc::clone(content));
        }
        for (path, content) in self.layers.iter() {
            tree.insert(format!("/opt/{path}"), Arc::clone(content));
        }
        tree
    }
}

/// A file name that would not mean the same thing inside and outside.
pub(crate) fn is_plain_path(path: &str) -> bool {
    path.len() <= 1024
        && !path.contains(['\0', '\\'])
        && path.split('/').all(|part| !matches!(part, "" | "." | "..") && part.len() <= 255)
}
