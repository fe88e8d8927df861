//! Laws that hold for any two claims.

use proptest::prelude::*;

use super::support::*;
use crate::domain::{
    origin::Origin,
    relation::{Days, RelationCode, Saying, Verdict, Which, as_of, number},
};

fn any_told() -> impl Strategy<Value = Told> {
    let origins = prop_oneof![
        4 => (0..3_u128).prop_map(|agent| vec![Origin::Known(id(agent))]),
        1 => Just(vec![Origin::Known(id(0)), Origin::Known(id(1))]),
        1 => Just(vec![Origin::Unknown(id(7))]),
        1 => Just(vec![Origin::Known(id(0)), Origin::Unknown(id(7))]),
    ];
    (any_words(), any_date(), any_date(), origins, 0..1000_u128).prop_map(
        |(words, as_of, said, origins, claim)| Told {
            claim: id(claim),
            words,
            key: key(),
            as_of,
            said,
            origins,
        },
    )
}

fn any_end() -> impl Strategy<Value = Option<&'static str>> {
    prop_oneof![Just(None), Just(Some("2018-01-04")), Just(Some("2018-01"))]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_relation_is_symmetric_but_for_which_is_later(
        a in any_told(), b in any_told(), accumulation in any_accumulation(), end in any_end()
    ) {
        let forth = related(&a, &b, accumulation, end);
        let mut back = related(&b, &a, accumulation, end);
        back.later = back.later.map(Which::other);
        prop_assert_eq!(forth, back);
    }

    #[test]
    fn the_verdict_and_its_numbers_fit(
        a in any_told(), b in any_told(), accumulation in any_accumulation(), end in any_end()
    ) {
        let relation = related(&a, &b, accumulation, end);
        let meet = matches!(relation.verdict, Verdict::Agrees | Verdict::Compatible);
        let apart = matches!(
            relation.verdict, Verdict::Conflicts | Verdict::Progresses | Verdict::Near);
        prop_assert!(!meet || relation.gap.is_none());
        prop_assert!(!apart || relation.gap.is_some_and(|gap| gap > 0.0));
        prop_assert!(relation.ratio.is_none_or(|ratio| ratio > 1.0 && relation.gap.is_some()));
        let voice = matches!(relation.verdict, Verdict::Repeats | Verdict::Revises)
            || relation.code == RelationCode::OneVoiceTwoFigures;
        prop_assert!(!voice || relation.same_origin);
        prop_assert!(!relation.same_origin || voice || relation.verdict == Verdict::NotComparable);
    }

    #[test]
    fn a_claim_never_contradicts_itself(a in any_told(), accumulation in any_accumulation()) {
        let relation = related(&a, &a, accumulation, None);
        prop_assert!(relation.verdict != Verdict::Conflicts);
        prop_assert!(relation.verdict != Verdict::Revises);
    }

    #[test]
    fn a_wider_interval_never_turns_agreement_into_conflict(
        a in any_told(), b in any_told(), accumulation in any_accumulation(),
        down in 0..20_u32, up in 0..20_u32
    ) {
        let before = related(&a, &b, accumulation, None);
        let mut wider = a.clone();
        let reading = &mut wider.words.reading;
        reading.low = reading.low.map(|low| low - f64::from(down));
        reading.high = reading.high.map(|high| high + f64::from(up));
        let after = related(&wider, &b, accumulation, None);
        if matches!(before.verdict, Verdict::Agrees | Verdict::Compatible) {
            // Vague words that come to reach down to 0 are one-sided: consistent, no vote.
            prop_assert!(matches!(after.verdict, Verdict::Agrees | Verdict::Compatible));
        }
    }

    #[test]
    fn two_dates_have_one_order(a in any_date(), b in any_date(), end in any_date()) {
        let [a, b, end] = [a, b, end].map(|it| it.as_ref().map(Days::from));
        prop_assert_eq!(Days::order(a, b), Days::order(b, a).reverse());
        if let (Some(a), Some(end)) = (a, end) {
            let clamped = a.until(end);
            prop_assert!(clamped.first <= clamped.last && clamped.last <= end.last);
            prop_assert_eq!(clamped.until(end), clamped);
        }
    }

    #[test]
    fn a_number_keeps_its_digits(value in -1_000_000_000_i64..1_000_000_000) {
        #[expect(clippy::cast_precision_loss, reason = "a double holds every one of these")]
        let written = number(value as f64);
        prop_assert_eq!(written.replace(',', ""), value.to_string());
    }
}

#[test]
fn where_no_moment_was_stated_it_is_the_earliest_date_said_else_published() {
    let [said, later, month, published] =
        ["2018-01-09", "2018-01-12", "2018-01", "2018-01-05"].map(date);
    let saying = |said_on, published_on| Saying { said_on, published_on };
    let sayings = [
        saying(Some(&later), None),
        saying(Some(&month), Some(&published)),
        saying(Some(&said), None),
    ];
    assert_eq!(as_of(None, sayings.into_iter()), Some(&said));
    assert_eq!(as_of(Some(&later), sayings.into_iter()), Some(&later));
    let unsaid = [saying(None, Some(&later)), saying(None, Some(&published))];
    assert_eq!(as_of(None, unsaid.into_iter()), Some(&published));
    assert_eq!(as_of(None, [].into_iter()), None);
}

#[test]
fn numbers_are_written_with_separators() {
    let cases = [(0.0, "0"), (999.0, "999"), (4972.0, "4,972"), (-1_234_567.5, "-1,234,567.5")];
    for (value, written) in cases {
        assert_eq!(number(value), written);
    }
}

#[test]
fn clamped_dates_are_written_as_they_are() {
    let shown = |text: &str| Days::from(&date(text)).to_string();
    for text in ["2018", "2018-01", "2018-02-28"] {
        assert_eq!(shown(text), text);
    }
    let clamped = Days::from(&date("2018-01")).until(Days::from(&date("2018-01-07")));
    assert_eq!(clamped.to_string(), "2018-01-01/2018-01-07");
}
