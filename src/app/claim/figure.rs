//! A number as an input gives it: read, checked against its measure, and what was noticed.

use entity::{
    claim, measure,
    vocab::{FindingCode, Qualifier, Severity, ValueType},
};

use serde::Serialize;

use crate::{
    Error, Result,
    app::finding::{Noticed, Subject},
    domain::{
        lexicon::{self, Lexicon, Reading},
        quantity::{self, Notice, Parsed, Quantity},
        text,
    },
};

/// The findings that the words of a quantity can give.
pub(in crate::app) const RULES: [FindingCode; 4] = [
    FindingCode::AmbiguousNumber,
    FindingCode::InexactNumber,
    FindingCode::OtherUnit,
    FindingCode::LowAboveHigh,
];

/// A number as an input gives it. Words alone are read.
#[derive(Clone, Debug, Serialize)]
pub struct QuantitySpec {
    /// The words, verbatim.
    pub text: String,
    /// How the number is qualified; `None` takes it from the words.
    pub qualifier: Option<Qualifier>,
    /// The number named; `None` where none was, or where the words are read.
    pub value: Option<f64>,
    /// The least number that was said; `None` where it is open, or where the words are read.
    pub low: Option<f64>,
    /// The greatest number that was said; `None` where it is open, or where the words are read.
    pub high: Option<f64>,
}

/// Where a claim comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Door {
    /// Somebody enters it: bounds out of order are a slip, and refused; so is what would be lost,
    /// since it is on record in another way, or was retracted.
    Entered,
    /// It was published so: bounds out of order are taken, and noticed; what was done since to what
    /// is on record stays.
    Published,
}

/// A number that was read.
#[derive(Debug)]
pub(in crate::app) struct Figure {
    pub(in crate::app) quantity: Quantity,
    pub(super) reading: Reading,
    pub(in crate::app) notices: Vec<Notice>,
}

impl Figure {
    /// Writes it into a claim's columns.
    pub(super) fn write(&self, row: &mut claim::Model) {
        let Quantity { text, qualifier, value, low, high } = &self.quantity;
        row.quantity_text = Some(text.clone());
        row.qualifier = Some(*qualifier);
        row.value = *value;
        row.low = *low;
        row.high = *high;
        row.reading_low = self.reading.low;
        row.reading_high = self.reading.high;
        row.reading_soft = self.reading.soft();
    }
}

/// The quantity of a claim on record; `None` for a statement.
#[must_use]
pub fn quantity_of(row: &claim::Model) -> Option<Quantity> {
    Some(Quantity {
        text: row.quantity_text.clone()?,
        qualifier: row.qualifier?,
        value: row.value,
        low: row.low,
        high: row.high,
    })
}

/// Reads a number of what the measure counts.
pub(in crate::app) fn read(
    spec: &QuantitySpec,
    measure: &measure::Model,
    door: Door,
) -> Result<Figure> {
    let words = text::line("text", &spec.text, quantity::LONGEST)?;
    let read = quantity::parse(&words, measure.integral);
    let noun = read.as_ref().ok().and_then(|read| read.noun.clone());
    let (quantity, mut notices) = if let Some(qualifier) = qualifier(spec, &read, door)? {
        by_fields(spec, &words, qualifier, read.ok(), measure.integral, door)?
    } else {
        let Parsed { quantity, notices, noun: _ } = read?;
        (quantity, notices)
    };
    let is_count = measure.value_type == ValueType::Count;
    if is_count {
        quantity.check_count()?;
    }
    if let Some(notice) =
        noun.and_then(|noun| quantity::other_unit(&noun, &measure.unit, &measure.slug))
        && !notices.contains(&notice)
    {
        notices.push(notice);
    }
    let reading = lexicon::read(&quantity, Lexicon::Claimbase1, measure.integral, is_count);
    Ok(Figure { quantity, reading, notices })
}

/// What is noticed in the number of a claim on record.
pub(super) fn noticed(row: &claim::Model, measure: &measure::Model) -> Vec<Notice> {
    let Some(quantity) = quantity_of(row) else { return Vec::new() };
    let parsed = quantity::parse(&quantity.text, measure.integral);
    let by_words = parsed.is_ok_and(|read| read.quantity == quantity);
    let Quantity { text, qualifier, value, low, high } = quantity;
    let spec = if by_words {
        QuantitySpec { text, qualifier: None, value: None, low: None, high: None }
    } else {
        QuantitySpec { text, qualifier: Some(qualifier), value, low, high }
    };
    let figure = read(&spec, measure, Door::Published);
    figure.map_or_else(|_| Vec::new(), |figure| figure.notices)
}

/// What is noticed in the words that one attribution has for a number. Words that cannot be read
/// are left alone: they may be in any language.
pub(in crate::app) fn worded_notices(words: &str, measure: &measure::Model) -> Vec<Notice> {
    let Ok(Parsed { quantity: _, mut notices, noun }) = quantity::parse(words, measure.integral)
    else {
        return Vec::new();
    };
    let other = noun.and_then(|noun| quantity::other_unit(&noun, &measure.unit, &measure.slug));
    notices.extend(other);
    notices
}

/// The qualifier under which the fields are taken; `None` where the words say it all.
fn qualifier(spec: &QuantitySpec, read: &Result<Parsed>, door: Door) -> Result<Option<Qualifier>> {
    if spec.qualifier.is_some() {
        return Ok(spec.qualifier);
    }
    let Some(bare) = quantity::qualifier_of(spec.value, spec.low, spec.high) else {
        return Ok(None);
    };
    let agrees = |given: Option<f64>, read: Option<f64>| given.is_none() || given == read;
    let says_it = |Parsed { quantity, .. }: &Parsed| {
        agrees(spec.value, quantity.value)
            && agrees(spec.low, quantity.low)
            && agrees(spec.high, quantity.high)
    };
    if read.as_ref().is_ok_and(says_it) {
        return Ok(None);
    }
    match door {
        Door::Published => Ok(Some(bare)),
        Door::Entered => Err(Error::invalid(
            "qualifier",
            format!(
                "the numbers given are not what {} says by itself: send the qualifier with them",
                text::shown(&spec.text)
            ),
        )),
    }
}

fn by_fields(
    spec: &QuantitySpec,
    words: &str,
    qualifier: Qualifier,
    read: Option<Parsed>,
    integral: bool,
    door: Door,
) -> Result<(Quantity, Vec<Notice>)> {
    let QuantitySpec { text: _, qualifier: _, value, low, high } = *spec;
    let (quantity, mut notices) = match door {
        Door::Entered => {
            (Quantity::given(words, qualifier, value, low, high, integral)?, Vec::new())
        }
        Door::Published => Quantity::imported(words, qualifier, value, low, high, integral)?,
    };
    // The fields settle how an ambiguous number is meant, but they are doubles too.
    let is_inexact = |notice: &Notice| matches!(notice, Notice::InexactNumber { .. });
    notices.extend(read.into_iter().flat_map(|read| read.notices).filter(is_inexact));
    Ok((quantity, notices))
}

/// What was noticed, as findings about `subject`.
pub(in crate::app) fn findings(
    notices: Vec<Notice>,
    measure: &measure::Model,
    subject: Subject,
) -> Vec<Noticed> {
    notices
        .into_iter()
        .map(|notice| Noticed {
            code: notice.code(),
            severity: severity(&notice),
            message: message(&notice, measure),
            subject,
            other: None,
        })
        .collect()
}

const fn severity(notice: &Notice) -> Severity {
    match notice {
        Notice::InexactNumber { .. } => Severity::Info,
        Notice::AmbiguousNumber { .. } | Notice::OtherUnit { .. } | Notice::LowAboveHigh { .. } => {
            Severity::Warning
        }
    }
}

fn message(notice: &Notice, measure: &measure::Model) -> String {
    match notice {
        Notice::AmbiguousNumber { written, readings: [one, other] } => {
            format!("\"{written}\" can be read as {one} or as {other}: no value was taken")
        }
        Notice::InexactNumber { written, value } => {
            format!("\"{written}\" cannot be held exactly: {value} was taken")
        }
        Notice::OtherUnit { noun } => {
            format!(
                "the words count \"{noun}\", but the statistic counts \"{}\" ({})",
                measure.unit, measure.slug
            )
        }
        Notice::LowAboveHigh { low, high } => format!(
            "the lower bound {low} and the upper bound {high} were published out of order: they \
             are read from the smaller to the larger"
        ),
    }
}
