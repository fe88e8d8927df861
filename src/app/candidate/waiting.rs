//! What the kept texts of sources claim, and what became of each candidate: the work that waits.

use std::collections::HashSet;

use entity::{attribution, candidate_rejection, source, vocab::RecordStatus};
use uuid::Uuid;

use super::{Document, by_candidate, find, ids, recorded::Recorded};
use crate::{
    Error, Result,
    domain::extract::Candidate,
    store::{Read, exchange::rows_with},
};

/// What became of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has decided on it yet.
    Waiting,
    /// It is on record here, accepted or entered otherwise.
    Recorded,
    /// Somebody rejected it.
    Rejected,
}

/// A candidate of a kept text, and what became of it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What the text seems to say.
    pub candidate: Candidate,
    /// What became of it.
    pub state: State,
}

/// A source's text as a document; `None` where its text is not kept or is too long to be read.
fn document_of(row: &source::Model) -> Option<Document> {
    let published = row.published_on.as_deref().and_then(|day| day.parse().ok());
    let mut document = Document::read(row.body.as_deref()?, None, published).ok()?;
    document.title = Some(row.title.clone());
    document.url.clone_from(&row.url);
    document.language.clone_from(&row.language);
    Some(document)
}

/// A source's text and the candidates in it; `None` for a text that cannot be looked through here: it
/// is not kept, is too long, or holds more candidates than anybody reviews.
pub async fn look(row: &source::Model) -> Result<Option<(Document, Vec<Candidate>)>> {
    let Some(document) = document_of(row) else { return Ok(None) };
    match find(&document).await {
        Ok(found) => Ok(Some((document, found))),
        Err(Error::Input { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The candidates in the texts of these sources, source by source; `None` for a text that cannot be
/// looked through here. The number of statements does not grow with theirs.
pub async fn see(db: &impl Read, sources: &[source::Model]) -> Result<Vec<Option<Vec<Seen>>>> {
    let mut read: Vec<Option<Vec<(String, Candidate)>>> = Vec::with_capacity(sources.len());
    for row in sources {
        let hashed = |(document, found): (Document, Vec<Candidate>)| {
            ids(&document, &found).into_iter().zip(found).collect()
        };
        read.push(look(row).await?.map(hashed));
    }
    let hashes = read.iter().flatten().flatten().map(|(hash, _)| hash.clone());
    let hashes: Vec<String> = hashes.collect();
    let accepted: Vec<attribution::Model> = rows_with(db, "candidate", &hashes).await?;
    let accepted = by_candidate(accepted);
    let rejected: Vec<candidate_rejection::Model> = rows_with(db, "identity", &hashes).await?;
    let rejected: HashSet<String> = rejected
        .into_iter()
        .filter(|row| row.status == RecordStatus::Active)
        .map(|row| row.identity)
        .collect();
    let keys: Vec<Uuid> = sources.iter().map(|row| row.id).collect();
    let recorded = Recorded::load_all(db, &keys).await?;
    let seen = sources.iter().zip(read).map(|(source, found)| {
        let own = recorded.get(&source.id);
        let one = |(hash, candidate): (String, Candidate)| {
            let same = || own.is_some_and(|own| own.same(&candidate).is_some());
            let state = if accepted.contains_key(&hash) || same() {
                State::Recorded
            } else if rejected.contains(&hash) {
                State::Rejected
            } else {
                State::Waiting
            };
            Seen { candidate, state }
        };
        found.map(|found| found.into_iter().map(one).collect())
    });
    Ok(seen.collect())
}
