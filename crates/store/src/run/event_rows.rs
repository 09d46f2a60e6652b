//! Events of a batch, as rows.

use super::insert::NewRuns;
use super::write::{Keys, RunWrite};
use crate::convert::{to_i64, to_json};
use crate::error::StoreError;
use api::event::RunEvent;
use api::id::RunId;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use std::collections::HashMap;

/// Rows of one statement, largest first: few different statements, so that all stay prepared.
const ROW_CHUNKS: [usize; 4] = [256, 32, 4, 1];

struct Row<'a> {
    event: &'a RunEvent,
    text: String,
}

/// All events of a batch.
pub(super) struct EventRows<'a> {
    rows: Vec<Row<'a>>,
    /// Bytes by run, of runs that are there already.
    bytes: HashMap<&'a RunId, usize>,
}

impl<'a> EventRows<'a> {
    /// Those of `writes`; what belongs to new runs is counted there.
    pub(super) fn of(writes: &'a [RunWrite], new: &mut NewRuns<'a>) -> Result<Self, StoreError> {
        let (mut rows, mut bytes) = (Vec::new(), HashMap::<&RunId, usize>::new());
        for write in writes {
            let RunWrite::Events(events) = write else { continue };
            for event in events {
                let text = to_json("run_event.event", &event.event)?;
                if !new.add_event_bytes(&event.run, text.len()) {
                    *bytes.entry(&event.run).or_default() += text.len();
                }
                rows.push(Row { event, text });
            }
        }
        Ok(Self { rows, bytes })
    }

    /// Writes those whose runs are there.
    pub(super) async fn insert(&self, db: &mut SqliteConnection, keys: &mut Keys<'a>) -> Result<(), StoreError> {
        let mut rows = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            if let Some(key) = keys.of(db, &row.event.run).await? {
                rows.push((key, row));
            }
        }
        let mut rest = rows.as_slice();
        for chunk in ROW_CHUNKS {
            while let Some((now, later)) = rest.split_at_checked(chunk) {
                insert_rows(db, now).await?;
                rest = later;
            }
        }
        for (run, bytes) in &self.bytes {
            if let Some(key) = keys.of(db, run).await? {
                add_stored_bytes(db, key, *bytes).await?;
            }
        }
        Ok(())
    }
}

async fn insert_rows(db: &mut SqliteConnection, rows: &[(i64, &Row<'_>)]) -> Result<(), StoreError> {
    let mut sql = QueryBuilder::<Sqlite>::new("insert into run_event (run_key, seq, created_at, event) ");
    sql.push_values(rows, |mut values, (key, Row { event, text })| {
        values.push_bind(*key).push_bind(to_i64(event.seq)).push_bind(event.at.0).push_bind(text.as_str());
    });
    sql.push(" on conflict (run_key, seq) do nothing");
    sql.build().execute(db).await?;
    Ok(())
}

/// Counts what is stored of a run that was there before.
pub(super) async fn add_stored_bytes(db: &mut SqliteConnection, run: i64, bytes: usize) -> Result<(), StoreError> {
    sqlx::query("update run set stored_bytes = stored_bytes + ? where key = ?")
        .bind(to_i64(bytes))
        .bind(run)
        .execute(db)
        .await?;
    Ok(())
}
