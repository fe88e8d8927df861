//! Candidate claims of a text: proposed with what they may be about, accepted and rejected.

mod accept;
mod document;
mod draft;
mod known;
mod recorded;
mod reject;
mod related;
mod voice;
mod waiting;

use std::collections::HashMap;

use entity::{
    agent, attribution, candidate_rejection, source, statistic,
    vocab::{RecordStatus, SourceKind},
};
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

pub use accept::{ACCEPTED_MAX, AcceptCandidate, AcceptCandidates, Accepted, AcceptedAll, accept};
pub use document::{Document, PAGE_MAX, TEXT_MAX};
pub use reject::{REJECTED_MAX, RejectCandidate, RejectCandidates, reject};
pub use related::{Beside, Related, Relations, relations};
pub use voice::{Voice, settle, voices};
pub use waiting::{Seen, State, look, see};

use self::{
    known::{Known, Likely},
    recorded::Recorded,
};
use super::comparison::aside;
use crate::{
    Error, Result,
    domain::{
        address,
        extract::{self, Candidate},
        identity,
    },
    store::{Read, exchange::rows_with},
};

/// Most candidates of one text: nobody reviews more of one article.
pub const CANDIDATES_MAX: usize = 500;

/// The most statistics and agents that are shown for one candidate.
const SHOWN: usize = 3;

/// A text of so many bytes is read aside, so that other requests are answered meanwhile.
const LONG: usize = 20_000;

/// One text is read at a time, so that however many are sent, a processor is left for the others.
static ONE_TEXT: Semaphore = Semaphore::const_new(1);

/// As many rows as matching one candidate is worth: 20 of them are matched aside.
const BUSY: usize = 100;

/// What stands in front of the id of a candidate.
const PREFIX: &str = "candidate_";

/// A record that words may mean, and how well they fit it: from 0 to 1, no probability.
#[derive(Clone, Debug)]
pub struct Fit<R> {
    /// The record.
    pub row: R,
    /// How well they fit it.
    pub score: f64,
}

/// A candidate with what is on record about it.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Its id: a hash of the text's address, the quote and what is said.
    pub id: String,
    /// What the text seems to say.
    pub candidate: Candidate,
    /// What the figure may be of, the likeliest first.
    pub statistics: Vec<Fit<statistic::Model>>,
    /// Who may have said it, the likeliest first.
    pub agents: Vec<Fit<agent::Model>>,
    /// The likeliest for each name through whom it was relayed; `None` where nobody is likely.
    pub via: Vec<Option<Fit<agent::Model>>>,
    /// Where it is on record, accepted before or entered otherwise; `None` where it is not.
    pub attribution: Option<attribution::Model>,
    /// That somebody rejected it; `None` where nobody did.
    pub rejection: Option<candidate_rejection::Model>,
}

/// The candidate claims that the rules find in a text.
pub async fn find(document: &Document) -> Result<Vec<Candidate>> {
    let (text, published) = (document.text.clone(), document.published_on.clone());
    // The work counts as if each so many bytes were as many rows as are worked on aside.
    let weight = document.text.len() / LONG * 2_000;
    let closed = |error| Error::internal("waiting for a turn to read a text", error);
    let _turn = ONE_TEXT.acquire().await.map_err(closed)?;
    let found = aside(weight, move || Ok(extract::extract(&text, published.as_ref()))).await?;
    check_count(found.len())?;
    Ok(found)
}

fn check_count(count: usize) -> Result<()> {
    if count <= CANDIDATES_MAX {
        return Ok(());
    }
    let message = format!(
        "the text holds {count} candidates: give it in parts of {CANDIDATES_MAX} candidates at most"
    );
    Err(Error::invalid("text", message))
}

/// Candidates of a text with what they may be about; `source` is the text's, where it is on record. The number of statements does not grow with
/// theirs. Nothing is stored.
pub async fn propose(
    db: &impl Read,
    document: &Document,
    source: Option<&source::Model>,
    found: Vec<Candidate>,
) -> Result<Vec<Proposal>> {
    check_count(found.len())?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids = ids(document, &found);
    let recorded = Recorded::load(db, source).await?;
    let known = Known::load(db, document, &found).await?;
    let mut accepted = by_candidate(rows_with(db, "candidate", &ids).await?);
    let rejected: Vec<candidate_rejection::Model> = rows_with(db, "identity", &ids).await?;
    let mut rejected: HashMap<String, candidate_rejection::Model> = rejected
        .into_iter()
        .filter(|row| row.status == RecordStatus::Active)
        .map(|row| (row.identity.clone(), row))
        .collect();
    let head = document.head();
    let (found, likely) = aside(found.len() * BUSY, move || {
        let likely = known.likely(&found, &head);
        Ok((found, likely))
    })
    .await?;
    let mut proposals = Vec::with_capacity(found.len());
    for ((hash, candidate), Likely { statistics, agents, via }) in
        ids.into_iter().zip(found).zip(likely)
    {
        proposals.push(Proposal {
            statistics,
            agents,
            via,
            attribution: accepted.remove(&hash).or_else(|| recorded.same(&candidate).cloned()),
            rejection: rejected.remove(&hash),
            id: shown_id(&hash),
            candidate,
        });
    }
    Ok(proposals)
}

/// The attributions that count, under the candidates that they were.
fn by_candidate(rows: Vec<attribution::Model>) -> HashMap<String, attribution::Model> {
    let active = rows.into_iter().filter(|row| row.status == RecordStatus::Active);
    active.filter_map(|row| Some((row.candidate.clone()?, row))).collect()
}

/// The hash that tells each candidate of a text from all others.
fn ids(document: &Document, found: &[Candidate]) -> Vec<String> {
    let place = match &document.url {
        Some(url) => address::normalise(url),
        None => format!("{:x}", Sha256::digest(&document.text)),
    };
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut hash = |candidate: &Candidate| {
        let said = match &candidate.quantity {
            Some(quantity) => quantity.canonical(),
            None => candidate.statement.clone().unwrap_or_default(),
        };
        let of = |before| {
            identity::candidate(&identity::CandidateKey {
                place: &place,
                quote: &candidate.quote.exact,
                said: &said,
                counted: candidate.counted.as_deref(),
                agent: candidate.agent_text.as_deref(),
                before,
            })
        };
        let first = of(0);
        let before = seen.entry(first.clone()).or_default();
        *before += 1;
        if *before == 1 { first } else { of(*before - 1) }
    };
    found.iter().map(&mut hash).collect()
}

/// The hash in the id of a candidate.
fn hash_of(id: &str) -> Result<String> {
    let hash = id.strip_prefix(PREFIX).filter(|hash| {
        hash.len() == 32 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    });
    hash.map(str::to_owned).ok_or_else(|| {
        let message = format!(
            "{} is not the id of a candidate: write it as extract gives it",
            crate::domain::text::shown(id)
        );
        Error::invalid("id", message)
    })
}

/// The id of a candidate as the API shows it.
#[must_use]
pub fn shown_id(hash: &str) -> String {
    format!("{PREFIX}{hash}")
}

/// What sort of document a text is taken for where nobody says.
pub const USUAL_KIND: SourceKind = SourceKind::Article;
