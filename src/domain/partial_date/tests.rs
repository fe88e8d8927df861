//! Tests of partial dates.

use chrono::Datelike as _;
use proptest::prelude::*;

use super::*;

fn parse(text: &str) -> PartialDate {
    text.parse().expect(text)
}

fn refusal(text: &str) -> String {
    text.parse::<PartialDate>().expect_err(text).to_string()
}

#[test]
fn each_form_has_its_days() {
    for (text, earliest, latest) in [
        ("2018", "2018-01-01", "2018-12-31"),
        ("2018-01", "2018-01-01", "2018-01-31"),
        ("2018-02", "2018-02-01", "2018-02-28"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2018-01-22", "2018-01-22", "2018-01-22"),
        ("2018~", "2018-01-01", "2018-12-31"),
        ("2018-01?", "2018-01-01", "2018-01-31"),
        ("2018-01-22%", "2018-01-22", "2018-01-22"),
        ("2018-21", "2018-03-01", "2018-06-30"),
        ("2018-22", "2018-06-01", "2018-09-30"),
        ("2018-23", "2018-09-01", "2018-12-31"),
        ("2018-24", "2018-12-01", "2019-03-31"),
        ("9999-24", "9999-12-01", "9999-12-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("20XX?", "2000-01-01", "2099-12-31"),
        ("000X", "0001-01-01", "0009-12-31"),
        ("2018-XX", "2018-01-01", "2018-12-31"),
        ("2018-XX-XX", "2018-01-01", "2018-12-31"),
        ("2018-01-XX", "2018-01-01", "2018-01-31"),
        ("0001-01-01", "0001-01-01", "0001-01-01"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
    ] {
        let date = parse(text);
        assert_eq!(date.earliest().to_string(), earliest, "{text}");
        assert_eq!(date.latest().to_string(), latest, "{text}");
        assert_eq!(date.to_string(), text);
    }
}

#[test]
fn marks_are_read() {
    let marks = |text| (parse(text).is_approximate(), parse(text).is_uncertain());
    assert_eq!(marks("2018"), (false, false));
    assert_eq!(marks("2018~"), (true, false));
    assert_eq!(marks("2018?"), (false, true));
    assert_eq!(marks("2018%"), (true, true));
    assert_eq!(parse("2018-01-22~").exact_day(), None);
    assert!(parse("2018-01-22").exact_day().is_some());
}

#[test]
fn what_is_refused_names_the_value_and_the_mend() {
    for (text, problem) in [
        ("2018-02-30", "February 2018 has 28 days"),
        ("2020-02-30", "February 2020 has 29 days"),
        ("2018-04-00", "April 2018 has 30 days"),
        ("2018-13", "month 13 does not exist; months go from 01 to 12, seasons from 21 to 24"),
        ("2018-1", "a month has two digits from 01 to 12, or 21 to 24 for a season, not '1'"),
        ("2018-01-2", "a day has two digits, as in 01, not '2'"),
        ("2018-21-01", "a season has no days; write the month instead"),
        ("0000", "years go from 0001 to 9999"),
        ("0000-01", "years go from 0001 to 9999"),
        ("-0044", "years go from 0001 to 9999"),
        ("Y12018", "years go from 0001 to 9999"),
        ("2018?~", "it has two marks; write % for about and perhaps together"),
        ("201X-01", "a month needs its year; write 201X alone, or the year in full"),
        ("2018-XX-01", "a day needs its month; write 2018-XX-XX, or the month in full"),
        ("2XXX", "unspecified digits of a year are its last one or two, as in 201X or 20XX"),
        ("2X18", "unspecified digits of a year are its last one or two, as in 201X or 20XX"),
    ] {
        assert_eq!(refusal(text), format!("'{text}' is not a date: {problem}"));
    }
    for text in ["2018/2019", "2018/..", "22/01/2018"] {
        assert!(refusal(text).contains("give its two ends as two dates"), "{text}");
    }
    for text in [
        "",
        "18",
        "x",
        "January 2018",
        "2018-01-22T10:00:00Z",
        "2018-01-22 ",
        "2018-",
        "2018--",
        "2018-01-22-01",
        "~",
        "2018-é1",
        "۲۰۱۸",
        "20181",
        "2018-01-22~~",
        "+2018",
        "2018-+1",
    ] {
        assert!(text.parse::<PartialDate>().is_err(), "{text}");
    }
}

#[test]
fn order_is_known_only_where_the_days_decide() {
    let order = |a, b| order(Some(&parse(a)), Some(&parse(b)));
    assert_eq!(order("2018-01-04", "2018-01-14"), DateOrder::Before);
    assert_eq!(order("2018-02", "2018-01-31"), DateOrder::After);
    assert_eq!(order("2018", "2018-XX"), DateOrder::Same);
    assert_eq!(order("2018-01-22", "2018-01-22?"), DateOrder::Same);
    assert_eq!(order("2018-01", "2018-01-22"), DateOrder::Unknown);
    assert_eq!(super::order(None, Some(&parse("2018"))), DateOrder::Unknown);
    assert_eq!(super::order(None, None), DateOrder::Unknown);
}

fn dates() -> impl Strategy<Value = PartialDate> {
    let text = "(19|20)([0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]|XX))?\
                |-2[1-4]|-XX|-XX-XX)?|[0-9X]X)[~?%]?";
    text.prop_map(|text| parse(&text))
}

proptest! {
    #[test]
    fn writing_and_reading_gives_the_same(date in dates()) {
        prop_assert_eq!(parse(&date.to_string()), date);
    }

    #[test]
    fn the_first_day_is_not_after_the_last(date in dates()) {
        prop_assert!(date.earliest() <= date.latest());
    }

    #[test]
    fn no_text_breaks_the_reader(text in "[0-9X?~%/T-]{0,12}|.{0,12}") {
        if let Ok(date) = text.parse::<PartialDate>() {
            prop_assert!(date.earliest() <= date.latest());
            prop_assert!((1..=9999).contains(&date.earliest().year()));
            prop_assert!((1..=9999).contains(&date.latest().year()));
        }
    }

    #[test]
    fn order_is_antisymmetric(a in dates(), b in dates()) {
        prop_assert_eq!(order(Some(&a), Some(&b)), order(Some(&b), Some(&a)).reverse());
        prop_assert_eq!(order(Some(&a), Some(&a)), DateOrder::Same);
        prop_assert_eq!(order(None, Some(&a)), DateOrder::Unknown);
    }

    #[test]
    fn before_is_transitive(a in dates(), b in dates(), c in dates()) {
        let before = |x, y| order(Some(x), Some(y)) == DateOrder::Before;
        if before(&a, &b) && before(&b, &c) {
            prop_assert!(before(&a, &c));
        }
    }

    #[test]
    fn every_day_can_be_written(days in 0..3_600_000) {
        let day = NaiveDate::from_num_days_from_ce_opt(days + 1).expect("in the years 1 to 9999");
        prop_assert_eq!(PartialDate::day(day).expect("a day").exact_day(), Some(day));
    }
}
