//! Which findings a page is narrowed to: what stands in its query string.

use entity::vocab::{FindingCode, RecordStatus, Resolution, Severity};
use url::form_urlencoded;
use uuid::Uuid;

use crate::{
    Result,
    domain::record_id::{Prefix, RecordId},
    store::{
        filter::{Filter, Test},
        finding::Alike,
    },
    web::{
        query::{given, switch, unknown},
        words::{spelled, word},
    },
};

const NAMES: &str = "code, severity, resolution, includeRetracted, before";

/// The word for findings whatever a person's verdict on them.
const ANY: &str = "ANY";

/// What stands in the query string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Only what was noticed under this code; `None` for all.
    pub code: Option<FindingCode>,
    /// Only what matters so much; `None` for all.
    pub severity: Option<Severity>,
    /// Only those with this verdict of a person; `None` for all.
    pub resolution: Option<Resolution>,
    /// Whether those that no longer hold are in.
    pub retracted: bool,
    /// Only those recorded before this one; `None` for the newest.
    pub before: Option<Uuid>,
}

impl Default for Asked {
    /// The work list: what nobody has settled yet.
    fn default() -> Self {
        Self {
            code: None,
            severity: None,
            resolution: Some(Resolution::Open),
            retracted: false,
            before: None,
        }
    }
}

impl Asked {
    /// Reads a query string. A name without a value is left out, as forms send it.
    pub fn parse(query: &str) -> Result<Self> {
        let mut asked = Self::default();
        for (name, value) in given(query) {
            match &*name {
                "code" => asked.code = Some(word("code", &value, FindingCode::ALL)?),
                "severity" => asked.severity = Some(word("severity", &value, Severity::ALL)?),
                "resolution" if value == ANY => asked.resolution = None,
                "resolution" => {
                    asked.resolution = Some(word("resolution", &value, Resolution::ALL)?);
                }
                "includeRetracted" => asked.retracted = switch("includeRetracted", &value)?,
                "before" => asked.before = Some(RecordId::of(Prefix::Finding, &value)?),
                other => return Err(unknown(other, NAMES)),
            }
        }
        Ok(asked)
    }

    /// The address of the page that shows them.
    #[must_use]
    pub fn address(&self) -> String {
        let Self { code, severity, resolution, retracted, before } = self;
        let mut out = form_urlencoded::Serializer::new(String::new());
        if let Some(code) = code {
            out.append_pair("code", &spelled(code));
        }
        if let Some(severity) = severity {
            out.append_pair("severity", &spelled(severity));
        }
        match resolution {
            Some(Resolution::Open) => {}
            Some(resolution) => {
                out.append_pair("resolution", &spelled(resolution));
            }
            None => {
                out.append_pair("resolution", ANY);
            }
        }
        if *retracted {
            out.append_pair("includeRetracted", "1");
        }
        if let Some(id) = before {
            out.append_pair("before", &RecordId::new(Prefix::Finding, *id).to_string());
        }
        let query = out.finish();
        if query.is_empty() { "/findings".to_owned() } else { format!("/findings?{query}") }
    }

    /// What a finding must fulfil, apart from its place and status.
    #[must_use]
    pub fn filter(&self) -> Filter {
        let is = |column, word: String| Filter::Column(column, Test::Eq(word.into()));
        let parts = [
            self.code.map(|code| is("code", spelled(&code))),
            self.severity.map(|severity| is("severity", spelled(&severity))),
            self.resolution.map(|resolution| is("resolution", spelled(&resolution))),
        ];
        Filter::All(parts.into_iter().flatten().collect())
    }

    /// Whether these findings are among them.
    #[must_use]
    pub fn takes(&self, alike: &Alike) -> bool {
        self.code.is_none_or(|code| code == alike.code)
            && self.severity.is_none_or(|severity| severity == alike.severity)
            && self.resolution.is_none_or(|resolution| resolution == alike.resolution)
            && (self.retracted || alike.status == RecordStatus::Active)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_string_is_printed_as_it_was_read() {
        for address in [
            "/findings",
            "/findings?code=NOT_IN_QUOTE&severity=WARNING&resolution=DISMISSED&includeRetracted=1",
            "/findings?resolution=ANY&before=finding_01h455vb4pex5vsknk084sn02q",
        ] {
            let query = address.split_once('?').map_or("", |(_, query)| query);
            assert_eq!(Asked::parse(query).expect("it is fine").address(), address);
        }
        assert_eq!(Asked::parse("code=&resolution=OPEN").expect("a form"), Asked::default());
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (query, words) in [
            ("code=NONE", "NOT_IN_QUOTE"),
            ("severity=x", "INFO, WARNING, ERROR"),
            ("resolution=x", "OPEN, ACCEPTED"),
            ("before=claim_01h455vb4pex5vsknk084sn02q", "finding"),
            ("color=red", "'color' is not known here"),
        ] {
            let error = Asked::parse(query).expect_err(query).to_string();
            assert!(error.contains(words), "{error}");
        }
    }
}
