//! Who says what, and where: what is taken in of each origin, claim by claim.

use uuid::Uuid;

use super::{Input, entry::Book};
use crate::domain::{
    origin::Origin,
    relation::{Figure, When},
};

/// One claim of one origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Voiced {
    /// Who gives it.
    pub origin: Origin,
    /// The claim.
    pub claim: Uuid,
    /// The figure.
    pub figure: Figure,
    /// Its dates.
    pub when: When,
    /// Where it is asserted, in the order of the ids.
    pub attributions: Vec<Uuid>,
}

/// Every claim of every origin that is taken in, by origin, then by claim.
#[must_use]
pub fn roll(input: &Input) -> Vec<Voiced> {
    let book = Book::new(input);
    let voiced = book.entries.iter().map(|entry| Voiced {
        origin: entry.origin,
        claim: book.claims[entry.claim].id,
        figure: book.figure(entry.claim),
        when: entry.when,
        attributions: entry.attributions.iter().map(|attribution| attribution.id).collect(),
    });
    voiced.collect()
}
