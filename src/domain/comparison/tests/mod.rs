//! Comparisons: by cases from the reports, by laws, and against a model that tries all pairs.

mod cases;
mod checks;
mod headlines;
mod laws;
mod model;
mod paging;
mod random;
mod west_bank;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::vocab::{Accumulation, AgentKind, Originality, Stance};
use uuid::Uuid;

use super::{Claim, Comparison, Input, compare};
use crate::domain::{
    lexicon::Lexicon,
    origin::{Agent, Agents, Attribution, Derivation, Lens, Origins, origins},
    partial_date::PartialDate,
    relation::{
        Exceptions, StatisticKey,
        tests::support::{Words, date, id, key},
    },
};

/// A statistic with all that is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) key: StatisticKey,
    pub(crate) accumulation: Accumulation,
    pub(crate) end: Option<PartialDate>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) attributions: Vec<Attribution>,
    pub(crate) derivations: Vec<Derivation>,
    pub(crate) agents: Agents,
    pub(crate) exceptions: Exceptions,
    pub(crate) as_of: Option<NaiveDate>,
}

impl Record {
    pub(crate) fn new(accumulation: Accumulation, end: Option<&str>) -> Self {
        let agent = |number| Agent {
            id: id(number),
            kind: if number == 110 { AgentKind::UnnamedGroup } else { AgentKind::Organisation },
            speaks_for: None,
            parent: None,
            merged_into: None,
        };
        Self {
            key: key(),
            accumulation,
            end: end.map(date),
            claims: Vec::new(),
            attributions: Vec::new(),
            derivations: Vec::new(),
            agents: (100..=110).map(agent).collect(),
            exceptions: Exceptions::default(),
            as_of: None,
        }
    }

    /// The claim with these words: the one that is there, or a new one.
    pub(crate) fn claim(&mut self, words: &Words) -> Uuid {
        if let Some(claim) = self.claims.iter().find(|it| it.quantity == words.quantity) {
            return claim.id;
        }
        let id = id(10_000 + self.claims.len() as u128);
        let Words { quantity, reading } = words.clone();
        self.claims.push(Claim { id, quantity, reading, as_of: None });
        id
    }

    /// Notes that an agent (0: nobody) says so in a source of its own on a day (empty: undated).
    pub(crate) fn says(&mut self, agent: u128, words: &Words, on: &str) -> &mut Attribution {
        let claim = self.claim(words);
        let number = self.attributions.len() as u128;
        self.attributions.push(Attribution {
            id: id(20_000 + number),
            claim,
            source: id(30_000 + number),
            publisher: None,
            agent: (agent > 0).then(|| id(agent)),
            originality: Originality::Unknown,
            stance: Stance::Asserts,
            said_on: (!on.is_empty()).then(|| date(on)),
            published_on: None,
        });
        self.attributions.last_mut().expect("just pushed")
    }

    pub(crate) fn origins(&self) -> Origins {
        origins(&self.attributions, &self.derivations, &self.agents, Lens::Agent)
    }

    pub(crate) fn input<'a>(&'a self, origins: &'a Origins) -> Input<'a> {
        Input {
            key: &self.key,
            accumulation: self.accumulation,
            end: self.end.as_ref(),
            lexicon: Lexicon::Claimbase1,
            claims: &self.claims,
            attributions: &self.attributions,
            origins,
            exceptions: &self.exceptions,
            as_of: self.as_of,
        }
    }

    pub(crate) fn compared<T>(&self, ask: impl FnOnce(&Comparison) -> T) -> T {
        let origins = self.origins();
        ask(&compare(&self.input(&origins)))
    }
}

/// What a comparison says, without its prepared parts, to be set beside another.
pub(crate) fn told(comparison: &Comparison) -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        ("verdict", format!("{:?}", comparison.verdict)),
        ("summary", comparison.summary.clone()),
        ("range", format!("{:?}", comparison.range)),
        ("median", format!("{:?}", comparison.median)),
        ("origins", format!("{:?}", comparison.origins)),
        ("positions", format!("{:?}", comparison.positions)),
        ("tallies", format!("{:?}", comparison.tallies)),
        ("agreement", format!("{:?}", comparison.agreement)),
        ("revisions", format!("{:?}", comparison.revisions)),
        ("one voice", format!("{:?}", comparison.one_voice)),
        ("unlike", format!("{:?}", comparison.unlike)),
        ("undated", format!("{:?}", comparison.undated)),
        ("conflicts", format!("{:?}", comparison.conflicts().page(1000, None))),
    ])
}
