//! What each origin says: the asserting attributions of the statistic, sorted by origin and claim.

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
    /// Their quantities with their readings.
    figures: Vec<Figure>,
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
        let said = asserting(input.attributions, &claims);
        let mut rest = &said[..];
        let (mut taken, mut places) = (Vec::new(), Vec::new());
        let mut lines: Vec<(Origin, usize, &Attribution)> = Vec::with_capacity(said.len());
        let mut attributions = 0;
        for (rank, (place, claim)) in claims.into_iter().enumerate() {
            let (own, further) = rest.split_at(rest.partition_point(|line| line.0 <= rank));
            rest = further;
            let own = own.iter().map(|line| line.1);
            if !is_by(claim, own.clone(), input.as_of) {
                continue;
            }
            for attribution in own.filter(|it| counts_by(claim, it, input.as_of)) {
                attributions += 1;
                let origins = input.origins.of(attribution.id).iter();
                lines.extend(origins.map(|&origin| (origin, taken.len(), attribution)));
            }
            taken.push(claim);
            places.push(place);
        }
        let claims = taken;
        let lines = by_origin(lines);
        let entries = lines
            .chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
            .map(|lines| Entry::new(input, claims[lines[0].1], lines))
            .collect();
        let rank = claims.iter().enumerate().map(|(rank, claim)| (claim.id, rank)).collect();
        let figures = claims.iter().map(|claim| Figure::new(&claim.quantity, &claim.reading));
        let figures = figures.collect();
        Self { input: *input, claims, places, figures, rank, entries, attributions }
    }

    /// The quantity of a claim with its reading.
    pub(super) fn figure(&self, claim: usize) -> Figure {
        self.figures[claim]
    }

    /// The dates of a figure on this statistic.
    pub(super) fn when(&self, as_of: Option<&PartialDate>, said: Option<&PartialDate>) -> When {
        when(&self.input, as_of, said)
    }

    /// The claims that nothing dates.
    pub(super) fn undated(&self) -> Vec<Uuid> {
        let has = |with: fn(&Entry) -> bool| {
            let mut claims = vec![false; self.claims.len()];
            self.entries.iter().for_each(|entry| claims[entry.claim] |= with(entry));
            claims
        };
        let (said, dated) = (has(|_| true), has(|entry| entry.when.as_of.is_some()));
        let undated = (0..self.claims.len()).filter(|&claim| said[claim] && !dated[claim]);
        undated.map(|claim| self.claims[claim].id).collect()
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

/// The asserting attributions, each with the place of its claim, by claim and id.
fn asserting<'a>(
    attributions: &'a [Attribution],
    claims: &[(usize, &Claim)],
) -> Vec<(usize, &'a Attribution)> {
    let rank: HashMap<Uuid, usize> =
        claims.iter().enumerate().map(|(rank, (_, claim))| (claim.id, rank)).collect();
    let asserting = attributions
        .iter()
        .filter(|it| it.stance == Stance::Asserts)
        .filter_map(|it| Some((*rank.get(&it.claim)?, it)));
    let mut asserting = dealt(claims.len(), asserting.collect());
    for of_claim in asserting.chunk_by_mut(|a, b| a.0 == b.0) {
        of_claim.sort_unstable_by_key(|(_, attribution)| attribution.id);
    }
    asserting
}

/// Lines by claim and id, dealt to their origins in the order of these.
fn by_origin(lines: Vec<(Origin, usize, &Attribution)>) -> Vec<(Origin, usize, &Attribution)> {
    let mut rank: HashMap<Origin, usize> = lines.iter().map(|line| (line.0, 0)).collect();
    let mut origins: Vec<(&Origin, &mut usize)> = rank.iter_mut().collect();
    origins.sort_unstable_by_key(|(origin, _)| **origin);
    origins.into_iter().enumerate().for_each(|(place, (_, rank))| *rank = place);
    let ranked = lines.into_iter().map(|line| (rank[&line.0], line)).collect();
    dealt(rank.len(), ranked).into_iter().map(|(_, line)| line).collect()
}

/// Sorts by numbers below `len`, which is no more than a few times as many as there are items: counting
/// them takes less than comparing two at a time. Equal ones stay in their order.
fn dealt<T: Copy>(len: usize, items: Vec<(usize, T)>) -> Vec<(usize, T)> {
    let mut starts = vec![0; len + 1];
    for (number, _) in &items {
        starts[number + 1] += 1;
    }
    for number in 0..len {
        starts[number + 1] += starts[number];
    }
    let mut sorted = items.clone();
    for item in items {
        sorted[starts[item.0]] = item;
        starts[item.0] += 1;
    }
    sorted
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
fn is_by<'a>(
    claim: &'a Claim,
    attributions: impl Iterator<Item = &'a Attribution>,
    day: Option<NaiveDate>,
) -> bool {
    let Some(day) = day else { return true };
    let said = attributions.filter_map(said);
    let mut dates = claim.as_of.iter().chain(said).peekable();
    dates.peek().is_none() || dates.any(|date| can_be_by(date, day))
}

/// Whether an attribution of a claim that is taken in counts by the day: where the claim states a
/// moment by then all do, else those that are not dated later.
fn counts_by(claim: &Claim, attribution: &Attribution, day: Option<NaiveDate>) -> bool {
    let by_then = |date: Option<&PartialDate>| Some(can_be_by(date?, day?));
    day.is_none()
        || by_then(claim.as_of.as_ref()) == Some(true)
        || by_then(said(attribution)).unwrap_or(true)
}
