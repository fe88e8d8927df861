//! Whether an accepted attribution is one voice with others: what a person is asked, and what the
//! answer does.

use std::collections::{HashMap, HashSet};

use entity::{
    agent, attribution, claim, derivation, source, statistic,
    vocab::{Confirmation, DerivationKind, RecordStatus, Role, Stance},
};
use uuid::Uuid;

use super::related::view_of;
use crate::{
    Result,
    app::{
        Session,
        confirmation::{Judgement, confirm, reject},
        derivation::{NewDerivation, Parent, derive_in},
        summary,
    },
    domain::origin::Origin,
    store::{
        Read,
        record::{self, find_itself, rows_where},
    },
};

/// The most voices that a person is asked about for one attribution.
const ASKED: usize = 3;

/// Why, in the history, where a person said that it is one voice.
const SAME: &str = "the same voice, says a reviewer";

/// Why, where a person said that it is not.
const ANOTHER: &str = "another voice, says a reviewer";

/// Another attribution that may be the same voice.
#[derive(Clone, Debug)]
pub struct Voice {
    /// The derivation by which a rule or a contributor suggested it; `None` where both only name
    /// one number.
    pub suggestion: Option<derivation::Model>,
    /// The other attribution.
    pub attribution: attribution::Model,
    /// Its claim.
    pub claim: claim::Model,
    /// Where it is made.
    pub source: source::Model,
    /// Who is said to hold it; `None` for the source's own voice.
    pub agent: Option<agent::Model>,
}

/// The attributions that may be one voice with this one, 3 at most: first what was suggested, then
/// those elsewhere that name the same number and are not known to have the same origin. Nobody is
/// asked twice: a pair of which something is on record is left out.
pub async fn voices(session: &Session, attribution: Uuid) -> Result<Vec<Voice>> {
    // Rules suggest copies when a statistic is summed up.
    summary::refresh(session).await?;
    let db = &session.db;
    let Some(own) = find_itself::<attribution::Model>(db, attribution).await? else {
        return Ok(Vec::new());
    };
    if own.stance != Stance::Asserts || own.status != RecordStatus::Active {
        return Ok(Vec::new());
    }
    let known = known(db, attribution).await?;
    let open = known.iter().filter(|row| {
        row.confirmation == Confirmation::Suggested && row.status == RecordStatus::Active
    });
    let mut asked: Vec<(Option<derivation::Model>, Uuid)> =
        open.filter_map(|row| Some((Some(row.clone()), other_end(row, attribution)?))).collect();
    let alike = of_the_same_number(db, &own, &known).await?;
    asked.extend(alike.into_iter().map(|id| (None, id)));
    asked.truncate(ASKED);
    dressed(db, asked).await
}

/// All derivations at whose one end it stands.
async fn known(db: &impl Read, attribution: Uuid) -> Result<Vec<derivation::Model>> {
    let key = [attribution];
    let mut rows: Vec<derivation::Model> = rows_where(db, "attribution_id", &key, "id").await?;
    rows.extend(rows_where::<derivation::Model>(db, "parent_attribution_id", &key, "id").await?);
    Ok(rows)
}

/// The attribution at the other end; `None` where that is a source.
fn other_end(row: &derivation::Model, attribution: Uuid) -> Option<Uuid> {
    if row.attribution_id == attribution {
        row.parent_attribution_id
    } else {
        Some(row.attribution_id)
    }
}

/// Attributions in other documents that assert the same number of the same statistic: one of each
/// origin but its own.
async fn of_the_same_number(
    db: &impl Read,
    own: &attribution::Model,
    known: &[derivation::Model],
) -> Result<Vec<Uuid>> {
    let claim: Option<claim::Model> = find_itself(db, own.claim_id).await?;
    let Some(claim) = claim else { return Ok(Vec::new()) };
    let (Some(statistic), Some(value)) = (claim.statistic_id, claim.value) else {
        return Ok(Vec::new());
    };
    let kept: Option<statistic::Model> = record::find(db, statistic).await?;
    let view = view_of(db, kept.map_or(statistic, |kept| kept.id)).await?;
    let told: HashSet<Uuid> = known.iter().filter_map(|row| other_end(row, own.id)).collect();
    let sources: HashSet<Uuid> = known.iter().filter_map(|row| row.parent_source_id).collect();
    let origins = view.origins();
    let mut heard: Vec<&[Origin]> = vec![origins.of(own.id)];
    let mut found = Vec::new();
    let same = |it: Option<f64>| it.is_some_and(|it| it.total_cmp(&value).is_eq());
    for other in view.claims().iter().filter(|other| same(other.quantity.value)) {
        for said in view.facts().of_claim(other.id) {
            let elsewhere = said.source != own.source_id && !sources.contains(&said.source);
            let is_open = elsewhere && said.stance == Stance::Asserts && !told.contains(&said.id);
            let voice = origins.of(said.id);
            if is_open && !heard.contains(&voice) {
                heard.push(voice);
                found.push(said.id);
            }
        }
    }
    Ok(found)
}

async fn dressed(
    db: &impl Read,
    asked: Vec<(Option<derivation::Model>, Uuid)>,
) -> Result<Vec<Voice>> {
    let ids: Vec<Uuid> = asked.iter().map(|(_, id)| *id).collect();
    let rows: Vec<attribution::Model> = rows_where(db, "id", &ids, "id").await?;
    let claims: Vec<Uuid> = rows.iter().map(|row| row.claim_id).collect();
    let sources: Vec<Uuid> = rows.iter().map(|row| row.source_id).collect();
    let agents: Vec<Uuid> = rows.iter().filter_map(|row| row.agent_id).collect();
    let claims: Vec<claim::Model> = rows_where(db, "id", &claims, "id").await?;
    let sources: Vec<source::Model> = rows_where(db, "id", &sources, "id").await?;
    let agents = record::by_ids::<agent::Model>(db, &agents).await?;
    let agents: HashMap<Uuid, agent::Model> =
        agents.into_iter().map(|found| (found.parent_key, found.row)).collect();
    let voice = |(suggestion, id): (Option<derivation::Model>, Uuid)| {
        let attribution = rows.iter().find(|row| row.id == id)?.clone();
        let claim = claims.iter().find(|row| row.id == attribution.claim_id)?.clone();
        let source = sources.iter().find(|row| row.id == attribution.source_id)?.clone();
        let agent = attribution.agent_id.and_then(|id| agents.get(&id).cloned());
        Some(Voice { suggestion, attribution, claim, source, agent })
    };
    Ok(asked.into_iter().filter_map(voice).collect())
}

/// Keeps a person's answer: that both are one utterance, or that they are not. A suggestion is
/// confirmed or rejected by it; else a derivation is put on record, so that nobody is asked again.
pub async fn settle(
    session: &Session,
    attribution: Uuid,
    voice: &Voice,
    is_same: bool,
) -> Result<()> {
    let reason = if is_same { SAME } else { ANOTHER }.to_owned();
    if let Some(row) = &voice.suggestion {
        let judgement = Judgement { id: row.id, expected_revision: None, reason };
        let judged = if is_same {
            confirm::<derivation::Model>(session, judgement).await
        } else {
            reject::<derivation::Model>(session, judgement).await
        };
        return judged.map(drop);
    }
    let confirmation = if is_same { Confirmation::Confirmed } else { Confirmation::Rejected };
    let new = NewDerivation {
        attribution,
        parent: Parent::Attribution(voice.attribution.id),
        kind: DerivationKind::SameUtterance,
        confirmation,
        note: Some(reason),
    };
    session
        .write(Role::Curator, move |txn| {
            let new = new.clone();
            Box::pin(async move { derive_in(txn, new).await.map(drop) })
        })
        .await
}
