//! What became of the records of an item that is being taken.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Faults, Shown, names::Names};
use crate::{
    app::whole::Recorded, domain::record_id::Prefix, exchange::report::Fate, store::record::Record,
};

/// What became of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noted {
    /// Its kind.
    pub kind: Prefix,
    /// Its key.
    pub key: Uuid,
    /// What became of it.
    pub fate: Fate,
    /// The revision at which it is now.
    pub revision: i32,
}

/// What an item came to.
#[derive(Debug, Default)]
pub struct Made {
    /// What became of which record.
    pub noted: Vec<Noted>,
    /// Names that were looked up.
    pub names: Names,
    /// The claims or sources as they were read.
    pub shown: Vec<Shown>,
    /// Records that the file says otherwise and that people changed since they were imported.
    pub held: u64,
    /// What is wrong with it so far.
    pub faults: Faults,
}

impl Made {
    /// Notes what became of a record.
    pub fn note<R: Record>(&mut self, recorded: &Recorded<R>) {
        let fate = if recorded.is_new { Fate::New } else { Fate::Unchanged };
        self.note_as(&recorded.row, fate);
    }

    /// Notes what became of a record that may have been changed.
    pub fn note_as<R: Record>(&mut self, row: &R, fate: Fate) {
        let (kind, key, revision) = (Prefix::from(R::KIND), row.id(), row.revision());
        self.noted.push(Noted { kind, key, fate, revision });
    }

    /// Notes what is told only where it is new: every item names it.
    pub fn note_new<R: Record>(&mut self, recorded: &Recorded<R>) {
        if recorded.is_new {
            self.note(recorded);
        }
    }

    /// What became of the item: new where what it is first of all is new, else changed where anything
    /// in it is.
    pub(super) fn fate(&self, kind: Prefix) -> Fate {
        let is_new = |noted: &Noted| noted.kind == kind && noted.fate == Fate::New;
        if self.noted.iter().any(is_new) {
            Fate::New
        } else if self.noted.iter().any(|noted| noted.fate != Fate::Unchanged) {
            Fate::Updated
        } else {
            Fate::Unchanged
        }
    }

    /// What became of each record, once: the greatest change that it saw.
    pub(super) fn each(&self) -> HashMap<Uuid, Noted> {
        let mut each: HashMap<Uuid, Noted> = HashMap::with_capacity(self.noted.len());
        for noted in &self.noted {
            let known = each.entry(noted.key).or_insert(*noted);
            known.revision = known.revision.max(noted.revision);
            if known.fate == Fate::Unchanged {
                known.fate = noted.fate;
            }
        }
        each
    }
}
