//! Verbs of saying, and what stands between them and what is said.

use std::ops::Range;

use super::{
    super::{
        lexis,
        saying::{self, Saying},
        speaker::{Memory, Speaker},
        token::Kind,
    },
    Attribution, Speech,
};
use crate::domain::partial_date::PartialDate;

impl Speech<'_> {
    /// The verb at `at`, and whether it is negated: "did not say", "could not confirm".
    pub(super) fn verb(&self, at: usize) -> Option<(Saying, bool)> {
        const ADJECTIVES: &str = "reported alleged claimed estimated confirmed documented recorded";
        const POINTERS: &str = "the a an of its their his these those more little no any all many \
            some previously";
        let word = self.word(at);
        let base = lexis::among("say confirm verify report disclose give reveal", word);
        if base {
            let negated = (1..4).any(|back| {
                at >= back + self.range.start
                    && self.is(at - back, "not cannot couldn't didn't declined refused unable")
            });
            if negated {
                return saying::saying("said").map(|kind| (kind, true));
            }
        }
        if lexis::among("spoke speaks", word) && !self.is(at + 1, "of") {
            return None;
        }
        if lexis::among("put puts", word) && !self.puts_figure(at) {
            return None;
        }
        let after_mark = at > self.range.start && self.mark(at - 1, "-");
        let adjective = lexis::among(ADJECTIVES, word)
            && at > self.range.start
            && (self.is(at - 1, lexis::PREPOSITIONS) || self.is(at - 1, POINTERS));
        if after_mark
            || adjective
            || lexis::among(
                "dismissed identified gave cited found showed shows expected expects forecast",
                word,
            ) && !self.takes_figure(at)
                && !self.closes(at)
        {
            return None;
        }
        saying::saying(word).map(|kind| (kind, false))
    }

    /// "put the death toll at".
    pub(super) fn puts_figure(&self, at: usize) -> bool {
        const PUT: &str = "the it that their its this total turnout attendance losses damage \
            casualties deaths";
        let near = at + 1..(at + 10).min(self.range.end);
        self.is(at + 1, PUT) && { near }.any(|next| self.is(next, "at"))
    }

    /// "…, a survey showed.": what is said stands before.
    fn closes(&self, at: usize) -> bool {
        let opened = (self.range.start..at).any(|at| self.mark(at, ","));
        opened && self.mark(at + 1, ".")
    }

    /// Verbs that say something only with "that" or a figure behind them.
    pub(super) fn takes_figure(&self, at: usize) -> bool {
        const CLAIMS: &str = "figure figures toll claim claims report reports number allegation \
            allegations estimate estimates";
        let near = at + 1..(at + 7).min(self.range.end);
        self.is(at + 1, "that") || self.mark(at + 1, ":") || { near }
            .any(|next| self.is_number(next) || self.is(next, CLAIMS))
    }

    pub(super) fn is_number(&self, at: usize) -> bool {
        self.range.contains(&at)
            && (self.tokens[at].kind == Kind::Number
                || self.is(at, lexis::UNITS)
                || self.is(at, lexis::PLURAL_SCALES))
    }

    /// Where the auxiliaries and adverbs before a verb begin.
    pub(super) fn group_start(&self, at: usize, floor: usize) -> usize {
        const AUXILIARIES: &str = "has have had did could would will not cannot couldn't didn't \
            declined refused to was were unable is are been being";
        let mut start = at;
        while start > floor
            && (self.is(start - 1, lexis::VERB_ADVERBS)
                || self.is(start - 1, AUXILIARIES)
                || self.word(start - 1).ends_with("ly") && !self.tokens[start - 1].capital)
        {
            start -= 1;
        }
        start
    }

    pub(super) fn is_passive(&self, group: usize, at: usize) -> bool {
        (group..at).any(|at| self.is(at, "was were is are been being"))
            && !(group..at).any(|at| self.is(at, "unable"))
    }

    /// "were reported by the ministry".
    pub(super) fn by_agent(
        &self,
        at: usize,
        kind: Saying,
        memory: &mut Memory,
    ) -> Option<Attribution> {
        if !self.is(at + 1, "by") {
            return None;
        }
        let end = self.phrase_end(at + 2, false);
        let speaker = self.speaker(at + 2..end, memory)?;
        let segment = self.segment(at);
        let mut found = Self::attribution(speaker, self.word(at), kind, at..end, segment, true);
        found.proposes = false;
        Some(found)
    }

    /// "said Varn": the subject behind the verb.
    pub(super) fn inverted(
        &self,
        at: usize,
        group: usize,
        floor: usize,
        memory: &mut Memory,
    ) -> Option<(Speaker, usize)> {
        if group != at
            || at == floor
            || !lexis::among(
                "said says wrote asked added replied explained warned insisted reported announced",
                self.word(at),
            )
        {
            return None;
        }
        let quoted = self.mark(at - 1, "”\"’");
        if !quoted && !self.mark(at - 1, ",—") {
            return None;
        }
        let end = self.phrase_end(at + 1, false);
        let ends = end >= self.range.end
            || self.mark(end, ".,;”—\"")
            || self.is(end, "who that in on at as")
            || self.date_at(end).is_some();
        let next = self.tokens.get(at + 1)?;
        let names = next.capital
            || next.among("the a an his her its their one two three")
            || next.among(lexis::BARE_SPEAKERS)
            || next.among("he she they");
        // After a mere comma "said" can have its subject before an apposition.
        let bare = quoted
            || (at + 1..end).all(|at| !self.word(at).ends_with("ed"))
                && !self.is(end, lexis::AUXILIARIES)
                && !self.is(end, "that");
        (end > at + 1 && ends && names && bare).then_some(())?;
        Some((self.speaker(at + 1..end, memory)?, end))
    }

    /// Whether a form that may be a noun is the verb: it has a subject close before it and a clause
    /// or a figure behind it.
    pub(super) fn is_verb_form(&self, at: usize, group: usize, start: usize) -> bool {
        const MODIFIERS: &str = "the a an its their his her unconfirmed these those such of media \
            news many more earlier";
        let near = group > start
            && !self.is(group - 1, MODIFIERS)
            && !self.is(group - 1, lexis::PREPOSITIONS)
            && !self.tokens[at].capital;
        let next = self.is(at + 1, "that to no at more some about nearly over up")
            || self.is_number(at + 1)
            || self.mark(at + 1, ",.:”")
            || self.date_at(at + 1).is_some();
        near && next
    }

    /// Passes what may stand between the verb and what is said: the hearer, the occasion, the day.
    pub(super) fn complements(
        &self,
        verb: &str,
        next: &mut usize,
        speaker: &mut Speaker,
    ) -> Option<PartialDate> {
        if lexis::among("told tells asked", verb) {
            let end = self.phrase_end(*next, true);
            self.hear(*next..end, speaker);
            *next = end.max(*next);
        }
        let mut said_on = None;
        loop {
            if let Some(dated) = self.date_at(*next) {
                said_on = said_on.or_else(|| dated.date.clone());
                *next = dated.range.end;
            } else if self.is(*next, "on in late early by") && self.date_at(*next + 1).is_some() {
                *next += 1;
            } else if self.is(*next, "late early")
                && self.is(*next + 1, "on in")
                && self.date_at(*next + 2).is_some()
            {
                *next += 2;
            } else if let Some(end) = self.occasion(*next) {
                if self.is(end, "with to") {
                    let heard = end + 1..self.phrase_end(end + 1, true);
                    *next = heard.end;
                    self.hear(heard, speaker);
                } else {
                    *next = end;
                }
            } else if self.is(*next, "also later earlier here again") {
                *next += 1;
            } else {
                return said_on;
            }
        }
    }

    /// Whoever is told something and hands it on is in the chain.
    pub(super) fn hear(&self, range: Range<usize>, speaker: &mut Speaker) {
        if range.is_empty() {
            return;
        }
        let named = self.tokens[range.clone()].iter().any(|token| token.capital && token.is_word());
        let audience = self.tokens[range.clone()].iter().any(|token| token.among(lexis::AUDIENCES));
        if named && !audience {
            speaker.via.insert(0, self.name(range));
        }
    }

    /// "in a statement", "at a news conference".
    pub(super) fn occasion(&self, at: usize) -> Option<usize> {
        const OCCASIONS: &str = "statement report interview briefing conference post message letter \
            speech broadcast email tweet bulletin hearing rally meeting update address release \
            announcement television radio court call website page account channel blog platform \
            site app";
        if self.is(at, "by") && self.is(at + 1, "telephone phone email video radio text") {
            return Some(at + 2);
        }
        if !self.is(at, "in at during on via through") {
            return None;
        }
        let end = (at + 1..(at + 6).min(self.range.end)).find(|&next| self.is(next, OCCASIONS))?;
        let plain = (at + 1..end).all(|at| {
            self.tokens[at].is_word() && !self.is(at, lexis::AUXILIARIES) && !self.is(at, "that")
        });
        plain.then_some(end + 1)
    }
}
