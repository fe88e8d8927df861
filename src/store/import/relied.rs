//! Who relies on what an import made.

use entity::vocab::{RecordKind, RecordStatus};
use sea_orm::{
    ActiveEnum as _, ExprTrait as _,
    sea_query::{Alias, Expr, Query},
};
use uuid::Uuid;

use crate::{
    Result,
    store::{Read as _, Txn, row::Key},
};

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
