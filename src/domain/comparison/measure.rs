//! Numbers over all positions: range, median, and what most of them allow.

use entity::vocab::Qualifier;

use super::{Position, Tally};
use crate::domain::relation::{Figure, Verdict};

/// From one number to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The smallest; `None` where nothing but lower limits is named.
    pub low: Option<f64>,
    /// The largest; `None` where nothing but upper limits is named.
    pub high: Option<f64>,
}

impl Interval {
    /// How far it is from one end to the other; `None` where an end is missing.
    #[must_use]
    pub fn width(self) -> Option<f64> {
        self.low.zip(self.high).map(|(low, high)| high - low)
    }
}

/// What the most two-sided positions allow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// From this number.
    pub low: f64,
    /// To this number.
    pub high: f64,
    /// How many two-sided positions allow it.
    pub two_sided: usize,
    /// How many positions allow it, one-sided ones among them.
    pub supporters: usize,
    /// Of how many positions.
    pub of: usize,
}

/// The smallest and the largest number that a figure names, where it is more than a limit.
///
/// Vague words name none: the lexicon's bounds are not what anybody said.
#[must_use]
pub fn named(figure: &Figure) -> (Option<f64>, Option<f64>) {
    match figure.qualifier {
        Qualifier::Exact
        | Qualifier::About
        | Qualifier::Nearly
        | Qualifier::JustOver
        | Qualifier::None => (figure.value, figure.value),
        Qualifier::AtLeast | Qualifier::MoreThan => (None, figure.value),
        Qualifier::AtMost | Qualifier::LessThan => (figure.value, None),
        // "20 to 30 or more": 20 is a lower limit, and the largest number that is on record.
        Qualifier::Between => match (figure.said_low, figure.said_high) {
            (Some(low), Some(high)) => (Some(low.min(high)), Some(high.max(low))),
            (Some(low), None) => (figure.value, figure.value.or(Some(low))),
            (None, Some(high)) => (figure.value.or(Some(high)), figure.value),
            (None, None) => (figure.value, figure.value),
        },
        Qualifier::Vague | Qualifier::Unknown | Qualifier::Relative => (None, None),
    }
}

/// The numbers that a figure stands between by its own words; open where they are.
pub(super) fn span(figure: &Figure) -> Interval {
    let (low, high) = match figure.qualifier {
        Qualifier::AtLeast | Qualifier::MoreThan => (figure.value, None),
        Qualifier::AtMost | Qualifier::LessThan => (None, figure.value),
        Qualifier::Between => (figure.said_low, figure.said_high),
        Qualifier::Exact
        | Qualifier::About
        | Qualifier::Nearly
        | Qualifier::JustOver
        | Qualifier::None
        | Qualifier::Vague
        | Qualifier::Unknown
        | Qualifier::Relative => (figure.value, figure.value),
    };
    Interval { low, high }
}

/// Whether a position is history: a newer one has outgrown it, and nobody contradicts it. One that
/// is contradicted stays, since it is a part of the dispute.
pub(super) fn outgrown(tally: &Tally) -> bool {
    tally.outgrown_by > 0 && tally.of(Verdict::Conflicts) == 0
}

/// The smallest and the largest number named by a position that is not history.
///
/// Nothing where the ends would cross ("at least 21" beside "at most 15,000"): then every number
/// is a limit, and none an end.
pub(super) fn range(positions: &[Position], tallies: &[Tally]) -> Option<Interval> {
    let current = positions.iter().zip(tallies).filter(|(_, tally)| !outgrown(tally));
    let (lows, highs): (Vec<_>, Vec<_>) =
        current.map(|(position, _)| named(&position.said.figure)).unzip();
    let low = lows.into_iter().flatten().min_by(f64::total_cmp);
    let high = highs.into_iter().flatten().max_by(f64::total_cmp);
    let crossed = low.zip(high).is_some_and(|(low, high)| high < low);
    let empty = low.is_none() && high.is_none();
    (!crossed && !empty).then_some(Interval { low, high })
}

/// The median of the numbers named by two-sided positions of known origins. A range without a best
/// estimate names no one number and does not vote: its middle was not said.
pub(super) fn median(positions: &[Position]) -> Option<f64> {
    let votes = positions.iter().filter(|position| position.said.origin.is_known());
    let votes = votes.map(|position| &position.said.figure).filter(|figure| !figure.one_sided());
    let mut values: Vec<f64> = votes.filter_map(|figure| figure.value).collect();
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    let even = values.len().is_multiple_of(2);
    Some(if even { f64::midpoint(values[middle - 1], upper) } else { upper })
}

/// The intervals that the most two-sided figures allow; of these, those that the most figures of
/// any kind allow; none where fewer than two two-sided ones meet.
pub(super) fn agreement<'f>(figures: impl Iterator<Item = &'f Figure>) -> Vec<Agreement> {
    let mut starts = Vec::new();
    let mut ends = Vec::new();
    for figure in figures {
        starts.push((figure.low, figure.one_sided()));
        ends.push((figure.high, figure.one_sided()));
    }
    let by_bound = |a: &(f64, bool), b: &(f64, bool)| a.0.total_cmp(&b.0);
    starts.sort_unstable_by(by_bound);
    ends.sort_unstable_by(by_bound);

    let of = starts.len();
    let mut best: Vec<Agreement> = Vec::new();
    let (mut two_sided, mut supporters, mut ended) = (0, 0, 0);
    for begin in starts.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let low = begin[0].0;
        while ends[ended].0 < low {
            two_sided -= usize::from(!ends[ended].1);
            supporters -= 1;
            ended += 1;
        }
        two_sided += begin.iter().filter(|(_, one_sided)| !one_sided).count();
        supporters += begin.len();
        // The first end to come closes it: were there a start before, more would meet there.
        let found = Agreement { low, high: ends[ended].0, two_sided, supporters, of };
        let rank = |it: &Agreement| (it.two_sided, it.supporters);
        match best.first().map(|held| rank(&found).cmp(&rank(held))) {
            Some(std::cmp::Ordering::Less) => {}
            Some(std::cmp::Ordering::Equal) => best.push(found),
            Some(std::cmp::Ordering::Greater) | None => best = vec![found],
        }
    }
    best.retain(|agreement| agreement.two_sided > 1);
    best
}
