//! What the kept texts of sources claim, and what became of each candidate: the work that waits.

use std::collections::HashSet;

use entity::{attribution, candidate_rejection, source, vocab::RecordStatus};
use uuid::Uuid;

use super::{Document, by_candidate, find, ids, recorded::Recorded, shown_id};
use crate::{
    Error, Result,
    domain::extract::Candidate,
    store::{Read, exchange::rows_with},
};

/// What became of a candidate.
#[derive(Clone, Debug)]
pub enum State {
    /// Nobody has decided on it yet.
    Waiting,
    /// It is on record here, accepted or entered otherwise.
    Recorded(Uuid),
    /// Somebody rejected it.
    Rejected,
}

/// A candidate of a kept text, and what became of it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its id.
    pub id: String,
    /// What the text seems to say.
    pub candidate: Candidate,
    /// What became of it.
    pub state: State,
}

/// A source's text as a document; `None` where its text is not kept or is too long to be read.
#[must_use]
pub fn document_of(row: &source::Model) -> Option<Document> {
    let published = row.published_on.as_deref().and_then(|day| day.parse().ok());
    let mut document = Document::read(row.body.as_deref()?, None, published).ok()?;
    document.title = Some(row.title.clone());
    document.url.clone_from(&row.url);
    document.language.clone_from(&row.language);
    Some(document)
}

/// The candidates in the texts of these sources, source by source; `None` for a text that cannot be
/// looked through here: it is not kept, is too long, or holds more candidates than anybody reviews.
/// The number of statements does not grow with theirs.
pub async fn see(db: &impl Read, sources: &[source::Model]) -> Result<Vec<Option<Vec<Seen>>>> {
    let mut read: Vec<Option<Vec<(String, Candidate)>>> = Vec::with_capacity(sources.len());
    for row in sources {
        read.push(match document_of(row) {
            Some(document) => match find(&document).await {
                Ok(found) => Some(ids(&document, &found).into_iter().zip(found).collect()),
                Err(Error::Input { .. }) => None,
                Err(error) => return Err(error),
            },
            None => None,
        });
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
            let same = || own.and_then(|own| own.same(&candidate));
            let state = match accepted.get(&hash).or_else(same) {
                Some(row) => State::Recorded(row.id),
                None if rejected.contains(&hash) => State::Rejected,
                None => State::Waiting,
            };
            Seen { id: shown_id(&hash), candidate, state }
        };
        found.map(|found| found.into_iter().map(one).collect())
    });
    Ok(seen.collect())
}
