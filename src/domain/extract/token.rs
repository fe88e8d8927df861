//! Cuts a text into words, numbers and marks that know where they stand.

use super::lexis;

/// One piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// In lower case, apostrophes made straight, without the full stop of an abbreviation.
    pub(super) lower: String,
    /// It begins with a capital letter.
    pub(super) capital: bool,
    /// Bytes of the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Nothing stands between it and the token before.
    pub(super) glued: bool,
    /// At least one line break stands before it.
    pub(super) lines: usize,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// Digits, with their separators and an attached scale: 8,000, 2.5m.
    Number,
    /// 5th, 1990s: digits that count nothing.
    Label,
    Mark,
}

impl Token {
    pub(super) fn is(&self, text: &str) -> bool {
        self.lower == text
    }

    pub(super) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    pub(super) fn among(&self, words: &str) -> bool {
        self.kind != Kind::Mark && lexis::among(words, &self.lower)
    }

    pub(super) fn is_mark(&self, marks: &str) -> bool {
        self.kind == Kind::Mark && marks.contains(self.lower.as_str())
    }
}

/// The tokens of a text, in order.
pub(super) fn cut(text: &str) -> Vec<Token> {
    let mut cutter = Cutter { text, chars: text.char_indices().collect(), at: 0 };
    let mut tokens = Vec::new();
    let (mut glued, mut lines) = (false, 0);
    while let Some(c) = cutter.peek(0) {
        if c.is_whitespace() || is_invisible(c) {
            lines += usize::from(c == '\n');
            glued &= !c.is_whitespace();
            cutter.at += 1;
            continue;
        }
        let (kind, first) = (cutter.next(), cutter.at);
        let (start, end) = (cutter.byte(first), cutter.byte(first + kind.1));
        cutter.at += kind.1;
        let capital = c.is_uppercase();
        let lower = plain(&text[start..end], kind.0);
        tokens.push(Token { kind: kind.0, lower, capital, start, end, glued, lines });
        (glued, lines) = (true, 0);
    }
    tokens
}

struct Cutter<'a> {
    text: &'a str,
    chars: Vec<(usize, char)>,
    at: usize,
}

impl Cutter<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).map(|&(_, c)| c)
    }

    fn byte(&self, at: usize) -> usize {
        self.chars.get(at).map_or(self.text.len(), |&(byte, _)| byte)
    }

    fn is(&self, ahead: usize, test: impl Fn(char) -> bool) -> bool {
        self.peek(ahead).is_some_and(test)
    }

    /// What the next piece is, and how many characters it has.
    fn next(&self) -> (Kind, usize) {
        let Some(c) = self.peek(0) else { return (Kind::Mark, 0) };
        if c.is_ascii_digit() {
            self.number()
        } else if c.is_alphanumeric() && !matches!(c, '½' | '¼' | '¾') {
            (Kind::Word, self.word())
        } else {
            (Kind::Mark, 1)
        }
    }

    fn word(&self) -> usize {
        let mut length = 1;
        loop {
            let letter = self.is(length, |c| c.is_alphanumeric() || is_accent(c));
            let joins = self.is(length, |c| matches!(c, '\'' | '’'))
                && self.is(length + 1, char::is_alphabetic);
            if !letter && !joins {
                break;
            }
            length += 1;
        }
        if self.is(length, |c| matches!(c, '\'' | '’')) && self.is_plural_owner(length) {
            return length + 1;
        }
        if self.is(length, |c| c == '.') { self.abbreviation(length) } else { length }
    }

    /// "farmers’ union": an apostrophe after s and before a word in small letters. After an open
    /// quotation in single marks it would close it.
    fn is_plural_owner(&self, length: usize) -> bool {
        let after_s = self.is(length - 1, |c| c == 's');
        let before_word =
            self.is(length + 1, |c| c == ' ') && self.is(length + 2, char::is_lowercase);
        let since = self.chars[..self.at].iter().rev().take(400).map(|&(_, c)| c);
        let opened = since.take_while(|&c| c != '\n').find(|c| matches!(c, '‘' | '”' | '“'));
        after_s && before_word && opened != Some('‘')
    }

    /// The length with the full stop of an abbreviation: "Dec.", "U.S.", "a.m.".
    fn abbreviation(&self, length: usize) -> usize {
        let mut end = length;
        if length == 1 {
            while self.is(end, |c| c == '.')
                && self.is(end + 1, char::is_alphabetic)
                && self.is(end + 2, |c| !c.is_alphanumeric())
            {
                end += 2;
            }
            if end > length {
                return end + usize::from(self.is(end, |c| c == '.'));
            }
            let initial = self.is(0, |c| c.is_uppercase() && c != 'I')
                && self.is(2, |c| c == ' ')
                && self.is(3, char::is_uppercase);
            return length + usize::from(initial);
        }
        let word: String = self.chars[self.at..self.at + length].iter().map(|&(_, c)| c).collect();
        let word = word.to_lowercase();
        let before_digit =
            self.is(length + 1, |c| c == ' ') && self.is(length + 2, |c| c.is_ascii_digit());
        let before_name =
            self.is(length + 1, |c| c == ' ') && self.is(length + 2, char::is_uppercase);
        let known = lexis::among(lexis::TITLES, &word) && before_name
            || lexis::among(lexis::MONTHS_CUT, &word)
            || lexis::among(lexis::NUMBER_LABELS_CUT, &word) && before_digit
            || lexis::among(lexis::ABBREVIATIONS, &word);
        let small = lexis::among(lexis::ABBREVIATIONS, &word);
        length + usize::from(known && (small || self.is(0, char::is_uppercase)))
    }

    fn digits(&self, from: usize) -> usize {
        self.chars[self.at + from..].iter().take_while(|&&(_, c)| c.is_ascii_digit()).count()
    }

    fn number(&self) -> (Kind, usize) {
        let first = self.digits(0);
        let mut length = first;
        loop {
            let group = self.digits_after(length);
            let Some(separator) = self.peek(length).filter(|_| group > 0) else { break };
            let joins = match separator {
                ',' | '\'' | '’' => group == 3,
                '.' => true,
                ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}' => {
                    group == 3 && first <= 3 && !self.is(0, |c| c == '0') && length == first
                }
                _ => false,
            };
            if !joins {
                break;
            }
            length += 1 + group;
        }
        if self.is(length, |c| matches!(c, '½' | '¼' | '¾')) {
            return (Kind::Number, length + 1);
        }
        let letters = self.chars[self.at + length..]
            .iter()
            .take_while(|&&(_, c)| c.is_alphanumeric())
            .map(|&(_, c)| c);
        let suffix: String = letters.collect();
        let end = length + suffix.chars().count();
        match suffix.as_str() {
            "" => (Kind::Number, length),
            "k" | "K" | "m" | "M" | "mn" | "bn" | "b" | "B" | "tn" | "million" | "billion" => {
                (Kind::Number, end)
            }
            "s" if self.is_round(length) => (Kind::Number, end),
            _ => (Kind::Label, end),
        }
    }

    fn digits_after(&self, length: usize) -> usize {
        if self.is(length + 1, |c| c.is_ascii_digit()) { self.digits(length + 1) } else { 0 }
    }

    /// 100s and 300s say how many; 1990s, 80s and 30s do not.
    fn is_round(&self, length: usize) -> bool {
        let digits: String =
            self.chars[self.at..self.at + length].iter().map(|&(_, c)| c).collect();
        let digits = digits.replace(',', "");
        digits == "10" || digits.len() >= 3 && digits.trim_end_matches('0').len() == 1
    }
}

const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

const fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

fn plain(text: &str, kind: Kind) -> String {
    if kind == Kind::Mark {
        return match text {
            "–" | "—" => "—".to_owned(),
            "‐" | "‑" | "−" => "-".to_owned(),
            "«" | "„" => "“".to_owned(),
            "»" => "”".to_owned(),
            _ => text.to_owned(),
        };
    }
    let lower = text.to_lowercase().replace('’', "'");
    let lower: String = lower.chars().filter(|&c| !is_invisible(c)).collect();
    if kind == Kind::Word { lower.trim_end_matches('.').to_owned() } else { lower }
}
