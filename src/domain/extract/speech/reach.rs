//! What is said: where it begins and how far a speaker reaches.

use std::ops::Range;

use entity::vocab::Stance;

use super::{
    super::{lexis, saying, token::Kind},
    Speech,
};
use crate::domain::partial_date::PartialDate;

impl Speech<'_> {
    /// Where what is said begins.
    pub(super) fn content(&self, mut at: usize) -> usize {
        if self.mark(at, ",") && (self.is(at + 1, "that") || self.mark(at + 1, "“\"‘")) {
            at += 1;
        }
        if self.is(at, "that whether if how") || self.mark(at, ":") { at + 1 } else { at }
    }

    /// "rejected claims that": where the claim itself begins.
    pub(super) fn claim_denied(&self, verb: &str, next: usize) -> Option<usize> {
        const CLAIMS: &str = "claim claims report reports allegation allegations suggestion \
            suggestions accusation accusations rumours rumors rumour idea notion charge charges \
            assertion assertions";
        if saying::saying(verb)?.stance == Stance::Asserts {
            return None;
        }
        let that = (next..next + 6).find(|&at| self.is(at, "that"))?;
        let claim = that > next && self.is(that - 1, CLAIMS);
        claim.then_some(that + 1)
    }

    /// Whether what is said stands before the speaker.
    pub(super) fn is_trailing(
        &self,
        start: usize,
        next: usize,
        segment: &Range<usize>,
        floor: usize,
    ) -> bool {
        let closes = self.closes_after(next, segment.end)
            || next >= segment.end
            || self.mark(next, ".,;”—\"!?")
            || self.is(next, "citing quoting adding");
        let parted = start > segment.start && self.mark(start - 1, ",”\"’—?!");
        let opening = floor.max(segment.start);
        let words = (opening..start)
            .filter(|&at| self.tokens[at].kind != Kind::Mark && !self.in_date(at))
            .count();
        let quote_follows = self.mark(next, ",") && self.mark(next + 1, "“\"‘") && words < 3;
        closes && parted && words > 1 && !quote_follows
    }

    /// Whether only a phrase of place or manner is left: "the company said on its website."
    pub(super) fn closes_after(&self, next: usize, end: usize) -> bool {
        let mark = (next..end).find(|&at| self.tokens[at].kind == Kind::Mark).unwrap_or(end);
        let phrase = self.is(next, "on in at from via through during after before by")
            && !self.is(next + 1, "that")
            && mark - next <= 8
            && (mark >= end || self.mark(mark, ".") || self.mark(mark, ",") && mark + 2 >= end);
        let plain = |at: usize| {
            let token = &self.tokens[at];
            token.is_word() && !token.among(lexis::AUXILIARIES) && !token.lower.ends_with("ed")
        };
        phrase && (next..mark).all(plain)
    }

    pub(super) fn in_date(&self, at: usize) -> bool {
        self.dates.iter().any(|dated| dated.range.contains(&at))
            || self.is(at, "on in") && self.date_at(at + 1).is_some()
    }

    /// "On Tuesday, police said": the day of saying.
    pub(super) fn opening_date(&self, start: usize, segment: &Range<usize>) -> Option<PartialDate> {
        let first = segment.start + usize::from(self.is(segment.start, "on in late early"));
        let dated = self.date_at(first).filter(|dated| dated.range.end <= start)?;
        let direct = start - dated.range.end <= 1;
        dated.date.clone().filter(|_| direct)
    }

    /// A trailing speaker reaches back to the last turn, and over the whole where the sentence
    /// goes on behind it.
    pub(super) fn reach_back(
        &self,
        start: usize,
        at: usize,
        after: usize,
        end: usize,
    ) -> Range<usize> {
        let goes_on = after < end && after + 2 < end && !self.mark(after, ".!?”\"");
        start..if goes_on { end } else { at }
    }

    /// The token after a comma and an apposition that closes: ", a monitoring group,".
    pub(super) fn behind_insertion(&self, at: usize) -> usize {
        if self.mark(at, ",") { at + 1 } else { at }
    }

    /// The part of the sentence between semicolons that holds the token.
    pub(super) fn segment(&self, at: usize) -> Range<usize> {
        let splits = |&at: &usize| self.mark(at, ";") && !self.quoted(at);
        let start = (self.range.start..at).rev().find(splits).map_or(self.range.start, |at| at + 1);
        let end = (at..self.range.end).find(splits).unwrap_or(self.range.end);
        start..end
    }
}
