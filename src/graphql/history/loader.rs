//! The histories of many records in one statement.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use entity::{revision, source, vocab::RecordKind};
use uuid::Uuid;

use crate::{Error, graphql::loader::Rows, store};

/// A page of the history of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HistoryOf {
    /// The record.
    pub record: (RecordKind, Uuid),
    /// Only what came after this revision.
    pub after: i32,
    /// How many revisions.
    pub limit: u64,
}

impl Loader<HistoryOf> for Rows {
    type Value = Vec<revision::Model>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[HistoryOf],
    ) -> Result<HashMap<HistoryOf, Vec<revision::Model>>, Arc<Error>> {
        let mut pages: HashMap<(i32, u64), Vec<(RecordKind, Uuid)>> = HashMap::new();
        for key in keys {
            pages.entry((key.after, key.limit)).or_default().push(key.record);
        }
        let mut histories: HashMap<HistoryOf, Vec<revision::Model>> = HashMap::new();
        for ((after, limit), mut records) in pages {
            // One order of the same keys, so that the same question is the same statement.
            records.sort_unstable();
            for found in store::revision::of_records(&self.db, &records, after, limit).await? {
                let record = (found.row.record_kind, found.parent_key);
                histories.entry(HistoryOf { record, after, limit }).or_default().push(found.row);
            }
        }
        Ok(histories)
    }
}

/// How many revisions a record has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HistoryCount(pub (RecordKind, Uuid));

impl Loader<HistoryCount> for Rows {
    type Value = i64;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[HistoryCount]) -> Result<HashMap<HistoryCount, i64>, Arc<Error>> {
        let mut records: Vec<(RecordKind, Uuid)> = keys.iter().map(|key| key.0).collect();
        records.sort_unstable();
        let found = store::revision::count_of_records(&self.db, &records).await?;
        let counts: HashMap<Uuid, i64> =
            found.into_iter().map(|found| (found.parent_key, found.row.count)).collect();
        let count = |key: &HistoryCount| Some((*key, *counts.get(&key.0.1)?));
        Ok(keys.iter().filter_map(count).collect())
    }
}

/// Whether the text of a source may be shown to anybody, as it is now: what a query keeps of the source
/// may be from before the revision that it is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TextIsPublic(pub Uuid);

impl Loader<TextIsPublic> for Rows {
    type Value = bool;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[TextIsPublic]) -> Result<HashMap<TextIsPublic, bool>, Arc<Error>> {
        let mut ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        ids.sort_unstable();
        let found = store::record::by_ids::<source::Model>(&self.db, &ids).await?;
        let public = found.into_iter().map(|it| (TextIsPublic(it.parent_key), it.row.body_public));
        Ok(public.collect())
    }
}
