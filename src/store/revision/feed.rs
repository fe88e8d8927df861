//! The feed of changes.

use chrono::{DateTime, Utc};
use entity::{revision, statistic, vocab::RecordKind};
use sea_orm::{
    ActiveEnum as _, ExprTrait as _, Order as Direction,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::TABLE;
use crate::{
    Result,
    store::{
        read::Read,
        record::select,
        row::{Count, TableRow as _},
    },
};

/// Where a change stands in the feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Number of the commit.
    pub sequence: i64,
    /// Order within the commit.
    pub position: i32,
}

impl Place {
    /// The place of a revision.
    #[must_use]
    pub const fn of(revision: &revision::Model) -> Self {
        Self { sequence: revision.sequence, position: revision.position }
    }
}

/// A page of the feed: `limit` changes after or before a place.
#[derive(Clone, Copy, Debug)]
pub struct FeedPage {
    /// Only what came after it.
    pub after: Option<Place>,
    /// Only what came before it.
    pub before: Option<Place>,
    /// How many changes are wanted.
    pub limit: u64,
    /// Counted from the newest.
    pub backwards: bool,
}

/// A page of the feed, in the direction in which it was read.
pub async fn feed(db: &impl Read, page: FeedPage) -> Result<Vec<revision::Model>> {
    let mut query = select::<revision::Model>(TABLE);
    let place = || Expr::tuple([Expr::col((TABLE, "sequence")), Expr::col((TABLE, "position"))]);
    let bound =
        |place: Place| Expr::tuple([Expr::value(place.sequence), Expr::value(place.position)]);
    if let Some(after) = page.after {
        query.and_where(place().gt(bound(after)));
    }
    if let Some(before) = page.before {
        query.and_where(place().lt(bound(before)));
    }
    let direction = || if page.backwards { Direction::Desc } else { Direction::Asc };
    query
        .order_by((TABLE, "sequence"), direction())
        .order_by((TABLE, "position"), direction())
        .limit(page.limit);
    db.rows(&query, "loading the changes").await
}

/// When the last change was recorded; `None` where nothing is on record.
pub async fn newest_at(db: &impl Read) -> Result<Option<DateTime<Utc>>> {
    let page = FeedPage { after: None, before: None, limit: 1, backwards: true };
    Ok(feed(db, page).await?.pop().map(|newest| newest.recorded_at))
}

/// How many changes there were.
pub async fn count(db: &impl Read) -> Result<i64> {
    let mut query = Query::select();
    query.expr_as(Expr::col((TABLE, "id")).count(), "count").from(TABLE);
    let rows: Vec<Count> = db.rows(&query, "counting the changes").await?;
    Ok(rows.first().map_or(0, |row| row.count))
}

/// The newest `limit` changes that bore on a statistic or on one that is read as it, of any record
/// but what rules noticed, the newest first; only those until a moment, where one is given.
pub async fn bearing_on(
    db: &impl Read,
    statistic: Uuid,
    until: Option<DateTime<Utc>>,
    limit: u64,
) -> Result<Vec<revision::Model>> {
    let mut same = Query::select();
    same.column("id")
        .from(statistic::Model::TABLE)
        .and_where(Expr::col("canonical_id").eq(statistic));
    let mut query = select::<revision::Model>(TABLE);
    query
        .and_where(Expr::col((TABLE, "statistic_id")).in_subquery(same))
        .and_where(Expr::col((TABLE, "record_kind")).ne(RecordKind::Finding.to_value()));
    if let Some(until) = until {
        query.and_where(Expr::col((TABLE, "recorded_at")).lte(until));
    }
    query
        .order_by((TABLE, "sequence"), Direction::Desc)
        .order_by((TABLE, "position"), Direction::Desc)
        .limit(limit);
    db.rows(&query, "loading what changed about a statistic").await
}
