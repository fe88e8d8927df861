//! Records that were read lately, for queries that refer to them again while the database is as it
//! was: most of what a page of claims shows are the same few sources, publishers and agents.

use std::{
    any::Any,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use entity::vocab::RecordKind;
use uuid::Uuid;

use crate::{store::record::Record, weighed::Weighed};

/// Records that are kept.
const MOST: usize = 20_000;

/// What they take together, in bytes.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// The records of one version of the database.
pub struct Records(Mutex<Kept>);

struct Kept {
    version: i64,
    rows: Weighed<(RecordKind, Uuid), Arc<dyn Any + Send + Sync>>,
}

impl Default for Records {
    fn default() -> Self {
        Self(Mutex::new(Kept::at(i64::MIN)))
    }
}

impl Kept {
    fn at(version: i64) -> Self {
        Self { version, rows: Weighed::new(MOST, MOST_BYTES) }
    }
}

impl Records {
    /// The record to which this id led at that version, where it is at hand.
    pub fn find<R: Record>(&self, version: i64, id: Uuid) -> Option<Arc<R>> {
        let row = Arc::clone(self.at(version).rows.get(&(R::KIND, id))?);
        row.downcast().ok()
    }

    /// Keeps records by the ids that led to them. The version was read before they were, so that a
    /// change in between makes it too old for them and never too new.
    pub fn keep<R: Record>(&self, version: i64, found: &[(Uuid, Arc<R>)]) {
        let mut kept = self.at(version);
        for (id, row) in found {
            let row: Arc<R> = Arc::clone(row);
            let weight = size_of::<R>() + row.text_size();
            kept.rows.put((R::KIND, *id), row, weight);
        }
    }

    /// What is kept of this version: nothing yet where it is another than that of the last question.
    fn at(&self, version: i64) -> MutexGuard<'_, Kept> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.version != version {
            *kept = Kept::at(version);
        }
        kept
    }
}
