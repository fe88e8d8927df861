//! What stands before the figure.

use super::super::{
    phrase,
    range::{self, Ends, Figure, Prefix},
    token::{Kind, Token, stands, word},
    unit,
};
use crate::{Error, Result};

/// What stands before the figure, and the figure.
pub(super) struct Lead<'a> {
    pub(super) prefix: Prefix,
    /// Words that neither qualify nor fill.
    pub(super) words: Vec<&'a str>,
    /// Words that make the figure a change of another figure.
    pub(super) changed: bool,
    /// A word that may change what the number says, since nobody here knows it.
    pub(super) strange: Option<&'a str>,
    /// Currency signs before the figure.
    pub(super) currency: Option<String>,
    pub(super) found: Found,
}

pub(super) enum Found {
    Nothing,
    /// "no one", and the token after it.
    Nobody(usize),
    One(Box<Figure>),
    Range(Box<Ends>),
}

impl<'a> Lead<'a> {
    pub(super) fn walk(tokens: &'a [Token]) -> Result<Self> {
        let prefix = Prefix::default();
        let found = Found::Nothing;
        let mut lead = Lead {
            prefix,
            words: Vec::new(),
            changed: false,
            strange: None,
            currency: None,
            found,
        };
        let mut at = 0;
        while at < tokens.len() {
            match lead.found_at(tokens, at)? {
                Found::Nothing => at = lead.pass(tokens, at)?,
                found => {
                    lead.found = found;
                    break;
                }
            }
        }
        Ok(lead)
    }

    /// What begins at `at`, if it is what the quantity is about.
    fn found_at(&mut self, tokens: &[Token], at: usize) -> Result<Found> {
        if matches!(word(tokens, at), "between" | "from" | "ranging")
            && let Some(ends) = range::between(tokens, at + 1)?
        {
            return Ok(Found::Range(Box::new(ends)));
        }
        if let Some(next) = nobody(tokens, at) {
            return Ok(Found::Nobody(next));
        }
        if phrase::before(tokens, at).is_some_and(|(_, next)| next > at + 1) {
            return Ok(Found::Nothing);
        }
        let Some(figure) = range::figure(tokens, at)? else { return Ok(Found::Nothing) };
        let next = range::skip_unit(tokens, figure.next);
        if phrase::after(tokens, next).is_some() {
            return Ok(Found::One(Box::new(figure)));
        }
        let Some(second) = range::continued(tokens, next, self.prefix)? else {
            return Ok(Found::One(Box::new(figure)));
        };
        let next = second.1.next;
        let first = Some((self.prefix, figure));
        self.prefix = Prefix::default();
        Ok(Found::Range(Box::new(Ends { first, second: Some(second), next })))
    }

    /// Takes in one piece that is not the figure.
    fn pass(&mut self, tokens: &'a [Token], at: usize) -> Result<usize> {
        if let Some((qualifier, next)) = phrase::before(tokens, at) {
            self.prefix.push(qualifier)?;
            return Ok(next);
        }
        if let Some(next) = phrase::best(tokens, at) {
            return Ok(next);
        }
        let token = &tokens[at];
        let named = token.word();
        if named == "to" {
            self.changed = false;
        } else if phrase::is_change(named) || phrase::is_part(named) {
            self.changed = true;
            self.words.push(named);
        } else if phrase::denies(named) {
            return Err(Error::invalid(
                "text",
                format!(
                    "the word \"{named}\" before the number takes away what it says; give only \
                     the words of the quantity"
                ),
            ));
        } else if token.is('+') {
            self.changed = true;
        } else if let (Kind::Mark(sign), true) = (&token.kind, range::is_currency(tokens, at)) {
            self.currency = Some(sign.to_string());
        } else if !phrase::is_filler(named) && !named.is_empty() {
            self.words.push(named);
            self.prefix = Prefix::default();
            if !unit::is_known(named) && !phrase::is_unknown(named) {
                self.strange = self.strange.or(Some(named));
            }
        }
        Ok(at + 1)
    }
}

/// The token after words that say that there is nobody.
fn nobody(tokens: &[Token], at: usize) -> Option<usize> {
    let phrases = [
        "no one",
        "no - one",
        "not one",
        "not a single",
        "not any",
        "nobody",
        "none",
        "nil",
        "nothing",
    ];
    if let Some(next) = phrases.iter().find_map(|phrase| stands(tokens, at, phrase)) {
        return Some(next);
    }
    let counted = !word(tokens, at + 1).is_empty()
        && phrase::before(tokens, at).is_none()
        && range::figure(tokens, at + 1).is_ok_and(|figure| figure.is_none());
    (word(tokens, at) == "no" && counted).then_some(at + 1)
}
