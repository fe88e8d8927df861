//! Text folding: the one form in which search and alias matching compare text, on every database.

use std::{collections::VecDeque, mem, ops::Range};

use unicode_normalization::char::{
    canonical_combining_class, decompose_compatible, is_combining_mark,
};

use super::digit;

/// More words than this in a query say no more about what is looked for.
const MAX_TOKENS: usize = 16;

/// No word that somebody looks for is longer.
const MAX_TOKEN: usize = 64;

/// The text as words of lower-case letters and digits with single spaces between them.
///
/// Compatibility forms, case, accents, vowel marks, the Arabic and Persian forms of one letter and
/// the digits of every script become one; a thousands separator is dropped, so that "3,700" and
/// "3700" are the same; everything else is a space.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in Words::new(text) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&word.text);
    }
    folded
}

/// The folded words of a query: the first 16, each cut to 64 characters.
#[must_use]
pub fn tokens(query: &str) -> Vec<String> {
    let cut = |word: Word| word.text.chars().take(MAX_TOKEN).collect();
    Words::new(query).take(MAX_TOKENS).map(cut).collect()
}

/// A character in the case that ignores case. Upper case is taken on the way since some letters
/// meet only there: ß and ss, ς and σ, ı and i.
pub(super) fn lower(character: char) -> impl Iterator<Item = char> {
    character.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase)
}

/// A folded word and the bytes of the original that it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) range: Range<usize>,
}

/// The folded words of a text, in order.
pub(super) struct Words<'a> {
    text: &'a str,
    at: usize,
    ready: VecDeque<Word>,
    open: Option<Word>,
    /// Digits since the last separator or other character.
    digits: usize,
    /// Whether those digits follow a dropped separator.
    grouped: bool,
    /// Kept for its memory.
    folded: String,
}

impl<'a> Words<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            ready: VecDeque::new(),
            open: None,
            digits: 0,
            grouped: false,
            folded: String::new(),
        }
    }

    fn take(&mut self, character: char) {
        let range = self.at..self.at + character.len_utf8();
        self.at = range.end;
        let mut silent = is_ignorable(character);
        if is_separator(character) && self.stands_between_groups() {
            silent = true;
            self.digits = 0;
            self.grouped = true;
        } else if digit::value(character).is_some() {
            self.digits += 1;
        } else if !silent {
            self.digits = 0;
            self.grouped = false;
        }
        if !silent {
            silent = self.push_folded(character, &range);
        }
        // A mark belongs to the word before it, so that nothing cuts between them.
        if silent && let Some(open) = &mut self.open {
            open.range.end = range.end;
        }
    }

    /// Adds the folded characters of one; says whether there were none.
    fn push_folded(&mut self, character: char, range: &Range<usize>) -> bool {
        if character.is_ascii() {
            self.push(character.to_ascii_lowercase(), range);
            return false;
        }
        let mut folded = mem::take(&mut self.folded);
        each_folded(character, &mut |letter| folded.push(letter));
        // A fraction, a note's number or a phrase in one character joins none of its neighbours:
        // 2½ is 2 1 2, not 21 2, and 8,000² is not 80002.
        let is_number = character.is_numeric() && digit::value(character).is_none();
        let apart = is_number || folded.contains(|letter: char| !letter.is_alphanumeric());
        let gap = || apart.then_some(' ');
        for letter in gap().into_iter().chain(folded.chars()).chain(gap()) {
            self.push(letter, range);
        }
        let silent = folded.is_empty();
        folded.clear();
        self.folded = folded;
        silent
    }

    fn push(&mut self, folded: char, range: &Range<usize>) {
        if !folded.is_alphanumeric() {
            self.ready.extend(self.open.take());
            return;
        }
        let new = || Word { text: String::new(), range: range.clone() };
        let open = self.open.get_or_insert_with(new);
        open.text.push(folded);
        open.range.end = range.end;
    }

    /// Whether the separator just read has one to three digits before it (three after another
    /// separator) and exactly three after it.
    fn stands_between_groups(&self) -> bool {
        let before = if self.grouped { self.digits == 3 } else { (1..=3).contains(&self.digits) };
        let after =
            || self.text[self.at..].chars().take(4).take_while(|&c| digit::value(c).is_some());
        before && after().count() == 3
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        loop {
            if let Some(word) = self.ready.pop_front() {
                return Some(word);
            }
            let Some(character) = self.text[self.at..].chars().next() else {
                return self.open.take();
            };
            self.take(character);
        }
    }
}

/// Gives the folded characters of one character: none for a mark.
fn each_folded(character: char, emit: &mut impl FnMut(char)) {
    decompose_compatible(character, |part| {
        for cased in lower(part) {
            // Changing case can compose: İ becomes i and a dot.
            decompose_compatible(cased, |letter| {
                if !is_dropped_mark(letter) {
                    unify(letter, emit);
                }
            });
        }
    });
}

/// Accents and vowel points are dropped. The vowel signs of Indic scripts are kept: without them
/// other words remain.
fn is_dropped_mark(character: char) -> bool {
    is_combining_mark(character)
        && (canonical_combining_class(character) != 0 || !character.is_alphanumeric())
}

fn unify(letter: char, emit: &mut impl FnMut(char)) {
    if let Some(value) = digit::value(letter) {
        return emit(char::from(b'0' + value));
    }
    let unified = match letter {
        'ك' | 'ڪ' => 'ک',
        'ي' | 'ى' => 'ی',
        'ة' | 'ۃ' | 'ە' | 'ہ' | 'ھ' => 'ه',
        'ٱ' => 'ا',
        'ø' => 'o',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ħ' => 'h',
        'ŧ' => 't',
        'æ' => return "ae".chars().for_each(emit),
        'œ' => return "oe".chars().for_each(emit),
        'þ' => return "th".chars().for_each(emit),
        '\u{640}' => return,
        other => other,
    };
    emit(unified);
}

/// What stands inside words and is no part of them: the soft hyphen, joiners, marks of direction.
fn is_ignorable(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{640}'
            | '\u{61c}'
            | '\u{200c}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}

/// What groups thousands somewhere. The plain space is not among them: "in 2017 300 died".
fn is_separator(character: char) -> bool {
    matches!(
        character,
        ',' | '.' | '\'' | '’' | '٬' | '，' | '．' | '\u{a0}' | '\u{2009}' | '\u{202f}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_and_accents_do_not_matter() {
        assert_eq!(fold("  Åsa STRAẞE, Straße; MALMÖ "), "asa strasse strasse malmo");
        assert_eq!(fold("Ødegård Łódź İstanbul ısı ΣΊΣΥΦΟΣ"), "odegard lodz istanbul isi σισυφοσ");
        assert_eq!(fold("ﬁnal Ａｂｃ"), "final abc");
    }

    #[test]
    fn arabic_and_persian_forms_are_one() {
        assert_eq!(fold("كيف"), fold("کیف"));
        assert_eq!(fold("أحمد إيران آمار ٱلله"), "احمد ایران امار الله");
        assert_eq!(fold("مؤسسة هيئة مصطفى"), "موسسه هییه مصطفی");
        assert_eq!(fold("خانۀ"), fold("خانه"));
        assert_eq!(fold("مُحَمَّد"), fold("محمد"));
        assert_eq!(fold("می\u{200c}روند"), fold("میروند"));
        assert_eq!(fold("سـلام"), fold("سلام"));
        assert_eq!(fold("ﻻ"), fold("لا"));
    }

    #[test]
    fn digits_of_every_script_are_one() {
        assert_eq!(fold("۱۲۳ ١٢٣ १२३ １２３ 𝟏𝟐𝟑"), "123 123 123 123 123");
    }

    #[test]
    fn thousands_separators_are_dropped() {
        for text in ["3,700", "3.700", "3'700", "3\u{a0}700", "3\u{202f}700", "۳٬۷۰۰", "3700"]
        {
            assert_eq!(fold(text), "3700", "{text}");
        }
        assert_eq!(fold("1,234,567 dead"), "1234567 dead");
    }

    #[test]
    fn other_commas_and_points_are_not() {
        assert_eq!(fold("2.5 million"), "2 5 million");
        assert_eq!(fold("2½"), "2 1 2");
        assert_eq!(fold("8,000² m²"), "8000 2 m 2");
        assert_eq!(fold("2017,2018"), "2017 2018");
        assert_eq!(fold("2018,300"), "2018 300");
        assert_eq!(fold("1,2,300 and 4,"), "1 2300 and 4");
        assert_eq!(fold("in 2017 300 died"), "in 2017 300 died");
        assert_eq!(fold("2018-01-22"), "2018 01 22");
    }

    #[test]
    fn vowel_signs_that_make_words_are_kept() {
        assert_ne!(fold("कि"), fold("का"));
    }

    #[test]
    fn every_character_folds_once() {
        for character in '\0'..=char::MAX {
            let once = fold(&character.to_string());
            assert_eq!(fold(&once), once, "{}", character.escape_unicode());
        }
    }

    #[test]
    fn tokens_are_bounded() {
        assert_eq!(tokens("Arrested, in Tehran!"), ["arrested", "in", "tehran"]);
        assert_eq!(tokens(&"word ".repeat(100)).len(), 16);
        assert_eq!(tokens(&"w".repeat(1_000)), ["w".repeat(64)]);
        assert!(tokens(" .,!").is_empty());
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in ".{0,60}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn folding_numbers_twice_changes_nothing(text in "[0-9۰-۹,.'  a\u{a0}]{0,20}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn only_words_and_single_spaces_remain(text in ".{0,60}") {
            let folded = fold(&text);
            prop_assert!(folded.chars().all(|c| c == ' ' || c.is_alphanumeric()));
            prop_assert!(!folded.contains("  ") && folded.trim() == folded);
        }

        #[test]
        fn normal_forms_fold_alike(text in "[a-zA-Zà-ÿ\u{300}-\u{310}\u{620}-\u{6ff} ]{0,30}") {
            use unicode_normalization::UnicodeNormalization;
            prop_assert_eq!(fold(&text), fold(&text.nfd().collect::<String>()));
            prop_assert_eq!(fold(&text), fold(&text.nfc().collect::<String>()));
        }

        #[test]
        fn words_cover_their_originals_in_order(text in ".{0,60}") {
            let mut last = 0;
            for word in Words::new(&text) {
                let original = text.get(word.range.clone()).expect("whole characters");
                prop_assert!(word.range.start >= last || original.chars().count() == 1);
                last = word.range.end;
            }
        }
    }
}
