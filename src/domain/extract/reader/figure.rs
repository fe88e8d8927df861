//! The figures of a sentence, each with who says it.

use std::ops::Range;

use entity::vocab::{Hedge, Stance};

use super::{
    super::{
        Candidate, Guess,
        counted::{Clause, Counted},
        hedge, lexis,
        number::{self, Mention, Sort},
        sentence::Sentence,
        speech::{Attribution, Speech},
        statement,
        token::Kind,
        trap,
    },
    Read, Reader,
};
use crate::domain::quantity::{self, Quantity};

impl Reader<'_> {
    /// The figures of a sentence, and what the last of them counts.
    pub(super) fn figures(
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
            let one = Self::attribution_of(mention, &attributions).or(read.speaker.as_ref());
            if mention.sort == Sort::Money && one.is_none_or(|one| one.guessed) {
                continue;
            }
            let floor = at.checked_sub(1).map_or(range.start, |at| usable[at].range.end);
            let ceiling = usable.get(at + 1).map_or(range.end, |next| next.range.start);
            if let Some(candidate) = self.figure(read, mention, &counted, one, floor..ceiling) {
                found.push(candidate);
                // "in 86 districts" says where: what is counted is the figure before it.
                let placed = mention.range.start > range.start
                    && self.tokens[mention.range.start - 1]
                        .among("in across at from near throughout within");
                if before.is_none() || !placed {
                    before = Some(counted);
                }
            }
        }
        (found, before)
    }

    /// "no one was hurt", "none of them": and not "no one had told them".
    pub(super) fn is_subject_of_passive(&self, mention: &Mention) -> bool {
        let is = |ahead: usize, words: &str| {
            self.tokens.get(mention.range.end + ahead).is_some_and(|next| next.among(words))
        };
        is(0, "was were is are of") || is(0, "has have had") && is(1, "been")
    }

    pub(super) fn is_usable(&self, mention: &Mention, read: &Read) -> bool {
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
        mention: &Mention,
        attributions: &'b [Attribution],
    ) -> Option<&'b Attribution> {
        let reaching = attributions.iter().filter(|one| one.scope.contains(&mention.core.start));
        reaching.max_by_key(|one| (one.scope.start, one.trailing))
    }

    /// "; police 830": a speaker directly before a figure takes over the verb of the one before.
    pub(super) fn gapped(&self, mention: &Mention, read: &Read) -> Option<Attribution> {
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

    pub(super) fn figure(
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
        let mut candidate = Self::candidate(quote, one);
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

    pub(super) fn quantity(&self, mention: &Mention) -> Option<Quantity> {
        let words = self.slice(mention.range.clone());
        let whole = !matches!(mention.sort, Sort::Percent | Sort::Money);
        let read = quantity::parse(words, whole).or_else(|_| quantity::parse(words, false));
        read.ok().map(|parsed| parsed.quantity)
    }

    pub(super) fn stance(
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
    pub(super) fn is_negated(&self, mention: &Mention, window: &Range<usize>) -> bool {
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
    pub(super) fn hedge_window(
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

    pub(super) fn soften(&self, candidate: &mut Candidate, window: Range<usize>) {
        if matches!(candidate.hedge, Hedge::None | Hedge::Estimated)
            && let Some((hedge, words)) = hedge::hedge(&self.tokens, window)
        {
            (candidate.hedge, candidate.hedge_text) = (hedge, Some(words));
        }
    }

    /// "The figure could not be independently verified": a sentence about the figures before it, in
    /// the sentence before; "neither account" is about all of the paragraph.
    pub(super) fn doubt(&self, before: &[Read], sentence: &Sentence, found: &mut [Candidate]) {
        const FIGURES: &str = "figure figures claim claims number numbers toll report reports it \
            this these that account accounts information";
        let tokens = &self.tokens[sentence.range.clone()];
        let neither = tokens[0].among("neither none")
            && tokens.iter().any(|token| token.among("verified confirmed"));
        let words = match hedge::hedge(&self.tokens, sentence.range.clone()) {
            Some((Hedge::Unverified, words)) => words,
            _ if neither => tokens[0].lower.clone(),
            _ => return,
        };
        let about = tokens.iter().take(4).any(|token| token.among(FIGURES));
        let reach = if neither { before.len() } else { 1 };
        let doubted = before
            .iter()
            .rev()
            .take(reach)
            .take_while(|read| read.sentence.paragraph == sentence.paragraph)
            .last();
        let Some(first) = doubted.filter(|_| about) else { return };
        let from = self.span(first.sentence.range.clone()).start;
        for candidate in found.iter_mut().rev().take_while(|one| one.quote.start >= from) {
            if candidate.quantity.is_some() && candidate.hedge != Hedge::Unverified {
                candidate.hedge = Hedge::Unverified;
                candidate.hedge_text = Some(words.clone());
                candidate.guessed.push(Guess::Hedge);
            }
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
