//! Words that name no number, only a size: dozens, several hundred, tens of thousands.

use super::{
    decimal::Decimal,
    token::{Kind, Token, mark, stands, word},
    words,
};

/// A vague word, and the range `CLAIMBASE_1` reads it as.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Term {
    /// The word in its usual form: "several hundred", "tens of thousands".
    pub(crate) words: String,
    /// The least number it can mean.
    pub(crate) low: f64,
    /// The greatest number it can mean.
    pub(crate) high: f64,
}

/// One end of a vague quantity.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Side {
    /// A vague word.
    Term(Term),
    /// A number: the 200 of "dozens to 200".
    Number(f64),
}

/// A vague quantity; `None` is an end that is open.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Vague {
    /// The lower end.
    pub(crate) low: Option<Side>,
    /// The upper end, the same word as the lower where there is only one.
    pub(crate) high: Option<Side>,
}

impl Side {
    /// The least and the greatest number it can mean.
    pub(crate) const fn span(&self) -> (f64, f64) {
        match self {
            Self::Term(term) => (term.low, term.high),
            Self::Number(value) => (*value, *value),
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Term(term) => term.words.clone(),
            Self::Number(value) => super::print::number(*value),
        }
    }
}

impl Vague {
    /// The words in their usual form, which read as the same again.
    pub(crate) fn words(&self) -> String {
        match (&self.low, &self.high) {
            (Some(low), Some(high)) if low == high => low.words(),
            (Some(low), Some(high)) => format!("{} to {}", low.words(), high.words()),
            (Some(low), None) => format!("at least {}", low.words()),
            (None, Some(high)) => format!("at most {}", high.words()),
            (None, None) => "an unknown number".to_owned(),
        }
    }
}

/// The vague word that begins at `at`, and the token after it.
pub(super) fn term(tokens: &[Token], at: usize) -> Option<(Term, usize)> {
    let (half, head) = half(tokens, at);
    let (mut found, mut next) = small_count(tokens, head)
        .or_else(|| plural(tokens, head))
        .or_else(|| numeral(tokens, head))?;
    while let Some(after) = repeated(tokens, head, next) {
        next = after;
    }
    if let Some(half) = half {
        let middle = f64::midpoint(found.low, found.high).floor();
        match half {
            "low" => found.high = middle,
            "high" => found.low = middle + 1.0,
            _ => {}
        }
        found.words = format!("{half} {}", found.words);
    }
    Some((found, next))
}

/// "hundreds and hundreds", "thousands upon thousands".
fn repeated(tokens: &[Token], head: usize, next: usize) -> Option<usize> {
    matches!(word(tokens, next), "and" | "upon" | "on").then_some(())?;
    let end = next + 1 + (next - head);
    let again = tokens.get(next + 1..end)?;
    let same = again.iter().zip(&tokens[head..next]).all(|(a, b)| a.kind == b.kind);
    (same && next - head <= 3).then_some(end)
}

fn half(tokens: &[Token], at: usize) -> (Option<&'static str>, usize) {
    let named = match word(tokens, at) {
        "low" | "lower" => "low",
        "high" | "higher" | "upper" => "high",
        "mid" | "middle" => "mid",
        _ => return (None, at),
    };
    (Some(named), if mark(tokens, at + 1, '-') { at + 2 } else { at + 1 })
}

/// "a few", "several hundred", "a handful", "a few dozen".
fn small_count(tokens: &[Token], at: usize) -> Option<(Term, usize)> {
    let (words, low, high, mut next) = match word(tokens, at) {
        "several" => ("several", 3.0, 9.0, at + 1),
        "handful" => ("a handful", 3.0, 6.0, at + 1),
        "few" if scale(tokens, at + 1).is_some() => ("a few", 3.0, 5.0, at + 1),
        "a" => match word(tokens, at + 1) {
            "few" => ("a few", 3.0, 5.0, at + 2),
            "handful" => ("a handful", 3.0, 6.0, at + 2),
            _ => return None,
        },
        _ => return None,
    };
    let mut found = Term { words: words.to_owned(), low, high };
    if words == "a handful" {
        next = stands(tokens, next, "of").filter(|&of| scale(tokens, of).is_some()).unwrap_or(next);
    }
    while let Some((name, factor)) = scale(tokens, next) {
        let words = if found.words.ends_with("tens") {
            format!("{} of {name}s", found.words)
        } else {
            format!("{} {name}", found.words)
        };
        found = found.scaled(factor, &words)?;
        next += 1;
        let of = stands(tokens, next, "of");
        next = of.filter(|&of| scale(tokens, of).is_some()).unwrap_or(next);
    }
    Some((found, next))
}

/// "dozens", "tens of thousands", "hundreds of millions".
fn plural(tokens: &[Token], at: usize) -> Option<(Term, usize)> {
    let name = word(tokens, at);
    let (low, high) = match name {
        "tens" => (20.0, 99.0),
        "dozens" => (24.0, 99.0),
        "scores" => (40.0, 99.0),
        _ => {
            let unit = words::scale(name.strip_suffix('s')?)?.to_f64()?;
            (2.0 * unit, 10.0 * unit - 1.0)
        }
    };
    let found = Term { words: canonical_plural(name).to_owned(), low, high };
    of_scales(tokens, found, at + 1)
}

/// "100s", "300s", "10s of thousands".
fn numeral(tokens: &[Token], at: usize) -> Option<(Term, usize)> {
    let Kind::Number(numeral) = &tokens.get(at)?.kind else { return None };
    let value = numeral.value.filter(|_| numeral.plural && numeral.other.is_none())?.to_f64()?;
    let (leading, exponent) = super::decimal::digits(value);
    if !(1..=15).contains(&exponent) {
        return None;
    }
    let place = Decimal::power(exponent).to_f64()?;
    let found = if leading == 1 {
        let (low, high) = (2.0 * value, 10.0 * value - 1.0);
        Term { words: power_words(exponent)?.to_owned(), low, high }
    } else {
        let words = format!("{}s", super::print::number(value));
        Term { words, low: value, high: value + place - 1.0 }
    };
    of_scales(tokens, found, at + 1)
}

/// Takes in the "of thousands" that may follow.
fn of_scales(tokens: &[Token], mut found: Term, mut next: usize) -> Option<(Term, usize)> {
    while let Some(of) = stands(tokens, next, "of") {
        let name = word(tokens, of);
        let Some(factor) = name.strip_suffix('s').and_then(words::scale) else { break };
        let words = format!("{} of {}", found.words, canonical_plural(name));
        found = found.scaled(factor.to_f64()?, &words)?;
        next = of + 1;
    }
    Some((found, next))
}

impl Term {
    /// Multiplied, up to the next number of the scale; `None` beyond all sense.
    fn scaled(&self, factor: f64, words: &str) -> Option<Self> {
        let (low, high) = (self.low * factor, (self.high + 1.0) * factor - 1.0);
        (high < 1e18).then(|| Self { words: words.to_owned(), low, high })
    }
}

/// The scale word at `at` after a small count, in the singular, and its size.
fn scale(tokens: &[Token], at: usize) -> Option<(&str, f64)> {
    let named = word(tokens, at);
    let singular = match named {
        "tens" => return Some(("tens", 10.0)),
        "dozen" | "score" => named,
        _ => named.strip_suffix('s').unwrap_or(named),
    };
    Some((canonical_scale(singular), words::scale(singular)?.to_f64()?))
}

fn canonical_scale(singular: &str) -> &str {
    match singular {
        "lac" => "lakh",
        "mln" | "mn" => "million",
        "bn" | "milliard" => "billion",
        "tn" | "trn" => "trillion",
        _ => singular,
    }
}

fn canonical_plural(plural: &str) -> &str {
    match plural {
        "lacs" => "lakhs",
        "mlns" | "mns" => "millions",
        "bns" | "milliards" => "billions",
        "tns" | "trns" => "trillions",
        _ => plural,
    }
}

const fn power_words(exponent: i32) -> Option<&'static str> {
    Some(match exponent {
        1 => "tens",
        2 => "hundreds",
        3 => "thousands",
        4 => "tens of thousands",
        5 => "hundreds of thousands",
        6 => "millions",
        7 => "tens of millions",
        8 => "hundreds of millions",
        9 => "billions",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{super::token::cut, term};

    #[test]
    fn vague_words_have_a_range() {
        for (text, words, low, high) in [
            ("a few", "a few", 3.0, 5.0),
            ("a handful", "a handful", 3.0, 6.0),
            ("several", "several", 3.0, 9.0),
            ("tens", "tens", 20.0, 99.0),
            ("dozens", "dozens", 24.0, 99.0),
            ("scores", "scores", 40.0, 99.0),
            ("hundreds", "hundreds", 200.0, 999.0),
            ("thousands", "thousands", 2_000.0, 9_999.0),
            ("tens of thousands", "tens of thousands", 20_000.0, 99_999.0),
            ("hundreds of thousands", "hundreds of thousands", 200_000.0, 999_999.0),
            ("millions", "millions", 2_000_000.0, 9_999_999.0),
            ("billions", "billions", 2_000_000_000.0, 9_999_999_999.0),
            ("several hundred", "several hundred", 300.0, 999.0),
            ("several hundreds", "several hundred", 300.0, 999.0),
            ("a few dozen", "a few dozen", 36.0, 71.0),
            ("few dozen", "a few dozen", 36.0, 71.0),
            ("a few hundred", "a few hundred", 300.0, 599.0),
            ("dozens of thousands", "dozens of thousands", 24_000.0, 99_999.0),
            ("several hundred thousand", "several hundred thousand", 300_000.0, 999_999.0),
            ("several tens of thousands", "several tens of thousands", 30_000.0, 99_999.0),
            ("100s", "hundreds", 200.0, 999.0),
            ("300s", "300s", 300.0, 399.0),
            ("10s of thousands", "tens of thousands", 20_000.0, 99_999.0),
            ("100,000s", "hundreds of thousands", 200_000.0, 999_999.0),
            ("low hundreds", "low hundreds", 200.0, 599.0),
            ("high hundreds", "high hundreds", 600.0, 999.0),
            ("mid-hundreds", "mid hundreds", 200.0, 999.0),
            ("upper thousands", "high thousands", 6_000.0, 9_999.0),
            ("hundreds and hundreds", "hundreds", 200.0, 999.0),
            ("thousands upon thousands", "thousands", 2_000.0, 9_999.0),
        ] {
            let tokens = cut(text);
            let (found, next) = term(&tokens, 0).expect(text);
            assert_eq!((found.low, found.high), (low, high), "{text}");
            assert_eq!(found.words, words, "{text}");
            assert_eq!(next, tokens.len(), "{text}");
            let again = term(&cut(words), 0).expect(words).0;
            assert_eq!(again, found, "{text}");
        }
    }

    #[test]
    fn numbers_are_not_vague() {
        for text in ["few people", "a hundred", "142", "low", "12s", "dozen", "1.500s"] {
            assert_eq!(term(&cut(text), 0), None, "{text}");
        }
    }
}
