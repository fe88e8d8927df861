//! What a client hears of as it is committed.

use std::time::Duration;

use async_graphql::{Context, ID, Subscription as Subscribe};
use entity::statistic;
use futures_util::{Stream, StreamExt as _, stream};
use tokio::{sync::broadcast, time::timeout};
use uuid::Uuid;

use super::{change::Change, context::ContextExt as _, error::Result, query::key, vocab};
use crate::{
    Error,
    domain::record_id::Prefix,
    store::{
        Db,
        changes::Heard,
        record,
        revision::{self as stored, FeedPage, Place},
    },
};

/// Commits of other servers on the same database are looked for this often.
const LOOK: Duration = Duration::from_millis(500);

/// Changes read at one time.
const PAGE: u64 = 500;

/// Everything that can be listened to.
#[derive(Default)]
pub struct Subscription;

#[Subscribe]
impl Subscription {
    /// Every change from now on, once it is committed, in the order of the commits, whichever server
    /// made it.
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of records of these kinds; all kinds unless given.")]
        kinds: Option<Vec<vocab::RecordKind>>,
        #[graphql(desc = "Only those that bear on this statistic.")] statistic: Option<ID>,
    ) -> Result<impl Stream<Item = Result<Change>> + use<>> {
        let db = ctx.db().clone();
        let about = match statistic {
            Some(id) => Some(group_of(&db, &id).await?),
            None => None,
        };
        let wanted = move |change: &Change| {
            let of_kind = kinds.as_ref().is_none_or(|kinds| kinds.contains(&change.kind_of()));
            let bears = about
                .as_ref()
                .is_none_or(|group| change.bears_on().is_some_and(|id| group.contains(&id)));
            of_kind && bears
        };
        // The listener is there before the feed's end is read, so that nothing falls between.
        let heard = db.changes();
        let newest = FeedPage { after: None, before: None, limit: 1, backwards: true };
        let last = stored::feed(&db, newest).await?.first().map(Place::of);
        let feed = Feed { db, heard, last };
        Ok(stream::unfold(feed, Feed::next).flat_map(stream::iter).filter(move |change| {
            let passes = change.as_ref().map_or(true, &wanted);
            async move { passes }
        }))
    }
}

/// The keys of all statistics that are read as this one.
async fn group_of(db: &Db, id: &ID) -> Result<Vec<Uuid>> {
    let unknown = || Error::not_found("statistic", Prefix::Statistic.as_str(), id.as_str());
    let id = key::<statistic::Model>(id).ok_or_else(unknown)?;
    let row = record::find::<statistic::Model>(db, id).await?.ok_or_else(unknown)?;
    let group = record::rows_where::<statistic::Model>(db, "canonical_id", &[row.id], "id").await?;
    Ok(group.into_iter().map(|row| row.id).collect())
}

/// The feed from a place on.
struct Feed {
    db: Db,
    heard: broadcast::Receiver<Heard>,
    last: Option<Place>,
}

impl Feed {
    /// Waits until something was committed and reads it.
    async fn next(mut self) -> Option<(Vec<Result<Change>>, Self)> {
        loop {
            let page = FeedPage { after: self.last, before: None, limit: PAGE, backwards: false };
            match stored::feed(&self.db, page).await {
                Ok(rows) if rows.is_empty() => {}
                Ok(rows) => {
                    self.last = rows.last().map(Place::of);
                    let changes = rows.into_iter().map(|row| Ok(Change::from(row))).collect();
                    return Some((changes, self));
                }
                Err(error) => return Some((vec![Err(error.into())], self)),
            }
            // Something was committed, or missed, or may have been elsewhere: look.
            if let Ok(Err(broadcast::error::RecvError::Closed)) =
                timeout(LOOK, self.heard.recv()).await
            {
                return None;
            }
        }
    }
}
