//! How one column becomes a value, on either database.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use entity::vocab;
use rusqlite::types::ValueRef;
use sea_orm::{
    DbErr,
    sqlx::{Row as _, ValueRef as _, postgres::PgRow, sqlite::SqliteRow},
};
use serde::de::value::BorrowedStrDeserializer;
use uuid::Uuid;

use crate::domain::{
    digit::plain,
    partial_date::{PartialDate, whole_day},
};

/// The columns of a row, as whoever read it hands them over.
#[derive(Clone, Copy)]
pub enum Cells<'a> {
    /// A reader of SQLite.
    Lite(&'a rusqlite::Row<'a>),
    /// SQLite, in a transaction.
    Sqlite(&'a SqliteRow),
    /// PostgreSQL.
    Postgres(&'a PgRow),
}

impl Cells<'_> {
    /// Reads one column.
    pub(super) fn field<T: Column>(self, at: usize, name: &str) -> Result<T, DbErr> {
        let value = match self {
            Self::Lite(row) => T::from_lite(row.get_ref(at).unwrap_or(ValueRef::Null)),
            Self::Sqlite(row) => T::from_sqlite(row, at),
            Self::Postgres(row) => T::from_postgres(row, at),
        };
        value.ok_or_else(|| {
            DbErr::Type(format!("column {name} holds no {}", std::any::type_name::<T>()))
        })
    }
}

/// A column's value; `None` when it is of another type.
pub trait Column: Sized {
    /// As a reader of SQLite hands it over.
    fn from_lite(value: ValueRef<'_>) -> Option<Self>;
    /// As sqlx reads it from SQLite.
    fn from_sqlite(row: &SqliteRow, at: usize) -> Option<Self>;
    /// As sqlx reads it from PostgreSQL.
    fn from_postgres(row: &PgRow, at: usize) -> Option<Self>;
}

impl<T: Column> Column for Option<T> {
    fn from_lite(value: ValueRef<'_>) -> Option<Self> {
        if value == ValueRef::Null { Some(None) } else { T::from_lite(value).map(Some) }
    }

    fn from_sqlite(row: &SqliteRow, at: usize) -> Option<Self> {
        let null = row.try_get_raw(at).ok()?.is_null();
        if null { Some(None) } else { T::from_sqlite(row, at).map(Some) }
    }

    fn from_postgres(row: &PgRow, at: usize) -> Option<Self> {
        let null = row.try_get_raw(at).ok()?.is_null();
        if null { Some(None) } else { T::from_postgres(row, at).map(Some) }
    }
}

/// Types that sqlx knows, and how a reader of SQLite hands each over.
macro_rules! plain {
    ($($type:ty: $value:ident => $read:expr;)*) => { $(
        impl Column for $type {
            fn from_lite($value: ValueRef<'_>) -> Option<Self> {
                $read
            }

            fn from_sqlite(row: &SqliteRow, at: usize) -> Option<Self> {
                row.try_get(at).ok()
            }

            fn from_postgres(row: &PgRow, at: usize) -> Option<Self> {
                row.try_get(at).ok()
            }
        }
    )* };
}

plain! {
    i64: value => value.as_i64().ok();
    i32: value => value.as_i64().ok()?.try_into().ok();
    bool: value => Some(value.as_i64().ok()? != 0);
    f64: value => number(value);
    String: value => text(value).map(str::to_owned);
    Uuid: value => Self::from_slice(value.as_blob().ok()?).ok();
    NaiveDate: value => day(text(value)?);
    DateTime<Utc>: value => moment(text(value)?);
}

fn text(value: ValueRef<'_>) -> Option<&str> {
    value.as_str().ok()
}

/// A day as it is stored, `2018-01-09`; chrono's own parser takes any spelling, at ten times the cost.
fn day(written: &str) -> Option<NaiveDate> {
    whole_day(written).or_else(|| written.parse().ok())
}

/// A moment as it is stored, `2018-01-09T11:30:00.25+00:00`, for the same reason.
fn moment(written: &str) -> Option<DateTime<Utc>> {
    let stored = || {
        let (date, time) = written.strip_suffix("+00:00")?.split_at_checked(10)?;
        let (clock, fraction) = time.as_bytes().split_at_checked(9)?;
        if (clock[0], clock[3], clock[6]) != (b'T', b':', b':') {
            return None;
        }
        let nano = match fraction {
            [] => 0,
            [b'.', digits @ ..] => {
                let unit = 10_u32.checked_pow(9_u32.checked_sub(digits.len().try_into().ok()?)?)?;
                plain(digits)? * unit
            }
            _ => return None,
        };
        let (hour, minute, second) =
            (plain(&clock[1..3])?, plain(&clock[4..6])?, plain(&clock[7..])?);
        let time = NaiveTime::from_hms_nano_opt(hour, minute, second, nano)?;
        Some(whole_day(date)?.and_time(time).and_utc())
    };
    stored().or_else(|| Some(DateTime::parse_from_rfc3339(written).ok()?.to_utc()))
}

#[expect(clippy::cast_precision_loss, reason = "a REAL column stores whole numbers as integers")]
fn number(value: ValueRef<'_>) -> Option<f64> {
    match value {
        ValueRef::Real(number) => Some(number),
        ValueRef::Integer(number) => Some(number as f64),
        ValueRef::Null | ValueRef::Text(_) | ValueRef::Blob(_) => None,
    }
}

impl Column for PartialDate {
    fn from_lite(value: ValueRef<'_>) -> Option<Self> {
        text(value)?.parse().ok()
    }

    fn from_sqlite(row: &SqliteRow, at: usize) -> Option<Self> {
        row.try_get::<&str, _>(at).ok()?.parse().ok()
    }

    fn from_postgres(row: &PgRow, at: usize) -> Option<Self> {
        row.try_get::<&str, _>(at).ok()?.parse().ok()
    }
}

macro_rules! words {
    ($($(#[$_about:meta])* $name:ident { $($(#[$_meaning:meta])* $_word:ident,)* })*) => { $(
        impl Column for vocab::$name {
            fn from_lite(value: ValueRef<'_>) -> Option<Self> {
                word(text(value)?)
            }

            fn from_sqlite(row: &SqliteRow, at: usize) -> Option<Self> {
                word(row.try_get(at).ok()?)
            }

            fn from_postgres(row: &PgRow, at: usize) -> Option<Self> {
                word(row.try_get(at).ok()?)
            }
        }
    )* };
}

entity::vocabularies!(words);

/// A word of a vocabulary.
fn word<T: for<'de> serde::Deserialize<'de>>(written: &str) -> Option<T> {
    let read: BorrowedStrDeserializer<'_, serde::de::value::Error> =
        BorrowedStrDeserializer::new(written);
    T::deserialize(read).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_are_read_as_chrono_reads_them() {
        for written in
            ["2018-01-09", "9999-12-31", "0001-01-01", "2018-13-09", "2018-1-09", "", "soon"]
        {
            assert_eq!(day(written), written.parse().ok(), "{written}");
        }
        let moments = [
            "2018-01-09T11:30:00+00:00",
            "2018-01-09T11:30:00.25+00:00",
            "2018-01-09T11:30:00.123456789+00:00",
            "2018-01-09T11:30:00.1234567891+00:00",
            "2018-01-09T11:30:00Z",
            "2018-01-09T11:30:00+02:00",
            "2018-01-09T24:30:00+00:00",
            "2018-01-09 11:30",
            "",
        ];
        for written in moments {
            let read = DateTime::parse_from_rfc3339(written).map(|time| time.to_utc()).ok();
            assert_eq!(moment(written), read, "{written}");
        }
    }
}
