//! The day that a figure describes.

use std::ops::Range;

use super::{
    super::{Candidate, Guess, date::Dated, speech::Attribution},
    Read, Reader,
};

impl Reader<'_> {
    pub(super) fn date(
        &self,
        candidate: &mut Candidate,
        read: &Read,
        one: Option<&Attribution>,
        window: &Range<usize>,
    ) {
        let spoken = |at: usize| {
            one.is_some_and(|one| one.group.contains(&at))
                || candidate.said_on.is_some() && at < window.start + 2
        };
        let free = read.dates.iter().filter(|dated| !spoken(dated.range.start));
        let word_before = |dated: &Dated, words: &str| {
            let first = dated.range.start;
            first > 0
                && (self.tokens[first - 1].among(words)
                    || first > 1
                        && self.tokens[first - 1].among("the early late mid of")
                        && self.tokens[first - 2].among(words))
        };
        let stated = free.clone().find(|dated| {
            word_before(dated, "by until till of")
                && dated.date.is_some()
                && (!word_before(dated, "of") || self.as_of(dated))
        });
        if let Some(dated) = stated {
            candidate.as_of.clone_from(&dated.date);
            return;
        }
        let mut near = free.filter(|dated| {
            window.contains(&dated.range.start)
                && !word_before(dated, "since from after before between of through")
        });
        if let Some(date) = near.find_map(|dated| dated.date.clone()) {
            candidate.as_of = Some(date);
            candidate.guessed.push(Guess::AsOf);
        }
    }

    pub(super) fn as_of(&self, dated: &Dated) -> bool {
        let first = dated.range.start;
        first > 1 && self.tokens[first - 1].is("of") && self.tokens[first - 2].is("as")
    }
}
