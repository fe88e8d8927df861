//! Reads one quantity from words: what qualifies it, its figures, and what stands around them.

mod build;
mod lead;
mod tail;

use super::{
    Notice, fields, phrase,
    range::{self, Prefix},
    token::{self, Token},
    unit,
    vague::Vague,
};
use crate::{Error, Result};
use build::Builder;
use entity::vocab::Qualifier;
use lead::{Found, Lead};
use tail::Tail;

/// A quantity as read, with what only the reader needs.
#[derive(Clone, Debug)]
pub(in crate::domain::quantity) struct Read {
    pub(in crate::domain::quantity) qualifier: Qualifier,
    pub(in crate::domain::quantity) value: Option<f64>,
    pub(in crate::domain::quantity) low: Option<f64>,
    pub(in crate::domain::quantity) high: Option<f64>,
    /// The words soften the bounds they give.
    pub(in crate::domain::quantity) hedged: bool,
    /// The vague words; `None` where the quantity is not VAGUE.
    pub(in crate::domain::quantity) vague: Option<Vague>,
    pub(in crate::domain::quantity) notices: Vec<Notice>,
    pub(in crate::domain::quantity) noun: Option<String>,
}

impl Read {
    const fn bare(qualifier: Qualifier) -> Self {
        Self {
            qualifier,
            value: None,
            low: None,
            high: None,
            hedged: false,
            vague: None,
            notices: Vec::new(),
            noun: None,
        }
    }

    fn none() -> Self {
        let nought = Some(0.0);
        Self { value: nought, low: nought, high: nought, ..Self::bare(Qualifier::None) }
    }
}

/// Reads a text that is one quantity.
pub(in crate::domain::quantity) fn read(text: &str, integral: bool) -> Result<Read> {
    let text = text.trim();
    fields::check_text(text)?;
    let tokens = token::cut(text);
    if phrase::is_absent(&tokens) {
        return Err(Error::invalid(
            "text",
            format!(
                "\"{text}\" says that nothing was reported, which is no quantity; leave it out"
            ),
        ));
    }
    if let Some(word) = tokens.iter().map(Token::word).find(|word| token::is_foreign(word)) {
        return Err(unknown_word(word));
    }
    let lead = Lead::walk(&tokens)?;
    match lead.found {
        Found::Nothing => without_figure(text, &tokens, &lead),
        Found::Nobody(next) => {
            let noun = unit::after(&tokens[next..]);
            no_other_figure(text, &tokens, next)?;
            let plain = lead.prefix == Prefix::default();
            let read = if plain { Read::none() } else { Read::bare(Qualifier::Unknown) };
            Ok(Read { noun, ..read })
        }
        Found::One(ref figure) => {
            let tail = Tail::walk(text, &tokens, figure.next, &lead, integral)?;
            no_strange_word(&tokens, figure.next, &lead)?;
            Builder { tokens: &tokens, integral, lead: &lead, tail }.one(figure)
        }
        Found::Range(ref ends) => {
            let tail = Tail::walk(text, &tokens, ends.next, &lead, integral)?;
            no_strange_word(&tokens, ends.next, &lead)?;
            Builder { tokens: &tokens, integral, lead: &lead, tail }.range(ends)
        }
    }
}

/// A text without a number or vague word.
fn without_figure(text: &str, tokens: &[Token], lead: &Lead) -> Result<Read> {
    let any = |is: fn(&str) -> bool| tokens.iter().any(|token| is(token.word()));
    if any(phrase::is_multiple) || any(phrase::is_share) {
        return Ok(Read::bare(Qualifier::Relative));
    }
    if any(phrase::is_unknown) {
        let noun = unit::before(&lead.words);
        return Ok(Read { noun, ..Read::bare(Qualifier::Unknown) });
    }
    Err(Error::invalid(
        "text",
        format!(
            "\"{text}\" holds no quantity; give words such as \"at least 8,000\", \"dozens\" or \
             \"an unknown number\", or give its qualifier, value or bounds beside the words"
        ),
    ))
}

/// A word of another language may be "more than" or "thousand": nothing is read past it.
fn unknown_word(word: &str) -> Error {
    Error::invalid(
        "text",
        format!(
            "the word \"{word}\" is not among the English words known beside a number, and may \
             change what it says; give only the words of the quantity, or give its qualifier, \
             value or bounds beside the words"
        ),
    )
}

/// Refuses words before and right behind a figure that may change it.
fn no_strange_word(tokens: &[Token], next: usize, lead: &Lead) -> Result<()> {
    let behind = token::word(tokens, next);
    let strange = lead.strange.or_else(|| phrase::is_foreign_scale(behind).then_some(behind));
    strange.map_or(Ok(()), |word| Err(unknown_word(word)))
}

fn no_other_figure(text: &str, tokens: &[Token], from: usize) -> Result<()> {
    for at in from..tokens.len() {
        if range::figure(tokens, at)?.is_some() {
            return Err(two_figures(text));
        }
    }
    Ok(())
}

fn two_figures(text: &str) -> Error {
    Error::invalid(
        "text",
        format!(
            "\"{text}\" holds more than one figure, and a quantity is what one speaker says of one \
             thing; give each figure as a quantity of its own"
        ),
    )
}
