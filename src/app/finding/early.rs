//! Sources that are dated before the events that their claims are about.

use std::collections::BTreeMap;

use entity::{finding, vocab::FindingCode};
use uuid::Uuid;

use super::settle_in;
use crate::{
    Result,
    domain::finding::early::{Later, noticed},
    store::{Txn, exchange::rows_by, finding as stored},
};

/// Brings what is noticed about the dates of these sources in line with what is on record.
pub(in crate::app) async fn settle_sources_in(txn: &Txn, sources: &[Uuid]) -> Result<()> {
    let mut by_source: BTreeMap<Uuid, (String, Vec<Later>)> = BTreeMap::new();
    let mut known: Vec<finding::Model> = Vec::new();
    for sources in sources.chunks(TOGETHER) {
        for found in stored::later_events(txn, sources).await? {
            let stored::LaterEvent { published_on, name, start } = found.row;
            let entry = by_source.entry(found.parent_key).or_insert((published_on, Vec::new()));
            entry.1.push(Later { start, name });
        }
        known.extend(rows_by::<finding::Model>(txn, "source_id", sources, "id").await?);
    }
    known.retain(|row| row.code == FindingCode::SourceBeforeEvent);
    let found = by_source
        .into_iter()
        .filter_map(|(source, (published_on, events))| noticed(source, &published_on, events));
    settle_in(txn, known, found.collect()).await
}

/// Keys of one statement.
const TOGETHER: usize = 10_000;

/// The same for the sources of one claim.
pub(in crate::app) async fn settle_claim_in(txn: &Txn, claim: Uuid) -> Result<()> {
    let sources = stored::sources_of_claim(txn, claim).await?;
    if sources.is_empty() { Ok(()) } else { settle_sources_in(txn, &sources).await }
}

/// The same for the sources whose finding hangs on an event, or on those read as it.
pub(in crate::app) async fn settle_event_in(txn: &Txn, event: Uuid) -> Result<()> {
    let sources = stored::sources_at_event(txn, event).await?;
    if sources.is_empty() { Ok(()) } else { settle_sources_in(txn, &sources).await }
}
