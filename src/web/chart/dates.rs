//! From days to places, and which days have a label.

use chrono::{Datelike as _, Days, Months, NaiveDate};

/// Labels at most.
const LABELS: usize = 5;

/// Days over shares of the width.
pub(super) struct Calendar {
    first: NaiveDate,
    last: NaiveDate,
    span: (f64, f64),
}

/// What lies between two labels.
#[derive(Clone, Copy)]
enum Stride {
    Days(u64),
    Months(u32),
}

impl Calendar {
    /// A calendar for spans of days; `None` where there are none.
    pub(super) fn new(
        days: impl Iterator<Item = (NaiveDate, NaiveDate)>,
        span: (f64, f64),
    ) -> Option<Self> {
        let days: Vec<(NaiveDate, NaiveDate)> = days.collect();
        let first = days.iter().map(|day| day.0).min()?;
        let last = days.iter().map(|day| day.1).max()?;
        let room = if first == last { Days::new(1) } else { Days::new(0) };
        Some(Self {
            first: first.checked_sub_days(room).unwrap_or(first),
            last: last.checked_add_days(room).unwrap_or(last),
            span,
        })
    }

    /// Where a day stands.
    #[expect(clippy::cast_precision_loss, reason = "no calendar has so many days")]
    pub(super) fn place(&self, day: NaiveDate) -> f64 {
        let all = (self.last - self.first).num_days().max(1) as f64;
        let along = (day - self.first).num_days() as f64 / all;
        self.span.0 + (self.span.1 - self.span.0) * along.clamp(0.0, 1.0)
    }

    /// The days that have a label.
    pub(super) fn ticks(&self) -> Vec<(NaiveDate, String)> {
        let days = [1, 2, 3, 5, 7, 10, 14].map(Stride::Days);
        let months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000].map(Stride::Months);
        for stride in days.into_iter().chain(months) {
            let ticks = self.every(stride);
            if ticks.len() <= LABELS {
                if ticks.len() < 2 {
                    break;
                }
                return ticks.into_iter().map(|day| (day, label(day, stride))).collect();
            }
        }
        let ends = [self.first, self.last];
        ends.into_iter().map(|day| (day, label(day, Stride::Days(1)))).collect()
    }

    fn every(&self, stride: Stride) -> Vec<NaiveDate> {
        let begin = match stride {
            Stride::Days(_) => Some(self.first),
            Stride::Months(months) => {
                let years = i32::try_from(months / 12).unwrap_or(1).max(1);
                let year = self.first.year().div_euclid(years) * years;
                NaiveDate::from_ymd_opt(year, 1, 1)
            }
        };
        let next = |day: &NaiveDate| match stride {
            Stride::Days(days) => day.checked_add_days(Days::new(days)),
            Stride::Months(months) => day.checked_add_months(Months::new(months)),
        };
        let days = std::iter::successors(begin, next);
        let days = days.skip_while(|day| *day < self.first).take_while(|day| *day <= self.last);
        days.take(LABELS + 1).collect()
    }
}

fn label(day: NaiveDate, stride: Stride) -> String {
    let month =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            [day.month0() as usize];
    match stride {
        Stride::Days(_) => format!("{} {month} {}", day.day(), day.year()),
        Stride::Months(months) if months < 12 => format!("{month} {}", day.year()),
        Stride::Months(_) => day.year().to_string(),
    }
}
