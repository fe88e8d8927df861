//! The answer for one statistic: who says how many, how many voices they are, do they agree.

mod conflict;
mod corroboration;
mod count;
mod cross;
mod entry;
mod headline;
mod measure;
mod position;
mod roll;
mod summary;
mod tally;
#[cfg(test)]
pub(crate) mod tests;
mod timeline;

use std::{ops::Deref, sync::Arc};

use chrono::NaiveDate;
use entity::vocab::Accumulation;
use uuid::Uuid;

pub use entity::vocab::ComparisonVerdict;

pub use conflict::{Conflict, Conflicts, Cursor, Page};
pub use corroboration::{Corroboration, Voices, corroboration};
pub use cross::{CrossReferences, Sheet, cross_references};
pub use headline::{Headline, HeadlinePolicy, LeftOut, WhyLeftOut};
pub use measure::{Agreement, Interval, named};
pub use position::{Position, Revision, Said};
pub use roll::{Voiced, roll};
pub use tally::Tally;
pub use timeline::{TimeBasis, TimelinePoint, timeline};

use super::{
    lexicon::{Lexicon, Reading},
    origin::{Attribution, OriginCount, Origins},
    partial_date::PartialDate,
    quantity::Quantity,
    relation::{Context, Exceptions, Relation, RelationCode, StatisticKey, Verdict, relate},
};

/// A claim on the statistic that is not retracted.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its id.
    pub id: Uuid,
    /// What was said.
    pub quantity: Quantity,
    /// How that is read, by the comparison's lexicon.
    pub reading: Reading,
    /// The moment that the number describes, as stated; `None` where nobody stated one.
    pub as_of: Option<PartialDate>,
}

/// Everything from which one statistic is compared. The order of the slices does not matter.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// What the statistic counts.
    pub key: &'a StatisticKey,
    /// What a difference in time means for its measure.
    pub accumulation: Accumulation,
    /// The end of its period or, only where it has none, of its event; `None` where neither ends.
    pub end: Option<&'a PartialDate>,
    /// By which the claims are read.
    pub lexicon: Lexicon,
    /// Its claims, each once.
    pub claims: &'a [Claim],
    /// The attributions of its claims; others are passed over.
    pub attributions: &'a [Attribution],
    /// Where these have their claims from.
    pub origins: &'a Origins,
    /// What people decided about pairs.
    pub exceptions: &'a Exceptions,
    /// Only what was said or stated by this day; `None` for all.
    pub as_of: Option<NaiveDate>,
}

/// A claim that was left out of the positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unlike {
    /// Which.
    pub claim: Uuid,
    /// Why: `RELATIVE`, `OTHER_MOMENT`, or `ORDER_UNKNOWN` where it has no date.
    pub code: RelationCode,
}

/// The answer for one statistic, as it can be kept.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What the positions are to each other.
    pub verdict: ComparisonVerdict,
    /// The same in one sentence with the numbers.
    pub summary: String,
    /// From the smallest to the largest number named; `None` where none is.
    pub range: Option<Interval>,
    /// The width of the range; `None` where one of its ends is.
    pub spread: Option<f64>,
    /// The median of the two-sided figures of known origins; `None` where there are none. Between
    /// two middle figures it is their mean.
    pub median: Option<f64>,
    /// How many independent origins there are.
    pub origins: OriginCount,
    /// How many attributions assert something.
    pub attributions: usize,
    /// One per origin, known origins first.
    pub positions: Vec<Position>,
    /// How often each position meets each verdict with the others, in the same order.
    pub tallies: Vec<Tally>,
    /// What most two-sided positions allow; several where they tie, none where fewer than two meet.
    pub agreement: Vec<Agreement>,
    /// Consecutive figures of one origin where it changed its number: lowered ones first, then by
    /// origin and date.
    pub revisions: Vec<Revision>,
    /// Consecutive figures of one origin that exclude each other though nothing was revised.
    pub one_voice: Vec<Revision>,
    /// Claims that were left out, in the order of their ids.
    pub unlike: Vec<Unlike>,
    /// Claims that were taken in without a date, in the order of their ids: each needs a finding.
    pub undated: Vec<Uuid>,
    /// By which the claims are read.
    pub lexicon: Lexicon,
}

/// The answer for one statistic, beside what it was asked of: only there are pairs looked at.
#[derive(Clone, Debug)]
pub struct Comparison<'a> {
    outcome: Arc<Outcome>,
    input: Input<'a>,
}

impl Deref for Comparison<'_> {
    type Target = Outcome;

    fn deref(&self) -> &Outcome {
        &self.outcome
    }
}

/// Compares the claims of one statistic.
#[must_use]
pub fn compare<'a>(input: &Input<'a>) -> Comparison<'a> {
    let book = entry::Book::new(input);
    let voices = position::Voices::new(&book);
    let tallies = position_tallies(&book, &voices.positions);
    let conflicts = pairs_of(&tallies, Verdict::Conflicts);
    let origins = OriginCount::of(voices.positions.iter().map(|position| position.said.origin));
    let verdict = verdict(&voices.positions, &tallies, origins, conflicts);
    let range = measure::range(&voices.positions, &tallies);
    let mut outcome = Outcome {
        verdict,
        summary: String::new(),
        range,
        spread: range.and_then(Interval::width),
        median: measure::median(&voices.positions),
        origins,
        attributions: book.attributions,
        agreement: measure::agreement(voices.positions.iter().map(|it| &it.said.figure)),
        positions: voices.positions,
        tallies,
        revisions: voices.revisions,
        one_voice: voices.one_voice,
        unlike: voices.unlike,
        undated: book.undated(),
        lexicon: input.lexicon,
    };
    outcome.summary = summary::summary(&outcome, input.claims);
    Comparison { outcome: Arc::new(outcome), input: *input }
}

impl Outcome {
    /// How many pairs of positions conflict.
    #[must_use]
    pub fn conflict_count(&self) -> usize {
        pairs_of(&self.tallies, Verdict::Conflicts)
    }
}

impl<'a> Comparison<'a> {
    /// An outcome beside the very input that it came from.
    #[must_use]
    pub const fn of(outcome: Arc<Outcome>, input: Input<'a>) -> Self {
        Self { outcome, input }
    }

    /// What can be kept of it.
    #[must_use]
    pub fn outcome(&self) -> Arc<Outcome> {
        Arc::clone(&self.outcome)
    }

    /// Prepares the pages of the conflicts.
    #[must_use]
    pub fn conflicts(&self) -> Conflicts<'a, '_> {
        Conflicts::new(self)
    }

    /// How two figures relate, each resting on its one origin.
    #[must_use]
    pub fn relation(&self, a: &Said, b: &Said) -> Relation {
        let Input { accumulation, exceptions, .. } = self.input;
        relate(&a.side(&self.input), &b.side(&self.input), &Context { accumulation, exceptions })
    }

    /// The claim of a position or a revision.
    #[must_use]
    pub fn claim(&self, said: &Said) -> &'a Claim {
        &self.input.claims[said.claim]
    }
}

fn pairs_of(tallies: &[Tally], verdict: Verdict) -> usize {
    tallies.iter().map(|tally| tally.of(verdict)).sum::<usize>() / 2
}

fn verdict(
    positions: &[Position],
    tallies: &[Tally],
    origins: OriginCount,
    conflicts: usize,
) -> ComparisonVerdict {
    let known = positions.iter().filter(|position| position.said.origin.is_known()).count();
    let all_agree = || tallies.iter().all(|tally| tally.of(Verdict::Agrees) + 1 == positions.len());
    if positions.is_empty() {
        ComparisonVerdict::NoData
    } else if conflicts > 0 {
        ComparisonVerdict::Contested
    } else if known == 0 || origins.max == 1 {
        ComparisonVerdict::SingleOrigin
    } else if known > 1 && all_agree() {
        ComparisonVerdict::Unanimous
    } else {
        ComparisonVerdict::Compatible
    }
}

/// The tallies of positions: each is a voice of its own, and what people decided about a pair of
/// claims holds for every pair of positions that stand on them.
fn position_tallies(book: &entry::Book, positions: &[Position]) -> Vec<Tally> {
    let items: Vec<tally::Item> = positions
        .iter()
        .map(|position| tally::Item {
            figure: position.said.figure,
            when: position.said.when,
            voice: None,
        })
        .collect();
    let by_claim = conflict::by_claim(positions);
    tally::decided(&items, &book.input, |claim| by_claim.get(&claim).map_or(&[], Vec::as_slice))
}
