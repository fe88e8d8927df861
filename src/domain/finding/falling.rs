//! A cumulative count that falls: what can only grow was lower later.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::vocab::{Accumulation, FindingCode, Severity};
use uuid::Uuid;

use super::{MOST, Noticed, Subject};
use crate::domain::{
    comparison::{Comparison, Said},
    relation::{Days, RelationCode, figure_words},
};

/// The figures of a tally that are lower than an earlier one: of the same origin, or of the one
/// that had the highest before. Each is noticed once, against the highest before it.
#[must_use]
pub fn noticed(comparison: &Comparison, accumulation: Accumulation) -> Vec<Noticed> {
    if accumulation != Accumulation::Cumulative {
        return Vec::new();
    }
    let mut found: BTreeMap<Uuid, Noticed> = BTreeMap::new();
    let lowered = comparison.revisions.iter().filter(|it| it.judged.code == RelationCode::Lowered);
    for revision in lowered {
        let (earlier, later) = (&revision.earlier, &revision.later);
        let noticed = of_pair(comparison, Severity::Warning, earlier, later, "the same origin");
        found.entry(later.claim_id).or_insert(noticed);
    }
    for (earlier, later) in between_positions(comparison) {
        let noticed = of_pair(comparison, Severity::Info, earlier, later, "another origin");
        found.entry(later.claim_id).or_insert(noticed);
    }
    found.into_values().take(MOST).collect()
}

/// Each position that is lower than one before it, with the highest of those before.
fn between_positions<'c>(comparison: &'c Comparison) -> Vec<(&'c Said, &'c Said)> {
    let dated = |said: &'c Said| said.when.effective.map(|days: Days| (days, said));
    let mut by_last: Vec<(NaiveDate, &Said)> = comparison
        .positions
        .iter()
        .filter_map(|position| dated(&position.said))
        .map(|(days, said)| (days.last, said))
        .collect();
    by_last.sort_by_key(|(last, said)| (*last, said.claim_id));
    let mut highest: Vec<&Said> = Vec::with_capacity(by_last.len());
    for (_, said) in &by_last {
        match highest.last() {
            Some(before) if before.figure.low >= said.figure.low => highest.push(before),
            Some(_) | None => highest.push(said),
        }
    }
    let pair = |(days, later): (Days, &'c Said)| {
        let before = by_last.partition_point(|(last, _)| *last < days.first);
        let earlier = *highest.get(before.checked_sub(1)?)?;
        let lower = later.figure.high < earlier.figure.low && later.claim_id != earlier.claim_id;
        let falls = || comparison.relation(earlier, later).code == RelationCode::LaterIsLower;
        (lower && falls()).then_some((earlier, later))
    };
    comparison.positions.iter().filter_map(|it| dated(&it.said)).filter_map(pair).collect()
}

fn of_pair(
    comparison: &Comparison,
    severity: Severity,
    earlier: &Said,
    later: &Said,
    who: &str,
) -> Noticed {
    let [before, after] = [earlier, later].map(|it| said(comparison, it));
    Noticed {
        code: FindingCode::FallingCount,
        severity,
        message: format!(
            "{after} is lower than {before}, which {who} gave before: what is counted can only \
             grow, so one of the two is wrong or was mended"
        ),
        subject: Subject::Claim(later.claim_id),
        other: Some(earlier.claim_id),
    }
}

/// A figure with its date.
fn said(comparison: &Comparison, said: &Said) -> String {
    let words = figure_words(&said.figure, &comparison.claim(said).quantity.text);
    match said.when.as_of.or(said.when.said) {
        Some(days) => format!("{words} of {days}"),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        comparison::tests::Record,
        relation::tests::support::{exact, id},
    };

    fn found(record: &Record) -> Vec<Noticed> {
        record.compared(|comparison| noticed(comparison, record.accumulation))
    }

    #[test]
    fn one_origin_that_lowers_its_tally_is_noticed() {
        let mut record = Record::new(Accumulation::Cumulative, None);
        record.says(101, &exact(25.0), "2018-01-04");
        record.says(101, &exact(21.0), "2018-01-14");
        let found = found(&record);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].severity, Severity::Warning);
        assert_eq!(
            (found[0].subject, found[0].other),
            (Subject::Claim(id(10_001)), Some(id(10_000)))
        );
        assert!(found[0].message.starts_with(
            "21 of 2018-01-14 is lower than 25 of 2018-01-04, which the same origin gave before"
        ));
    }

    #[test]
    fn a_later_lower_figure_of_another_origin_is_noticed_against_the_highest() {
        let mut record = Record::new(Accumulation::Cumulative, None);
        record.says(101, &exact(25.0), "2018-01-04");
        record.says(102, &exact(30.0), "2018-01-05");
        record.says(103, &exact(21.0), "2018-01-14");
        let found = found(&record);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].severity, Severity::Info);
        assert_eq!(
            (found[0].subject, found[0].other),
            (Subject::Claim(id(10_002)), Some(id(10_001)))
        );
    }

    #[test]
    fn what_grows_or_is_no_tally_or_has_no_date_is_not() {
        for (accumulation, end, days) in [
            (Accumulation::Cumulative, None, ["2018-01-14", "2018-01-04"]),
            (Accumulation::Period, None, ["2018-01-04", "2018-01-14"]),
            (Accumulation::Instant, None, ["2018-01-04", "2018-01-14"]),
            (Accumulation::Cumulative, None, ["", "2018-01-14"]),
            (Accumulation::Cumulative, None, ["2018-01-04", "2018-01-04"]),
            // Said of what was over, they differ and neither is later.
            (Accumulation::Cumulative, Some("2018-01-03"), ["2018-01-04", "2018-01-14"]),
        ] {
            let mut record = Record::new(accumulation, end);
            record.says(101, &exact(25.0), days[0]);
            record.says(102, &exact(21.0), days[1]);
            assert_eq!(found(&record), [], "{accumulation:?} {days:?}");
        }
    }
}
