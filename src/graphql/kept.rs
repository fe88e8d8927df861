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

/// The largest that is kept, in bytes: a few articles would drive out all the rest.
const LARGEST: usize = 64 * 1024;

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
        let mut kept = self.lock();
        if kept.version != version {
            return None;
        }
        Arc::clone(kept.rows.get(&(R::KIND, id))?).downcast().ok()
    }

    /// Keeps records by the ids that led to them, in place of those of another version. The version
    /// was read before they were, so that a change in between makes it too old for them and never
    /// too new.
    pub fn keep<R: Record>(&self, version: i64, found: &[(Uuid, Arc<R>)]) {
        let mut kept = self.lock();
        let is_other = kept.version != version;
        let old = is_other.then(|| std::mem::replace(&mut *kept, Kept::at(version)));
        for (id, row) in found {
            let weight = size_of::<R>() + row.text_size();
            if weight <= LARGEST {
                let row = Arc::clone(row);
                kept.rows.put((R::KIND, *id), row, weight);
            }
        }
        drop(kept);
        // To free them takes a while, for which nobody has to wait.
        drop(old);
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
