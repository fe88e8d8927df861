//! Partial dates in EDTF level 1: a year, a month, a day, a season, with what is not known.

use std::{cmp::Ordering, fmt, str::FromStr};

use chrono::{Datelike, Months, NaiveDate};

use super::text::shown;
use crate::{Error, Result};

/// A date of which only a part may be known.
///
/// The marks for approximate and uncertain do not widen its days: how far "about" reaches was not
/// said.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    text: String,
    earliest: NaiveDate,
    latest: NaiveDate,
}

/// How one date stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateOrder {
    /// The first was over before the second began.
    Before,
    /// Both are the same days.
    Same,
    /// The first began after the second was over.
    After,
    /// One is missing, or they share some days and not all.
    Unknown,
}

impl DateOrder {
    /// The same seen from the other date.
    #[must_use]
    pub const fn reverse(self) -> Self {
        match self {
            Self::Before => Self::After,
            Self::Same => Self::Same,
            Self::After => Self::Before,
            Self::Unknown => Self::Unknown,
        }
    }
}

/// How two dates stand to each other; an unknown date has no order to any.
#[must_use]
pub fn order(a: Option<&PartialDate>, b: Option<&PartialDate>) -> DateOrder {
    let (Some(a), Some(b)) = (a, b) else { return DateOrder::Unknown };
    if a.latest < b.earliest {
        DateOrder::Before
    } else if b.latest < a.earliest {
        DateOrder::After
    } else if (a.earliest, a.latest) == (b.earliest, b.latest) {
        DateOrder::Same
    } else {
        DateOrder::Unknown
    }
}

impl PartialDate {
    /// A day that is known.
    pub fn day(day: NaiveDate) -> Result<Self> {
        day.format("%Y-%m-%d").to_string().parse()
    }

    /// As written, in EDTF.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first day that it can be.
    #[must_use]
    pub const fn earliest(&self) -> NaiveDate {
        self.earliest
    }

    /// The last day that it can be.
    #[must_use]
    pub const fn latest(&self) -> NaiveDate {
        self.latest
    }

    /// The day, where it is known to the day and without doubt.
    #[must_use]
    pub fn exact_day(&self) -> Option<NaiveDate> {
        let known = self.earliest == self.latest;
        (known && !self.is_approximate() && !self.is_uncertain()).then_some(self.earliest)
    }

    /// Whether it is marked as about then: `~` or `%`.
    #[must_use]
    pub fn is_approximate(&self) -> bool {
        self.text.ends_with(['~', '%'])
    }

    /// Whether it is marked as not certain: `?` or `%`.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        self.text.ends_with(['?', '%'])
    }

    /// The order in which lists show dates: by first day, then by last day, then by text.
    #[must_use]
    pub fn cmp_for_lists(&self, other: &Self) -> Ordering {
        let key = |date: &Self| (date.earliest, date.latest);
        key(self).cmp(&key(other)).then_with(|| self.text.cmp(&other.text))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl FromStr for PartialDate {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let (earliest, latest) = days(text).map_err(|problem| {
            let text = shown(text);
            Error::invalid("", format!("{text} is not a date: {problem}"))
        })?;
        Ok(Self { text: text.to_owned(), earliest, latest })
    }
}

const FORMS: &str = "write a year, month or day as 2018, 2018-01 or 2018-01-22, \
                     with ~ after it for about and ? for perhaps";

/// The first and the last day that the text can mean, or what is wrong with it.
fn days(text: &str) -> Result<(NaiveDate, NaiveDate), String> {
    if text.contains('/') || text.contains("..") {
        return Err(format!(
            "'/' and '..' write an interval; give its two ends as two dates, or {FORMS}"
        ));
    }
    if text.contains(['T', ':', ' ']) && text.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(format!("it has a time or words; {FORMS}"));
    }
    if text.starts_with(['-', 'Y']) {
        return Err("years go from 0001 to 9999".to_owned());
    }
    let bare = text.strip_suffix(['~', '?', '%']).unwrap_or(text);
    if bare.ends_with(['~', '?', '%']) {
        return Err("it has two marks; write % for about and perhaps together".to_owned());
    }
    let mut parts = bare.split('-');
    let year = parts.next().unwrap_or_default();
    let (month, day) = (parts.next(), parts.next());
    if parts.next().is_some() || !year.bytes().all(|b| b.is_ascii_digit() || b == b'X') {
        return Err(FORMS.to_owned());
    }
    if year.len() != 4 {
        return Err(format!("a year has four digits; {FORMS}"));
    }
    match (month, day) {
        (None, _) => whole_years(year),
        (Some("XX"), None | Some("XX")) if !year.contains('X') => whole_years(year),
        (Some(_), _) if year.contains('X') => {
            Err(format!("a month needs its year; write {year} alone, or the year in full"))
        }
        (Some("XX"), Some(_)) => {
            Err(format!("a day needs its month; write {year}-XX-XX, or the month in full"))
        }
        (Some(month), day) => within_year(year.parse().map_err(|_| FORMS.to_owned())?, month, day),
    }
}

/// 2018, 201X, 20XX: unspecified digits stand at the end, and at least the century is known.
fn whole_years(year: &str) -> Result<(NaiveDate, NaiveDate), String> {
    let known = year.trim_end_matches('X');
    if known.contains('X') || known.len() < 2 {
        return Err(
            "unspecified digits of a year are its last one or two, as in 201X or 20XX".to_owned()
        );
    }
    let bound = |digit: &str| {
        let filled = format!("{known}{}", digit.repeat(4 - known.len()));
        filled.parse::<i32>().map_err(|_| FORMS.to_owned())
    };
    let (first, last) = (bound("0")?, bound("9")?);
    if last == 0 {
        return Err("years go from 0001 to 9999".to_owned());
    }
    // 000X has no year 0: there is none in our calendar's count.
    Ok((date(first.max(1), 1, 1)?, date(last, 12, 31)?))
}

fn within_year(
    year: i32,
    month: &str,
    day: Option<&str>,
) -> Result<(NaiveDate, NaiveDate), String> {
    if year == 0 {
        return Err("years go from 0001 to 9999".to_owned());
    }
    let month_number = two_digits(month).ok_or_else(|| {
        format!(
            "a month has two digits from 01 to 12, or 21 to 24 for a season, not {}",
            shown(month)
        )
    })?;
    if (21..=24).contains(&month_number) {
        return match day {
            None => season(year, month_number),
            Some(_) => Err("a season has no days; write the month instead".to_owned()),
        };
    }
    if !(1..=12).contains(&month_number) {
        return Err(format!(
            "month {month} does not exist; months go from 01 to 12, seasons from 21 to 24"
        ));
    }
    let first = date(year, month_number, 1)?;
    let length = u32::from(first.num_days_in_month());
    let last = date(year, month_number, length)?;
    match day {
        None | Some("XX") => Ok((first, last)),
        Some(day) => {
            let number = two_digits(day)
                .ok_or_else(|| format!("a day has two digits, as in 01, not {}", shown(day)))?;
            if !(1..=length).contains(&number) {
                let month = first.format("%B");
                return Err(format!("{month} {year} has {length} days"));
            }
            let day = date(year, month_number, number)?;
            Ok((day, day))
        }
    }
}

/// Spring 21, summer 22, autumn 23, winter 24 in the north, as they are reckoned by the sun or by
/// the month: March to June, June to September, September to December, December to March.
fn season(year: i32, number: u32) -> Result<(NaiveDate, NaiveDate), String> {
    let first = date(year, 3 * (number - 20), 1)?;
    let after = first.checked_add_months(Months::new(4));
    let last = after.and_then(|after| after.pred_opt()).ok_or(FORMS)?;
    Ok((first, last.min(date(9999, 12, 31)?)))
}

fn two_digits(text: &str) -> Option<u32> {
    let plain = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn date(year: i32, month: u32, day: u32) -> Result<NaiveDate, String> {
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| FORMS.to_owned())
}

#[cfg(test)]
mod tests {
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
}
