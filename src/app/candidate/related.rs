//! How a claim that was accepted relates to the others on its statistic: what a person wants to see
//! at once.

use std::collections::{BTreeSet, HashMap};

use entity::{agent, claim, statistic};
use uuid::Uuid;

use crate::{
    Error, Result,
    app::comparison::{self, Group, Needs, Subject, View, Ways},
    domain::{
        origin::Origin,
        relation::{Relation, Verdict},
    },
    store::{Read, record},
};

/// Another claim, and how they relate.
#[derive(Clone, Debug)]
pub struct Related {
    /// The other claim.
    pub other: claim::Model,
    /// The names of those whose voice it is, by name; empty where that is not known.
    pub voices: Vec<String>,
    /// How they relate.
    pub relation: Relation,
}

/// How a claim relates to the others on its statistic, what contradicts it first, `limit` at most;
/// and how many there are in all. Nothing for a statement.
pub async fn related(
    db: &impl Read,
    row: &claim::Model,
    limit: usize,
) -> Result<(Vec<Related>, usize)> {
    let Some(view) = view_of(db, row).await? else { return Ok((Vec::new(), 0)) };
    let Some(all) = view.cross_references() else { return Ok((Vec::new(), 0)) };
    let mut found: Vec<(Uuid, Relation)> =
        all.of(row.id, &[], None).map(|(other, relation)| (other.id, relation)).collect();
    let count = found.len();
    found.sort_by(|(a, first), (b, second)| {
        let widest = second.ratio.unwrap_or(0.0).total_cmp(&first.ratio.unwrap_or(0.0));
        rank(first.verdict).cmp(&rank(second.verdict)).then(widest).then(a.cmp(b))
    });
    found.truncate(limit);
    let ids: Vec<Uuid> = found.iter().map(|(id, _)| *id).collect();
    let rows: HashMap<Uuid, claim::Model> =
        by_id(record::by_ids(db, &ids).await?, |row: &claim::Model| row.id);
    let voices: HashMap<Uuid, Vec<Uuid>> =
        ids.iter().map(|&id| (id, known_voices(&view, id))).collect();
    let agents: BTreeSet<Uuid> = voices.values().flatten().copied().collect();
    let agents: Vec<Uuid> = agents.into_iter().collect();
    let agents: HashMap<Uuid, agent::Model> =
        by_id(record::by_ids(db, &agents).await?, |row: &agent::Model| row.id);
    let related = found.into_iter().filter_map(|(id, relation)| {
        let names = voices.get(&id)?.iter().filter_map(|id| Some(agents.get(id)?.name.clone()));
        let mut names: Vec<String> = names.collect();
        names.sort();
        Some(Related { other: rows.get(&id)?.clone(), voices: names, relation })
    });
    Ok((related.collect(), count))
}

async fn view_of(db: &impl Read, row: &claim::Model) -> Result<Option<std::sync::Arc<View>>> {
    let Some(statistic) = row.statistic_id else { return Ok(None) };
    let kept: Option<statistic::Model> = record::find(db, statistic).await?;
    let kept = kept.map_or(statistic, |kept| kept.id);
    let subject = Subject { group: Group::Statistic(kept), known_at: None };
    let facts = comparison::load(db, &[subject]).await?.remove(&subject);
    let facts = facts.ok_or_else(|| Error::broken("comparing claims", "nothing was loaded"))?;
    let view = facts.view(Ways::default());
    view.prepare(Needs::CrossReferences).await?;
    Ok(Some(view))
}

/// What a person wants to see first.
const fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Conflicts => 0,
        Verdict::Revises => 1,
        Verdict::Repeats => 2,
        Verdict::Progresses => 3,
        Verdict::Near => 4,
        Verdict::Agrees => 5,
        Verdict::Compatible => 6,
        Verdict::NotComparable => 7,
    }
}

fn known_voices(view: &View, claim: Uuid) -> Vec<Uuid> {
    let said = view.facts().of_claim(claim).into_iter().map(|said| said.id);
    let known = view.origins().of_all(said).into_iter().filter_map(|origin| match origin {
        Origin::Known(agent) => Some(agent),
        Origin::Unknown(_) => None,
    });
    known.collect()
}

fn by_id<R>(found: Vec<crate::store::row::Under<R>>, id: impl Fn(&R) -> Uuid) -> HashMap<Uuid, R> {
    found.into_iter().map(|found| (id(&found.row), found.row)).collect()
}
