//! Cuts a text into numbers, words and marks.

use super::{decimal::Decimal, digit, numeral, numeral::Numeral};

/// One piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Nothing stands between it and the token before.
    pub(super) glued: bool,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// A number in digits.
    Number(Numeral),
    /// Letters, in lower case.
    Word(String),
    /// Any other character; every dash is a hyphen.
    Mark(char),
}

impl Token {
    /// The word, or nothing where it is no word.
    pub(super) fn word(&self) -> &str {
        if let Kind::Word(word) = &self.kind { word } else { "" }
    }

    /// Whether it is this mark.
    pub(super) fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    /// Whether it is this word or, in one character, this mark.
    pub(super) fn reads(&self, text: &str) -> bool {
        match &self.kind {
            Kind::Word(word) => word == text,
            Kind::Mark(mark) => text.strip_prefix(*mark) == Some(""),
            Kind::Number(_) => false,
        }
    }
}

/// Whether a word has letters of another alphabet than the Latin one.
pub(super) fn is_foreign(word: &str) -> bool {
    word.chars().any(|c| c.is_alphabetic() && u32::from(c) > 0x24F)
}

/// The word at `at`, or nothing where there is none.
pub(super) fn word(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", Token::word)
}

/// Whether the mark stands at `at`.
pub(super) fn mark(tokens: &[Token], at: usize, mark: char) -> bool {
    tokens.get(at).is_some_and(|token| token.is(mark))
}

/// Whether the words stand at `at`, one after another.
pub(super) fn stands(tokens: &[Token], at: usize, phrase: &str) -> Option<usize> {
    let mut next = at;
    for part in phrase.split(' ') {
        if !tokens.get(next)?.reads(part) {
            return None;
        }
        next += 1;
    }
    Some(next)
}

/// The tokens of a text, in order.
pub(super) fn cut(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().filter(|&c| !is_invisible(c)).collect();
    let mut tokens: Vec<Token> = Vec::new();
    let (mut at, mut glued) = (0, false);
    while let Some(&c) = chars.get(at) {
        if c.is_whitespace() {
            (at, glued) = (at + 1, false);
            continue;
        }
        let kind;
        if digit::ascii(c).is_some() {
            let (number, end) = numeral::read(&chars, at);
            (kind, at) = suffixed(number, &chars, at, end);
        } else if c.is_alphabetic() {
            let end = at + chars[at..].iter().take_while(|&&c| is_letter(c)).count();
            let end = swallow_digits(&chars, end);
            kind = Kind::Word(lower(&chars[at..end]));
            at = end;
        } else {
            kind = Kind::Mark(plain(c));
            at += 1;
        }
        tokens.push(Token { kind, glued });
        glued = true;
    }
    tokens
}

/// Signs that steer the direction or the joining of letters, and carry no meaning here.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}')
}

fn is_letter(c: char) -> bool {
    let joins =
        matches!(c, '\'' | '’') || matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}');
    c.is_alphabetic() || joins
}

/// Digits after Latin letters belong to a name ("G20"), after others they do not ("约50").
fn swallow_digits(chars: &[char], end: usize) -> usize {
    if !chars[end - 1].is_ascii_alphabetic() {
        return end;
    }
    end + chars[end..].iter().take_while(|c| c.is_ascii_digit()).count()
}

fn lower(chars: &[char]) -> String {
    let folded = chars.iter().flat_map(|c| c.to_lowercase());
    let word: String = folded.map(|c| if c == '’' { '\'' } else { c }).collect();
    word.trim_end_matches('\'').to_owned()
}

const fn plain(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => '-',
        '≈' | '∼' | '～' => '~',
        '⩾' | '≧' => '≥',
        '⩽' | '≦' => '≤',
        '٪' | '％' => '%',
        '［' => '[',
        '（' => '(',
        '＋' => '+',
        _ => c,
    }
}

/// Takes in what is written against the digits: 8k, 2.5m, 300s, 1e6, 2½, 5th.
fn suffixed(mut number: Numeral, chars: &[char], at: usize, end: usize) -> (Kind, usize) {
    if let Some(half) = chars.get(end).copied().and_then(fraction) {
        number.value = number.value.and_then(|value| value.plus(half));
        number.written.push(chars[end]);
        return (Kind::Number(number), end + 1);
    }
    if let Some((exponent, after)) = scientific(chars, end) {
        let scaled = |value: Option<Decimal>| value?.times(Decimal::power(exponent));
        (number.value, number.other) = (scaled(number.value), scaled(number.other));
        number.written.extend(&chars[end..after]);
        return (Kind::Number(number), after);
    }
    let letters = chars[end..].iter().take(4).take_while(|&&c| is_letter(c)).count();
    let after = end + letters;
    let suffix = lower(&chars[end..after]);
    let scale = match suffix.as_str() {
        "k" => Some(3),
        "m" | "mn" | "mln" | "mio" => Some(6),
        "b" | "bn" | "bln" => Some(9),
        "tn" | "trn" => Some(12),
        "s" => {
            number.plural = true;
            return (Kind::Number(number), after);
        }
        "st" | "nd" | "rd" | "th" => return (Kind::Word(lower(&chars[at..after])), after),
        _ => return (Kind::Number(number), end),
    };
    number.scale = scale;
    number.written.push_str(&suffix);
    (Kind::Number(number), after)
}

/// The value of a fraction sign: ½.
pub(super) const fn fraction(c: char) -> Option<Decimal> {
    match c {
        '¼' => Some(Decimal::hundredths(25)),
        '½' => Some(Decimal::hundredths(50)),
        '¾' => Some(Decimal::hundredths(75)),
        _ => None,
    }
}

fn scientific(chars: &[char], end: usize) -> Option<(i32, usize)> {
    if !matches!(chars.get(end)?, 'e' | 'E') {
        return None;
    }
    let signed = matches!(chars.get(end + 1)?, '-' | '+');
    let first = end + 1 + usize::from(signed);
    let digits = chars[first..].iter().take(4).take_while(|c| c.is_ascii_digit()).count();
    let after = first + digits;
    let text: String = chars[end + 1..after].iter().collect();
    if digits == 0 || digits > 3 || chars.get(after).is_some_and(|&c| is_letter(c)) {
        return None;
    }
    Some((text.parse().ok()?, after))
}
