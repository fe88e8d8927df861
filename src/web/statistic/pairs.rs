//! Figures that cannot both be so, and figures that took the place of others.

use super::LISTED;
use crate::{
    Result,
    domain::{comparison::Said, relation::Relation},
    store::Read,
    web::{
        record,
        sheet::{Names, Sheet},
        words,
    },
};

/// Two figures and what they are to each other.
pub struct Pair {
    /// One figure.
    pub a: Figure,
    /// The other.
    pub b: Figure,
    /// Why.
    pub reason: String,
    /// Where a person can decide it; empty where the past is looked at.
    pub decide: String,
}

/// A figure and whose it is.
pub struct Figure {
    /// As worded.
    pub text: String,
    /// Whose voice it is.
    pub by: String,
}

/// The pairs on a page.
pub struct Pairs {
    /// Those that cannot both be so, as many as are listed.
    pub conflicts: Vec<Pair>,
    /// How many there are.
    pub conflict_count: usize,
    /// Those of which one takes the other's place, as many as are listed.
    pub revisions: Vec<Pair>,
}

/// Draws up the pairs.
pub async fn pairs(db: &impl Read, sheet: &Sheet) -> Result<Pairs> {
    let comparison = sheet.view.comparison()?;
    let conflicts = comparison.conflicts();
    let listed = conflicts.page(LISTED, None).conflicts;
    let revisions = sheet.outcome.revisions.iter().take(LISTED);
    let origins = listed
        .iter()
        .flat_map(|it| [it.a.origin, it.b.origin])
        .chain(revisions.clone().map(|it| it.earlier.origin));
    let names = Names::load(db, origins, sheet.ask.known_at).await?;
    let pair = |[a, b]: [&Said; 2], relation: &Relation| {
        let past = sheet.ask.known_at.is_some();
        let figure = |said: &Said| Figure {
            text: comparison.claim(said).quantity.text.clone(),
            by: names.of(said.origin),
        };
        Pair {
            a: figure(a),
            b: figure(b),
            reason: words::because(relation),
            decide: if past { String::new() } else { record::decide(a.claim_id, b.claim_id) },
        }
    };
    Ok(Pairs {
        conflicts: listed.iter().map(|it| pair([&it.a, &it.b], &it.relation)).collect(),
        conflict_count: conflicts.total(),
        revisions: revisions
            .map(|it| pair([&it.earlier, &it.later], &comparison.relation(&it.earlier, &it.later)))
            .collect(),
    })
}
