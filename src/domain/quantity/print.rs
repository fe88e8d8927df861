//! Writes a quantity's fields in words that read as the same quantity again.

use super::{Quantity, digit, fields};
use entity::vocab::Qualifier;

impl Quantity {
    /// The quantity in English, made from its fields: "at least 8,000".
    ///
    /// What has no number is given in its own words.
    #[must_use]
    pub fn print(&self) -> String {
        let value = || number(self.value.unwrap_or_default());
        match self.qualifier {
            Qualifier::Exact => value(),
            Qualifier::About => format!("about {}", value()),
            Qualifier::Nearly => format!("nearly {}", value()),
            Qualifier::JustOver => format!("just over {}", value()),
            Qualifier::AtLeast => format!("at least {}", value()),
            Qualifier::MoreThan => format!("more than {}", value()),
            Qualifier::AtMost => format!("at most {}", value()),
            Qualifier::LessThan => format!("less than {}", value()),
            Qualifier::Between => self.print_range(),
            Qualifier::None => "none".to_owned(),
            Qualifier::Vague => {
                self.vague().map_or_else(|| fold(&self.text), |vague| vague.words())
            }
            Qualifier::Unknown | Qualifier::Relative => fold(&self.text),
        }
    }

    fn print_range(&self) -> String {
        let hedge = if self.is_hedged() { "around " } else { "" };
        let range = match (self.low, self.high) {
            (Some(low), Some(high)) if is_elided(low, high) => {
                format!("at least {} and at most {}", number(low), number(high))
            }
            (Some(low), Some(high)) => format!("{} to {}", number(low), number(high)),
            (Some(low), None) => format!("between {} and an unknown number", number(low)),
            (None, Some(high)) => format!("between an unknown number and {}", number(high)),
            (None, None) => "an unknown number".to_owned(),
        };
        match self.value {
            Some(value) => format!("{hedge}{} ({range})", number(value)),
            None => format!("{hedge}{range}"),
        }
    }

    /// What the claim says, for telling claims apart: the same for every wording of the same.
    #[must_use]
    pub fn canonical(&self) -> String {
        let name = fields::wire(self.qualifier);
        match self.qualifier {
            Qualifier::Vague | Qualifier::Unknown | Qualifier::Relative => {
                format!("{name}|{}", self.print())
            }
            Qualifier::Exact
            | Qualifier::About
            | Qualifier::Nearly
            | Qualifier::JustOver
            | Qualifier::AtLeast
            | Qualifier::MoreThan
            | Qualifier::AtMost
            | Qualifier::LessThan
            | Qualifier::Between
            | Qualifier::None => {
                let part = |number: Option<f64>| number.map_or(String::new(), |n| n.to_string());
                let hedge = if self.is_hedged() { "|around" } else { "" };
                let (value, low, high) = (part(self.value), part(self.low), part(self.high));
                format!("{name}|{value}|{low}|{high}{hedge}")
            }
        }
    }
}

/// Whether "low to high" could leave out the thousands of its first number.
fn is_elided(low: f64, high: f64) -> bool {
    low >= 1.0 && low * 1e3 < high
}

/// A number with commas between its thousands; never one that can be read twice.
pub(crate) fn number(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-6..1e15).contains(&size) {
        return format!("{value:e}");
    }
    let text = format!("{size}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut printed = String::from(if value < 0.0 { "-" } else { "" });
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            printed.push(',');
        }
        printed.push(digit);
    }
    if !fraction.is_empty() {
        printed.push('.');
        printed.push_str(fraction);
        if fraction.len() == 3 {
            printed.push('0');
        }
    }
    printed
}

/// Words in lower case, with single spaces and ASCII digits.
fn fold(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let lower = words.join(" ").to_lowercase();
    lower.chars().map(|c| digit::ascii(c).unwrap_or(c)).collect()
}
