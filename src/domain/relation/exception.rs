//! What people decided about pairs of claims: confirmed links and overrides.

use std::collections::HashMap;

use entity::vocab::LinkKind;
use uuid::Uuid;

use super::{Judged, RelationCode, Verdict, Which};

/// A link between two claims that a person confirmed. Suggested ones change nothing and do not
/// belong here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The claim that does it: corrects, supersedes, is a part.
    pub from: Uuid,
    /// The claim to which it is done.
    pub to: Uuid,
    /// What it does.
    pub kind: LinkKind,
}

/// A person's verdict on a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// One claim.
    pub a: Uuid,
    /// The other.
    pub b: Uuid,
    /// What it is to be.
    pub verdict: Verdict,
    /// Why, for readers.
    pub reason: String,
}

/// What holds for one pair before any rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PairRule {
    /// The strongest confirmed link; `None` where only an override holds.
    pub linked: Option<Link>,
    /// The override; `None` where nobody overrode.
    pub overriding: Option<Override>,
}

impl PairRule {
    /// The verdict that this pair has, whatever the rules say.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        let overriding = self.overriding.as_ref().map(|said| said.verdict);
        overriding.or_else(|| self.link(Uuid::nil()).map(|judged| judged.verdict))
    }

    /// What the link alone makes of the pair whose first claim is `a`.
    pub(super) fn link(&self, a: Uuid) -> Option<Judged> {
        let Link { from, kind, .. } = self.linked?;
        let (verdict, code) = linked(kind)?;
        let newer = if from == a { Which::A } else { Which::B };
        let later = (verdict == Verdict::Revises).then_some(newer);
        Some(Judged { verdict, code, later, gap: None, ratio: None })
    }
}

/// What a kind of link makes of its pair; `None` where it decides nothing about the numbers.
const fn linked(kind: LinkKind) -> Option<(Verdict, RelationCode)> {
    match kind {
        LinkKind::Supersedes => Some((Verdict::Revises, RelationCode::Supersedes)),
        LinkKind::Corrects => Some((Verdict::Revises, RelationCode::Corrects)),
        LinkKind::SameAs => Some((Verdict::Repeats, RelationCode::SameAs)),
        LinkKind::PartOfTotal => Some((Verdict::NotComparable, RelationCode::Part)),
        LinkKind::Supports | LinkKind::Disputes => None,
    }
}

/// Every pair for which people decided.
#[derive(Clone, Debug, Default)]
pub struct Exceptions {
    pairs: HashMap<(Uuid, Uuid), PairRule>,
}

impl Exceptions {
    /// Confirmed links and overrides, in any order. Of several links on one pair the first of
    /// SUPERSEDES, CORRECTS, `SAME_AS`, `PART_OF_TOTAL` holds; of several overrides the last given.
    #[must_use]
    pub fn new(
        links: impl IntoIterator<Item = Link>,
        overrides: impl IntoIterator<Item = Override>,
    ) -> Self {
        let mut pairs: HashMap<(Uuid, Uuid), PairRule> = HashMap::new();
        for link in links {
            let strength = |link: &Link| {
                (linked(link.kind).map(|(_, code)| code), link.kind, link.from, link.to)
            };
            if linked(link.kind).is_none() || link.from == link.to {
                continue;
            }
            let held = &mut pairs.entry(ordered(link.from, link.to)).or_default().linked;
            if held.is_none_or(|held| strength(&link) < strength(&held)) {
                *held = Some(link);
            }
        }
        for said in overrides {
            let pair = ordered(said.a, said.b);
            pairs.entry(pair).or_default().overriding = Some(said);
        }
        Self { pairs }
    }

    /// What holds between two claims; `None` where the rules decide.
    #[must_use]
    pub fn between(&self, a: Uuid, b: Uuid) -> Option<&PairRule> {
        if self.pairs.is_empty() { None } else { self.pairs.get(&ordered(a, b)) }
    }

    /// Every pair with what holds for it, in the order of the ids.
    #[must_use]
    pub fn pairs(&self) -> Vec<(Uuid, Uuid, &PairRule)> {
        let mut pairs: Vec<_> = self.pairs.iter().map(|(&(a, b), rule)| (a, b, rule)).collect();
        pairs.sort_unstable_by_key(|&(a, b, _)| (a, b));
        pairs
    }
}

fn ordered(a: Uuid, b: Uuid) -> (Uuid, Uuid) {
    if a <= b { (a, b) } else { (b, a) }
}
