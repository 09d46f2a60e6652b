//! The server's side of a function's queues.

use super::{QueueReader, QueueReaders, ReaderSettings};
use crate::context::{account, mappings, pollers, queue_control};
use crate::error::UiError;
use api::error::ApiError;
use api::event_pattern::EventPattern;
use api::id::{FunctionName, MappingId};
use api::mapping::{Mapping, MappingChange, MappingFilter, MappingSettings, NewMapping, Polling, Waiting};
use api::sqs::{QUEUES_MAX, QueueArn, QueueName};
use serde_json::Value;
use std::collections::BTreeMap;

/// Mappings of one function that are shown.
const SHOWN_MAX: u32 = 100;

/// What a form sends.
pub(super) struct Form {
    pub(super) batch_size: u32,
    pub(super) window_s: u32,
    pub(super) concurrency_max: String,
    pub(super) filter: String,
    pub(super) reports_failures: Option<String>,
}

impl Form {
    fn change(self) -> Result<MappingChange, ApiError> {
        let Self { batch_size, window_s, concurrency_max, filter, reports_failures } = self;
        Ok(MappingChange {
            function: None,
            enabled: None,
            batch_size: Some(batch_size),
            window_s: Some(window_s),
            filters: Some(patterns(&filter)?),
            reports_failures: Some(reports_failures.is_some()),
            concurrency_max: Some(number(concurrency_max.trim())?),
        })
    }
}

fn number(text: &str) -> Result<Option<u32>, ApiError> {
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.parse().map(Some);
    number.map_err(|_error| {
        ApiError::invalid("concurrency_max", format!("`{}` is no number of batches", text.escape_debug()))
    })
}

/// JSON objects, one after the other; here, what is wrong with one is told.
fn patterns(text: &str) -> Result<Vec<String>, ApiError> {
    let unread = |why: String| ApiError::invalid("filter", format!("the filter is no pattern: {why}"));
    let mut all = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        let pattern = value.map_err(|error| unread(error.to_string()))?.to_string();
        EventPattern::parse(&pattern).map_err(|error| unread(error.to_string()))?;
        all.push(pattern);
    }
    Ok(all)
}

fn in_words(Waiting { until, why }: Waiting) -> String {
    let until = until.iso().replace('T', " ");
    format!("{} (until {} UTC)", why.label(), until.split('.').next().unwrap_or_default())
}

fn shown(mapping: Mapping, polling: Polling) -> QueueReader {
    let state = mapping.state(&polling).identifier().to_owned();
    let Mapping { id, source, qualifier, settings, enabled, .. } = mapping;
    let MappingSettings { batch_size, window_s, filters, reports_failures, concurrency_max } = settings;
    let Polling { is_on: _, in_flight, gathered, last, waits } = polling;
    let filter = filters.join("\n");
    QueueReader {
        id,
        queue: source.name.to_string(),
        qualifier: qualifier.map(|qualifier| qualifier.to_string()),
        settings: ReaderSettings { batch_size, window_s, filter, reports_failures, concurrency_max },
        enabled,
        state,
        last: last.map(|last| last.text()),
        waits: waits.map(in_words),
        in_flight,
        gathered,
    }
}

pub(super) async fn read(function: &FunctionName) -> Result<QueueReaders, UiError> {
    let account = account()?;
    let filter = MappingFilter { function: Some(function), ..MappingFilter::default() };
    let found = mappings()?.mappings(&account, filter, None, SHOWN_MAX).await?;
    let limit = u32::try_from(QUEUES_MAX).unwrap_or(u32::MAX);
    let queues = queue_control()?.list(&account, "", None, limit).await.map_err(ApiError::from)?;
    let pollers = pollers()?;
    let one = |mapping: Mapping| {
        let polling = pollers.polling(&mapping.id);
        shown(mapping, polling)
    };
    Ok(QueueReaders {
        readers: found.into_iter().map(one).collect(),
        queues: queues.into_iter().map(String::from).collect(),
    })
}

pub(super) async fn add(function: &FunctionName, queue: &str, form: Form) -> Result<(), UiError> {
    let account = account()?;
    let source = QueueArn::new(&account, QueueName::parse(queue)?);
    let settings = form.change()?.applied_to(&MappingSettings::default());
    let (function, tags) = (function.clone(), BTreeMap::new());
    let new = NewMapping { source, function, qualifier: None, settings, enabled: true, tags };
    mappings()?.create_mapping(&account, new).await?;
    Ok(())
}

pub(super) async fn change(id: &MappingId, form: Form) -> Result<(), UiError> {
    mappings()?.update_mapping(&account()?, id, form.change()?).await?;
    Ok(())
}

pub(super) async fn enable(id: &MappingId, enabled: bool) -> Result<(), UiError> {
    let change = MappingChange { enabled: Some(enabled), ..MappingChange::default() };
    mappings()?.update_mapping(&account()?, id, change).await?;
    Ok(())
}

pub(super) async fn delete(id: &MappingId) -> Result<(), UiError> {
    mappings()?.delete_mapping(&account()?, id).await?;
    Ok(())
}
