//! The platform's log lines, as text or as JSON.
//!
//! Text is Lambda's classic lines. JSON is its Telemetry API's events (schema of 2025-01-29), each with the level that Lambda's table of
//! system log levels gives it; what is below the function's level is not written. The timeout and the end of a runtime have no event
//! of their own: they are the status of the report.

use super::{Report, Status, micros, runtime_version};
use api::config::Runtime;
use api::event::LogLevel;
use api::id::RunId;
use api::logging::{LogFormat, SystemLevel};
use api::region::Region;
use api::run::FunctionError;
use api::time::UnixMillis;
use serde_json::{Value, json};
use std::time::Duration;

/// A line of the platform.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Line<'a> {
    /// A cold start begins.
    InitStart { runtime: Runtime, region: Region, function: &'a str, version: &'a str },
    /// INIT did not end well.
    InitReport { duration: Duration, status: Status<'a> },
    /// A cold start from an image begins.
    RestoreStart { runtime: Runtime, region: Region, function: &'a str, version: &'a str },
    /// The environment goes on from its image, or does not.
    RestoreReport { duration: Duration, status: Status<'a> },
    /// The handler is called.
    Start { run: &'a RunId, version: &'a str },
    /// The timeout ended it.
    TimedOut { run: &'a RunId, timeout_s: u32 },
    /// The runtime ended.
    Exit(&'a FunctionError),
    /// The handler is done.
    End { run: &'a RunId, status: Status<'a>, duration_us: u64 },
    /// What it used.
    Report(&'a Report<'a>),
}

impl Line<'_> {
    /// The line with its level, if a function with this format gets it.
    pub(crate) fn written(&self, format: LogFormat, at: UnixMillis) -> Option<(LogLevel, String)> {
        let LogFormat::Json { system, .. } = format else { return Some((self.level(), self.text(at))) };
        let (level, kind, record) = self.event()?;
        let line = json!({ "time": at.iso(), "type": format!("platform.{kind}"), "record": record });
        (level >= system).then(|| (self.level(), line.to_string()))
    }

    fn level(&self) -> LogLevel {
        match self {
            Self::RestoreReport { status: Status::Success, .. } => LogLevel::Info,
            Self::InitReport { .. } | Self::RestoreReport { .. } | Self::TimedOut { .. } | Self::Exit(_) => {
                LogLevel::Error
            }
            Self::InitStart { .. }
            | Self::RestoreStart { .. }
            | Self::Start { .. }
            | Self::End { .. }
            | Self::Report(_) => LogLevel::Info,
        }
    }

    fn text(&self, at: UnixMillis) -> String {
        match self {
            Self::InitStart { runtime, region, .. } => super::init_start(*runtime, *region),
            Self::InitReport { duration, status } => super::init_report(*duration, *status),
            Self::RestoreStart { runtime, region, .. } => super::restore_start(*runtime, *region),
            Self::RestoreReport { duration, status } => super::restore_report(*duration, *status),
            Self::Start { run, version } => super::start(run, version),
            Self::TimedOut { run, timeout_s } => super::timed_out_line(at, run, *timeout_s),
            Self::Exit(error) => super::exit_line(error),
            Self::End { run, .. } => super::end(run),
            Self::Report(report) => super::report(report),
        }
    }

    /// Level, type and record of the event.
    fn event(&self) -> Option<(SystemLevel, &'static str, Value)> {
        let or_warn = |status: &Status<'_>, level| if *status == Status::Success { level } else { SystemLevel::Warn };
        Some(match self {
            Self::InitStart { runtime, region, function, version } => {
                let record = phase_start(("on-demand", "init"), (*runtime, *region), (function, version));
                (SystemLevel::Info, "initStart", record)
            }
            Self::RestoreStart { runtime, region, function, version } => {
                let record = phase_start(("snap-start", "restore"), (*runtime, *region), (function, version));
                (SystemLevel::Info, "restoreStart", record)
            }
            Self::InitReport { duration, status } => {
                let metrics = json!({ "durationMs": millis(micros(*duration)) });
                let mut record = json!({ "initializationType": "on-demand", "phase": "init", "metrics": metrics });
                add_status(&mut record, status);
                (or_warn(status, SystemLevel::Info), "initReport", record)
            }
            Self::RestoreReport { duration, status } => {
                let mut record = json!({ "metrics": { "durationMs": millis(micros(*duration)) } });
                add_status(&mut record, status);
                (or_warn(status, SystemLevel::Info), "restoreReport", record)
            }
            Self::Start { run, version } => {
                (SystemLevel::Info, "start", json!({ "requestId": run.as_str(), "version": version }))
            }
            Self::End { run, status, duration_us } => {
                let metrics = json!({ "durationMs": millis(*duration_us) });
                let mut record = json!({ "requestId": run.as_str(), "metrics": metrics });
                add_status(&mut record, status);
                (or_warn(status, SystemLevel::Debug), "runtimeDone", record)
            }
            Self::Report(report) => (or_warn(&report.status, SystemLevel::Info), "report", report_record(report)),
            Self::TimedOut { .. } | Self::Exit(_) => return None,
        })
    }
}

fn phase_start(
    (kind, phase): (&str, &str),
    (runtime, region): (Runtime, Region),
    (function, version): (&str, &str),
) -> Value {
    let (runtime, arn) = runtime_version(runtime, region);
    json!({
        "initializationType": kind, "phase": phase, "runtimeVersion": runtime,
        "runtimeVersionArn": arn, "functionName": function, "functionVersion": version,
    })
}

fn report_record(report: &Report<'_>) -> Value {
    let Report { run, metrics, billed_ms, memory_mib, status } = report;
    let mut shown = json!({
        "durationMs": millis(metrics.duration_us),
        "billedDurationMs": billed_ms,
        "memorySizeMB": memory_mib,
        "maxMemoryUsedMB": metrics.max_memory_mib(),
    });
    if let Some(init_us) = metrics.init_us {
        shown["initDurationMs"] = millis(init_us).into();
    }
    if let Some(restore_us) = metrics.restore_us {
        shown["restoreDurationMs"] = millis(restore_us).into();
        shown["billedRestoreDurationMs"] = restore_us.div_ceil(1_000).into();
    }
    let mut record = json!({ "requestId": run.as_str(), "metrics": shown });
    add_status(&mut record, status);
    record
}

fn add_status(record: &mut Value, status: &Status<'_>) {
    record["status"] = match status {
        Status::Success => "success",
        Status::Timeout => "timeout",
        Status::Error(_) => "error",
        Status::Cancelled => "cancelled",
    }
    .into();
    if let Status::Error(error_type) = status {
        record["errorType"] = (*error_type).into();
    }
}

/// Milliseconds with three decimals, as the Telemetry API has them.
fn millis(us: u64) -> f64 {
    us as f64 / 1_000.0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use api::logging::ApplicationLevel;
    use api::run::Metrics;

    const AT: UnixMillis = UnixMillis(1_795_399_200_000);

    fn json(system: SystemLevel) -> LogFormat {
        LogFormat::Json { application: ApplicationLevel::Info, system }
    }

    #[test]
    fn a_report_is_the_telemetry_apis_event() {
        let run = RunId::parse("8f1c0000-0000-4000-8000-000000000000").unwrap();
        let metrics = Metrics {
            duration_us: 3_014,
            init_us: Some(110_100),
            max_memory_bytes: 36 * 1_048_576,
            ..Metrics::default()
        };
        let report =
            Report { run: &run, metrics: &metrics, billed_ms: 4, memory_mib: 128, status: Status::Error("Boom") };
        let (level, line) = Line::Report(&report).written(json(SystemLevel::Warn), AT).unwrap();
        let expected = r#"{"time":"2026-11-23T02:00:00.000Z","type":"platform.report","record":{"requestId":"8f1c0000-0000-4000-8000-000000000000","metrics":{"durationMs":3.014,"billedDurationMs":4,"memorySizeMB":128,"maxMemoryUsedMB":36,"initDurationMs":110.1},"status":"error","errorType":"Boom"}}"#;
        assert_eq!((level, line.as_str()), (LogLevel::Info, expected));
    }

    #[test]
    fn what_is_below_the_level_is_not_written() {
        let run = RunId::parse("8f1c0000-0000-4000-8000-000000000000").unwrap();
        let start = Line::Start { run: &run, version: "$LATEST" };
        let done = |status| Line::End { run: &run, status, duration_us: 1 };
        assert!(start.written(json(SystemLevel::Info), AT).unwrap().1.contains(r#""type":"platform.start""#));
        assert_eq!(start.written(json(SystemLevel::Warn), AT), None);
        assert_eq!(done(Status::Success).written(json(SystemLevel::Info), AT), None);
        assert!(done(Status::Success).written(json(SystemLevel::Debug), AT).is_some());
        assert!(
            done(Status::Timeout).written(json(SystemLevel::Warn), AT).unwrap().1.contains(r#""status":"timeout""#)
        );
        assert_eq!(start.written(LogFormat::Text, AT).unwrap().1, format!("START RequestId: {run} Version: $LATEST"));
    }
}
