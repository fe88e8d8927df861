//! The same rows as they were known at an earlier moment.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{agent, attribution, claim, measure, source, statistic, vocab::RecordStatus};
use uuid::Uuid;

use super::SaidRow;
use crate::{
    Result,
    store::{read::Read, record::Record, revision::all_known_at},
};

/// These attributions as they were known then, by id; those that were not are left out.
pub async fn known_at(db: &impl Read, ids: &[Uuid], at: DateTime<Utc>) -> Result<Vec<SaidRow>> {
    let mut attributions: Vec<attribution::Model> =
        all_known_at(db, ids, at).await?.into_iter().map(|found| found.row).collect();
    attributions.sort_unstable_by_key(|row| row.id);
    let claims: HashMap<Uuid, claim::Model> =
        then(db, attributions.iter().map(|row| row.claim_id), at).await?;
    let sources: HashMap<Uuid, source::Model> =
        then(db, attributions.iter().map(|row| row.source_id), at).await?;
    let statistics: HashMap<Uuid, statistic::Model> =
        then(db, claims.values().filter_map(|row| row.statistic_id), at).await?;
    let measures: HashMap<Uuid, measure::Model> =
        then(db, statistics.values().map(|row| row.measure_id), at).await?;
    let speakers = attributions.iter().filter_map(|row| row.agent_id);
    let publishers = sources.values().filter_map(|row| row.publisher_id);
    let agents: HashMap<Uuid, agent::Model> = then(db, speakers.chain(publishers), at).await?;
    let row = |row: attribution::Model| {
        let claim = claims.get(&row.claim_id)?;
        let source = sources.get(&row.source_id)?;
        let statistic = claim.statistic_id.and_then(|id| statistics.get(&id));
        let measure = statistic.and_then(|row| measures.get(&row.measure_id));
        let agent = row.agent_id.and_then(|id| agents.get(&id));
        let publisher = source.publisher_id.and_then(|id| agents.get(&id));
        Some(said(row, claim, source, (statistic, measure), (agent, publisher)))
    };
    Ok(attributions.into_iter().filter_map(row).collect())
}

/// Records as they were, by the id that was asked for.
async fn then<R: Record>(
    db: &impl Read,
    ids: impl Iterator<Item = Uuid>,
    at: DateTime<Utc>,
) -> Result<HashMap<Uuid, R>> {
    let mut ids: Vec<Uuid> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let rows = all_known_at::<R>(db, &ids, at).await?;
    Ok(rows.into_iter().map(|found| (found.parent_key, found.row)).collect())
}

fn said(
    row: attribution::Model,
    claim: &claim::Model,
    source: &source::Model,
    (statistic, measure): (Option<&statistic::Model>, Option<&measure::Model>),
    (agent, publisher): (Option<&agent::Model>, Option<&agent::Model>),
) -> SaidRow {
    let retracted = [
        (claim.status, &claim.status_reason),
        (row.status, &row.status_reason),
        (source.status, &source.status_reason),
    ];
    let retracted = retracted.into_iter().find(|(status, _)| *status != RecordStatus::Active);
    SaidRow {
        reason: retracted.and_then(|(_, reason)| reason.clone()),
        id: row.id,
        claim: claim.id,
        statistic: statistic.map(|row| row.id),
        slug: statistic.map(|row| row.slug.clone()),
        statistic_title: statistic.map(|row| row.title.clone()),
        unit: measure.map(|row| row.unit.clone()),
        text: claim.quantity_text.clone().unwrap_or_else(|| claim.text.clone()),
        worded: row.quantity_text,
        qualifier: claim.qualifier,
        value: claim.value,
        low: claim.low,
        high: claim.high,
        reading_low: claim.reading_low,
        reading_high: claim.reading_high,
        as_of: claim.as_of.clone(),
        agent: agent.map(|row| row.id),
        agent_name: agent.map(|row| row.name.clone()),
        source: source.id,
        source_title: source.title.clone(),
        source_url: source.url.clone(),
        archive_url: source.archive_url.clone(),
        publisher: publisher.map(|row| row.id),
        publisher_name: publisher.map(|row| row.name.clone()),
        published_on: source.published_on.clone(),
        stance: row.stance,
        verb: row.verb,
        hedge: row.hedge,
        said_on: row.said_on,
        quote: row.quote_exact,
        quote_prefix: row.quote_prefix,
        quote_suffix: row.quote_suffix,
        quote_language: row.quote_language,
        quote_translation: row.quote_translation,
        quote_status: row.quote_status,
        language: source.language.clone(),
        claim_status: claim.status,
        status: row.status,
        source_status: source.status,
    }
}
