//! The platform's log lines and error payloads, in Lambda's exact words.

mod line;

pub(crate) use line::Line;

use api::config::Runtime;
use api::id::RunId;
use api::region::Region;
use api::run::{FunctionError, Metrics, PAYLOAD_BYTES_MAX};
use api::time::UnixMillis;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// What a REPORT line is made of.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    pub(crate) run: &'a RunId,
    pub(crate) metrics: &'a Metrics,
    pub(crate) billed_ms: u64,
    pub(crate) memory_mib: u32,
    pub(crate) status: Status<'a>,
}

/// The end of a REPORT line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status<'a> {
    /// Nothing: it went well.
    Success,
    /// The timeout ended it.
    Timeout,
    /// It failed.
    Error(&'a str),
    /// A person ended it, which Lambda cannot do.
    Cancelled,
}

impl std::fmt::Display for Status<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Success => Ok(()),
            Self::Timeout => f.write_str("Status: timeout"),
            Self::Error(error_type) => write!(f, "Status: error\tError Type: {error_type}"),
            Self::Cancelled => f.write_str("Status: cancelled"),
        }
    }
}

/// The version of a runtime and its ARN, whose hash is the SHA-256 of the version.
fn runtime_version(runtime: Runtime, region: Region) -> (String, String) {
    let family = match runtime {
        Runtime::NodeJs24 => "nodejs:24",
        Runtime::Python313 => "python:3.13",
        Runtime::Ruby40 => "ruby:4.0",
        Runtime::Provided => "provided:al2023",
    };
    let version = format!("{family}.v{}", env!("CARGO_PKG_VERSION"));
    let hash: String = Sha256::digest(&version).iter().map(|byte| format!("{byte:02x}")).collect();
    let arn = format!("arn:aws:lambda:{region}::runtime:{hash}");
    (version, arn)
}

/// `INIT_START`, the first line of a cold start.
fn init_start(runtime: Runtime, region: Region) -> String {
    let (version, arn) = runtime_version(runtime, region);
    format!("INIT_START Runtime Version: {version}\tRuntime Version ARN: {arn}")
}

/// `RESTORE_START`, the first line of a cold start from an image.
fn restore_start(runtime: Runtime, region: Region) -> String {
    let (version, arn) = runtime_version(runtime, region);
    format!("RESTORE_START Runtime Version: {version}\tRuntime Version ARN: {arn}")
}

/// `INIT_REPORT`, only where INIT did not end well.
fn init_report(duration: Duration, status: Status<'_>) -> String {
    format!("INIT_REPORT Init Duration: {} ms\tPhase: init\t{status}", millis(micros(duration)))
}

/// `RESTORE_REPORT`, after each restore; the status only where it did not end well.
fn restore_report(duration: Duration, status: Status<'_>) -> String {
    let status = match status {
        Status::Success => String::new(),
        status => format!("\t{status}"),
    };
    format!("RESTORE_REPORT Restore Duration: {} ms{status}", millis(micros(duration)))
}

fn start(run: &RunId, version: &str) -> String {
    format!("START RequestId: {run} Version: {version}")
}

fn end(run: &RunId) -> String {
    format!("END RequestId: {run}")
}

/// `REPORT`, with a tab after each field, the last one too.
fn report(report: &Report<'_>) -> String {
    let Report { run, metrics, billed_ms, memory_mib, status } = report;
    let init = metrics.init_us.map(|us| format!("Init Duration: {} ms\t", millis(us))).unwrap_or_default();
    let restore = metrics.restore_us.map(restored).unwrap_or_default();
    format!(
        "REPORT RequestId: {run}\tDuration: {} ms\tBilled Duration: {billed_ms} ms\tMemory Size: {memory_mib} MB\t\
         Max Memory Used: {} MB\t{init}{restore}{status}",
        millis(metrics.duration_us),
        metrics.max_memory_mib(),
    )
}

fn restored(us: u64) -> String {
    format!("Restore Duration: {} ms\tBilled Restore Duration: {} ms\t", millis(us), us.div_ceil(1_000))
}

/// The line that the timeout leaves in the log.
fn timed_out_line(at: UnixMillis, run: &RunId, timeout_s: u32) -> String {
    format!("{} {run} Task timed out after {timeout_s}.00 seconds", at.iso())
}

/// The line that a runtime's end leaves in the log.
fn exit_line(error: &FunctionError) -> String {
    format!("{}\n{}", error.message, error.error_type)
}

pub(crate) fn timed_out(run: &RunId, timeout_s: u32) -> FunctionError {
    error("Sandbox.Timedout", format!("RequestId: {run} Error: Task timed out after {timeout_s}.00 seconds"))
}

/// The process left by itself.
pub(crate) fn exited(run: &RunId, code: i32) -> FunctionError {
    let how = match code {
        0 => "Runtime exited without providing a reason".to_owned(),
        code => format!("Runtime exited with error: exit status {code}"),
    };
    error("Runtime.ExitError", format!("RequestId: {run} Error: {how}"))
}

/// The process was killed for its memory.
pub(crate) fn out_of_memory(run: &RunId) -> FunctionError {
    let message = format!("RequestId: {run} Error: Runtime exited with error: signal: killed");
    FunctionError { report_type: Some("Runtime.OutOfMemory".to_owned()), ..error("Runtime.ExitError", message) }
}

/// The module broke a rule of WebAssembly. Lambda has no such thing; the first line says which, the others are the call stack.
pub(crate) fn trapped(reason: &str) -> FunctionError {
    let mut lines = reason.lines();
    let message = lines.next().unwrap_or("the module stopped").to_owned();
    FunctionError { trace: lines.map(str::to_owned).collect(), ..error("Runtime.Trap", message) }
}

pub(crate) fn response_too_large() -> FunctionError {
    error(
        "Function.ResponseSizeTooLarge",
        format!("Response payload size exceeded maximum allowed payload size ({PAYLOAD_BYTES_MAX} bytes)."),
    )
}

pub(crate) fn error(error_type: &str, message: impl Into<String>) -> FunctionError {
    FunctionError {
        error_type: error_type.to_owned(),
        message: message.into(),
        trace: Vec::new(),
        position: None,
        report_type: None,
    }
}

/// What the caller of a failed invocation gets where the platform, not the language, found the error.
pub(crate) fn error_json(error: &FunctionError) -> String {
    let mut fields = serde_json::Map::new();
    fields.insert("errorType".to_owned(), error.error_type.clone().into());
    fields.insert("errorMessage".to_owned(), error.message.clone().into());
    if !error.trace.is_empty() {
        fields.insert("trace".to_owned(), error.trace.clone().into());
    }
    serde_json::Value::Object(fields).to_string()
}

/// Whole microseconds.
pub(crate) fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

/// Milliseconds with two decimals, rounded half up.
fn millis(us: u64) -> String {
    let hundredths = us.saturating_add(5) / 10;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn run() -> RunId {
        RunId::parse("8f1c0000-0000-4000-8000-000000000000").unwrap()
    }

    fn report_of(init_us: Option<u64>, status: Status<'_>) -> String {
        let metrics = Metrics { duration_us: 3_014, init_us, max_memory_bytes: 36 * 1_048_576, ..Metrics::default() };
        report(&Report { run: &run(), metrics: &metrics, billed_ms: 4, memory_mib: 128, status })
    }

    #[test]
    fn report_lines_are_lambdas() {
        let common = "REPORT RequestId: 8f1c0000-0000-4000-8000-000000000000\tDuration: 3.01 ms\tBilled Duration: 4 ms\t\
                      Memory Size: 128 MB\tMax Memory Used: 36 MB\t";
        assert_eq!(report_of(None, Status::Success), common);
        assert_eq!(report_of(Some(110_100), Status::Success), format!("{common}Init Duration: 110.10 ms\t"));
        assert_eq!(report_of(None, Status::Timeout), format!("{common}Status: timeout"));
        let killed = Status::Error("Runtime.OutOfMemory");
        assert_eq!(report_of(None, killed), format!("{common}Status: error\tError Type: Runtime.OutOfMemory"));
    }

    #[test]
    fn a_restore_is_reported_as_lambda_does() {
        let metrics = Metrics { duration_us: 3_014, restore_us: Some(310), ..Metrics::default() };
        let status = Status::Success;
        let line = report(&Report { run: &run(), metrics: &metrics, billed_ms: 4, memory_mib: 128, status });
        assert!(line.ends_with("\tRestore Duration: 0.31 ms\tBilled Restore Duration: 1 ms\t"), "{line}");
        let begun = restore_start(Runtime::Python313, Region::DEFAULT);
        assert!(begun.starts_with("RESTORE_START Runtime Version: python:3.13.v"), "{begun}");
        let took = Duration::from_micros(310);
        assert_eq!(restore_report(took, Status::Success), "RESTORE_REPORT Restore Duration: 0.31 ms");
        let failed = restore_report(took, Status::Error("ValueError"));
        assert_eq!(failed, "RESTORE_REPORT Restore Duration: 0.31 ms\tStatus: error\tError Type: ValueError");
    }

    #[test]
    fn durations_are_rounded_half_up() {
        for (us, text) in [(0, "0.00"), (4, "0.00"), (5, "0.01"), (999, "1.00"), (3_000_000, "3000.00")] {
            assert_eq!(millis(us), text);
        }
    }

    #[test]
    fn payloads_of_the_platform_are_lambdas() {
        let id = "8f1c0000-0000-4000-8000-000000000000";
        let check = |error: FunctionError, kind: &str, message: &str| {
            assert_eq!(error_json(&error), format!(r#"{{"errorType":"{kind}","errorMessage":"{message}"}}"#));
        };
        let timeout = format!("RequestId: {id} Error: Task timed out after 3.00 seconds");
        check(timed_out(&run(), 3), "Sandbox.Timedout", &timeout);
        let silent = format!("RequestId: {id} Error: Runtime exited without providing a reason");
        check(exited(&run(), 0), "Runtime.ExitError", &silent);
        let status = format!("RequestId: {id} Error: Runtime exited with error: exit status 127");
        check(exited(&run(), 127), "Runtime.ExitError", &status);
        let killed = format!("RequestId: {id} Error: Runtime exited with error: signal: killed");
        check(out_of_memory(&run()), "Runtime.ExitError", &killed);
    }
}
