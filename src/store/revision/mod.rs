//! Reads of the revisions: the history of records, the feed of changes, and the past.

use chrono::{DateTime, Utc};
use entity::{
    attribution, claim, revision, source, statistic,
    vocab::{RecordKind, RecordStatus},
};
use sea_orm::{
    ActiveEnum as _, ExprTrait as _, Order as Direction,
    sea_query::{Alias, Expr, Query, SelectStatement, UnionType, WindowStatement},
};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{
    read::Read,
    record::{self, Record, find_where, padded, select},
    row::{Count, TableRow as _, Under},
};
use crate::{Error, Result};

const TABLE: &str = revision::Model::TABLE;

/// The revision with this id.
pub async fn find(db: &impl Read, id: Uuid) -> Result<Option<revision::Model>> {
    find_where(db, "id", id).await
}

/// The first `limit` revisions of each of these records after the one with the number `after`,
/// oldest first, in one statement.
pub async fn of_records(
    db: &impl Read,
    records: &[(RecordKind, Uuid)],
    after: i32,
    limit: u64,
) -> Result<Vec<Under<revision::Model>>> {
    let mut inner = select::<revision::Model>(TABLE);
    of_these(&mut inner, records);
    inner.and_where(Expr::col((TABLE, "number")).gt(after));
    let mut window = WindowStatement::partition_by((TABLE, "record_key"));
    window.order_by((TABLE, "number"), Direction::Asc);
    inner.expr_window_as(Expr::cust("ROW_NUMBER()"), window, "place_in_page");
    let mut query = Query::select();
    query.expr_as(Expr::col(("page", "record_key")), "parent_key");
    columns(&mut query, "page");
    query
        .from_subquery(inner, "page")
        .and_where(
            Expr::col(("page", "place_in_page")).lte(i64::try_from(limit).unwrap_or(i64::MAX)),
        )
        .order_by(("page", "record_key"), Direction::Asc)
        .order_by(("page", "number"), Direction::Asc);
    db.rows(&query, "loading the history").await
}

/// How many revisions each of these records has, in one statement.
pub async fn count_of_records(
    db: &impl Read,
    records: &[(RecordKind, Uuid)],
) -> Result<Vec<Under<Count>>> {
    let mut query = Query::select();
    query
        .expr_as(Expr::col((TABLE, "record_key")), "parent_key")
        .expr_as(Expr::col((TABLE, "id")).count(), "count")
        .from(TABLE)
        .group_by_col((TABLE, "record_key"));
    of_these(&mut query, records);
    db.rows(&query, "counting the history").await
}

/// Keys are unique over all kinds; the kind is there for the index.
fn of_these(query: &mut SelectStatement, records: &[(RecordKind, Uuid)]) {
    let mut kinds: Vec<RecordKind> = records.iter().map(|record| record.0).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let keys: Vec<Uuid> = records.iter().map(|record| record.1).collect();
    let kinds = kinds.into_iter().map(|kind| kind.to_value());
    query
        .and_where(Expr::col((TABLE, "record_kind")).is_in(kinds))
        .and_where(Expr::col((TABLE, "record_key")).is_in(padded(&keys)));
}

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

/// The record that this id led to at that moment, as it was then; `None` when it did not exist yet.
pub async fn known_at<R: Record>(db: &impl Read, id: Uuid, at: DateTime<Utc>) -> Result<Option<R>> {
    Ok(all_known_at(db, &[id], at).await?.pop().map(|found| found.row))
}

/// The records that these ids led to at that moment, as they were then; those that did not exist
/// yet are left out.
pub async fn all_known_at<R: Record>(
    db: &impl Read,
    ids: &[Uuid],
    at: DateTime<Utc>,
) -> Result<Vec<Under<R>>> {
    let mut found = Vec::with_capacity(ids.len());
    let mut moved: Vec<(Uuid, Uuid)> = Vec::new();
    for snapshot in latest::<R>(db, Keys::These(ids), at).await? {
        let key = snapshot.key;
        match snapshot.canonical {
            Some(kept) if kept != key => moved.push((key, kept)),
            _ => found.push(Under { parent_key: key, row: snapshot.row }),
        }
    }
    let kept: Vec<Uuid> = moved.iter().map(|(_, kept)| *kept).collect();
    let kept = latest::<R>(db, Keys::These(&kept), at).await?;
    for (key, canonical) in moved {
        if let Some(snapshot) = kept.iter().find(|snapshot| snapshot.key == canonical) {
            found.push(Under { parent_key: key, row: snapshot.row.clone() });
        }
    }
    Ok(found)
}

/// The claims on a statistic that counted at that moment, as they were then, by id: of all
/// statistics that were then read as one with it.
pub async fn claims_known_at(
    db: &impl Read,
    statistic: Uuid,
    at: DateTime<Utc>,
) -> Result<Vec<claim::Model>> {
    let Some(then) = known_at::<statistic::Model>(db, statistic, at).await? else {
        return Ok(Vec::new());
    };
    let ever = ever_under(RecordKind::Statistic, "canonical_id", &[then.id]);
    let one: Vec<Uuid> = latest::<statistic::Model>(db, Keys::Of(Box::new(ever)), at)
        .await?
        .into_iter()
        .filter(|snapshot| snapshot.row.canonical_id == then.id)
        .map(|snapshot| snapshot.key)
        .collect();
    let mut bearing = one.clone();
    bearing.push(then.id);
    bearing.dedup();
    let ever = ever_under(RecordKind::Claim, "statistic_id", &bearing);
    let claims = latest::<claim::Model>(db, Keys::Of(Box::new(ever)), at).await?;
    let counted = |claim: &claim::Model| {
        claim.status == RecordStatus::Active
            && claim.statistic_id.is_some_and(|statistic| one.contains(&statistic))
    };
    Ok(claims.into_iter().map(|snapshot| snapshot.row).filter(counted).collect())
}

/// The attributions of these claims that counted at that moment, as they were then, by id.
pub async fn attributions_known_at(
    db: &impl Read,
    claims: &[Uuid],
    at: DateTime<Utc>,
) -> Result<Vec<attribution::Model>> {
    if claims.is_empty() {
        return Ok(Vec::new());
    }
    let mut theirs = Query::select();
    theirs
        .column("id")
        .from(attribution::Model::TABLE)
        .and_where(Expr::col("claim_id").is_in(padded(claims)));
    let found = latest::<attribution::Model>(db, Keys::Of(Box::new(theirs)), at).await?;
    let counted = |row: &attribution::Model| {
        row.status == RecordStatus::Active && claims.contains(&row.claim_id)
    };
    Ok(found.into_iter().map(|snapshot| snapshot.row).filter(counted).collect())
}

/// The records whose column, which never changes, names one of these keys and that counted at that
/// moment, as they were then, by id.
pub async fn rows_known_at<R: Record>(
    db: &impl Read,
    column: &'static str,
    keys: &[Uuid],
    at: DateTime<Utc>,
) -> Result<Vec<R>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let mut theirs = Query::select();
    theirs.column("id").from(R::TABLE).and_where(Expr::col(column).is_in(padded(keys)));
    let found = latest::<R>(db, Keys::Of(Box::new(theirs)), at).await?;
    let rows = found.into_iter().map(|snapshot| snapshot.row);
    Ok(rows.filter(|row| row.status() == RecordStatus::Active).collect())
}

/// Keys of the records of a kind that point at these statistics, or once did: every change keeps
/// the statistic that it bore on.
fn ever_under(kind: RecordKind, column: &'static str, statistics: &[Uuid]) -> SelectStatement {
    let table = match kind {
        RecordKind::Statistic => statistic::Model::TABLE,
        _ => claim::Model::TABLE,
    };
    let mut now = Query::select();
    now.column("id").from(table).and_where(Expr::col(column).is_in(padded(statistics)));
    let mut once = Query::select();
    once.column("record_key")
        .from(TABLE)
        .and_where(Expr::col("statistic_id").is_in(padded(statistics)))
        .and_where(Expr::col("record_kind").eq(kind.to_value()));
    now.union(UnionType::Distinct, once);
    now
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

/// The list of keys that each of these records had at that moment, in its order: `via` of an
/// attribution, `authors` of a source. Records without any are left out.
pub async fn lists_known_at(
    db: &impl Read,
    kind: RecordKind,
    ids: &[Uuid],
    list: &str,
    at: DateTime<Utc>,
) -> Result<Vec<(Uuid, Vec<Uuid>)>> {
    let mut found = Vec::new();
    for revision in newest(db, kind, Keys::These(ids), at).await? {
        let after = revision.after.as_deref().unwrap_or_default();
        let json: Json = serde_json::from_str(after)
            .map_err(|error| Error::internal("reading a revision", error))?;
        let keys = json[list].as_array().into_iter().flatten();
        let keys: Vec<Uuid> = keys.filter_map(|key| key.as_str()?.parse().ok()).collect();
        if !keys.is_empty() {
            found.push((revision.record_key, keys));
        }
    }
    Ok(found)
}

/// A record as a revision keeps it.
struct Snapshot<R> {
    key: Uuid,
    /// What its id led to; `None` for kinds that are never merged.
    canonical: Option<Uuid>,
    row: R,
}

/// Which records.
enum Keys<'a> {
    These(&'a [Uuid]),
    Of(Box<SelectStatement>),
}

/// The newest state of each record that is not newer than `at`, by id.
async fn latest<R: Record>(
    db: &impl Read,
    keys: Keys<'_>,
    at: DateTime<Utc>,
) -> Result<Vec<Snapshot<R>>> {
    let revisions = newest(db, R::KIND, keys, at).await?;
    let public = public_today::<R>(db, &revisions).await?;
    revisions.iter().map(|revision| read(revision, public.as_deref())).collect()
}

/// The newest revision of each record that is not newer than `at`, by the key of the record.
async fn newest(
    db: &impl Read,
    kind: RecordKind,
    keys: Keys<'_>,
    at: DateTime<Utc>,
) -> Result<Vec<revision::Model>> {
    let mut inner = select::<revision::Model>(TABLE);
    let key = Expr::col((TABLE, "record_key"));
    inner.and_where(match keys {
        Keys::These([]) => return Ok(Vec::new()),
        Keys::These(keys) => key.is_in(padded(keys)),
        Keys::Of(query) => key.in_subquery(*query),
    });
    let mut window = WindowStatement::partition_by((TABLE, "record_key"));
    window.order_by((TABLE, "number"), Direction::Desc);
    inner
        .and_where(Expr::col((TABLE, "record_kind")).eq(kind.to_value()))
        .and_where(Expr::col((TABLE, "recorded_at")).lte(at))
        .expr_window_as(Expr::cust("ROW_NUMBER()"), window, "age");
    let mut query = Query::select();
    columns(&mut query, "known");
    query
        .from_subquery(inner, "known")
        .and_where(Expr::col(("known", "age")).eq(1))
        .order_by(("known", "record_key"), Direction::Asc);
    db.rows(&query, "looking into the past").await
}

/// The sources whose text everybody may read; `None` for other kinds. That is decided today: a
/// text that was public by mistake is so no longer.
async fn public_today<R: Record>(
    db: &impl Read,
    revisions: &[revision::Model],
) -> Result<Option<Vec<Uuid>>> {
    if R::KIND != RecordKind::Source {
        return Ok(None);
    }
    let keys: Vec<Uuid> = revisions.iter().map(|revision| revision.record_key).collect();
    let sources = record::by_ids::<source::Model>(db, &keys).await?;
    let public = sources.into_iter().filter(|source| source.row.body_public);
    Ok(Some(public.map(|source| source.parent_key).collect()))
}

fn read<R: Record>(revision: &revision::Model, public: Option<&[Uuid]>) -> Result<Snapshot<R>> {
    let doing = "reading a revision";
    let Some(after) = &revision.after else {
        return Err(Error::broken(doing, format!("revision {} has no after", revision.id)));
    };
    let broken = |error| Error::internal(doing, error);
    let mut json: Json = serde_json::from_str(after).map_err(broken)?;
    let key = revision.record_key;
    if let Some(public) = public {
        json["body_public"] = public.contains(&key).into();
    }
    let canonical = json["canonical_id"].as_str().and_then(|id| id.parse().ok());
    let row = serde_json::from_value(json).map_err(broken)?;
    Ok(Snapshot { key, canonical, row })
}

fn columns(query: &mut SelectStatement, here: &'static str) {
    for column in revision::Model::COLUMNS {
        query.column((Alias::new(here), Alias::new(*column)));
    }
}
