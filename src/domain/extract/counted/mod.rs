//! What a number counts: the noun phrase, and what happened to the counted.

mod deed;
mod toll;

use std::ops::Range;

use super::{
    lexis,
    number::{Mention, Sort},
    speech,
    token::{Kind, Token},
};

/// The longest noun phrase in words.
const LONGEST: usize = 6;

/// Nouns that say little without the "of" that follows them.
const OF_HEADS: &str = "members cases copies tonnes tons hectares acres pieces incidents acts \
counts \
    violations reports units barrels litres liters bags pairs instances kilograms kilos kg sets \
    truckloads boxes doses acts rounds kinds victims survivors supporters employees workers \
    officials residents opponents square group groups";

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    /// The noun phrase: "armed men", "people".
    pub(super) noun: String,
    /// What happened to them, or what they did: "killed"; `None` where nothing is said.
    pub(super) deed: Option<String>,
    /// The noun or the deed was carried over from an earlier figure.
    pub(super) carried: bool,
}

impl Counted {
    pub(super) fn text(&self) -> String {
        match &self.deed {
            Some(deed) => format!("{} {deed}", self.noun),
            None => self.noun.clone(),
        }
    }
}

/// A sentence in which a figure stands.
pub(super) struct Clause<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) range: Range<usize>,
    /// What the figure before counts; `None` where there is none.
    pub(super) before: Option<&'a Counted>,
}

impl Clause<'_> {
    fn is(&self, at: usize, words: &str) -> bool {
        self.within(at) && self.tokens[at].among(words)
    }

    fn mark(&self, at: usize, marks: &str) -> bool {
        self.within(at) && self.tokens[at].is_mark(marks)
    }

    fn within(&self, at: usize) -> bool {
        self.range.contains(&at)
    }

    fn word(&self, at: usize) -> &str {
        if self.within(at) && self.tokens[at].is_word() { &self.tokens[at].lower } else { "" }
    }

    /// What the figure counts; `None` where it counts nothing that is named.
    pub(super) fn counted(&self, mention: &Mention) -> Option<Counted> {
        if mention.sort == Sort::Money
            || mention.sort == Sort::Percent
            || mention.sort == Sort::Relative
        {
            return self.amount(mention);
        }
        let (noun, next) = self.noun(mention.range.end);
        let found = self.deed(mention, noun.is_some(), next);
        if let Some(noun) = noun {
            return Some(self.named(noun, found, mention));
        }
        if let Some(deed) = found {
            let first = deed.split(' ').next().unwrap_or_default();
            let persons = !lexis::among(lexis::DEEDS_OF_THINGS, first)
                && !lexis::among("remain remains remained", first)
                || lexis::among(lexis::DEEDS_OF_PERSONS, first);
            let carried = self.before.filter(|_| !persons);
            let named = mention.sort == Sort::Nobody && self.is(mention.range.start, "no");
            let own = if named { self.word(mention.range.end - 1) } else { "one" };
            let own = if own == "one" { "people" } else { own };
            let noun = carried.map_or(own, |before| &before.noun).to_owned();
            return Some(Counted { noun, deed: Some(deed), carried: carried.is_some() });
        }
        if mention.sort == Sort::Nobody {
            let noun = self.tokens[mention.range.end - 1].lower.clone();
            let named =
                lexis::among(lexis::TOLLS, &noun) || lexis::among("victims survivors", &noun);
            return named.then_some(Counted { noun, deed: None, carried: false });
        }
        self.toll(mention.range.start).or_else(|| self.carried(mention))
    }

    fn named(&self, noun: Range<usize>, deed: Option<String>, mention: &Mention) -> Counted {
        let others = noun.len() == 1 && self.is(noun.start, "others more");
        let crowd = self.toll(mention.range.start).filter(|_| noun.is_empty());
        if others
            && deed.is_none()
            && self.is(noun.start, "more")
            && let Some(before) = self.before
        {
            return Counted { carried: true, ..before.clone() };
        }
        if others {
            let noun = self.before.map_or("people", |before| {
                if before.deed.is_some() { "people" } else { &before.noun }
            });
            return Counted { noun: noun.to_owned(), deed, carried: false };
        }
        if deed.is_some() && self.is(noun.start, "those") {
            let noun = format!("{} people", self.word(noun.start + 1));
            return Counted { noun, deed, carried: false };
        }
        crowd.unwrap_or_else(|| Counted { noun: self.slice(noun), deed, carried: false })
    }

    fn slice(&self, range: Range<usize>) -> String {
        if self.is(range.start, "those") {
            // "those detained": the participle stands for a noun.
            return format!("people {}", self.word(range.start + 1));
        }
        let (first, last) = (&self.tokens[range.start], &self.tokens[range.end - 1]);
        self.text[first.start..last.end].split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether a noun phrase cannot go on with the word.
    fn stops(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at).filter(|_| self.within(at)) else { return true };
        if !token.is_word() {
            return !(token.kind == Kind::Mark
                && token.is("-")
                && token.glued
                && self.tokens.get(at + 1).is_some_and(|next| next.glued && next.is_word()));
        }
        let word = token.lower.as_str();
        let adverb = word.ends_with("ly")
            && !lexis::among("family assembly supply ally rally monopoly fly early elderly", word);
        let contracted = word
            .strip_suffix("'s")
            .is_some_and(|stem| lexis::among("it that he she there what who here", stem));
        adverb
            || contracted
            || lexis::among(lexis::PREPOSITIONS, word)
            || lexis::among(lexis::AUXILIARIES, word)
            || lexis::among(lexis::CLAUSE_WORDS, word)
            || lexis::among(lexis::ADVERBS, word)
            || lexis::among(lexis::VERB_ADVERBS, word)
            || speech::is_plain_saying(word)
            || token.capital && lexis::among(lexis::WEEKDAYS, word)
            || token.capital && lexis::among(lexis::MONTHS, word)
    }

    fn is_verb(&self, at: usize) -> bool {
        let word = self.word(at);
        lexis::among(lexis::DEEDS_OF_PERSONS, word)
            || lexis::among(lexis::DEEDS_OF_THINGS, word)
            || lexis::among(lexis::ACTS, word)
            || word.len() > 4
                && word.ends_with("ed")
                && !lexis::among("hundred kindred sacred naked", word)
            || lexis::among(lexis::IRREGULAR, word)
    }

    /// Whether the word that could be a verb stands before the noun: "armed men", "dead fish".
    fn modifies(&self, at: usize) -> bool {
        let next = at + 1;
        let noun = !self.stops(next) && !self.is_verb(next) && self.tokens[next].is_word();
        let verbal =
            lexis::among("work works need needed live lives stay took turned left", self.word(at));
        noun && !verbal
    }

    /// The noun phrase that begins at `at`, and the token after it.
    fn noun(&self, mut at: usize) -> (Option<Range<usize>>, usize) {
        if self.is(at, "of") {
            at += 1;
        }
        let those = self.is(at, "those") && self.is_verb(at + 1);
        if those {
            return (Some(at..at + 2), at + 2);
        }
        while self.tokens.get(at).is_some_and(|token| token.kind == Kind::Number) && self.within(at)
            || self.is(
                at,
                "the those these its their his her our all other more additional further new \
                    such",
            ) && !(self.is(at, "more other") && self.stops(at + 1))
        {
            at += 1;
        }
        if self.is(at, "more") {
            return (Some(at..at + 1), at + 1);
        }
        let start = at;
        while at < start + LONGEST && !self.stops(at) {
            if self.is_verb(at) && !(at == start && self.modifies(at)) {
                break;
            }
            at += 1;
        }
        if at == start {
            return (None, at);
        }
        let head = at - 1;
        if self.is(head, OF_HEADS) && self.is(at, "of") {
            let inner = at + 1 + usize::from(self.is(at + 1, "the a an its their his her"));
            let mut end = inner;
            while end < inner + LONGEST && !self.stops(end) && !self.is_verb(end) {
                end += 1;
            }
            if end > inner {
                return (Some(start..end), end);
            }
        }
        if self.is(at, "and or") && self.joins_noun(at + 1) {
            return (Some(start..at + 2), at + 2);
        }
        (Some(start..at), at)
    }

    /// "men and women were", and not "men and women's clubs".
    fn joins_noun(&self, at: usize) -> bool {
        let word = self.word(at);
        let plural = word.ends_with('s') || lexis::among("women men children people", word);
        let free = !self.stops(at) && !self.is_verb(at);
        plural && free && (self.stops(at + 1) || self.is_verb(at + 1)) && !self.mark(at + 1, ",")
    }
}
