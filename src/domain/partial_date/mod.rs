//! Partial dates in EDTF level 1: a year, a month, a day, a season, with what is not known.

mod read;
#[cfg(test)]
mod tests;

use std::{cmp::Ordering, fmt, str::FromStr};

use arrayvec::ArrayString;
use chrono::NaiveDate;
use serde::{Serialize, Serializer};

pub use read::whole_day;

use super::text::shown;
use crate::{Error, Result};

/// A date of which only a part may be known.
///
/// The marks for approximate and uncertain do not widen its days: how far "about" reaches was not
/// said.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    text: ArrayString<LONGEST>,
    earliest: NaiveDate,
    latest: NaiveDate,
}

/// Bytes of the longest: a day and its mark. They stand in the date itself, since comparisons hold many.
const LONGEST: usize = "2018-01-22~".len();

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// How one date stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateOrder {
    /// The first was over before the second began.
    Before,
    /// Both are the same days.
    Same,
    /// The first began after the second was over.
    After,
    /// One is missing, or they share some days and not all.
    Unknown,
}

impl DateOrder {
    /// The same seen from the other date.
    #[must_use]
    pub const fn reverse(self) -> Self {
        match self {
            Self::Before => Self::After,
            Self::Same => Self::Same,
            Self::After => Self::Before,
            Self::Unknown => Self::Unknown,
        }
    }
}

/// How two dates stand to each other; an unknown date has no order to any.
#[must_use]
pub fn order(a: Option<&PartialDate>, b: Option<&PartialDate>) -> DateOrder {
    let (Some(a), Some(b)) = (a, b) else { return DateOrder::Unknown };
    if a.latest < b.earliest {
        DateOrder::Before
    } else if b.latest < a.earliest {
        DateOrder::After
    } else if (a.earliest, a.latest) == (b.earliest, b.latest) {
        DateOrder::Same
    } else {
        DateOrder::Unknown
    }
}

impl PartialDate {
    /// A day that is known.
    pub fn day(day: NaiveDate) -> Result<Self> {
        day.format("%Y-%m-%d").to_string().parse()
    }

    /// As written, in EDTF.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first day that it can be.
    #[must_use]
    pub const fn earliest(&self) -> NaiveDate {
        self.earliest
    }

    /// The last day that it can be.
    #[must_use]
    pub const fn latest(&self) -> NaiveDate {
        self.latest
    }

    /// The day, where it is known to the day and without doubt.
    #[must_use]
    pub fn exact_day(&self) -> Option<NaiveDate> {
        let known = self.earliest == self.latest;
        (known && !self.is_approximate() && !self.is_uncertain()).then_some(self.earliest)
    }

    /// Whether it is marked as about then: `~` or `%`.
    #[must_use]
    pub fn is_approximate(&self) -> bool {
        self.text.ends_with(['~', '%'])
    }

    /// Whether it is marked as not certain: `?` or `%`.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        self.text.ends_with(['?', '%'])
    }

    /// The order in which lists show dates: by first day, then by last day, then by text.
    #[must_use]
    pub fn cmp_for_lists(&self, other: &Self) -> Ordering {
        let key = |date: &Self| (date.earliest, date.latest);
        key(self).cmp(&key(other)).then_with(|| self.text.cmp(&other.text))
    }
}

/// The date of a stored row, which was checked when it was written.
pub fn stored(text: Option<&str>) -> Result<Option<PartialDate>> {
    let read = |text: &str| {
        text.parse().map_err(|error: Error| Error::broken("reading a date", error.to_string()))
    };
    text.map(read).transpose()
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl FromStr for PartialDate {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let refused = |problem: String| {
            let text = shown(text);
            Error::invalid("", format!("{text} is not a date: {problem}"))
        };
        let (earliest, latest) = read::days(text).map_err(refused)?;
        let text = ArrayString::from(text).map_err(|_| refused("it is too long".to_owned()))?;
        Ok(Self { text, earliest, latest })
    }
}
