//! Parts that cannot sum to the total of which people confirmed that they are parts.

use std::collections::BTreeMap;

use entity::vocab::{FindingCode, Severity};
use uuid::Uuid;

use super::{Noticed, Subject};
use crate::domain::relation::number;

/// The numbers that a claim allows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The least; minus infinity where it is open.
    pub low: f64,
    /// The greatest; infinity where it is open.
    pub high: f64,
}

/// A claim that is a part of the total.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The statistic that it is on, after merges.
    pub statistic: Uuid,
    /// The numbers that it allows.
    pub bounds: Bounds,
}

/// What is wrong with a total and its confirmed parts; `None` where some number within the total
/// can be the sum of the parts.
///
/// Parts on one statistic that meet may be one part in two wordings or two parts: both are tried.
/// One part alone that is less than the total is no sum yet.
#[must_use]
pub fn noticed(total: Uuid, bounds: Bounds, parts: &[Part]) -> Option<Noticed> {
    let least = at_least(parts);
    let most: f64 = parts.iter().map(|part| part.bounds.high).sum();
    let (severity, message) = if least > bounds.high {
        let sum = if least < most { format!("at least {}", number(least)) } else { number(least) };
        let message = format!(
            "its {} sum to {sum}, {} more than the total allows: a part is wrong, is no part of \
             it, or is linked twice",
            counted(parts.len()),
            number(least - bounds.high)
        );
        (Severity::Warning, message)
    } else if most < bounds.low && parts.len() > 1 {
        let sum = if least < most { format!("at most {}", number(most)) } else { number(most) };
        let message = format!(
            "its {} sum to {sum}, {} less than the total allows: a part is wrong, or not linked yet",
            counted(parts.len()),
            number(bounds.low - most)
        );
        (Severity::Info, message)
    } else {
        return None;
    };
    let subject = Subject::Claim(total);
    Some(Noticed { code: FindingCode::PartsMissTotal, severity, message, subject, other: None })
}

fn counted(parts: usize) -> String {
    if parts == 1 { "one part".to_owned() } else { format!("{parts} parts") }
}

/// The least sum: parts of one statistic that meet are taken for one.
fn at_least(parts: &[Part]) -> f64 {
    let mut by_statistic: BTreeMap<Uuid, Vec<Bounds>> = BTreeMap::new();
    for part in parts {
        by_statistic.entry(part.statistic).or_default().push(part.bounds);
    }
    let mut sum = 0.0;
    for mut bounds in by_statistic.into_values() {
        bounds.sort_by(|a, b| a.low.total_cmp(&b.low));
        let mut reached = f64::NEG_INFINITY;
        let mut met = false;
        for Bounds { low, high } in bounds {
            if met && low <= reached {
                reached = reached.max(high);
            } else {
                (sum, reached, met) = (sum + low, high, true);
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OPEN: f64 = f64::INFINITY;

    fn exact(value: f64) -> Bounds {
        Bounds { low: value, high: value }
    }

    fn sum(total: Bounds, parts: &[(u128, Bounds)]) -> Option<(Severity, String)> {
        let parts: Vec<Part> = parts
            .iter()
            .map(|&(statistic, bounds)| Part { statistic: Uuid::from_u128(statistic), bounds })
            .collect();
        noticed(Uuid::from_u128(9), total, &parts).map(|it| (it.severity, it.message))
    }

    #[test]
    fn parts_that_sum_to_their_total_are_fine() {
        let days = [(1, exact(200.0)), (2, exact(150.0)), (3, exact(100.0))];
        assert_eq!(sum(exact(450.0), &days), None);
        assert_eq!(
            sum(Bounds { low: 23.0, high: OPEN }, &[(1, exact(20.0)), (2, exact(3.0))]),
            None
        );
        let about = Bounds { low: 90.0, high: 110.0 };
        assert_eq!(sum(exact(205.0), &[(1, about), (2, about)]), None);
        assert_eq!(sum(exact(450.0), &[(1, exact(200.0))]), None);
        assert_eq!(sum(exact(450.0), &[]), None);
        let unread = Bounds { low: -OPEN, high: OPEN };
        assert_eq!(sum(exact(450.0), &[(1, exact(500.0)), (2, unread)]), None);
    }

    #[test]
    fn parts_that_cannot_are_noticed() {
        let days = [(1, exact(200.0)), (2, exact(150.0)), (3, exact(110.0))];
        let (severity, message) = sum(exact(450.0), &days).expect("too much");
        assert_eq!(severity, Severity::Warning);
        assert!(message.starts_with("its 3 parts sum to 460, 10 more than the total allows"));
        let (severity, message) = sum(exact(450.0), &days[..2]).expect("too little");
        assert_eq!(severity, Severity::Info);
        assert!(message.starts_with("its 2 parts sum to 350, 100 less than the total allows"));
        let (_, message) = sum(exact(450.0), &[(1, exact(500.0))]).expect("one is more");
        assert!(message.starts_with("its one part sum"), "{message}");
        let open = Bounds { low: 400.0, high: OPEN };
        let (_, message) = sum(exact(450.0), &[(1, exact(100.0)), (2, open)]).expect("too much");
        assert!(message.contains("sum to at least 500"), "{message}");
    }

    #[test]
    fn two_wordings_of_one_part_are_not_counted_twice() {
        let about = Bounds { low: 180.0, high: 220.0 };
        assert_eq!(sum(exact(200.0), &[(1, about), (1, exact(200.0))]), None);
        // Of one statistic, but they exclude each other: two parts.
        assert!(sum(exact(450.0), &[(1, exact(200.0)), (1, exact(260.0))]).is_some());
        // They may be two parts of a hundred each.
        assert_eq!(sum(exact(200.0), &[(1, exact(100.0)), (1, exact(100.0))]), None);
    }

    proptest! {
        #[test]
        fn what_is_really_the_sum_is_never_noticed(
            parts in prop::collection::vec((0..3_u128, 0..500_u32, 0..50_u32, 0..50_u32), 1..6)
        ) {
            let total: u32 = parts.iter().map(|part| part.1).sum();
            let parts: Vec<(u128, Bounds)> = parts
                .into_iter()
                .map(|(statistic, value, below, above)| {
                    let bounds = Bounds {
                        low: f64::from(value.saturating_sub(below)),
                        high: f64::from(value + above),
                    };
                    (statistic, bounds)
                })
                .collect();
            prop_assert_eq!(sum(exact(f64::from(total)), &parts), None);
        }
    }
}
