//! People killed in the West Bank, as counted by two reporters on each of 402 days.
//!
//! The figures are a cut of the Palestine datasets by Tech for Palestine, which are in the public
//! domain: the cumulative count as later verified, and as first reported.

use entity::vocab::Accumulation;

use super::Record;
use crate::domain::{
    comparison::{ComparisonVerdict, cross_references},
    relation::{
        RelationCode, Verdict,
        tests::support::{Told, exact, related},
    },
};

const DAYS: &str = include_str!("west_bank.csv");
const VERIFIED: u128 = 100;
const FIRST_REPORTED: u128 = 101;

fn days() -> impl Iterator<Item = (&'static str, f64, f64)> {
    DAYS.lines().skip(1).map(|line| {
        let mut cells = line.split(',');
        let mut cell = || cells.next().expect("three cells");
        let day = cell();
        let mut number = || cell().parse().expect("a number");
        (day, number(), number())
    })
}

#[test]
fn on_392_of_402_days_the_two_conflict_and_else_they_agree() {
    let (mut conflicts, mut agree) = (0, 0);
    for (day, verified, first_reported) in days() {
        let a = Told::by(VERIFIED, exact(verified), day);
        let b = Told::by(FIRST_REPORTED, exact(first_reported), day);
        let relation = related(&a, &b, Accumulation::Cumulative, None);
        match (relation.verdict, relation.code) {
            (Verdict::Conflicts, RelationCode::NoCommonValue) => {
                assert_eq!(relation.gap, Some((verified - first_reported).abs()));
                conflicts += 1;
            }
            (Verdict::Agrees, RelationCode::Equal) => agree += 1,
            other => panic!("{day}: {other:?}"),
        }
    }
    assert_eq!((conflicts, agree), (392, 10));
}

#[test]
fn all_days_as_one_statistic() {
    let mut record = Record::new(Accumulation::Cumulative, None);
    for (day, verified, first_reported) in days() {
        record.says(VERIFIED, &exact(verified), day);
        record.says(FIRST_REPORTED, &exact(first_reported), day);
    }
    record.compared(|comparison| {
        assert_eq!(comparison.verdict, ComparisonVerdict::Contested);
        assert_eq!((comparison.origins.min, comparison.origins.max), (2, 2));
        let values: Vec<_> =
            comparison.positions.iter().map(|position| position.said.figure.value).collect();
        assert_eq!(values, [Some(741.0), Some(751.0)]);
        assert_eq!(comparison.attributions, 804);
        // Neither count ever falls, so that every change of a number is a raise.
        let raised =
            |it: &crate::domain::comparison::Revision| it.judged.code == RelationCode::Raised;
        assert!(comparison.revisions.iter().all(raised));
        assert!(comparison.one_voice.is_empty());
    });
    let origins = record.origins();
    let cross = cross_references(&record.input(&origins));
    for (claim, tally) in cross.tallies().into_iter().step_by(40) {
        for verdict in tally.verdicts() {
            assert_eq!(cross.of(claim, &[verdict], None).count(), tally.of(verdict));
        }
    }
}
