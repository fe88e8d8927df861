//! Propositions without a number: where they stand and how they read.

use std::ops::Range;

use super::{
    lexis,
    token::{Kind, Token},
};

/// A statement of fewer words says too little.
const FEWEST_WORDS: usize = 3;

/// A quotation of fewer words inside a sentence is a manner of speaking.
pub(super) const FEWEST_QUOTED: usize = 4;

/// A range of tokens without the marks at its ends; `None` where too little is left.
pub(super) fn trimmed(tokens: &[Token], mut range: Range<usize>) -> Option<Range<usize>> {
    let opening = |token: &Token| {
        token.kind == Kind::Mark && !token.is_mark("$€£#([") || token.among("and but that")
    };
    while range.start < range.end && opening(&tokens[range.start]) {
        range.start += 1;
    }
    while range.start < range.end
        && tokens[range.end - 1].kind == Kind::Mark
        && !tokens[range.end - 1].is_mark("%)]")
    {
        range.end -= 1;
    }
    let words = tokens[range.clone()].iter().filter(|token| token.kind != Kind::Mark).count();
    (words >= FEWEST_WORDS).then_some(range)
}

/// Whether an indirect statement has a verb, so that it says something.
pub(super) fn says_something(tokens: &[Token], range: Range<usize>) -> bool {
    tokens[range].iter().any(|token| {
        let word = token.lower.as_str();
        token.is_word()
            && (lexis::among(lexis::AUXILIARIES, word)
                || lexis::among(lexis::ACTS, word)
                || word.len() > 4 && word.ends_with("ed")
                || word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !token.capital)
    })
}

/// The words of a statement on one line, without quotation marks that have no partner.
pub(super) fn reading(words: &str) -> String {
    let count = |mark: char| words.matches(mark).count();
    let uneven = count('“') != count('”') || count('"') % 2 == 1;
    let kept: String =
        words.chars().filter(|&c| !(uneven && matches!(c, '“' | '”' | '"'))).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}
