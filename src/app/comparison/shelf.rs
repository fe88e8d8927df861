//! Facts that were loaded lately, good as long as nothing is committed that bears on them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use super::Facts;
use crate::{
    Result,
    store::{Read, summary},
    weighed::Weighed,
};

/// How much is kept: claims and attributions of all facts together.
const MOST: usize = 30_000;

/// The facts of statistics.
pub struct Shelf(Mutex<Weighed<Uuid, Arc<Facts>>>);

impl Default for Shelf {
    fn default() -> Self {
        Self(Mutex::new(Weighed::new(usize::MAX, MOST)))
    }
}

impl Shelf {
    /// The facts of those among these statistics that still hold; costs no statement where none are
    /// at hand.
    pub async fn find(
        &self,
        db: &impl Read,
        statistics: &[Uuid],
    ) -> Result<Vec<(Uuid, Arc<Facts>)>> {
        let at_hand: Vec<(Uuid, Arc<Facts>)> = {
            let mut kept = self.lock();
            let facts = |id: &Uuid| Some((*id, Arc::clone(kept.get(id)?)));
            statistics.iter().filter_map(facts).collect()
        };
        if at_hand.is_empty() {
            return Ok(at_hand);
        }
        let ids: Vec<Uuid> = at_hand.iter().map(|(id, _)| *id).collect();
        let marks = summary::marks(db, &ids).await?;
        let holds = |(id, facts): &(Uuid, Arc<Facts>)| {
            facts.marks.is_some() && marks.get(id).copied() == facts.marks
        };
        Ok(at_hand.into_iter().filter(holds).collect())
    }

    /// Keeps what was loaded, in place of what was kept before.
    pub fn put(&self, statistic: Uuid, facts: &Arc<Facts>) {
        if facts.marks.is_some() && facts.size() <= MOST {
            self.lock().put(statistic, Arc::clone(facts), facts.size());
        }
    }

    fn lock(&self) -> MutexGuard<'_, Weighed<Uuid, Arc<Facts>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
