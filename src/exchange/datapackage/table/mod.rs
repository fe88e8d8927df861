//! The tables of a package and their columns.

mod said;
mod things;

use entity::vocab::RecordStatus;
use serde_json::{Value, json};
use uuid::Uuid;

use super::column::{Column, Holds, words};
use crate::{
    domain::record_id::{Prefix, RecordId},
    store::part::Parts,
};

/// Every table, each after those that it points at.
pub const TABLES: &[&Table] = &[
    &things::PLACES,
    &things::MEASURES,
    &things::AGENTS,
    &things::EVENTS,
    &things::EVENT_PLACES,
    &things::STATISTICS,
    &things::SOURCES,
    &things::SOURCE_AUTHORS,
    &said::CLAIMS,
    &said::ATTRIBUTIONS,
    &said::ATTRIBUTION_VIA,
    &said::DERIVATIONS,
    &said::CLAIM_LINKS,
    &said::ASSESSMENTS,
];

/// A table of the package.
pub struct Table {
    /// Its name, and that of its file.
    pub name: &'static str,
    /// The records that it is of.
    pub of: Prefix,
    pub about: &'static str,
    /// What it has a row for.
    is: Is,
    /// Its columns but for those that all of its sort have.
    own: &'static [Column],
}

/// What a table has a row for.
#[derive(Clone, Copy)]
enum Is {
    /// Each record, and it has other names and may be merged.
    Thing,
    /// Each record.
    Record,
    /// Each item of a list that hangs on a record.
    Part(Part),
}

/// A list that hangs on a record.
#[derive(Clone, Copy)]
pub enum Part {
    Places,
    Authors,
    Via,
}

impl Part {
    /// A row for each item that hangs on a record of this kind.
    pub fn rows(self, of: Prefix, record: Uuid, parts: &Parts) -> Vec<Vec<String>> {
        let (items, kind): (&[Uuid], Prefix) = match self {
            Self::Places => (&parts.places, Prefix::Place),
            Self::Authors => (&parts.authors, Prefix::Agent),
            Self::Via => (&parts.via, Prefix::Agent),
        };
        let own = RecordId::new(of, record).to_string();
        let row = |(at, item): (usize, &Uuid)| {
            vec![own.clone(), RecordId::new(kind, *item).to_string(), at.to_string()]
        };
        items.iter().enumerate().map(row).collect()
    }
}

const fn column(name: &'static str, holds: Holds, about: &'static str) -> Column {
    Column { name, holds, about }
}

const STATUS: Column = column(
    "status",
    Holds::Word(|| words(RecordStatus::ALL)),
    "ACTIVE; RETRACTED where it counts no more; MERGED where another record stands for it.",
);
const WHY: Column = column(
    "status_reason",
    Holds::Text,
    "Why it was retracted or merged; empty while it is active.",
);
const RECORDED: Column = column("created_at", Holds::Moment, "When it was recorded.");
const CHANGED: Column = column("updated_at", Holds::Moment, "When it last changed.");
const ALIASES: Column =
    column("aliases", Holds::Aliases, "Its other names, as a JSON list; empty where it has none.");
const EXTERNAL: Column = column(
    "external_ids",
    Holds::ExternalIds,
    "Its keys in other systems, as a JSON list of scheme and value; empty where it has none.",
);
const POSITION: Column = column("position", Holds::Integer, "Its place in the list, from 0.");

impl Table {
    /// Its file.
    pub fn path(&self) -> String {
        format!("data/{}.csv", self.name)
    }

    /// Its columns, in order.
    pub fn columns(&self) -> Vec<Column> {
        let id = column("id", Holds::Id(self.of), "Its id, as the API has it.");
        let merged = column(
            "merged_into_id",
            Holds::Id(self.of),
            "The record that it was merged into; empty where it was not.",
        );
        let every = [STATUS, WHY, RECORDED, CHANGED];
        match self.is {
            Is::Thing => [&[id], self.own, &[ALIASES, EXTERNAL, merged], &every].concat(),
            Is::Record => [&[id], self.own, &every].concat(),
            Is::Part(_) => [self.own, &[POSITION]].concat(),
        }
    }

    /// The list whose items it has a row for; `None` where that is each record.
    pub const fn part(&self) -> Option<Part> {
        match self.is {
            Is::Thing | Is::Record => None,
            Is::Part(part) => Some(part),
        }
    }

    /// Its Table Schema: its columns, what a row is known by, and what they point at.
    pub fn schema(&self) -> Value {
        let columns = self.columns();
        let fields: Vec<Value> = columns.iter().map(Column::schema).collect();
        let key: Vec<&str> = match self.is {
            Is::Thing | Is::Record => vec!["id"],
            Is::Part(_) => columns.iter().take(2).map(|column| column.name).collect(),
        };
        let pointing = columns.iter().filter(|column| column.name != "id");
        let keys = pointing.filter_map(|column| {
            let Holds::Id(kind) = column.holds else { return None };
            let target =
                TABLES.iter().find(|table| table.of == kind && !matches!(table.is, Is::Part(_)))?;
            // A table that points at itself is left unnamed.
            let resource = if target.name == self.name { "" } else { target.name };
            let reference = json!({ "resource": resource, "fields": ["id"] });
            Some(json!({ "fields": [column.name], "reference": reference }))
        });
        let mut schema = json!({ "fields": fields, "missingValues": [""], "primaryKey": key });
        let keys: Vec<Value> = keys.collect();
        if !keys.is_empty() {
            schema["foreignKeys"] = keys.into();
        }
        schema
    }
}
