//! The answer in one sentence.

use super::{Claim, ComparisonVerdict, Interval, Outcome, Position};
use crate::domain::{
    origin::OriginCount,
    relation::{figure_words, number},
};

/// "1,000 to 8,000 said; 29 attributions, 5 to 13 independent origins; contested".
pub(super) fn summary(comparison: &Outcome, claims: &[Claim]) -> String {
    let said = match (comparison.positions.as_slice(), comparison.range) {
        ([], _) => return "nobody gives a figure that can be compared".to_owned(),
        ([only], _) => words(claims, only),
        (_, Some(range)) => interval_words(range),
        (_, None) => "no number".to_owned(),
    };
    let attributions = counted(comparison.attributions, "attribution");
    let verdict = match comparison.verdict {
        ComparisonVerdict::NoData => "no data",
        ComparisonVerdict::SingleOrigin if comparison.origins.max > 1 => "no known origin",
        ComparisonVerdict::SingleOrigin => "one origin",
        ComparisonVerdict::Unanimous => "unanimous",
        ComparisonVerdict::Compatible => "not contested",
        ComparisonVerdict::Contested => "contested",
    };
    format!("{said} said; {attributions}, {}; {verdict}", origin_words(comparison.origins))
}

pub(super) fn words(claims: &[Claim], position: &Position) -> String {
    let claim = &claims[position.said.claim];
    figure_words(&position.said.figure, &claim.quantity.text)
}

pub(super) fn interval_words(Interval { low, high }: Interval) -> String {
    match (low, high) {
        (Some(low), Some(high)) if low < high => format!("{} to {}", number(low), number(high)),
        (Some(only), Some(_)) => number(only),
        (None, Some(high)) => format!("at least {}", number(high)),
        (Some(low), None) => format!("at most {}", number(low)),
        (None, None) => "no number".to_owned(),
    }
}

pub(super) fn origin_words(OriginCount { min, max }: OriginCount) -> String {
    if min == max {
        counted(max, "independent origin")
    } else {
        format!("{min} to {max} independent origins")
    }
}

pub(super) fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
