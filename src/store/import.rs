//! `import` and `import_row`: which record came from which line of which file. They are no records:
//! their columns say what became of each import.

use entity::{
    import, import_row,
    vocab::{RecordKind, RecordStatus},
};
use sea_orm::{
    ActiveEnum as _, ActiveModelTrait as _, EntityTrait as _, ExprTrait as _, IntoActiveModel as _,
    Order,
    sea_query::{Alias, Expr, OnConflict, Query},
};
use uuid::Uuid;

use super::{
    Doing as _, Read, Txn,
    record::{self, find_where, select},
    row::{Key, TableRow as _},
};
use crate::Result;

/// How many imports a list shows at most.
const LISTED: u64 = 1_000;

/// The imports of a file with this hash, the oldest first.
pub async fn of_file(db: &impl Read, hash: &str) -> Result<Vec<import::Model>> {
    let table = import::Model::TABLE;
    let mut query = select::<import::Model>(table);
    query.and_where(Expr::col((table, "file_hash")).eq(hash)).order_by((table, "id"), Order::Asc);
    db.rows(&query, "looking up an import").await
}

/// The import with this id.
pub async fn find(db: &impl Read, id: Uuid) -> Result<Option<import::Model>> {
    find_where(db, "id", id).await
}

/// The imports, the newest first.
pub async fn list(db: &impl Read) -> Result<Vec<import::Model>> {
    let table = import::Model::TABLE;
    let mut query = select::<import::Model>(table);
    query.order_by((table, "id"), Order::Desc).limit(LISTED);
    db.rows(&query, "listing imports").await
}

/// Notes an import that begins.
pub async fn insert(txn: &Txn, row: import::Model) -> Result<()> {
    record::insert(txn, row).await
}

/// Notes what became of an import.
pub async fn update(txn: &Txn, row: import::Model) -> Result<()> {
    record::update(txn, row).await
}

/// Notes which records came from which lines. What was noted when the import was begun before stays.
pub async fn note(txn: &Txn, rows: Vec<import_row::Model>) -> Result<()> {
    use import_row::Column::{ImportId, Line, RecordKey, RecordKind};
    let mut known = OnConflict::columns([ImportId, Line, RecordKind, RecordKey]);
    known.do_nothing();
    for part in rows.chunks(2_000) {
        let part = part.iter().map(|row| row.clone().into_active_model().reset_all());
        import_row::Entity::insert_many(part)
            .on_conflict(known.clone())
            .exec_without_returning(txn.sql())
            .await
            .doing("noting where records came from")?;
    }
    Ok(())
}

/// The records of a kind that an import made, each once.
pub async fn made(db: &impl Read, import: Uuid, kind: RecordKind) -> Result<Vec<Uuid>> {
    let table = import_row::Model::TABLE;
    let mut query = Query::select();
    query
        .distinct()
        .expr_as(Expr::col((table, "record_key")), Alias::new("key"))
        .from(table)
        .and_where(Expr::col((table, "import_id")).eq(import))
        .and_where(Expr::col((table, "record_kind")).eq(kind.to_value()))
        .and_where(Expr::col((table, "is_new")).eq(true))
        .order_by((table, "record_key"), Order::Asc);
    let keys: Vec<Key> = db.rows(&query, "listing what an import made").await?;
    Ok(keys.into_iter().map(|key| key.key).collect())
}

/// The lines that a record came from, with the imports that read them, the oldest first.
pub async fn lines_of(db: &impl Read, record: Uuid) -> Result<Vec<import_row::Model>> {
    let table = import_row::Model::TABLE;
    let mut query = select::<import_row::Model>(table);
    query
        .and_where(Expr::col((table, "record_key")).eq(record))
        .order_by((table, "import_id"), Order::Asc)
        .order_by((table, "line"), Order::Asc)
        .limit(LISTED);
    db.rows(&query, "listing where a record came from").await
}

/// Who points at records of a kind: table, column, and whether it is a record with a status.
fn pointing(kind: RecordKind) -> &'static [(&'static str, &'static str, bool)] {
    match kind {
        RecordKind::Attribution => {
            &[("derivation", "attribution_id", true), ("derivation", "parent_attribution_id", true)]
        }
        RecordKind::Claim => &[
            ("attribution", "claim_id", true),
            ("claim_link", "claim_id", true),
            ("claim_link", "other_claim_id", true),
            ("assessment", "claim_id", true),
            ("relation_override", "claim_id", true),
            ("relation_override", "other_claim_id", true),
        ],
        RecordKind::Statistic => &[("claim", "statistic_id", true)],
        RecordKind::Source => {
            &[("attribution", "source_id", true), ("derivation", "parent_source_id", true)]
        }
        RecordKind::Place => &[
            ("statistic", "place_id", true),
            ("place", "parent_id", true),
            ("event_place", "place_id", false),
        ],
        RecordKind::Agent => &[
            ("attribution", "agent_id", true),
            ("source", "publisher_id", true),
            ("assessment", "reviewer_id", true),
            ("agent", "parent_id", true),
            ("agent", "speaks_for_id", true),
        ],
        _ => &[],
    }
}

/// Those of these records that others rely on: active records that point at them, or imports that
/// found them on record and were not undone.
pub async fn relied_on(
    txn: &Txn,
    import: Uuid,
    kind: RecordKind,
    ids: &[Uuid],
) -> Result<Vec<Uuid>> {
    let doing = "looking up who relies on what an import made";
    let mut relied: Vec<Uuid> = Vec::new();
    for part in ids.chunks(500) {
        for (table, column, has_status) in pointing(kind) {
            let mut query = Query::select();
            query
                .distinct()
                .expr_as(Expr::col(Alias::new(*column)), Alias::new("key"))
                .from(*table)
                .and_where(Expr::col(Alias::new(*column)).is_in(part.iter().copied()));
            if *has_status {
                query.and_where(Expr::col("status").eq(RecordStatus::Active.to_value()));
            }
            let keys: Vec<Key> = txn.rows(&query, doing).await?;
            relied.extend(keys.into_iter().map(|key| key.key));
        }
        // Whom an attribution was relayed through, and who wrote a source, count with those.
        let parts = [
            ("attribution_via", "attribution_id", "attribution"),
            ("source_author", "source_id", "source"),
        ];
        for (table, owner, of) in parts.into_iter().filter(|_| kind == RecordKind::Agent) {
            let mut active = Query::select();
            active
                .column("id")
                .from(of)
                .and_where(Expr::col("status").eq(RecordStatus::Active.to_value()));
            let mut query = Query::select();
            query
                .distinct()
                .expr_as(Expr::col("agent_id"), Alias::new("key"))
                .from(table)
                .and_where(Expr::col("agent_id").is_in(part.iter().copied()))
                .and_where(Expr::col(owner).in_subquery(active));
            let keys: Vec<Key> = txn.rows(&query, doing).await?;
            relied.extend(keys.into_iter().map(|key| key.key));
        }
        let mut undone = Query::select();
        undone.column("id").from("import").and_where(Expr::col("undone_at").is_not_null());
        let mut query = Query::select();
        query
            .distinct()
            .expr_as(Expr::col("record_key"), Alias::new("key"))
            .from("import_row")
            .and_where(Expr::col("record_key").is_in(part.iter().copied()))
            .and_where(Expr::col("import_id").ne(import))
            .and_where(Expr::col("import_id").not_in_subquery(undone));
        let keys: Vec<Key> = txn.rows(&query, doing).await?;
        relied.extend(keys.into_iter().map(|key| key.key));
    }
    relied.sort_unstable();
    relied.dedup();
    Ok(relied)
}
