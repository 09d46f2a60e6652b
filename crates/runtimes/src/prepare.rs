use std::collections::BTreeMap;
use std::sync::Arc;

use sandbox::{FileTree, Image, ImageError, SourceLocation};
use typescript::CompilerError;

use crate::engine::{Awaited, Engine, EngineFault};
use crate::package::{Package, RuntimeKind, is_plain_path};
use crate::{Runtimes, nodejs, provided, python};

/// All files of a package together, in bytes: what AWS allows unzipped.
const PACKAGE_BYTES_MAX: usize = 262_144_000;
/// Files of a package.
const PACKAGE_FILES_MAX: usize = 20_000;

/// A package that environments can be started from. Clones share it.
#[derive(Clone)]
pub struct Prepared {
    pub(crate) handler: String,
    pub(crate) files: FileTree,
    pub(crate) kind: Kind,
    package_bytes: usize,
}

impl Prepared {
    /// Bytes of the function's files and of its layers, which are in memory as long as this is.
    #[must_use]
    pub fn package_bytes(&self) -> usize {
        self.package_bytes
    }
}

#[derive(Clone)]
pub(crate) enum Kind {
    NodeJs,
    Engine(Engine),
    Provided(Provided),
}

/// A compiled module of the `provided` runtime.
#[derive(Clone)]
pub(crate) struct Provided {
    pub(crate) image: Image,
    /// A WASI command, with `_start`; else a reactor.
    pub(crate) is_command: bool,
    pub(crate) file: String,
}

/// A package that cannot run. What a function does wrong only while it runs is found by starting it.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// Too much code.
    #[error("package is {bytes} bytes, the limit is {PACKAGE_BYTES_MAX}")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Too many files.
    #[error("package has {files} files, the limit is {PACKAGE_FILES_MAX}")]
    TooManyFiles {
        /// How many.
        files: usize,
    },
    /// A hostile or unusable file name.
    #[error("file name `{name}` cannot be used: no empty parts, `.`, `..`, backslash or NUL, at most 255 bytes a part")]
    FileName {
        /// The name.
        name: String,
    },
    /// Nothing can be compiled on this machine.
    #[error(transparent)]
    TypeScript(#[from] CompilerError),
    /// No module for the `provided` runtime.
    #[error("no webassembly file for handler `{handler}`: looked for {looked_for}; package has {has}")]
    NoModule {
        /// The handler.
        handler: String,
        /// Names that were tried.
        looked_for: String,
        /// Names that are there.
        has: String,
    },
    /// WebAssembly text with an error.
    #[error("{message}")]
    Text {
        /// What is wrong.
        message: String,
        /// Where.
        location: SourceLocation,
    },
    /// A module without the exports that an environment needs.
    #[error(
        "`{file}` exports neither `_start` (a WASI command) nor all of `memory`, `coldstart_alloc` and `coldstart_invoke`; it lacks {lacks}"
    )]
    Exports {
        /// The file.
        file: String,
        /// What is not there.
        lacks: String,
    },
    /// A module that does not compile.
    #[error("`{file}`: {source}")]
    Module {
        /// The file.
        file: String,
        /// Why.
        source: ImageError,
    },
    /// The language's engine is not there.
    #[error("the {language} engine cannot be set up: {source}")]
    Engine {
        /// The language.
        language: &'static str,
        /// Why.
        source: Arc<EngineFault>,
    },
    /// The server is shutting down.
    #[error("compiling was cut off")]
    Cancelled,
}

impl PrepareError {
    /// The place in the source to mark, if the fault has one.
    #[must_use]
    pub fn location(&self) -> Option<&SourceLocation> {
        match self {
            PrepareError::Text { location, .. } => Some(location),
            _ => None,
        }
    }
}

impl Runtimes {
    /// Checks a package and compiles what has to be compiled.
    ///
    /// # Errors
    /// When the package cannot run.
    pub async fn prepare(&self, package: &Package) -> Result<Prepared, PrepareError> {
        let package_bytes = check_files(&package.files, &package.layers)?;
        let mut files = package.tree();
        let kind = match package.runtime {
            RuntimeKind::NodeJs => {
                nodejs::typescript::add(&self.typescript, package, &mut files).await?;
                Kind::NodeJs
            }
            RuntimeKind::Python => {
                python::add_library(&mut files);
                engine("python", &self.python).await?
            }
            RuntimeKind::Ruby => engine("ruby", &self.ruby).await?,
            RuntimeKind::Provided => {
                let (sandbox, package) = (self.sandbox.clone(), package.clone());
                let compiled = tokio::task::spawn_blocking(move || provided::compile(&sandbox, &package));
                Kind::Provided(compiled.await.map_err(|_cut_off| PrepareError::Cancelled)??)
            }
        };
        Ok(Prepared { handler: package.handler.clone(), files, kind, package_bytes })
    }
}

async fn engine(language: &'static str, awaited: &Awaited) -> Result<Kind, PrepareError> {
    let engine = awaited.engine().await;
    engine.map(Kind::Engine).map_err(|source| PrepareError::Engine { language, source })
}

/// Answers the bytes of all files.
fn check_files(
    files: &BTreeMap<String, Arc<[u8]>>,
    layers: &BTreeMap<String, Arc<[u8]>>,
) -> Result<usize, PrepareError> {
    let count = files.len() + layers.len();
    if count > PACKAGE_FILES_MAX {
        return Err(PrepareError::TooManyFiles { files: count });
    }
    let bytes = files.values().chain(layers.values()).map(|content| content.len()).sum();
    if bytes > PACKAGE_BYTES_MAX {
        return Err(PrepareError::TooLarge { bytes });
    }
    match files.keys().chain(layers.keys()).find(|name| !is_plain_path(name)) {
        Some(name) => Err(PrepareError::FileName { name: name.clone() }),
        None => Ok(bytes),
    }
}
