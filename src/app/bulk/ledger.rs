//! What was looked up in the course of an import.

use std::collections::HashMap;

use entity::{agent, event, measure, place, source, statistic};
use uuid::Uuid;

use crate::{
    Result,
    domain::record_id::Prefix,
    store::{
        Read, Txn,
        exchange::{rows_by, version},
        record::Record,
    },
};

/// Most records of a kind, and most names, that are remembered from batch to batch.
const MOST: usize = 20_000;

/// What was looked up in the course of an import. It holds as long as nobody else writes, and is
/// forgotten when somebody did.
#[derive(Debug, Default)]
pub struct Ledger {
    /// The version of the database at which it holds; `None` where nothing is known.
    version: Option<i64>,
    names: HashMap<(Prefix, String), Uuid>,
    pub(super) agents: HashMap<Uuid, Known<agent::Model>>,
    pub(super) events: HashMap<Uuid, Known<event::Model>>,
    pub(super) measures: HashMap<Uuid, Known<measure::Model>>,
    pub(super) places: HashMap<Uuid, Known<place::Model>>,
    pub(super) statistics: HashMap<Uuid, Known<statistic::Model>>,
    /// Statistics by the hash of their key.
    pub(super) keys: HashMap<String, Uuid>,
    /// Statistics by the slug or id that a file has for them.
    pub(super) slugs: HashMap<String, Uuid>,
    /// Sources without a text, by identity.
    pub(super) sources: HashMap<String, source::Model>,
}

/// A record that stands for itself.
#[derive(Debug)]
pub(super) struct Known<R> {
    pub(super) row: R,
    /// Whether it stands for itself alone: nothing was merged into it.
    pub(super) is_alone: bool,
}

impl<R> Known<R> {
    pub(super) const fn new(row: R) -> Self {
        Self { row, is_alone: true }
    }
}

impl Ledger {
    /// Begins a batch: what somebody else may have changed is forgotten, and what is too much.
    pub async fn begin(&mut self, txn: &Txn) -> Result<()> {
        let version = version(txn).await?;
        if self.version != Some(version) {
            *self = Self { version: Some(version), ..Self::default() };
        }
        bound(&mut self.names);
        bound(&mut self.agents);
        bound(&mut self.events);
        bound(&mut self.measures);
        bound(&mut self.places);
        bound(&mut self.statistics);
        bound(&mut self.keys);
        bound(&mut self.slugs);
        bound(&mut self.sources);
        Ok(())
    }

    /// Ends a batch whose transaction is about to commit.
    pub fn end(&mut self, txn: &Txn) {
        self.version = self.version.map(|version| version + i64::from(txn.is_noted()));
    }

    /// The record that a name was found to mean; `None` where it was not looked up.
    #[must_use]
    pub fn meant(&self, kind: Prefix, name: &str) -> Option<Uuid> {
        self.names.get(&(kind, name.to_owned())).copied()
    }

    /// Remembers what a name means.
    pub fn remember(&mut self, kind: Prefix, name: String, id: Uuid) {
        self.names.insert((kind, name), id);
    }
}

fn bound<K, V>(map: &mut HashMap<K, V>) {
    if map.len() > MOST {
        map.clear();
    }
}

/// A record that others may have been merged into.
pub(super) trait Merging: Record {
    fn canonical_id(&self) -> Uuid;
}

macro_rules! merging {
    ($($table:ident),*) => { $(
        impl Merging for $table::Model {
            fn canonical_id(&self) -> Uuid {
                self.canonical_id
            }
        }
    )* };
}

merging!(agent, event, measure, place, statistic);

/// Looks up those of these records that are not known yet and stand for themselves.
pub(super) async fn load<R: Merging>(
    db: &impl Read,
    known: &mut HashMap<Uuid, Known<R>>,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<()> {
    let mut ids: Vec<Uuid> = ids.into_iter().filter(|id| !known.contains_key(id)).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<R> = rows_by(db, "canonical_id", &ids, "id").await?;
    let mut family: HashMap<Uuid, usize> = HashMap::new();
    for row in &rows {
        *family.entry(row.canonical_id()).or_default() += 1;
    }
    for row in rows {
        let id = row.id();
        if row.canonical_id() == id {
            known.insert(id, Known { is_alone: family.get(&id) == Some(&1), row });
        }
    }
    Ok(())
}
