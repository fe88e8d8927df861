//! Reads a line as a row and checks that it is one that this program could have written.

use chrono::{DateTime, SubsecRound as _, Utc};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::{
    Error, Result,
    domain::{partial_date::PartialDate, slug},
    exchange::serde_field,
};

/// What is wrong with a line: the field, empty for the whole line, and why.
pub(super) struct Fault {
    pub(super) field: String,
    pub(super) reason: String,
}

impl Fault {
    pub(super) fn new(field: &str, reason: impl Into<String>) -> Self {
        Self { field: field.to_owned(), reason: reason.into() }
    }
}

/// Columns that hold a moment. PostgreSQL keeps microseconds.
const MOMENTS: [&str; 3] = ["created_at", "updated_at", "recorded_at"];

/// Lists that are left out where they are empty.
const PARTS: [&str; 5] = ["aliases", "external_ids", "places", "authors", "via"];

/// Partial dates: beside each stand its first and its last day.
const DATES: [&str; 8] = [
    "start",
    "end",
    "period_start",
    "period_end",
    "published_on",
    "as_of",
    "said_on",
    "reviewed_on",
];

/// Reads the fields of a line as a row.
pub(super) fn read<T: DeserializeOwned + Serialize>(
    fields: &Map<String, Value>,
) -> Result<T, Fault> {
    let mut fields = fields.clone();
    for (name, value) in &mut fields {
        tidy(name, value)?;
    }
    check_dates(&fields)?;
    if let Some(Value::String(text)) = fields.get("slug") {
        slug::parse(text).map_err(|error| Fault::new("slug", error.to_string()))?;
    }
    let row: T = serde_json::from_value(Value::Object(fields.clone())).map_err(|error| {
        let message = error.to_string();
        let names: Vec<String> = fields.keys().cloned().collect();
        let field = serde_field::culprit(&message, names.iter().map(String::as_str), |field| {
            let mut less = fields.clone();
            less.remove(field);
            Some(serde_json::from_value::<T>(Value::Object(less)).err()?.to_string())
        });
        Fault::new(&field, message)
    })?;
    let known = object(&row);
    for name in fields.keys() {
        if !known.contains_key(name) && !PARTS.contains(&name.as_str()) {
            return Err(Fault::new(name, "there is no such field: leave it out"));
        }
    }
    Ok(row)
}

/// A row as its line holds it.
pub(super) fn object(row: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(row) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// The fields in which two rows differ.
pub(super) fn differences(one: &impl Serialize, other: &impl Serialize) -> Vec<String> {
    let (one, other) = (object(one), object(other));
    let names = one.keys().chain(other.keys().filter(|name| !one.contains_key(*name)));
    names.filter(|name| one.get(*name) != other.get(*name)).cloned().collect()
}

/// Brings a value into the one form that both databases keep.
fn tidy(name: &str, value: &mut Value) -> Result<(), Fault> {
    match value {
        Value::String(text) if text.contains('\0') => {
            return Err(Fault::new(name, "it holds the character U+0000: take it out"));
        }
        Value::String(text) if MOMENTS.contains(&name) => {
            let moment: DateTime<Utc> = text.parse().map_err(|_| {
                let reason = format!(
                    "\"{text}\" is not a moment: write it as \"2018-01-22T12:00:00.000001Z\""
                );
                Fault::new(name, reason)
            })?;
            *value = serde_json::to_value(moment.trunc_subsecs(6)).unwrap_or_default();
        }
        // SQLite keeps no minus zero.
        Value::Number(number) if number.as_f64() == Some(0.0) && number.is_f64() => {
            *value = Value::from(0.0);
        }
        Value::Array(items) => {
            for item in items {
                tidy(name, item)?;
            }
        }
        Value::Object(fields) => {
            for item in fields.values_mut() {
                tidy(name, item)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// Checks that the days beside a partial date are its own.
fn check_dates(fields: &Map<String, Value>) -> Result<(), Fault> {
    for name in DATES {
        let date = match fields.get(name) {
            Some(Value::String(text)) => {
                let read: Result<PartialDate> = text.parse();
                Some(read.map_err(|error: Error| Fault::new(name, error.to_string()))?)
            }
            _ => None,
        };
        let days = [
            ("earliest", date.as_ref().map(PartialDate::earliest)),
            ("latest", date.as_ref().map(PartialDate::latest)),
        ];
        for (end, day) in days {
            let beside = format!("{name}_{end}");
            let given = fields.get(&beside).and_then(Value::as_str);
            if given != day.map(|day| day.to_string()).as_deref() {
                let right = day.map_or_else(|| "null".to_owned(), |day| format!("\"{day}\""));
                let reason = format!("it does not fit {name}: write {right}");
                return Err(Fault::new(&beside, reason));
            }
        }
    }
    Ok(())
}
