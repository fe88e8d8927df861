//! Imports and their lines, for many records in one statement.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use entity::{import, import_row};
use uuid::Uuid;

use crate::{
    Error,
    graphql::loader::Rows,
    store::{
        self,
        import::{LinePlace, Side, Tallied},
    },
};

/// An import by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImportById(pub Uuid);

impl Loader<ImportById> for Rows {
    type Value = import::Model;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[ImportById],
    ) -> Result<HashMap<ImportById, import::Model>, Arc<Error>> {
        let mut ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        // One order of the same keys, so that the same question is the same statement.
        ids.sort_unstable();
        let rows = store::import::by_ids(&self.db, &ids).await?;
        Ok(rows.into_iter().map(|row| (ImportById(row.id), row)).collect())
    }
}

/// A page of the lines of an import, or of those that a record came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LinesOf {
    /// Which of both.
    pub side: Side,
    /// The import or the record.
    pub key: Uuid,
    /// Only what comes after this place.
    pub after: Option<LinePlace>,
    /// How many lines.
    pub limit: u64,
}

impl Loader<LinesOf> for Rows {
    type Value = Vec<import_row::Model>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[LinesOf],
    ) -> Result<HashMap<LinesOf, Vec<import_row::Model>>, Arc<Error>> {
        let mut pages: HashMap<(Side, Option<LinePlace>, u64), Vec<Uuid>> = HashMap::new();
        for LinesOf { side, key, after, limit } in keys {
            pages.entry((*side, *after, *limit)).or_default().push(*key);
        }
        let mut lists: HashMap<LinesOf, Vec<import_row::Model>> = HashMap::new();
        for ((side, after, limit), mut keys) in pages {
            keys.sort_unstable();
            for found in store::import::lines_under(&self.db, side, &keys, after, limit).await? {
                let of = LinesOf { side, key: found.parent_key, after, limit };
                lists.entry(of).or_default().push(found.row);
            }
        }
        Ok(lists)
    }
}

/// How many lines an import has, or a record came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LineCount(pub Side, pub Uuid);

impl Loader<LineCount> for Rows {
    type Value = i64;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[LineCount]) -> Result<HashMap<LineCount, i64>, Arc<Error>> {
        let mut counts = HashMap::with_capacity(keys.len());
        for side in [Side::Import, Side::Record] {
            let mut of: Vec<Uuid> =
                keys.iter().filter(|key| key.0 == side).map(|key| key.1).collect();
            if of.is_empty() {
                continue;
            }
            of.sort_unstable();
            for found in store::import::count_under(&self.db, side, &of).await? {
                counts.insert(LineCount(side, found.parent_key), found.row.count);
            }
        }
        Ok(counts)
    }
}

/// What an import did, by kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TalliesOf(pub Uuid);

impl Loader<TalliesOf> for Rows {
    type Value = Vec<Tallied>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[TalliesOf],
    ) -> Result<HashMap<TalliesOf, Vec<Tallied>>, Arc<Error>> {
        let mut ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        ids.sort_unstable();
        let mut lists: HashMap<TalliesOf, Vec<Tallied>> = HashMap::new();
        for found in store::import::tallies(&self.db, &ids).await? {
            lists.entry(TalliesOf(found.parent_key)).or_default().push(found.row);
        }
        Ok(lists)
    }
}
