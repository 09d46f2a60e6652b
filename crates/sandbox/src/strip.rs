//! Rewrites a module so that its memory can come from an image instead of its data segments.

use wasm_encoder::{ExportKind, ExportSection, Module, RawSection};
use wasmparser::{Data, DataKind, ExternalKind, Operator, Parser, Payload};

/// What the name of an exported global begins with, before its index.
pub(crate) const GLOBAL: &str = "__coldstart_global_";
/// A page of linear memory.
pub(crate) const PAGE_BYTES: usize = 65_536;
/// The largest memory that a module may begin with to be made from an image: it is looked through once.
const IMAGE_BYTES_MAX: usize = 64 << 20;
/// The custom section that names functions, for traps.
const NAMES: &str = "name";

/// A module without data segments, whose mutable globals are exported, and the memory that the segments would have made.
pub(crate) struct Stripped {
    pub(crate) module: Vec<u8>,
    pub(crate) memory: Vec<u8>,
    /// How many globals are exported by [`GLOBAL`] and a number from 0.
    pub(crate) globals: u32,
}

/// A module whose state is more than one memory and some globals, or is made by more than data segments.
#[derive(Debug, thiserror::Error)]
pub enum StripError {
    /// Not a module.
    #[error("not a webassembly module: {0}")]
    Malformed(#[from] wasmparser::BinaryReaderError),
    /// Something that an image does not hold.
    #[error("module cannot be made from an image: {0}")]
    Unsupported(&'static str),
}

const NO_MEMORY: StripError = StripError::Unsupported("it has no memory");

/// Strips `wasm`.
pub(crate) fn strip(wasm: &[u8]) -> Result<Stripped, StripError> {
    let mut out = Module::new();
    let (mut exports, mut memory, mut globals) = (ExportSection::new(), None, 0);
    let mut wrote_exports = false;
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        let is_after_exports = matches!(
            payload,
            Payload::ElementSection(_) | Payload::DataCountSection { .. } | Payload::CodeSectionStart { .. }
        );
        if is_after_exports && !wrote_exports {
            out.section(&exports);
            wrote_exports = true;
        }
        match &payload {
            Payload::ImportSection(imports) => no_imported_state(imports.clone())?,
            Payload::StartSection { .. } => return Err(StripError::Unsupported("it has a start function")),
            Payload::MemorySection(memories) => memory = Some(first_memory(memories.clone())?),
            Payload::GlobalSection(section) => {
                for (index, global) in (0..).zip(section.clone()) {
                    if global?.ty.mutable {
                        exports.export(&format!("{GLOBAL}{globals}"), ExportKind::Global, index);
                        globals += 1;
                    }
                }
            }
            Payload::CodeSectionEntry(body) => no_table_changes(body)?,
            Payload::ExportSection(section) => {
                for export in section.clone() {
                    let export = export?;
                    exports.export(export.name, kind(export.kind)?, export.index);
                }
            }
            Payload::DataSection(section) => {
                for segment in section.clone() {
                    place(&segment?, memory.as_mut().ok_or(NO_MEMORY)?)?;
                }
            }
            _ => {}
        }
        let is_dropped = match &payload {
            Payload::ExportSection(_) | Payload::DataSection(_) | Payload::DataCountSection { .. } => true,
            Payload::CustomSection(custom) => custom.name() != NAMES,
            _ => false,
        };
        if let (false, Some((id, range))) = (is_dropped, payload.as_section()) {
            let data = wasm.get(range).ok_or(StripError::Unsupported("a section is cut off"))?;
            out.section(&RawSection { id, data });
        }
    }
    Ok(Stripped { module: out.finish(), memory: memory.ok_or(NO_MEMORY)?, globals })
}

fn no_imported_state(imports: wasmparser::ImportSectionReader<'_>) -> Result<(), StripError> {
    for import in imports.into_imports() {
        if !matches!(import?.ty, wasmparser::TypeRef::Func(_)) {
            return Err(StripError::Unsupported("it imports more than functions"));
        }
    }
    Ok(())
}

/// What a table holds is not captured, so it must be what the module's segments say.
fn no_table_changes(body: &wasmparser::FunctionBody<'_>) -> Result<(), StripError> {
    for operator in body.get_operators_reader()? {
        let changes = matches!(
            operator?,
            Operator::TableSet { .. }
                | Operator::TableGrow { .. }
                | Operator::TableFill { .. }
                | Operator::TableCopy { .. }
                | Operator::TableInit { .. }
                | Operator::ElemDrop { .. }
        );
        if changes {
            return Err(StripError::Unsupported("it changes a table"));
        }
    }
    Ok(())
}

fn first_memory(memories: wasmparser::MemorySectionReader<'_>) -> Result<Vec<u8>, StripError> {
    let memory = memories.into_iter().next().ok_or(NO_MEMORY)??;
    let bytes = usize::try_from(memory.initial).ok().and_then(|pages| pages.checked_mul(PAGE_BYTES));
    let bytes = bytes.filter(|bytes| *bytes <= IMAGE_BYTES_MAX);
    Ok(vec![0; bytes.ok_or(StripError::Unsupported("its memory is too large"))?])
}

/// Writes an active segment to where it goes.
fn place(segment: &Data<'_>, memory: &mut [u8]) -> Result<(), StripError> {
    let DataKind::Active { memory_index: 0, offset_expr } = &segment.kind else {
        return Err(StripError::Unsupported("it has a passive data segment"));
    };
    let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
        return Err(StripError::Unsupported("the place of a data segment is computed"));
    };
    let begin = value.cast_unsigned() as usize;
    let place = begin.checked_add(segment.data.len()).and_then(|end| memory.get_mut(begin..end));
    place.ok_or(StripError::Unsupported("a data segment is outside of the memory"))?.copy_from_slice(segment.data);
    Ok(())
}

fn kind(kind: ExternalKind) -> Result<ExportKind, StripError> {
    match kind {
        ExternalKind::Func => Ok(ExportKind::Func),
        ExternalKind::Table => Ok(ExportKind::Table),
        ExternalKind::Memory => Ok(ExportKind::Memory),
        ExternalKind::Global => Ok(ExportKind::Global),
        _ => Err(StripError::Unsupported("it exports an exception tag")),
    }
}
