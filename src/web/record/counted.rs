//! What is counted in, at or by a record, and what else it is called.

use entity::statistic;
use uuid::Uuid;

use super::{Page, items};
use crate::{
    Result,
    store::{
        Read,
        filter::{Filter, Hop, Test},
        linked,
        list::list,
        record::Record,
    },
    web::{
        newest::{cut, oldest},
        words,
    },
};

/// Statistics that are listed at most.
const STATISTICS: usize = 200;

impl Page {
    /// Lists the statistics in whose key a record stands; `hops` lead there from a statistic.
    pub(super) async fn counted(
        &mut self,
        db: &impl Read,
        hops: &'static [Hop],
        id: Uuid,
    ) -> Result<()> {
        let is_it = Filter::Column("canonical_id", Test::Eq(id.into()));
        let listing = oldest::<statistic::Model>(Filter::Has(hops, Box::new(is_it)), STATISTICS);
        let mut rows = list(db, &listing).await?;
        if cut(&mut rows, STATISTICS).is_some() {
            self.pairs_hidden = format!("There are more than {}.", words::plain(STATISTICS));
        }
        self.statistics = items(db, &rows).await?;
        Ok(())
    }

    /// Says what else a record is called; what was merged into it counts with its names.
    pub(super) async fn also_called<R: Record>(&mut self, db: &impl Read, id: Uuid) -> Result<()> {
        let names = linked::names::<R>(db, &[id]).await?;
        let names: Vec<String> = names.into_iter().map(|found| found.row.name).collect();
        self.fact("Also called", (!names.is_empty()).then(|| names.join(" · ")));
        Ok(())
    }
}
