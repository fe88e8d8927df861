//! Finds dates in running text and resolves them against the day of publication.

use std::ops::Range;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::{
    lexis,
    token::{Kind, Token},
};
use crate::domain::partial_date::PartialDate;

/// Words that name a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dated {
    pub(super) range: Range<usize>,
    /// `None` where the words name a time that nothing here can resolve.
    pub(super) date: Option<PartialDate>,
}

/// Every date in a range of tokens, in order.
pub(super) fn dates(
    tokens: &[Token],
    range: Range<usize>,
    published: Option<NaiveDate>,
) -> Vec<Dated> {
    let reader = Reader { tokens: &tokens[..range.end], published };
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        if let Some((end, date)) = reader.read(at) {
            found.push(Dated { range: at..end, date });
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

struct Reader<'a> {
    tokens: &'a [Token],
    published: Option<NaiveDate>,
}

type Found = (usize, Option<PartialDate>);

impl Reader<'_> {
    fn is(&self, at: usize, words: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.among(words))
    }

    fn mark(&self, at: usize, marks: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_mark(marks))
    }

    fn read(&self, at: usize) -> Option<Found> {
        self.written(at)
            .or_else(|| self.month_first(at))
            .or_else(|| self.day_first(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.ago(at))
            .or_else(|| self.year_alone(at))
    }

    fn number(&self, at: usize) -> Option<u32> {
        let token = self.tokens.get(at)?;
        if !matches!(token.kind, Kind::Number | Kind::Label) {
            return None;
        }
        let digits = token.lower.trim_end_matches(|c: char| "stndrdth".contains(c));
        digits.replace(',', "").parse().ok()
    }

    fn day(&self, at: usize) -> Option<u32> {
        self.number(at).filter(|day| (1..=31).contains(day))
    }

    fn year(&self, at: usize) -> Option<i32> {
        let token = self.tokens.get(at)?;
        let four = token.kind == Kind::Number && token.lower.len() == 4;
        let year = self.number(at).and_then(|year| i32::try_from(year).ok())?;
        (four && (1500..=2100).contains(&year)).then_some(year)
    }

    fn month(&self, at: usize) -> Option<u32> {
        let token = self.tokens.get(at).filter(|token| token.capital && token.is_word())?;
        let at = lexis::MONTHS.split_ascii_whitespace().position(|month| token.is(month))?;
        let cut = [1, 2, 3, 4, 6, 7, 8, 9, 9, 10, 11, 12];
        let whole = u32::try_from(at + 1).ok()?;
        if at < 12 { Some(whole) } else { cut.get(at - 12).copied() }
    }

    /// 2018-01-22 and 22/01/2018.
    fn written(&self, at: usize) -> Option<Found> {
        let glued = |at: usize| self.tokens.get(at).is_some_and(|token| token.glued);
        let sign = self.tokens.get(at + 1)?;
        if !sign.is_mark("-/")
            || !(1..5).all(|step| glued(at + step))
            || !self.mark(at + 3, &sign.lower)
        {
            return None;
        }
        let (first, second, third) = (self.number(at)?, self.number(at + 2)?, self.number(at + 4)?);
        let date = self.year(at).and_then(|year| NaiveDate::from_ymd_opt(year, second, third));
        let plausible = date.is_some() || first <= 31 && second <= 31;
        plausible.then(|| (at + 5, date.and_then(|date| PartialDate::day(date).ok())))
    }

    /// "Dec. 28", "January 3, 2018", "March 2018".
    fn month_first(&self, at: usize) -> Option<Found> {
        let month = self.month(at)?;
        if let Some(year) = self.year(at + 1) {
            return Some((at + 2, format!("{year}-{month:02}").parse().ok()));
        }
        let Some(day) = self.day(at + 1) else {
            // "May" and "March" are other words as well.
            let certain = at > 0
                && self.is(
                    at - 1,
                    "in since until by from of last during early late mid this through and",
                );
            return certain.then(|| (at + 1, self.past_month(month)));
        };
        let comma = usize::from(self.mark(at + 2, ","));
        if let Some(year) = self.year(at + 2 + comma) {
            return Some((at + 3 + comma, day_of(year, month, day)));
        }
        // "January 3-7": the second day belongs to the date.
        let range = self.mark(at + 2, "-—") && self.day(at + 3).is_some();
        Some((at + if range { 4 } else { 2 }, self.past_day(month, day)))
    }

    /// "28 December 2017", "the 5th of May".
    fn day_first(&self, at: usize) -> Option<Found> {
        let day = self.day(at)?;
        let of = usize::from(self.is(at + 1, "of"));
        let month = self.month(at + 1 + of)?;
        let next = at + 2 + of;
        match self.year(next) {
            Some(year) => Some((next + 1, day_of(year, month, day))),
            None => Some((next, self.past_day(month, day))),
        }
    }

    fn weekday(&self, at: usize) -> Option<Found> {
        let last = usize::from(self.is(at, "last"));
        let token = self.tokens.get(at + last).filter(|token| token.capital)?;
        if !token.among(lexis::WEEKDAYS) {
            return None;
        }
        let wanted: Weekday = token.lower.get(..3)?.parse().ok()?;
        let day = self.published.and_then(|day| {
            let back =
                (7 + day.weekday().num_days_from_monday() - wanted.num_days_from_monday()) % 7;
            let back = if last == 1 && back == 0 { 7 } else { back };
            day.checked_sub_days(Days::new(u64::from(back)))
        });
        let part = self.is(at + last + 1, "morning afternoon evening night");
        Some((at + last + 1 + usize::from(part), day.and_then(|day| PartialDate::day(day).ok())))
    }

    fn relative(&self, at: usize) -> Option<Found> {
        let back = |days: u64| self.published.and_then(|day| day.checked_sub_days(Days::new(days)));
        let exact = |day: Option<NaiveDate>| day.and_then(|day| PartialDate::day(day).ok());
        if self.is(at, "today") {
            return Some((at + 1, exact(back(0))));
        }
        if self.is(at, "yesterday") {
            return Some((at + 1, exact(back(1))));
        }
        if !self.is(at, "last this") {
            return None;
        }
        let ago = u32::from(self.is(at, "last"));
        let date = if self.is(at + 1, "week") {
            self.published.and_then(|day| week(day, u64::from(ago)))
        } else if self.is(at + 1, "month") {
            self.published.and_then(|day| month_of(day.checked_sub_months(Months::new(ago))?))
        } else if self.is(at + 1, "year") {
            self.published.and_then(|day| year_of(day.checked_sub_months(Months::new(12 * ago))?))
        } else if self
            .is(at + 1, "weekend morning afternoon evening night summer winter spring autumn")
        {
            None
        } else {
            return None;
        };
        Some((at + 2, date))
    }

    /// "three days ago".
    fn ago(&self, at: usize) -> Option<Found> {
        let units = lexis::UNITS.split_ascii_whitespace();
        let named = || units.zip(0..).find(|(word, _)| self.is(at, word)).map(|(_, count)| count);
        let count = self.number(at).map(u64::from).or_else(named)?;
        if !self.is(at + 1, lexis::DURATIONS) || !self.is(at + 2, "ago earlier later before") {
            return None;
        }
        let days = if self.is(at + 1, "day days") { Some(count) } else { None };
        let exact = self.is(at + 2, "ago").then_some(days).flatten();
        let day = exact.and_then(|days| self.published?.checked_sub_days(Days::new(days)));
        Some((at + 3, day.and_then(|day| PartialDate::day(day).ok())))
    }

    fn year_alone(&self, at: usize) -> Option<Found> {
        let year = self.year(at)?;
        let said = at > 0
            && self.is(
                at - 1,
                "in since until by from of during before after \
            around through to early late mid the and between",
            );
        let owned = at > 0 && self.tokens[at - 1].lower.ends_with("'s");
        let closed = self.tokens.get(at + 1).is_none_or(|next| next.is_mark(".,;:)—-”\"?!"));
        let start = at == 0 || self.mark(at - 1, "(.,;—");
        let named = at > 0 && self.tokens[at - 1].capital && self.tokens[at - 1].is_word();
        let is_year = said || owned || (closed && (start || named));
        is_year.then(|| (at + 1, format!("{year:04}").parse().ok()))
    }

    /// The latest such day that was not after the publication.
    fn past_day(&self, month: u32, day: u32) -> Option<PartialDate> {
        let published = self.published?;
        let in_year =
            |year| NaiveDate::from_ymd_opt(year, month, day).filter(|day| *day <= published);
        let found = (0..5).find_map(|back| in_year(published.year() - back))?;
        PartialDate::day(found).ok()
    }

    fn past_month(&self, month: u32) -> Option<PartialDate> {
        let published = self.published?;
        let year = published.year() - i32::from(month > published.month());
        format!("{year:04}-{month:02}").parse().ok()
    }
}

fn day_of(year: i32, month: u32, day: u32) -> Option<PartialDate> {
    PartialDate::day(NaiveDate::from_ymd_opt(year, month, day)?).ok()
}

fn month_of(day: NaiveDate) -> Option<PartialDate> {
    day.format("%Y-%m").to_string().parse().ok()
}

fn year_of(day: NaiveDate) -> Option<PartialDate> {
    day.format("%Y").to_string().parse().ok()
}

/// A week is written as the shortest date that holds it: its month, or its year where it runs over
/// the end of a month.
fn week(day: NaiveDate, ago: u64) -> Option<PartialDate> {
    let monday =
        day.week(Weekday::Mon).checked_first_day()?.checked_sub_days(Days::new(7 * ago))?;
    let sunday = monday.checked_add_days(Days::new(6))?;
    if monday.month() == sunday.month() {
        month_of(monday)
    } else if monday.year() == sunday.year() {
        year_of(monday)
    } else {
        None
    }
}
