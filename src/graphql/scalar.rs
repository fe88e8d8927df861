//! Our scalars: dates, moments, partial dates and web addresses.

use std::borrow::Cow;

use async_graphql::{
    InputType, InputValueError, InputValueResult, Scalar, ScalarType, Value, registry::Registry,
};
use chrono::{NaiveDate, SecondsFormat, Utc};

use crate::{
    Error, Result,
    domain::{partial_date, text::shown},
};

/// A scalar that is a string of a certain form.
pub trait Written: InputType + Sized {
    /// What such a string says.
    type Meaning;
    /// What one of them is, with its article.
    const WHAT: &str;

    /// The scalar that a string is, or what is wrong with it.
    fn read(text: &str) -> Result<Self, String>;

    /// What it says.
    fn meaning(self) -> Self::Meaning;
}

fn read<T: Written>(value: &Value) -> Result<T, String> {
    match value {
        Value::String(text) => T::read(text),
        other => Err(format!("{other} is not {}: write it as a string", T::WHAT)),
    }
}

fn parse<T: Written>(value: &Value) -> InputValueResult<T> {
    read(value).map_err(InputValueError::custom)
}

/// A scalar in an input as it was sent: what it says, or what is wrong with it. The framework would
/// refuse the whole request and could not say which field it means; whoever takes the input apart
/// knows its name (`input::scalar`).
#[derive(Clone, Debug)]
pub struct Sent<T>(Result<T, String>);

impl<T: Written> Sent<T> {
    /// What it says.
    pub fn read(self) -> Result<T::Meaning> {
        self.0.map(T::meaning).map_err(|message| Error::invalid("", message))
    }
}

impl<T: Written> InputType for Sent<T> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        Ok(Self(read(&value.unwrap_or_default())))
    }

    fn to_value(&self) -> Value {
        self.0.as_ref().map_or(Value::Null, T::to_value)
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
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
        parse(&value)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

impl Written for Date {
    type Meaning = NaiveDate;
    const WHAT: &str = "a day";

    fn read(text: &str) -> Result<Self, String> {
        let wrong = |_| format!("{} is not a day: write it as 2018-01-22", shown(text));
        text.parse().map(Self).map_err(wrong)
    }

    fn meaning(self) -> Self::Meaning {
        self.0
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
        parse(&value)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl Written for DateTime {
    type Meaning = chrono::DateTime<Utc>;
    const WHAT: &str = "a moment";

    fn read(text: &str) -> Result<Self, String> {
        let wrong =
            |_| format!("{} is not a moment: write it as 2018-01-22T09:30:00Z", shown(text));
        let time = chrono::DateTime::parse_from_rfc3339(text).map_err(wrong)?;
        Ok(Self(time.to_utc()))
    }

    fn meaning(self) -> Self::Meaning {
        self.0
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
        parse(&value)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

impl Written for PartialDate {
    type Meaning = partial_date::PartialDate;
    const WHAT: &str = "a date";

    fn read(text: &str) -> Result<Self, String> {
        text.parse().map(Self).map_err(|error: Error| error.to_string())
    }

    fn meaning(self) -> Self::Meaning {
        self.0
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
        parse(&value)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

impl Written for Url {
    type Meaning = String;
    const WHAT: &str = "a web address";

    fn read(text: &str) -> Result<Self, String> {
        Ok(Self(text.to_owned()))
    }

    fn meaning(self) -> Self::Meaning {
        self.0
    }
}
