//! The sources of a database as references.

use std::collections::HashMap;

use entity::{
    agent, source,
    vocab::{RecordKind, RecordStatus},
};
use uuid::Uuid;

use super::{KEY, Named, Reference};
use crate::{
    Result,
    domain::{
        imprint::Imprint,
        record_id::{Prefix, RecordId},
    },
    store::{Read, exchange as stored, part::Parts, record::by_ids},
};

/// Sources that are read at a time.
const PAGE: u64 = 500;

/// The references of a page of sources, and the last source of it; `None` after the last page.
pub(super) async fn page(
    db: &impl Read,
    after: Option<Uuid>,
) -> Result<(Option<Uuid>, Vec<Reference>)> {
    let rows: Vec<source::Model> = stored::page(db, after, PAGE).await?;
    let last = rows.last().map(|row| row.id);
    let rows: Vec<source::Model> =
        rows.into_iter().filter(|row| row.status == RecordStatus::Active).collect();
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let parts = stored::parts(db, RecordKind::Source, &ids).await?;
    let mut wanted: Vec<Uuid> = rows.iter().filter_map(|row| row.publisher_id).collect();
    wanted.extend(parts.values().flat_map(|parts| parts.authors.iter().copied()));
    wanted.sort_unstable();
    wanted.dedup();
    let mut agents: HashMap<Uuid, agent::Model> = HashMap::with_capacity(wanted.len());
    for part in wanted.chunks(1_000) {
        let found = by_ids::<agent::Model>(db, part).await?;
        agents.extend(found.into_iter().map(|found| (found.parent_key, found.row)));
    }
    let none = Parts::default();
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        all.extend(references(row, parts.get(&row.id).unwrap_or(&none), &agents)?);
    }
    Ok((last, all))
}

/// The references to one source: one for each of its keys.
fn references(
    row: &source::Model,
    parts: &Parts,
    agents: &HashMap<Uuid, agent::Model>,
) -> Result<Vec<Reference>> {
    let imprint = Imprint::of_stored(row.imprint.as_deref())?;
    let external = |wanted: &str| {
        let ids = parts.external_ids.iter().filter(|id| id.scheme == wanted);
        ids.map(|id| id.value.clone()).collect::<Vec<_>>()
    };
    let named = |id: &Uuid| {
        let agent = agents.get(id)?;
        Some(Named { name: agent.name.clone(), kind: agent.kind })
    };
    let own = RecordId::new(Prefix::Source, row.id).to_string();
    let mut keys = external(KEY);
    if keys.is_empty() {
        keys.push(own.clone());
    }
    let reference = |key: String| Reference {
        key: Some(key),
        own: Some(own.clone()),
        kind: row.kind,
        title: Some(row.title.clone()),
        url: row.url.clone(),
        doi: external("doi").into_iter().next(),
        isbn: external("isbn").into_iter().next(),
        publisher: row.publisher_id.as_ref().and_then(named),
        authors: parts.authors.iter().filter_map(named).collect(),
        published_on: row.published_on.as_deref().and_then(|date| date.parse().ok()),
        accessed_on: row.accessed_on,
        language: row.language.clone(),
        imprint: imprint.clone(),
    };
    Ok(keys.into_iter().map(reference).collect())
}
