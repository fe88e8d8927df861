//! Who says what: verbs of saying with their subject, "according to", and how far they reach.

mod reach;
mod relay;
mod verb;

use std::ops::Range;

use entity::vocab::{Hedge, Stance};

use super::{
    date::Dated,
    lexis,
    saying::{self, Saying},
    sentence::Layout,
    speaker::{Memory, Speaker},
    token::{Kind, Token},
};
use crate::domain::partial_date::PartialDate;

pub(super) use super::saying::is_plain as is_plain_saying;

/// One place where somebody is said to say something.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "independent marks of one place")]
pub(super) struct Attribution {
    /// Who; `None` where the words name nobody.
    pub(super) agent: Option<String>,
    /// Through whom, the nearest to the text first.
    pub(super) via: Vec<String>,
    pub(super) verb: String,
    pub(super) stance: Stance,
    pub(super) hedge: Hedge,
    pub(super) hedge_text: Option<String>,
    pub(super) said_on: Option<PartialDate>,
    /// The speaker was carried over.
    pub(super) guessed: bool,
    /// The verb was carried over.
    pub(super) guessed_verb: bool,
    /// The tokens that say who says it.
    pub(super) group: Range<usize>,
    /// The tokens that are said.
    pub(super) scope: Range<usize>,
    /// The words can be a statement of their own.
    pub(super) proposes: bool,
    pub(super) trailing: bool,
}

impl Attribution {
    /// The same speaker, who goes on.
    pub(super) fn speaker(&self) -> Speaker {
        Speaker { agent: self.agent.clone(), via: self.via.clone(), guessed: self.guessed }
    }
}

/// A sentence in which speakers are looked for.
pub(super) struct Speech<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) range: Range<usize>,
    pub(super) layout: &'a Layout,
    pub(super) dates: &'a [Dated],
}

impl Speech<'_> {
    pub(super) fn is(&self, at: usize, words: &str) -> bool {
        self.range.contains(&at) && self.tokens[at].among(words)
    }

    pub(super) fn mark(&self, at: usize, marks: &str) -> bool {
        self.range.contains(&at) && self.tokens[at].is_mark(marks)
    }

    pub(super) fn word(&self, at: usize) -> &str {
        if self.range.contains(&at) && self.tokens[at].is_word() {
            &self.tokens[at].lower
        } else {
            ""
        }
    }

    pub(super) fn date_at(&self, at: usize) -> Option<&Dated> {
        self.dates.iter().find(|dated| dated.range.start == at)
    }

    fn quoted(&self, at: usize) -> bool {
        self.layout.quote_at(at).is_some()
    }

    /// The attributions of the sentence, in order.
    pub(super) fn attributions(&self, memory: &mut Memory) -> Vec<Attribution> {
        let mut found: Vec<Attribution> = Vec::new();
        let mut at = self.range.start;
        while at < self.range.end {
            if self.quoted(at) {
                at += 1;
                continue;
            }
            let one =
                self.according(at, memory, &found).or_else(|| self.spoken(at, memory, &found));
            let Some(one) = one else {
                at += 1;
                continue;
            };
            at = one.group.end.max(at + 1);
            if let Some(agent) = &one.agent {
                memory.heard(agent);
            }
            self.join(&mut found, one);
        }
        self.cite(&mut found);
        found
    }

    /// Adds an attribution and settles where the one before ends.
    fn join(&self, found: &mut Vec<Attribution>, mut one: Attribution) {
        let segment = self.segment(one.group.start);
        if let Some(last) = found.last_mut().filter(|last| segment.contains(&last.group.start)) {
            let chained = !last.trailing && last.scope.start == one.group.start;
            let relayed = one.verb == "according to" && !last.trailing && one.trailing;
            if chained && !one.trailing && one.agent == last.agent {
                // "The chief said he had counted": one speaker, and the first verb says so.
                last.scope.end = segment.end;
                return;
            }
            if chained && !one.trailing {
                // "Meridian reported that police said": one is heard through the other.
                one.via = last.agent.iter().cloned().chain(last.via.iter().cloned()).collect();
                one.group.start = last.group.start;
                found.pop();
            } else if relayed && self.turn(last.scope.start, one.group.start).is_none() {
                last.via.splice(0..0, one.agent);
                last.scope.end = one.group.start;
                return;
            } else if one.trailing {
                if last.trailing {
                    one.scope.start = one.scope.start.max(last.group.end);
                    last.scope.end = last.scope.end.min(one.scope.start.max(last.scope.start));
                } else if let Some(turn) = self.turn(last.scope.start, one.group.start) {
                    last.scope.end = turn;
                    one.scope.start = turn;
                }
            } else {
                last.scope.end = last.scope.end.min(one.group.start).max(last.scope.start);
            }
        }
        found.push(one);
    }

    /// Where the sentence turns from one speaker to another: ", but", ", while".
    fn turn(&self, start: usize, end: usize) -> Option<usize> {
        (start..end).rev().find(|&at| {
            self.is(at, "but while whereas though although and")
                && (self.is(at, "while whereas") || at > start && self.mark(at - 1, ","))
        })
    }

    /// "according to the ministry".
    fn according(
        &self,
        at: usize,
        memory: &mut Memory,
        before: &[Attribution],
    ) -> Option<Attribution> {
        let named =
            if self.is(at, "according") && self.is(at + 1, "to") { at + 2 } else { return None };
        let end = self.phrase_end(named, false);
        let speaker = self.speaker(named..end, memory)?;
        let segment = self.segment(at);
        let start = before
            .last()
            .map_or(segment.start, |last| last.group.end.clamp(segment.start, segment.end));
        let opens = at == segment.start
            || at == start + 1 && self.is(start, "but and while")
            || at > 0 && self.is(at - 1, "but and while");
        let trailing = !opens;
        let after = self.behind_insertion(end);
        let scope = if trailing {
            self.reach_back(segment.start, at, after, segment.end)
        } else {
            after..segment.end
        };
        Some(Self::attribution(
            speaker,
            "according to",
            saying::saying("said")?,
            at..end,
            scope,
            trailing,
        ))
    }

    /// The end of a noun phrase that names a speaker and begins at `at`.
    pub(super) fn phrase_end(&self, at: usize, short: bool) -> usize {
        let mut end = at;
        while self.range.contains(&end) {
            let token = &self.tokens[end];
            let joins = token.is_mark("-/&")
                || token.is_mark("(")
                    && self.tokens.get(end + 2).is_some_and(|next| next.is_mark(")"))
                || token.is_mark(")") && end > at;
            let stop = token.kind == Kind::Mark && !joins
                || token.kind == Kind::Number
                || token.among(lexis::AUXILIARIES)
                || token.among(
                    "that which who whose when where while but because after as if \
                    whether saying citing quoting adding during since until so this",
                )
                || (end > at && saying::is_plain(&token.lower))
                || short && token.among("and in on at for with by")
                || self.date_at(end).is_some()
                || token.among("on in at by late early") && self.date_at(end + 1).is_some();
            if stop {
                break;
            }
            end += 1;
        }
        end
    }

    /// A verb of saying with its subject.
    fn spoken(
        &self,
        at: usize,
        memory: &mut Memory,
        before: &[Attribution],
    ) -> Option<Attribution> {
        if let Some(found) = self.quoted_as_saying(at, memory) {
            return Some(found);
        }
        if let Some(found) = self.participle(at, memory, before) {
            return Some(found);
        }
        let verb = self.word(at);
        let (mut kind, negated) = self.verb(at)?;
        let segment = self.segment(at);
        let group = self.group_start(at, segment.start);
        if self.is_passive(group, at) {
            return self.by_agent(at, kind, memory);
        }
        if kind.plural && !self.is_plural_subject(group) && !negated {
            return None;
        }
        let floor =
            before.last().map_or(segment.start, |last| last.scope.start.max(segment.start).min(at));
        let floor = if before.last().is_some_and(|last| last.trailing) {
            before.last().map_or(floor, |last| last.group.end.clamp(segment.start, at))
        } else {
            floor
        };
        let inverted = self.inverted(at, group, floor, memory);
        let is_inverted = inverted.is_some();
        let (speaker, start, mut next) = if let Some((speaker, end)) = inverted {
            (speaker, group, end)
        } else {
            let (speaker, start) = self.subject(floor, group, memory, before)?;
            (speaker, start, at + 1)
        };
        if kind.noun && !is_inverted && !self.is_verb_form(at, group, start) {
            return None;
        }
        let mut speaker = speaker;
        let said_on = self.complements(verb, &mut next, &mut speaker);
        if negated {
            kind.stance = Stance::Mentions;
            let able = (group..at).any(|at| self.is(at, "could cannot couldn't unable"));
            if able && self.is(at, "verify confirm") {
                kind.hedge = Hedge::Unverified;
            }
        }
        let claimed = self.claim_denied(verb, next);
        let content = claimed.unwrap_or_else(|| self.content(next));
        let trailing = is_inverted || self.is_trailing(start, next, &segment, floor);
        let scope = if trailing {
            let after = self.behind_insertion(next);
            let from =
                if before.last().is_some_and(|last| last.trailing) { floor } else { segment.start };
            self.reach_back(from, start, after, segment.end)
        } else {
            content..segment.end
        };
        let that = content > next && self.is(content - 1, "that whether if how")
            || self.mark(content.saturating_sub(1), ":")
            || self.mark(content, "“\"‘");
        let mut found = Self::attribution(speaker, verb, kind, start..next, scope, trailing);
        found.proposes = !negated
            && (trailing && kind.that || kind.plain || kind.that && that || claimed.is_some());
        found.said_on = said_on.or_else(|| self.opening_date(start, &segment));
        let figure_only = kind.figure || trailing || that;
        (figure_only || found.proposes).then_some(found)
    }

    /// "witnesses say" and "they say", and not "to say".
    fn is_plural_subject(&self, group: usize) -> bool {
        let Some(last) = group.checked_sub(1) else { return false };
        let words = (self.range.start..group).rev().take(8).map(|at| self.word(at));
        let plural = words.take_while(|word| !word.is_empty()).any(|word| {
            word.ends_with('s') && !word.ends_with("ss")
                || lexis::among("they we i police people media", word)
        });
        let modal = self.is(group, "to would could may might must can will did");
        plural && !modal || self.mark(last, ",)")
    }

    fn attribution(
        speaker: Speaker,
        verb: &str,
        kind: Saying,
        group: Range<usize>,
        scope: Range<usize>,
        trailing: bool,
    ) -> Attribution {
        let unconfirmed = speaker.agent.as_deref().is_some_and(|agent| {
            agent.to_lowercase().contains("unconfirmed")
                || agent.to_lowercase().contains("unverified")
        });
        let hedge = if unconfirmed { Hedge::Unverified } else { kind.hedge };
        let hedge_text = match hedge {
            Hedge::None => None,
            Hedge::Unverified if unconfirmed => speaker
                .agent
                .as_deref()
                .and_then(|agent| agent.split_whitespace().next())
                .map(str::to_owned),
            Hedge::Reportedly | Hedge::Allegedly | Hedge::Estimated | Hedge::Unverified => {
                Some(verb.to_owned())
            }
        };
        Attribution {
            agent: speaker.agent,
            via: speaker.via,
            verb: verb.to_owned(),
            stance: kind.stance,
            hedge,
            hedge_text,
            said_on: None,
            guessed: speaker.guessed,
            guessed_verb: false,
            group,
            scope,
            proposes: kind.that,
            trailing,
        }
    }
}
