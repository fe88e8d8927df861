//! A quantity with its reading, as small and flat as the rules need it.

use entity::vocab::Qualifier;

use crate::domain::{
    lexicon::{Lexicon, Reading},
    quantity::Quantity,
};

/// What is compared: a said quantity and the interval as which it is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// How it was qualified.
    pub qualifier: Qualifier,
    /// The number named; `None` where the words name none, or a range without a best estimate.
    pub value: Option<f64>,
    /// The lower bound that the words give; `None` where they give none.
    pub said_low: Option<f64>,
    /// The upper bound that the words give; `None` where they give none.
    pub said_high: Option<f64>,
    /// The lower bound as read; minus infinity where it is open.
    pub low: f64,
    /// The upper bound as read; infinity where it is open.
    pub high: f64,
    /// Whether the lexicon, not the speaker, gave the lower bound.
    pub soft_low: bool,
    /// Whether the lexicon, not the speaker, gave the upper bound.
    pub soft_high: bool,
    /// Who read it.
    pub lexicon: Lexicon,
}

impl Figure {
    /// A quantity under one reading.
    #[must_use]
    pub fn new(quantity: &Quantity, reading: &Reading) -> Self {
        let low = reading.low.unwrap_or(f64::NEG_INFINITY);
        let high = reading.high.unwrap_or(f64::INFINITY);
        Self {
            qualifier: quantity.qualifier,
            value: quantity.value.map(positive_zero),
            said_low: quantity.low,
            said_high: quantity.high,
            low: positive_zero(low.min(high)),
            high: positive_zero(low.max(high)),
            soft_low: reading.soft_low,
            soft_high: reading.soft_high,
            lexicon: reading.lexicon,
        }
    }

    /// Whether it gives only a limit, or nothing.
    #[must_use]
    pub fn one_sided(&self) -> bool {
        match self.qualifier {
            Qualifier::AtLeast
            | Qualifier::MoreThan
            | Qualifier::AtMost
            | Qualifier::LessThan
            | Qualifier::Unknown => true,
            // No vague word reaches down to 0: there 0 stands for "open below", as it does for counts.
            Qualifier::Vague => self.open() || self.low <= 0.0,
            // "up to 20 or 30" is said open below, though a count is read from 0.
            Qualifier::Between => {
                self.open() || self.said_low.is_none() || self.said_high.is_none()
            }
            Qualifier::Exact
            | Qualifier::About
            | Qualifier::Nearly
            | Qualifier::JustOver
            | Qualifier::None
            | Qualifier::Relative => false,
        }
    }

    fn open(&self) -> bool {
        self.low.is_infinite() || self.high.is_infinite()
    }

    /// Whether it can be compared at all.
    #[must_use]
    pub fn comparable(&self) -> bool {
        self.qualifier != Qualifier::Relative
    }

    /// Whether some number fits both.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// The lower bound, moved out by a tenth of itself where it is soft.
    #[must_use]
    pub fn wide_low(&self) -> f64 {
        if self.soft_low { self.low - self.low.abs() / 10.0 } else { self.low }
    }

    /// The upper bound, moved out by a tenth of itself where it is soft.
    #[must_use]
    pub fn wide_high(&self) -> f64 {
        if self.soft_high { self.high + self.high.abs() / 10.0 } else { self.high }
    }

    /// Whether some number fits both once every soft bound is moved out.
    #[must_use]
    pub fn nearly_meets(&self, other: &Self) -> bool {
        self.wide_low() <= other.wide_high() && other.wide_low() <= self.wide_high()
    }

    /// Whether both name a number, and the same one. Two that name none have nothing in common.
    #[must_use]
    pub fn same_value(&self, other: &Self) -> bool {
        self.value.is_some() && self.value == other.value
    }

    /// Whether both are read as the same interval.
    #[must_use]
    pub fn same_reading(&self, other: &Self) -> bool {
        (Bits::of(self.low), Bits::of(self.high)) == (Bits::of(other.low), Bits::of(other.high))
    }

    /// Whether both are the same figure in the same words.
    #[must_use]
    pub fn same_words(&self, other: &Self) -> bool {
        self.qualifier == other.qualifier
            && self.value == other.value
            && self.said_low == other.said_low
            && self.said_high == other.said_high
            && self.same_reading(other)
    }

    /// An order without meaning but for being total and the same on every run.
    #[must_use]
    pub fn key(&self) -> impl Ord + Copy + std::fmt::Debug + use<> {
        (
            Bits::of(self.low),
            Bits::of(self.high),
            self.qualifier,
            self.value.map(Bits::of),
            self.said_low.map(Bits::of),
            self.said_high.map(Bits::of),
        )
    }

    /// What makes two sayings the same number: the number named or, where none is, the words'
    /// bounds.
    #[must_use]
    pub fn number(&self) -> Number {
        match self.value {
            Some(value) => Number::Named(Bits::of(value)),
            None => Number::Unnamed(self.qualifier, Bits::of(self.low), Bits::of(self.high)),
        }
    }
}

/// The number that a figure repeats when it is said again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Number {
    /// A number that the words name.
    Named(Bits),
    /// No number; the bounds as read.
    Unnamed(Qualifier, Bits, Bits),
}

/// A double as a key: ordered as numbers are, equal where they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bits(u64);

impl Bits {
    /// The key of a number; both zeros have one.
    #[must_use]
    pub fn of(number: f64) -> Self {
        const SIGN: u64 = 1 << 63;
        let bits = positive_zero(number).to_bits();
        Self(if bits & SIGN == 0 { bits | SIGN } else { !bits })
    }

    /// The key as an integer of the same order.
    #[must_use]
    pub const fn raw(self) -> u64 {
        self.0
    }

    /// The key that [`Bits::raw`] gave.
    #[must_use]
    pub const fn from_raw(raw: u64) -> Self {
        Self(raw)
    }
}

/// -0.0 is 0 for everybody but the bits.
fn positive_zero(number: f64) -> f64 {
    number + 0.0
}
