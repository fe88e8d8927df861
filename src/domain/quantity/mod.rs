//! Quantities: what was said about a number, read from words and written back.

mod decimal;
mod digit;
mod fields;
mod numeral;
mod parse;
mod phrase;
mod print;
mod quote;
mod range;
#[cfg(test)]
mod tests;
mod token;
mod unit;
pub(super) mod vague;
mod words;

pub use fields::qualifier_of;
pub(in crate::domain) use phrase::{AFTER as QUALIFIERS_AFTER, BEFORE as QUALIFIERS_BEFORE};
pub use quote::stands_in;
pub use unit::other_unit;
pub(in crate::domain) use unit::{deed, sort};

use crate::Result;
use entity::vocab::{FindingCode, Qualifier};
use serde::Serialize;

/// The longest text that is read as one quantity, in characters.
pub const LONGEST: usize = 1_000;

/// What was said: it is stored as it is and never changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quantity {
    /// The words, verbatim.
    pub text: String,
    /// How the number was qualified.
    pub qualifier: Qualifier,
    /// The number named; `None` where none was.
    pub value: Option<f64>,
    /// The least number the words allow, inclusive; `None` where they leave it open.
    pub low: Option<f64>,
    /// The greatest number the words allow, inclusive; `None` where they leave it open.
    pub high: Option<f64>,
}

/// What was noticed and not guessed about.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// The digits are two different numbers, by how the separator is read: "1.500". No value is
    /// taken: the quantity is UNKNOWN until somebody gives it by fields.
    AmbiguousNumber {
        /// The number as it is written.
        written: String,
        /// Both readings.
        readings: [f64; 2],
    },
    /// A double cannot hold the number exactly.
    InexactNumber {
        /// The number as it is written.
        written: String,
        /// The nearest double, which is what was taken.
        value: f64,
    },
    /// The words count something else than the statistic.
    OtherUnit {
        /// What they count.
        noun: String,
    },
    /// Published data gave a lower bound above the upper one, or a value outside both.
    LowAboveHigh {
        /// The lower bound as given.
        low: f64,
        /// The upper bound as given.
        high: f64,
    },
}

impl Notice {
    /// The code of the finding it becomes.
    #[must_use]
    pub const fn code(&self) -> FindingCode {
        match self {
            Self::AmbiguousNumber { .. } => FindingCode::AmbiguousNumber,
            Self::InexactNumber { .. } => FindingCode::InexactNumber,
            Self::OtherUnit { .. } => FindingCode::OtherUnit,
            Self::LowAboveHigh { .. } => FindingCode::LowAboveHigh,
        }
    }
}

/// A quantity read from words.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// What was said.
    pub quantity: Quantity,
    /// What was noticed, in the order of the text.
    pub notices: Vec<Notice>,
    /// The noun counted, in lower case; "%" for a percentage; `None` where no noun stands by.
    pub noun: Option<String>,
}

/// Reads a text that is one quantity: "at least 8,000", "some 50 protesters".
///
/// `integral` says that the measure counts whole things: "more than 80" then begins at 81, and
/// fractions and negative numbers are refused.
pub fn parse(text: &str, integral: bool) -> Result<Parsed> {
    let read = parse::read(text, integral)?;
    let quantity = Quantity {
        text: text.trim().to_owned(),
        qualifier: read.qualifier,
        value: read.value,
        low: read.low,
        high: read.high,
    };
    Ok(Parsed { quantity, notices: read.notices, noun: read.noun })
}

impl Quantity {
    /// Whether the words soften a range they give: "around 2,000-4,000".
    #[must_use]
    pub fn is_hedged(&self) -> bool {
        let read = || parse::read(&self.text, false).is_ok_and(|read| read.hedged);
        self.qualifier == Qualifier::Between && read()
    }

    /// The vague words, where there are any that are known.
    pub(crate) fn vague(&self) -> Option<vague::Vague> {
        let vague = || parse::read(&self.text, false).ok()?.vague;
        if self.qualifier == Qualifier::Vague { vague() } else { None }
    }
}
