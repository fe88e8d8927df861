//! What hangs on one record alone: other names, external ids, places, authors, relays.

use entity::{alias, attribution_via, event_place, external_id, source_author, vocab::RecordKind};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Txn,
    read::Read,
    record::{delete_where, insert_rows, rows_where},
};
use crate::{Result, domain::fold::fold};

/// The parts of a record; a kind that has no such part leaves it empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// Other names of an agent, event, place or measure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Keys in somebody else's system.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub external_ids: Vec<ExternalId>,
    /// Where an event happened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Uuid>,
    /// Who wrote a source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Uuid>,
    /// Through whom an attribution was relayed, the one nearest to the speaker first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<Uuid>,
}

/// A key in somebody else's system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExternalId {
    /// Whose: "wikidata", "doi".
    pub scheme: String,
    /// The key there.
    pub value: String,
}

/// The column of `alias` that points at this kind; `None` for a kind without other names.
pub(super) fn alias_column(kind: RecordKind) -> Option<&'static str> {
    match kind {
        RecordKind::Agent => Some("agent_id"),
        RecordKind::Event => Some("event_id"),
        RecordKind::Place => Some("place_id"),
        RecordKind::Measure => Some("measure_id"),
        RecordKind::Source
        | RecordKind::Statistic
        | RecordKind::Claim
        | RecordKind::Attribution
        | RecordKind::Derivation
        | RecordKind::ClaimLink
        | RecordKind::Assessment
        | RecordKind::Finding
        | RecordKind::RelationOverride
        | RecordKind::CandidateRejection => None,
    }
}

/// The column of `external_id` that points at this kind; `None` for a kind without external ids.
pub(super) fn external_id_column(kind: RecordKind) -> Option<&'static str> {
    if kind == RecordKind::Source { Some("source_id") } else { alias_column(kind) }
}

/// The parts of a record.
pub async fn load(db: &impl Read, kind: RecordKind, key: Uuid) -> Result<Parts> {
    let keys = [key];
    let mut parts = Parts::default();
    if let Some(column) = alias_column(kind) {
        let rows: Vec<alias::Model> = rows_where(db, column, &keys, "position").await?;
        parts.aliases = rows.into_iter().map(|row| row.name).collect();
    }
    if let Some(column) = external_id_column(kind) {
        let rows: Vec<external_id::Model> = rows_where(db, column, &keys, "position").await?;
        parts.external_ids = rows
            .into_iter()
            .map(|row| ExternalId { scheme: row.scheme, value: row.value })
            .collect();
    }
    match kind {
        RecordKind::Event => {
            let rows: Vec<event_place::Model> =
                rows_where(db, "event_id", &keys, "position").await?;
            parts.places = rows.into_iter().map(|row| row.place_id).collect();
        }
        RecordKind::Source => {
            let rows: Vec<source_author::Model> =
                rows_where(db, "source_id", &keys, "position").await?;
            parts.authors = rows.into_iter().map(|row| row.agent_id).collect();
        }
        RecordKind::Attribution => {
            let rows: Vec<attribution_via::Model> =
                rows_where(db, "attribution_id", &keys, "position").await?;
            parts.via = rows.into_iter().map(|row| row.agent_id).collect();
        }
        _ => {}
    }
    Ok(parts)
}

/// Writes those parts that changed.
pub async fn replace(
    txn: &Txn,
    kind: RecordKind,
    key: Uuid,
    before: &Parts,
    after: &Parts,
) -> Result<()> {
    if let Some(column) = alias_column(kind)
        && before.aliases != after.aliases
    {
        if !before.aliases.is_empty() {
            delete_where::<alias::Model>(txn, column, key).await?;
        }
        insert_aliases(txn, kind, key, &after.aliases).await?;
    }
    if let Some(column) = external_id_column(kind)
        && before.external_ids != after.external_ids
    {
        if !before.external_ids.is_empty() {
            delete_where::<external_id::Model>(txn, column, key).await?;
        }
        insert_external_ids(txn, kind, key, &after.external_ids).await?;
    }
    if before.places != after.places {
        if !before.places.is_empty() {
            delete_where::<event_place::Model>(txn, "event_id", key).await?;
        }
        let row = |(position, place_id)| event_place::Model { event_id: key, place_id, position };
        let rows = (0..).zip(after.places.iter().copied()).map(row).collect();
        insert_rows(txn, rows, "writing the places of an event").await?;
    }
    if before.authors != after.authors {
        if !before.authors.is_empty() {
            delete_where::<source_author::Model>(txn, "source_id", key).await?;
        }
        let row =
            |(position, agent_id)| source_author::Model { source_id: key, agent_id, position };
        let rows = (0..).zip(after.authors.iter().copied()).map(row).collect();
        insert_rows(txn, rows, "writing the authors of a source").await?;
    }
    if before.via != after.via {
        if !before.via.is_empty() {
            delete_where::<attribution_via::Model>(txn, "attribution_id", key).await?;
        }
        let row = |(position, agent_id)| attribution_via::Model {
            attribution_id: key,
            agent_id,
            position,
        };
        let rows = (0..).zip(after.via.iter().copied()).map(row).collect();
        insert_rows(txn, rows, "writing the relays of an attribution").await?;
    }
    Ok(())
}

async fn insert_aliases(txn: &Txn, kind: RecordKind, key: Uuid, names: &[String]) -> Result<()> {
    let of = |owner| (kind == owner).then_some(key);
    let rows = (0..)
        .zip(names)
        .map(|(position, name)| alias::Model {
            id: txn.id(),
            agent_id: of(RecordKind::Agent),
            event_id: of(RecordKind::Event),
            place_id: of(RecordKind::Place),
            measure_id: of(RecordKind::Measure),
            position,
            name: name.clone(),
            folded: fold(name),
        })
        .collect();
    insert_rows(txn, rows, "writing other names").await
}

async fn insert_external_ids(
    txn: &Txn,
    kind: RecordKind,
    key: Uuid,
    ids: &[ExternalId],
) -> Result<()> {
    let of = |owner| (kind == owner).then_some(key);
    let rows = (0..)
        .zip(ids)
        .map(|(position, id)| external_id::Model {
            id: txn.id(),
            agent_id: of(RecordKind::Agent),
            event_id: of(RecordKind::Event),
            place_id: of(RecordKind::Place),
            measure_id: of(RecordKind::Measure),
            source_id: of(RecordKind::Source),
            position,
            scheme: id.scheme.clone(),
            value: id.value.clone(),
        })
        .collect();
    insert_rows(txn, rows, "writing external ids").await
}
