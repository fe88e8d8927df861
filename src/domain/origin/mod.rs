//! Independence: from which origins the attributions of one statistic have their claims.

mod agent;
mod graph;
mod root;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use entity::vocab::{DerivationKind, Originality, Stance};
use foldhash::HashMap;
use uuid::Uuid;

pub use agent::{Agent, Agents, Lens};

use super::partial_date::PartialDate;

/// One place where a claim of the statistic is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// Its id.
    pub id: Uuid,
    /// The claim that it makes.
    pub claim: Uuid,
    /// The document in which it stands.
    pub source: Uuid,
    /// Who publishes the document; `None` where that is not known.
    pub publisher: Option<Uuid>,
    /// Who is said to hold the claim; `None` where the source speaks in its own voice.
    pub agent: Option<Uuid>,
    /// Whether the source found it out itself.
    pub originality: Originality,
    /// How it stands to the claim.
    pub stance: Stance,
    /// When it was said; `None` where the source does not tell.
    pub said_on: Option<PartialDate>,
    /// When the document was published; `None` where that is not known.
    pub published_on: Option<PartialDate>,
}

/// What an attribution takes its claim from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Parent {
    /// Another attribution.
    Attribution(Uuid),
    /// A document of which no particular place is named.
    Source(Uuid),
}

/// A confirmed derivation. Suggested and rejected ones change nothing and do not belong here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Derivation {
    /// The attribution that takes its claim from the other.
    pub child: Uuid,
    /// What it takes it from.
    pub parent: Parent,
    /// How.
    pub kind: DerivationKind,
}

/// Who is really speaking. Known origins are ordered before unknown ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// An agent.
    Known(Uuid),
    /// Nobody knows who; named by the document where the trail ends (of several, the first by id).
    Unknown(Uuid),
}

impl Origin {
    /// Whether it is known.
    #[must_use]
    pub const fn is_known(self) -> bool {
        match self {
            Self::Known(_) => true,
            Self::Unknown(_) => false,
        }
    }
}

/// How many independent origins there are: every unknown one may be one of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OriginCount {
    /// At least so many: the known ones, or 1 where there are only unknown ones.
    pub min: usize,
    /// At most so many: the known and the unknown ones.
    pub max: usize,
}

impl OriginCount {
    /// The count of origins, each of which may be given more than once.
    #[must_use]
    pub fn of(origins: impl IntoIterator<Item = Origin>) -> Self {
        let distinct: BTreeSet<Origin> = origins.into_iter().collect();
        let known = distinct.iter().filter(|origin| origin.is_known()).count();
        let max = distinct.len();
        Self { min: if known == 0 { max.min(1) } else { known }, max }
    }
}

/// Attributions that take their claim from each other in a circle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ring {
    /// The attributions in it, in the order of their ids.
    pub members: Vec<Uuid>,
    /// Whether one of them also takes the claim from outside.
    pub way_out: bool,
}

/// The origins of one statistic.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    sets: Vec<Vec<Origin>>,
    of: HashMap<Uuid, usize>,
    /// Circular reporting, each ring once, in the order of its members.
    pub rings: Vec<Ring>,
}

impl Origins {
    /// The origins of one attribution, each once, known ones first. None where it does not assert
    /// its claim: a denial gives no origin.
    #[must_use]
    pub fn of(&self, attribution: Uuid) -> &[Origin] {
        self.of.get(&attribution).map_or(&[], |&set| &self.sets[set])
    }

    /// The origins on which one claim rests, from its attributions, each once, known ones first.
    #[must_use]
    pub fn of_all(&self, attributions: impl IntoIterator<Item = Uuid>) -> Vec<Origin> {
        let sets: BTreeSet<usize> =
            attributions.into_iter().filter_map(|id| self.of.get(&id).copied()).collect();
        if let [only] = Vec::from_iter(&sets)[..] {
            return self.sets[*only].clone();
        }
        let origins: BTreeSet<Origin> =
            sets.into_iter().flat_map(|set| self.sets[set].iter().copied()).collect();
        origins.into_iter().collect()
    }
}

/// Computes the origin of every attribution of one statistic, in a time that grows with the edges.
///
/// A parent that is not among the attributions is as if it were not there: retracted, or on another
/// statistic and not given. Give the attributions of other statistics from which these derive too.
#[must_use]
pub fn origins(
    attributions: &[Attribution],
    derivations: &[Derivation],
    agents: &Agents,
    lens: Lens,
) -> Origins {
    let graph = graph::Graph::new(attributions, derivations);
    let (sets, of_group) = root::origin_sets(attributions, &graph, agents, lens);
    let asserting = attributions.iter().zip(&graph.ring_of);
    let of = asserting
        .filter(|(attribution, _)| attribution.stance == Stance::Asserts)
        .map(|(attribution, &ring)| (attribution.id, of_group[ring]))
        .collect();
    Origins { sets, of, rings: graph.rings }
}

/// "Same origin": both rest on exactly one known origin, the same one, and on no unknown one.
#[must_use]
pub fn one_origin(a: &[Origin], b: &[Origin]) -> bool {
    matches!((a, b), ([Origin::Known(one)], [Origin::Known(other)]) if one == other)
}

/// Whether some agent is an origin of both.
#[must_use]
pub fn share_an_agent(a: &[Origin], b: &[Origin]) -> bool {
    a.iter().any(|origin| origin.is_known() && b.contains(origin))
}
