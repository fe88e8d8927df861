//! Cases from reports on the Iran protests of 2017-18.

use entity::vocab::{Accumulation, DerivationKind, Stance};

use super::Record;
use crate::domain::{
    comparison::{
        ComparisonVerdict as Answer, Interval, TimeBasis, corroboration, cross_references, timeline,
    },
    origin::{Attribution, Derivation, OriginCount, Parent},
    relation::{RelationCode, Verdict, tests::support::*},
};

const MP: u128 = 100;
const NCRI: u128 = 101;
const PRISONS: u128 = 102;
const JUDICIARY: u128 = 103;
const MINISTER: u128 = 104;
const OFFICIALS: u128 = 110;

fn tally() -> Record {
    Record::new(Accumulation::Cumulative, Some("2018-01-07"))
}

fn arrested() -> Record {
    let mut record = tally();
    record.says(MP, &about(3700.0), "2018-01-09");
    record.says(MP, &more_than(3700.0), "2018-01-09");
    record.says(MP, &at_least(3700.0), "2018-01-16");
    for _ in 0..9 {
        record.says(MP, &about(3700.0), "2018-01-10");
    }
    record.says(NCRI, &at_least(8000.0), "2018-01-17");
    record.says(PRISONS, &exact(4972.0), "2018-04-10");
    record.says(OFFICIALS, &about(5000.0), "2018-02-01");
    record
}

#[test]
fn a_saying_without_a_date_takes_none_from_those_that_have_one() {
    let mut record = tally();
    record.says(MP, &about(3700.0), "");
    record.says(MP, &more_than(3700.0), "2018-01-09");
    record.compared(|comparison| {
        let [mp] = &comparison.positions[..] else { panic!("one position") };
        assert_eq!(mp.as_of, Some(date("2018-01-09")));
        assert_eq!(mp.attributions, 2);
    });
}

#[test]
fn arrested_is_contested_and_the_mp_is_one_voice() {
    arrested().compared(|comparison| {
        assert_eq!(comparison.verdict, Answer::Contested);
        assert_eq!(comparison.origins, OriginCount { min: 3, max: 4 });
        assert_eq!(comparison.positions.len(), 4);
        let mp = &comparison.positions[0];
        assert_eq!(comparison.claim(&mp.said).quantity.text, "about 3700");
        assert_eq!((mp.attributions, mp.sources, mp.publishers), (12, 12, 0));
        assert_eq!(mp.as_of, Some(date("2018-01-09")));
        assert_eq!(comparison.range, Some(Interval { low: Some(3700.0), high: Some(8000.0) }));
        assert_eq!(comparison.spread, Some(4300.0));
        assert_eq!(comparison.median, Some(4336.0));
        assert_eq!(
            comparison.summary,
            "3,700 to 8,000 said; 15 attributions, 3 to 4 independent origins; contested"
        );
        let [agreement] = comparison.agreement[..] else { panic!("one agreement") };
        assert_eq!((agreement.low, agreement.high), (4972.0, 4972.0));
        assert_eq!((agreement.two_sided, agreement.supporters, agreement.of), (2, 2, 4));
        let page = comparison.conflicts().page(50, None);
        let pairs: Vec<_> = page
            .conflicts
            .iter()
            .map(|it| (it.a.figure.value, it.b.figure.value, it.relation.verdict))
            .collect();
        let conflict = |a, b| (Some(a), Some(b), Verdict::Conflicts);
        let expected = [
            conflict(3700.0, 8000.0),
            conflict(4972.0, 8000.0),
            conflict(3700.0, 4972.0),
            conflict(5000.0, 8000.0),
        ];
        assert_eq!(pairs, expected);
        assert!(comparison.revisions.is_empty());
    });
}

#[test]
fn one_press_conference_reported_three_ways_does_not_contest_itself() {
    let mut record = Record::new(Accumulation::Instant, Some("2018-01-07"));
    record.says(JUDICIARY, &exact(455.0), "2018-01-14");
    record.says(JUDICIARY, &exact(400.0), "2018-01-14");
    record.says(JUDICIARY, &exact(400.0), "2018-01-14");
    record.says(JUDICIARY, &about(465.0), "2018-01-14");
    record.compared(|comparison| {
        assert_eq!(comparison.verdict, Answer::SingleOrigin);
        assert_eq!(comparison.positions.len(), 1);
        assert_eq!(comparison.positions[0].said.figure.value, Some(400.0));
        let conflicts = comparison.conflicts();
        let page = conflicts.page(10, None);
        assert_eq!(conflicts.total(), page.conflicts.len());
        assert!(!page.conflicts.is_empty());
        for conflict in page.conflicts {
            assert_eq!(conflict.relation.code, RelationCode::OneVoiceTwoFigures);
        }
    });
}

#[test]
fn what_is_so_at_one_moment_is_compared_at_the_newest() {
    let mut record = Record::new(Accumulation::Instant, None);
    record.says(JUDICIARY, &exact(400.0), "2018-01-14");
    record.says(MINISTER, &fewer_than(300.0), "2018-01-30");
    record.says(NCRI, &exact(2000.0), "");
    record.compared(|comparison| {
        assert_eq!(comparison.verdict, Answer::SingleOrigin);
        assert_eq!(comparison.positions[0].said.figure.value, Some(300.0));
        let codes: Vec<_> = comparison.unlike.iter().map(|it| it.code).collect();
        assert_eq!(codes, [RelationCode::OtherMoment, RelationCode::OrderUnknown]);
        assert_eq!(comparison.undated, [record.claims[2].id]);
    });
}

#[test]
fn revisions_are_listed_with_the_lowered_ones_first() {
    let mut record = tally();
    record.says(NCRI, &more_than(50.0), "2018-01-04");
    record.says(NCRI, &exact(130.0), "2018-01-17");
    record.says(NCRI, &exact(142.0), "2018-01-22");
    record.says(JUDICIARY, &exact(25.0), "2018-01-14");
    record.says(JUDICIARY, &exact(21.0), "2018-01-20");
    record.compared(|comparison| {
        let codes: Vec<_> = comparison.revisions.iter().map(|it| it.judged.code).collect();
        let [lowered, raised] = [RelationCode::Lowered, RelationCode::Raised];
        assert_eq!(codes, [lowered, raised, raised]);
        assert_eq!(comparison.positions[0].said.figure.value, Some(142.0));
    });
}

#[test]
fn a_figure_is_dated_by_its_first_saying_and_the_undated_is_never_the_latest() {
    let mut record = Record::new(Accumulation::Cumulative, None);
    record.says(MP, &exact(25.0), "2018-01-14");
    record.says(MP, &at_least(25.0), "2018-01-20");
    record.says(MP, &exact(99.0), "");
    record.says(NCRI, &exact(30.0), "2018-01-16");
    record.compared(|comparison| {
        let mp = &comparison.positions[0];
        assert_eq!(
            (mp.said.figure.value, mp.as_of.clone()),
            (Some(25.0), Some(date("2018-01-14")))
        );
        assert_eq!(comparison.tallies[0].of(Verdict::Progresses), 1);
        assert_eq!(comparison.verdict, Answer::Compatible);
        // The newer figure has outgrown the older, and nobody contradicts it.
        assert_eq!(comparison.range, Some(Interval { low: Some(30.0), high: Some(30.0) }));
    });
}

#[test]
fn the_verdicts_of_a_comparison() {
    let verdict = |says: &[(u128, Words)]| {
        let mut record = tally();
        for (agent, words) in says {
            record.says(*agent, words, "2018-01-09");
        }
        record.compared(|comparison| comparison.verdict)
    };
    assert_eq!(verdict(&[]), Answer::NoData);
    assert_eq!(verdict(&[(MP, relative())]), Answer::NoData);
    assert_eq!(verdict(&[(MP, exact(5.0))]), Answer::SingleOrigin);
    assert_eq!(verdict(&[(0, exact(5.0)), (0, exact(5.0))]), Answer::SingleOrigin);
    assert_eq!(verdict(&[(0, exact(5.0)), (0, exact(9.0))]), Answer::Contested);
    assert_eq!(verdict(&[(MP, exact(5.0)), (0, exact(5.0))]), Answer::Compatible);
    assert_eq!(verdict(&[(MP, exact(5.0)), (NCRI, about(5.0))]), Answer::Unanimous);
    assert_eq!(verdict(&[(MP, exact(5.0)), (NCRI, at_least(5.0))]), Answer::Compatible);
    assert_eq!(verdict(&[(MP, exact(5.0)), (NCRI, exact(9.0))]), Answer::Contested);
}

#[test]
fn limits_are_no_ends_of_the_range() {
    let range = |says: &[Words]| {
        let mut record = tally();
        for (agent, words) in says.iter().enumerate() {
            record.says(100 + agent as u128, words, "2018-01-09");
        }
        record.compared(|comparison| comparison.range.map(|it| (it.low, it.high)))
    };
    assert_eq!(range(&[at_least(21.0), exact(25.0)]), Some((Some(25.0), Some(25.0))));
    assert_eq!(range(&[at_least(21.0)]), Some((None, Some(21.0))));
    assert_eq!(range(&[at_most(42.0), exact(25.0)]), Some((Some(25.0), Some(25.0))));
    assert_eq!(range(&[at_most(42.0), at_least(21.0)]), None);
    assert_eq!(
        range(&[between(Some(20.0), Some(24.0), None), exact(22.0)]),
        Some((Some(20.0), Some(24.0)))
    );
    assert_eq!(range(&[vague("dozens", 24.0, Some(99.0))]), None);
}

#[test]
fn a_comparison_as_of_a_day_takes_in_what_was_said_by_then() {
    let mut record = arrested();
    record.says(MINISTER, &exact(450.0), "");
    record.as_of = date("2018-01-10").exact_day();
    record.compared(|comparison| {
        assert_eq!(comparison.positions.len(), 2);
        assert_eq!(comparison.positions[0].attributions, 11);
        assert_eq!(comparison.undated.len(), 1);
    });
}

#[test]
fn corroboration_counts_voices_and_denials_apart() {
    let mut record = arrested();
    let first = record.attributions[0].clone();
    let publisher = Some(id(105));
    let copy = Attribution { id: id(1), source: id(2), agent: None, publisher, ..first.clone() };
    let denial =
        Attribution { id: id(3), agent: Some(id(NCRI)), stance: Stance::Denies, ..first.clone() };
    record.derivations.push(Derivation {
        child: copy.id,
        parent: Parent::Attribution(first.id),
        kind: DerivationKind::Quotes,
    });
    record.attributions.extend([copy, denial]);
    let of_claim: Vec<_> =
        record.attributions.iter().filter(|it| it.claim == first.claim).collect();
    let found = corroboration(&of_claim, &record.origins());
    assert_eq!((found.asserted.attributions, found.asserted.sources), (11, 11));
    assert_eq!(found.asserted.publishers, 1);
    assert_eq!(found.origins, OriginCount { min: 1, max: 1 });
    assert_eq!(found.denied.attributions, 1);
}

#[test]
fn a_timeline_has_every_claim_by_date_and_origin() {
    let record = arrested();
    let origins = record.origins();
    let points = timeline(&record.input(&origins), TimeBasis::AsOf);
    let values: Vec<_> =
        points.iter().map(|point| point.figure.value.unwrap_or_default()).collect();
    assert_eq!(values, [3700.0, 3700.0, 3700.0, 8000.0, 5000.0, 4972.0]);
    assert_eq!(points[0].attributions + points[1].attributions, 11);
}

#[test]
fn every_claim_knows_its_verdicts() {
    let record = arrested();
    let origins = record.origins();
    let cross = cross_references(&record.input(&origins));
    let (prisons, tally) = cross.tallies().swap_remove(4);
    assert_eq!(tally.of(Verdict::Conflicts), 2);
    assert_eq!(tally.of(Verdict::Compatible), 2);
    assert_eq!(tally.of(Verdict::Agrees), 1);
    let agreeing: Vec<_> = cross.of(prisons, &[Verdict::Agrees], None).collect();
    assert_eq!(agreeing.len(), 1);
    assert_eq!(agreeing[0].0.quantity.text, "about 5000");
    assert_eq!(cross.of(id(1), &[], None).count(), 0);
}

#[test]
fn a_range_with_a_best_estimate_and_the_same_open_above_are_one_saying() {
    let mut record = tally();
    record.says(MP, &between(Some(20.0), Some(30.0), Some(25.0)), "2018-01-09");
    record.says(NCRI, &between(Some(22.0), None, Some(25.0)), "2018-01-09");
    record.compared(|comparison| {
        assert_eq!(comparison.verdict, Answer::Unanimous);
        assert_eq!(comparison.tallies[0].of(Verdict::Agrees), 1);
        assert_eq!(comparison.tallies[0].of(Verdict::Compatible), 0);
    });
}

#[test]
fn one_origin_that_is_read_alike_repeats_itself_at_any_time() {
    let mut record = Record::new(Accumulation::Cumulative, None);
    record.says(MP, &vague("dozens", 24.0, Some(99.0)), "2018-01-02");
    record.says(MP, &vague("dozens or more", 24.0, None), "2018-01-04");
    record.says(MP, &vague("at least dozens", 24.0, None), "2018-01-06");
    record.says(MP, &between(Some(24.0), None, None), "2018-01-08");
    let origins = record.origins();
    let tallies = cross_references(&record.input(&origins)).tallies();
    let counts: Vec<_> =
        tallies.iter().map(|(_, it)| (it.of(Verdict::Repeats), it.of(Verdict::Revises))).collect();
    assert_eq!(counts, [(0, 3), (2, 1), (2, 1), (2, 1)]);

    let mut record = Record::new(Accumulation::Cumulative, None);
    record.says(MP, &between(Some(0.0), Some(5.0), None), "2018-01-02");
    record.says(MP, &between(None, Some(5.0), None), "2018-01-04");
    let origins = record.origins();
    let tallies = cross_references(&record.input(&origins)).tallies();
    assert!(tallies.iter().all(|(_, it)| it.of(Verdict::Repeats) == 1));
}
