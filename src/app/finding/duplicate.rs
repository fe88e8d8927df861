//! Agents and sources that are likely on record twice.

use entity::{agent, finding, source, vocab::FindingCode};
use uuid::Uuid;

use super::settle_in;
use crate::{
    Result,
    app::likely,
    domain::finding::duplicate,
    store::{Txn, record::rows_where},
};

/// Brings what is noticed about an agent and those that it may be in line with what is on record.
pub(in crate::app) async fn settle_agent_in(txn: &Txn, row: &agent::Model) -> Result<()> {
    let alike = likely::agents(txn, row).await?;
    let found = alike
        .iter()
        .map(|other| duplicate::agents((row.id, &row.name), (other.id, &other.name)))
        .collect();
    settle_in(txn, known(txn, ["agent_id", "other_agent_id"], row.id).await?, found).await
}

/// The same for a source.
pub(in crate::app) async fn settle_source_in(txn: &Txn, row: &source::Model) -> Result<()> {
    let alike = likely::sources(txn, row).await?;
    let found = alike
        .iter()
        .map(|other| duplicate::sources((row.id, &row.title), (other.id, &other.title)))
        .collect();
    settle_in(txn, known(txn, ["source_id", "other_source_id"], row.id).await?, found).await
}

/// Every pair that a record is in.
async fn known(txn: &Txn, columns: [&'static str; 2], id: Uuid) -> Result<Vec<finding::Model>> {
    let mut known = Vec::new();
    for column in columns {
        let rows: Vec<finding::Model> = rows_where(txn, column, &[id], "id").await?;
        known.extend(rows.into_iter().filter(|row| row.code == FindingCode::LikelyDuplicate));
    }
    Ok(known)
}
