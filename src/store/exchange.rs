//! Whole tables out and in: pages for an export, rows as they are for an import.

use std::collections::HashMap;

use entity::{
    alias, attribution_via, database_state, event_place, external_id, match_key, revision,
    search_entry, source_author, vocab::RecordKind,
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ConnectionTrait as _, DbBackend, EntityTrait as _, ExprTrait as _, Order, Statement,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::{
    Doing as _, Txn,
    news::CHANNEL,
    part::{ExternalId, Parts, alias_column, external_id_column},
    read::Read,
    record::{Record, insert_rows, padded, rows_where, select, together},
    row::{Count, Key, TableRow, Under},
    search::SearchText,
};
use crate::{Result, domain::fold::fold};

/// Keys of one statement. They are padded, and SQLite takes 32,766 values.
pub(super) const KEYS: usize = 16_384;

/// The records with an id after this one, by id; merged and retracted ones too.
pub async fn page<R: Record>(db: &impl Read, after: Option<Uuid>, limit: u64) -> Result<Vec<R>> {
    let mut query = select::<R>(R::TABLE);
    if let Some(after) = after {
        query.and_where(Expr::col((R::TABLE, "id")).gt(after));
    }
    query.order_by((R::TABLE, "id"), Order::Asc).limit(limit);
    db.rows(&query, "exporting records").await
}

/// The ids of the records with an id after this one, by id; merged and retracted ones too.
pub async fn ids<R: Record>(db: &impl Read, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>> {
    let mut query = Query::select();
    query.expr_as(Expr::col("id"), "key").from(R::TABLE);
    if let Some(after) = after {
        query.and_where(Expr::col("id").gt(after));
    }
    query.order_by("id", Order::Asc).limit(limit);
    let rows: Vec<Key> = db.rows(&query, "exporting records").await?;
    Ok(rows.into_iter().map(|row| row.key).collect())
}

/// The revisions after this place, in the order in which they were committed.
pub async fn revisions(
    db: &impl Read,
    after: Option<(i64, i32)>,
    limit: u64,
) -> Result<Vec<revision::Model>> {
    let table = revision::Model::TABLE;
    let mut query = select::<revision::Model>(table);
    if let Some((sequence, position)) = after {
        let place = Expr::tuple([Expr::col((table, "sequence")), Expr::col((table, "position"))]);
        query.and_where(place.gt(Expr::tuple([Expr::value(sequence), Expr::value(position)])));
    }
    query
        .order_by((table, "sequence"), Order::Asc)
        .order_by((table, "position"), Order::Asc)
        .limit(limit);
    db.rows(&query, "exporting revisions").await
}

/// The parts of each of these records, with its keys as they are; records without parts are left
/// out.
pub async fn parts(
    db: &impl Read,
    kind: RecordKind,
    keys: &[Uuid],
) -> Result<HashMap<Uuid, Parts>> {
    let mut all: HashMap<Uuid, Parts> = HashMap::new();
    for keys in keys.chunks(KEYS) {
        add_parts(db, kind, keys, &mut all).await?;
    }
    Ok(all)
}

async fn add_parts(
    db: &impl Read,
    kind: RecordKind,
    keys: &[Uuid],
    all: &mut HashMap<Uuid, Parts>,
) -> Result<()> {
    if let Some(column) = alias_column(kind) {
        let rows: Vec<alias::Model> = rows_where(db, column, keys, "position").await?;
        for row in rows {
            let owner = row.agent_id.or(row.event_id).or(row.place_id).or(row.measure_id);
            if let Some(owner) = owner {
                all.entry(owner).or_default().aliases.push(row.name);
            }
        }
    }
    if let Some(column) = external_id_column(kind) {
        let rows: Vec<external_id::Model> = rows_where(db, column, keys, "position").await?;
        for row in rows {
            let owner = row.agent_id.or(row.event_id).or(row.place_id);
            if let Some(owner) = owner.or(row.measure_id).or(row.source_id) {
                let id = ExternalId { scheme: row.scheme, value: row.value };
                all.entry(owner).or_default().external_ids.push(id);
            }
        }
    }
    match kind {
        RecordKind::Event => {
            let rows: Vec<event_place::Model> =
                rows_where(db, "event_id", keys, "position").await?;
            for row in rows {
                all.entry(row.event_id).or_default().places.push(row.place_id);
            }
        }
        RecordKind::Source => {
            let rows: Vec<source_author::Model> =
                rows_where(db, "source_id", keys, "position").await?;
            for row in rows {
                all.entry(row.source_id).or_default().authors.push(row.agent_id);
            }
        }
        RecordKind::Attribution => {
            let rows: Vec<attribution_via::Model> =
                rows_where(db, "attribution_id", keys, "position").await?;
            for row in rows {
                all.entry(row.attribution_id).or_default().via.push(row.agent_id);
            }
        }
        _ => {}
    }
    Ok(())
}

/// The rows whose column has one of these keys, by `sort`, however many keys there are.
pub async fn rows_by<T: TableRow>(
    db: &impl Read,
    column: &'static str,
    keys: &[Uuid],
    sort: &'static str,
) -> Result<Vec<T>> {
    let mut rows = Vec::new();
    for keys in keys.chunks(KEYS) {
        rows.extend(rows_where::<T>(db, column, keys, sort).await?);
    }
    Ok(rows)
}

/// The rows whose column has one of these texts.
pub async fn rows_with<T: TableRow>(
    db: &impl Read,
    column: &'static str,
    texts: &[String],
) -> Result<Vec<T>> {
    let mut rows = Vec::new();
    for texts in texts.chunks(KEYS) {
        let mut query = select::<T>(T::TABLE);
        query.and_where(Expr::col((T::TABLE, column)).is_in(padded(texts)));
        rows.extend(db.rows::<T>(&query, "looking up what is on record").await?);
    }
    Ok(rows)
}

/// Which of these ids are of records, and at which revision each record is.
pub async fn numbers(db: &impl Read, kind: RecordKind, ids: &[Uuid]) -> Result<HashMap<Uuid, i64>> {
    let mut numbers = HashMap::new();
    for ids in ids.chunks(KEYS) {
        let mut query = Query::select();
        query
            .expr_as(Expr::col("id"), "parent_key")
            .expr_as(Expr::col("revision").cast_as("bigint"), "count")
            .from(table(kind))
            .and_where(Expr::col("id").is_in(padded(ids)));
        let rows: Vec<Under<Count>> = db.rows(&query, "looking up what is on record").await?;
        numbers.extend(rows.into_iter().map(|row| (row.parent_key, row.row.count)));
    }
    Ok(numbers)
}

const fn table(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Agent => "agent",
        RecordKind::Source => "source",
        RecordKind::Event => "event",
        RecordKind::Place => "place",
        RecordKind::Measure => "measure",
        RecordKind::Statistic => "statistic",
        RecordKind::Claim => "claim",
        RecordKind::Attribution => "attribution",
        RecordKind::Derivation => "derivation",
        RecordKind::ClaimLink => "claim_link",
        RecordKind::Assessment => "assessment",
        RecordKind::Finding => "finding",
        RecordKind::RelationOverride => "relation_override",
        RecordKind::CandidateRejection => "candidate_rejection",
    }
}

/// Writes the parts of records that have none yet.
pub async fn insert_parts(txn: &Txn, kind: RecordKind, records: &[(Uuid, Parts)]) -> Result<()> {
    let doing = "importing parts of records";
    let of = |owner: RecordKind, key: Uuid| (kind == owner).then_some(key);
    let mut aliases = Vec::new();
    let mut external_ids = Vec::new();
    let mut places = Vec::new();
    let mut authors = Vec::new();
    let mut via = Vec::new();
    for (key, parts) in records {
        let key = *key;
        aliases.extend((0..).zip(&parts.aliases).map(|(position, name)| alias::Model {
            id: txn.id(),
            agent_id: of(RecordKind::Agent, key),
            event_id: of(RecordKind::Event, key),
            place_id: of(RecordKind::Place, key),
            measure_id: of(RecordKind::Measure, key),
            position,
            name: name.clone(),
            folded: fold(name),
        }));
        external_ids.extend((0..).zip(&parts.external_ids).map(|(position, id)| {
            external_id::Model {
                id: txn.id(),
                agent_id: of(RecordKind::Agent, key),
                event_id: of(RecordKind::Event, key),
                place_id: of(RecordKind::Place, key),
                measure_id: of(RecordKind::Measure, key),
                source_id: of(RecordKind::Source, key),
                position,
                scheme: id.scheme.clone(),
                value: id.value.clone(),
            }
        }));
        places.extend((0..).zip(&parts.places).map(|(position, place)| event_place::Model {
            event_id: key,
            place_id: *place,
            position,
        }));
        authors.extend((0..).zip(&parts.authors).map(|(position, agent)| source_author::Model {
            source_id: key,
            agent_id: *agent,
            position,
        }));
        via.extend((0..).zip(&parts.via).map(|(position, agent)| attribution_via::Model {
            attribution_id: key,
            agent_id: *agent,
            position,
        }));
    }
    insert_rows(txn, aliases, doing).await?;
    insert_rows(txn, external_ids, doing).await?;
    insert_rows(txn, places, doing).await?;
    insert_rows(txn, authors, doing).await?;
    insert_rows(txn, via, doing).await
}

/// Makes new records of a kind findable.
pub async fn insert_search(
    txn: &Txn,
    kind: RecordKind,
    texts: Vec<(Uuid, SearchText)>,
) -> Result<()> {
    let (mut entries, mut keys) = (Vec::with_capacity(texts.len()), Vec::new());
    for (key, SearchText { title, body, keys: values }) in texts {
        let folded = fold(&body);
        let title_folded = if title == body { folded.clone() } else { fold(&title) };
        entries.push(search_entry::ActiveModel {
            id: NotSet,
            record_kind: Set(kind),
            record_key: Set(key),
            title_folded: Set(title_folded),
            body: Set(body),
            folded: Set(folded),
        });
        let row = |value| match_key::Model { record_kind: kind, record_key: key, value };
        keys.extend(values.into_iter().map(row));
    }
    for entries in together(entries) {
        search_entry::Entity::insert_many(entries)
            .exec_without_returning(txn.sql())
            .await
            .doing("writing search texts")?;
    }
    insert_rows(txn, keys, "writing keys of likely duplicates").await
}

/// The number of the last commit, as this transaction sees it.
pub async fn version(db: &impl Read) -> Result<i64> {
    let sql = r#"SELECT "version" AS "count" FROM "database_state""#;
    let statement = Statement::from_string(db.backend(), sql);
    let rows: Vec<Count> = db.statement(statement, "reading the version").await?;
    Ok(rows.first().map_or(0, |row| row.count))
}

/// Says which commit was the last one.
pub async fn set_version(txn: &Txn, version: i64) -> Result<()> {
    let row = database_state::ActiveModel { id: Set(1), version: Set(version) };
    database_state::Entity::update(row).exec(txn.sql()).await.doing("numbering an import")?;
    if txn.backend() == DbBackend::Postgres {
        let tell = format!("SELECT pg_notify('{CHANNEL}', '{version}')");
        txn.sql().execute_unprepared(&tell).await.doing("numbering an import")?;
    }
    Ok(())
}
