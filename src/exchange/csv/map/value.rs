//! The values of a map as they are written: fixed text, columns, words of closed lists.

use std::fmt::Write as _;

use serde::{Serialize, de::DeserializeOwned};
use toml::Value;

use super::{Field, From, Parts};
use crate::{Error, Result, domain::text::shown};

pub(super) fn write_parts(text: &mut String, parts: &Parts) {
    for (field, from) in parts {
        let key = field.key();
        let _ = match from {
            From::Fixed(value) => writeln!(text, "{key} = {}", Value::String(value.clone())),
            From::Column(heading) => {
                writeln!(text, "{key} = {{ column = {} }}", Value::String(heading.clone()))
            }
        };
    }
}

pub(super) fn claims(value: Value) -> Result<Vec<Parts>> {
    let wrong = || {
        Error::invalid("map", "write each claim of a row under a [[claim]] of its own".to_owned())
    };
    let Value::Array(tables) = value else { return Err(wrong()) };
    let mut claims = Vec::with_capacity(tables.len());
    for table in tables {
        let Value::Table(table) = table else { return Err(wrong()) };
        let mut parts = Parts::new();
        for (key, value) in table {
            let field = Field::of(&key).ok_or_else(|| unknown(&key))?;
            parts.insert(field, from(&key, value)?);
        }
        claims.push(parts);
    }
    Ok(claims)
}

pub(super) fn from(key: &str, value: Value) -> Result<From> {
    match value {
        Value::String(value) => Ok(From::Fixed(value)),
        Value::Table(table) => match (table.len(), table.get("column")) {
            (1, Some(Value::String(heading))) => Ok(From::Column(heading.clone())),
            _ => Err(not_a_part(key)),
        },
        _ => Err(not_a_part(key)),
    }
}

fn not_a_part(key: &str) -> Error {
    let message = format!(
        "{key} is neither fixed nor a column: write {key} = \"a value for every row\" or {key} = \
         {{ column = \"a heading\" }}"
    );
    Error::invalid("map", message)
}

pub(super) fn unknown(key: &str) -> Error {
    let keys: Vec<&str> = Field::ALL.iter().map(|field| field.key()).collect();
    let message = format!(
        "{} is no key of a map: write delimiter, date_order, new_agents, new_publishers, \
         new_places, {}",
        shown(key),
        keys.join(", ")
    );
    Error::invalid("map", message)
}

pub(super) fn delimiter(word: &str) -> Result<u8> {
    match word {
        "comma" | "," => Ok(b','),
        "semicolon" | ";" => Ok(b';'),
        "tab" | "\t" => Ok(b'\t'),
        "pipe" | "|" => Ok(b'|'),
        _ => {
            let message =
                format!("delimiter is {}: write comma, semicolon, tab or pipe", shown(word));
            Err(Error::invalid("map", message))
        }
    }
}

pub(super) const fn delimiter_word(byte: u8) -> &'static str {
    match byte {
        b';' => "semicolon",
        b'\t' => "tab",
        b'|' => "pipe",
        _ => "comma",
    }
}

/// A word of a closed list, in capitals or not.
pub fn word<T: DeserializeOwned + Serialize>(key: &str, value: &str, all: &[T]) -> Result<T> {
    let wanted = value.trim().replace([' ', '-'], "_").to_uppercase();
    serde_json::from_value(serde_json::Value::String(wanted)).map_err(|_| {
        let words: Vec<String> = all.iter().map(spelt).collect();
        let message = format!("{} is no {key}: write {}", shown(value), words.join(", "));
        Error::invalid(key, message)
    })
}

/// A word of a closed list as it is stored.
pub(super) fn spelt<T: Serialize>(word: &T) -> String {
    serde_json::to_value(word)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}
