//! Lexicons: named, versioned rules that read what was said as an interval.

use super::quantity::{
    Quantity,
    vague::{Side, Term, Vague},
};
use entity::vocab::Qualifier;

/// A named way to read words as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Lexicon {
    /// Our own, and the default.
    #[default]
    Claimbase1,
    /// The Crowd Counting Consortium's.
    Ccc,
    /// The Armed Conflict Location and Event Data project's.
    Acled,
    /// Count Love's.
    CountLove,
    /// Airwars'.
    Airwars,
}

impl Lexicon {
    /// Every lexicon, the default first.
    pub const ALL: [Self; 5] =
        [Self::Claimbase1, Self::Ccc, Self::Acled, Self::CountLove, Self::Airwars];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Claimbase1 => "CLAIMBASE_1",
            Self::Ccc => "CCC",
            Self::Acled => "ACLED",
            Self::CountLove => "COUNT_LOVE",
            Self::Airwars => "AIRWARS",
        }
    }

    /// The lexicon of that name on the wire.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lexicon| lexicon.as_str() == name)
    }
}

/// What was said, read as an interval to compare by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// The least number, inclusive; `None` where it is open below.
    pub low: Option<f64>,
    /// The greatest number, inclusive; `None` where it is open above.
    pub high: Option<f64>,
    /// The lexicon, not the speaker, gave the lower bound.
    pub soft_low: bool,
    /// The lexicon, not the speaker, gave the upper bound.
    pub soft_high: bool,
    /// Whose rules were used.
    pub lexicon: Lexicon,
}

impl Reading {
    /// Whether the lexicon gave either bound.
    #[must_use]
    pub const fn soft(&self) -> bool {
        self.soft_low || self.soft_high
    }

    /// Whether it holds the number.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        self.low.is_none_or(|low| low <= value) && self.high.is_none_or(|high| value <= high)
    }
}

/// An interval on the way to becoming a reading.
#[derive(Clone, Copy, Default)]
struct Interval {
    low: Option<f64>,
    high: Option<f64>,
    soft_low: bool,
    soft_high: bool,
}

/// Reads a quantity by a lexicon.
///
/// `integral` says that the measure counts whole things, `count` that it is a COUNT, for which 0
/// is the floor. The conventions differ from `CLAIMBASE_1` in vague words only.
#[must_use]
pub fn read(quantity: &Quantity, lexicon: Lexicon, integral: bool, count: bool) -> Reading {
    let Interval { low, high, soft_low, soft_high } = match quantity.qualifier {
        Qualifier::About => about(quantity.value.unwrap_or_default(), integral),
        Qualifier::Nearly => nearly(quantity.value.unwrap_or_default(), integral),
        Qualifier::JustOver => just_over(quantity, integral),
        Qualifier::Between => range(quantity),
        Qualifier::Vague => vague(quantity.vague(), lexicon),
        Qualifier::Unknown => Interval { soft_low: true, soft_high: true, ..Interval::default() },
        Qualifier::Exact
        | Qualifier::AtLeast
        | Qualifier::MoreThan
        | Qualifier::AtMost
        | Qualifier::LessThan
        | Qualifier::None
        | Qualifier::Relative => {
            Interval { low: quantity.low, high: quantity.high, ..Interval::default() }
        }
    };
    let floor = (count && quantity.qualifier != Qualifier::Relative).then_some(0.0);
    let low = match (low, floor) {
        (Some(low), Some(floor)) if quantity.value.is_none_or(|value| value >= floor) => {
            Some(f64::max(low, floor))
        }
        (low, floor) => low.or(floor.filter(|&floor| high.is_none_or(|high| high >= floor))),
    };
    Reading { low, high, soft_low, soft_high, lexicon }
}

fn inwards(low: f64, high: f64, integral: bool) -> (f64, f64) {
    if integral { (low.ceil(), high.floor()) } else { (low, high) }
}

/// The larger of a tenth and half the last place, but at most a quarter.
fn about(value: f64, integral: bool) -> Interval {
    let size = value.abs();
    let half = (size / 10.0).max(half_of_last_place(size)).min(size / 4.0);
    let (low, high) = inwards(value - half, value + half, integral);
    Interval { low: Some(low), high: Some(high), soft_low: true, soft_high: true }
}

/// Half of the place of the last digit that is not 0: 500 for 3,000, and 5 for 1,250.
fn half_of_last_place(size: f64) -> f64 {
    let text = format!("{size:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let exponent: i64 = exponent.parse().unwrap_or(0);
    let place = exponent - i64::try_from(decimals).unwrap_or(0);
    format!("5e{}", place - 1).parse().unwrap_or(0.0)
}

fn nearly(value: f64, integral: bool) -> Interval {
    let (low, _) = inwards(value - value.abs() / 10.0, value, integral);
    Interval { low: Some(low.min(value)), high: Some(value), soft_low: true, soft_high: false }
}

fn just_over(quantity: &Quantity, integral: bool) -> Interval {
    let value = quantity.value.unwrap_or_default();
    let low = quantity.low.unwrap_or(value);
    let (_, high) = inwards(value, value + value.abs() / 10.0, integral);
    Interval { low: Some(low), high: Some(high.max(low)), soft_low: false, soft_high: true }
}

/// A range; published bounds that are out of order are read from the smaller to the larger.
fn range(quantity: &Quantity) -> Interval {
    let given = [quantity.low, quantity.value, quantity.high];
    let known: Vec<f64> = given.into_iter().flatten().collect();
    let soft = quantity.is_hedged() || !known.is_sorted();
    let least = known.iter().copied().reduce(f64::min);
    let greatest = known.iter().copied().reduce(f64::max);
    Interval {
        low: quantity.low.and(least),
        high: quantity.high.and(greatest),
        soft_low: soft,
        soft_high: soft,
    }
}

fn vague(vague: Option<Vague>, lexicon: Lexicon) -> Interval {
    let Some(Vague { low, high }) = vague else {
        return Interval { soft_low: true, soft_high: true, ..Interval::default() };
    };
    let (soft_low, soft_high) = (!is_number(low.as_ref()), !is_number(high.as_ref()));
    let least = low.and_then(|side| least(&side, lexicon));
    let greatest = high.and_then(|side| greatest(&side, lexicon));
    // "50 to dozens" where a convention ends dozens at 24: the number said stands, and the
    // word's bound is left open.
    let ordered = least.zip(greatest).is_none_or(|(least, greatest)| least <= greatest);
    Interval {
        low: least.filter(|_| ordered || !soft_low),
        high: greatest.filter(|_| ordered || !soft_high),
        soft_low,
        soft_high,
    }
}

const fn is_number(side: Option<&Side>) -> bool {
    matches!(side, Some(Side::Number(_)))
}

fn least(side: &Side, lexicon: Lexicon) -> Option<f64> {
    match side {
        Side::Number(value) => Some(*value),
        Side::Term(term) => defined(term, lexicon).0,
    }
}

fn greatest(side: &Side, lexicon: Lexicon) -> Option<f64> {
    match side {
        Side::Number(value) => Some(*value),
        Side::Term(term) => defined(term, lexicon).1,
    }
}

/// What a lexicon makes of a vague word; open on both sides where it does not define the word.
fn defined(term: &Term, lexicon: Lexicon) -> (Option<f64>, Option<f64>) {
    let conventions: &[(&str, f64, Option<f64>)] = match lexicon {
        Lexicon::Claimbase1 => return (Some(term.low), Some(term.high)),
        Lexicon::Ccc => &[
            ("hundreds", 200.0, None),
            ("thousands", 2_000.0, None),
            ("tens of thousands", 20_000.0, None),
        ],
        Lexicon::Acled => {
            &[("tens", 10.0, None), ("dozens", 12.0, None), ("hundreds", 100.0, None)]
        }
        Lexicon::CountLove => &[("dozens", 20.0, None), ("hundreds", 100.0, None)],
        Lexicon::Airwars => &[("dozens", 12.0, Some(24.0))],
    };
    let found = conventions.iter().find(|(words, ..)| *words == term.words);
    found.map_or((None, None), |&(_, low, high)| (Some(low), high))
}
