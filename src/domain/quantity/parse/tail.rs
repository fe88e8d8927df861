//! What stands after the figure.

use super::{
    super::{
        phrase,
        range::{self, Ends, Figure, Prefix},
        token::{Kind, Token, mark, stands, word},
        unit,
    },
    lead::Lead,
    two_figures,
};
use crate::Result;

/// What stands after the figure.
#[derive(Default)]
pub(super) struct Tail {
    pub(super) after: Prefix,
    pub(super) relative: bool,
    /// The range in parentheses after a best estimate.
    pub(super) range: Option<Ends>,
    /// The single number in parentheses.
    pub(super) enclosed: Option<Figure>,
    /// The best estimate after a range.
    pub(super) best: Option<Figure>,
    /// What stands behind ±.
    pub(super) margin: Option<Figure>,
    pub(super) noun: Option<String>,
}

impl Tail {
    /// Whether there is a figure besides the one qualified.
    pub(super) const fn has_figure(&self) -> bool {
        self.range.is_some()
            || self.enclosed.is_some()
            || self.best.is_some()
            || self.margin.is_some()
    }

    pub(super) fn walk(
        text: &str,
        tokens: &[Token],
        start: usize,
        lead: &Lead,
        integral: bool,
    ) -> Result<Self> {
        let mut tail = Self::default();
        let mut at = range::skip_unit(tokens, start);
        let unit = (at > start).then(|| match &tokens[start].kind {
            Kind::Mark(sign) => sign.to_string(),
            Kind::Word(_) | Kind::Number(_) => "%".to_owned(),
        });
        let percent = unit.as_deref() == Some("%");
        tail.relative = lead.changed || is_relative(tokens, at, percent && integral);
        tail.noun = unit.or_else(|| lead.currency.clone());
        tail.noun = tail.noun.or_else(|| unit::after(&tokens[at..]));
        while at < tokens.len() {
            at = tail.pass(text, tokens, at)?;
        }
        tail.noun = tail.noun.or_else(|| unit::before(&lead.words));
        Ok(tail)
    }

    fn pass(&mut self, text: &str, tokens: &[Token], at: usize) -> Result<usize> {
        for sign in ["±", "+ / -", "plus or minus", "give or take"] {
            if let Some(next) = stands(tokens, at, sign)
                && let Some(margin) = range::figure(tokens, next)?
            {
                let next = range::skip_unit(tokens, margin.next);
                self.margin = Some(margin);
                return Ok(next);
            }
        }
        if let Some((qualifier, next)) = phrase::after(tokens, at) {
            self.after.push(qualifier)?;
            return Ok(next);
        }
        if let Some(next) = phrase::best(tokens, at)
            && self.best.is_none()
            && let Some((_, best)) = range::qualified(tokens, next)?
        {
            let next = range::skip_unit(tokens, best.next);
            self.best = Some(best);
            return Ok(next);
        }
        if (mark(tokens, at, '(') || mark(tokens, at, '['))
            && self.range.is_none()
            && self.enclosed.is_none()
        {
            if let Some((_, figure)) = range::qualified(tokens, at + 1)?
                && let Some(next) = closed(tokens, figure.next)
            {
                self.enclosed = Some(figure);
                return Ok(next);
            }
            if let Some(ends) = enclosed(tokens, at + 1)? {
                let next = ends.next;
                self.range = Some(ends);
                return Ok(next);
            }
        }
        if let Some(next) = rate(tokens, at)? {
            self.noun = Some(range::wording(&tokens[at..next]));
            return Ok(next);
        }
        if self.relative {
            return Ok(at + 1);
        }
        match range::figure(tokens, at)? {
            Some(_) => Err(two_figures(text)),
            None => Ok(at + 1),
        }
    }
}

/// The token after "per 100,000".
fn rate(tokens: &[Token], at: usize) -> Result<Option<usize>> {
    let next = ["per", "for every", "in every"].iter().find_map(|per| stands(tokens, at, per));
    let Some(next) = next else { return Ok(None) };
    Ok(range::figure(tokens, next)?.map(|figure| figure.next))
}

/// The token after the parenthesis that closes behind a number.
fn closed(tokens: &[Token], at: usize) -> Option<usize> {
    let at = range::skip_unit(tokens, at);
    (mark(tokens, at, ')') || mark(tokens, at, ']')).then_some(at + 1)
}

/// The range in parentheses.
fn enclosed(tokens: &[Token], mut at: usize) -> Result<Option<Ends>> {
    if let Some(label) = interval_label(tokens, at) {
        at = label;
    }
    for opening in ["range", "between", "from", "range :", "range of"] {
        at = stands(tokens, at, opening).unwrap_or(at);
    }
    if let Some(ends) = range::between(tokens, at)? {
        return Ok(Some(ends));
    }
    let Some(first) = range::qualified(tokens, at)? else { return Ok(None) };
    let next = range::skip_unit(tokens, first.1.next);
    let comma =
        stands(tokens, next, ",").map_or(Ok(None), |next| range::qualified(tokens, next))?;
    let second = range::continued(tokens, next, first.0)?.or(comma);
    Ok(second.map(|second| {
        let next = range::skip_unit(tokens, second.1.next);
        Ends { first: Some(first), second: Some(second), next }
    }))
}

/// "95 % CI", "95% confidence interval:".
fn interval_label(tokens: &[Token], at: usize) -> Option<usize> {
    let level = matches!(tokens.get(at)?.kind, Kind::Number(_));
    let start = if level { range::skip_unit(tokens, at + 1) } else { at };
    let names = ["ci", "ui", "confidence interval", "uncertainty interval", "credible interval"];
    let next = names.iter().find_map(|name| stands(tokens, start, name))?;
    let punctuated = [":", ",", "="].iter().find_map(|mark| stands(tokens, next, mark));
    Some(punctuated.unwrap_or(next))
}

/// Whether what follows the number makes it a part or a change of another number.
fn is_relative(tokens: &[Token], at: usize, share: bool) -> bool {
    let at = if mark(tokens, at, '-') { at + 1 } else { at };
    if phrase::after(tokens, at).is_some() {
        return false;
    }
    let another = |next: usize| range::figure(tokens, next).is_ok_and(|figure| figure.is_some());
    match word(tokens, at) {
        "times" | "fold" | "x" | "third" | "thirds" | "half" | "halves" | "quarter"
        | "quarters" | "fifth" | "fifths" | "sixth" | "sixths" | "eighths" | "tenth" | "tenths"
        | "more" | "fewer" | "less" | "additional" | "further" | "extra" | "higher" | "lower"
        | "increase" | "rise" | "drop" | "decrease" | "decline" | "reduction" | "growth" => true,
        "of" => share,
        "in" => another(at + 1),
        "out" => word(tokens, at + 1) == "of" && another(at + 2),
        _ => false,
    }
}
