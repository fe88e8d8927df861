//! The figures of a quantity: one number or vague word, or the two ends of a range.

use super::{
    Notice,
    decimal::Decimal,
    phrase,
    token::{Kind, Token, mark, stands, word},
    vague,
    vague::Side,
    words::{self, Fault, Number},
};
use crate::{Error, Result};
use entity::vocab::Qualifier;

/// A range in words is looked for in so many tokens, which no number in words exceeds.
const REACH: usize = 40;

/// One number or vague word.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    pub(super) side: Side,
    /// What the parser noticed about it.
    pub(super) notice: Option<Notice>,
    /// How the number is built; `None` for vague words.
    number: Option<Number>,
    pub(super) next: usize,
}

impl Figure {
    /// The number; `None` for vague words.
    pub(super) fn value(&self) -> Option<f64> {
        if let Side::Number(value) = self.side { Some(value) } else { None }
    }
}

/// The qualifying phrases before a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Prefix {
    /// It is softened: about, some.
    pub(super) about: bool,
    /// It is bounded: at least, nearly.
    pub(super) bound: Option<Qualifier>,
}

impl Prefix {
    /// Takes in one more phrase; fails where two contradict each other.
    pub(super) fn push(&mut self, qualifier: Qualifier) -> Result<()> {
        match self.bound {
            _ if qualifier == Qualifier::About => self.about = true,
            Some(known) if known != qualifier => {
                return Err(contradiction());
            }
            _ => self.bound = Some(qualifier),
        }
        Ok(())
    }

    pub(super) fn is_from_below(self) -> bool {
        matches!(self.bound, Some(Qualifier::AtLeast | Qualifier::MoreThan | Qualifier::JustOver))
    }

    pub(super) fn is_from_above(self) -> bool {
        matches!(self.bound, Some(Qualifier::AtMost | Qualifier::LessThan))
    }
}

/// Both ends of a range as found.
#[derive(Clone, Debug)]
pub(super) struct Ends {
    /// The lower end and its qualifying phrases; `None` where it is left open.
    pub(super) first: Option<(Prefix, Figure)>,
    /// The upper end and its qualifying phrases; `None` where it is left open.
    pub(super) second: Option<(Prefix, Figure)>,
    pub(super) next: usize,
}

pub(super) fn contradiction() -> Error {
    Error::invalid(
        "text",
        "the words around the number contradict each other, such as \"at least\" and \"at most\" \
         for one number; give one of them",
    )
}

/// The figure that begins at `at`; `None` where none does.
pub(super) fn figure(tokens: &[Token], at: usize) -> Result<Option<Figure>> {
    if let Some((term, next)) = vague::term(tokens, at) {
        return Ok(Some(Figure { side: Side::Term(term), notice: None, number: None, next }));
    }
    let negative = mark(tokens, at, '-')
        && tokens.get(at + 1).is_some_and(|t| t.glued && matches!(t.kind, Kind::Number(_)));
    let number = match words::number(tokens, at + usize::from(negative)) {
        Ok(number) => number,
        Err(Fault::Absent) => return Ok(None),
        Err(Fault::Malformed(written)) => {
            return Err(Error::invalid(
                "text",
                format!(
                    "\"{written}\" is no number: its groups of digits do not fit together; write \
                     it with commas between groups of three and a point before decimals"
                ),
            ));
        }
        Err(Fault::TooLong) => return Err(too_large()),
    };
    let written = || wording(&tokens[at..number.next]);
    let signed = |part: Decimal| if negative { part.negated() } else { part };
    let value = signed(number.value).to_f64().ok_or_else(too_large)?;
    let notice = match number.other {
        Some(other) => {
            let other = signed(other).to_f64().ok_or_else(too_large)?;
            Some(Notice::AmbiguousNumber { written: written(), readings: [value, other] })
        }
        None if number.value.is_held_by(value) => None,
        None => Some(Notice::InexactNumber { written: written(), value }),
    };
    let next = number.next;
    Ok(Some(Figure { side: Side::Number(value), notice, number: Some(number), next }))
}

fn too_large() -> Error {
    Error::invalid("text", "the number has too many digits; give one below 1e300")
}

/// Tokens as text again, for notices.
pub(super) fn wording(tokens: &[Token]) -> String {
    let mut text = String::new();
    for token in tokens {
        if !token.glued && !text.is_empty() {
            text.push(' ');
        }
        match &token.kind {
            Kind::Number(numeral) => text.push_str(&numeral.written),
            Kind::Word(word) => text.push_str(word),
            Kind::Mark(mark) => text.push(*mark),
        }
    }
    text
}

/// A figure with its qualifying phrases and nothing else before it.
pub(super) fn qualified(tokens: &[Token], mut at: usize) -> Result<Option<(Prefix, Figure)>> {
    let mut prefix = Prefix::default();
    loop {
        if let Some((qualifier, next)) = phrase::before(tokens, at) {
            prefix.push(qualifier)?;
            at = next;
        } else if let Some(figure) = figure(tokens, at)? {
            return Ok(Some((prefix, figure)));
        } else if phrase::is_filler(word(tokens, at)) || is_currency(tokens, at) {
            at += 1;
        } else {
            return Ok(None);
        }
    }
}

/// The token after a unit that may stand between a number and the rest: "20 % to 30 %".
pub(super) fn skip_unit(tokens: &[Token], at: usize) -> usize {
    let percent = ["%", "percent", "per cent", "pct"];
    let after = percent.iter().find_map(|unit| stands(tokens, at, unit));
    after.unwrap_or(if is_currency(tokens, at) { at + 1 } else { at })
}

/// Whether a currency sign stands there.
pub(super) fn is_currency(tokens: &[Token], at: usize) -> bool {
    let signs = "$€£¥₹₽﷼";
    tokens.get(at).is_some_and(|token| matches!(token.kind, Kind::Mark(c) if signs.contains(c)))
}

/// The range that begins after "between" or "from" at `at`; `None` where there is none.
pub(super) fn between(tokens: &[Token], at: usize) -> Result<Option<Ends>> {
    if let Some(next) = phrase::open(tokens, at).and_then(|open| join(tokens, open)) {
        let second = qualified(tokens, next)?;
        return Ok(second.map(|second| {
            let next = second.1.next;
            Ends { first: None, second: Some(second), next }
        }));
    }
    let end = tokens.len().min(at + REACH);
    for split in at..end {
        let Some(start) = join(tokens, split) else { continue };
        let Some(first) = qualified(&tokens[..split], at)? else { continue };
        if skip_unit(tokens, first.1.next) != split {
            continue;
        }
        if let Some(next) = phrase::open(tokens, start) {
            return Ok(Some(Ends { first: Some(first), second: None, next }));
        }
        let Some(second) = qualified(tokens, start)? else { continue };
        if first.1.side.span().0 <= second.1.side.span().1 || is_shared(&first.1, &second.1) {
            let next = second.1.next;
            return Ok(Some(Ends { first: Some(first), second: Some(second), next }));
        }
    }
    Ok(None)
}

fn join(tokens: &[Token], at: usize) -> Option<usize> {
    ["and", "to", "-", "or"].iter().find_map(|joiner| stands(tokens, at, joiner))
}

/// The second end of a range whose first end is `first`, from `at` on; `None` where the range
/// is none.
pub(super) fn continued(
    tokens: &[Token],
    at: usize,
    first: Prefix,
) -> Result<Option<(Prefix, Figure)>> {
    let opposite = |second: Prefix| {
        (first.is_from_below() && second.is_from_above())
            || (first.is_from_above() && second.is_from_below())
    };
    for joiner in ["-", "to", "or", "through", "till", "until", "if not", ", if not"] {
        if let Some(next) = stands(tokens, at, joiner) {
            return qualified(tokens, next);
        }
    }
    let comma = stands(tokens, at, ",").unwrap_or(at);
    if comma != at && ["perhaps", "possibly", "maybe"].contains(&word(tokens, comma)) {
        return qualified(tokens, comma);
    }
    let next = ["and", "but"].iter().find_map(|joiner| stands(tokens, comma, joiner));
    let second = qualified(tokens, next.unwrap_or(comma))?;
    let up_to = stands(tokens, at, "up to").is_some();
    Ok(second.filter(|(prefix, _)| opposite(*prefix) || up_to))
}

/// Whether the first number borrows the scale of the second: "2 to 3 million".
fn is_shared(first: &Figure, second: &Figure) -> bool {
    let (Some(low), Some(high)) = (&first.number, &second.number) else { return false };
    let coefficient = high.coefficient.and_then(Decimal::to_f64);
    let plain = low.coefficient.is_none() && low.other.is_none() && low.scale == Decimal::whole(1);
    let smaller =
        |coefficient| first.value().is_some_and(|value| (0.0..coefficient).contains(&value));
    plain && second.notice.is_none() && coefficient.is_some_and(smaller)
}

/// Gives the first number the scale of the second where it borrows it.
pub(super) fn share_scale(first: &mut Figure, second: &Figure) {
    if !is_shared(first, second) {
        return;
    }
    let (Some(low), Some(high)) = (&first.number, &second.number) else { return };
    if let Some(value) = low.value.times(high.scale).and_then(Decimal::to_f64) {
        first.side = Side::Number(value);
    }
}

/// The notice that "2-3,000" may mean 2 or 2,000 to 3,000.
pub(super) fn elided(first: &Figure, second: &Figure, written: String) -> Option<Notice> {
    let (Some(low), Some(high)) = (&first.number, &second.number) else { return None };
    let (short, long) = (first.value()?, second.value()?);
    let thousands = if long % 1e6 == 0.0 { 1e6 } else { 1e3 };
    let spelt = high.bare || high.scale != Decimal::whole(1) || long % 1e3 != 0.0;
    let possible = !spelt && low.scale == Decimal::whole(1) && short >= 1.0;
    (possible && short * thousands < long)
        .then_some(Notice::AmbiguousNumber { written, readings: [short, short * thousands] })
}
