//! Totals and their parts: what people linked, summed.

use std::collections::{BTreeMap, HashMap};

use entity::{
    claim, claim_link, finding, statistic,
    vocab::{Confirmation, FindingCode, Qualifier, RecordStatus},
};
use uuid::Uuid;

use super::settle_in;
use crate::{
    Result,
    domain::finding::parts::{Bounds, Part, noticed},
    store::{Txn, exchange::rows_by, finding as stored, record::by_ids},
};

/// Brings the findings about every total that is on a statistic, or has a part there, in line with
/// the links that people confirmed.
pub(super) async fn settle_of_statistic_in(txn: &Txn, statistic: Uuid) -> Result<()> {
    let links = stored::part_links(txn, statistic).await?;
    if links.is_empty() {
        return Ok(());
    }
    let mut by_total: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    for link in &links {
        let parts = by_total.entry(link.other_claim_id).or_default();
        if counts(link) && !parts.contains(&link.claim_id) {
            parts.push(link.claim_id);
        }
    }
    let totals: Vec<Uuid> = by_total.keys().copied().collect();
    let mut ids: Vec<Uuid> = by_total.values().flatten().chain(&totals).copied().collect();
    ids.sort_unstable();
    ids.dedup();
    let claims: Vec<claim::Model> = rows_by(txn, "id", &ids, "id").await?;
    let claims: HashMap<Uuid, claim::Model> = claims.into_iter().map(|row| (row.id, row)).collect();
    let kept = statistics_kept(txn, claims.values()).await?;
    let active = |id: &Uuid| claims.get(id).filter(|row| row.status == RecordStatus::Active);
    let mut found = Vec::new();
    for (total, parts) in &by_total {
        let Some(row) = active(total) else { continue };
        let parts: Vec<Part> = parts
            .iter()
            .filter_map(active)
            .map(|part| Part {
                statistic: part
                    .statistic_id
                    .and_then(|id| kept.get(&id).copied())
                    .unwrap_or(part.id),
                bounds: bounds(part),
            })
            .collect();
        found.extend(noticed(*total, bounds(row), &parts));
    }
    let mut known: Vec<finding::Model> = rows_by(txn, "claim_id", &totals, "id").await?;
    known.retain(|row| row.code == FindingCode::PartsMissTotal);
    settle_in(txn, known, found).await
}

fn counts(link: &claim_link::Model) -> bool {
    link.status == RecordStatus::Active && link.confirmation == Confirmation::Confirmed
}

/// The statistic that stands for each that these claims are on.
async fn statistics_kept(
    txn: &Txn,
    claims: impl Iterator<Item = &claim::Model>,
) -> Result<HashMap<Uuid, Uuid>> {
    let mut ids: Vec<Uuid> = claims.filter_map(|row| row.statistic_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = by_ids::<statistic::Model>(txn, &ids).await?;
    Ok(found.into_iter().map(|found| (found.parent_key, found.row.id)).collect())
}

/// The numbers that a claim allows: all, where it names none that stands by itself.
fn bounds(row: &claim::Model) -> Bounds {
    let named = row.qualifier.is_some_and(|qualifier| qualifier != Qualifier::Relative);
    Bounds {
        low: row.reading_low.filter(|_| named).unwrap_or(f64::NEG_INFINITY),
        high: row.reading_high.filter(|_| named).unwrap_or(f64::INFINITY),
    }
}
