//! One number by each policy.

use entity::vocab::Accumulation;

use super::Record;
use crate::domain::{
    comparison::{Headline, HeadlinePolicy as Policy, WhyLeftOut},
    relation::{RelationCode, tests::support::*},
};

fn record() -> Record {
    let mut record = Record::new(Accumulation::Cumulative, Some("2018-01-07"));
    record.says(100, &exact(25.0), "2018-01-14");
    record.says(101, &about(50.0), "2018-01-22");
    record.says(102, &exact(25.0), "2018-01-16");
    record.says(103, &at_least(21.0), "2018-01-09");
    record.says(0, &exact(12.0), "2018-01-09");
    record.says(104, &relative(), "2018-01-09");
    record
}

fn headline(record: &Record, policy: Policy) -> Option<Headline> {
    record.compared(|comparison| comparison.headline(policy))
}

fn whys(headline: &Headline) -> Vec<WhyLeftOut> {
    headline.left_out.iter().map(|it| it.why).collect()
}

const RELATIVE: WhyLeftOut = WhyLeftOut::Unlike(RelationCode::Relative);

#[test]
fn the_range_of_origins() {
    let found = headline(&record(), Policy::RangeOfOrigins).expect("a range");
    assert_eq!((found.low, found.high), (Some(12.0), Some(50.0)));
    assert_eq!(found.text, "12 to 50");
    assert_eq!(
        found.reason,
        "from the smallest to the largest number that 5 origins name; 1 figure left out; read by \
         CLAIMBASE_1"
    );
    assert_eq!(whys(&found), [RELATIVE]);
}

#[test]
fn the_most_conservative() {
    let found = headline(&record(), Policy::MostConservative).expect("a number");
    assert_eq!((found.text.as_str(), found.low, found.high), ("at least 21", Some(21.0), None));
    let [higher, unknown] = [WhyLeftOut::Higher, WhyLeftOut::UnknownOrigin];
    assert_eq!(whys(&found), [higher, higher, higher, unknown, RELATIVE]);
}

#[test]
fn the_majority_of_origins() {
    assert_eq!(headline(&record(), Policy::MajorityOfOrigins), None);
    let mut record = record();
    record.says(105, &between(Some(20.0), Some(30.0), None), "2018-01-16");
    let found = headline(&record, Policy::MajorityOfOrigins).expect("three of five");
    assert_eq!((found.text.as_str(), found.low), ("25", Some(25.0)));
    assert!(found.reason.starts_with("3 of 5 known origins agree on it; "));
    let [outside, limit] = [WhyLeftOut::OutsideMajority, WhyLeftOut::Limit];
    assert_eq!(whys(&found), [outside, limit, WhyLeftOut::UnknownOrigin, RELATIVE]);
}

#[test]
fn the_median_of_origins() {
    let found = headline(&record(), Policy::MedianOfOrigins).expect("a median");
    assert_eq!((found.text.as_str(), found.low), ("25", Some(25.0)));
    assert!(found.reason.starts_with("the middle one of the numbers of 3 known origins; "));
    assert_eq!(whys(&found), [WhyLeftOut::Limit, WhyLeftOut::UnknownOrigin, RELATIVE]);
}

#[test]
fn the_latest() {
    let found = headline(&record(), Policy::Latest).expect("dated ones");
    assert_eq!((found.text.as_str(), found.low), ("about 50", Some(50.0)));
    assert!(found.reason.starts_with("the latest, of 2018-01-22, by 1 origin; "));
    assert_eq!(found.left_out.len(), 5);
    let mut record = record();
    record.says(106, &exact(30.0), "2018-01-22");
    let found = headline(&record, Policy::Latest).expect("two of one day");
    assert_eq!((found.low, found.high), (Some(30.0), Some(50.0)));
    assert_eq!(found.text, "30 or about 50");
}

#[test]
fn nothing_to_choose_from_is_no_headline() {
    let mut record = Record::new(Accumulation::Cumulative, None);
    record.says(100, &vague("dozens", 24.0, Some(99.0)), "");
    for policy in [
        Policy::RangeOfOrigins,
        Policy::MostConservative,
        Policy::MajorityOfOrigins,
        Policy::MedianOfOrigins,
        Policy::Latest,
    ] {
        assert_eq!(headline(&record, policy), None);
    }
}
