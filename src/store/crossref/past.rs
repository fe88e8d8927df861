//! The same as it was known at an earlier moment, from the revisions.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use entity::{
    agent, attribution, claim, claim_link, derivation, event, measure, place, relation_override,
    source, statistic,
    vocab::{Confirmation, DerivationKind, RecordStatus},
};
use uuid::Uuid;

use super::{AgentRow, ClaimRow, DerivationRow, Held, KEYS, LinkRow, StatisticRow, speakers};
use crate::{
    Result,
    domain::{origin::Attribution, partial_date::stored},
    store::{
        read::Read,
        record::Record,
        revision::{
            all_known_at, attributions_known_at, claims_known_at, known_at as one_known_at,
            rows_known_at,
        },
        row::Under,
    },
};

/// What was on record of the claims of a statistic at that moment.
pub async fn known_at(db: &impl Read, statistic: Uuid, at: DateTime<Utc>) -> Result<Held> {
    let Some(then) = one_known_at::<statistic::Model>(db, statistic, at).await? else {
        // What it counts is known, what was said of it was not.
        let statistics = super::statistics(db, super::Scope::Statistics(&[statistic])).await?;
        return Ok(Held { statistics, ..Held::default() });
    };
    let counted = statistic_row(db, then, at).await?;
    let claims = claims_known_at(db, statistic, at).await?;
    let ids: Vec<Uuid> = claims.iter().map(|claim| claim.id).collect();
    let mut rows = Vec::new();
    let mut links = Vec::new();
    let mut overrides = Vec::new();
    for ids in ids.chunks(KEYS) {
        rows.extend(attributions_known_at(db, ids, at).await?);
        links.extend(rows_known_at::<claim_link::Model>(db, "claim_id", ids, at).await?);
        overrides.extend(rows_known_at::<relation_override::Model>(db, "claim_id", ids, at).await?);
    }
    let attributions = with_sources(db, rows, at).await?;
    let (derivations, others) = beyond(db, &attributions, at).await?;
    let agents = agents(db, speakers(attributions.iter().chain(&others)), at).await?;
    let under = |row| Under { parent_key: statistic, row };
    Ok(Held {
        statistics: counted.into_iter().map(|row| Under { parent_key: statistic, row }).collect(),
        claims: claims
            .iter()
            .map(|row| Ok(Under { parent_key: statistic, row: claim_row(row)? }))
            .collect::<Result<_>>()?,
        then: claims,
        attributions: attributions.into_iter().map(under).collect(),
        others,
        derivations,
        agents,
        links: links
            .into_iter()
            .filter(|link| link.confirmation == Confirmation::Confirmed)
            .map(|link| Under {
                parent_key: statistic,
                row: LinkRow { claim: link.claim_id, other: link.other_claim_id, kind: link.kind },
            })
            .collect(),
        overrides: overrides.into_iter().map(|row| Under { parent_key: statistic, row }).collect(),
    })
}

async fn statistic_row(
    db: &impl Read,
    row: statistic::Model,
    at: DateTime<Utc>,
) -> Result<Option<StatisticRow>> {
    let Some(measure) = one_known_at::<measure::Model>(db, row.measure_id, at).await? else {
        return Ok(None);
    };
    let event = match row.event_id {
        Some(id) => one_known_at::<event::Model>(db, id, at).await?,
        None => None,
    };
    let place = match row.place_id {
        Some(id) => one_known_at::<place::Model>(db, id, at).await?,
        None => None,
    };
    Ok(Some(StatisticRow {
        id: row.id,
        measure: measure.id,
        event: event.as_ref().map(|event| event.id),
        place: place.map(|place| place.id),
        population: row.population,
        period_start: row.period_start,
        period_end: row.period_end,
        event_end: event.and_then(|event| event.end),
        accumulation: measure.accumulation,
        integral: measure.integral,
        value_type: measure.value_type,
        marks: None,
        attributions: None,
    }))
}

fn claim_row(row: &claim::Model) -> Result<ClaimRow> {
    Ok(ClaimRow {
        id: row.id,
        text: row.quantity_text.clone(),
        qualifier: row.qualifier,
        value: row.value,
        low: row.low,
        high: row.high,
        reading_low: row.reading_low,
        reading_high: row.reading_high,
        reading_soft: row.reading_soft,
        as_of: stored(row.as_of.as_deref())?,
    })
}

/// Records as they were, by the id that was asked for.
async fn then<R: Record>(
    db: &impl Read,
    ids: BTreeSet<Uuid>,
    at: DateTime<Utc>,
) -> Result<HashMap<Uuid, R>> {
    let ids = Vec::from_iter(ids);
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(KEYS) {
        let rows = all_known_at::<R>(db, ids, at).await?;
        found.extend(rows.into_iter().map(|found| (found.parent_key, found.row)));
    }
    Ok(found)
}

fn attribution(row: &attribution::Model, source: &source::Model) -> Result<Attribution> {
    Ok(Attribution {
        id: row.id,
        claim: row.claim_id,
        source: row.source_id,
        publisher: source.publisher_id,
        agent: row.agent_id,
        originality: row.originality,
        stance: row.stance,
        said_on: stored(row.said_on.as_deref())?,
        published_on: stored(source.published_on.as_deref())?,
    })
}

/// The attributions whose source counted then, with what it adds.
async fn with_sources(
    db: &impl Read,
    rows: Vec<attribution::Model>,
    at: DateTime<Utc>,
) -> Result<Vec<Attribution>> {
    let ids = rows.iter().map(|row| row.source_id).collect();
    let sources = then::<source::Model>(db, ids, at).await?;
    let joined = rows.into_iter().filter_map(|row| {
        let source = sources.get(&row.source_id)?;
        (source.status == RecordStatus::Active).then(|| attribution(&row, source))
    });
    joined.collect()
}

/// The derivations that counted then, and the attributions of other claims to which they lead; step
/// by step, since the ends of a chain may have been other ones.
async fn beyond(
    db: &impl Read,
    own: &[Attribution],
    at: DateTime<Utc>,
) -> Result<(Vec<DerivationRow>, Vec<Attribution>)> {
    let mut derivations: BTreeMap<Uuid, DerivationRow> = BTreeMap::new();
    let mut others = Vec::new();
    let mut claim_of: HashMap<Uuid, Uuid> = own.iter().map(|row| (row.id, row.claim)).collect();
    let mut seen: BTreeSet<Uuid> = own.iter().map(|row| row.id).collect();
    let mut next: Vec<Uuid> = seen.iter().copied().collect();
    while !next.is_empty() {
        let mut ends = BTreeSet::new();
        let mut documents: HashMap<Uuid, BTreeSet<Uuid>> = HashMap::new();
        for ids in next.chunks(KEYS) {
            let up = rows_known_at::<derivation::Model>(db, "attribution_id", ids, at).await?;
            let down =
                rows_known_at::<derivation::Model>(db, "parent_attribution_id", ids, at).await?;
            let down = down.into_iter().filter(|row| {
                matches!(row.kind, DerivationKind::SameWire | DerivationKind::SameUtterance)
            });
            for row in up.into_iter().chain(down) {
                if row.confirmation != Confirmation::Confirmed {
                    continue;
                }
                ends.extend(
                    [Some(row.attribution_id), row.parent_attribution_id].into_iter().flatten(),
                );
                if let (Some(source), Some(claim)) =
                    (row.parent_source_id, claim_of.get(&row.attribution_id))
                {
                    documents.entry(source).or_default().insert(*claim);
                }
                derivations.insert(row.id, derivation_row(&row));
            }
        }
        let sources: Vec<Uuid> = documents.keys().copied().collect();
        for ids in sources.chunks(KEYS) {
            let inside = rows_known_at::<attribution::Model>(db, "source_id", ids, at).await?;
            let same =
                |row: &&attribution::Model| documents[&row.source_id].contains(&row.claim_id);
            ends.extend(inside.iter().filter(same).map(|row| row.id));
        }
        let new: Vec<Uuid> = ends.into_iter().filter(|id| seen.insert(*id)).collect();
        let rows = then::<attribution::Model>(db, new.iter().copied().collect(), at).await?;
        let claims = rows.values().map(|row| row.claim_id).collect();
        let claims = then::<claim::Model>(db, claims, at).await?;
        let counts = |row: &attribution::Model| {
            row.status == RecordStatus::Active
                && claims.get(&row.claim_id).is_some_and(|it| it.status == RecordStatus::Active)
        };
        let rows = rows.into_values().filter(counts).collect();
        let rows = with_sources(db, rows, at).await?;
        claim_of.extend(rows.iter().map(|row| (row.id, row.claim)));
        others.extend(rows);
        next = new;
    }
    Ok((derivations.into_values().collect(), others))
}

const fn derivation_row(row: &derivation::Model) -> DerivationRow {
    DerivationRow {
        id: row.id,
        child: row.attribution_id,
        parent_attribution: row.parent_attribution_id,
        parent_source: row.parent_source_id,
        inside: None,
        kind: row.kind,
    }
}

/// These agents as they were, and all to whom they led.
async fn agents(db: &impl Read, ids: Vec<Uuid>, at: DateTime<Utc>) -> Result<Vec<AgentRow>> {
    let mut found: BTreeMap<Uuid, AgentRow> = BTreeMap::new();
    let mut next: BTreeSet<Uuid> = ids.into_iter().collect();
    while !next.is_empty() {
        let asked = std::mem::take(&mut next);
        for (id, row) in then::<agent::Model>(db, asked, at).await? {
            next.extend([Some(row.id), row.speaks_for_id, row.parent_id].into_iter().flatten());
            found.insert(id, agent_row(id, &row));
        }
        next.retain(|id| !found.contains_key(id));
    }
    Ok(found.into_values().collect())
}

/// A merged agent leads to the one kept, which alone says for whom it speaks.
const fn agent_row(id: Uuid, kept: &agent::Model) -> AgentRow {
    AgentRow {
        id,
        kind: kept.kind,
        speaks_for: kept.speaks_for_id,
        parent: kept.parent_id,
        canonical: kept.id,
    }
}
