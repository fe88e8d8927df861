//! What stands in the query strings of pages and files.

use std::borrow::Cow;

use url::form_urlencoded;

use crate::{Error, Result, domain::text::shown};

/// The names in a query string, with what stands behind them. A name without a value is left out, as
/// forms send it.
pub fn given(query: &str) -> impl Iterator<Item = (Cow<'_, str>, String)> {
    let all = form_urlencoded::parse(query.as_bytes());
    let all = all.map(|(name, value)| (name, value.trim().to_owned()));
    all.filter(|(_, value)| !value.is_empty())
}

/// That a name means nothing here, where these do.
#[must_use]
pub fn unknown(name: &str, known: &str) -> Error {
    let message = format!("{} is not known here: there are {known}", shown(name));
    Error::invalid("query", message)
}

/// Reads the number of a page.
pub fn page(value: &str) -> Result<usize> {
    value.parse().ok().filter(|page| *page > 0).ok_or_else(|| {
        Error::invalid("page", format!("{} is not a page: they are counted from 1", shown(value)))
    })
}

/// Reads what is on or off.
pub fn switch(name: &str, value: &str) -> Result<bool> {
    match value {
        "1" | "true" | "on" => Ok(true),
        "0" | "false" => Ok(false),
        other => Err(Error::invalid(name, format!("{name} is {}: give 1 or 0", shown(other)))),
    }
}
