//! The worked examples of the rules: reports on the Iran protests of 2017-18, dated as given.

use entity::vocab::{Accumulation, LinkKind};

use super::support::*;
use crate::domain::{
    lexicon::{self, Lexicon},
    origin::Origin,
    quantity,
    relation::{
        Exceptions, Link, Override, Relation, RelationCode as Code, Verdict, Which,
        relate_statements,
    },
};

/// The protests ended on that day.
const END: Option<&str> = Some("2018-01-07");

const JUDICIARY: u128 = 10;
const NCRI: u128 = 11;
const MP: u128 = 12;
const PRISONS: u128 = 13;
const RIGHTS_GROUP: u128 = 14;
const MINISTER: u128 = 15;
const GUARDS: u128 = 16;

fn tally(a: &Told, b: &Told) -> Relation {
    let forth = related(a, b, Accumulation::Cumulative, END);
    let back = related(b, a, Accumulation::Cumulative, END);
    assert_eq!((forth.verdict, forth.code), (back.verdict, back.code));
    assert_eq!(forth.reason, back.reason);
    forth
}

fn what(relation: &Relation) -> (Verdict, Code) {
    (relation.verdict, relation.code)
}

#[test]
fn at_least_21_and_about_50_killed_are_compatible() {
    let a = Told::by(RIGHTS_GROUP, at_least(21.0), "2018-01-03");
    let b = Told::by(NCRI, about(50.0), "2018-01-22");
    let relation = tally(&a, &b);
    assert_eq!(what(&relation), (Verdict::Compatible, Code::Within));
    assert_eq!(
        relation.reason,
        "about 50 lies within at least 21; same statistic; different origins; read by CLAIMBASE_1"
    );
    assert_eq!((relation.gap, relation.ratio), (None, None));
}

#[test]
fn twenty_two_and_some_50_in_one_article_conflict() {
    let mut a = Told::by(MP, exact(22.0), "2018-04-10");
    a.origins = vec![Origin::Unknown(id(99))];
    let b = Told::by(NCRI, about(50.0), "2018-04-10");
    assert_eq!(what(&tally(&a, &b)), (Verdict::Conflicts, Code::NoCommonValue));
}

#[test]
fn the_judiciary_raises_21_to_25() {
    let a = Told::by(JUDICIARY, exact(21.0), "2018-01-04");
    let b = Told::by(JUDICIARY, exact(25.0), "2018-01-14");
    let relation = tally(&a, &b);
    assert_eq!(what(&relation), (Verdict::Revises, Code::Raised));
    assert_eq!(relation.later, Some(Which::B));
    assert_eq!(tally(&b, &a).later, Some(Which::A));
    assert_eq!(
        relation.reason,
        "21 (2018-01-04) was raised to 25 (2018-01-14); same statistic; same origin"
    );
}

#[test]
fn a_tally_does_not_grow_once_the_thing_is_over() {
    let a = Told::by(JUDICIARY, exact(25.0), "2018-01-14");
    let b = Told::by(NCRI, about(50.0), "2018-01-22");
    assert_eq!(what(&tally(&a, &b)), (Verdict::Conflicts, Code::NoCommonValue));
    let while_it_lasts = related(&a, &b, Accumulation::Cumulative, None);
    assert_eq!(what(&while_it_lasts), (Verdict::Progresses, Code::LaterIsHigher));
}

#[test]
fn one_mps_3700_in_three_wordings_is_repeated() {
    let about = Told::by(MP, about(3700.0), "2018-01-09");
    let over = Told::by(MP, more_than(3700.0), "2018-01-09");
    let at_least = Told::by(MP, at_least(3700.0), "2018-01-16");
    for (a, b) in [(&about, &over), (&about, &at_least), (&over, &at_least)] {
        let relation = tally(a, b);
        assert_eq!(what(&relation), (Verdict::Repeats, Code::QualifierDrift));
        assert!(relation.same_origin);
    }
}

#[test]
fn the_mps_3700_and_at_least_8000_conflict() {
    let a = Told::by(MP, exact(3700.0), "2018-01-09");
    let b = Told::by(NCRI, at_least(8000.0), "2018-01-17");
    let relation = tally(&a, &b);
    assert_eq!(what(&relation), (Verdict::Conflicts, Code::NoCommonValue));
    assert_eq!(relation.gap, Some(4300.0));
    assert_eq!(relation.ratio, Some(8000.0 / 3700.0));
    let b = Told::by(NCRI, exact(8000.0), "2018-01-17");
    let a = Told::by(MP, about(3700.0), "2018-01-09");
    assert_eq!(tally(&a, &b).gap, Some(3930.0));
}

#[test]
fn the_prisons_4972_agrees_with_about_5000() {
    let a = Told::by(PRISONS, exact(4972.0), "2018-01-30");
    let b = Told::by(MINISTER, about(5000.0), "2018-02-11");
    let relation = tally(&a, &b);
    assert_eq!(what(&relation), (Verdict::Agrees, Code::Within));
    assert_eq!(
        relation.reason,
        "4,972 lies within about 5,000 (read as 4,500 to 5,500); same statistic; different \
         origins; read by CLAIMBASE_1"
    );
}

#[test]
fn the_prisons_4972_conflicts_with_at_least_8000() {
    let a = Told::by(PRISONS, exact(4972.0), "2018-01-30");
    let b = Told::by(NCRI, at_least(8000.0), "2018-01-17");
    let relation = tally(&a, &b);
    assert_eq!(what(&relation), (Verdict::Conflicts, Code::NoCommonValue));
    assert_eq!(
        relation.reason,
        "4,972 is below the stated minimum of 8,000; same statistic; different origins"
    );
}

#[test]
fn more_than_80_and_142_cities_are_compatible() {
    let a = Told::by(RIGHTS_GROUP, more_than(80.0), "2018-01-09");
    let b = Told::by(NCRI, exact(142.0), "2018-01-22");
    assert_eq!(what(&tally(&a, &b)), (Verdict::Compatible, Code::Within));
}

#[test]
fn at_most_42000_and_at_most_15000_participants_are_compatible() {
    let a = Told::by(MINISTER, at_most(42_000.0), "2018-01-09");
    let b = Told::by(GUARDS, at_most(15_000.0), "2018-01-04");
    assert_eq!(what(&tally(&a, &b)), (Verdict::Compatible, Code::Within));
}

#[test]
fn one_group_revises_more_than_50_cities_to_130() {
    let a = Told::by(NCRI, more_than(50.0), "2018-01-04");
    let b = Told::by(NCRI, exact(130.0), "2018-01-17");
    assert_eq!(what(&tally(&a, &b)), (Verdict::Revises, Code::Raised));
}

#[test]
fn cities_with_clashes_damage_and_protests_are_not_compared() {
    let protests = Told::by(NCRI, exact(142.0), "2018-01-22");
    let clashes = Told::by(MINISTER, exact(42.0), "2018-01-22").of(|key| key.measure = id(20));
    let damage = Told::by(JUDICIARY, exact(41.0), "2018-01-22").of(|key| key.measure = id(21));
    for (a, b) in [(&protests, &clashes), (&protests, &damage), (&clashes, &damage)] {
        assert_eq!(what(&tally(a, b)), (Verdict::NotComparable, Code::OtherMeasure));
    }
    assert_eq!(tally(&clashes, &damage).reason, "41 and 42 have different measure");
}

#[test]
fn forty_two_cities_and_42000_people_never_meet() {
    let cities = Told::by(MINISTER, exact(42.0), "2018-01-09").of(|key| key.measure = id(20));
    let people = Told::by(MINISTER, exact(42_000.0), "2018-01-09").of(|key| key.measure = id(22));
    assert_eq!(what(&tally(&cities, &people)), (Verdict::NotComparable, Code::OtherMeasure));
}

#[test]
fn still_detained_never_meets_arrested() {
    let arrested = Told::by(MP, exact(400.0), "2018-01-14");
    let detained = Told::by(MP, exact(400.0), "2018-01-14").of(|key| key.measure = id(23));
    assert_eq!(what(&tally(&arrested, &detained)), (Verdict::NotComparable, Code::OtherMeasure));
}

#[test]
fn four_hundred_on_14_january_and_fewer_than_300_on_30_january_are_other_moments() {
    let a = Told::by(JUDICIARY, exact(400.0), "2018-01-14");
    let b = Told::by(MINISTER, fewer_than(300.0), "2018-01-30");
    let relation = related(&a, &b, Accumulation::Instant, END);
    assert_eq!(what(&relation), (Verdict::NotComparable, Code::OtherMoment));
    let mut undated = b;
    undated.as_of = None;
    let relation = related(&a, &undated, Accumulation::Instant, END);
    assert_eq!(what(&relation), (Verdict::NotComparable, Code::OrderUnknown));
}

#[test]
fn one_press_conference_reported_three_ways_is_one_voice() {
    let told = |words| Told::by(JUDICIARY, words, "2018-01-14");
    let (a, b, c) = (told(exact(400.0)), told(exact(455.0)), told(about(465.0)));
    let instant = |a, b| what(&related(a, b, Accumulation::Instant, END));
    assert_eq!(instant(&a, &b), (Verdict::Conflicts, Code::OneVoiceTwoFigures));
    assert_eq!(instant(&a, &c), (Verdict::Conflicts, Code::OneVoiceTwoFigures));
    assert_eq!(instant(&b, &c), (Verdict::Repeats, Code::OtherWords));
}

#[test]
fn four_hundred_fifty_in_tehran_drift_into_450_in_iran() {
    let tehran = Told::by(MP, exact(450.0), "2018-01-02").of(|key| {
        key.place = Some(id(30));
        key.period = Some("2017-12-30/2018-01-01".to_owned());
    });
    let iran = Told::by(MP, exact(450.0), "2018-01-04");
    let relation = tally(&tehran, &iran);
    assert_eq!(what(&relation), (Verdict::NotComparable, Code::ScopeDrift));
    assert_eq!(relation.reason, "one origin's 450 reappears under another place and period");
    let other = Told::by(NCRI, exact(450.0), "2018-01-04");
    assert_eq!(what(&tally(&tehran, &other)), (Verdict::NotComparable, Code::OtherPlace));
}

#[test]
fn each_part_of_the_key_has_its_code() {
    let a = Told::by(MP, exact(1.0), "2018-01-02");
    let other = |change: fn(&mut crate::domain::relation::StatisticKey)| {
        what(&tally(&a, &Told::by(NCRI, exact(1.0), "2018-01-02").of(change))).1
    };
    assert_eq!(other(|key| key.measure = id(40)), Code::OtherMeasure);
    assert_eq!(other(|key| key.place = None), Code::OtherPlace);
    assert_eq!(other(|key| key.period = Some("2018".to_owned())), Code::OtherPeriod);
    assert_eq!(other(|key| key.population = Some("protesters".to_owned())), Code::OtherPopulation);
    assert_eq!(other(|key| key.event = None), Code::OtherEvent);
}

#[test]
fn words_that_miss_by_little_are_near() {
    let a = Told::by(MP, exact(90.0), "2018-01-09");
    let b = Told::by(NCRI, more_than(90.0), "2018-01-09");
    assert_eq!(what(&tally(&a, &b)), (Verdict::Near, Code::SameNumber));
    let a = Told::by(MP, exact(58.0), "2018-01-09");
    let b = Told::by(NCRI, about(50.0), "2018-01-09");
    let relation = tally(&a, &b);
    assert_eq!(what(&relation), (Verdict::Near, Code::Soft));
    assert_eq!(relation.gap, Some(3.0));
}

#[test]
fn a_tally_that_falls_or_has_no_date() {
    let a = Told::by(MP, exact(30.0), "2018-01-02");
    let b = Told::by(NCRI, exact(20.0), "2018-01-05");
    let relation = tally(&a, &b);
    assert_eq!(what(&relation), (Verdict::Conflicts, Code::LaterIsLower));
    assert_eq!(relation.later, Some(Which::B));
    let mut undated = b.clone();
    (undated.as_of, undated.said) = (None, None);
    assert_eq!(what(&tally(&a, &undated)), (Verdict::NotComparable, Code::OrderUnknown));
    let mut month = b;
    month.as_of = Some(date("2018-01"));
    assert_eq!(what(&tally(&a, &month)), (Verdict::NotComparable, Code::OrderUnknown));
    let period = related(&a, &undated, Accumulation::Period, END);
    assert_eq!(what(&period), (Verdict::Conflicts, Code::NoCommonValue));
    let relation = tally(&Told::by(MP, relative(), "2018-01-02"), &a);
    assert_eq!(what(&relation), (Verdict::NotComparable, Code::Relative));
}

#[test]
fn one_origin_without_an_order_revises_with_an_unknown_order() {
    let a = Told::by(MP, exact(30.0), "2018-01-02");
    let mut b = Told::by(MP, exact(20.0), "2018-01-05");
    b.as_of = None;
    assert_eq!(what(&tally(&a, &b)), (Verdict::Revises, Code::OrderUnknown));
}

#[test]
fn zero_has_a_gap_and_no_ratio() {
    let a = Told::by(MP, none(), "2018-01-09");
    let b = Told::by(NCRI, at_least(5.0), "2018-01-09");
    let relation = tally(&a, &b);
    assert_eq!((relation.gap, relation.ratio), (Some(5.0), None));
    assert_eq!(what(&relation), (Verdict::Conflicts, Code::NoCommonValue));
}

#[test]
fn what_people_decided_comes_first() {
    let a = Told::by(MP, exact(3700.0), "2018-01-09");
    let b = Told::by(NCRI, at_least(8000.0), "2018-01-17");
    let linked = |kind| {
        let link = Link { from: b.claim, to: a.claim, kind };
        let exceptions = Exceptions::new([link], []);
        related_with(&a, &b, Accumulation::Cumulative, END, &exceptions)
    };
    let supersedes = linked(LinkKind::Supersedes);
    assert_eq!(what(&supersedes), (Verdict::Revises, Code::Supersedes));
    assert_eq!(supersedes.later, Some(Which::B));
    assert_eq!(what(&linked(LinkKind::Corrects)), (Verdict::Revises, Code::Corrects));
    assert_eq!(what(&linked(LinkKind::SameAs)), (Verdict::Repeats, Code::SameAs));
    assert_eq!(what(&linked(LinkKind::PartOfTotal)), (Verdict::NotComparable, Code::Part));
    assert_eq!(what(&linked(LinkKind::Disputes)), (Verdict::Conflicts, Code::NoCommonValue));

    let reason = "8,000 counts the released too".to_owned();
    let said = Override { a: b.claim, b: a.claim, verdict: Verdict::Compatible, reason };
    let exceptions = Exceptions::new([], [said]);
    let relation = related_with(&a, &b, Accumulation::Cumulative, END, &exceptions);
    assert_eq!(what(&relation), (Verdict::Compatible, Code::Overridden));
    assert_eq!(relation.reason, "8,000 counts the released too");
    assert_eq!(relation.overridden, Some((Verdict::Conflicts, Code::NoCommonValue)));
    assert_eq!(relation.gap, Some(4300.0));
}

#[test]
fn statements_are_related_by_people_alone() {
    let (judged, reason) = relate_statements(id(1), id(2), &Exceptions::default());
    assert_eq!((judged.verdict, judged.code), (Verdict::NotComparable, Code::NoNumber));
    assert_eq!(reason, "at least one of them has no number to compare");
    let link = Link { from: id(2), to: id(1), kind: LinkKind::SameAs };
    let (judged, _) = relate_statements(id(1), id(2), &Exceptions::new([link], []));
    assert_eq!((judged.verdict, judged.code), (Verdict::Repeats, Code::SameAs));
}

#[test]
fn the_readings_of_these_tests_are_those_of_the_lexicon() {
    let all = [
        exact(142.0),
        about(50.0),
        about(142.0),
        about(1000.0),
        about(3700.0),
        nearly(300.0),
        just_over(90.0),
        at_least(8000.0),
        more_than(80.0),
        at_most(42_000.0),
        fewer_than(300.0),
        between(Some(20.0), Some(30.0), None),
        between(Some(20.0), None, None),
        between(None, Some(30.0), None),
        vague("a few", 3.0, Some(5.0)),
        vague("dozens", 24.0, Some(99.0)),
        vague("at least dozens", 24.0, None),
        vague("at most dozens", 0.0, Some(99.0)),
        none(),
        unknown(),
    ];
    for Words { quantity, reading } in all {
        let read = lexicon::read(&quantity, Lexicon::Claimbase1, true, true);
        assert_eq!(read, reading, "{}", quantity.text);
    }
}

#[test]
fn what_was_said_in_words_is_compared() {
    let told = |agent, text: &str, on| {
        let quantity = quantity::parse(text, true).expect("a quantity").quantity;
        let reading = lexicon::read(&quantity, Lexicon::Claimbase1, true, true);
        Told::by(agent, Words { quantity, reading }, on)
    };
    let a = told(PRISONS, "4,972", "2018-01-30");
    let b = told(NCRI, "at least 8,000", "2018-01-17");
    assert_eq!(what(&tally(&a, &b)), (Verdict::Conflicts, Code::NoCommonValue));
    let vague = told(RIGHTS_GROUP, "dozens", "2018-01-03");
    let about = told(NCRI, "about 50", "2018-01-22");
    assert_eq!(what(&tally(&vague, &about)), (Verdict::Agrees, Code::Within));
    let one_sided = told(RIGHTS_GROUP, "at least dozens", "2018-01-03");
    assert_eq!(what(&tally(&one_sided, &about)), (Verdict::Compatible, Code::Within));
}
