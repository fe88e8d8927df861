//! Walks through a text sentence by sentence and gathers its candidates.

mod dated;
mod figure;
mod stated;

use std::ops::Range;

use chrono::NaiveDate;
use entity::vocab::{Hedge, Stance};

use super::{
    Candidate, Guess, RULE_SET, Span,
    counted::Counted,
    date::{self, Dated},
    lexis,
    sentence::{Layout, Sentence},
    speaker::Memory,
    speech::{Attribution, Speech},
    token::{self, Kind, Token},
};
use crate::domain::partial_date::PartialDate;

/// How many code points of its surroundings a quote keeps on either side.
const CONTEXT: usize = 32;

/// A text as it is read.
pub(super) struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    layout: Layout,
    published: Option<NaiveDate>,
    /// Bytes where the code points begin.
    code_points: Vec<usize>,
}

/// What was found out about one sentence.
struct Read {
    sentence: Sentence,
    dates: Vec<Dated>,
    attributions: Vec<Attribution>,
    /// Who speaks where no attribution in it says so; `None` where nobody does.
    speaker: Option<Attribution>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, published: Option<&PartialDate>) -> Self {
        let tokens = token::cut(text);
        let layout = Layout::of(&tokens);
        let published = published.and_then(PartialDate::exact_day);
        let code_points = text.char_indices().map(|(at, _)| at).collect();
        Self { text, tokens, layout, published, code_points }
    }

    pub(super) fn candidates(&self) -> Vec<Candidate> {
        let mut reads = self.read();
        self.assign_speakers(&mut reads);
        let mut found: Vec<Candidate> = Vec::new();
        let mut before: Option<(usize, Counted)> = None;
        for (at, read) in reads.iter().enumerate() {
            let known = found.len();
            let last = before.take().filter(|(paragraph, _)| *paragraph == read.sentence.paragraph);
            let (figures, counted) = self.figures(read, last.map(|(_, counted)| counted));
            before = counted.map(|counted| (read.sentence.paragraph, counted));
            found.extend(figures);
            let statements = self.statements(read, &found[known..]);
            found.extend(statements);
            found[known..].sort_by_key(|candidate| candidate.quote.start);
            if known > 0 && found.len() == known {
                self.doubt(&reads[..at], &read.sentence, &mut found[..known]);
            }
        }
        found
    }

    /// The attributions of every sentence, each with what the sentences before it brought to mind.
    fn read(&self) -> Vec<Read> {
        let mut memory = Memory::default();
        let mut reads = Vec::with_capacity(self.layout.sentences.len());
        for sentence in &self.layout.sentences {
            let dates = date::dates(&self.tokens, sentence.range.clone(), self.published);
            let speech = Speech {
                text: self.text,
                tokens: &self.tokens,
                range: sentence.range.clone(),
                layout: &self.layout,
                dates: &dates,
            };
            let attributions = speech.attributions(&mut memory);
            if attributions.is_empty()
                && let Some(topic) = self.topic(&speech)
            {
                memory.seen(&topic);
            }
            reads.push(Read { sentence: sentence.clone(), dates, attributions, speaker: None });
        }
        reads
    }

    /// The named subject with which a sentence begins.
    fn topic(&self, speech: &Speech) -> Option<String> {
        let start = speech.range.start;
        let verb = |at: &usize| {
            let token = &self.tokens[*at];
            token.kind == Kind::Mark && !token.is_mark("-")
                || token.among(lexis::AUXILIARIES)
                || token.among(lexis::ACTS)
                || !token.capital && token.lower.ends_with("ed") && token.lower.len() > 4
                || token.among(lexis::PREPOSITIONS) && !token.is("of")
        };
        let end = speech.range.clone().find(verb)?;
        let names = (start..end).filter(|&at| self.tokens[at].capital).count();
        let first_only = names == 1 && self.tokens[start].capital && end - start < 2;
        let quoted = self.layout.quote_at(start).is_some();
        (end > start
            && names > usize::from(first_only)
            && !quoted
            && speech.names_somebody(start..end))
        .then(|| speech.name(start..end))
    }

    /// Gives every sentence without a speaker of its own the one of its quotation, or, as a guess,
    /// the one of the sentence before.
    fn assign_speakers(&self, reads: &mut [Read]) {
        for at in 0..reads.len() {
            if !reads[at].attributions.is_empty() {
                continue;
            }
            let start = reads[at].sentence.range.start;
            let opens = self.tokens[start].is_mark("“\"‘");
            let quote = self.layout.quote_at(start + usize::from(opens));
            let speaker = match quote {
                Some(quote) => {
                    self.speaker_of(quote, reads, at).or_else(|| self.carried(reads, at))
                }
                None => self.carried(reads, at).filter(|_| self.goes_on(&reads[at])),
            };
            reads[at].speaker = speaker;
        }
    }

    /// Who is said to speak the quotation, in one of the sentences that it runs through.
    fn speaker_of(&self, quote: usize, reads: &[Read], at: usize) -> Option<Attribution> {
        let quote = &self.layout.quotes[quote];
        let holds = |read: &&Read| {
            read.sentence.range.start < quote.end + 1
                && read.sentence.range.end > quote.start.saturating_sub(1)
        };
        let back = reads[..at].iter().rev().take_while(holds);
        let ahead = reads[at + 1..].iter().take_while(holds);
        let opens = |one: &&Attribution| !one.trailing && one.scope.contains(&quote.start);
        let closes = |one: &&Attribution| one.trailing && one.group.start >= quote.end;
        let leading = { back }.find_map(|read| read.attributions.iter().rev().find(opens));
        let trailing = || { ahead }.find_map(|read| read.attributions.iter().find(closes));
        leading.or_else(trailing).cloned()
    }

    fn carried(&self, reads: &[Read], at: usize) -> Option<Attribution> {
        let before = &reads[at.checked_sub(1)?];
        let continues =
            before.sentence.paragraph == reads[at].sentence.paragraph || self.is_left_open(before);
        let last = before.attributions.last().or(before.speaker.as_ref())?;
        let mut carried = Attribution { guessed: true, stance: Stance::Asserts, ..last.clone() };
        if carried.hedge == Hedge::Estimated {
            // Who estimates one figure need not estimate the next.
            (carried.hedge, carried.hedge_text) = (Hedge::None, None);
        }
        continues.then_some(carried)
    }

    /// A quotation that goes on in the next paragraph is not closed at the end of this one.
    fn is_left_open(&self, read: &Read) -> bool {
        let end = read.sentence.range.end;
        self.layout.quote_at(end - 1).is_some() && !self.tokens[end - 1].is_mark("”\"’")
    }

    /// Whether nothing in a sentence says that the text speaks for itself: a turn of its own, or a
    /// subject that could speak.
    fn goes_on(&self, read: &Read) -> bool {
        let own = "evident clear history known emerged i we our";
        let range = read.sentence.range.clone();
        !self.tokens[range.clone()].iter().any(|token| token.among(own)) && !self.has_speaker(range)
    }

    /// Whether the subject of a sentence is somebody who could speak, and no figure.
    fn has_speaker(&self, range: Range<usize>) -> bool {
        const SPEAKERS: [&str; 4] =
            [lexis::BARE_SPEAKERS, lexis::GROUPS, lexis::OFFICES, lexis::ORGANISATION_WORDS];
        let verb = |at: &usize| {
            let token = &self.tokens[*at];
            token.kind != Kind::Word && !token.is_mark("-")
                || token.among(lexis::AUXILIARIES)
                || token.among(lexis::PREPOSITIONS)
                || token.among(lexis::ACTS)
                || !token.capital && token.lower.len() > 4 && token.lower.ends_with("ed")
        };
        let end = range.clone().find(verb).unwrap_or(range.end);
        let figure = self.tokens[range.start].kind == Kind::Number
            || self.tokens[range.start..end]
                .iter()
                .any(|token| token.among(lexis::UNITS) || token.among(lexis::PLURAL_SCALES));
        let speaks = |at: usize| {
            let token = &self.tokens[at];
            let stem = token.lower.strip_suffix('s').unwrap_or(&token.lower);
            let known = |words: &&str| token.among(words) || lexis::among(words, stem);
            at > range.start && token.capital || SPEAKERS.iter().any(known)
        };
        !figure && (range.start..end).any(speaks)
    }

    fn candidate(quote: Span, one: Option<&Attribution>) -> Candidate {
        let mut guessed = Vec::new();
        if one.is_some_and(|one| one.guessed) {
            guessed.push(Guess::Agent);
        }
        if one.is_some_and(|one| one.guessed_verb) {
            guessed.push(Guess::Verb);
        }
        Candidate {
            quote,
            quantity: None,
            counted: None,
            statement: None,
            agent_text: one.and_then(|one| one.agent.clone()),
            via: one.map(|one| one.via.clone()).unwrap_or_default(),
            verb: one.map(|one| one.verb.clone()),
            stance: one.map_or(Stance::Asserts, |one| one.stance),
            hedge: one.map_or(Hedge::None, |one| one.hedge),
            hedge_text: one.and_then(|one| one.hedge_text.clone()),
            said_on: one.and_then(|one| one.said_on.clone()),
            as_of: None,
            guessed,
            rule_set: RULE_SET.to_owned(),
        }
    }

    fn slice(&self, range: Range<usize>) -> &'a str {
        &self.text[self.tokens[range.start].start..self.tokens[range.end - 1].end]
    }

    /// The words of a range of tokens and their surroundings.
    fn span(&self, range: Range<usize>) -> Span {
        let (from, to) = (self.tokens[range.start].start, self.tokens[range.end - 1].end);
        let code_point = |byte: usize| self.code_points.partition_point(|&at| at < byte);
        let (start, end) = (code_point(from), code_point(to));
        let byte = |code_point: usize| {
            self.code_points.get(code_point).copied().unwrap_or(self.text.len())
        };
        Span {
            exact: self.text[from..to].to_owned(),
            prefix: self.text[byte(start.saturating_sub(CONTEXT))..from].to_owned(),
            suffix: self.text[to..byte(end + CONTEXT)].to_owned(),
            start,
            end,
        }
    }
}
