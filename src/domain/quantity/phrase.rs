//! The English phrases that qualify a number.

use super::token::{Kind, Token, stands, word};
use entity::vocab::Qualifier::{
    self, About, AtLeast, AtMost, JustOver, LessThan, MoreThan, Nearly,
};
use std::{collections::HashMap, sync::LazyLock};

/// Before the number. Of those that fit, the longest counts.
pub(in crate::domain) const BEFORE: &[(Qualifier, &str)] = &[
    (
        About,
        "about | around | some | roughly | approximately | approx | approx . | estimated | \
         an estimated | estimated at | an estimate of | circa | c . | ca | ca . | ~ | \
         more or less | in the region of | on the order of | in the order of | of the order of | \
         in the neighbourhood of | in the neighborhood of | something like | closer to | \
         nearer to | nearer | perhaps | maybe | probably | possibly | ± | somewhere around | \
         somewhere in the region of | or so | broadly | loosely",
    ),
    (
        Nearly,
        "nearly | almost | close to | close on | just under | just below | just short of | \
         just shy of | shy of | approaching | nearing | near | near to | not quite | virtually | \
         practically | a little under | a little below | a little less than | \
         a little fewer than | slightly under | slightly below | slightly less than | \
         slightly fewer than | a bit under | a bit less than | just less than | \
         just fewer than | a shade under | marginally under | little short of | little less than",
    ),
    (
        JustOver,
        "just over | just above | just more than | a little over | a little above | \
         a little more than | little more than | slightly over | slightly above | \
         slightly more than | a bit over | a bit more than | marginally over | \
         marginally more than | a shade over | barely over | barely more than",
    ),
    (
        AtLeast,
        "at least | at the least | at the very least | at the minimum | at a minimum | \
         at minimum | no fewer than | no less than | not fewer than | not less than | \
         nothing less than | a minimum of | minimum of | minimum | min | min . | > = | = > | ≥ | \
         as few as | as little as | no lower than | not below | not under",
    ),
    (
        MoreThan,
        "more than | over | upwards of | upward of | in excess of | exceeding | exceeds | \
         exceed | exceeded | above | > | greater than | higher than | larger than | north of | \
         beyond | well over | well above | well in excess of | well beyond | far more than | \
         much more than | many more than | far over | far above | considerably more than | \
         significantly more than | way over | way more than | surpassing | surpassed | topped | \
         topping",
    ),
    (
        AtMost,
        "at most | at the most | at the very most | at the maximum | at a maximum | at maximum | \
         up to | no more than | not more than | as many as | as much as | as high as | \
         a maximum of | maximum of | maximum | max | max . | < = | = < | ≤ | no greater than | \
         no higher than | not exceeding | not over | not above | a ceiling of | nothing more than",
    ),
    (
        LessThan,
        "fewer than | less than | under | below | < | lower than | smaller than | well under | \
         well below | far fewer than | far less than | far below | much fewer than | \
         much less than | many fewer than | considerably fewer than | considerably less than | \
         significantly fewer than | significantly less than | south of | short of | beneath",
    ),
];

/// After the number, with or without the noun between.
pub(in crate::domain) const AFTER: &[(Qualifier, &str)] = &[
    (
        AtLeast,
        "+ | plus | or more | and more | or over | and over | or above | and above | or higher | \
         and higher | or greater | and up | and upwards | or upwards | upwards | upward | \
         if not more | possibly more | perhaps more | maybe more | or even more | and counting | \
         at least | at the least | at the very least | at a minimum | at minimum | minimum | min",
    ),
    (
        AtMost,
        "or fewer | and fewer | or less | or under | and under | or below | and below | \
         or lower | if not fewer | if not less | possibly fewer | perhaps fewer | at most | \
         at the most | at the very most | at a maximum | at maximum | maximum | max | tops",
    ),
    (
        About,
        "or so | or thereabouts | odd | ish | approximately | approx | roughly | more or less | \
         give or take | or around that | an estimated | estimated | plus or minus",
    ),
];

/// An end of a range that is left open.
const OPEN: &str = "an unknown number | unknown | an unspecified number | more | many more | \
    open | even more | infinity";

/// That there is no quantity at all.
const ABSENT: &str = "no report | no reports | no data | no figure | no figures | no number | \
    no numbers | no estimate | no estimates | no information | no details | \
    no count | no official | not reported | not recorded | not given | \
    not available | not stated | not specified | n / a | n a | unreported | \
    without report";

/// How the words between a number and its best estimate begin.
const BEST: &str = "most likely | best estimate | best estimate of | best estimate is | \
    best guess | best guess of | best | likely | probably | central estimate | \
    central estimate of | point estimate | point estimate of | likeliest | \
    estimate | a best estimate of | mean";

/// Phrases by their first word or mark, so that a place in a text is compared with few of them.
struct Index(HashMap<&'static str, Vec<(Qualifier, &'static str)>>);

static BEFORE_INDEX: LazyLock<Index> = LazyLock::new(|| Index::of(BEFORE));
static AFTER_INDEX: LazyLock<Index> = LazyLock::new(|| Index::of(AFTER));

impl Index {
    fn of(table: &'static [(Qualifier, &'static str)]) -> Self {
        let mut index: HashMap<_, Vec<_>> = HashMap::new();
        for (qualifier, phrases) in table {
            for phrase in phrases.split(" | ") {
                let first = phrase.split(' ').next().unwrap_or(phrase);
                index.entry(first).or_default().push((*qualifier, phrase));
            }
        }
        Self(index)
    }

    fn longest(&self, tokens: &[Token], at: usize) -> Option<(Qualifier, usize)> {
        let mut sign = [0; 4];
        let first = match &tokens.get(at)?.kind {
            Kind::Word(word) => word.as_str(),
            Kind::Mark(mark) => mark.encode_utf8(&mut sign),
            Kind::Number(_) => return None,
        };
        let phrases = self.0.get(first)?.iter();
        let found = phrases
            .filter_map(|&(qualifier, phrase)| Some((qualifier, stands(tokens, at, phrase)?)));
        found.max_by_key(|&(_, next)| next)
    }
}

/// The longest phrase before a number that begins at `at`, and the token after it.
pub(super) fn before(tokens: &[Token], at: usize) -> Option<(Qualifier, usize)> {
    BEFORE_INDEX.longest(tokens, at)
}

/// The longest phrase after a number that begins at `at`, and the token after it; the "and up"
/// of "and up to 2,000" is none.
pub(super) fn after(tokens: &[Token], at: usize) -> Option<(Qualifier, usize)> {
    let found = AFTER_INDEX.longest(tokens, at);
    let next = before(tokens, at + 1).map_or(at, |(_, next)| next);
    found.filter(|&(_, end)| end >= next)
}

/// The token after an open end of a range; the "more" of "more than" is none.
pub(super) fn open(tokens: &[Token], at: usize) -> Option<usize> {
    if before(tokens, at).is_some() {
        return None;
    }
    any(OPEN, tokens, at)
}

/// The token after the announcement of a best estimate.
pub(super) fn best(tokens: &[Token], at: usize) -> Option<usize> {
    any(BEST, tokens, at)
}

/// Whether the text says that nothing was reported.
pub(super) fn is_absent(tokens: &[Token]) -> bool {
    let start = usize::from(matches!(word(tokens, 0), "there" | "was" | "were"));
    any(ABSENT, tokens, start).is_some()
}

fn any(phrases: &str, tokens: &[Token], at: usize) -> Option<usize> {
    phrases.split(" | ").filter_map(|phrase| stands(tokens, at, phrase)).max()
}

/// Words that stand before a number and add nothing to it.
pub(super) fn is_filler(word: &str) -> bool {
    const WORDS: &str = "the a an total of altogether all in reportedly allegedly only just even \
        exactly precisely currently already now at is was were are there have \
        has had been be being by crowd crowds group number numbered numbering \
        numbers many figure figures sum toll to for reached stands stood and \
        but with from between as it its their his her this that these those on \
        who possibly perhaps maybe combined overall literally officially full \
        confirmed recorded registered counted documented verified killing injuring \
        wounding arresting leaving casualties casualty estimate estimates range \
        ranging approximate so far us usd eur gbp";
    is_among(WORDS, word)
}

/// Scale words of other languages, behind digits that would lose them.
pub(super) fn is_foreign_scale(word: &str) -> bool {
    const WORDS: &str = "mil mille milhar milhares miles millar millares tausend \
        millionen millones milhões milhoes milioni milliarden milliards miliardi mila bin \
        milyon tysiące tys ribu juta hazar hezar";
    is_among(WORDS, word)
}

/// Words that turn a number into something else than a figure.
pub(super) fn denies(word: &str) -> bool {
    const WORDS: &str = "not no never without except excluding minus neither nor than instead \
        versus vs";
    is_among(WORDS, word) || word.ends_with("n't")
}

/// Words that compare with another number, or add to it.
pub(super) fn is_change(word: &str) -> bool {
    const WORDS: &str = "rose risen rise rises rising increase increased increases increasing \
        grew grown growth fell fallen fall drop dropped decline declined \
        decrease decreased reduced reduction jumped jump climbed soared surged \
        plunged up down additional further another extra other";
    is_among(WORDS, word) || is_multiple(word)
}

/// Words that multiply or divide another number.
pub(super) fn is_multiple(word: &str) -> bool {
    const WORDS: &str = "double doubled doubling doubles triple tripled trebled treble quadruple \
        quadrupled quintupled halved halving twice thrice half twofold \
        threefold fourfold fivefold tenfold hundredfold";
    is_among(WORDS, word)
}

/// Words that name a part of another number, or all of it.
pub(super) fn is_share(word: &str) -> bool {
    is_part(word) || is_among("all everyone entire proportion share fraction percentage", word)
}

/// Words that name a part of the number that follows: "a third of 90".
pub(super) fn is_part(word: &str) -> bool {
    const WORDS: &str = "most majority minority third \
        quarter fifth thirds quarters fifths sixths eighths tenths tenth";
    is_among(WORDS, word)
}

/// Words that say that there are some, and not how many.
pub(super) fn is_unknown(word: &str) -> bool {
    const WORDS: &str = "number numbers unknown unspecified undisclosed unconfirmed undetermined \
        uncounted untold unclear many crowd crowds mass masses numerous \
        countless innumerable multiple various some lots lot plenty group \
        groups few hardly barely multitude multitudes throng throngs tons \
        numberless";
    is_among(WORDS, word)
}

fn is_among(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}
