//! Origins, by the rules one by one, by laws, and against a model that tries every way.

mod model;
mod rules;

use entity::vocab::{AgentKind, DerivationKind, Originality, Stance};
use uuid::Uuid;

use super::{Agent, Agents, Attribution, Derivation, Parent};
use crate::domain::relation::tests::support::id;

/// An attribution of claim 1 in the source `1000 + number`, in the source's own voice.
pub(super) fn attribution(number: u128) -> Attribution {
    Attribution {
        id: id(number),
        claim: id(1),
        source: source(number),
        publisher: None,
        agent: None,
        originality: Originality::Unknown,
        stance: Stance::Asserts,
        said_on: None,
        published_on: None,
    }
}

pub(super) fn source(number: u128) -> Uuid {
    id(1000 + number)
}

pub(super) fn by(number: u128, agent: u128) -> Attribution {
    Attribution { agent: Some(id(agent)), ..attribution(number) }
}

pub(super) fn derived(child: u128, parent: u128, kind: DerivationKind) -> Derivation {
    Derivation { child: id(child), parent: Parent::Attribution(id(parent)), kind }
}

pub(super) fn agent(number: u128, kind: AgentKind) -> Agent {
    Agent { id: id(number), kind, speaks_for: None, parent: None, merged_into: None }
}

/// Agents 100 to 109 are persons, 110 is a group without a name.
pub(super) fn agents() -> Agents {
    let persons = (100..110).map(|number| agent(number, AgentKind::Person));
    persons.chain([agent(110, AgentKind::UnnamedGroup)]).collect()
}
