//! A column of a table: what it holds, how a cell of it is written, and how a Table Schema says so.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::{
    domain::{
        cell,
        record_id::{Prefix, RecordId},
    },
    store::part::Parts,
};

/// A record, its fields as JSON.
pub struct Row {
    /// Its own fields.
    pub fields: Value,
    /// What hangs on it.
    pub parts: Parts,
}

/// What the cells of a column hold.
#[derive(Clone, Copy)]
pub enum Holds {
    /// The id of a record of this kind.
    Id(Prefix),
    /// One of the words of a list.
    Word(fn() -> Vec<String>),
    /// Any text.
    Text,
    /// An address.
    Url,
    /// A date that may be of a month or a year, in EDTF.
    PartialDate,
    /// A day.
    Day,
    /// A moment.
    Moment,
    Number,
    Integer,
    Boolean,
    /// An object, as JSON.
    Object,
    /// The record's other names.
    Aliases,
    /// Its keys in other systems.
    ExternalIds,
}

/// A column: a field of the record under its own name.
#[derive(Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    pub holds: Holds,
    /// What it means, and what an empty cell means.
    pub about: &'static str,
}

/// The words of a list, as they are stored.
pub fn words<T: serde::Serialize>(all: &[T]) -> Vec<String> {
    let word = |word: &T| serde_json::to_value(word).unwrap_or_default();
    all.iter().filter_map(|it| word(it).as_str().map(str::to_owned)).collect()
}

impl Column {
    /// The cell of a record.
    pub fn cell(&self, row: &Row) -> String {
        let Row { fields, parts } = row;
        let value = match self.holds {
            Holds::Aliases => return list(&parts.aliases),
            Holds::ExternalIds => return list(&parts.external_ids),
            Holds::Id(kind) => {
                let id = fields[self.name].as_str().and_then(|id| id.parse::<Uuid>().ok());
                return id.map(|id| RecordId::new(kind, id).to_string()).unwrap_or_default();
            }
            Holds::Word(_)
            | Holds::Text
            | Holds::Url
            | Holds::PartialDate
            | Holds::Day
            | Holds::Moment
            | Holds::Number
            | Holds::Integer
            | Holds::Boolean
            | Holds::Object => &fields[self.name],
        };
        match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            Value::Number(number) => number
                .as_f64()
                .map_or_else(|| number.to_string(), |value| cell::number(value).to_string()),
            other => other.to_string(),
        }
    }

    /// As a field of a Table Schema.
    pub fn schema(&self) -> Value {
        let (kind, format) = match self.holds {
            Holds::Id(_) | Holds::Word(_) | Holds::Text | Holds::PartialDate => ("string", None),
            Holds::Url => ("string", Some("uri")),
            Holds::Day => ("date", None),
            Holds::Moment => ("datetime", Some("any")),
            Holds::Number => ("number", None),
            Holds::Integer => ("integer", None),
            Holds::Boolean => ("boolean", None),
            Holds::Object => ("object", None),
            Holds::Aliases | Holds::ExternalIds => ("array", None),
        };
        let mut field = Map::new();
        field.insert("name".to_owned(), self.name.into());
        field.insert("type".to_owned(), kind.into());
        if let Some(format) = format {
            field.insert("format".to_owned(), format.into());
        }
        field.insert("description".to_owned(), self.about.into());
        if let Holds::Word(all) = self.holds {
            field.insert("constraints".to_owned(), json!({ "enum": all() }));
        }
        Value::Object(field)
    }
}

/// A list as JSON; nothing for an empty one.
fn list<T: serde::Serialize>(items: &[T]) -> String {
    if items.is_empty() {
        return String::new();
    }
    serde_json::to_value(items).unwrap_or_default().to_string()
}
