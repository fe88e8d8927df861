//! Where each origin stands: its figures in time, what it changed, and its latest.

use std::{collections::BTreeSet, fmt};

use entity::vocab::Accumulation;
use uuid::Uuid;

use super::{
    Input, Unlike,
    entry::{Book, Entry},
};
use crate::domain::{
    origin::{Attribution, Origin},
    partial_date::PartialDate,
    relation::{Context, Figure, Judged, Number, RelationCode, Side, Verdict, When, decide},
};

/// A figure that one origin gives.
#[derive(Clone, Copy, PartialEq)]
pub struct Said {
    /// Who gives it.
    pub origin: Origin,
    /// The claim in whose words it is shown, by its place among the claims of the input.
    pub(super) claim: usize,
    /// The id of that claim.
    pub claim_id: Uuid,
    /// The figure.
    pub figure: Figure,
    /// Its dates: those of its first saying.
    pub when: When,
}

/// Without its place in the input, which says nothing of what was said.
impl fmt::Debug for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { origin, claim: _, claim_id, figure, when } = self;
        let mut said = f.debug_struct("Said");
        said.field("origin", origin).field("claim_id", claim_id);
        said.field("figure", figure).field("when", when).finish_non_exhaustive()
    }
}

impl Said {
    /// The same as one side of a relation, resting on this origin alone.
    pub(super) fn side<'a>(&'a self, input: &Input<'a>) -> Side<'a> {
        Side {
            claim: self.claim_id,
            key: input.key,
            text: &input.claims[self.claim].quantity.text,
            figure: self.figure,
            when: self.when,
            origins: std::slice::from_ref(&self.origin),
        }
    }
}

/// Where one origin stands: its latest figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// The figure, in the wording with the most attributions.
    pub said: Said,
    /// The moment that it describes, of its first saying; `None` where nothing dates it.
    pub as_of: Option<PartialDate>,
    /// How many attributions give this figure from this origin, in any wording.
    pub attributions: usize,
    /// In how many documents.
    pub sources: usize,
    /// From how many known publishers.
    pub publishers: usize,
}

/// Two consecutive figures of one origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    /// The figure before.
    pub earlier: Said,
    /// The figure after.
    pub later: Said,
    /// How they relate; [`super::Comparison::relation`] has the sentence.
    pub judged: Judged,
}

/// What every origin says, one after the other.
pub(super) struct Voices {
    pub(super) positions: Vec<Position>,
    pub(super) revisions: Vec<Revision>,
    pub(super) one_voice: Vec<Revision>,
    pub(super) unlike: Vec<Unlike>,
}

/// A number that one origin gives, in all its consecutive wordings.
struct Spell<'b, 'a> {
    number: Number,
    entries: Vec<&'b Entry<'a>>,
}

impl Voices {
    pub(super) fn new(book: &Book) -> Self {
        let moment = match book.input.accumulation {
            Accumulation::Instant => book.moment(),
            Accumulation::Cumulative | Accumulation::Period => None,
        };
        let compared =
            |entry: &Entry| book.figure(entry.claim).comparable() && book.at_moment(entry, moment);
        let mut out = Self {
            positions: Vec::new(),
            revisions: Vec::new(),
            one_voice: Vec::new(),
            unlike: unlike(book, compared),
        };
        for entries in book.entries.chunk_by(|a, b| a.origin == b.origin) {
            let entries: Vec<&Entry> = entries.iter().filter(|entry| compared(entry)).collect();
            out.add(book, entries);
        }
        out.revisions.sort_by_key(|revision| revision.judged.code != RelationCode::Lowered);
        out
    }

    fn add(&mut self, book: &Book, entries: Vec<&Entry>) {
        let spells = spells(book, entries);
        let said: Vec<Said> = spells.iter().map(|spell| spell.said(book)).collect();
        for pair in said.windows(2) {
            let [earlier, later] = [&pair[0], &pair[1]];
            let context = Context {
                accumulation: book.input.accumulation,
                exceptions: book.input.exceptions,
            };
            let judged = decide(&earlier.side(&book.input), &later.side(&book.input), &context);
            let list = match judged.verdict {
                Verdict::Revises => &mut self.revisions,
                Verdict::Conflicts => &mut self.one_voice,
                Verdict::NotComparable
                | Verdict::Repeats
                | Verdict::Progresses
                | Verdict::Agrees
                | Verdict::Compatible
                | Verdict::Near => continue,
            };
            list.push(Revision { earlier: *earlier, later: *later, judged });
        }
        if let (Some(spell), Some(&said)) = (spells.last(), said.last()) {
            self.positions.push(spell.position(said));
        }
    }
}

/// One origin's figures in time. What has no date comes first, so that it is never the latest; of
/// what was said at one time the best attributed comes last, so that it is.
fn spells<'b, 'a>(book: &Book, entries: Vec<&'b Entry<'a>>) -> Vec<Spell<'b, 'a>> {
    let time = |entry: &Entry| (entry.when.as_of, entry.when.said);
    let number = |entry: &Entry| book.figure(entry.claim).number();
    let mut entries = entries;
    entries.sort_by_key(|entry| (time(entry), number(entry), entry.claim));
    let mut spells: Vec<Spell> = Vec::new();
    for at_once in entries.chunk_by(|a, b| time(a) == time(b)) {
        let numbers = at_once.chunk_by(|a, b| number(a) == number(b));
        let mut numbers: Vec<&[&Entry]> = numbers.collect();
        let said_by = |entries: &[&Entry]| -> usize {
            entries.iter().map(|entry| entry.attributions.len()).sum()
        };
        numbers.sort_by_key(|entries| said_by(entries));
        for entries in numbers {
            let number = number(entries[0]);
            match spells.last_mut() {
                Some(spell) if spell.number == number => spell.entries.extend(entries),
                Some(_) | None => spells.push(Spell { number, entries: entries.to_vec() }),
            }
        }
    }
    spells
}

impl Spell<'_, '_> {
    /// Its first saying that has a date: one without may have been said at any time, and takes
    /// nothing from those that have one.
    fn first(&self) -> &Entry<'_> {
        let dated = self.entries.iter().find(|entry| entry.when.as_of.is_some());
        dated.unwrap_or(&self.entries[0])
    }

    fn said(&self, book: &Book) -> Said {
        let first = self.first();
        // The earliest of the best attributed: `max_by_key` would take the last.
        let shown = self.entries.iter().rev().max_by_key(|entry| entry.attributions.len());
        let claim = shown.map_or(first.claim, |shown| shown.claim);
        Said {
            origin: first.origin,
            claim: book.places[claim],
            claim_id: book.claims[claim].id,
            figure: book.figure(claim),
            when: first.when,
        }
    }

    fn position(&self, said: Said) -> Position {
        let attributions =
            || self.entries.iter().flat_map(|entry| entry.attributions.iter().copied());
        let distinct = |of: fn(&Attribution) -> Option<Uuid>| {
            attributions().filter_map(of).collect::<BTreeSet<Uuid>>().len()
        };
        Position {
            said,
            as_of: self.first().as_of.cloned(),
            attributions: attributions().count(),
            sources: distinct(|attribution| Some(attribution.source)),
            publishers: distinct(|attribution| attribution.publisher),
        }
    }
}

/// The claims of which no entry is compared.
fn unlike(book: &Book, compared: impl Fn(&Entry) -> bool) -> Vec<Unlike> {
    let mut used = vec![false; book.claims.len()];
    let mut dated = vec![false; book.claims.len()];
    let mut said = vec![false; book.claims.len()];
    for entry in &book.entries {
        said[entry.claim] = true;
        used[entry.claim] |= compared(entry);
        dated[entry.claim] |= entry.when.effective.is_some();
    }
    let left_out = (0..book.claims.len()).filter(|&claim| said[claim] && !used[claim]);
    let unlike = left_out.map(|claim| Unlike {
        claim: book.claims[claim].id,
        code: if !book.figure(claim).comparable() {
            RelationCode::Relative
        } else if dated[claim] {
            RelationCode::OtherMoment
        } else {
            RelationCode::OrderUnknown
        },
    });
    unlike.collect()
}
