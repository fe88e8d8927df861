//! How a claim that was accepted relates to the others on its statistic: what a person wants to see
//! at once.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use entity::{agent, claim, statistic};
use uuid::Uuid;

use crate::{
    Error, Result,
    app::comparison::{self, Group, Needs, Subject, View, Ways},
    domain::{
        origin::Origin,
        relation::{Relation, Verdict},
    },
    store::{Read, crossref, record},
};

/// How many claims on other statistics are shown.
const BESIDE: u64 = 2;

/// Another claim, and how they relate.
#[derive(Clone, Debug)]
pub struct Related {
    /// The other claim.
    pub other: claim::Model,
    /// The names of those whose voice it is, by name; empty where that is not known.
    pub voices: Vec<String>,
    /// Whether one of them stands behind this claim too.
    pub shares_a_voice: bool,
    /// How they relate.
    pub relation: Relation,
}

/// A claim that nothing is compared with, since it counts the same in another place, period or
/// population.
#[derive(Clone, Debug)]
pub struct Beside {
    /// The claim.
    pub claim: claim::Model,
    /// What it is of.
    pub statistic: statistic::Model,
}

/// How a claim stands to others.
#[derive(Clone, Debug, Default)]
pub struct Relations {
    /// Those on its statistic, what contradicts it first.
    pub related: Vec<Related>,
    /// How many there are in all.
    pub count: usize,
    /// Those on other statistics of the same measure and event, the oldest first.
    pub beside: Vec<Beside>,
    /// How many there are in all.
    pub beside_count: i64,
}

/// How a claim stands to others, `limit` of those on its statistic at most and 2 of those beside it.
/// Nothing for a statement.
pub async fn relations(db: &impl Read, row: &claim::Model, limit: usize) -> Result<Relations> {
    let Some(statistic) = row.statistic_id else { return Ok(Relations::default()) };
    let kept: Option<statistic::Model> = record::find(db, statistic).await?;
    let kept = kept.map_or(statistic, |kept| kept.id);
    let (related, count) = related(db, row, kept, limit).await?;
    let beside_count = crossref::count_beside(db, kept).await?;
    Ok(Relations { related, count, beside: beside(db, kept).await?, beside_count })
}

async fn beside(db: &impl Read, statistic: Uuid) -> Result<Vec<Beside>> {
    let ids: Vec<Uuid> = crossref::beside(db, statistic, None, BESIDE)
        .await?
        .into_iter()
        .map(|found| found.parent_key)
        .collect();
    let rows: HashMap<Uuid, claim::Model> =
        by_id(record::by_ids(db, &ids).await?, |row: &claim::Model| row.id);
    let counted: Vec<Uuid> = rows.values().filter_map(|row| row.statistic_id).collect();
    let counted: HashMap<Uuid, statistic::Model> = record::by_ids(db, &counted)
        .await?
        .into_iter()
        .map(|found| (found.parent_key, found.row))
        .collect();
    let told = ids.into_iter().filter_map(|id| {
        let claim = rows.get(&id)?.clone();
        let statistic = counted.get(&claim.statistic_id?)?.clone();
        Some(Beside { claim, statistic })
    });
    Ok(told.collect())
}

async fn related(
    db: &impl Read,
    row: &claim::Model,
    statistic: Uuid,
    limit: usize,
) -> Result<(Vec<Related>, usize)> {
    let view = view_of(db, statistic).await?;
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
    let own = known_voices(&view, row.id);
    let related = found.into_iter().filter_map(|(id, relation)| {
        let voices = voices.get(&id)?;
        let names = voices.iter().filter_map(|id| Some(agents.get(id)?.name.clone()));
        let mut names: Vec<String> = names.collect();
        names.sort();
        let shares_a_voice = voices.iter().any(|voice| own.contains(voice));
        Some(Related { other: rows.get(&id)?.clone(), voices: names, shares_a_voice, relation })
    });
    Ok((related.collect(), count))
}

pub(super) async fn view_of(db: &impl Read, statistic: Uuid) -> Result<Arc<View>> {
    let subject = Subject { group: Group::Statistic(statistic), known_at: None };
    let facts = comparison::load(db, &[subject]).await?.remove(&subject);
    let facts = facts.ok_or_else(|| Error::broken("comparing claims", "nothing was loaded"))?;
    let view = facts.view(Ways::default());
    view.prepare(Needs::CrossReferences).await?;
    Ok(view)
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
