//! What of the work that waits is asked for: what stands in the query string.

use url::form_urlencoded;
use uuid::Uuid;

use crate::{
    Error, Result,
    domain::{
        record_id::{Prefix, RecordId},
        text::shown,
    },
    web::query::{given, page, unknown},
};

const NAMES: &str = "what, source, page, before";

/// A sort of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Candidates in the texts of sources.
    Candidates,
    /// Suggested derivations.
    Derivations,
    /// Suggested links between claims.
    Links,
}

impl What {
    /// Every sort, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Candidates, Self::Derivations, Self::Links];

    /// Its name in an address.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Candidates => "candidates",
            Self::Derivations => "derivations",
            Self::Links => "links",
        }
    }

    const fn prefix(self) -> Prefix {
        match self {
            Self::Candidates => Prefix::Source,
            Self::Derivations => Prefix::Derivation,
            Self::Links => Prefix::Link,
        }
    }
}

/// What stands in the query string.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Only this sort of work; `None` for the first of each.
    pub what: Option<What>,
    /// Only the candidates in the text of this source; `None` for all.
    pub source: Option<Uuid>,
    /// Which page of them, from 1; 0 is the first one too.
    pub page: usize,
    /// Only what was recorded before this record of the sort; `None` for the newest.
    pub before: Option<Uuid>,
}

impl Asked {
    /// Reads a query string. A name without a value is left out, as forms send it.
    pub fn parse(query: &str) -> Result<Self> {
        let mut asked = Self::default();
        let mut before = None;
        for (name, value) in given(query) {
            match &*name {
                "what" => {
                    let what = What::ALL.into_iter().find(|what| what.name() == value);
                    let Some(what) = what else {
                        let names = What::ALL.map(What::name).join(", ");
                        let message = format!("{} is none of {names}", shown(&value));
                        return Err(Error::invalid("what", message));
                    };
                    asked.what = Some(what);
                }
                "source" => asked.source = Some(RecordId::of(Prefix::Source, &value)?),
                "page" => asked.page = page(&value)?,
                "before" => before = Some(value),
                other => return Err(unknown(other, NAMES)),
            }
        }
        if let Some(id) = before {
            let what = asked.what.ok_or_else(|| {
                Error::invalid("before", "before needs what: say of which list it is a place")
            })?;
            asked.before = Some(RecordId::of(what.prefix(), &id)?);
        }
        Ok(asked)
    }

    /// The address of the page that shows it.
    #[must_use]
    pub fn address(&self) -> String {
        let Self { what, source, page, before } = self;
        let mut out = form_urlencoded::Serializer::new(String::new());
        if let Some(what) = what {
            out.append_pair("what", what.name());
        }
        if let Some(id) = source {
            out.append_pair("source", &RecordId::new(Prefix::Source, *id).to_string());
        }
        if *page > 1 {
            out.append_pair("page", &page.to_string());
        }
        if let (Some(what), Some(id)) = (what, before) {
            out.append_pair("before", &RecordId::new(what.prefix(), *id).to_string());
        }
        let query = out.finish();
        if query.is_empty() { "/review".to_owned() } else { format!("/review?{query}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_string_is_printed_as_it_was_read() {
        for address in [
            "/review",
            "/review?what=links&before=link_01h455vb4pex5vsknk084sn02q",
            "/review?source=source_01h455vb4pex5vsknk084sn02q&page=2",
        ] {
            let query = address.split_once('?').map_or("", |(_, query)| query);
            assert_eq!(Asked::parse(query).expect("it is fine").address(), address);
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (query, words) in [
            ("what=x", "candidates, derivations, links"),
            ("before=link_01h455vb4pex5vsknk084sn02q", "before needs what"),
            ("what=links&before=claim_01h455vb4pex5vsknk084sn02q", "link"),
            ("page=0", "counted from 1"),
            ("color=red", "'color' is not known here"),
        ] {
            let error = Asked::parse(query).expect_err(query).to_string();
            assert!(error.contains(words), "{error}");
        }
    }
}
