//! The fields of a quantity: what each qualifier asks of value, low and high.

use super::{Notice, Quantity};
use crate::{Error, Result};
use entity::vocab::Qualifier;

/// The whole number after `value`, or `value` where the measure knows fractions.
pub(super) fn next_above(value: f64, integral: bool) -> f64 {
    if integral { value.floor() + 1.0 } else { value }
}

/// The whole number before `value`, or `value` where the measure knows fractions.
pub(super) fn next_below(value: f64, integral: bool) -> f64 {
    if integral { value.ceil() - 1.0 } else { value }
}

/// The bounds that a qualifier gives to the number it qualifies.
pub(super) fn bounds(
    qualifier: Qualifier,
    value: f64,
    integral: bool,
) -> (Option<f64>, Option<f64>) {
    match qualifier {
        Qualifier::Exact => (Some(value), Some(value)),
        Qualifier::Nearly | Qualifier::AtMost => (None, Some(value)),
        Qualifier::JustOver | Qualifier::MoreThan => (Some(next_above(value, integral)), None),
        Qualifier::AtLeast => (Some(value), None),
        Qualifier::LessThan => (None, Some(next_below(value, integral))),
        Qualifier::None => (Some(0.0), Some(0.0)),
        Qualifier::About
        | Qualifier::Between
        | Qualifier::Vague
        | Qualifier::Unknown
        | Qualifier::Relative => (None, None),
    }
}

/// The qualifier of numbers that come without one: a value alone is EXACT, both bounds BETWEEN,
/// one bound `AT_LEAST` or `AT_MOST`. `None` where there are no numbers.
#[must_use]
pub fn qualifier_of(value: Option<f64>, low: Option<f64>, high: Option<f64>) -> Option<Qualifier> {
    match (value, low, high) {
        (None, None, None) => None,
        (Some(_), None, None) => Some(Qualifier::Exact),
        (Some(value), Some(low), Some(high)) if low >= value && value >= high => {
            Some(Qualifier::Exact)
        }
        (None, Some(_), None) => Some(Qualifier::AtLeast),
        (None, None, Some(_)) => Some(Qualifier::AtMost),
        (Some(value), Some(low), None) if low >= value => Some(Qualifier::AtLeast),
        (Some(value), None, Some(high)) if high <= value => Some(Qualifier::AtMost),
        (_, Some(_), _) | (_, _, Some(_)) => Some(Qualifier::Between),
    }
}

impl Quantity {
    /// A quantity given by fields rather than read from words.
    ///
    /// What the qualifier fixes may be left out and is filled in. An exact 0 is NONE.
    pub fn given(
        text: &str,
        qualifier: Qualifier,
        value: Option<f64>,
        low: Option<f64>,
        high: Option<f64>,
        integral: bool,
    ) -> Result<Self> {
        let (quantity, notices) = Self::imported(text, qualifier, value, low, high, integral)?;
        match notices.first() {
            Some(Notice::LowAboveHigh { low, high }) => Err(Error::invalid(
                "low",
                format!(
                    "low {low} and high {high} are out of order; low <= value <= high is needed: \
                     swap them, or leave out the one that was not said"
                ),
            )),
            _ => Ok(quantity),
        }
    }

    /// The same for published data, where bounds out of order are taken and noticed.
    pub fn imported(
        text: &str,
        qualifier: Qualifier,
        value: Option<f64>,
        low: Option<f64>,
        high: Option<f64>,
        integral: bool,
    ) -> Result<(Self, Vec<Notice>)> {
        let text = text.trim();
        check_text(text)?;
        for (field, number) in [("value", value), ("low", low), ("high", high)] {
            check_number(field, number, integral)?;
        }
        // Minus nought is nought: it would tell apart two claims that say the same.
        let [value, low, high] = [value, low, high].map(|field| field.map(|number| number + 0.0));
        let given = Fields { value, low, high };
        let qualifier = match qualifier {
            Qualifier::Exact if value == Some(0.0) => Qualifier::None,
            _ => qualifier,
        };
        let fields = given.fitted(qualifier, integral)?;
        let Fields { value, low, high } = fields;
        // "More than 80" names 80 and begins at 81: only a range can be out of order.
        let disorder = fields.disorder().filter(|_| qualifier == Qualifier::Between);
        let notices = disorder.into_iter().collect();
        Ok((Self { text: text.to_owned(), qualifier, value, low, high }, notices))
    }

    /// Whether no bound is below 0, as a count demands; the error names the field.
    pub fn check_count(&self) -> Result<()> {
        for (field, number) in [("value", self.value), ("low", self.low), ("high", self.high)] {
            if let Some(number) = number.filter(|&number| number < 0.0) {
                return Err(Error::invalid(
                    field,
                    format!("{field} is {number}, but a count is never below 0"),
                ));
            }
        }
        Ok(())
    }
}

#[derive(Clone, Copy)]
struct Fields {
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

impl Fields {
    /// The fields as the qualifier wants them.
    fn fitted(self, qualifier: Qualifier, integral: bool) -> Result<Self> {
        match qualifier {
            Qualifier::Vague | Qualifier::Unknown | Qualifier::Relative => {
                self.without_numbers(qualifier)
            }
            Qualifier::Between if self.low.is_none() && self.high.is_none() => Err(Error::invalid(
                "low",
                "BETWEEN needs low or high; give the bounds that were said",
            )),
            Qualifier::Between => Ok(self),
            Qualifier::None => self.fixed(qualifier, 0.0, integral),
            Qualifier::AtLeast => {
                let value = self.value.or(self.low).ok_or_else(|| needs_value(qualifier))?;
                self.fixed(qualifier, value, integral)
            }
            Qualifier::AtMost => {
                let value = self.value.or(self.high).ok_or_else(|| needs_value(qualifier))?;
                self.fixed(qualifier, value, integral)
            }
            Qualifier::Exact
            | Qualifier::About
            | Qualifier::Nearly
            | Qualifier::JustOver
            | Qualifier::MoreThan
            | Qualifier::LessThan => {
                let value = self.value.ok_or_else(|| needs_value(qualifier))?;
                self.fixed(qualifier, value, integral)
            }
        }
    }

    fn without_numbers(self, qualifier: Qualifier) -> Result<Self> {
        for (field, number) in [("value", self.value), ("low", self.low), ("high", self.high)] {
            if let Some(number) = number {
                return Err(Error::invalid(
                    field,
                    format!(
                        "{field} is {number}, but {} names no number; leave it out, or choose \
                         another qualifier",
                        wire(qualifier)
                    ),
                ));
            }
        }
        Ok(self)
    }

    /// The one set of fields that `value` under this qualifier allows.
    fn fixed(self, qualifier: Qualifier, value: f64, integral: bool) -> Result<Self> {
        let (low, high) = bounds(qualifier, value, integral);
        if high.is_some_and(|high| integral && high < 0.0) {
            return Err(Error::invalid("value", "nothing that is counted whole is less than 0"));
        }
        let fixed = Self { value: Some(value), low, high };
        let pairs =
            [("value", self.value, fixed.value), ("low", self.low, low), ("high", self.high, high)];
        for (field, given, wanted) in pairs {
            if given.is_some() && given != wanted {
                let given = given.unwrap_or_default();
                let wanted = wanted.map_or("left open".to_owned(), |wanted| wanted.to_string());
                return Err(Error::invalid(
                    field,
                    format!(
                        "{field} is {given}, but {} {value} has its {field} {wanted}; leave it \
                         out, or send the qualifier BETWEEN",
                        wire(qualifier)
                    ),
                ));
            }
        }
        Ok(fixed)
    }

    fn disorder(self) -> Option<Notice> {
        let given = [self.low, self.value, self.high];
        let known: Vec<f64> = given.into_iter().flatten().collect();
        let (first, last) = (known.first()?, known.last()?);
        let ordered = known.is_sorted();
        (!ordered).then_some(Notice::LowAboveHigh {
            low: self.low.unwrap_or(*first),
            high: self.high.unwrap_or(*last),
        })
    }
}

fn needs_value(qualifier: Qualifier) -> Error {
    Error::invalid("value", format!("{} needs a value; give the number named", wire(qualifier)))
}

pub(super) fn check_text(text: &str) -> Result<()> {
    if text.is_empty() {
        return Err(Error::invalid("text", "the text is empty; give the words of the quantity"));
    }
    let length = text.chars().count();
    if length > super::LONGEST {
        return Err(Error::invalid(
            "text",
            format!(
                "the text has {length} characters, and at most {} are read as one quantity; give \
                 only the words of the quantity",
                super::LONGEST
            ),
        ));
    }
    Ok(())
}

pub(super) fn check_number(field: &str, number: Option<f64>, integral: bool) -> Result<()> {
    let Some(number) = number else { return Ok(()) };
    if !number.is_finite() {
        return Err(Error::invalid(field, format!("{field} is {number}; give a finite number")));
    }
    if integral && number.fract() != 0.0 {
        return Err(Error::invalid(
            field,
            format!(
                "{number} is not whole, but the measure counts whole things; round it, or \
                     choose a measure that knows fractions"
            ),
        ));
    }
    if integral && number < 0.0 {
        return Err(Error::invalid(
            field,
            format!(
                "{number} is below 0, but the measure counts whole things; choose a measure \
                     that knows negative numbers"
            ),
        ));
    }
    Ok(())
}

/// The qualifier as the API spells it.
pub(super) const fn wire(qualifier: Qualifier) -> &'static str {
    match qualifier {
        Qualifier::Exact => "EXACT",
        Qualifier::About => "ABOUT",
        Qualifier::Nearly => "NEARLY",
        Qualifier::JustOver => "JUST_OVER",
        Qualifier::AtLeast => "AT_LEAST",
        Qualifier::MoreThan => "MORE_THAN",
        Qualifier::AtMost => "AT_MOST",
        Qualifier::LessThan => "LESS_THAN",
        Qualifier::Between => "BETWEEN",
        Qualifier::Vague => "VAGUE",
        Qualifier::None => "NONE",
        Qualifier::Unknown => "UNKNOWN",
        Qualifier::Relative => "RELATIVE",
    }
}
