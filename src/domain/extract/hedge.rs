//! Words that say how sure a figure or statement is.

use std::ops::Range;

use entity::vocab::Hedge;

use super::{number::phrase, token::Token};

/// The phrases of each hedge, the strongest first: of several the first counts.
const HEDGES: [(Hedge, &[&str]); 4] = [
    (
        Hedge::Unverified,
        &[
            "unconfirmed",
            "unverified",
            "not been verified",
            "not been confirmed",
            "not be verified",
            "not be confirmed",
            "not be independently verified",
            "not be independently confirmed",
            "not been independently verified",
            "not been independently confirmed",
            "independently unverified",
            "not independently verified",
            "not immediately be verified",
            "not immediately be confirmed",
            "without independent confirmation",
            "yet to be confirmed",
            "yet to be verified",
            "not verified",
            "not confirmed",
            "no independent confirmation",
        ],
    ),
    (
        Hedge::Allegedly,
        &["allegedly", "alleged", "purportedly", "purported", "supposedly", "alleges"],
    ),
    (
        Hedge::Reportedly,
        &[
            "reportedly",
            "reports of",
            "is said to",
            "are said to",
            "was said to",
            "were said to",
            "is reported",
            "are reported",
            "was reported",
            "were reported",
            "been reported",
            "reported to have",
            "rumoured",
            "rumored",
            "rumours of",
            "rumors of",
            "apparently",
        ],
    ),
    (
        Hedge::Estimated,
        &[
            "estimated",
            "believed to",
            "thought to",
            "feared dead",
            "feared to",
            "feared drowned",
            "feared killed",
            "feared trapped",
            "feared lost",
            "presumed",
            "by some estimates",
            "an estimate of",
            "estimates of",
            "projected",
            "believed killed",
        ],
    ),
];

/// The strongest hedge in a range, and its words.
pub(super) fn hedge(tokens: &[Token], range: Range<usize>) -> Option<(Hedge, String)> {
    let within = &tokens[..range.end];
    for (hedge, phrases) in HEDGES {
        for at in range.clone() {
            let longest = phrases
                .iter()
                .filter(|words| phrase(within, at, words).is_some())
                .max_by_key(|words| words.len());
            if let Some(words) = longest {
                return Some((hedge, (*words).to_owned()));
            }
        }
    }
    None
}
