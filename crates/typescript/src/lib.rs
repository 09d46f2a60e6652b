//! TypeScript to JavaScript: types away, enums, namespaces, parameter properties and decorators turned into what they mean.
//!
//! Wanted: no source, however hostile, ends the server, keeps a processor or takes its memory; a small file costs a few
//! milliseconds; every place of the JavaScript is known as a place of the TypeScript.
//!
//! The compiler is oxc, whose parser goes as deep as its input. So it runs in a process of its own, for one package: the
//! same program, called with [`Compiler::new`]'s arguments, which calls [`serve`] and nothing else. That process has a limit
//! of memory, of processor time and of stack, no environment variables and no files. One that dies or is late is a
//! [`Fault`] of the file it was at, and what follows is compiled by another one. The decision is 0012.
//!
//! Types are not checked: Lambda does not, and a deploy may not wait for it.

mod compiler;
mod map;
mod serve;
mod transform;
mod wire;

use std::time::Duration;

pub use compiler::{Compiler, CompilerError};
pub use serve::serve;

/// The longest source, in bytes: more is refused before the compiler sees it.
pub const SOURCE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// All sources of a package together, in bytes.
pub const SOURCES_BYTES_MAX: usize = 32 * 1024 * 1024;

/// For all files of a package.
pub const TIMEOUT: Duration = Duration::from_secs(10);

/// A file to compile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name, for the reader of a message and for what its ending says.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What a module is for the loader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With `import` and `export`.
    Module,
    /// With `require` and `module.exports`.
    CommonJs,
}

/// JavaScript, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// How it has to be loaded.
    pub format: Format,
    /// The JavaScript.
    pub code: String,
    /// Places in the order of the JavaScript: each four little-endian `u32`, its line and column there and its line and
    /// column in the TypeScript, all from 0, columns in UTF-16 units.
    pub map: Vec<u8>,
}

/// Why a file cannot be compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// From 1.
    pub line: u32,
    /// From 1, in UTF-16 units.
    pub column: u32,
}

impl Fault {
    /// About the file as a whole.
    pub(crate) fn of_file(message: String) -> Fault {
        Fault { message, line: 1, column: 1 }
    }
}

/// One file's result.
pub type Compiled = Result<Script, Fault>;
