//! What the extraction rules find in passages of news prose.

mod golden;

use claimbase::domain::extract::{RULE_SET, extract};
use golden::{Score, score, set};

/// The first set was there when the rules were written, the others were written before the rules
/// were run on them.
const SETS: [&str; 5] = [
    include_str!("first.toml"),
    include_str!("second.toml"),
    include_str!("third.toml"),
    include_str!("fourth.toml"),
    include_str!("fifth.toml"),
];

#[test]
fn passages_of_news_prose_are_read() {
    let mut report = Vec::new();
    let mut total = Score::default();
    let mut passages = 0;
    for toml in SETS {
        let set = set(toml);
        passages += set.passage.len();
        total = total.and(score(&set, &mut report));
    }
    let report = report.join("\n");
    assert!(passages >= 40, "only {passages} passages");
    assert!(total.precision() >= 0.95, "precision {:.3}\n{report}", total.precision());
    assert!(total.recall() >= 0.9, "recall {:.3}\n{report}", total.recall());
    assert!(total.detail() >= 0.95, "further fields {:.3}\n{report}", total.detail());
}

#[test]
fn a_quote_stands_where_it_says() {
    for passage in SETS.iter().flat_map(|toml| set(toml).passage) {
        let chars: Vec<char> = passage.text.chars().collect();
        for candidate in extract(&passage.text, None) {
            let quote = candidate.quote;
            let words: String = chars[quote.start..quote.end].iter().collect();
            assert_eq!(words, quote.exact, "{}", passage.name);
            let prefix: String =
                chars[quote.start.saturating_sub(32)..quote.start].iter().collect();
            assert_eq!(prefix, quote.prefix, "{}", passage.name);
            let suffix: String = chars[quote.end..].iter().take(32).collect();
            assert_eq!(suffix, quote.suffix, "{}", passage.name);
            assert_eq!(candidate.rule_set, RULE_SET);
        }
    }
}
