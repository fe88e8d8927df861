//! Numbers in English words, alone or mixed with digits: "two and a half million".

#[cfg(test)]
mod tests;

use super::{
    decimal::Decimal,
    token::{Kind, Token, mark, stands, word},
};

/// A number found in a text.
#[derive(Clone, Debug)]
pub(super) struct Number {
    pub(super) value: Decimal,
    /// The second reading, where there is one.
    pub(super) other: Option<Decimal>,
    /// What stands before the closing scale: 3 in "3 million"; `None` in "3 million 5 thousand".
    pub(super) coefficient: Option<Decimal>,
    /// The closing scale: a million in "3 million", one where there is none.
    pub(super) scale: Decimal,
    /// It is digits without separators or scale.
    pub(super) bare: bool,
    /// The first token after it.
    pub(super) next: usize,
}

/// Why digits at a place are no number.
#[derive(Debug)]
pub(super) enum Fault {
    /// There is no number.
    Absent,
    /// The groups of digits make none: "1.2.3".
    Malformed(String),
    /// It has more digits than can be counted with.
    TooLong,
}

/// The scale a word names, as a number: thousand, dozen, crore.
pub(super) fn scale(word: &str) -> Option<Decimal> {
    Some(match word {
        "dozen" => Decimal::whole(12),
        "score" => Decimal::whole(20),
        "hundred" => Decimal::power(2),
        "thousand" => Decimal::power(3),
        "lakh" | "lac" => Decimal::power(5),
        "million" | "mln" | "mn" => Decimal::power(6),
        "crore" => Decimal::power(7),
        "billion" | "bn" | "milliard" => Decimal::power(9),
        "trillion" | "tn" | "trn" => Decimal::power(12),
        "quadrillion" => Decimal::power(15),
        _ => return None,
    })
}

/// A number word below a hundred.
pub(super) fn small(word: &str) -> Option<u32> {
    const UNITS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] =
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let place = |words: &[&str]| words.iter().position(|&known| known == word);
    let index = match place(&UNITS) {
        Some(unit) => unit,
        None if word == "fourty" => 40,
        None => (place(&TENS)? + 2) * 10,
    };
    u32::try_from(index).ok()
}

/// What came last, which decides what may follow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    Digits,
    Unit,
    Tens,
    Hundred,
    Scale,
    Closed,
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    /// Whether digits that can be read twice are read the second way.
    second: bool,
    twofold: bool,
    total: Decimal,
    current: Decimal,
    least: Option<Decimal>,
    last: Last,
    coefficient: Option<Decimal>,
    scale: Decimal,
    composite: bool,
}

/// The number that begins at `at`, as long as it goes.
pub(super) fn number(tokens: &[Token], at: usize) -> Result<Number, Fault> {
    let first = Reader::new(tokens, at, false).read()?;
    let value = first.value().ok_or(Fault::TooLong)?;
    let other = if first.twofold {
        Some(Reader::new(tokens, at, true).read()?.value().ok_or(Fault::TooLong)?)
    } else {
        None
    };
    let bare = first.at == at + 1
        && matches!(&tokens[at].kind, Kind::Number(numeral) if numeral.is_bare());
    let coefficient = first.coefficient.filter(|_| !first.composite);
    Ok(Number { value, other, coefficient, scale: first.scale, bare, next: first.at })
}

impl<'a> Reader<'a> {
    const fn new(tokens: &'a [Token], at: usize, second: bool) -> Self {
        Self {
            tokens,
            at,
            second,
            twofold: false,
            total: Decimal::ZERO,
            current: Decimal::ZERO,
            least: None,
            last: Last::Nothing,
            coefficient: None,
            scale: Decimal::whole(1),
            composite: false,
        }
    }

    fn value(&self) -> Option<Decimal> {
        self.total.plus(self.current)
    }

    fn read(mut self) -> Result<Self, Fault> {
        self.start()?;
        while self.last != Last::Closed && self.step()? {}
        Ok(self)
    }

    /// Digits, a word, or an article before a scale.
    fn start(&mut self) -> Result<(), Fault> {
        let Some(token) = self.tokens.get(self.at) else { return Err(Fault::Absent) };
        match &token.kind {
            Kind::Number(_) => self.digits(),
            Kind::Mark(c) => {
                self.current = super::token::fraction(*c).ok_or(Fault::Absent)?;
                (self.last, self.at) = (Last::Digits, self.at + 1);
                Ok(())
            }
            Kind::Word(_) => self.opening(),
        }
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let Kind::Number(numeral) = &self.tokens[self.at].kind else { return Err(Fault::Absent) };
        if numeral.plural {
            return Err(Fault::Absent);
        }
        let malformed = || Fault::Malformed(numeral.written.clone());
        let first = numeral.value.ok_or_else(malformed)?;
        self.twofold |= numeral.other.is_some();
        self.current = numeral.other.filter(|_| self.second).unwrap_or(first);
        (self.last, self.at) = (Last::Digits, self.at + 1);
        if let Some(exponent) = numeral.scale {
            self.apply(Decimal::power(exponent)).ok_or(Fault::TooLong)?;
        }
        Ok(())
    }

    fn opening(&mut self) -> Result<(), Fault> {
        let tokens = self.tokens;
        let at = self.at;
        let article = matches!(word(tokens, at), "a" | "an");
        let head = at + usize::from(article);
        for (phrase, hundredths) in [
            ("half", 50),
            ("one half", 50),
            ("quarter", 25),
            ("one quarter", 25),
            ("three quarters", 75),
        ] {
            if let Some(scaled) = part_of_scale(tokens, head, phrase) {
                self.take(Decimal::hundredths(hundredths), Last::Unit, scaled);
                return Ok(());
            }
        }
        match word(tokens, head) {
            "couple" | "pair" => {
                let of = stands(tokens, head + 1, "of").unwrap_or(head + 1);
                let next = if scale(word(tokens, of)).is_some() { of } else { head + 1 };
                self.take(Decimal::whole(2), Last::Unit, next);
            }
            named if scale(named).is_some() => {
                self.take(Decimal::whole(1), Last::Unit, head);
            }
            "single" if article => self.take(Decimal::whole(1), Last::Closed, head + 1),
            _ if article => return Err(Fault::Absent),
            named => {
                let value = small(named).ok_or(Fault::Absent)?;
                self.take(Decimal::whole(value), after_small(value), head + 1);
                self.point(value);
            }
        }
        Ok(())
    }

    fn take(&mut self, value: Decimal, last: Last, next: usize) {
        (self.current, self.last, self.at) = (value, last, next);
    }

    /// "two point five".
    fn point(&mut self, whole: u32) {
        if word(self.tokens, self.at) != "point" {
            return;
        }
        let digits = self.tokens[self.at + 1..].iter().map_while(|token| small(token.word()));
        let digits: String = digits.take_while(|&d| d < 10).map(|d| d.to_string()).collect();
        if !digits.is_empty() {
            let next = self.at + 1 + digits.len();
            self.take(Decimal::from_digits(&whole.to_string(), &digits), Last::Digits, next);
        }
    }

    /// Takes the next part; false where the number is over.
    fn step(&mut self) -> Result<bool, Fault> {
        let named = word(self.tokens, self.at);
        // "3 millions" is bad English for a number, and no vague word.
        let digits = self.last == Last::Digits;
        let named_scale = scale(named.strip_suffix('s').filter(|_| digits).unwrap_or(named));
        if let Some(scale) = named_scale {
            return self.scaled(scale);
        }
        if let Some(next) = self.and_a_fraction() {
            self.at = next;
            return Ok(true);
        }
        let joined = match self.last {
            Last::Tens if mark(self.tokens, self.at, '-') => self.at + 1,
            Last::Hundred | Last::Scale if named == "and" => self.at + 1,
            _ => self.at,
        };
        if let Some(value) = small(word(self.tokens, joined)) {
            return Ok(self.added(value, joined + 1));
        }
        let more = self.last == Last::Scale
            && scale(word(self.tokens, self.at + 1)).is_some()
            && matches!(self.tokens[self.at].kind, Kind::Number(_));
        if more {
            self.close_current().ok_or(Fault::TooLong)?;
            self.composite = true;
            self.digits()?;
        }
        Ok(more)
    }

    fn scaled(&mut self, scale: Decimal) -> Result<bool, Fault> {
        let hundred = scale == Decimal::power(2);
        let fits = match self.last {
            Last::Digits => true,
            Last::Unit | Last::Tens => {
                !hundred || self.current.to_f64().is_some_and(|current| current < 100.0)
            }
            Last::Hundred | Last::Scale => !hundred,
            Last::Nothing | Last::Closed => false,
        };
        if fits {
            self.at += 1;
            self.apply(scale).ok_or(Fault::TooLong)?;
        }
        Ok(fits)
    }

    /// Multiplies what was counted so far: a hundred stays open for more, a thousand closes.
    fn apply(&mut self, scale: Decimal) -> Option<()> {
        if matches!(self.last, Last::Digits | Last::Unit | Last::Tens) {
            self.coefficient = Some(self.current);
            self.scale = Decimal::whole(1);
        }
        self.scale = self.scale.times(scale)?;
        if self.last == Last::Scale {
            self.total = self.total.times(scale)?;
        } else if scale == Decimal::power(2) {
            self.current = self.current.times(scale)?;
            self.last = Last::Hundred;
            return Some(());
        } else {
            self.total = self.total.plus(self.current.times(scale)?)?;
            self.current = Decimal::ZERO;
        }
        self.least = Some(scale);
        self.last = Last::Scale;
        Some(())
    }

    fn close_current(&mut self) -> Option<()> {
        self.total = self.total.plus(self.current)?;
        self.current = Decimal::ZERO;
        Some(())
    }

    /// Adds a word below a hundred where one may follow.
    fn added(&mut self, value: u32, next: usize) -> bool {
        let dozens = self
            .least
            .is_some_and(|least| least == Decimal::whole(12) || least == Decimal::whole(20));
        let fits = match self.last {
            Last::Tens => (1..10).contains(&value),
            Last::Hundred => value > 0 && word(self.tokens, next) != "hundred",
            Last::Scale => value > 0 && !dozens,
            Last::Nothing | Last::Digits | Last::Unit | Last::Closed => false,
        };
        let Some(sum) = self.current.plus(Decimal::whole(value)).filter(|_| fits) else {
            return false;
        };
        self.composite |= self.last == Last::Scale;
        self.take(sum, after_small(value), next);
        true
    }

    /// "two and a half million", "a million and a half".
    fn and_a_fraction(&mut self) -> Option<usize> {
        let next = |phrase| stands(self.tokens, self.at, phrase);
        let halves = next("and a half").or_else(|| next("and one half")).map(|at| (50, at));
        let (hundredths, at) = halves.or_else(|| next("and a quarter").map(|at| (25, at)))?;
        let part = Decimal::hundredths(hundredths);
        match self.last {
            Last::Digits | Last::Unit | Last::Tens => {
                self.current = self.current.plus(part)?;
                self.last = Last::Digits;
            }
            Last::Scale => {
                self.current = part.times(self.least?)?;
                self.composite = true;
                self.last = Last::Closed;
            }
            Last::Nothing | Last::Hundred | Last::Closed => return None,
        }
        Some(at)
    }
}

const fn after_small(value: u32) -> Last {
    if value >= 20 { Last::Tens } else { Last::Unit }
}

/// Where the scale stands that a part is taken of: "half a million", "a quarter of a million".
fn part_of_scale(tokens: &[Token], at: usize, part: &str) -> Option<usize> {
    let after = stands(tokens, at, part)?;
    let after = if mark(tokens, after, '-') { after + 1 } else { after };
    let of = stands(tokens, after, "of").unwrap_or(after);
    let articles = ["a -", "a", "an"];
    let article = articles.iter().find_map(|words| stands(tokens, of, words)).unwrap_or(of);
    scale(word(tokens, article)).map(|_| article)
}
