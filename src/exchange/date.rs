//! Dates as people write them in tables and feeds.

use chrono::NaiveDate;

use crate::{
    Error, Result,
    domain::{digit, partial_date::PartialDate, text::shown},
};

/// Which part of 03/01/2018 comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The day.
    DayFirst,
    /// The month.
    MonthFirst,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Order {
    pub(super) fn parse(word: &str) -> Result<Self> {
        match word.trim().to_ascii_uppercase().as_str() {
            "DMY" => Ok(Self::DayFirst),
            "MDY" => Ok(Self::MonthFirst),
            _ => {
                let message = format!("date_order is {}: write DMY or MDY", shown(word));
                Err(Error::invalid("map", message))
            }
        }
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::DayFirst => "DMY",
            Self::MonthFirst => "MDY",
        }
    }
}

/// Reads a date: EDTF, a time stamp's day, or a day with its month in words or in digits. `year` is
/// that of a date that has none.
pub(super) fn read(text: &str, order: Option<Order>, year: Option<i32>) -> Result<PartialDate> {
    let text = text.trim();
    let refused = match text.parse::<PartialDate>() {
        Ok(date) => return Ok(date),
        Err(error) => error,
    };
    if let Some(day) = stamp(text) {
        return PartialDate::day(day);
    }
    let words: Vec<String> = text
        .split([' ', ',', '/', '.', '-'])
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [one, two, three] => match (month(one), month(two)) {
            (Some(month), None) => made(number(three), Some(month), day(two), text),
            (None, Some(month)) if is_year(one) => made(number(one), Some(month), day(three), text),
            (None, Some(month)) => made(number(three), Some(month), day(one), text),
            _ => in_digits(text, [one, two, three], order).unwrap_or(Err(refused)),
        },
        [one, two] => {
            let (month, other) = match (month(one), month(two)) {
                (Some(month), None) => (month, two),
                (None, Some(month)) => (month, one),
                _ => return Err(refused),
            };
            if is_year(other)
                && let Some(year) = number(other)
            {
                return format!("{year:04}-{month:02}").parse();
            }
            if year.is_none() && day(other).is_some() {
                let message = format!(
                    "{} has no year: write it, or give the row a date of publication",
                    shown(text)
                );
                return Err(Error::invalid("", message));
            }
            made(year, Some(month), day(other), text)
        }
        _ => Err(refused),
    }
}

fn in_digits(text: &str, words: [&str; 3], order: Option<Order>) -> Option<Result<PartialDate>> {
    let [one, two, three] = words.map(number);
    let (one, two, three) = (one?, two?, three?);
    if is_year(words[0]) {
        return Some(made(Some(one), u32::try_from(two).ok(), u32::try_from(three).ok(), text));
    }
    if !is_year(words[2]) {
        let message = format!("{} has a year of two digits: write all four", shown(text));
        return Some(Err(Error::invalid("", message)));
    }
    let day_first = match order {
        Some(order) => order == Order::DayFirst,
        None if one > 12 => true,
        None if two > 12 => false,
        None if one == two => true,
        None => {
            let message = format!(
                "{} can be read day first or month first: write it as 2018-01-22, or set date_order \
                 to DMY or MDY",
                shown(text)
            );
            return Some(Err(Error::invalid("", message)));
        }
    };
    let (day, month) = if day_first { (one, two) } else { (two, one) };
    Some(made(Some(three), u32::try_from(month).ok(), u32::try_from(day).ok(), text))
}

fn made(
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
    text: &str,
) -> Result<PartialDate> {
    let date = year.zip(month).zip(day);
    match date.and_then(|((year, month), day)| NaiveDate::from_ymd_opt(year, month, day)) {
        Some(day) if year.is_some_and(|year| (1..=9999).contains(&year)) => PartialDate::day(day),
        _ => {
            let message =
                format!("{} is no day of the calendar: write it as 2018-01-22", shown(text));
            Err(Error::invalid("", message))
        }
    }
}

/// The day of 2018-01-22T12:00:00Z.
fn stamp(text: &str) -> Option<NaiveDate> {
    let (day, time) = text.split_at_checked(10)?;
    let rest = time.strip_prefix(['T', ' '])?;
    let is_time = rest.starts_with(|c: char| c.is_ascii_digit())
        && rest.contains(':')
        && rest.chars().all(|c| c.is_ascii_digit() || ":.+-Z".contains(c));
    day.parse().ok().filter(|_| is_time)
}

fn is_year(word: &str) -> bool {
    word.chars().count() == 4 && number(word).is_some()
}

fn number(word: &str) -> Option<i32> {
    if word.is_empty() || word.chars().count() > 4 {
        return None;
    }
    word.chars().try_fold(0, |number, c| Some(number * 10 + i32::from(digit::value(c)?)))
}

/// A day of a month, "3" or "3rd".
fn day(word: &str) -> Option<u32> {
    let bare = word.trim_end_matches("st").trim_end_matches("nd");
    let bare = bare.trim_end_matches("rd").trim_end_matches("th");
    number(bare).and_then(|day| u32::try_from(day).ok())
}

fn month(word: &str) -> Option<u32> {
    let is_it = |name: &str| name == word || (word.len() >= 3 && name.starts_with(word));
    let position = MONTHS.iter().position(|name| is_it(name))?;
    u32::try_from(position + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> String {
        read(text, None, None).map_or_else(|error| error.to_string(), |date| date.to_string())
    }

    #[test]
    fn dates_are_read_as_tables_have_them() {
        for (text, day) in [
            ("2018-01-22", "2018-01-22"),
            ("2018-01", "2018-01"),
            ("2018~", "2018~"),
            ("2018-01-22T12:00:00Z", "2018-01-22"),
            ("2018-01-22 12:00", "2018-01-22"),
            ("2018/01/22", "2018-01-22"),
            ("22 Jan 2018", "2018-01-22"),
            ("22nd January, 2018", "2018-01-22"),
            ("January 22, 2018", "2018-01-22"),
            ("Sept 3 2018", "2018-09-03"),
            ("22-Jan-2018", "2018-01-22"),
            ("2018 Jan 22", "2018-01-22"),
            ("Jan 2018", "2018-01"),
            ("22/01/2018", "2018-01-22"),
            ("01/22/2018", "2018-01-22"),
            ("03.03.2018", "2018-03-03"),
            ("\u{6f2}\u{6f2}/\u{6f0}\u{6f1}/\u{6f2}\u{6f0}\u{6f1}\u{6f8}", "2018-01-22"),
        ] {
            assert_eq!(date(text), day, "{text}");
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_refused() {
        assert!(date("03/04/2018").contains("day first or month first"));
        assert!(date("22/01/18").contains("two digits"));
        assert!(date("30 Feb 2018").contains("no day of the calendar"));
        assert!(date("3 Jan").contains("no year"));
        for text in ["", "soon", "Jan", "1/2", "Friday 3 Jan 2018", "2018-13-01"] {
            assert!(read(text, None, None).is_err(), "{text}");
        }
        let day = |order| read("03/04/2018", Some(order), None).expect("a date").to_string();
        assert_eq!(day(Order::DayFirst), "2018-04-03");
        assert_eq!(day(Order::MonthFirst), "2018-03-04");
        assert_eq!(read("3 Jan", None, Some(2018)).expect("a date").to_string(), "2018-01-03");
    }
}
