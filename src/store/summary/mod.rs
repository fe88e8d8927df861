//! What is kept of the comparison of each statistic, so that lists can ask for it: which no longer
//! hold, and their new values.

mod mark;

use std::collections::{BTreeMap, BTreeSet};

use entity::{claim_verdict, statistic_summary, vocab::Verdict};
use sea_orm::{
    ActiveModelTrait as _, ConnectionTrait as _, EntityTrait as _, ExprTrait as _,
    IntoActiveModel as _, Order,
    sea_query::{Expr, OnConflict, Query},
};
use uuid::Uuid;

use super::{
    Doing as _, Txn,
    ask::Ask,
    read::Read,
    record::{insert_rows, padded, rows_where},
    row::{Row, TableRow as _, rec},
};
use crate::Result;

pub use mark::{Touched, mark};

/// The tables whose rows hold only once they were brought up to date.
pub const TABLES: [&str; 2] = ["statistic_summary", "claim_verdict"];

/// Keys of one statement: a power of two, since lists of keys are padded to one.
const KEYS: usize = 16_384;

/// What a comparison came to.
#[derive(Clone, Debug)]
pub struct Computed {
    /// Its row, as it was read before the comparison, with what was computed in it.
    pub row: statistic_summary::Model,
    /// The verdicts in which each claim takes part; claims without any are left out.
    pub verdicts: Vec<(Uuid, Vec<Verdict>)>,
}

/// A statistic that a commit bears on.
#[derive(Clone, Copy, Debug)]
struct Marked {
    statistic_id: Uuid,
}

rec!(Marked { statistic_id });

/// How many commits bore on a statistic.
#[derive(Clone, Copy, Debug)]
struct Marks {
    statistic_id: Uuid,
    marks: i64,
}

rec!(Marks { statistic_id, marks });

/// How many commits bore on each of these statistics so far.
pub async fn marks(db: &impl Read, statistics: &[Uuid]) -> Result<BTreeMap<Uuid, i64>> {
    let mut query = Query::select();
    query
        .columns(["statistic_id", "marks"])
        .from(statistic_summary::Model::TABLE)
        .and_where(Expr::col("statistic_id").is_in(padded(statistics)));
    let rows: Vec<Marks> = db.rows(&query, "looking for what changed").await?;
    Ok(rows.into_iter().map(|row| (row.statistic_id, row.marks)).collect())
}

/// The statistics whose summary no longer holds, by id.
pub async fn stale(db: &impl Read) -> Result<Vec<Uuid>> {
    // Written out: only this condition is the one of the index.
    marked(db, Expr::cust("stale"), "looking for stale summaries").await
}

/// The rows of those among these statistics whose summary no longer holds, by id.
pub async fn stale_among(
    db: &impl Read,
    statistics: &[Uuid],
) -> Result<Vec<statistic_summary::Model>> {
    let rows: Vec<statistic_summary::Model> =
        rows_where(db, "statistic_id", statistics, "statistic_id").await?;
    Ok(rows.into_iter().filter(|row| row.stale).collect())
}

/// The statistics that commits after the one of this number bear on, by id.
pub async fn marked_since(db: &impl Read, version: i64) -> Result<Vec<Uuid>> {
    marked(db, Expr::col("marked_version").gt(version), "looking for what changed").await
}

async fn marked(db: &impl Read, which: Expr, doing: &'static str) -> Result<Vec<Uuid>> {
    let mut query = Query::select();
    query
        .column("statistic_id")
        .from(statistic_summary::Model::TABLE)
        .and_where(which)
        .order_by("statistic_id", Order::Asc);
    let rows: Vec<Marked> = db.rows(&query, doing).await?;
    Ok(rows.into_iter().map(|row| row.statistic_id).collect())
}

/// Keeps what was computed, unless something was committed meanwhile that bears on it. Returns the
/// statistics of which it was kept.
pub async fn put(txn: &Txn, computed: Vec<Computed>) -> Result<Vec<Uuid>> {
    let asked: Vec<Uuid> = computed.iter().map(|it| it.row.statistic_id).collect();
    let now: BTreeMap<Uuid, i64> = stale_among(txn, &asked)
        .await?
        .into_iter()
        .map(|row| (row.statistic_id, row.marks))
        .collect();
    let kept: Vec<Computed> = computed
        .into_iter()
        .filter(|it| now.get(&it.row.statistic_id) == Some(&it.row.marks))
        .collect();
    let ids: Vec<Uuid> = kept.iter().map(|it| it.row.statistic_id).collect();
    if ids.is_empty() {
        return Ok(ids);
    }
    let mut verdicts = BTreeSet::new();
    let mut rows = Vec::with_capacity(kept.len());
    for Computed { row, verdicts: found } in kept {
        let holds = statistic_summary::Model {
            stale: false,
            computed_version: Some(row.marked_version),
            ..row
        };
        rows.push(holds.into_active_model().reset_all());
        let pairs =
            found.into_iter().flat_map(|(claim, all)| all.into_iter().map(move |it| (claim, it)));
        verdicts.extend(pairs);
    }
    let columns = statistic_summary::Model::COLUMNS.iter().filter(|name| **name != "statistic_id");
    let replace = OnConflict::column("statistic_id").update_columns(columns.copied()).to_owned();
    for part in rows.chunks((30_000 / statistic_summary::Model::WIDTH).max(1)) {
        statistic_summary::Entity::insert_many(part.to_vec())
            .on_conflict(replace.clone())
            .exec_without_returning(txn.sql())
            .await
            .doing("keeping summaries")?;
    }
    put_verdicts(txn, &ids, &verdicts).await?;
    Ok(ids)
}

/// Most claims take part in the same verdicts as before: only the others are written.
async fn put_verdicts(
    txn: &Txn,
    statistics: &[Uuid],
    verdicts: &BTreeSet<(Uuid, Verdict)>,
) -> Result<()> {
    let mut ask = Ask::new(txn.backend());
    let keys = ask.keys(statistics);
    let sql = format!(
        "SELECT kept.claim_id AS claim_id, kept.verdict AS verdict
        FROM statistic JOIN claim ON claim.statistic_id = statistic.id
        JOIN claim_verdict AS kept ON kept.claim_id = claim.id
        WHERE statistic.canonical_id IN {keys}"
    );
    let known: Vec<claim_verdict::Model> =
        txn.statement(ask.statement(sql), "loading verdicts of claims").await?;
    let known: BTreeSet<(Uuid, Verdict)> =
        known.into_iter().map(|row| (row.claim_id, row.verdict)).collect();
    let mut gone: BTreeMap<Verdict, Vec<Uuid>> = BTreeMap::new();
    for (claim, verdict) in known.difference(verdicts) {
        gone.entry(*verdict).or_default().push(*claim);
    }
    for (verdict, claims) in gone {
        for claims in claims.chunks(KEYS) {
            let mut query = Query::delete();
            query
                .from_table(claim_verdict::Model::TABLE)
                .and_where(Expr::col("verdict").eq(sea_orm::ActiveEnum::to_value(&verdict)))
                .and_where(Expr::col("claim_id").is_in(padded(claims)));
            txn.sql().execute(&query).await.doing("forgetting verdicts of claims")?;
        }
    }
    let new = verdicts
        .difference(&known)
        .map(|&(claim_id, verdict)| claim_verdict::Model { claim_id, verdict });
    insert_rows(txn, new.collect(), "keeping verdicts of claims").await
}
