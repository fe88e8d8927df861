//! The claims of one statistic against each other, rather than its positions.

use std::sync::Arc;

use foldhash::HashMap;
use uuid::Uuid;

use super::{
    Claim, Input, Tally,
    entry::{Book, sayings},
    tally,
};
use crate::domain::{
    origin::{Attribution, Origin},
    relation::{Context, Figure, Relation, Side, Verdict, When, as_of, decide, first_said, relate},
};

/// What relates each claim of a statistic to the others, as it can be kept.
#[derive(Debug)]
pub struct Sheet {
    /// The claims that are taken in, in the order of their ids.
    rows: Vec<Row>,
    rank: HashMap<Uuid, usize>,
}

/// One claim.
#[derive(Debug)]
struct Row {
    /// Its place among the claims of the input.
    place: usize,
    figure: Figure,
    when: When,
    origins: Vec<Origin>,
}

/// Every claim of a statistic, ready to be related to the others.
#[derive(Clone, Debug)]
pub struct CrossReferences<'a> {
    sheet: Arc<Sheet>,
    input: Input<'a>,
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
    let rows = said.iter().zip(origins).zip(&book.claims).enumerate();
    let rows = rows.map(|(rank, ((said, origins), claim))| {
        let stated = as_of(claim.as_of.as_ref(), sayings(said));
        let when = book.when(stated, first_said(sayings(said)));
        Row { place: book.places[rank], figure: book.figure(rank), when, origins }
    });
    let rows = rows.collect();
    CrossReferences { sheet: Arc::new(Sheet { rows, rank: book.rank }), input: *input }
}

impl<'a> CrossReferences<'a> {
    /// A sheet beside the very input that it came from.
    #[must_use]
    pub const fn on(sheet: Arc<Sheet>, input: Input<'a>) -> Self {
        Self { sheet, input }
    }

    /// What can be kept of it.
    #[must_use]
    pub fn sheet(&self) -> Arc<Sheet> {
        Arc::clone(&self.sheet)
    }

    /// How often each claim meets each verdict with the others, in the order of their ids. This is
    /// what is kept per claim; pairs never are.
    #[must_use]
    pub fn tallies(&self) -> Vec<(Uuid, Tally)> {
        let Sheet { rows, rank } = &*self.sheet;
        let mut voices: HashMap<Uuid, usize> = HashMap::default();
        let items: Vec<tally::Item> = rows
            .iter()
            .map(|row| tally::Item {
                figure: row.figure,
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
        let tallies = tally::decided(&items, &self.input, |claim| {
            rank.get(&claim).map_or(&[], |&place| std::slice::from_ref(&places[place]))
        });
        rows.iter().map(|row| self.claim(row).id).zip(tallies).collect()
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
        let context = self.context();
        self.asked(claim, verdicts, after).map(move |(own, other)| {
            (self.claim(other), relate(&self.side_of(own), &self.side_of(other), &context))
        })
    }

    /// How many others stand to a claim so; of all verdicts where none is named.
    #[must_use]
    pub fn count(&self, claim: Uuid, verdicts: &[Verdict]) -> usize {
        if verdicts.is_empty() {
            let taken_in = self.sheet.rank.contains_key(&claim);
            return if taken_in { self.sheet.rows.len() - 1 } else { 0 };
        }
        self.asked(claim, verdicts, None).count()
    }

    /// A claim as one side of a relation; `None` where it is not taken in.
    #[must_use]
    pub fn side(&self, claim: Uuid) -> Option<Side<'_>> {
        self.sheet.rank.get(&claim).map(|&rank| self.side_of(&self.sheet.rows[rank]))
    }

    /// Most pairs are not asked for: their sentence is never written.
    fn asked(
        &self,
        claim: Uuid,
        verdicts: &[Verdict],
        after: Option<Uuid>,
    ) -> impl Iterator<Item = (&Row, &Row)> {
        let context = self.context();
        let rows = &self.sheet.rows;
        let own = self.sheet.rank.get(&claim).copied();
        let told = |after| rows.partition_point(|row| self.claim(row).id <= after);
        let others = after.map_or(0, told)..rows.len();
        others.filter(move |&other| own != Some(other)).filter_map(move |other| {
            let (own, other) = (&rows[own?], &rows[other]);
            let verdict = || decide(&self.side_of(own), &self.side_of(other), &context).verdict;
            let asked = verdicts.is_empty() || verdicts.contains(&verdict());
            asked.then_some((own, other))
        })
    }

    fn context(&self) -> Context<'a> {
        let Input { accumulation, exceptions, .. } = self.input;
        Context { accumulation, exceptions }
    }

    fn claim(&self, row: &Row) -> &'a Claim {
        &self.input.claims[row.place]
    }

    fn side_of<'s>(&'s self, row: &'s Row) -> Side<'s> {
        let claim = self.claim(row);
        Side {
            claim: claim.id,
            key: self.input.key,
            text: &claim.quantity.text,
            figure: row.figure,
            when: row.when,
            origins: &row.origins,
        }
    }
}
