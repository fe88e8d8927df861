//! The list of conflicts, page by page, and at sizes at which all pairs would not fit.

use entity::vocab::Accumulation;
use proptest::prelude::*;

use super::{Record, random::any_record};
use crate::domain::{
    comparison::{ComparisonVerdict, Cursor, compare, cross_references},
    relation::{Verdict, tests::support::*},
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn pages_of_any_size_give_the_whole_list(record in any_record(), size in 1..4_usize) {
        let origins = record.origins();
        let comparison = compare(&record.input(&origins));
        let conflicts = comparison.conflicts();
        let whole = conflicts.page(1000, None);
        prop_assert!(!whole.has_next);
        let mut paged = Vec::new();
        let mut after: Option<Cursor> = None;
        loop {
            let page = conflicts.page(size, after.as_ref());
            paged.extend(page.conflicts);
            let Some(last) = paged.last().filter(|_| page.has_next) else { break };
            after = Some(last.cursor.to_string().parse().expect("a cursor of ours"));
        }
        prop_assert_eq!(paged, whole.conflicts);
    }
}

#[test]
fn a_cursor_that_is_none_is_refused() {
    for text in ["", "0", "0.1.2.k3.u4.0", "x.1.2.k0.k0.0"] {
        let refused = text.parse::<Cursor>().expect_err("not a cursor");
        assert!(refused.to_string().contains("cursor"));
    }
}

/// Positions of twelve thousand unknown origins: 72 million pairs.
fn crowd(accumulation: Accumulation, figure: impl Fn(u32) -> Words) -> Record {
    let mut record = Record::new(accumulation, None);
    for number in 0..12_000_u32 {
        let words = figure(number);
        let on = format!("2018-{:02}-{:02}", 1 + number / 28 % 12, 1 + number % 28);
        // Directly, since looking every claim up would be what takes the time.
        record.claims.clear();
        record.says(0, &words, &on);
    }
    record
}

fn crowd_of_claims(accumulation: Accumulation, figure: impl Fn(u32) -> Words) -> Record {
    let mut record = crowd(accumulation, &figure);
    record.claims.clear();
    for (number, attribution) in (0..).zip(&mut record.attributions) {
        let Words { quantity, reading } = figure(number);
        attribution.claim = id(50_000 + u128::from(number));
        let claim = attribution.claim;
        record.claims.push(super::Claim { id: claim, quantity, reading, as_of: None });
    }
    record
}

#[test]
fn twelve_thousand_positions_in_conflict_are_paged() {
    let record = crowd_of_claims(Accumulation::Period, |number| exact(f64::from(number + 1)));
    record.compared(|comparison| {
        assert_eq!(comparison.verdict, ComparisonVerdict::Contested);
        assert_eq!(comparison.conflict_count(), 12_000 * 11_999 / 2);
        let page = comparison.conflicts().page(50, None);
        assert_eq!(page.conflicts[0].relation.ratio, Some(12_000.0));
        assert!(page.has_next);
        let last = page.conflicts[49].cursor;
        let next = comparison.conflicts().page(1, Some(&last));
        assert!(next.conflicts[0].relation.ratio <= page.conflicts[49].relation.ratio);
    });
}

#[test]
fn twelve_thousand_steps_of_progress_have_no_conflict_to_search_for() {
    let day = |number: u32| number / 28 % 12 * 28 + number % 28;
    let record =
        crowd_of_claims(Accumulation::Cumulative, |number| exact(f64::from(day(number) + 1)));
    record.compared(|comparison| {
        assert_eq!(comparison.verdict, ComparisonVerdict::SingleOrigin);
        assert!(comparison.conflicts().page(50, None).conflicts.is_empty());
    });
    let origins = record.origins();
    let tallies = cross_references(&record.input(&origins)).tallies();
    assert!(tallies.iter().all(|(_, tally)| tally.of(Verdict::Conflicts) == 0));
    assert!(tallies.iter().all(|(_, tally)| tally.of(Verdict::Progresses) > 11_000));
}
