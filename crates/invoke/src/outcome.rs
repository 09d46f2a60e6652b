//! How a guest's end becomes the run's: state, answer, error.

use crate::package::position;
use crate::platform::{self, Status};
use api::id::RunId;
use api::run::{FunctionError, ResponseText, RunState};
use sandbox::{GuestError, Outcome};
use serde_json::Value;

/// The most of an answer that goes to the screen, in bytes; all of it is stored.
pub(crate) const RESPONSE_SHOWN_BYTES_MAX: usize = 64 * 1_024;

/// How it ended, for the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) state: RunState,
    /// The handler's answer or the error's JSON.
    pub(crate) response: Option<String>,
    pub(crate) error: Option<FunctionError>,
}

impl Verdict {
    /// The end that someone made: no answer and no error.
    pub(crate) fn stopped(state: RunState) -> Self {
        Self { state, response: None, error: None }
    }

    /// An error that the platform found.
    pub(crate) fn failed(state: RunState, error: FunctionError) -> Self {
        Self { state, response: Some(platform::error_json(&error)), error: Some(error) }
    }

    /// The end of a guest's call.
    pub(crate) fn of(outcome: Outcome, run: &RunId, timeout_s: u32) -> Self {
        match outcome {
            Outcome::Returned(answer) => {
                Self { state: RunState::Succeeded, response: Some(text_of(answer)), error: None }
            }
            Outcome::Failed(error) => Self::reported(error),
            Outcome::TimedOut => Self::failed(RunState::TimedOut, platform::timed_out(run, timeout_s)),
            Outcome::OutOfMemory => Self::failed(RunState::OutOfMemory, platform::out_of_memory(run)),
            Outcome::Exited { code } => Self::failed(RunState::Failed, platform::exited(run, code)),
            Outcome::Trapped { message } => Self::failed(RunState::Failed, platform::trapped(&message)),
            Outcome::ResponseTooLarge { .. } => Self::failed(RunState::Failed, platform::response_too_large()),
        }
    }

    /// An error in the language's own words: its JSON is the answer as it is.
    fn reported(error: GuestError) -> Self {
        let GuestError { error_type, payload, location } = error;
        let payload = text_of(payload);
        let fields: Value = serde_json::from_str(&payload).unwrap_or_default();
        let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
        let lines = |name: &str| {
            let lines = fields.get(name).and_then(Value::as_array);
            lines.map(|lines| lines.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        };
        let error = FunctionError {
            error_type: text("errorType").unwrap_or(error_type),
            message: text("errorMessage").unwrap_or_else(|| payload.clone()),
            trace: lines("trace").or_else(|| lines("stackTrace")).unwrap_or_default(),
            position: location.as_ref().map(position),
            report_type: None,
        };
        Self { state: RunState::Failed, response: Some(payload), error: Some(error) }
    }

    /// The end of the REPORT line.
    pub(crate) fn status(&self) -> Status<'_> {
        match (self.state, &self.error) {
            (RunState::TimedOut, _) => Status::Timeout,
            (RunState::Cancelled, _) => Status::Cancelled,
            (_, Some(error)) => Status::Error(error.report_type.as_deref().unwrap_or(&error.error_type)),
            (_, None) => Status::Success,
        }
    }

    /// The answer or its beginning.
    pub(crate) fn shown_response(&self) -> Option<ResponseText> {
        let response = self.response.as_deref()?;
        let shown = response.floor_char_boundary(RESPONSE_SHOWN_BYTES_MAX);
        Some(ResponseText { text: response[..shown].to_owned(), bytes: response.len() as u64 })
    }
}

/// Bytes that are not UTF-8 are replaced, so that an answer is always text.
fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn an_error_of_the_language_keeps_its_words() {
        let payload = r#"{"errorType":"TypeError","errorMessage":"no","trace":["TypeError: no","    at x"]}"#;
        let location = Some(sandbox::SourceLocation { file: "/var/task/lib/a.mjs".to_owned(), line: 3, column: 9 });
        let guest = GuestError { error_type: "TypeError".to_owned(), payload: payload.into(), location };
        let run = RunId::parse("8f1c0000-0000-4000-8000-000000000000").unwrap();
        let verdict = Verdict::of(Outcome::Failed(guest), &run, 3);
        assert_eq!(verdict.response.as_deref(), Some(payload));
        assert_eq!(verdict.status(), Status::Error("TypeError"));
        let error = verdict.error.unwrap();
        assert_eq!((error.message.as_str(), error.trace.len()), ("no", 2));
        assert_eq!(error.position.unwrap().file, "lib/a.mjs");
    }

    #[test]
    fn a_long_answer_is_cut_between_characters_for_the_screen() {
        let response = Some("é".repeat(RESPONSE_SHOWN_BYTES_MAX));
        let verdict = Verdict { state: RunState::Succeeded, response, error: None };
        let shown = verdict.shown_response().unwrap();
        assert!(shown.is_cut() && shown.text.len() <= RESPONSE_SHOWN_BYTES_MAX);
        assert_eq!(shown.bytes, 2 * RESPONSE_SHOWN_BYTES_MAX as u64);
    }
}
