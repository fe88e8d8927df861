//! How a statistic is looked at: what stands in the query string of a page, a picture or a file.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, Utc};
use url::form_urlencoded;

use super::{
    chart,
    query::{given, page, switch, unknown},
};
use crate::{
    Error, Result,
    app::comparison::Ways,
    domain::{lexicon::Lexicon, origin::Lens, text::shown},
};

/// What a query string asks for. It prints as the shortest query string that asks the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// Only what was said or stated by this day; `None` for all.
    pub as_of: Option<NaiveDate>,
    /// As known at this moment; `None` for today.
    pub known_at: Option<DateTime<Utc>>,
    /// Under which agents are one voice.
    pub lens: Lens,
    /// By which words are read as numbers.
    pub lexicon: Lexicon,
    /// Which page of the table, from 1; 0 is the first one too.
    pub page: usize,
    /// Which picture.
    pub view: chart::View,
    /// Whether rows that were retracted are in a file too.
    pub retracted: bool,
    /// Whether a file begins with the mark by which spreadsheets know UTF-8.
    pub bom: bool,
}

/// The names in a query string.
const NAMES: &str = "asOf, knownAt, originBy, lexicon, page, view, includeRetracted, bom";

impl Ask {
    /// Reads a query string. A name without a value is left out, as forms send it.
    pub fn parse(query: &str) -> Result<Self> {
        let mut ask = Self::default();
        for (name, value) in given(query) {
            match &*name {
                "asOf" => ask.as_of = Some(day(&value)?),
                "knownAt" => ask.known_at = Some(moment(&value)?),
                "originBy" => ask.lens = lens(&value)?,
                "lexicon" => ask.lexicon = lexicon(&value)?,
                "page" => ask.page = page(&value)?,
                "view" => ask.view = view(&value)?,
                "includeRetracted" => ask.retracted = switch("includeRetracted", &value)?,
                "bom" => ask.bom = switch("bom", &value)?,
                other => return Err(unknown(other, NAMES)),
            }
        }
        Ok(ask)
    }

    /// The same way of looking for the rules.
    #[must_use]
    pub const fn ways(&self) -> Ways {
        Ways { lens: self.lens, lexicon: self.lexicon, as_of: self.as_of }
    }

    /// The query string, with its question mark; empty where nothing differs from the defaults.
    #[must_use]
    pub fn query(&self) -> String {
        let Self { as_of, known_at, lens, lexicon, page, view, retracted, bom } = self;
        let mut out = form_urlencoded::Serializer::new(String::new());
        if let Some(day) = as_of {
            out.append_pair("asOf", &day.to_string());
        }
        if let Some(moment) = known_at {
            out.append_pair("knownAt", &stamp(*moment));
        }
        if *lens != Lens::default() {
            out.append_pair("originBy", lens_name(*lens));
        }
        if *lexicon != Lexicon::default() {
            out.append_pair("lexicon", lexicon.as_str());
        }
        if *page > 1 {
            out.append_pair("page", &page.to_string());
        }
        if *view == chart::View::Time {
            out.append_pair("view", "TIME");
        }
        for (name, on) in [("includeRetracted", *retracted), ("bom", *bom)] {
            if on {
                out.append_pair(name, "1");
            }
        }
        let query = out.finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }

    /// The same for the first page of another part of the same view: without what only concerns one.
    #[must_use]
    pub fn bare(&self) -> Self {
        let Self { as_of, known_at, lens, lexicon, .. } = *self;
        Self { as_of, known_at, lens, lexicon, ..Self::default() }
    }
}

/// A moment in a query string.
#[must_use]
pub fn stamp(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The name of a lens on the wire.
#[must_use]
pub const fn lens_name(lens: Lens) -> &'static str {
    match lens {
        Lens::Agent => "AGENT",
        Lens::Affiliation => "AFFILIATION",
    }
}

fn day(value: &str) -> Result<NaiveDate> {
    value.parse().map_err(|_| {
        Error::invalid("asOf", format!("{} is not a day: write one like 2018-01-10", shown(value)))
    })
}

/// A day stands for its end: a statistic as known on a day is as known after all of it.
fn moment(value: &str) -> Result<DateTime<Utc>> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(value) {
        return Ok(moment.to_utc());
    }
    let end = NaiveTime::from_hms_micro_opt(23, 59, 59, 999_999).unwrap_or(NaiveTime::MIN);
    let day = value.parse::<NaiveDate>().map(|day| day.and_time(end));
    let minute = || NaiveDateTime::parse_from_str(value, "%Y-%m-%dT%H:%M");
    day.or_else(|_| minute()).map(|moment| moment.and_utc()).map_err(|_| {
        let message = format!(
            "{} is not a moment: write one like 2026-01-31 or 2026-01-31T12:00:00Z",
            shown(value)
        );
        Error::invalid("knownAt", message)
    })
}

fn lens(value: &str) -> Result<Lens> {
    [Lens::Agent, Lens::Affiliation].into_iter().find(|it| lens_name(*it) == value).ok_or_else(
        || {
            let message =
                format!("{} is not a lens: there are AGENT and AFFILIATION", shown(value));
            Error::invalid("originBy", message)
        },
    )
}

fn lexicon(value: &str) -> Result<Lexicon> {
    Lexicon::from_name(value).ok_or_else(|| {
        let names = Lexicon::ALL.map(Lexicon::as_str).join(", ");
        Error::invalid("lexicon", format!("{} is not a lexicon: there are {names}", shown(value)))
    })
}

fn view(value: &str) -> Result<chart::View> {
    match value {
        "ORIGINS" => Ok(chart::View::Origins),
        "TIME" => Ok(chart::View::Time),
        other => {
            let message = format!("{} is not a view: there are ORIGINS and TIME", shown(other));
            Err(Error::invalid("view", message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_string_is_printed_as_it_was_read() {
        for query in [
            "",
            "?asOf=2018-01-10",
            "?asOf=2018-01-10&knownAt=2026-01-31T12%3A00%3A00Z&originBy=AFFILIATION&lexicon=ACLED&page=3&view=TIME&includeRetracted=1&bom=1",
        ] {
            let ask = Ask::parse(query.trim_start_matches('?')).expect("it is fine");
            assert_eq!(ask.query(), query);
        }
        let form = Ask::parse("asOf=&knownAt=&originBy=AGENT&lexicon=CLAIMBASE_1").expect("a form");
        assert_eq!(form, Ask::default());
    }

    #[test]
    fn a_day_of_knowing_is_all_of_it() {
        let ask = Ask::parse("knownAt=2026-01-31").expect("a day");
        assert_eq!(ask.query(), "?knownAt=2026-01-31T23%3A59%3A59.999999Z");
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (query, words) in [
            ("asOf=tomorrow", "'tomorrow' is not a day"),
            ("knownAt=x", "is not a moment"),
            ("lexicon=MINE", "CLAIMBASE_1, CCC, ACLED, COUNT_LOVE, AIRWARS"),
            ("originBy=x", "AGENT and AFFILIATION"),
            ("page=0", "counted from 1"),
            ("view=x", "ORIGINS and TIME"),
            ("bom=x", "bom is 'x': give 1 or 0"),
            ("color=red", "'color' is not known here"),
        ] {
            let error = Ask::parse(query).expect_err(query).to_string();
            assert!(error.contains(words), "{error}");
        }
    }
}
