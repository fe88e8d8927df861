//! Sources as one cell names several of them.

use super::date;
use crate::{Result, domain::partial_date::PartialDate};

/// A source of a cell that holds several: an address, or who published it and when.
pub(super) struct Named {
    pub(super) url: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) date: Option<PartialDate>,
}

impl Named {
    /// Reads an address, "AP 3 Jan" or "Reuters, 4 January 2018". A date without a
    /// year is one of `year`.
    pub(super) fn read(entry: &str, order: Option<date::Order>, year: Option<i32>) -> Result<Self> {
        if entry.starts_with("http://") || entry.starts_with("https://") {
            return Ok(Self { url: Some(entry.to_owned()), publisher: None, date: None });
        }
        let ends = entry.char_indices().filter(|(_, c)| c.is_whitespace());
        for (at, _) in ends {
            let (name, rest) = entry.split_at(at);
            let rest = rest.trim().trim_matches(['(', ')']);
            if !rest.starts_with(|c: char| c.is_alphanumeric()) {
                continue;
            }
            match date::read(rest, order, year) {
                Ok(date) => {
                    let name = name.trim_end_matches([',', ' ', '(']).to_owned();
                    return Ok(Self { url: None, publisher: Some(name), date: Some(date) });
                }
                // "AP 3 Jan" without a year is a date that cannot be read, and no name.
                Err(error) if year.is_none() && date::read(rest, order, Some(2000)).is_ok() => {
                    return Err(error);
                }
                Err(_) => {}
            }
        }
        Ok(Self { url: None, publisher: Some(entry.to_owned()), date: None })
    }
}
