//! The review file: the candidates of a text between being proposed and being decided on.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Error, Result, Within as _,
    app::candidate::{Document, Fit, Proposal},
    domain::{
        extract::{self, Candidate},
        record_id::RecordId,
    },
    store::record::Record,
};

/// How the name of a review file ends.
pub const ENDING: &str = ".candidates.json";

/// A text, and its candidates with what they may be about.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sheet<'a> {
    /// The text.
    pub source: About<'a>,
    /// In the order of the text.
    pub candidates: Vec<Item<'a>>,
}

/// The text, and what is known of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct About<'a> {
    /// The id of the source; `None` where it is new.
    pub id: Option<String>,
    url: Option<&'a str>,
    title: Option<&'a str>,
    published_on: Option<String>,
    language: Option<&'a str>,
    text: &'a str,
}

/// A candidate.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Item<'a> {
    id: &'a str,
    candidate: &'a Candidate,
    statistics: Vec<Likely<'a>>,
    agents: Vec<Likely<'a>>,
    via: Vec<Option<Likely<'a>>>,
    attribution: Option<String>,
    rejection: Option<String>,
}

/// A record that words may mean.
#[derive(Debug, Serialize)]
struct Likely<'a> {
    id: String,
    slug: &'a str,
    name: &'a str,
    score: f64,
}

impl<'a> Likely<'a> {
    fn of<R: crate::app::reference::Slugged>(fit: &'a Fit<R>) -> Self {
        Self { id: id(&fit.row), slug: fit.row.slug(), name: fit.row.name(), score: fit.score }
    }
}

fn id<R: Record>(row: &R) -> String {
    RecordId::new(R::KIND, row.id()).to_string()
}

impl<'a> Sheet<'a> {
    /// What is written of a text and its candidates; `known` is the source on record.
    #[must_use]
    pub fn of(
        document: &'a Document,
        known: Option<&entity::source::Model>,
        proposals: &'a [Proposal],
    ) -> Self {
        let Document { title, url, published_on, language, text } = document;
        let item = |proposal: &'a Proposal| Item {
            id: &proposal.id,
            candidate: &proposal.candidate,
            statistics: proposal.statistics.iter().map(Likely::of).collect(),
            agents: proposal.agents.iter().map(Likely::of).collect(),
            via: proposal.via.iter().map(|fit| fit.as_ref().map(Likely::of)).collect(),
            attribution: proposal.attribution.as_ref().map(id),
            rejection: proposal.rejection.as_ref().map(id),
        };
        Self {
            source: About {
                id: known.map(id),
                url: url.as_deref(),
                title: title.as_deref(),
                published_on: published_on.as_ref().map(ToString::to_string),
                language: language.as_deref(),
                text,
            },
            candidates: proposals.iter().map(item).collect(),
        }
    }
}

/// What is read of a review file: what they may be about is looked up again.
#[derive(Deserialize)]
struct Written {
    source: Source,
    candidates: Vec<Taken>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Source {
    url: Option<String>,
    title: Option<String>,
    published_on: Option<String>,
    language: Option<String>,
    text: String,
}

#[derive(Deserialize)]
struct Taken {
    candidate: Value,
}

/// Reads a review file.
pub fn read(json: &str) -> Result<(Document, Vec<Candidate>)> {
    let broken = |error: serde_json::Error| {
        Error::invalid("", format!("this is no file that claimbase extract wrote: {error}"))
    };
    let Written { source, candidates } = serde_json::from_str(json).map_err(broken)?;
    let Source { url, title, published_on, language, text } = source;
    let published_on = published_on.map(|date| date.parse()).transpose().within("publishedOn")?;
    let mut document = Document::read(&text, url.as_deref(), published_on).within("source")?;
    document.title = title;
    document.language = language;
    let list: Vec<Value> = candidates.into_iter().map(|taken| taken.candidate).collect();
    let list = serde_json::to_string(&list).map_err(broken)?;
    let found = extract::from_json(&document.text, &list)?;
    Ok((document, found))
}
