//! Pairs of positions that conflict, by page: known origins first, then the widest ratio first.
//!
//! Nothing here grows with the number of pairs. For each position the ones that it conflicts with
//! from below stand in a few sorted slices, so that its widest conflict after a given place is
//! found by bisection; a heap of one candidate per position gives the pairs in order.

mod cursor;
mod part;

use std::{cmp::Reverse, collections::BinaryHeap};

use entity::vocab::Accumulation;
use foldhash::HashMap;
use uuid::Uuid;

use cursor::Class;
pub use cursor::Cursor;
use part::Part;

use super::{Comparison, Outcome, Position, Said};
use crate::domain::relation::{Bits, Exceptions, Figure, PairRule, Relation, Verdict};

/// Two figures that conflict.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The lower figure.
    pub a: Said,
    /// The higher figure.
    pub b: Said,
    /// How they relate.
    pub relation: Relation,
    /// Where the pair stands in the list.
    pub cursor: Cursor,
}

/// A part of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The conflicts, in the order of the list.
    pub conflicts: Vec<Conflict>,
    /// Whether more follow.
    pub has_next: bool,
}

/// Where a pair stands: by class, then the widest ratio, then the highest figure, then by origins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    class: Class,
    ratio: Reverse<Bits>,
    high: Reverse<Bits>,
    a: usize,
    b: usize,
    /// Tells the pairs of one origin with itself apart; 0 for two positions.
    nth: u32,
}

/// Every conflict of a comparison.
#[derive(Debug)]
pub struct Conflicts<'a, 'c> {
    comparison: &'c Comparison<'a>,
    parts: [Part; 4],
    /// What bisection cannot find, in the order of the list: conflicts by override, and figures of
    /// one origin that exclude each other.
    extras: Vec<(Rank, Said, Said)>,
}

/// The positions that stand on each claim.
pub(super) fn by_claim(positions: &[Position]) -> HashMap<Uuid, Vec<usize>> {
    let mut by_claim: HashMap<Uuid, Vec<usize>> = HashMap::default();
    for (place, position) in positions.iter().enumerate() {
        by_claim.entry(position.said.claim_id).or_default().push(place);
    }
    by_claim
}

impl<'a, 'c> Conflicts<'a, 'c> {
    pub(super) fn new(comparison: &'c Comparison<'a>) -> Self {
        let said: Vec<&Said> = comparison.positions.iter().map(|it| &it.said).collect();
        let timed = comparison.input.accumulation == Accumulation::Cumulative;
        let parts = [(true, true), (true, false), (false, true), (false, false)]
            .map(|(known, soft)| Part::new(&said, known, soft, timed));
        let mut extras = overridden(comparison);
        extras.extend(of_one_voice(comparison));
        extras.sort_unstable_by_key(|(rank, _, _)| *rank);
        Self { comparison, parts, extras }
    }

    /// How many there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.comparison.conflict_count() + self.comparison.one_voice.len()
    }

    /// The first conflicts, or those after a place.
    #[must_use]
    pub fn page(&self, first: usize, after: Option<&Cursor>) -> Page {
        let after = after.map(|cursor| self.rank_of(cursor));
        let mut conflicts = Vec::new();
        let mut extras = self.extras.iter();
        let mut extra = extras.find(|(rank, _, _)| after.is_none_or(|after| *rank > after));
        for class in Class::ALL {
            if after.is_some_and(|after| after.class > class) {
                continue;
            }
            let mut found = Stream::new(self, class, after);
            loop {
                let next = found.peek();
                let of_class = extra.filter(|(rank, _, _)| rank.class == class);
                let from_extras =
                    of_class.filter(|(rank, _, _)| next.is_none_or(|next| *rank < next));
                let (rank, a, b) = if let Some(&(rank, a, b)) = from_extras {
                    extra = extras.next();
                    (rank, a, b)
                } else if let Some(rank) = next {
                    found.advance(self);
                    let said = |place: usize| self.comparison.positions[place].said;
                    (rank, said(rank.a), said(rank.b))
                } else {
                    break;
                };
                if conflicts.len() == first {
                    return Page { conflicts, has_next: true };
                }
                conflicts.push(self.conflict(rank, a, b));
            }
        }
        Page { conflicts, has_next: false }
    }

    fn conflict(&self, rank: Rank, a: Said, b: Said) -> Conflict {
        let relation = self.comparison.relation(&a, &b);
        let Rank { class, ratio: Reverse(ratio), high: Reverse(high), nth, .. } = rank;
        let cursor =
            Cursor { class, ratio: ratio.raw(), high: high.raw(), a: a.origin, b: b.origin, nth };
        Conflict { a, b, relation, cursor }
    }

    fn rank_of(&self, cursor: &Cursor) -> Rank {
        let positions = &self.comparison.positions;
        let place = |origin| positions.partition_point(|position| position.said.origin < origin);
        let Cursor { class, ratio, high, a, b, nth } = *cursor;
        Rank {
            class,
            ratio: Reverse(Bits::from_raw(ratio)),
            high: Reverse(Bits::from_raw(high)),
            a: place(a),
            b: place(b),
            nth,
        }
    }
}

/// How wide a pair is: the ratio of its nearest bounds. From 0 or less to anything is the widest.
fn width(below: &Figure, above: &Figure) -> Bits {
    Bits::of(if below.high > 0.0 { above.low / below.high } else { f64::INFINITY })
}

fn rank(said: (&Said, usize), other: (&Said, usize), nth: u32) -> Rank {
    let ((below, a), (above, b)) = (said, other);
    Rank {
        class: Class::of(below.origin, above.origin),
        ratio: Reverse(width(&below.figure, &above.figure)),
        high: Reverse(Bits::of(above.figure.low)),
        a,
        b,
        nth,
    }
}

/// The lower of two figures first.
fn lower_first<T>(a: (Said, T), b: (Said, T)) -> ((Said, T), (Said, T)) {
    let key = |it: &(Said, T)| (it.0.figure.key(), it.0.claim_id);
    if key(&b) < key(&a) { (b, a) } else { (a, b) }
}

/// Pairs of positions that conflict only because a person said so.
fn overridden(comparison: &Comparison) -> Vec<(Rank, Said, Said)> {
    let positions = &comparison.positions;
    let by_claim = by_claim(positions);
    let holders = |claim: Uuid| by_claim.get(&claim).map_or(&[][..], Vec::as_slice);
    let mut pairs = Vec::new();
    for (a, b, rule) in comparison.input.exceptions.pairs() {
        if rule.verdict() != Some(Verdict::Conflicts) {
            continue;
        }
        for &one in holders(a) {
            for &other in holders(b) {
                let said = |place: usize| (positions[place].said, place);
                let (low, high) = lower_first(said(one), said(other));
                pairs.push((rank((&low.0, low.1), (&high.0, high.1), 0), low.0, high.0));
            }
        }
    }
    pairs
}

/// Figures of one origin that exclude each other.
fn of_one_voice(comparison: &Comparison) -> Vec<(Rank, Said, Said)> {
    let Outcome { positions, one_voice, .. } = &**comparison;
    let pairs = one_voice.iter().zip(1..).map(|(pair, nth)| {
        let origin = pair.earlier.origin;
        let place = positions.partition_point(|position| position.said.origin < origin);
        let (low, high) = lower_first((pair.earlier, ()), (pair.later, ()));
        (rank((&low.0, place), (&high.0, place), nth), low.0, high.0)
    });
    pairs.collect()
}

/// The conflicts of one class in order, found one after the other.
struct Stream {
    class: Class,
    next: BinaryHeap<Reverse<Rank>>,
}

impl Stream {
    fn new(all: &Conflicts, class: Class, after: Option<Rank>) -> Self {
        let places = 0..all.comparison.positions.len();
        let first = places.filter_map(|place| widest(all, class, place, after).map(Reverse));
        Self { class, next: first.collect() }
    }

    fn peek(&self) -> Option<Rank> {
        self.next.peek().map(|Reverse(rank)| *rank)
    }

    fn advance(&mut self, all: &Conflicts) {
        let Some(Reverse(rank)) = self.next.pop() else { return };
        self.next.extend(widest(all, self.class, rank.a, Some(rank)).map(Reverse));
    }
}

/// The first conflict of a class, after a place in the list, of which a position is the lower side.
fn widest(all: &Conflicts, class: Class, place: usize, after: Option<Rank>) -> Option<Rank> {
    let positions = &all.comparison.positions;
    let exceptions = all.comparison.input.exceptions;
    let low = &positions[place].said;
    if low.figure.high.is_infinite() {
        return None;
    }
    let known = low.origin.is_known();
    let partner_known = match class {
        Class::Known if known => true,
        Class::Unknown if !known => false,
        Class::Mixed => !known,
        Class::Known | Class::Unknown => return None,
    };
    let ranked = |other: usize| rank((low, place), (&positions[other].said, other), 0);
    let limit = low.figure.wide_high();
    let mut best: Option<Rank> = None;
    for part in all.parts.iter().filter(|part| part.known == partner_known) {
        for block in part.ranges(low.when.effective).into_iter().flat_map(|it| part.blocks(it)) {
            let reach = |other: usize| {
                let figure = &positions[other].said.figure;
                if part.soft { figure.wide_low() } else { figure.low }
            };
            let above = &block[..block.partition_point(|&other| reach(other) > limit)];
            let told = after.map_or(0, |after| above.partition_point(|&it| ranked(it) <= after));
            let next = above[told..].iter().copied().find(|&other| {
                let high = &positions[other].said;
                !low.figure.same_value(&high.figure) && undecided(exceptions, low, high)
            });
            if let Some(found) = next.map(ranked)
                && best.is_none_or(|best| found < best)
            {
                best = Some(found);
            }
        }
    }
    best
}

/// Whether the rules decide about a pair, and no person did.
fn undecided(exceptions: &Exceptions, a: &Said, b: &Said) -> bool {
    let decided = exceptions.between(a.claim_id, b.claim_id).and_then(PairRule::verdict);
    decided.is_none()
}
