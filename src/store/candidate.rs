//! Records that the words of a text may mean: few of many, by the full-text index.

use entity::{
    attribution, statistic,
    vocab::{RecordKind, RecordStatus},
};
use sea_orm::{
    ActiveEnum as _, DbBackend, Order,
    sea_query::{Expr, ExprTrait as _, Query},
};
use uuid::Uuid;

use super::{
    ask::Ask,
    read::Read,
    record::{padded, rows_where, select},
    row::{Count, TableRow as _, Under, rec},
    search::any_of,
};
use crate::{Result, domain::fold::fold};

/// Groups of words that one statement asks for.
const GROUPS: usize = 50;

#[derive(Clone, Copy, Debug)]
struct Found {
    record_key: Uuid,
}

rec!(Found { record_key });

/// The records of a kind with at least one word of a group in their text, for each group the `each`
/// that fit it best. One statement for every 50 groups.
pub async fn alike(
    db: &impl Read,
    kind: RecordKind,
    groups: &[Vec<String>],
    each: u32,
) -> Result<Vec<Uuid>> {
    let mut found = Vec::new();
    for groups in groups.chunks(GROUPS) {
        // Neither full-text index can be asked through the query builder.
        let mut ask = Ask::new(db.backend());
        let mut parts = Vec::with_capacity(groups.len());
        for (at, words) in groups.iter().enumerate().filter(|(_, words)| !words.is_empty()) {
            let best = best(&mut ask, kind, words, "", each);
            parts.push(format!("SELECT record_key FROM ({best}) AS part_{at}"));
        }
        if parts.is_empty() {
            continue;
        }
        let sql = format!("{} ORDER BY record_key", parts.join(" UNION "));
        let rows: Vec<Found> = db.statement(ask.statement(sql), "looking for likely names").await?;
        found.extend(rows.into_iter().map(|row| row.record_key));
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// The statistics of these measures whose titles share most with the words, and the oldest ones,
/// `limit` of each.
pub async fn statistics(
    db: &impl Read,
    measures: &[Uuid],
    words: &[String],
    limit: u32,
) -> Result<Vec<statistic::Model>> {
    if measures.is_empty() {
        return Ok(Vec::new());
    }
    let mut ask = Ask::new(db.backend());
    let mut parts = Vec::new();
    if !words.is_empty() {
        let keys = ask.keys(measures);
        let of_measure = format!(
            "AND entry.record_key IN (SELECT id FROM statistic WHERE measure_id IN {keys})"
        );
        let best = best(&mut ask, RecordKind::Statistic, words, &of_measure, limit);
        parts.push(format!("SELECT record_key FROM ({best}) AS titled"));
    }
    let keys = ask.keys(measures);
    parts.push(format!(
        "SELECT record_key FROM (SELECT id AS record_key FROM statistic
            WHERE measure_id IN {keys} AND status = 'ACTIVE' AND canonical_id = id
            ORDER BY id LIMIT {limit}) AS oldest"
    ));
    let sql = format!("{} ORDER BY record_key", parts.join(" UNION "));
    let doing = "looking for likely statistics";
    let rows: Vec<Found> = db.statement(ask.statement(sql), doing).await?;
    let ids: Vec<Uuid> = rows.into_iter().map(|row| row.record_key).collect();
    rows_where(db, "id", &ids, "id").await
}

/// The records of a kind whose name or title is this one, but for case and punctuation.
pub async fn titled(db: &impl Read, kind: RecordKind, title: &str) -> Result<Vec<Uuid>> {
    let mut query = Query::select();
    query
        .column("record_key")
        .from("search_entry")
        .and_where(Expr::col("title_folded").eq(fold(title)))
        .and_where(Expr::col("record_kind").eq(kind.to_value()))
        .order_by("record_key", Order::Asc)
        .limit(20);
    let rows: Vec<Found> = db.rows(&query, "looking up a title").await?;
    Ok(rows.into_iter().map(|row| row.record_key).collect())
}

/// The attributions in these sources that quote them and count, by source, then by id; `each` for
/// each source on average.
pub async fn quoted(
    db: &impl Read,
    sources: &[Uuid],
    each: usize,
) -> Result<Vec<attribution::Model>> {
    if sources.is_empty() {
        return Ok(Vec::new());
    }
    let table = attribution::Model::TABLE;
    let mut query = select::<attribution::Model>(table);
    query
        .and_where(Expr::col((table, "source_id")).is_in(padded(sources)))
        .and_where(Expr::col((table, "quote_exact")).is_not_null())
        .and_where(Expr::col((table, "status")).eq(RecordStatus::Active.to_value()))
        .order_by((table, "source_id"), Order::Asc)
        .order_by((table, "id"), Order::Asc)
        .limit(u64::try_from(each * sources.len()).unwrap_or(u64::MAX));
    db.rows(&query, "loading the quotes of sources").await
}

/// How many sources keep their text, and how many of these texts are public.
#[derive(Clone, Copy, Debug)]
pub struct Texts {
    /// How many keep it.
    pub kept: i64,
    /// How many of these anybody may read.
    pub public: i64,
}

rec!(Texts { kept, public });

/// Counts the sources that count and keep their text.
pub async fn texts(db: &impl Read) -> Result<Texts> {
    let mut ask = Ask::new(db.backend());
    let active = ask.value(RecordStatus::Active.to_value());
    // Every text has its hash beside it, which is indexed.
    let sql = format!(
        "SELECT COUNT(*) AS kept, COUNT(CASE WHEN body_public THEN 1 END) AS public
        FROM source WHERE content_hash > '' AND status = {active}"
    );
    let rows: Vec<Texts> = db.statement(ask.statement(sql), "counting texts").await?;
    Ok(rows.first().copied().unwrap_or(Texts { kept: 0, public: 0 }))
}

/// How many claims that count each of these statistics has; those without any are left out.
pub async fn claim_counts(db: &impl Read, statistics: &[Uuid]) -> Result<Vec<Under<Count>>> {
    if statistics.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = Query::select();
    query
        .expr_as(Expr::col("statistic_id"), "parent_key")
        .expr_as(Expr::col("id").count().cast_as("bigint"), "count")
        .from("claim")
        .and_where(Expr::col("statistic_id").is_in(padded(statistics)))
        .and_where(Expr::col("status").eq(RecordStatus::Active.to_value()))
        .group_by_col("statistic_id");
    db.rows(&query, "counting claims").await
}

/// The records of a kind that have most of these words.
fn best(ask: &mut Ask, kind: RecordKind, words: &[String], more: &str, limit: u32) -> String {
    let query = any_of(ask.backend, words);
    let query = ask.value(query);
    let kind = ask.value(kind.to_value());
    match ask.backend {
        DbBackend::Sqlite => format!(
            "SELECT entry.record_key AS record_key
            FROM search_index CROSS JOIN search_entry AS entry ON entry.id = search_index.rowid
            WHERE search_index MATCH {query} AND entry.record_kind = {kind} {more}
            ORDER BY bm25(search_index), entry.record_key LIMIT {limit}"
        ),
        // By the length of the text, so that a name comes before a longer one that contains it.
        _ => format!(
            "SELECT entry.record_key AS record_key
            FROM search_entry AS entry CROSS JOIN to_tsquery('simple', {query}) AS query
            WHERE entry.folded_tsv @@ query AND entry.record_kind = {kind} {more}
            ORDER BY ts_rank(entry.folded_tsv, query, 2) DESC, entry.record_key LIMIT {limit}"
        ),
    }
}
