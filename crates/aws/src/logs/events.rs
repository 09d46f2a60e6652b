//! Reading lines: of one stream, back and forth; of all streams, by a pattern.

use super::input::{self, invalid};
use super::pattern::Pattern;
use super::{Call, Done, refused};
use crate::error::AwsError;
use api::logs::{LOG_EVENTS_PAGE_MAX, LogCursor, LogEvent, LogPosition, LogQuery};
use api::time::UnixMillis;
use serde_json::{Value, json};

/// Bytes of lines in one answer, as CloudWatch counts them.
const PAGE_BYTES_MAX: usize = 1_048_576;
/// What CloudWatch adds for each line.
const EVENT_BYTES: usize = 26;
/// Streams that a filter may name.
const STREAMS_MAX: usize = 100;
/// Lines that one answer looks at; a filter that finds little answers with a token to go on from.
const LOOKED_AT_MAX: usize = LOG_EVENTS_PAGE_MAX;

fn bytes_of(event: &LogEvent) -> usize {
    event.text.len() + EVENT_BYTES
}

/// CloudWatch's messages of functions end with their line.
fn message(event: &LogEvent) -> String {
    format!("{}\n", event.text)
}

fn time(at: Option<i64>, otherwise: i64) -> UnixMillis {
    UnixMillis(at.unwrap_or(otherwise))
}

/// A place in a stream, with its direction, as in `nextForwardToken`.
fn cursor_of(token: Option<&str>, from_head: bool) -> Result<LogCursor, AwsError> {
    let Some(token) = token else {
        return Ok(if from_head { LogCursor::FromOldest } else { LogCursor::Newest });
    };
    let (way, position) = token.split_once('/').unwrap_or_default();
    match (way, LogPosition::parse(position)) {
        ("f", Some(position)) => Ok(LogCursor::After(position)),
        ("b", Some(position)) => Ok(LogCursor::Before(position)),
        _ => Err(invalid("The specified nextToken is invalid.")),
    }
}

/// As many as an answer may have: from the end that was asked for.
fn cut(events: &mut Vec<LogEvent>, cursor: LogCursor) {
    let forward = matches!(cursor, LogCursor::FromOldest | LogCursor::After(_));
    let (mut bytes, mut count) = (0, 0);
    let mut fits = |event: &LogEvent| {
        bytes += bytes_of(event);
        count += 1;
        // The first one is given however large it is, or nobody would get past it.
        count == 1 || bytes <= PAGE_BYTES_MAX
    };
    if forward {
        let kept = events.iter().take_while(|event| fits(event)).count();
        events.truncate(kept);
    } else {
        let kept = events.iter().rev().take_while(|event| fits(event)).count();
        events.drain(..events.len().saturating_sub(kept));
    }
}

/// The tokens of an answer. At either end a token leads back to itself, so that a reader knows that it is there.
fn tokens(events: &[LogEvent], cursor: LogCursor, query: &LogQuery) -> (String, String) {
    let nowhere = |at: UnixMillis| LogPosition { at, run: 0, seq: 0 };
    let (first, last) = match (events.first(), events.last(), cursor) {
        (Some(first), Some(last), _) => (first.position, last.position),
        (_, _, LogCursor::After(position) | LogCursor::Before(position)) => (position, position),
        (_, _, LogCursor::FromOldest) => {
            (nowhere(UnixMillis(query.from.0.max(0))), nowhere(UnixMillis(query.from.0.max(0))))
        }
        (_, _, LogCursor::Newest) => {
            let end = nowhere(UnixMillis(query.from.0.max(0)));
            (end, end)
        }
    };
    (format!("f/{last}"), format!("b/{first}"))
}

pub(super) async fn get(mut call: Call<'_>) -> Done {
    let function = call.function()?;
    let stream = call.input.text("logStreamName")?;
    let stream = stream.ok_or_else(|| invalid("`logStreamName` is missing"))?;
    let from = time(call.input.number("startTime")?, 0);
    let until = time(call.input.number("endTime")?, i64::MAX);
    let (token, from_head) = (call.input.text("nextToken")?, call.input.flag("startFromHead")?);
    let limit = call.input.limit(LOG_EVENTS_PAGE_MAX)?;
    call.input.only("unmask", &json!(false))?;
    call.input.nothing_else()?;
    let cursor = cursor_of(token.as_deref(), from_head)?;
    let (logs, account) = (&call.endpoint.logs, &call.caller.account);
    let streams = logs.log_streams(account, &function).await.map_err(refused)?;
    if !streams.iter().any(|known| known.name == stream) {
        let message = "The specified log stream does not exist.";
        return Err(AwsError::new(400, "ResourceNotFoundException", message));
    }
    let query = LogQuery { stream: Some(stream), from, until, cursor, limit };
    let mut events = logs.log_events(account, &function, query.clone()).await.map_err(refused)?;
    cut(&mut events, cursor);
    let (forward, backward) = tokens(&events, cursor, &query);
    let shown = |event: &LogEvent| {
        let at = event.position.at.0;
        json!({ "timestamp": at, "message": message(event), "ingestionTime": at })
    };
    Ok(json!({
        "events": events.iter().map(shown).collect::<Vec<_>>(),
        "nextForwardToken": forward,
        "nextBackwardToken": backward,
    }))
}

/// Which streams a filter looks at.
struct Streams {
    names: Option<Vec<String>>,
    prefix: Option<String>,
}

impl Streams {
    fn has(&self, stream: &str) -> bool {
        self.names.as_ref().is_none_or(|names| names.iter().any(|name| name == stream))
            && self.prefix.as_ref().is_none_or(|prefix| stream.starts_with(prefix.as_str()))
    }
}

fn streams_of(call: &mut Call<'_>) -> Result<Streams, AwsError> {
    let (names, prefix) = (call.input.texts("logStreamNames")?, call.input.text("logStreamNamePrefix")?);
    if names.is_some() && prefix.is_some() {
        let message = "LogStreamNames and logStreamNamePrefix are mutually exclusive parameters.";
        return Err(invalid(message));
    }
    match names.as_ref().map(Vec::len) {
        Some(count) if !(1..=STREAMS_MAX).contains(&count) => {
            Err(invalid(format!("`logStreamNames` has {count} names; it has 1 to {STREAMS_MAX}")))
        }
        _ => Ok(Streams { names, prefix }),
    }
}

pub(super) async fn filter(mut call: Call<'_>) -> Done {
    let function = call.function()?;
    let streams = streams_of(&mut call)?;
    let pattern = Pattern::parse(&call.input.text("filterPattern")?.unwrap_or_default())?;
    let from = time(call.input.number("startTime")?, 0);
    // The end is part of the span here, other than where one stream is read.
    let until = time(call.input.number("endTime")?.map(|end| end.saturating_add(1)), i64::MAX);
    let token = call.input.text("nextToken")?;
    let limit = call.input.limit(LOG_EVENTS_PAGE_MAX)?;
    // All streams are one log here, so that they are interleaved in any case, as CloudWatch does today.
    call.input.flag("interleaved")?;
    call.input.only("unmask", &json!(false))?;
    call.input.nothing_else()?;
    let after = token
        .as_deref()
        .map(|token| LogPosition::parse(token).ok_or_else(|| input::invalid("The specified nextToken is invalid.")));
    let cursor = after.transpose()?.map_or(LogCursor::FromOldest, LogCursor::After);
    let query = LogQuery { stream: None, from, until, cursor, limit: LOOKED_AT_MAX };
    let looked_at = call.endpoint.logs.log_events(&call.caller.account, &function, query).await.map_err(refused)?;
    let (mut found, mut bytes, mut seen, mut next) = (Vec::new(), 0, 0, None);
    for event in &looked_at {
        if streams.has(&event.stream) && pattern.matches(&event.text) {
            bytes += bytes_of(event);
            if found.len() == limit || (bytes > PAGE_BYTES_MAX && !found.is_empty()) {
                break;
            }
            found.push(shown(event));
        }
        seen += 1;
        next = Some(event.position);
    }
    let has_more = seen < looked_at.len() || looked_at.len() == LOOKED_AT_MAX;
    let next = next.filter(|_| has_more).map(|position| position.to_string());
    Ok(super::with_token(json!({ "events": found, "searchedLogStreams": [] }), next))
}

fn shown(event: &LogEvent) -> Value {
    let at = event.position.at.0;
    json!({
        "logStreamName": event.stream,
        "timestamp": at,
        "message": message(event),
        "ingestionTime": at,
        "eventId": event.position.to_string(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn event(seq: i64, bytes: usize) -> LogEvent {
        let position = LogPosition { at: UnixMillis(1_795_399_200_000), run: 1, seq };
        LogEvent { position, stream: "s".to_owned(), text: "x".repeat(bytes) }
    }

    fn seqs(events: &[LogEvent]) -> Vec<i64> {
        events.iter().map(|event| event.position.seq).collect()
    }

    #[test]
    fn a_page_is_cut_at_the_end_that_was_not_asked_for() {
        let all: Vec<LogEvent> = (1..=4).map(|seq| event(seq, 400_000)).collect();
        let check = |cursor, expected: &[i64]| {
            let mut events = all.clone();
            cut(&mut events, cursor);
            assert_eq!(seqs(&events), expected, "{cursor:?}");
        };
        check(LogCursor::FromOldest, &[1, 2]);
        check(LogCursor::Newest, &[3, 4]);
        let mut large = vec![event(1, 2 * PAGE_BYTES_MAX), event(2, 1)];
        cut(&mut large, LogCursor::FromOldest);
        assert_eq!(seqs(&large), [1], "a line that is larger than a page is a page");
    }

    #[test]
    fn tokens_lead_both_ways_and_at_the_end_to_themselves() {
        let query = LogQuery {
            stream: None,
            from: UnixMillis(0),
            until: UnixMillis(i64::MAX),
            cursor: LogCursor::FromOldest,
            limit: 10,
        };
        let events = [event(1, 1), event(2, 1)];
        let (forward, backward) = tokens(&events, LogCursor::FromOldest, &query);
        assert_eq!(cursor_of(Some(&forward), false).unwrap(), LogCursor::After(events[1].position));
        assert_eq!(cursor_of(Some(&backward), false).unwrap(), LogCursor::Before(events[0].position));
        let (again, _) = tokens(&[], LogCursor::After(events[1].position), &query);
        assert_eq!(again, forward);
        for bad in ["", "f", "x/1", "f/1", "1795399200000"] {
            assert!(cursor_of(Some(bad), false).is_err(), "{bad}");
        }
    }
}
