//! Sources as one cell names several of them.

use crate::{Result, domain::partial_date::PartialDate, exchange::date};

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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(entry: &str, year: Option<i32>) -> (Option<String>, Option<String>, Option<String>) {
        let Named { url, publisher, date } = Named::read(entry, None, year).expect("a source");
        (url, publisher, date.map(|date| date.to_string()))
    }

    #[test]
    fn a_name_is_parted_from_its_date() {
        let of = |name: &str, date: &str| (None, Some(name.to_owned()), Some(date.to_owned()));
        assert_eq!(read("AP 3 Jan", Some(2018)), of("AP", "2018-01-03"));
        assert_eq!(read("Reuters, 4 January 2018", None), of("Reuters", "2018-01-04"));
        assert_eq!(read("The Times (2018-01-04)", None), of("The Times", "2018-01-04"));
        assert_eq!(read("Channel 4 News", None), (None, Some("Channel 4 News".to_owned()), None));
        let url = "https://post.example/a?b=1".to_owned();
        assert_eq!(read(&url, None), (Some(url), None, None));
        assert!(Named::read("AP 3 Jan", None, None).is_err(), "the year is not guessed");
    }
}
