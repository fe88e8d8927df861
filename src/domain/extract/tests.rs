//! Laws of the rules; whole passages are in `tests/extract`.

use proptest::prelude::*;

use super::extract;

/// Pieces of prose that the rules look for, in any order.
const PIECES: [&str; 62] = [
    "the ministry",
    "said",
    "that",
    "at least",
    "8,000",
    "people",
    "were",
    "killed",
    ",",
    ".",
    "“",
    "”",
    "\"",
    ";",
    "and",
    "according to",
    "Reuters",
    "told",
    "citing",
    "quoted",
    "as saying",
    "12",
    "dozens",
    "of",
    "the",
    "in",
    "on Tuesday",
    "Dec. 28",
    "2018",
    "22-year-old",
    "half",
    "a third",
    "no one",
    "none",
    "put",
    "toll",
    "at",
    "to",
    "between",
    "-",
    "–",
    "%",
    "$",
    "U.S.",
    "he",
    "it",
    "The group",
    "reported",
    "by",
    "‘",
    "’",
    "\n\n",
    "\n",
    "(",
    ")",
    "not",
    "whether",
    "up",
    "rose",
    "¼",
    "İ",
    "٣",
];

proptest! {
    #[test]
    fn any_prose_can_be_read(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40), glue in "[ ]?") {
        let text = pieces.join(&glue);
        let published = "2018-01-22".parse().expect("a date");
        let found = extract(&text, Some(&published));
        let chars: Vec<char> = text.chars().collect();
        for candidate in found {
            let words: String = chars[candidate.quote.start..candidate.quote.end].iter().collect();
            prop_assert_eq!(words, candidate.quote.exact);
            prop_assert!(candidate.quantity.is_some() != candidate.statement.is_some());
        }
    }

    #[test]
    fn any_text_can_be_read(text in "\\PC{0,80}") {
        let found = extract(&text, None);
        prop_assert!(found.iter().all(|candidate| text.contains(&candidate.quote.exact)));
    }
}

#[test]
fn a_text_without_words_claims_nothing() {
    for text in ["", " ", "\n", "…", "“", "'", "12", "12.", "— 12 —"] {
        assert_eq!(extract(text, None), [], "{text}");
    }
}
