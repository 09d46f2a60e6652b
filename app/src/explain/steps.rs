//! The next value that a fix offers.

use api::config::{MEMORY_MIB_RANGE, TIMEOUT_SECONDS_RANGE};
use billing::memory::{MEMORY_MIB_PER_VCPU, vcpu_share_millis};

/// Timeouts that are offered.
const TIMEOUTS_S: [u32; 7] = [3, 10, 30, 60, 120, 300, TIMEOUT_SECONDS_RANGE.1];
/// A file that a handler can be found in.
const HANDLER_FILE: &str = "export const handler = async (event) => {\n  return \"Hello!\";\n};\n";

/// The next longer timeout, if there is one.
pub(super) fn longer_timeout(timeout_s: u32) -> Option<u32> {
    TIMEOUTS_S.into_iter().find(|offered| *offered > timeout_s)
}

/// Twice the memory, in whole doublings of 128 MB; nothing at the limit.
pub(super) fn more_memory(memory_mib: u32) -> Option<u32> {
    let (least, most) = MEMORY_MIB_RANGE;
    if memory_mib >= most {
        return None;
    }
    let mut offered = least;
    while offered <= memory_mib {
        offered *= 2;
    }
    Some(offered.min(most))
}

/// The memory that comes with a whole CPU, for those who have less.
pub(super) fn whole_cpu(memory_mib: u32) -> Option<u32> {
    (memory_mib < MEMORY_MIB_PER_VCPU).then_some(MEMORY_MIB_PER_VCPU)
}

/// The share of a CPU, as `7 %`.
pub(super) fn vcpu_percent(memory_mib: u32) -> String {
    format!("{} %", vcpu_share_millis(memory_mib) / 10)
}

/// The file of a Python module of the function's own that the handler names.
pub(super) fn missing_module(name: &str) -> Option<(String, String)> {
    const HANDLER: &str = "def lambda_handler(event, context):\n    return \"Hello!\"\n";
    (name == "lambda_function").then(|| ("lambda_function.py".to_owned(), HANDLER.to_owned()))
}

/// The file that `import` or the handler looked for: below the function's folder, with an ending.
pub(super) fn missing_file(name: &str) -> Option<(String, String)> {
    let is_relative = name.starts_with("./") || name.starts_with("../");
    let path = name.strip_prefix("/var/task/").unwrap_or(name).trim_start_matches("./");
    if path.is_empty() || path.contains("..") || path.starts_with('/') || path.contains(':') {
        return None;
    }
    let file = path.rsplit('/').next().unwrap_or(path);
    let has_ending = file.contains('.');
    match (is_relative, path) {
        (false, "index") => Some(("index.mjs".to_owned(), HANDLER_FILE.to_owned())),
        // A package or a built-in module, not a file.
        (false, _) if !has_ending => None,
        (_, path) if has_ending => Some((path.to_owned(), String::new())),
        (_, path) => Some((format!("{path}.mjs"), String::new())),
    }
}
