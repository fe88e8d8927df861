//! The claims of one statistic against each other, rather than its positions.

use std::collections::HashMap;

use uuid::Uuid;

use super::{
    Claim, Input, Tally,
    entry::{Book, sayings},
    tally,
};
use crate::domain::{
    origin::{Attribution, Origin},
    relation::{Context, Relation, Side, Verdict, When, as_of, decide, first_said, relate},
};

/// Every claim of a statistic, ready to be related to the others.
#[derive(Clone, Debug)]
pub struct CrossReferences<'a> {
    book: Book<'a>,
    rows: Vec<Row>,
}

/// What relates one claim to others beside its figure.
#[derive(Clone, Debug)]
struct Row {
    when: When,
    origins: Vec<Origin>,
}

/// Prepares the claims for [`CrossReferences::tallies`] and [`CrossReferences::of`].
#[must_use]
pub fn cross_references<'a>(input: &Input<'a>) -> CrossReferences<'a> {
    let book = Book::new(input);
    let mut said: Vec<Vec<&Attribution>> = vec![Vec::new(); book.claims.len()];
    let mut origins: Vec<Vec<Origin>> = vec![Vec::new(); book.claims.len()];
    // By origin first, so that each claim gets its origins in order.
    for entry in &book.entries {
        said[entry.claim].extend(entry.attributions.iter().copied());
        origins[entry.claim].push(entry.origin);
    }
    let rows = said.iter().zip(origins).zip(&book.claims).map(|((said, origins), claim)| {
        let stated = as_of(claim.as_of.as_ref(), sayings(said));
        Row { when: book.when(stated, first_said(sayings(said))), origins }
    });
    let rows = rows.collect();
    CrossReferences { book, rows }
}

impl<'a> CrossReferences<'a> {
    /// How often each claim meets each verdict with the others, in the order of their ids. This is
    /// what is kept per claim; pairs never are.
    #[must_use]
    pub fn tallies(&self) -> Vec<(Uuid, Tally)> {
        let mut voices: HashMap<Uuid, usize> = HashMap::new();
        let items: Vec<tally::Item> = self
            .rows
            .iter()
            .enumerate()
            .map(|(claim, row)| tally::Item {
                figure: self.book.figure(claim),
                when: row.when,
                voice: match row.origins[..] {
                    [Origin::Known(agent)] => {
                        let next = voices.len();
                        Some(*voices.entry(agent).or_insert(next))
                    }
                    _ => None,
                },
            })
            .collect();
        let places: Vec<usize> = (0..items.len()).collect();
        let tallies = tally::decided(&items, &self.book.input, |claim| {
            let place = self.book.rank.get(&claim);
            place.map_or(&[], |&place| std::slice::from_ref(&places[place]))
        });
        self.book.claims.iter().map(|claim| claim.id).zip(tallies).collect()
    }

    /// How one claim relates to the others that follow `after` in the order of their ids, computed
    /// one by one as they are asked for; of all verdicts where none is named. Nothing where the
    /// claim is not taken in.
    pub fn of(
        &self,
        claim: Uuid,
        verdicts: &[Verdict],
        after: Option<Uuid>,
    ) -> impl Iterator<Item = (&'a Claim, Relation)> {
        let input = &self.book.input;
        let context = Context { accumulation: input.accumulation, exceptions: input.exceptions };
        let own = self.book.rank.get(&claim).copied();
        let told = |after| self.book.claims.partition_point(|other| other.id <= after);
        let others = after.map_or(0, told)..self.rows.len();
        others.filter(move |&other| own != Some(other)).filter_map(move |other| {
            let (a, b) = (self.side(own?), self.side(other));
            // Most pairs are not asked for: their sentence is never written.
            let asked = verdicts.is_empty() || verdicts.contains(&decide(&a, &b, &context).verdict);
            asked.then(|| (self.book.claims[other], relate(&a, &b, &context)))
        })
    }

    fn side(&self, claim: usize) -> Side<'_> {
        Side {
            claim: self.book.claims[claim].id,
            key: self.book.input.key,
            text: &self.book.claims[claim].quantity.text,
            figure: self.book.figure(claim),
            when: self.rows[claim].when,
            origins: &self.rows[claim].origins,
        }
    }
}
