//! What was on record at an earlier moment.

use chrono::{DateTime, Utc};
use entity::{
    attribution, claim, revision, source, statistic,
    vocab::{RecordKind, RecordStatus},
};
use sea_orm::{
    ActiveEnum as _, ExprTrait as _, Order as Direction,
    sea_query::{Expr, Query, SelectStatement, UnionType, WindowStatement},
};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{TABLE, columns};
use crate::{
    Error, Result,
    store::{
        read::Read,
        record::{self, Record, padded, select},
        row::{TableRow as _, Under},
    },
};

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
