//! Walks through a text sentence by sentence and gathers its candidates.

use std::ops::Range;

use chrono::NaiveDate;
use entity::vocab::{Hedge, Stance};

use super::{
    Candidate, Guess, RULE_SET, Span,
    counted::{Clause, Counted},
    date::{self, Dated},
    hedge, lexis,
    number::{self, Mention, Sort},
    sentence::{Layout, Sentence},
    speaker::Memory,
    speech::{Attribution, Speech},
    statement,
    token::{self, Kind, Token},
    trap,
};
use crate::domain::{
    partial_date::PartialDate,
    quantity::{self, Quantity},
};

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
            found.extend(self.statements(read, &found[known..].to_vec()));
            found[known..].sort_by_key(|candidate| candidate.quote.start);
            if known > 0 && found.len() == known {
                let earlier = at.checked_sub(1).map(|at| &reads[at].sentence);
                self.doubt(read, earlier, &mut found[..known]);
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
        let leading = back
            .filter_map(|read| {
                read.attributions
                    .iter()
                    .rev()
                    .find(|one| !one.trailing && one.scope.contains(&quote.start))
            })
            .next();
        let trailing = || {
            ahead
                .filter_map(|read| {
                    read.attributions
                        .iter()
                        .find(|one| one.trailing && one.group.start >= quote.end)
                })
                .next()
        };
        leading
            .or_else(trailing)
            .map(|one| Attribution { said_on: one.said_on.clone(), ..one.clone() })
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

    /// Whether nothing in a sentence says that the text speaks for itself.
    fn goes_on(&self, read: &Read) -> bool {
        let own = "evident clear history known emerged i we our";
        !self.tokens[read.sentence.range.clone()].iter().any(|token| token.among(own))
    }

    /// The figures of a sentence, and what the last of them counts.
    fn figures(
        &self,
        read: &Read,
        mut before: Option<Counted>,
    ) -> (Vec<Candidate>, Option<Counted>) {
        let range = read.sentence.range.clone();
        let usable: Vec<Mention> = number::mentions(&self.tokens, range.clone())
            .into_iter()
            .filter(|mention| self.is_usable(mention, read))
            .collect();
        let mut found = Vec::new();
        let mut attributions = read.attributions.clone();
        for (at, mention) in usable.iter().enumerate() {
            let clause = Clause {
                text: self.text,
                tokens: &self.tokens,
                range: range.clone(),
                before: before.as_ref(),
            };
            let gapped = self.gapped(mention, read);
            let counted = clause.counted(mention);
            let behind = self.is_subject_of_passive(mention);
            let Some(counted) = counted.filter(|counted| is_plain_enough(mention, counted, behind))
            else {
                continue;
            };
            attributions.extend(gapped);
            let one = self.attribution_of(mention, &attributions).or(read.speaker.as_ref());
            if mention.sort == Sort::Money && one.is_none_or(|one| one.guessed) {
                continue;
            }
            let floor = at.checked_sub(1).map_or(range.start, |at| usable[at].range.end);
            let ceiling = usable.get(at + 1).map_or(range.end, |next| next.range.start);
            if let Some(candidate) = self.figure(read, mention, &counted, one, floor..ceiling) {
                found.push(candidate);
                before = Some(counted);
            }
        }
        (found, before)
    }

    /// "no one was hurt", "none of them": and not "no one had told them".
    fn is_subject_of_passive(&self, mention: &Mention) -> bool {
        let is = |ahead: usize, words: &str| {
            self.tokens.get(mention.range.end + ahead).is_some_and(|next| next.among(words))
        };
        is(0, "was were is are of") || is(0, "has have had") && is(1, "been")
    }

    fn is_usable(&self, mention: &Mention, read: &Read) -> bool {
        let core = &mention.core;
        let dated = read
            .dates
            .iter()
            .any(|dated| dated.range.start < core.end && core.start < dated.range.end);
        let speaking = read
            .attributions
            .iter()
            .any(|one| one.group.contains(&core.start) && one.verb != "put");
        let conditional = (read.sentence.range.start.max(mention.range.start.saturating_sub(6))
            ..mention.range.start)
            .rev()
            .take_while(|&at| self.tokens[at].kind != Kind::Mark)
            .any(|at| self.tokens[at].among("if unless"));
        !dated
            && !speaking
            && !conditional
            && !trap::is_trap(&self.tokens[..read.sentence.range.end], mention)
    }

    /// The attribution that governs a figure: of those that reach it the closest.
    fn attribution_of<'b>(
        &self,
        mention: &Mention,
        attributions: &'b [Attribution],
    ) -> Option<&'b Attribution> {
        let reaching = attributions.iter().filter(|one| one.scope.contains(&mention.core.start));
        reaching.max_by_key(|one| (one.scope.start, one.trailing))
    }

    /// "; police 830": a speaker directly before a figure takes over the verb of the one before.
    fn gapped(&self, mention: &Mention, read: &Read) -> Option<Attribution> {
        let last =
            read.attributions.iter().rev().find(|one| one.group.end < mention.range.start)?;
        let start = mention.range.start;
        let speaker = self.tokens[start - 1].among(lexis::BARE_SPEAKERS)
            || self.tokens[start - 1].among(lexis::GROUPS);
        let from = (last.group.end..start)
            .rev()
            .find(|&at| self.tokens[at].is_mark(";,") || self.tokens[at].among("and but"))?
            + 1;
        let short = from < start && start - from <= 4;
        if !speaker || !short {
            return None;
        }
        let speech = Speech {
            text: self.text,
            tokens: &self.tokens,
            range: read.sentence.range.clone(),
            layout: &self.layout,
            dates: &read.dates,
        };
        let agent = Some(speech.name(from..start));
        Some(Attribution {
            agent,
            via: Vec::new(),
            guessed: false,
            guessed_verb: true,
            group: from..start,
            scope: start..read.sentence.range.end,
            trailing: false,
            ..last.clone()
        })
    }

    fn figure(
        &self,
        read: &Read,
        mention: &Mention,
        counted: &Counted,
        one: Option<&Attribution>,
        window: Range<usize>,
    ) -> Option<Candidate> {
        let quantity = self.quantity(mention)?;
        let quote = statement::trimmed(&self.tokens, read.sentence.range.clone())
            .unwrap_or(read.sentence.range.clone());
        let quote = self.span(quote.start..read.sentence.range.end);
        let mut candidate = self.candidate(quote, one);
        candidate.stance = self.stance(read, mention, one, &window);
        self.soften(&mut candidate, self.hedge_window(read, mention, one, &window));
        candidate.quantity = Some(quantity);
        candidate.counted = Some(counted.text());
        if counted.carried {
            candidate.guessed.push(Guess::Counted);
        }
        self.date(&mut candidate, read, one, &window);
        Some(candidate)
    }

    fn quantity(&self, mention: &Mention) -> Option<Quantity> {
        let words = self.slice(mention.range.clone());
        let whole = !matches!(mention.sort, Sort::Percent | Sort::Money);
        let read = quantity::parse(words, whole).or_else(|_| quantity::parse(words, false));
        read.ok().map(|parsed| parsed.quantity)
    }

    fn stance(
        &self,
        read: &Read,
        mention: &Mention,
        one: Option<&Attribution>,
        window: &Range<usize>,
    ) -> Stance {
        let denied = mention.range.start > window.start
            && self.tokens[mention.range.start - 1].is("not")
            || self.is_negated(mention, window);
        let behind = &self.tokens[mention.range.end..window.end];
        let untrue =
            behind.iter().any(|token| token.among("false untrue wrong fabricated baseless"));
        let overdone = behind
            .iter()
            .any(|token| token.among("exaggerated inflated overstated understated misleading"));
        let scope =
            one.map_or(read.sentence.range.start, |one| one.scope.start).min(mention.range.start);
        let open = self.tokens[scope.saturating_sub(1)..mention.range.start]
            .iter()
            .any(|token| token.is("whether"));
        let asked = self.tokens[read.sentence.range.clone()]
            .iter()
            .rev()
            .take(2)
            .any(|token| token.is_mark("?"));
        if denied || untrue {
            Stance::Denies
        } else if overdone {
            Stance::Disputes
        } else if open || asked {
            Stance::Questions
        } else {
            one.map_or(Stance::Asserts, |one| one.stance)
        }
    }

    /// "3,000 people did not die".
    fn is_negated(&self, mention: &Mention, window: &Range<usize>) -> bool {
        let mut before = mention.range.end;
        for at in mention.range.end..window.end.min(mention.range.end + 8) {
            let token = &self.tokens[at];
            if token.kind == Kind::Mark && !token.is_mark("“\"")
                || token.among("who which that and but while because when")
            {
                return false;
            }
            if token.among("didn't weren't wasn't haven't hasn't hadn't never")
                || token.is("not") && self.tokens[before].among(lexis::AUXILIARIES)
            {
                return !self.tokens.get(at + 1).is_some_and(|next| next.among("only yet"));
            }
            before = at;
        }
        false
    }

    /// Where the words that hedge a figure can stand: no other figure and no other speaker between.
    fn hedge_window(
        &self,
        read: &Read,
        mention: &Mention,
        one: Option<&Attribution>,
        window: &Range<usize>,
    ) -> Range<usize> {
        let other =
            |attribution: &&Attribution| one.is_none_or(|one| attribution.group != one.group);
        let groups: Vec<_> =
            read.attributions.iter().filter(other).map(|one| one.group.clone()).collect();
        let split = |at: usize| {
            self.tokens[at].is_mark(";") || groups.iter().any(|group| group.contains(&at))
        };
        let start = (window.start..mention.range.start)
            .rev()
            .find(|&at| split(at))
            .map_or(window.start, |at| at + 1);
        let end = (mention.range.end..window.end).find(|&at| split(at)).unwrap_or(window.end);
        start..end
    }

    fn soften(&self, candidate: &mut Candidate, window: Range<usize>) {
        if matches!(candidate.hedge, Hedge::None | Hedge::Estimated)
            && let Some((hedge, words)) = hedge::hedge(&self.tokens, window)
        {
            (candidate.hedge, candidate.hedge_text) = (hedge, Some(words));
        }
    }

    fn date(
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

    fn as_of(&self, dated: &Dated) -> bool {
        let first = dated.range.start;
        first > 1 && self.tokens[first - 1].is("of") && self.tokens[first - 2].is("as")
    }

    /// The statements of a sentence that no figure of it already holds.
    fn statements(&self, read: &Read, figures: &[Candidate]) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::new();
        for one in &read.attributions {
            if !one.proposes || one.agent.is_none() {
                continue;
            }
            let scope = one.scope.start..one.scope.end.min(read.sentence.range.end);
            let scope = if one.trailing && one.scope.end > one.group.start {
                scope.start..one.group.start
            } else {
                scope
            };
            let Some(range) = statement::trimmed(&self.tokens, scope) else { continue };
            let quoted = self.layout.quote_at(range.start).is_some();
            if quoted || statement::says_something(&self.tokens, range.clone()) {
                found.extend(self.statement(range, one, figures));
            }
        }
        let Some(one) = &read.speaker else { return found };
        for range in self.quoted_parts(read) {
            found.extend(self.statement(range, one, figures));
        }
        found
    }

    /// The parts of a sentence that stand in quotation marks.
    fn quoted_parts(&self, read: &Read) -> Vec<Range<usize>> {
        let range = read.sentence.range.clone();
        let opens = self.tokens[range.start].is_mark("“\"‘");
        if self.layout.quote_at(range.start + usize::from(opens)).is_none() {
            return Vec::new();
        }
        let within = |quote: &Range<usize>| quote.start.max(range.start)..quote.end.min(range.end);
        let parts = self.layout.quotes.iter().map(within).filter(|part| part.start < part.end);
        let enough = |part: &Range<usize>| {
            let words =
                self.tokens[part.clone()].iter().filter(|token| token.kind != Kind::Mark).count();
            words >= statement::FEWEST_QUOTED
                || part.start <= range.start + 1 && part.end + 2 >= range.end
        };
        parts.filter(enough).filter_map(|part| statement::trimmed(&self.tokens, part)).collect()
    }

    fn statement(
        &self,
        range: Range<usize>,
        one: &Attribution,
        figures: &[Candidate],
    ) -> Option<Candidate> {
        let span = self.span(range.clone());
        let counted = figures.iter().any(|figure| self.is_within(figure, &span));
        if counted {
            return None;
        }
        let mut candidate = self.candidate(span, Some(one));
        candidate.statement = Some(statement::reading(self.slice(range.clone())));
        if self.tokens.get(range.end).is_some_and(|next| next.is_mark("?"))
            && candidate.stance == Stance::Asserts
        {
            candidate.stance = Stance::Questions;
        }
        self.soften(&mut candidate, range);
        Some(candidate)
    }

    /// Whether the words of a figure stand in a span.
    fn is_within(&self, figure: &Candidate, span: &Span) -> bool {
        let Some(quantity) = &figure.quantity else { return false };
        let overlaps = figure.quote.start < span.end && span.start < figure.quote.end;
        overlaps && span.exact.contains(&quantity.text)
    }

    /// "The figure could not be independently verified": a sentence about the figures before it.
    fn doubt(&self, read: &Read, earlier: Option<&Sentence>, found: &mut [Candidate]) {
        let Some((Hedge::Unverified, words)) =
            hedge::hedge(&self.tokens, read.sentence.range.clone())
        else {
            return;
        };
        let about = self.tokens[read.sentence.range.clone()].iter().take(4).any(|token| token.among("figure figures claim claims number numbers toll report reports it this these that account accounts information"));
        let Some(earlier) =
            earlier.filter(|earlier| about && earlier.paragraph == read.sentence.paragraph)
        else {
            return;
        };
        let from = self.span(earlier.range.clone()).start;
        for candidate in
            found.iter_mut().rev().take_while(|candidate| candidate.quote.start >= from)
        {
            if candidate.quantity.is_some() && candidate.hedge != Hedge::Unverified {
                candidate.hedge = Hedge::Unverified;
                candidate.hedge_text = Some(words.clone());
                candidate.guessed.push(Guess::Hedge);
            }
        }
    }

    fn candidate(&self, quote: Span, one: Option<&Attribution>) -> Candidate {
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

/// Words such as "many" and "nobody" are a figure only with what happened to the counted: "nobody
/// warned us" counts nothing. `passive` says that an auxiliary or a whole follows.
fn is_plain_enough(mention: &Mention, counted: &Counted, passive: bool) -> bool {
    let deed = counted.deed.as_deref().and_then(|deed| deed.split(' ').next()).unwrap_or_default();
    let known = [lexis::DEEDS_OF_PERSONS, lexis::DEEDS_OF_THINGS, lexis::ACTS]
        .iter()
        .any(|words| lexis::among(words, deed));
    let tally = counted.noun.split(' ').next_back().is_some_and(|noun| {
        lexis::among(lexis::TOLLS, noun) || lexis::among("victims survivors", noun)
    });
    match mention.sort {
        Sort::Unknown => known || tally,
        Sort::Nobody => known || tally || passive && counted.deed.is_some(),
        Sort::Count | Sort::Percent | Sort::Money | Sort::Vague | Sort::Relative => true,
    }
}
