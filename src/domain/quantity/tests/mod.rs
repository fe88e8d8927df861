//! The table of wordings, row by row, and the laws that every quantity keeps.

mod given;
mod laws;
mod notices;
mod readings;
mod wordings;

use super::{Parsed, parse};
use crate::domain::lexicon::{self, Lexicon, Reading};
use entity::vocab::Qualifier;

type Fields = (Qualifier, Option<f64>, Option<f64>, Option<f64>);

fn fields(parsed: &Parsed) -> Fields {
    let quantity = &parsed.quantity;
    (quantity.qualifier, quantity.value, quantity.low, quantity.high)
}

fn read_whole(text: &str) -> Parsed {
    parse(text, true).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn reading(text: &str, lexicon: Lexicon) -> Reading {
    lexicon::read(&read_whole(text).quantity, lexicon, true, true)
}

/// Every text reads as the qualifier with these fields, whatever its case and spaces.
fn all_read(texts: &str, expected: Fields) {
    for text in texts.split(" | ") {
        assert_eq!(fields(&read_whole(text)), expected, "{text}");
        let loud = format!("  {} ", text.to_uppercase());
        assert_eq!(fields(&read_whole(&loud)), expected, "{loud}");
    }
}
