//! Which candidates a source on record makes already, entered in another way.

use std::collections::HashMap;

use entity::{
    attribution, claim, source,
    vocab::{ClaimKind, RecordStatus},
};
use uuid::Uuid;

use crate::{
    Result,
    app::claim::quantity_of,
    domain::{extract::Candidate, fold::fold, quantity::Quantity},
    store::{
        Read, candidate as stored,
        record::{self, Record as _},
    },
};

/// Attributions of one source that are looked at: an article has dozens at most.
const LOOKED_AT: usize = 1_000;

/// Words from which on one quote within another is no chance.
const TELLING: usize = 3;

/// What a source on record is quoted with.
pub(super) struct Recorded {
    rows: Vec<Quoted>,
}

struct Quoted {
    row: attribution::Model,
    claim: claim::Model,
    words: String,
}

impl Recorded {
    /// Loads it; nothing for a new source.
    pub(super) async fn load(db: &impl Read, source: Option<&source::Model>) -> Result<Self> {
        let Some(source) = source else { return Ok(Self { rows: Vec::new() }) };
        let mut all = Self::load_all(db, &[source.id()]).await?;
        Ok(all.remove(&source.id()).unwrap_or(Self { rows: Vec::new() }))
    }

    /// Loads it for several sources at once; those that are not quoted are left out.
    pub(super) async fn load_all(db: &impl Read, sources: &[Uuid]) -> Result<HashMap<Uuid, Self>> {
        let said = stored::quoted(db, sources, LOOKED_AT).await?;
        let claims: Vec<Uuid> = said.iter().map(|row| row.claim_id).collect();
        let claims: HashMap<Uuid, claim::Model> = record::by_ids::<claim::Model>(db, &claims)
            .await?
            .into_iter()
            .filter(|found| found.row.status == RecordStatus::Active)
            .map(|found| (found.parent_key, found.row))
            .collect();
        let mut all: HashMap<Uuid, Self> = HashMap::new();
        for row in said {
            let (Some(claim), Some(quote)) = (claims.get(&row.claim_id), &row.quote_exact) else {
                continue;
            };
            let (claim, words) = (claim.clone(), fold(quote));
            let of_source = all.entry(row.source_id).or_insert(Self { rows: Vec::new() });
            of_source.rows.push(Quoted { row, claim, words });
        }
        Ok(all)
    }

    /// The attribution that says what a candidate says: the same number, or a statement, by a quote
    /// that is a part of the candidate's or the other way round.
    pub(super) fn same(&self, candidate: &Candidate) -> Option<&attribution::Model> {
        let words = fold(&candidate.quote.exact);
        let said = candidate.quantity.as_ref().map(Quantity::canonical);
        let is_it = |quoted: &&Quoted| {
            let same = match (&said, quoted.claim.kind) {
                (Some(said), ClaimKind::Statistical) => {
                    let number = quantity_of(&quoted.claim).map(|number| number.canonical());
                    number.as_ref() == Some(said)
                }
                (None, ClaimKind::Statement) => true,
                (Some(_), ClaimKind::Statement) | (None, ClaimKind::Statistical) => false,
            };
            same && within(&quoted.words, &words)
        };
        self.rows.iter().find(is_it).map(|quoted| &quoted.row)
    }
}

/// Whether one stands in the other.
fn within(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let telling = short.split(' ').count() >= TELLING;
    telling && format!(" {long} ").contains(&format!(" {short} "))
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn a_part_of_a_quote_is_the_same_quote() {
        let sentence = "the network reported that at least 8000 were arrested";
        assert!(within(sentence, "at least 8000 were arrested"));
        assert!(within("at least 8000 were arrested", sentence));
        assert!(!within(sentence, "8000 were"));
        assert!(!within(sentence, "at least 800 were arrested"));
    }
}
