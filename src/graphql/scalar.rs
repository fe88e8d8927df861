//! Our scalars: dates, moments, partial dates and web addresses.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{NaiveDate, SecondsFormat, Utc};

use crate::domain::partial_date;

fn text(value: Value, what: &str) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(format!("{other} is not {what}: write it as a string")),
    }
}

/// A day of the Gregorian calendar, as in `2018-01-22` (RFC 3339 full-date).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

/// A day of the Gregorian calendar, as in `2018-01-22` (RFC 3339 full-date).
#[Scalar(
    name = "Date",
    specified_by_url = "https://datatracker.ietf.org/doc/html/rfc3339#section-5.6"
)]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text(value, "a day").map_err(InputValueError::custom)?;
        text.parse().map(Self).map_err(|_| {
            InputValueError::custom(format!("\"{text}\" is not a day: write it as 2018-01-22"))
        })
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A moment in time in UTC, as in `2018-01-22T09:30:00Z` (RFC 3339 date-time).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTime(pub chrono::DateTime<Utc>);

/// A moment in time in UTC, as in `2018-01-22T09:30:00Z` (RFC 3339 date-time).
#[Scalar(
    name = "DateTime",
    specified_by_url = "https://datatracker.ietf.org/doc/html/rfc3339#section-5.6"
)]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text(value, "a moment").map_err(InputValueError::custom)?;
        let time = chrono::DateTime::parse_from_rfc3339(&text);
        time.map(|time| Self(time.to_utc())).map_err(|_| {
            let message = format!("\"{text}\" is not a moment: write it as 2018-01-22T09:30:00Z");
            InputValueError::custom(message)
        })
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

/// A date as exact as it is known: `2018`, `2018-01` or `2018-01-22`, with `~` for approximate and
/// `?` for uncertain (EDTF level 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialDate(pub partial_date::PartialDate);

/// A date as exact as it is known: `2018`, `2018-01` or `2018-01-22`, with `~` for approximate and
/// `?` for uncertain (EDTF level 1).
#[Scalar(name = "PartialDate", specified_by_url = "https://www.loc.gov/standards/datetime/")]
impl ScalarType for PartialDate {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text(value, "a date").map_err(InputValueError::custom)?;
        text.parse()
            .map(Self)
            .map_err(|error: crate::Error| InputValueError::custom(error.to_string()))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// The partial date of a stored row; its text was checked when it was written.
pub fn partial_date(text: Option<&str>) -> Option<PartialDate> {
    text.and_then(|text| text.parse().ok()).map(PartialDate)
}

/// A web address, `http` or `https` (RFC 3986).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url(pub String);

/// A web address, `http` or `https` (RFC 3986).
#[Scalar(name = "URL", specified_by_url = "https://datatracker.ietf.org/doc/html/rfc3986")]
impl ScalarType for Url {
    fn parse(value: Value) -> InputValueResult<Self> {
        Ok(Self(text(value, "a web address").map_err(InputValueError::custom)?))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}
