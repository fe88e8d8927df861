//! Comparing what is on record: a statistic loaded once, and looked at in as many ways as asked.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    claim, relation_override,
    vocab::{Accumulation, DerivationKind, ValueType},
};
use uuid::Uuid;

use super::relation::verdict_of;
use crate::{
    Error, Result,
    domain::{
        comparison::{
            Claim, Comparison, Corroboration, CrossReferences, Input, Outcome, Sheet, TimeBasis,
            TimelinePoint, compare, corroboration, cross_references, timeline,
        },
        lexicon::{self, Lexicon, Reading},
        origin::{self, Agent, Agents, Attribution, Derivation, Lens, Origins, Parent, one_origin},
        partial_date::PartialDate,
        quantity::Quantity,
        relation::{
            self, Context, Exceptions, Link, Override, PairRule, Relation, RelationCode,
            StatisticKey, Verdict, relate_statements,
        },
        text,
    },
    store::{
        Read,
        crossref::{
            self, AgentRow, AttributionRow, ClaimRow, DerivationRow, Held, LinkRow, Scope,
            StatisticRow,
        },
    },
};

/// What claims stand under, and as known when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// Which.
    pub group: Group,
    /// As known at this moment; `None` as known now.
    pub known_at: Option<DateTime<Utc>>,
}

/// What claims stand under: only claims of one group are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// A statistic, by the record kept after merges.
    Statistic(Uuid),
    /// A claim that is on no statistic, alone.
    Statement(Uuid),
}

/// What a statistic counts.
#[derive(Clone, Debug)]
pub struct Counted {
    /// What has to be the same before two numbers are compared.
    pub key: StatisticKey,
    /// What a difference in time means.
    pub accumulation: Accumulation,
    /// The end of its period or, only where it has none, of its event; `None` where neither ends.
    pub end: Option<PartialDate>,
    integral: bool,
    count: bool,
}

/// A confirmed derivation and the record that says so.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// Key of the record.
    pub id: Uuid,
    /// What it says.
    pub derivation: Derivation,
}

/// Everything from which the claims of one group are compared, as it was loaded.
#[derive(Debug)]
pub struct Facts {
    /// What is counted; `None` for a statement, and for a statistic that was not on record yet.
    pub counted: Option<Counted>,
    /// The claims with a number, in the order of their ids.
    claims: Arc<Vec<Claim>>,
    /// The claims as they were, where the past was asked for.
    then: HashMap<Uuid, claim::Model>,
    /// Where the claims are made, in the order of their ids, then the attributions of other claims
    /// to which their derivations lead.
    attributions: Vec<Attribution>,
    own: usize,
    /// The derivations among all these.
    pub edges: Vec<Edge>,
    agents: Arc<Agents>,
    exceptions: Exceptions,
    overrides: HashMap<(Uuid, Uuid), relation_override::Model>,
    origins: [OnceLock<Arc<Origins>>; 2],
    read: Mutex<HashMap<Lexicon, Arc<Vec<Claim>>>>,
    views: Mutex<HashMap<Ways, Arc<View>>>,
}

/// How a group is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ways {
    /// Under which agents are one voice.
    pub lens: Lens,
    /// By which the claims are read.
    pub lexicon: Lexicon,
    /// Only what was said or stated by this day; `None` for all.
    pub as_of: Option<NaiveDate>,
}

/// A group looked at in one way. What it takes is computed once, and when it is first asked for.
#[derive(Debug)]
pub struct View {
    facts: Arc<Facts>,
    claims: Arc<Vec<Claim>>,
    origins: Arc<Origins>,
    ways: Ways,
    outcome: OnceLock<Arc<Outcome>>,
    sheet: OnceLock<Arc<Sheet>>,
}

/// Loads the facts of groups: as known now in a handful of statements for all of them.
pub async fn load(db: &impl Read, subjects: &[Subject]) -> Result<HashMap<Subject, Arc<Facts>>> {
    let mut found = HashMap::with_capacity(subjects.len());
    let (mut statistics, mut statements) = (Vec::new(), Vec::new());
    for subject in subjects {
        match (subject.known_at, subject.group) {
            (None, Group::Statistic(id)) => statistics.push(id),
            (None, Group::Statement(id)) => statements.push(id),
            (Some(at), Group::Statistic(id)) => {
                let held = crossref::known_at(db, id, at).await?;
                found.insert(*subject, Arc::new(Pool::new(held)?.facts(id)?));
            }
            (Some(_), Group::Statement(_)) => {
                let message = "a statement is compared as it is known now alone";
                return Err(Error::invalid("knownAt", message));
            }
        }
    }
    let scopes = [Scope::Statistics(&statistics), Scope::Statements(&statements)];
    let group_of: [fn(Uuid) -> Group; 2] = [Group::Statistic, Group::Statement];
    for ((scope, ids), group) in scopes.into_iter().zip([&statistics, &statements]).zip(group_of) {
        let mut pool = Pool::new(crossref::load(db, scope).await?)?;
        for &id in ids {
            let facts = pool.facts(id)?;
            found.insert(Subject { group: group(id), known_at: None }, Arc::new(facts));
        }
    }
    Ok(found)
}

/// What was loaded for several groups, by group.
struct Pool {
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
    fn new(held: Held) -> Result<Self> {
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
            claims: HashMap::new(),
            attributions: HashMap::new(),
            all: HashMap::new(),
            up: HashMap::new(),
            joined: HashMap::new(),
            places: HashMap::new(),
            agents: Arc::new(agents.into_iter().map(agent).collect()),
            then: then.into_iter().map(|claim| (claim.id, claim)).collect(),
            links: HashMap::new(),
            overrides: HashMap::new(),
        };
        for found in claims {
            pool.claims.entry(found.parent_key).or_default().push(found.row);
        }
        let linked = !derivations.is_empty();
        for found in attributions {
            let read = attribution(found.row)?;
            if linked {
                pool.note(read.clone());
            }
            pool.attributions.entry(found.parent_key).or_default().push(read);
        }
        for row in others {
            pool.note(attribution(row)?);
        }
        let mut told = HashSet::new();
        for row in derivations.iter().filter(|row| told.insert(row.id)) {
            let edge = edge(row)?;
            let Derivation { child, parent, kind } = edge.derivation;
            pool.up.entry(child).or_default().push(edge);
            let joins = matches!(kind, DerivationKind::SameWire | DerivationKind::SameUtterance);
            if let (true, Parent::Attribution(parent)) = (joins, parent) {
                pool.joined.entry(parent).or_default().push(child);
            }
        }
        for found in links {
            pool.links.entry(found.parent_key).or_default().push(found.row);
        }
        for found in overrides {
            pool.overrides.entry(found.parent_key).or_default().push(found.row);
        }
        Ok(pool)
    }

    fn note(&mut self, attribution: Attribution) {
        let Attribution { id, source, claim, .. } = attribution;
        self.places.entry((source, claim)).or_default().push(id);
        self.all.insert(id, attribution);
    }

    /// Takes one group out.
    fn facts(&mut self, group: Uuid) -> Result<Facts> {
        let counted = self.statistics.get(&group).map(counted).transpose()?;
        let mut rows = self.claims.remove(&group).unwrap_or_default();
        rows.sort_unstable_by_key(|row| row.id);
        let claims = match &counted {
            Some(counted) => rows
                .into_iter()
                .filter_map(|row| claim(row, counted).transpose())
                .collect::<Result<_>>()?,
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
            claims: Arc::new(claims),
            then: std::mem::take(&mut self.then),
            attributions,
            own,
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
        if self.up.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let mut others = BTreeMap::new();
        let mut edges = BTreeMap::new();
        let mut seen: BTreeSet<Uuid> = own.iter().map(|it| it.id).collect();
        let mut next: Vec<Uuid> = seen.iter().copied().collect();
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
        end: date(end.as_deref())?,
        key,
        accumulation: row.accumulation,
        integral: row.integral,
        count: row.value_type == ValueType::Count,
    })
}

/// A claim with a number; `None` for a statement.
fn claim(row: ClaimRow, counted: &Counted) -> Result<Option<Claim>> {
    let (Some(text), Some(qualifier)) = (row.text, row.qualifier) else { return Ok(None) };
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
    Ok(Some(Claim { id: row.id, quantity, reading, as_of: date(row.as_of.as_deref())? }))
}

fn attribution(row: AttributionRow) -> Result<Attribution> {
    Ok(Attribution {
        id: row.id,
        claim: row.claim,
        source: row.source,
        publisher: row.publisher,
        agent: row.agent,
        originality: row.originality,
        stance: row.stance,
        said_on: date(row.said_on.as_deref())?,
        published_on: date(row.published_on.as_deref())?,
    })
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
        verdict: verdict_of(row.verdict),
        reason: row.reason.clone(),
    }
}

fn agent(row: AgentRow) -> Agent {
    Agent {
        id: row.id,
        kind: row.kind,
        speaks_for: row.speaks_for,
        parent: row.parent,
        merged_into: (row.canonical != row.id).then_some(row.canonical),
    }
}

/// A stored date, which was checked when it was written.
fn date(text: Option<&str>) -> Result<Option<PartialDate>> {
    let read =
        |text: &str| text.parse().map_err(|error| Error::internal("reading a stored date", error));
    text.map(read).transpose()
}

impl Facts {
    /// From whom each attribution has its claim.
    pub fn origins(&self, lens: Lens) -> Arc<Origins> {
        let place = match lens {
            Lens::Agent => &self.origins[0],
            Lens::Affiliation => &self.origins[1],
        };
        let compute = || {
            let derivations: Vec<Derivation> =
                self.edges.iter().map(|edge| edge.derivation).collect();
            Arc::new(origin::origins(&self.attributions, &derivations, &self.agents, lens))
        };
        Arc::clone(place.get_or_init(compute))
    }

    /// A claim as it was, where the past was asked for.
    pub fn then(&self, claim: Uuid) -> Option<&claim::Model> {
        self.then.get(&claim)
    }

    /// The attributions of the group's claims, in the order of their ids.
    pub fn own(&self) -> &[Attribution] {
        &self.attributions[..self.own]
    }

    /// An attribution of the group, or one to which its derivations lead.
    pub fn attribution(&self, id: Uuid) -> Option<&Attribution> {
        let (own, others) = self.attributions.split_at(self.own);
        [own, others].into_iter().find_map(|part| {
            part.binary_search_by_key(&id, |it| it.id).ok().map(|place| &part[place])
        })
    }

    /// The attributions of one claim.
    pub fn of_claim(&self, claim: Uuid) -> Vec<&Attribution> {
        self.own().iter().filter(|it| it.claim == claim).collect()
    }

    /// A person's verdict on a pair; `None` where nobody overrode the rules, and where the pair is
    /// known under the other claim alone.
    pub fn overriding(&self, a: Uuid, b: Uuid) -> Option<&relation_override::Model> {
        self.overrides.get(&(a.min(b), a.max(b)))
    }

    /// Who stands behind one claim, and who denies it.
    pub fn corroboration(&self, claim: Uuid, lens: Lens) -> Corroboration {
        corroboration(&self.of_claim(claim), &self.origins(lens))
    }

    fn read_by(&self, lexicon: Lexicon) -> Arc<Vec<Claim>> {
        let Some(counted) = self.counted.as_ref().filter(|_| lexicon != Lexicon::default()) else {
            return Arc::clone(&self.claims);
        };
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let compute = || {
            let claims = self.claims.iter().cloned().map(|mut claim| {
                let Counted { integral, count, .. } = *counted;
                claim.reading = lexicon::read(&claim.quantity, lexicon, integral, count);
                claim
            });
            Arc::new(claims.collect())
        };
        Arc::clone(read.entry(lexicon).or_insert_with(compute))
    }

    /// The group looked at in one way; the same way gives the same view.
    pub fn view(self: &Arc<Self>, ways: Ways) -> Arc<View> {
        let mut views = self.views.lock().unwrap_or_else(PoisonError::into_inner);
        let make = || {
            Arc::new(View {
                facts: Arc::clone(self),
                claims: self.read_by(ways.lexicon),
                origins: self.origins(ways.lens),
                ways,
                outcome: OnceLock::new(),
                sheet: OnceLock::new(),
            })
        };
        Arc::clone(views.entry(ways).or_insert_with(make))
    }
}

impl View {
    /// What the rules are asked about; `None` where nothing is counted.
    fn input(&self) -> Option<Input<'_>> {
        let counted = self.facts.counted.as_ref()?;
        Some(Input {
            key: &counted.key,
            accumulation: counted.accumulation,
            end: counted.end.as_ref(),
            lexicon: self.ways.lexicon,
            claims: &self.claims,
            attributions: self.facts.own(),
            origins: &self.origins,
            exceptions: &self.facts.exceptions,
            as_of: self.ways.as_of,
        })
    }

    fn required(&self) -> Result<Input<'_>> {
        let missing = || Error::broken("comparing claims", "nothing is counted");
        self.input().ok_or_else(missing)
    }

    /// The claims with a number, in the order of their ids.
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// What was looked at.
    pub fn facts(&self) -> &Arc<Facts> {
        &self.facts
    }

    /// How it was looked at.
    pub const fn ways(&self) -> Ways {
        self.ways
    }

    /// From whom each attribution has its claim.
    pub fn origins(&self) -> &Origins {
        &self.origins
    }

    /// The answer for a statistic.
    pub fn comparison(&self) -> Result<Comparison<'_>> {
        let input = self.required()?;
        let outcome = self.outcome.get_or_init(|| compare(&input).outcome());
        Ok(Comparison::of(Arc::clone(outcome), input))
    }

    /// Its claims against each other; `None` for a statement, which is compared with nothing.
    pub fn cross_references(&self) -> Option<CrossReferences<'_>> {
        let input = self.input()?;
        let sheet = self.sheet.get_or_init(|| cross_references(&input).sheet());
        Some(CrossReferences::on(Arc::clone(sheet), input))
    }

    /// Every claim by date and origin.
    pub fn timeline(&self, basis: TimeBasis) -> Result<Vec<TimelinePoint>> {
        Ok(timeline(&self.required()?, basis))
    }
}

/// How two claims relate, each in the group under which it stands.
#[must_use]
pub fn relate((one, a): (&View, Uuid), (other, b): (&View, Uuid)) -> Relation {
    // What was decided is known where its first claim is.
    let rules = [one, other].into_iter().filter_map(|view| view.facts.exceptions.between(a, b));
    let rules: Vec<&PairRule> = rules.collect();
    let exceptions = Exceptions::new(
        rules.iter().filter_map(|rule| rule.linked),
        rules.iter().filter_map(|rule| rule.overriding.clone()),
    );
    let all = [one.cross_references(), other.cross_references()];
    let sides = [(&all[0], a), (&all[1], b)].map(|(all, id)| all.as_ref()?.side(id));
    if let ([Some(a), Some(b)], Some(counted)) = (&sides, &one.facts.counted) {
        let context = Context { accumulation: counted.accumulation, exceptions: &exceptions };
        return relation::relate(a, b, &context);
    }
    let (judged, reason) = relate_statements(a, b, &exceptions);
    let origins =
        |view: &View, id| view.origins.of_all(view.facts.of_claim(id).into_iter().map(|it| it.id));
    let overridden = exceptions.between(a, b).is_some_and(|rule| rule.overriding.is_some());
    Relation {
        verdict: judged.verdict,
        code: judged.code,
        reason,
        gap: None,
        ratio: None,
        later: judged.later,
        same_origin: one_origin(&origins(one, a), &origins(other, b)),
        overridden: overridden.then_some((Verdict::NotComparable, RelationCode::NoNumber)),
        lexicon: one.ways.lexicon,
    }
}
