//! Moments as the comparison sees them: days of a partial date, clamped to the end of a tally.

use std::fmt;

use chrono::{Datelike, Months, NaiveDate};
use entity::vocab::Accumulation;

use crate::domain::partial_date::{DateOrder, PartialDate};

/// The days that a date can be, both inclusive: what is left of a partial date once it is clamped
/// and its text no longer fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Days {
    /// The first day that it can be.
    pub first: NaiveDate,
    /// The last day that it can be.
    pub last: NaiveDate,
}

impl From<&PartialDate> for Days {
    fn from(date: &PartialDate) -> Self {
        Self { first: date.earliest(), last: date.latest() }
    }
}

impl Days {
    /// How two dates stand to each other; a missing date has no order to any.
    #[must_use]
    pub fn order(a: Option<Self>, b: Option<Self>) -> DateOrder {
        let (Some(a), Some(b)) = (a, b) else { return DateOrder::Unknown };
        if a == b {
            DateOrder::Same
        } else if a.last < b.first {
            DateOrder::Before
        } else if b.last < a.first {
            DateOrder::After
        } else {
            DateOrder::Unknown
        }
    }

    /// The same date, but never later than the last day of `end`.
    #[must_use]
    pub fn until(self, end: Self) -> Self {
        Self { first: self.first.min(end.last), last: self.last.min(end.last) }
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, last } = *self;
        if first == last {
            return write!(f, "{first}");
        }
        let fills = |months| {
            first.checked_add_months(Months::new(months)).and_then(|next| next.pred_opt())
                == Some(last)
        };
        if first.day() == 1 && fills(1) {
            write!(f, "{}", first.format("%Y-%m"))
        } else if first.ordinal() == 1 && fills(12) {
            write!(f, "{}", first.format("%Y"))
        } else {
            write!(f, "{first}/{last}")
        }
    }
}

/// When one attribution was said, as far as its source tells.
#[derive(Clone, Copy, Debug, Default)]
pub struct Saying<'a> {
    /// When it was said; `None` where the source does not tell.
    pub said_on: Option<&'a PartialDate>,
    /// When its source was published; `None` where that is not known.
    pub published_on: Option<&'a PartialDate>,
}

/// The earliest day on which a figure is known to have been said: the earliest date said, else the
/// earliest publication.
///
/// Of two dates that overlap the one that is over first is the earlier: "January" beside "9
/// January" leaves no doubt that it had been said by the ninth, and taking the month would blur
/// every comparison that the day decides.
#[must_use]
pub fn first_said<'a>(
    sayings: impl Iterator<Item = Saying<'a>> + Clone,
) -> Option<&'a PartialDate> {
    let earliest = |date: &&PartialDate| (date.latest(), date.earliest(), date.as_str().len());
    let said = sayings.clone().filter_map(|saying| saying.said_on);
    said.min_by_key(earliest)
        .or_else(|| sayings.filter_map(|saying| saying.published_on).min_by_key(earliest))
}

/// The moment that a number describes: as stated with the claim, else when it was first said.
#[must_use]
pub fn as_of<'a>(
    stated: Option<&'a PartialDate>,
    sayings: impl Iterator<Item = Saying<'a>> + Clone,
) -> Option<&'a PartialDate> {
    stated.or_else(|| first_said(sayings))
}

/// The dates of one figure that rules ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    /// The moment that it describes, unclamped; `None` where nothing gives one.
    pub as_of: Option<Days>,
    /// The moment that is compared: for a tally never later than the end of what it counts.
    pub effective: Option<Days>,
    /// The day on which it was first said or published; `None` where nothing tells.
    pub said: Option<Days>,
}

impl When {
    /// Dates of a figure on a statistic whose period, or only where it has none whose event, ends
    /// with `end`.
    #[must_use]
    pub fn new(
        accumulation: Accumulation,
        as_of: Option<Days>,
        said: Option<Days>,
        end: Option<Days>,
    ) -> Self {
        let effective = match (accumulation, as_of, end) {
            (Accumulation::Cumulative, Some(as_of), Some(end)) => Some(as_of.until(end)),
            (Accumulation::Cumulative | Accumulation::Instant | Accumulation::Period, _, _) => {
                as_of
            }
        };
        Self { as_of, effective, said }
    }

    /// How two sayings stand to each other in time: by the unclamped moment and, where that is the
    /// same, by the day of saying.
    #[must_use]
    pub fn saying_order(a: Self, b: Self) -> DateOrder {
        match Days::order(a.as_of, b.as_of) {
            DateOrder::Same => Days::order(a.said, b.said),
            order @ (DateOrder::Before | DateOrder::After | DateOrder::Unknown) => order,
        }
    }
}
