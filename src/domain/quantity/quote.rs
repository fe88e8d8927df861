//! Whether a figure stands in the quote that is said to hold it.

use super::{
    Quantity,
    decimal::Decimal,
    token::{self, Kind, Token, word},
    words,
};
use entity::vocab::Qualifier;

/// No number in words has more tokens.
const REACH: usize = 16;

/// Whether every number of the quantity stands in the quote, in digits of any script or in
/// English words. `None` where that cannot be decided: the quantity has no number, or the quote
/// holds no digits and is not English.
#[must_use]
pub fn stands_in(quantity: &Quantity, quote: &str) -> Option<bool> {
    let wanted = wanted(quantity);
    if wanted.is_empty() {
        return None;
    }
    let tokens = token::cut(quote);
    let numbers = numbers(&tokens);
    let holds = |value: f64| holds(&numbers, value);
    let denied = quantity.qualifier == Qualifier::None && tokens.iter().any(denies);
    if denied || wanted.iter().copied().all(holds) {
        return Some(true);
    }
    let digits = tokens.iter().any(|token| matches!(token.kind, Kind::Number(_)));
    let english = is_english(&tokens);
    if english {
        return Some(false);
    }
    let scaled = || wanted.iter().all(|value| is_scaled(*value, &numbers));
    (digits && !scaled()).then_some(false)
}

/// The numbers that were said; a bound that only follows from one of them is none.
fn wanted(quantity: &Quantity) -> Vec<f64> {
    let Quantity { value, low, high, .. } = quantity;
    match quantity.qualifier {
        Qualifier::Between => [value, low, high].into_iter().copied().flatten().collect(),
        Qualifier::Exact
        | Qualifier::About
        | Qualifier::Nearly
        | Qualifier::JustOver
        | Qualifier::AtLeast
        | Qualifier::MoreThan
        | Qualifier::AtMost
        | Qualifier::LessThan
        | Qualifier::None => value.iter().copied().collect(),
        Qualifier::Vague | Qualifier::Unknown | Qualifier::Relative => Vec::new(),
    }
}

fn denies(token: &Token) -> bool {
    matches!(token.word(), "no" | "none" | "nobody" | "nil" | "nothing" | "without")
}

/// Whether the number is among those found, which are in order.
fn holds(numbers: &[f64], value: f64) -> bool {
    numbers.binary_search_by(|number| number.total_cmp(&(value + 0.0))).is_ok()
}

/// Every number that the quote can be read to hold, in order.
fn numbers(tokens: &[Token]) -> Vec<f64> {
    let mut found = Vec::new();
    let mut pending: Vec<Decimal> = Vec::new();
    for at in 0..tokens.len() {
        let window = &tokens[..tokens.len().min(at + REACH)];
        let mut plain = Vec::new();
        if let Kind::Number(numeral) = &tokens[at].kind {
            plain.extend(numeral.value);
            plain.extend(numeral.other);
            plain.extend(numeral.pieces.iter().copied());
        }
        found.extend(plain.iter().map(|value| value.to_f64()));
        if let Ok(number) = words::number(window, at) {
            found.push(number.value.to_f64());
            found.push(number.other.and_then(Decimal::to_f64));
            let borrowed = pending.drain(..).filter_map(|value| value.times(number.scale));
            found.extend(borrowed.map(Decimal::to_f64));
            if joins(tokens, number.next) {
                pending.push(number.value);
            }
        }
    }
    let signed = found.into_iter().flatten().flat_map(|value| [value + 0.0, 0.0 - value]);
    let mut found: Vec<f64> = signed.collect();
    found.sort_by(f64::total_cmp);
    found.dedup();
    found
}

/// Whether a range goes on behind a number, which then borrows the scale of the next.
fn joins(tokens: &[Token], at: usize) -> bool {
    let dash = tokens.get(at).is_some_and(|token| token.is('-'));
    dash || matches!(word(tokens, at), "to" | "or" | "and")
}

/// Whether a scale word of another language may make the value of the digits: "۳ هزار و ۷۰۰".
fn is_scaled(value: f64, numbers: &[f64]) -> bool {
    let scales = [1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e12];
    let near = |a: f64, b: f64| (a - b).abs() <= b.abs() * 1e-9;
    numbers.iter().any(|&number| {
        number > 0.0
            && scales.iter().any(|scale| {
                let rest = value - number * scale;
                near(number * scale, value) || (rest > 0.0 && rest < *scale && holds(numbers, rest))
            })
    })
}

/// Whether the words are English, so that a number in words would have been read.
fn is_english(tokens: &[Token]) -> bool {
    const COMMON: [&str; 30] = [
        "the", "of", "and", "in", "were", "was", "to", "people", "at", "by", "that", "for", "with",
        "have", "has", "had", "been", "is", "are", "said", "killed", "arrested", "dead", "injured",
        "from", "more", "than", "least", "about", "some",
    ];
    let latin = !tokens.iter().any(|token| token::is_foreign(token.word()));
    let known = |token: &Token| {
        let word = token.word();
        COMMON.contains(&word) || words::scale(word).is_some() || words::small(word).is_some()
    };
    latin && tokens.iter().any(known)
}

#[cfg(test)]
mod tests {
    use super::{super::parse, stands_in};

    #[test]
    fn a_figure_is_looked_for_in_digits_and_words() {
        for (figure, quote, expected) in [
            ("4972", "registered 4,972 arrests", Some(true)),
            ("4972", "registered 4,973 arrests", Some(false)),
            ("1000", "بیش از هزار نفر", None),
            ("3700", "3.700 pessoas foram presas", Some(true)),
            ("160", "۱۶۰ نفر در ۵۰ شهر", Some(true)),
            ("50", "۱۶۰ نفر در ۵۰ شهر", Some(true)),
            ("51", "۱۶۰ نفر در ۵۰ شهر", Some(false)),
            ("3700", "۳٬۷۰۰ نفر", Some(true)),
            ("3700", "۳ هزار و ۷۰۰ نفر", None),
            ("5000", "۵ هزار نفر", None),
            ("25", "stood 25|", Some(true)),
            ("8000", "8k", Some(true)),
            ("8000", "8 000 manifestants", Some(true)),
            ("21 to 24", "between 21 and 24 were killed", Some(true)),
            ("21 to 24", "21 were killed", Some(false)),
            ("2 to 3 million", "2-3 million marched", Some(true)),
            ("more than 80", "protests in more than 80 cities", Some(true)),
            ("fewer than 300", "fewer than 300 remained", Some(true)),
            ("123", "one hundred and twenty-three people", Some(true)),
            ("23", "Twenty-three were killed", Some(true)),
            ("12", "a dozen people", Some(true)),
            ("50", "around fifty people", Some(true)),
            ("50", "people were killed", Some(false)),
            ("50", "il y a eu des morts", None),
            ("50", "约50人", Some(true)),
            ("none", "nobody was killed", Some(true)),
            ("none", "5 people were killed", Some(false)),
            ("dozens", "dozens were killed", None),
            ("between one hundred and two hundred", "one hundred and two hundred", Some(true)),
        ] {
            let quantity = parse(figure, true).expect(figure).quantity;
            assert_eq!(stands_in(&quantity, quote), expected, "{figure} in {quote}");
        }
    }
}
