//! What a client hears of as it is committed.

use std::time::Duration;

use async_graphql::{Context, ID, Subscription as Subscribe};
use entity::{statistic, vocab::RecordKind};
use futures_util::{Stream, StreamExt as _, stream};
use tokio::{
    sync::broadcast::{
        Receiver,
        error::{RecvError, TryRecvError},
    },
    time::{Instant, sleep_until},
};
use uuid::Uuid;

use super::{
    change::Change, context::ContextExt as _, error::Result, query::key, statistic::Statistic,
    vocab,
};
use crate::{
    Error,
    domain::record_id::Prefix,
    store::{
        ChangeNotice, Db,
        news::Heard,
        record,
        revision::{self as stored, FeedPage, Place},
    },
};

/// Changes read at one time.
const PAGE: u64 = 500;

/// Whoever watches a statistic is told at most this often; of what is committed meanwhile it is told
/// at once.
const PAUSE: Duration = Duration::from_millis(300);

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
        let heard = db.news().await?;
        let newest = FeedPage { after: None, before: None, limit: 1, backwards: true };
        let last = stored::feed(&db, newest).await?.first().map(Place::of);
        let feed = Feed { db, heard, last };
        Ok(stream::unfold(feed, Feed::next).flat_map(stream::iter).filter(move |change| {
            let passes = change.as_ref().map_or(true, &wanted);
            async move { passes }
        }))
    }

    /// The statistic, each time that something is committed that bears on its comparison, whichever
    /// server does it: a claim or an attribution that arrives, changes or is retracted, a confirmed
    /// derivation or link, a merge of those who speak, a finding about it. Several commits within a third of a second
    /// are told of once. Nothing is told at the beginning: read the statistic after subscribing. An
    /// unknown slug is an error.
    async fn statistic_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its slug; that of a merged statistic leads to the one kept.")]
        slug: String,
    ) -> Result<impl Stream<Item = Result<Statistic>> + use<>> {
        let db = ctx.db().clone();
        let heard = db.news().await?;
        let named: Option<statistic::Model> =
            record::find_where(&db, "slug", slug.as_str()).await?;
        let Some(named) = named else {
            return Err(Error::not_found("slug", Prefix::Statistic.as_str(), slug).into());
        };
        let (id, kept) = (named.id, named.canonical_id);
        let watch = Watch { db, heard, id, kept, silent_until: Instant::now() };
        Ok(stream::unfold(watch, Watch::next))
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
    heard: Receiver<Heard>,
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
            // Whatever was committed, or missed, is read from the database.
            if let Err(RecvError::Closed) = self.heard.recv().await {
                return None;
            }
        }
    }
}

/// Somebody who watches a statistic.
struct Watch {
    db: Db,
    heard: Receiver<Heard>,
    /// The statistic that was named.
    id: Uuid,
    /// The one that stands for it.
    kept: Uuid,
    silent_until: Instant,
}

impl Watch {
    /// Waits until its comparison may be another.
    async fn next(mut self) -> Option<(Result<Statistic>, Self)> {
        loop {
            match self.heard.recv().await {
                Ok(heard) if !self.is_about(&heard) => continue,
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
            sleep_until(self.silent_until).await;
            self.skip();
            self.silent_until = Instant::now() + PAUSE;
            match record::find::<statistic::Model>(&self.db, self.id).await {
                Ok(Some(row)) => {
                    self.kept = row.id;
                    return Some((Ok(row.into()), self));
                }
                // Records are never deleted, but a database can be put in another's place.
                Ok(None) => return None,
                Err(error) => return Some((Err(error.into()), self)),
            }
        }
    }

    fn is_about(&self, heard: &Heard) -> bool {
        let is_one = |key: Uuid| key == self.id || key == self.kept;
        let shown = |change: &ChangeNotice| match change.kind {
            // A merge, or its undoing, is a change of the statistics that it joins or parts.
            RecordKind::Statistic => is_one(change.key),
            // They are told with the comparison, and follow what they are about a moment later.
            RecordKind::Finding => change.statistic.is_some_and(is_one),
            _ => false,
        };
        heard.statistics.iter().any(|id| is_one(*id)) || heard.changes.iter().any(shown)
    }

    /// What was committed meanwhile is in the answer that comes now.
    fn skip(&mut self) {
        while let Ok(_) | Err(TryRecvError::Lagged(_)) = self.heard.try_recv() {}
    }
}
