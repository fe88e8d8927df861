//! What each origin says: the asserting attributions of the statistic, sorted by origin and claim.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entity::vocab::{Accumulation, Stance};
use foldhash::HashMap;
use uuid::Uuid;

use super::{Claim, Input};
use crate::domain::{
    origin::{Attribution, Origin},
    partial_date::PartialDate,
    relation::{Days, Figure, Saying, When, as_of, first_said},
};

/// The input in an order that does not depend on how it was given.
#[derive(Clone, Debug)]
pub(super) struct Book<'a> {
    pub(super) input: Input<'a>,
    /// The claims that are taken in, in the order of their ids.
    pub(super) claims: Vec<&'a Claim>,
    /// Where each of them stands among the claims of the input.
    pub(super) places: Vec<usize>,
    /// Where each of them stands in the order of the ids.
    pub(super) rank: HashMap<Uuid, usize>,
    /// What each origin says, by origin, then by claim.
    pub(super) entries: Vec<Entry<'a>>,
    /// How many attributions assert a claim that is taken in.
    pub(super) attributions: usize,
}

/// One claim of one origin.
#[derive(Clone, Debug)]
pub(super) struct Entry<'a> {
    pub(super) origin: Origin,
    pub(super) claim: usize,
    /// The moment that the number describes, as this origin dates it.
    pub(super) as_of: Option<&'a PartialDate>,
    pub(super) when: When,
    pub(super) attributions: Vec<&'a Attribution>,
}

impl<'a> Book<'a> {
    pub(super) fn new(input: &Input<'a>) -> Self {
        let mut claims: Vec<(usize, &Claim)> = input.claims.iter().enumerate().collect();
        claims.sort_by_key(|(_, claim)| claim.id);
        claims.dedup_by_key(|(_, claim)| claim.id);
        let by_claim = asserting(input.attributions, &claims);
        let taken = by_claim.into_iter().zip(claims);
        let taken = taken.filter(|(said, (_, claim))| is_by(claim, said, input.as_of));
        let (said, taken): (Vec<_>, Vec<_>) =
            taken.map(|(said, taken)| (until(taken.1, said, input.as_of), taken)).unzip();
        let (places, claims): (Vec<_>, Vec<_>) = taken.into_iter().unzip();

        let mut lines: Vec<(Origin, usize, &Attribution)> = Vec::new();
        for (claim, said) in said.iter().enumerate() {
            for attribution in said {
                let origins = input.origins.of(attribution.id).iter();
                lines.extend(origins.map(|&origin| (origin, claim, *attribution)));
            }
        }
        // Stable: within an origin they stay by claim, and within a claim by id.
        lines.sort_by_key(|&(origin, _, _)| origin);
        let entries = lines
            .chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
            .map(|lines| Entry::new(input, claims[lines[0].1], lines))
            .collect();
        let rank = claims.iter().enumerate().map(|(rank, claim)| (claim.id, rank)).collect();
        let attributions = said.iter().map(Vec::len).sum();
        Self { input: *input, claims, places, rank, entries, attributions }
    }

    /// The quantity of a claim with its reading.
    pub(super) fn figure(&self, claim: usize) -> Figure {
        let Claim { quantity, reading, .. } = self.claims[claim];
        Figure::new(quantity, reading)
    }

    /// The dates of a figure on this statistic.
    pub(super) fn when(&self, as_of: Option<&PartialDate>, said: Option<&PartialDate>) -> When {
        when(&self.input, as_of, said)
    }

    /// The claims that nothing dates.
    pub(super) fn undated(&self) -> Vec<Uuid> {
        let dated: BTreeSet<usize> = self
            .entries
            .iter()
            .filter(|entry| entry.when.as_of.is_some())
            .map(|entry| entry.claim)
            .collect();
        let claims = self.entries.iter().map(|entry| entry.claim);
        let undated: BTreeSet<usize> = claims.filter(|claim| !dated.contains(claim)).collect();
        undated.into_iter().map(|claim| self.claims[claim].id).collect()
    }

    /// The moment at which a statistic of moments is compared: its newest.
    pub(super) fn moment(&self) -> Option<Days> {
        let comparable = self.entries.iter().filter(|entry| self.figure(entry.claim).comparable());
        comparable.filter_map(|entry| entry.when.effective).max()
    }

    /// Whether an entry describes the moment that is compared.
    pub(super) fn at_moment(&self, entry: &Entry, moment: Option<Days>) -> bool {
        match self.input.accumulation {
            Accumulation::Instant => {
                entry.when.effective.is_some() && entry.when.effective == moment
            }
            Accumulation::Cumulative | Accumulation::Period => true,
        }
    }
}

impl<'a> Entry<'a> {
    fn new(input: &Input, claim: &'a Claim, lines: &[(Origin, usize, &'a Attribution)]) -> Self {
        let (origin, claim_rank, _) = lines[0];
        let attributions: Vec<&Attribution> = lines.iter().map(|line| line.2).collect();
        let as_of = as_of(claim.as_of.as_ref(), sayings(&attributions));
        let when = when(input, as_of, first_said(sayings(&attributions)));
        Self { origin, claim: claim_rank, as_of, when, attributions }
    }
}

fn when(input: &Input, as_of: Option<&PartialDate>, said: Option<&PartialDate>) -> When {
    let [as_of, said, end] = [as_of, said, input.end].map(|date| date.map(Days::from));
    When::new(input.accumulation, as_of, said, end)
}

/// When attributions were said.
pub(super) fn sayings<'a>(
    attributions: &[&'a Attribution],
) -> impl Iterator<Item = Saying<'a>> + Clone {
    attributions
        .iter()
        .map(|it| Saying { said_on: it.said_on.as_ref(), published_on: it.published_on.as_ref() })
}

/// The asserting attributions of each claim, in the order of their ids.
fn asserting<'a>(
    attributions: &'a [Attribution],
    claims: &[(usize, &Claim)],
) -> Vec<Vec<&'a Attribution>> {
    let mut by_claim = vec![Vec::new(); claims.len()];
    let rank: HashMap<Uuid, usize> =
        claims.iter().enumerate().map(|(rank, (_, claim))| (claim.id, rank)).collect();
    for attribution in attributions.iter().filter(|it| it.stance == Stance::Asserts) {
        if let Some(&rank) = rank.get(&attribution.claim) {
            by_claim[rank].push(attribution);
        }
    }
    for attributions in &mut by_claim {
        attributions.sort_unstable_by_key(|attribution| attribution.id);
    }
    by_claim
}

/// Whether a date can be on or before a day. One that reaches over the day can, as can one that is
/// not known.
fn can_be_by(date: &PartialDate, day: NaiveDate) -> bool {
    date.earliest() <= day
}

fn said(attribution: &Attribution) -> Option<&PartialDate> {
    attribution.said_on.as_ref().or(attribution.published_on.as_ref())
}

/// Whether a claim was stated for, or said by, the day, or has no date that could tell.
fn is_by(claim: &Claim, attributions: &[&Attribution], day: Option<NaiveDate>) -> bool {
    let Some(day) = day else { return true };
    let said = attributions.iter().filter_map(|attribution| said(attribution));
    let mut dates = claim.as_of.iter().chain(said).peekable();
    dates.peek().is_none() || dates.any(|date| can_be_by(date, day))
}

/// Of a claim that is taken in, the attributions that count by the day: all where it states a
/// moment by then, else those that are not dated later.
fn until<'a>(
    claim: &Claim,
    attributions: Vec<&'a Attribution>,
    day: Option<NaiveDate>,
) -> Vec<&'a Attribution> {
    let Some(day) = day else { return attributions };
    if claim.as_of.as_ref().is_some_and(|stated| can_be_by(stated, day)) {
        return attributions;
    }
    let by_then = |it: &&Attribution| said(it).is_none_or(|date| can_be_by(date, day));
    attributions.into_iter().filter(by_then).collect()
}
