//! What was loaded for several groups, taken apart.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, OnceLock},
};

use entity::{
    claim, relation_override,
    vocab::{DerivationKind, ValueType},
};
use foldhash::{HashMap, HashSet};
use uuid::Uuid;

use super::{Counted, Edge, Facts};
use crate::{
    Error, Result,
    domain::{
        comparison::Claim,
        lexicon::{self, Lexicon, Reading},
        origin::{Agent, Agents, Attribution, Derivation, Parent},
        partial_date::stored,
        quantity::Quantity,
        relation::{Exceptions, Link, Override, StatisticKey},
        text,
    },
    store::{
        crossref::{AgentRow, ClaimRow, DerivationRow, Held, LinkRow, StatisticRow},
        row::Under,
    },
};

/// What was loaded for several groups, by group.
pub(super) struct Pool {
    statistics: HashMap<Uuid, StatisticRow>,
    claims: HashMap<Uuid, Vec<ClaimRow>>,
    attributions: HashMap<Uuid, Vec<Attribution>>,
    all: HashMap<Uuid, Attribution>,
    /// The derivations that end at an attribution, by it.
    up: HashMap<Uuid, Vec<Edge>>,
    /// Of those that join two attributions, the lower ends, by the upper one.
    joined: HashMap<Uuid, Vec<Uuid>>,
    /// Where each document makes each claim.
    places: HashMap<(Uuid, Uuid), Vec<Uuid>>,
    agents: Arc<Agents>,
    then: HashMap<Uuid, claim::Model>,
    links: HashMap<Uuid, Vec<LinkRow>>,
    overrides: HashMap<Uuid, Vec<relation_override::Model>>,
}

impl Pool {
    pub(super) fn new(held: Held) -> Result<Self> {
        let Held {
            statistics,
            claims,
            then,
            attributions,
            others,
            derivations,
            agents,
            links,
            overrides,
        } = held;
        let mut pool = Self {
            statistics: statistics.into_iter().map(|it| (it.parent_key, it.row)).collect(),
            claims: by_group(claims),
            attributions: HashMap::default(),
            all: HashMap::default(),
            up: HashMap::default(),
            joined: HashMap::default(),
            places: HashMap::default(),
            agents: Arc::new(agents.iter().map(agent).collect()),
            then: then.into_iter().map(|claim| (claim.id, claim)).collect(),
            links: by_group(links),
            overrides: by_group(overrides),
        };
        let ends = Ends::of(&derivations);
        for found in attributions.iter().filter(|found| ends.has(&found.row)) {
            pool.note(found.row.clone());
        }
        pool.attributions = by_group(attributions);
        for row in others {
            pool.note(row);
        }
        let mut told = HashSet::default();
        for row in derivations.iter().filter(|row| told.insert(row.id)) {
            let edge = edge(row)?;
            let Derivation { child, parent, kind } = edge.derivation;
            pool.up.entry(child).or_default().push(edge);
            let joins = matches!(kind, DerivationKind::SameWire | DerivationKind::SameUtterance);
            if let (true, Parent::Attribution(parent)) = (joins, parent) {
                pool.joined.entry(parent).or_default().push(child);
            }
        }
        Ok(pool)
    }

    fn note(&mut self, attribution: Attribution) {
        let Attribution { id, source, claim, .. } = attribution;
        self.places.entry((source, claim)).or_default().push(id);
        self.all.insert(id, attribution);
    }

    /// Takes one group out.
    pub(super) fn facts(&mut self, group: Uuid) -> Result<Facts> {
        let statistic = self.statistics.get(&group);
        let marks = statistic.and_then(|row| row.marks);
        let counted = statistic.map(counted).transpose()?;
        let mut rows = self.claims.remove(&group).unwrap_or_default();
        rows.sort_unstable_by_key(|row| row.id);
        let claims = match &counted {
            Some(counted) => rows.into_iter().filter_map(|row| claim(row, counted)).collect(),
            None => Vec::new(),
        };
        let mut attributions = self.attributions.remove(&group).unwrap_or_default();
        attributions.sort_unstable_by_key(|attribution| attribution.id);
        let own = attributions.len();
        let (others, edges) = self.beyond(&attributions);
        attributions.extend(others);
        let links = self.links.remove(&group).unwrap_or_default();
        let links = links.into_iter().map(|LinkRow { claim, other, kind }| Link {
            from: claim,
            to: other,
            kind,
        });
        let overrides = self.overrides.remove(&group).unwrap_or_default();
        Ok(Facts {
            counted,
            marks,
            claims: Arc::new(claims),
            then: std::mem::take(&mut self.then),
            attributions,
            own,
            by_claim: OnceLock::new(),
            edges,
            agents: Arc::clone(&self.agents),
            exceptions: Exceptions::new(links, overrides.iter().map(overriding)),
            overrides: overrides
                .into_iter()
                .map(|row| ((row.claim_id, row.other_claim_id), row))
                .collect(),
            origins: [const { OnceLock::new() }; 2],
            read: Mutex::default(),
            views: Mutex::default(),
        })
    }

    /// The attributions of other claims to which the derivations of these lead, and the derivations
    /// on the way.
    fn beyond(&self, own: &[Attribution]) -> (Vec<Attribution>, Vec<Edge>) {
        let mut others = BTreeMap::new();
        let mut edges = BTreeMap::new();
        // Of most attributions no derivation leads anywhere.
        let mut next: Vec<Uuid> =
            own.iter().map(|it| it.id).filter(|id| self.all.contains_key(id)).collect();
        let mut seen: HashSet<Uuid> = next.iter().copied().collect();
        while let Some(id) = next.pop() {
            let up = self.up.get(&id).map_or(&[][..], Vec::as_slice);
            let parents = up.iter().flat_map(|edge| self.parents(edge));
            let ends = parents.chain(self.joined.get(&id).into_iter().flatten().copied());
            for end in ends.collect::<Vec<_>>() {
                if let Some(found) = self.all.get(&end).filter(|_| seen.insert(end)) {
                    others.insert(end, found.clone());
                    next.push(end);
                }
            }
            edges.extend(up.iter().map(|edge| (edge.id, *edge)));
        }
        (others.into_values().collect(), edges.into_values().collect())
    }

    /// Where an edge leads: to an attribution or, of a document, to where it makes the same claim.
    fn parents(&self, edge: &Edge) -> Vec<Uuid> {
        match edge.derivation.parent {
            Parent::Attribution(id) => vec![id],
            Parent::Source(source) => {
                let Some(child) = self.all.get(&edge.derivation.child) else { return Vec::new() };
                self.places.get(&(source, child.claim)).cloned().unwrap_or_default()
            }
        }
    }
}

/// The rows of each group. Most often there is one, and its rows stay where they are.
fn by_group<T>(rows: Vec<Under<T>>) -> HashMap<Uuid, Vec<T>> {
    let first = rows.first().map(|found| found.parent_key);
    if let Some(only) = first.filter(|key| rows.iter().all(|found| found.parent_key == *key)) {
        return HashMap::from_iter([(only, rows.into_iter().map(|found| found.row).collect())]);
    }
    let mut groups: HashMap<Uuid, Vec<T>> = HashMap::default();
    for found in rows {
        groups.entry(found.parent_key).or_default().push(found.row);
    }
    groups
}

/// Where derivations begin and end. Most attributions are at neither end of any.
struct Ends {
    attributions: HashSet<Uuid>,
    documents: HashSet<Uuid>,
}

impl Ends {
    fn of(derivations: &[DerivationRow]) -> Self {
        let ends = derivations.iter().flat_map(|row| [Some(row.child), row.parent_attribution]);
        Self {
            attributions: ends.flatten().collect(),
            documents: derivations.iter().filter_map(|row| row.parent_source).collect(),
        }
    }

    fn has(&self, attribution: &Attribution) -> bool {
        self.attributions.contains(&attribution.id) || self.documents.contains(&attribution.source)
    }
}

/// What has to be the same before a number of this statistic and another are compared.
#[must_use]
pub fn key_of(row: &StatisticRow) -> StatisticKey {
    let StatisticRow { measure, event, place, population, period_start, period_end, .. } = row;
    let period = (period_start.is_some() || period_end.is_some()).then(|| {
        let end = |date: &Option<String>| date.clone().unwrap_or_else(|| "..".to_owned());
        format!("{}/{}", end(period_start), end(period_end))
    });
    StatisticKey {
        measure: *measure,
        event: *event,
        place: *place,
        population: population.as_deref().map(text::normalise),
        period,
    }
}

fn counted(row: &StatisticRow) -> Result<Counted> {
    let key = key_of(row);
    let end = if key.period.is_some() { &row.period_end } else { &row.event_end };
    Ok(Counted {
        end: stored(end.as_deref())?,
        key,
        accumulation: row.accumulation,
        integral: row.integral,
        count: row.value_type == ValueType::Count,
    })
}

/// A claim with a number; `None` for a statement.
fn claim(row: ClaimRow, counted: &Counted) -> Option<Claim> {
    let (text, qualifier) = (row.text?, row.qualifier?);
    let quantity = Quantity { text, qualifier, value: row.value, low: row.low, high: row.high };
    let reading = if row.reading_soft {
        // Which of the bounds is soft is not stored.
        lexicon::read(&quantity, Lexicon::default(), counted.integral, counted.count)
    } else {
        Reading {
            low: row.reading_low,
            high: row.reading_high,
            soft_low: false,
            soft_high: false,
            lexicon: Lexicon::default(),
        }
    };
    Some(Claim { id: row.id, quantity, reading, as_of: row.as_of })
}

fn edge(row: &DerivationRow) -> Result<Edge> {
    let parent = match (row.parent_attribution, row.parent_source) {
        (Some(id), _) => Parent::Attribution(id),
        (None, Some(id)) => Parent::Source(id),
        (None, None) => {
            let what = format!("{} is derived from nothing", row.id);
            return Err(Error::broken("reading a derivation", what));
        }
    };
    Ok(Edge { id: row.id, derivation: Derivation { child: row.child, parent, kind: row.kind } })
}

fn overriding(row: &relation_override::Model) -> Override {
    Override {
        a: row.claim_id,
        b: row.other_claim_id,
        verdict: row.verdict,
        reason: row.reason.clone(),
    }
}

fn agent(row: &AgentRow) -> Agent {
    Agent {
        id: row.id,
        kind: row.kind,
        speaks_for: row.speaks_for,
        parent: row.parent,
        merged_into: (row.canonical != row.id).then_some(row.canonical),
    }
}
