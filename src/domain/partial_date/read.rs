//! Reading EDTF: the days that a text can mean.

use chrono::{Datelike, Months, NaiveDate};

use crate::domain::{digit::plain, text::shown};

const FORMS: &str = "write a year, month or day as 2018, 2018-01 or 2018-01-22, \
                     with ~ after it for about and ? for perhaps";

/// The first and the last day that a text can mean, or what is wrong with it.
pub(super) fn days(text: &str) -> Result<(NaiveDate, NaiveDate), String> {
    if let Some(day) = whole_day(text) {
        return Ok((day, day));
    }
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

/// 2018-01-22, as most dates are written; `None` where it is not written so, or is no day.
#[must_use]
pub fn whole_day(text: &str) -> Option<NaiveDate> {
    let text = text.as_bytes();
    if text.len() != 10 || text[4] != b'-' || text[7] != b'-' {
        return None;
    }
    let year = i32::try_from(plain(&text[..4])?).ok().filter(|year| *year > 0)?;
    NaiveDate::from_ymd_opt(year, plain(&text[5..7])?, plain(&text[8..])?)
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
