//! Missing dates: claims that nothing dates, and dates too coarse to tell which figure came first.

use std::collections::BTreeMap;

use entity::vocab::{Accumulation, FindingCode, Severity};
use uuid::Uuid;

use super::{MOST, Noticed, Subject};
use crate::domain::{
    comparison::{Claim, Comparison, Position, Said},
    origin::{Attribution, Origins},
    partial_date::DateOrder,
    relation::{Days, Figure, RelationCode, Verdict, figure_words},
};

/// How many pairs of positions are looked at in search of one whose order is not known.
const PAIRS: usize = 20_000;

/// What has no date that it needs: the claims that nothing dates, and of those that one origin dates
/// and another does not, the place where that one makes them. `claims` and `attributions` are those
/// of the comparison.
#[must_use]
pub fn noticed(
    comparison: &Comparison,
    claims: &[Claim],
    attributions: &[Attribution],
    origins: &Origins,
    accumulation: Accumulation,
) -> Vec<Noticed> {
    let mut unordered = BTreeMap::new();
    if accumulation == Accumulation::Cumulative {
        for (position, other) in pairs_without_order(comparison) {
            unordered
                .entry(position.said.claim_id)
                .or_insert_with(Vec::new)
                .push((position, other));
        }
    }
    let mut found = Vec::new();
    let by_id: BTreeMap<Uuid, &Claim> = claims.iter().map(|claim| (claim.id, claim)).collect();
    for claim in comparison.undated.iter().filter_map(|id| by_id.get(id)) {
        let pairs = unordered.remove(&claim.id).unwrap_or_default();
        let other = pairs.first().map(|(_, other)| said(comparison, other));
        found.push(without_date(claim, accumulation, other));
    }
    for (position, other) in unordered.into_values().flatten() {
        let Said { claim_id, origin, .. } = position.said;
        let place = attributions
            .iter()
            .find(|it| it.claim == claim_id && origins.of(it.id).contains(&origin))
            .filter(|_| position.as_of.is_none());
        found.push(of_pair(comparison, position, other, place.map(|place| place.id)));
    }
    found.truncate(MOST);
    found
}

fn without_date(claim: &Claim, accumulation: Accumulation, other: Option<String>) -> Noticed {
    let words = figure_words(&Figure::new(&claim.quantity, &claim.reading), &claim.quantity.text);
    let (severity, so) = match (accumulation, other) {
        (Accumulation::Cumulative, Some(other)) => (
            Severity::Warning,
            format!("so nobody can tell whether it came before or after {other}"),
        ),
        (Accumulation::Instant, _) => (
            Severity::Warning,
            "so it is compared with nothing: it may be of any moment".to_owned(),
        ),
        (Accumulation::Cumulative, None) => {
            (Severity::Info, "though no other figure is to be put before or after it".to_owned())
        }
        (Accumulation::Period, _) => {
            (Severity::Info, "though its period says what it counts".to_owned())
        }
    };
    Noticed {
        code: FindingCode::MissingDate,
        severity,
        message: format!(
            "{words} has no date, neither of the moment that it describes nor of the day on which \
             it was said or published, {so}: set asOf, saidOn or the source's publishedOn"
        ),
        subject: Subject::Claim(claim.id),
        other: None,
    }
}

/// Positions without a date, or with one of several days, each with another one before or after
/// which nobody can tell that it came.
fn pairs_without_order<'c>(comparison: &'c Comparison) -> Vec<(&'c Position, &'c Position)> {
    let mut left = PAIRS;
    let mut found = Vec::new();
    for (position, tally) in comparison.positions.iter().zip(&comparison.tallies) {
        let days = position.said.when.effective;
        if days.is_some_and(|days| days.first == days.last) || tally.of(Verdict::NotComparable) == 0
        {
            continue;
        }
        let unordered = |other: &&Position| {
            let other = other.said.when.effective;
            days.is_none() || (other.is_some() && Days::order(days, other) == DateOrder::Unknown)
        };
        let others = comparison.positions.iter().filter(unordered).take(left);
        let mut seen = 0;
        let other = others.inspect(|_| seen += 1).find(|other| {
            comparison.relation(&position.said, &other.said).code == RelationCode::OrderUnknown
        });
        left = left.saturating_sub(seen);
        found.extend(other.map(|other| (position, other)));
    }
    found
}

/// `place` is where a figure is given without a date that has one elsewhere; `None` where its date
/// is too coarse.
fn of_pair(
    comparison: &Comparison,
    position: &Position,
    other: &Position,
    place: Option<Uuid>,
) -> Noticed {
    let [words, other] = [position, other].map(|it| said(comparison, it));
    let (lacks, subject) = match place {
        Some(id) => (
            format!("{words} is given here without a date, though elsewhere with one"),
            Subject::Attribution(id),
        ),
        None => {
            (format!("the date of {words} is too coarse"), Subject::Claim(position.said.claim_id))
        }
    };
    Noticed {
        code: FindingCode::MissingDate,
        severity: Severity::Info,
        message: format!("{lacks}: nobody can tell whether it came before or after {other}"),
        subject,
        other: None,
    }
}

/// A figure with its date.
fn said(comparison: &Comparison, position: &Position) -> String {
    let said = &position.said;
    let words = figure_words(&said.figure, &comparison.claim(said).quantity.text);
    match &position.as_of {
        Some(date) => format!("{words} of {date}"),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        comparison::tests::Record,
        relation::tests::support::{at_least, exact, id},
    };

    fn found(record: &Record) -> Vec<Noticed> {
        let origins = record.origins();
        record.compared(|it| {
            noticed(it, &record.claims, &record.attributions, &origins, record.accumulation)
        })
    }

    #[test]
    fn a_claim_without_any_date_is_noticed() {
        for (accumulation, severity) in [
            (Accumulation::Cumulative, Severity::Warning),
            (Accumulation::Instant, Severity::Warning),
            (Accumulation::Period, Severity::Info),
        ] {
            let mut record = Record::new(accumulation, None);
            record.says(101, &exact(21.0), "");
            record.says(102, &exact(25.0), "2018-01-14");
            let found = found(&record);
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(
                (found[0].subject, found[0].severity),
                (Subject::Claim(id(10_000)), severity)
            );
            assert!(found[0].message.starts_with("21 has no date"), "{}", found[0].message);
            let pair = found[0].message.contains("before or after 25 of 2018-01-14");
            assert_eq!(pair, accumulation == Accumulation::Cumulative);
        }
    }

    #[test]
    fn a_missing_date_on_which_no_order_hangs_is_only_good_to_know() {
        for other in [exact(21.0), at_least(20.0)] {
            let mut record = Record::new(Accumulation::Cumulative, None);
            record.says(101, &exact(21.0), "");
            record.says(102, &other, "2018-01-14");
            record.attributions.truncate(if other == exact(21.0) { 1 } else { 2 });
            let found = found(&record);
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(found[0].severity, Severity::Info);
        }
    }

    #[test]
    fn a_date_that_is_too_coarse_is_named_with_what_it_is_too_coarse_for() {
        let mut record = Record::new(Accumulation::Cumulative, None);
        record.says(101, &exact(21.0), "2018-01");
        record.says(102, &exact(25.0), "2018-01-14");
        let found = found(&record);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].subject, Subject::Claim(id(10_000)));
        assert_eq!(
            found[0].message,
            "the date of 21 of 2018-01 is too coarse: nobody can tell whether it came before or \
             after 25 of 2018-01-14"
        );
    }

    #[test]
    fn a_figure_that_one_origin_dates_and_another_does_not_is_noticed_where_it_lacks_the_date() {
        let mut record = Record::new(Accumulation::Cumulative, None);
        record.says(101, &exact(21.0), "2018-01-03");
        let undated = record.says(102, &exact(21.0), "").id;
        record.says(103, &exact(25.0), "2018-01-14");
        let found = found(&record);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].subject, Subject::Attribution(undated));
        assert_eq!(
            found[0].message,
            "21 is given here without a date, though elsewhere with one: nobody can tell whether \
             it came before or after 25 of 2018-01-14"
        );
    }

    #[test]
    fn a_coarse_date_that_decides_nothing_is_not() {
        for (words, date, end) in [
            (exact(25.0), "2018-01", None),
            (at_least(20.0), "2018-01", None),
            (exact(21.0), "2017", None),
            (exact(21.0), "2018-01-14", None),
            // Both are of the end of what they count.
            (exact(21.0), "2018-02", Some("2018-01-07")),
        ] {
            let mut record = Record::new(Accumulation::Cumulative, end);
            record.says(101, &words, date);
            record.says(102, &exact(25.0), "2018-01-14");
            assert_eq!(found(&record), [], "{date}");
        }
    }
}
