//! Finds the words of quantities in running text.

use std::{collections::HashSet, ops::Range, sync::LazyLock};

use super::{
    lexis,
    token::{Kind, Token},
};
use crate::domain::quantity::{QUALIFIERS_AFTER, QUALIFIERS_BEFORE};

/// The longest qualifying phrase has so many words.
const LONGEST_PHRASE: usize = 5;

static BEFORE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    QUALIFIERS_BEFORE.iter().flat_map(|(_, phrases)| phrases.split(" | ")).collect()
});

/// Nouns of change: "a 30 percent increase".
pub(super) const CHANGE_NOUNS: &str = "increase rise drop fall decline decrease cut jump \
reduction surge \
    gain loss growth";

/// What sort of number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Count,
    Percent,
    Money,
    Vague,
    Nobody,
    Unknown,
    Relative,
}

/// The words of one quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) sort: Sort,
    /// With its qualifying phrases.
    pub(super) range: Range<usize>,
    /// The number alone.
    pub(super) core: Range<usize>,
}

/// Every quantity in a range of tokens, in order.
pub(super) fn mentions(tokens: &[Token], range: Range<usize>) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut at = range.start;
    let window = &tokens[..range.end];
    while at < range.end {
        let floor = found.last().map_or(range.start, |last| last.range.end);
        match mention(window, at, floor) {
            Some(mention) => {
                at = mention.range.end.max(at + 1);
                found.push(mention);
            }
            None => at += 1,
        }
    }
    found
}

fn is(tokens: &[Token], at: usize, words: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.among(words))
}

fn mark(tokens: &[Token], at: usize, marks: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.is_mark(marks))
}

/// Whether the words of a phrase stand at `at`; the token after them.
pub(super) fn phrase(tokens: &[Token], at: usize, phrase: &str) -> Option<usize> {
    let mut next = at;
    for word in phrase.split(' ') {
        if !tokens.get(next)?.is(word) {
            return None;
        }
        next += 1;
    }
    Some(next)
}

fn mention(tokens: &[Token], at: usize, floor: usize) -> Option<Mention> {
    if let Some((sort, end)) = without_number(tokens, at) {
        return Some(Mention { sort, range: at..end, core: at..end });
    }
    let (mut sort, first_end) = core(tokens, at)?;
    let mut core = at..first_end;
    if core.start > floor && mark(tokens, core.start - 1, "$€£¥₹₽﷼") {
        sort = Sort::Money;
        core.start -= 1;
        if core.start > floor
            && tokens[core.start].glued
            && is(tokens, core.start - 1, "us a c hk nz")
        {
            core.start -= 1;
        }
    }
    let (mut start, ranged) = before(tokens, core.start, floor);
    let mut end = core.end;
    end = unit(tokens, end, &mut sort);
    if ranged && second(tokens, end, ranged).is_none() {
        start = core.start;
    }
    if let Some(second) = second(tokens, end, ranged) {
        end = unit(tokens, second, &mut sort);
        core.end = end;
    }
    let (end, sort) = after(tokens, end, sort);
    let (start, sort) = change(tokens, start, floor, sort);
    let grown = sort == Sort::Percent && is(tokens, end, CHANGE_NOUNS);
    let (end, sort) = if grown { (end + 1, Sort::Relative) } else { (end, sort) };
    Some(Mention { sort, range: start..end, core })
}

/// A number in digits or words, or a vague word.
fn core(tokens: &[Token], at: usize) -> Option<(Sort, usize)> {
    let token = tokens.get(at)?;
    let hyphened = at > 0 && tokens[at - 1].is_mark("-") && token.glued;
    if token.kind == Kind::Number {
        let sort = if token.lower.ends_with('s') { Sort::Vague } else { Sort::Count };
        return Some((sort, scales(tokens, at + 1)));
    }
    if !token.is_word() || hyphened {
        return None;
    }
    if let Some(found) = vague(tokens, at) {
        return Some(found);
    }
    if token.is("half") && is(tokens, at + 1, "a") && is(tokens, at + 2, lexis::SCALES) {
        return Some((Sort::Count, scales(tokens, at + 3)));
    }
    if token.is("a") || token.is("an") {
        if token.is("a") && is(tokens, at + 1, "couple") {
            return Some((Sort::Count, at + 2));
        }
        let scale = is(tokens, at + 1, lexis::SCALES);
        return scale.then(|| (Sort::Count, words(tokens, at + 1)));
    }
    is(tokens, at, lexis::UNITS).then(|| (Sort::Count, words(tokens, at)))
}

/// The end of a number in words.
fn words(tokens: &[Token], at: usize) -> usize {
    let mut end = at + 1;
    loop {
        let hyphen = usize::from(mark(tokens, end, "-") && tokens[end].glued);
        let number = |at: usize| is(tokens, at, lexis::UNITS) || is(tokens, at, lexis::SCALES);
        if number(end + hyphen) {
            end += hyphen + 1;
        } else if is(tokens, end, "and")
            && is(tokens, end - 1, lexis::SCALES)
            && is(tokens, end + 1, lexis::UNITS)
        {
            end += 2;
        } else {
            return end;
        }
    }
}

fn scales(tokens: &[Token], mut end: usize) -> usize {
    while is(tokens, end, lexis::SCALES) {
        end += 1;
    }
    end
}

fn vague(tokens: &[Token], at: usize) -> Option<(Sort, usize)> {
    let mut end = if is(tokens, at, lexis::PLURAL_SCALES) {
        at + 1
    } else if is(tokens, at, "several") {
        scales(tokens, at + 1)
    } else if is(tokens, at, "a") && is(tokens, at + 1, "few handful") {
        scales(tokens, at + 2)
    } else {
        return None;
    };
    while is(tokens, end, "of") && is(tokens, end + 1, lexis::PLURAL_SCALES) {
        end += 2;
    }
    if is(tokens, end, "and") && tokens[at].is(tokens.get(end + 1).map_or("", |next| &next.lower)) {
        end += 2;
    }
    Some((Sort::Vague, end))
}

/// "No one", "an unknown number", "a third of", "doubled".
fn without_number(tokens: &[Token], at: usize) -> Option<(Sort, usize)> {
    const NOBODY: [&str; 6] = ["no one", "no - one", "nobody", "none", "not one", "not a single"];
    const PARTS: [&str; 13] = [
        "a third",
        "a quarter",
        "a fifth",
        "a tenth",
        "one third",
        "one quarter",
        "one - third",
        "two thirds",
        "two - thirds",
        "three quarters",
        "three - quarters",
        "half",
        "more than half",
    ];
    let one = tokens[at].kind == Kind::Number && tokens[at].is("1") || tokens[at].is("one");
    if one && is(tokens, at + 1, "in") {
        return one_in(tokens, at + 2).map(|end| (Sort::Relative, end));
    }
    if let Some(end) = NOBODY.iter().find_map(|words| phrase(tokens, at, words)) {
        return Some((Sort::Nobody, end));
    }
    if is(tokens, at, "no")
        && is(tokens, at + 1, "deaths injuries casualties fatalities arrests victims survivors")
    {
        return Some((Sort::Nobody, at + 2));
    }
    if is(tokens, at, "no") && is_plural(tokens, at + 1) {
        return Some((Sort::Nobody, at + 2));
    }
    if let Some(end) = unknown(tokens, at) {
        return Some((Sort::Unknown, end));
    }
    if let Some(end) = PARTS.iter().find_map(|words| phrase(tokens, at, words)) {
        let whole = is(tokens, end, "of")
            || tokens[end - 1].is("half")
                && is(
                    tokens,
                    end,
                    "the its \
            their",
                );
        let majority = mark(tokens, end, "-") || is(tokens, end, "majority");
        return (whole && !majority).then_some((Sort::Relative, end));
    }
    let multiple = is(tokens, at, "doubled tripled trebled quadrupled halved");
    multiple.then_some((Sort::Relative, at + 1))
}

/// "no civilians": a plural noun behind "no".
fn is_plural(tokens: &[Token], at: usize) -> bool {
    let persons = is(tokens, at, "people men women children police");
    tokens.get(at).is_some_and(|token| {
        token.is_word() && (persons || token.lower.ends_with('s') && !token.lower.ends_with("ss"))
    })
}

/// "one in five".
fn one_in(tokens: &[Token], at: usize) -> Option<usize> {
    let number = tokens.get(at).is_some_and(|token| token.kind == Kind::Number)
        || is(tokens, at, lexis::UNITS);
    number.then_some(at + 1)
}

fn unknown(tokens: &[Token], at: usize) -> Option<usize> {
    if is(tokens, at, "a an") {
        let mut end = at + 1;
        while is(
            tokens,
            end,
            "large small growing unknown unspecified undisclosed undetermined unconfirmed \
                great huge untold significant substantial",
        ) {
            end += 1;
        }
        return (is(tokens, end, "number") && is(tokens, end + 1, "of")).then_some(end + 1);
    }
    let start = at == 0
        || tokens[at - 1].kind == Kind::Mark
        || is(tokens, at - 1, "that said killing killed injuring");
    (start && is(tokens, at, "many countless numerous scores-of")).then_some(at + 1)
}

/// Where the qualifying phrases before a number begin, and whether they open a range.
fn before(tokens: &[Token], core: usize, floor: usize) -> (usize, bool) {
    let mut start = core;
    let mut ranged = false;
    loop {
        let found = (1..=LONGEST_PHRASE.min(start - floor))
            .rev()
            .find(|&length| qualifies(&tokens[start - length..start]));
        if let Some(length) = found {
            start -= length;
        } else if start > floor && is(tokens, start - 1, "between from") && start == core {
            (start, ranged) = (start - 1, true);
        } else if start >= floor + 3 && phrase(tokens, start - 3, "a total of").is_some() {
            start -= 3;
        } else {
            return (start, ranged);
        }
    }
}

fn qualifies(tokens: &[Token]) -> bool {
    let first = &tokens[0];
    if first.glued && first.is_word() {
        return false;
    }
    let joined = tokens.iter().map(|token| token.lower.as_str()).collect::<Vec<_>>().join(" ");
    BEFORE.contains(joined.as_str())
}

/// The end of a unit that belongs to the words of the quantity.
fn unit(tokens: &[Token], end: usize, sort: &mut Sort) -> usize {
    for percent in ["%", "percent", "per cent", "percentage points", "percentage point", "pct"] {
        if let Some(next) = phrase(tokens, end, percent) {
            if *sort == Sort::Count {
                *sort = Sort::Percent;
            }
            return next;
        }
    }
    if *sort == Sort::Vague && is(tokens, end, "of") && is(tokens, end + 1, lexis::MONEY) {
        *sort = Sort::Money;
        return end + 2;
    }
    if *sort == Sort::Count && is(tokens, end, lexis::MONEY) {
        *sort = Sort::Money;
        return end + 1;
    }
    end
}

/// The end of the second number of a range.
fn second(tokens: &[Token], end: usize, ranged: bool) -> Option<usize> {
    let dash = mark(tokens, end, "-—")
        && tokens[end].glued
        && tokens.get(end + 1).is_some_and(|next| next.glued);
    let joined = dash
        || is(tokens, end, "to or")
        || ranged && is(tokens, end, "and")
        || is(tokens, end, "if") && is(tokens, end + 1, "not");
    if !joined {
        return None;
    }
    let mut next = end + if is(tokens, end, "if") { 2 } else { 1 };
    let qualified = next;
    while next < qualified + 3
        && is(
            tokens,
            next,
            "at least more than nearly about around possibly perhaps even as \
            many",
        )
    {
        next += 1;
    }
    if mark(tokens, next, "$€£") {
        next += 1;
    }
    let hyphened = dash && next == end + 1;
    if hyphened {
        let number = tokens.get(next).is_some_and(|token| token.kind == Kind::Number);
        return number.then(|| scales(tokens, next + 1));
    }
    core(tokens, next).map(|(_, end)| end)
}

/// Takes in "or more", "or so", "+".
fn after(tokens: &[Token], end: usize, sort: Sort) -> (usize, Sort) {
    if mark(tokens, end, "+") && tokens[end].glued {
        return (end + 1, sort);
    }
    let phrases = QUALIFIERS_AFTER.iter().flat_map(|(_, phrases)| phrases.split(" | "));
    let longest = phrases.filter_map(|words| phrase(tokens, end, words)).max();
    // "50 up to" and "20 minimum wage workers": a single word after the number is rarely meant.
    (longest.filter(|&next| next > end + 1).unwrap_or(end), sort)
}

/// Takes in the verb of a change: "rose by 30 percent", "up 12 percent".
fn change(tokens: &[Token], start: usize, floor: usize, sort: Sort) -> (usize, Sort) {
    const CHANGES: &str = "rose risen rise rises grew grown increased increase fell fallen \
    dropped \
        declined decreased jumped climbed soared surged plunged up down shrank shrunk";
    if start <= floor {
        return (start, sort);
    }
    let by = is(tokens, start - 1, "by");
    let Some(verb) = start.checked_sub(1 + usize::from(by)) else { return (start, sort) };
    let changed = verb >= floor && verb < start && is(tokens, verb, CHANGES);
    let changed = changed
        && !(is(tokens, verb, "up down")
            && verb > 0
            && is(tokens, verb - 1, "made make makes making"));
    let counted = matches!(sort, Sort::Percent | Sort::Count);
    if changed && counted && (by || sort == Sort::Percent) {
        (verb, Sort::Relative)
    } else {
        (start, sort)
    }
}
