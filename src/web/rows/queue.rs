//! The rows of statistics in the order in which they are told, a part at a time.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::PART;
use crate::{
    Result,
    store::{
        Read,
        said::{self, Place, SaidRow},
    },
};

/// What is still to be told: first what counts, then what was retracted.
pub(super) struct Queue {
    counting: std::vec::IntoIter<Uuid>,
    statistics: Vec<Uuid>,
    retracted: Retracted,
}

/// How far the retracted rows are told.
enum Retracted {
    After(Option<Place>),
    Done,
}

impl Queue {
    /// These attributions and then, if they are asked for, the retracted rows of these statistics.
    pub(super) fn new(counting: Vec<Uuid>, statistics: Vec<Uuid>, retracted: bool) -> Self {
        let retracted = if retracted { Retracted::After(None) } else { Retracted::Done };
        Self { counting: counting.into_iter(), statistics, retracted }
    }

    /// The next rows, as they were on record at a moment if one is given; none after the last.
    pub(super) async fn next(
        &mut self,
        db: &impl Read,
        at: Option<DateTime<Utc>>,
    ) -> Result<Vec<SaidRow>> {
        loop {
            let ids: Vec<Uuid> = self.counting.by_ref().take(PART).collect();
            if ids.is_empty() {
                return self.next_retracted(db).await;
            }
            let found = match at {
                Some(at) => said::known_at(db, &ids, at).await?,
                None => said::by_ids(db, &ids).await?,
            };
            // What was retracted since it was counted is told among the retracted.
            let counting = found.into_iter().filter(SaidRow::counts);
            let mut found: HashMap<Uuid, SaidRow> = counting.map(|row| (row.id, row)).collect();
            let rows: Vec<SaidRow> = ids.iter().filter_map(|id| found.remove(id)).collect();
            if !rows.is_empty() {
                return Ok(rows);
            }
        }
    }

    async fn next_retracted(&mut self, db: &impl Read) -> Result<Vec<SaidRow>> {
        let Retracted::After(after) = self.retracted else { return Ok(Vec::new()) };
        let most = u64::try_from(PART).unwrap_or(u64::MAX);
        let rows = said::retracted(db, &self.statistics, after, most).await?;
        self.retracted = match rows.last().and_then(Place::of) {
            Some(place) => Retracted::After(Some(place)),
            None => Retracted::Done,
        };
        Ok(rows)
    }
}
