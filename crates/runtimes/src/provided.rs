//! WebAssembly modules as functions. The interface is documented in `docs/provided-runtime.md`.

use std::time::Duration;

use sandbox::{GuestError, ImageError, OutputLine, Sandbox, Settings, SourceLocation};
use tokio::sync::mpsc;

use crate::environment::{LanguageEnvironment, Started, error_json};
use crate::package::Package;
use crate::prepare::{PrepareError, Prepared, Provided};
use crate::settings::EnvironmentSettings;

pub(crate) const INVOKE: &str = "coldstart_invoke";
const ALLOC: &str = "coldstart_alloc";
/// Tried when no file has the handler's name.
const DEFAULT_FILES: [&str; 4] = ["bootstrap.wasm", "bootstrap.wat", "main.wasm", "main.wat"];
/// Names in an error message.
const NAMES_SHOWN_MAX: usize = 10;
/// The longest WebAssembly text, in bytes.
const TEXT_BYTES_MAX: usize = 8 << 20;

/// Compiles the module that the handler names. Blocks.
pub(crate) fn compile(sandbox: &Sandbox, package: &Package) -> Result<Provided, PrepareError> {
    let file = module_file(package)?;
    let content = &package.files[&file];
    let binary = if content.starts_with(b"\0asm") { content.to_vec() } else { from_text(&file, content)? };
    // Only what an image can hold is brought back after a run; other modules are started anew for each.
    let image = match sandbox.base_image(&binary) {
        Err(ImageError::Strip(_) | ImageError::Compile(_)) => sandbox.image(&binary),
        made => made,
    };
    let image = image.map_err(|source| PrepareError::Module { file: file.clone(), source })?;
    let is_command = image.exports_function("_start");
    let lacks = [
        (!image.exports_memory()).then_some("`memory`"),
        (!is_command && !image.exports_function(ALLOC)).then_some("`coldstart_alloc`"),
        (!is_command && !image.exports_function(INVOKE)).then_some("`coldstart_invoke`"),
    ];
    let lacks: Vec<&str> = lacks.into_iter().flatten().collect();
    if lacks.is_empty() {
        Ok(Provided { image, is_command, file })
    } else {
        Err(PrepareError::Exports { file, lacks: lacks.join(", ") })
    }
}

/// The file that the handler names, with or without its ending; then the usual names; then the only one there is.
fn module_file(package: &Package) -> Result<String, PrepareError> {
    let handler = &package.handler;
    let named = [handler.clone(), format!("{handler}.wasm"), format!("{handler}.wat")];
    let tried: Vec<String> = named.into_iter().chain(DEFAULT_FILES.map(str::to_owned)).collect();
    if let Some(found) = tried.iter().find(|name| is_module(name) && package.files.contains_key(*name)) {
        return Ok(found.clone());
    }
    let modules: Vec<&String> = package.files.keys().filter(|name| is_module(name)).collect();
    match modules[..] {
        [only] => Ok(only.clone()),
        _ => Err(PrepareError::NoModule {
            handler: handler.clone(),
            looked_for: quoted(tried.iter()),
            has: quoted(package.files.keys()),
        }),
    }
}

fn is_module(name: &str) -> bool {
    name.ends_with(".wasm") || name.ends_with(".wat")
}

fn quoted<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.len() {
        0 => "no files".to_owned(),
        count if count > NAMES_SHOWN_MAX => {
            format!("{} and {} more", names[..NAMES_SHOWN_MAX].join(", "), count - NAMES_SHOWN_MAX)
        }
        _ => names.join(", "),
    }
}

fn from_text(file: &str, content: &[u8]) -> Result<Vec<u8>, PrepareError> {
    if content.len() > TEXT_BYTES_MAX {
        return Err(PrepareError::TooLarge { bytes: content.len() });
    }
    let parsed = wat::parse_bytes(content).map_err(|error| text_error(file, &error.to_string()))?;
    // Bytes that are no text come back unchanged; the compiler says what they are.
    Ok(parsed.into_owned())
}

/// The parser tells the place only in its message: `… --> <anon>:LINE:COLUMN`.
fn text_error(file: &str, report: &str) -> PrepareError {
    let message = report.lines().next().unwrap_or("not webassembly text").to_owned();
    let place = report.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
    let mut numbers = place.unwrap_or_default().rsplit(':').map(|number| number.trim().parse().unwrap_or(1));
    let (column, line) = (numbers.next().unwrap_or(1), numbers.next().unwrap_or(1));
    PrepareError::Text { message, location: SourceLocation { file: format!("/var/task/{file}"), line, column } }
}

pub(crate) async fn start(
    sandbox: &Sandbox,
    prepared: &Prepared,
    program: &Provided,
    settings: EnvironmentSettings,
    timeout: Duration,
    output: mpsc::Sender<OutputLine>,
) -> Started {
    let settings = Settings {
        limits: settings.limits(),
        args: vec![format!("/var/task/{}", program.file)],
        env: settings.variables(&prepared.handler, &[]),
        files: prepared.files.clone(),
        timeout,
        output,
    };
    match sandbox.start(&program.image, settings).await {
        sandbox::Started::Ready { environment, measured } => {
            Started::Ready { environment: LanguageEnvironment::provided(environment, program), measured }
        }
        sandbox::Started::Failed { outcome, measured } => Started::Failed { outcome, measured },
    }
}

/// A module may report a failure as a JSON object or as plain text.
pub(crate) fn as_json(error: GuestError) -> GuestError {
    let is_object = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&error.payload).is_ok();
    if is_object {
        return error;
    }
    let message = String::from_utf8_lossy(&error.payload);
    GuestError { location: error.location, ..error_json(&error.error_type, &message) }
}
