//! Figures that cannot both be so, and figures that took the place of others.

use super::LISTED;
use crate::{
    Result,
    domain::{comparison::Claim, relation::Relation},
    web::{record, sheet::Sheet, words},
};

/// Two figures and what they are to each other.
pub struct Pair {
    /// One figure.
    pub a: String,
    /// The other.
    pub b: String,
    /// Why.
    pub reason: String,
    /// Where a person can decide it; empty where the past is looked at.
    pub decide: String,
}

/// Those that cannot both be so, as many as are listed, and how many there are.
pub fn conflicts(sheet: &Sheet) -> Result<(Vec<Pair>, usize)> {
    let comparison = sheet.view.comparison()?;
    let conflicts = comparison.conflicts();
    let page = conflicts.page(LISTED, None);
    let pairs = page.conflicts.into_iter().map(|conflict| {
        let pair_of = [&conflict.a, &conflict.b].map(|said| comparison.claim(said));
        pair(sheet, pair_of, &conflict.relation)
    });
    Ok((pairs.collect(), conflicts.total()))
}

/// Those of which one takes the other's place, as many as are listed.
pub fn revisions(sheet: &Sheet) -> Result<Vec<Pair>> {
    let comparison = sheet.view.comparison()?;
    let revisions = sheet.outcome.revisions.iter().take(LISTED).map(|revision| {
        let relation = comparison.relation(&revision.earlier, &revision.later);
        let pair_of = [&revision.earlier, &revision.later].map(|said| comparison.claim(said));
        pair(sheet, pair_of, &relation)
    });
    Ok(revisions.collect())
}

fn pair(sheet: &Sheet, [a, b]: [&Claim; 2], relation: &Relation) -> Pair {
    let past = sheet.ask.known_at.is_some();
    Pair {
        a: a.quantity.text.clone(),
        b: b.quantity.text.clone(),
        reason: words::because(relation),
        decide: if past { String::new() } else { record::decide(a.id, b.id) },
    }
}
