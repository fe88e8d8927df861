//! The number of a claim from its cells: words, or a best estimate and bounds.

use entity::vocab::Qualifier;

use crate::{
    Error, Result, Within as _,
    app::claim::QuantitySpec,
    domain::{quantity, text::shown},
    exchange::{csv::map::Field, engine::Faults},
};

/// Reads the cells of quantity, low and high; one of them is there. `None` where a bound is none,
/// which is noted.
pub(super) fn read(
    [words, low, high]: [Option<&str>; 3],
    faults: &mut Faults,
) -> Result<Option<QuantitySpec>> {
    let plain = |text: &str| QuantitySpec {
        text: text.to_owned(),
        qualifier: None,
        value: None,
        low: None,
        high: None,
    };
    if let (Some(words), None, None) = (words, low, high) {
        return Ok(Some(plain(words)));
    }
    let mut bound = |field: Field, cell: Option<&str>| {
        faults.note(cell.map(|cell| exact(cell).within(field.key())).transpose())
    };
    let bounds = (bound(Field::Low, low)?, bound(Field::High, high)?);
    let (Some(least), Some(greatest)) = bounds else { return Ok(None) };
    let value = words.and_then(|words| exact(words).ok());
    let same = least == greatest && (value == least || words.is_none());
    let text = match (words, low, high) {
        // Words beside bounds stay as they are.
        (Some(words), _, _) if value.is_none() => words.to_owned(),
        (Some(said), Some(_), Some(_)) | (None, Some(said), Some(_)) if same => {
            return Ok(Some(plain(said)));
        }
        (Some(words), Some(low), Some(high)) => format!("{words} ({low} to {high})"),
        (Some(words), Some(low), None) => format!("{words} (at least {low})"),
        (Some(words), None, Some(high)) => format!("{words} (at most {high})"),
        (None, Some(low), Some(high)) => format!("{low} to {high}"),
        (None, Some(low), None) => format!("at least {low}"),
        (None, None, Some(high)) => format!("at most {high}"),
        (words, None, None) => words.unwrap_or_default().to_owned(),
    };
    Ok(Some(QuantitySpec { text, qualifier: None, value, low: least, high: greatest }))
}

/// A bound: one number, without words that qualify it.
fn exact(cell: &str) -> Result<f64> {
    let read = quantity::parse(cell, false)?;
    let said = read.quantity;
    match (said.qualifier, said.value) {
        (Qualifier::Exact, Some(value)) => Ok(value),
        (Qualifier::None, _) => Ok(0.0),
        _ => {
            let message = format!(
                "{} is no single number: write the bound in digits, or the words in the column of \
                 the number",
                shown(cell)
            );
            Err(Error::invalid("", message))
        }
    }
}
