//! Reads one quantity from words: what qualifies it, its figures, and what stands around them.

use super::{
    Notice, fields, phrase,
    range::{self, Ends, Figure, Prefix},
    token::{self, Kind, Token, mark, stands, word},
    unit,
    vague::{Side, Vague},
};
use crate::{Error, Result};
use entity::vocab::Qualifier;

/// A quantity as read, with what only the reader needs.
#[derive(Clone, Debug)]
pub(super) struct Read {
    pub(super) qualifier: Qualifier,
    pub(super) value: Option<f64>,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    /// The words soften the bounds they give.
    pub(super) hedged: bool,
    /// The vague words; `None` where the quantity is not VAGUE.
    pub(super) vague: Option<Vague>,
    pub(super) notices: Vec<Notice>,
    pub(super) noun: Option<String>,
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
pub(super) fn read(text: &str, integral: bool) -> Result<Read> {
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
            Builder { tokens: &tokens, integral, lead: &lead, tail }.one(figure)
        }
        Found::Range(ref ends) => {
            let tail = Tail::walk(text, &tokens, ends.next, &lead, integral)?;
            Builder { tokens: &tokens, integral, lead: &lead, tail }.range(ends)
        }
    }
}

/// What stands before the figure, and the figure.
struct Lead<'a> {
    prefix: Prefix,
    /// Words that neither qualify nor fill.
    words: Vec<&'a str>,
    /// Words that make the figure a change of another figure.
    changed: bool,
    /// Currency signs before the figure.
    currency: Option<String>,
    found: Found,
}

enum Found {
    Nothing,
    /// "no one", and the token after it.
    Nobody(usize),
    One(Figure),
    Range(Ends),
}

impl<'a> Lead<'a> {
    fn walk(tokens: &'a [Token]) -> Result<Self> {
        let prefix = Prefix::default();
        let found = Found::Nothing;
        let mut lead = Lead { prefix, words: Vec::new(), changed: false, currency: None, found };
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
            return Ok(Found::Range(ends));
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
            return Ok(Found::One(figure));
        }
        let Some(second) = range::continued(tokens, next, self.prefix)? else {
            return Ok(Found::One(figure));
        };
        let next = range::skip_unit(tokens, second.1.next);
        let first = Some((self.prefix, figure));
        self.prefix = Prefix::default();
        Ok(Found::Range(Ends { first, second: Some(second), next }))
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
        } else if phrase::is_change(named) {
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
        } else if let (Kind::Mark(sign), true) = (&token.kind, range::is_currency(tokens, at)) {
            self.currency = Some(sign.to_string());
        } else if !phrase::is_filler(named) && !named.is_empty() {
            self.words.push(named);
            self.prefix = Prefix::default();
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
             \"an unknown number\", or send qualifier and value"
        ),
    ))
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

/// What stands after the figure.
#[derive(Default)]
struct Tail {
    after: Prefix,
    relative: bool,
    /// The range in parentheses after a best estimate.
    range: Option<Ends>,
    /// The single number in parentheses.
    enclosed: Option<Figure>,
    /// The best estimate after a range.
    best: Option<Figure>,
    /// What stands behind ±.
    margin: Option<Figure>,
    noun: Option<String>,
}

impl Tail {
    fn walk(
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
            if let Some(figure) = range::figure(tokens, next)? {
                self.noun = Some(range::wording(&tokens[at..figure.next]));
                return Ok(figure.next);
            }
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

/// "per 100,000".
fn rate(tokens: &[Token], at: usize) -> Result<Option<usize>> {
    let next = ["per", "for every", "in every"].iter().find_map(|per| stands(tokens, at, per));
    let Some(next) = next else { return Ok(None) };
    Ok(range::figure(tokens, next)?.map(|_| next))
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

/// Puts the pieces together.
struct Builder<'a> {
    tokens: &'a [Token],
    integral: bool,
    lead: &'a Lead<'a>,
    tail: Tail,
}

impl Builder<'_> {
    fn one(self, figure: &Figure) -> Result<Read> {
        let mut prefix = self.lead.prefix;
        if let Some(bound) = self.tail.after.bound {
            prefix.push(bound)?;
        }
        prefix.about |= self.tail.after.about;
        if self.tail.relative {
            return Ok(Read { noun: self.tail.noun, ..Read::bare(Qualifier::Relative) });
        }
        let Side::Number(value) = figure.side else {
            return Ok(self.vague(prefix, &figure.side));
        };
        let mut notices: Vec<Notice> = figure.notice.iter().cloned().collect();
        if self.tail.enclosed.as_ref().is_some_and(|again| again.value() != Some(value)) {
            return Err(two_figures(&range::wording(self.tokens)));
        }
        if let Some(ends) = &self.tail.range {
            let mut read = self.ends(ends)?;
            read.notices.splice(0..0, notices);
            return self.estimated(read, prefix, value);
        }
        if let Some(margin) = &self.tail.margin {
            notices.extend(margin.notice.clone());
            let width =
                margin.value().filter(|width| *width >= 0.0).ok_or_else(range::contradiction)?;
            let ends = (Some(value - width), Some(value + width));
            let read =
                Read { low: ends.0, high: ends.1, notices, ..Read::bare(Qualifier::Between) };
            return self.estimated(read, prefix, value);
        }
        if self.tail.best.is_some() {
            return Err(range::contradiction());
        }
        fields::check_number("text", Some(value), self.integral)?;
        let qualifier = match prefix.bound {
            Some(bound) => bound,
            None if prefix.about => Qualifier::About,
            None if value == 0.0 => Qualifier::None,
            None => Qualifier::Exact,
        };
        let (low, high) = fields::bounds(qualifier, value, self.integral);
        fields::check_number("text", high, self.integral)?;
        let noun = self.tail.noun.clone();
        let read = Read { value: Some(value), low, high, notices, noun, ..Read::bare(qualifier) };
        Ok(settled(read))
    }

    fn vague(self, prefix: Prefix, side: &Side) -> Read {
        let low = Some(side.clone()).filter(|_| !prefix.from_above());
        let high = Some(side.clone()).filter(|_| !prefix.from_below());
        let vague = Some(Vague { low, high });
        Read { vague, noun: self.tail.noun, ..Read::bare(Qualifier::Vague) }
    }

    /// A range with its best estimate.
    fn estimated(&self, mut read: Read, prefix: Prefix, value: f64) -> Result<Read> {
        if prefix.bound.is_some() || read.vague.is_some() {
            return Err(range::contradiction());
        }
        for bound in [Some(value), read.low, read.high] {
            fields::check_number("text", bound, self.integral)?;
        }
        if read.low.is_some_and(|low| low > value) || read.high.is_some_and(|high| high < value) {
            return Err(Error::invalid(
                "text",
                format!("the best estimate {value} lies outside its range; give one of the two"),
            ));
        }
        read.value = Some(value);
        read.hedged |= prefix.about;
        read.noun = self.tail.noun.clone();
        Ok(settled(read))
    }

    fn range(self, ends: &Ends) -> Result<Read> {
        if self.tail.relative {
            return Ok(Read { noun: self.tail.noun, ..Read::bare(Qualifier::Relative) });
        }
        let mut read = self.ends(ends)?;
        let mut whole = self.lead.prefix;
        if let Some(bound) = self.tail.after.bound {
            whole.push(bound)?;
        }
        if whole.from_below() {
            read.high = None;
        } else if whole.from_above() {
            read.low = None;
        }
        if let Some(vague) = &mut read.vague {
            vague.low = vague.low.take().filter(|_| !whole.from_above());
            vague.high = vague.high.take().filter(|_| !whole.from_below());
        }
        read.hedged |=
            whole.about || self.tail.after.about || whole.bound == Some(Qualifier::Nearly);
        read.noun.clone_from(&self.tail.noun);
        if self.tail.range.is_some() || self.tail.margin.is_some() {
            return Err(two_figures(&range::wording(self.tokens)));
        }
        let best = self.tail.best.as_ref().or(self.tail.enclosed.as_ref());
        if let Some(best) = best {
            read.notices.extend(best.notice.clone());
            let value = best.value().ok_or_else(range::contradiction)?;
            return self.estimated(read, Prefix::default(), value);
        }
        Ok(settled(read))
    }

    /// The range that two ends make.
    fn ends(&self, ends: &Ends) -> Result<Read> {
        let mut read = Read::bare(Qualifier::Between);
        let (mut first, mut second) = (ends.first.clone(), ends.second.clone());
        if let (Some((low, least)), Some((high, greatest))) = (&mut first, &mut second) {
            range::share_scale(least, greatest);
            if !(low.from_below() && high.from_above()) {
                let written = range::wording(self.tokens);
                read.notices.extend(range::elided(least, greatest, written));
            }
            if low.from_above() && high.from_below() {
                (first, second) = (second, first);
            }
        }
        for (prefix, figure) in [&first, &second].into_iter().flatten() {
            read.notices.extend(figure.notice.clone());
            read.hedged |= prefix.about || prefix.bound == Some(Qualifier::Nearly);
            fields::check_number("text", figure.value(), self.integral)?;
        }
        let low = first.as_ref().and_then(|end| self.lower(end));
        let opening = first.as_ref().map(|end| end.0).unwrap_or_default();
        let high = second.as_ref().and_then(|end| self.upper(end, opening));
        if low.is_none() && high.is_none() {
            return Err(range::contradiction());
        }
        let vague = [&low, &high].into_iter().flatten().any(|side| matches!(side, Side::Term(_)));
        self.ordered(low.as_ref(), high.as_ref())?;
        if vague {
            read.vague = Some(Vague { low, high });
            read.qualifier = Qualifier::Vague;
            return Ok(read);
        }
        let number = |side: Option<Side>| match side {
            Some(Side::Number(value)) => Some(value),
            Some(Side::Term(_)) | None => None,
        };
        (read.low, read.high) = (number(low), number(high));
        Ok(read)
    }

    fn lower(&self, (prefix, figure): &(Prefix, Figure)) -> Option<Side> {
        match (prefix.bound, &figure.side) {
            (Some(Qualifier::AtMost | Qualifier::LessThan), _) => None,
            (Some(Qualifier::MoreThan | Qualifier::JustOver), Side::Number(value)) => {
                Some(Side::Number(fields::next_above(*value, self.integral)))
            }
            (_, side) => Some(side.clone()),
        }
    }

    /// "at least 20 to 30" and "20 to more than 30" are open above.
    fn upper(&self, (prefix, figure): &(Prefix, Figure), opening: Prefix) -> Option<Side> {
        if prefix.from_below() || (opening.from_below() && !prefix.from_above()) {
            return None;
        }
        let exclusive = prefix.bound.or(opening.bound) == Some(Qualifier::LessThan);
        match &figure.side {
            Side::Number(value) if exclusive => {
                Some(Side::Number(fields::next_below(*value, self.integral)))
            }
            side => Some(side.clone()),
        }
    }

    fn ordered(&self, low: Option<&Side>, high: Option<&Side>) -> Result<()> {
        let (Some(low), Some(high)) = (low, high) else { return Ok(()) };
        let (least, greatest) = (low.span().0, high.span().1);
        if least <= greatest {
            return Ok(());
        }
        Err(Error::invalid(
            "text",
            format!(
                "the range \"{}\" runs from the larger to the smaller; put the smaller number first",
                range::wording(self.tokens)
            ),
        ))
    }
}

/// No value is taken from digits that can be read twice.
fn settled(read: Read) -> Read {
    let twofold = read.notices.iter().any(|n| matches!(n, Notice::AmbiguousNumber { .. }));
    if !twofold {
        return read;
    }
    Read { notices: read.notices, noun: read.noun, ..Read::bare(Qualifier::Unknown) }
}
