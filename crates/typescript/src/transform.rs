//! One file through oxc. Runs in the compiler's process only: what is deep enough ends it.

use std::path::Path;

use oxc_allocator::Allocator;
use oxc_ast::ast::{Program, Statement, TSModuleReference};
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_diagnostics::OxcDiagnostic;
use oxc_parser::{ParseOptions, Parser, ParserReturn};
use oxc_semantic::SemanticBuilder;
use oxc_span::SourceType;
use oxc_transformer::{DecoratorOptions, HelperLoaderMode, HelperLoaderOptions, TransformOptions, Transformer};

use crate::{Compiled, Fault, Format, Script, Source, map};

/// Compiles one file.
pub(crate) fn transform(source: &Source) -> Compiled {
    let allocator = Allocator::default();
    let path = Path::new(&source.name);
    let parser = Parser::new(&allocator, &source.text, source_type(path))
        .with_options(ParseOptions { parse_regular_expression: true, ..ParseOptions::default() });
    let ParserReturn { mut program, diagnostics, .. } = parser.parse();
    first_error(diagnostics.errors(), &source.text)?;
    let format = format(path, &program)?;
    let checked = SemanticBuilder::new().with_check_syntax_error(true).with_enum_eval(true).build(&program);
    first_error(checked.diagnostics.errors(), &source.text)?;
    let scoping = checked.semantic.into_scoping();
    let options = options();
    let transformed = Transformer::new(&allocator, path, &options).build_with_scoping(scoping, &mut program);
    first_error(transformed.diagnostics.errors(), &source.text)?;
    let written = CodegenOptions { source_map_path: Some(path.to_path_buf()), ..CodegenOptions::default() };
    let made = Codegen::new().with_options(written).build(&program);
    Ok(Script { format, map: map::places(&made), code: made.code })
}

/// `.mts` is a module; of the others their text tells.
fn source_type(path: &Path) -> SourceType {
    let typescript = SourceType::ts();
    if ends_with(path, "mts") { typescript.with_module(true) } else { typescript.with_unambiguous(true) }
}

fn ends_with(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|own| own == ending)
}

/// Decorators are those of `experimentalDecorators`; nothing newer than the engine is lowered, for there is nothing.
fn options() -> TransformOptions {
    TransformOptions {
        decorator: DecoratorOptions { legacy: true, ..DecoratorOptions::default() },
        helper_loader: HelperLoaderOptions { mode: HelperLoaderMode::External, ..HelperLoaderOptions::default() },
        ..TransformOptions::default()
    }
}

fn format(path: &Path, program: &Program<'_>) -> Result<Format, Fault> {
    let is_common = program.body.iter().any(is_common_syntax);
    if ends_with(path, "mts") || (program.source_type.is_module() && !is_common) {
        if ends_with(path, "cts") {
            let message = "a `.cts` file is a CommonJS module: write `import x = require('x')` and `export = x`, or name it `.mts`";
            return Err(Fault::of_file(message.to_owned()));
        }
        return Ok(Format::Module);
    }
    Ok(Format::CommonJs)
}

/// `export = x` and `import x = require('x')`.
fn is_common_syntax(statement: &Statement<'_>) -> bool {
    match statement {
        Statement::TSExportAssignment(_) => true,
        Statement::TSImportEqualsDeclaration(import) => {
            matches!(import.module_reference, TSModuleReference::ExternalModuleReference(_))
        }
        _ => false,
    }
}

fn first_error<'a>(mut errors: impl Iterator<Item = &'a OxcDiagnostic>, text: &str) -> Result<(), Fault> {
    match errors.next() {
        Some(error) => Err(fault(error, text)),
        None => Ok(()),
    }
}

fn fault(error: &OxcDiagnostic, text: &str) -> Fault {
    let offset = error.labels.first().map_or(0, |label| label.offset() as usize).min(text.len());
    let before = text.get(..offset).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before[line_start..].encode_utf16().count() + 1;
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    Fault { message: error.message.to_string(), line: number(line), column: number(column) }
}
