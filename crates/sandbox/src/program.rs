//! What is checked of a module before the compiler sees it: compiling is not bounded by the guest's limits.

use wasmparser::{Parser, Payload};

use crate::config::SandboxConfig;

/// The longest function body that is compiled, in bytes: the compiler's time grows faster than the length.
const FUNCTION_BYTES_MAX: usize = 1 << 20;
/// Locals of one function.
const FUNCTION_LOCALS_MAX: u64 = 10_000;

/// A module that the compiler is not given.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// Too many bytes.
    #[error("module is {bytes} bytes, the limit is {limit}")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Too many functions.
    #[error("module has {functions} functions, the limit is {limit}")]
    TooManyFunctions {
        /// How many.
        functions: u32,
        /// The limit.
        limit: u32,
    },
    /// One function is too long.
    #[error("function {index} of the module is {bytes} bytes, the limit is {FUNCTION_BYTES_MAX}")]
    FunctionTooLarge {
        /// Which, from 0.
        index: u32,
        /// Its size.
        bytes: usize,
    },
    /// One function has too many locals.
    #[error("function {index} of the module has {locals} locals, the limit is {FUNCTION_LOCALS_MAX}")]
    TooManyLocals {
        /// Which, from 0.
        index: u32,
        /// How many.
        locals: u64,
    },
    /// Not a module.
    #[error("not a webassembly module: {0}")]
    Malformed(#[source] wasmparser::BinaryReaderError),
}

pub(crate) fn check(wasm: &[u8], config: &SandboxConfig) -> Result<(), ProgramError> {
    if wasm.len() > config.module_bytes_max {
        return Err(ProgramError::TooLarge { bytes: wasm.len(), limit: config.module_bytes_max });
    }
    let mut index = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(ProgramError::Malformed)? {
            Payload::CodeSectionStart { count, .. } if count > config.module_functions_max => {
                return Err(ProgramError::TooManyFunctions { functions: count, limit: config.module_functions_max });
            }
            Payload::CodeSectionEntry(body) => {
                check_function(index, &body)?;
                index += 1;
            }
            _ => {}
        }
    }
    Ok(())
}

fn check_function(index: u32, body: &wasmparser::FunctionBody<'_>) -> Result<(), ProgramError> {
    let bytes = body.range().len();
    if bytes > FUNCTION_BYTES_MAX {
        return Err(ProgramError::FunctionTooLarge { index, bytes });
    }
    let mut locals = 0;
    for group in body.get_locals_reader().map_err(ProgramError::Malformed)? {
        locals += u64::from(group.map_err(ProgramError::Malformed)?.0);
    }
    if locals > FUNCTION_LOCALS_MAX {
        return Err(ProgramError::TooManyLocals { index, locals });
    }
    Ok(())
}
