//! Rows as text: CSV that a spreadsheet takes for text, JSON, and lines of JSON; and as a table.

use std::borrow::Cow;

use entity::vocab::{RecordKind, RecordStatus};
use serde_json::{Map, Value};

use super::column::COLUMNS;
#[cfg(feature = "parquet")]
use super::parquet::Table;
use crate::{
    Error, Result,
    domain::{cell, record_id::RecordId},
    store::said::SaidRow,
    web::words::spelled,
};

/// The mark by which spreadsheets know UTF-8.
pub const BOM: &str = "\u{feff}";

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values, with a line of names.
    Csv,
    /// One list.
    Json,
    /// An object on each line.
    Lines,
    /// A table in Apache Parquet.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Format {
    /// The format that an ending stands for, as `csv`; `None` for another one.
    #[must_use]
    pub fn by_ending(ending: &str) -> Option<Self> {
        match ending {
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            "jsonl" => Some(Self::Lines),
            #[cfg(feature = "parquet")]
            "parquet" => Some(Self::Parquet),
            _ => None,
        }
    }

    /// The ending of a file that is saved rather than shown; `None` where it is shown.
    #[must_use]
    pub const fn saved_as(self) -> Option<&'static str> {
        match self {
            Self::Csv => Some("csv"),
            Self::Json | Self::Lines => None,
            #[cfg(feature = "parquet")]
            Self::Parquet => Some("parquet"),
        }
    }

    /// As a header.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Json => "application/json; charset=utf-8",
            Self::Lines => "application/x-ndjson; charset=utf-8",
            #[cfg(feature = "parquet")]
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }
}

/// One row, with what is looked up beside it.
pub struct Row {
    /// What is said.
    pub said: SaidRow,
    /// Through whom.
    pub via: Vec<String>,
    /// Whose voice it is in the end.
    pub origin: Vec<String>,
    /// How the words are read.
    pub reading: (Option<f64>, Option<f64>),
}

impl Row {
    fn values(self) -> [Value; 21] {
        let Self { said, via, origin, reading } = self;
        let status = if said.counts() { RecordStatus::Active } else { RecordStatus::Retracted };
        let joined = |names: Vec<String>| (!names.is_empty()).then(|| names.join("; "));
        [
            text(said.slug),
            RecordId::new(RecordKind::Claim, said.claim).to_string().into(),
            said.text.into(),
            text(said.qualifier.map(|word| spelled(&word))),
            number(said.value),
            number(said.low),
            number(said.high),
            number(reading.0),
            number(reading.1),
            text(said.unit),
            text(said.as_of),
            text(said.agent_name),
            text(joined(via)),
            said.source_title.into(),
            text(said.source_url),
            text(said.publisher_name),
            text(said.published_on),
            spelled(&said.stance).into(),
            text(said.quote),
            text(joined(origin)),
            spelled(&status).into(),
        ]
    }
}

fn text(value: Option<String>) -> Value {
    value.map_or(Value::Null, Value::String)
}

fn number(value: Option<f64>) -> Value {
    value.map_or(Value::Null, cell::number)
}

/// Writes rows part by part.
pub struct Writer {
    format: Format,
    bom: bool,
    count: u64,
    #[cfg(feature = "parquet")]
    table: Option<Table>,
}

impl Writer {
    /// Nothing is written yet. `bom` has CSV begin with the mark by which spreadsheets know UTF-8.
    pub const fn new(format: Format, bom: bool) -> Self {
        Self {
            format,
            bom,
            count: 0,
            #[cfg(feature = "parquet")]
            table: None,
        }
    }

    /// What stands before the first row.
    pub fn begin(&mut self) -> Result<Vec<u8>> {
        let mark = if self.bom { BOM } else { "" };
        Ok(match self.format {
            Format::Csv => {
                let names: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
                format!("{mark}{}\n", names.join(",")).into_bytes()
            }
            Format::Json => b"[".to_vec(),
            Format::Lines => Vec::new(),
            #[cfg(feature = "parquet")]
            Format::Parquet => self.table.insert(Table::new()?).written()?,
        })
    }

    /// Some rows; what comes of them may come with later ones.
    pub fn rows(&mut self, rows: Vec<Row>) -> Result<Vec<u8>> {
        let first = self.count == 0;
        self.count += rows.len() as u64;
        match self.format {
            Format::Csv => csv(rows),
            Format::Json | Format::Lines => json(rows, self.format == Format::Lines, first),
            #[cfg(feature = "parquet")]
            Format::Parquet => match &mut self.table {
                Some(table) => table.take(rows.into_iter().map(Row::values)),
                None => Ok(Vec::new()),
            },
        }
    }

    /// How many rows there were so far.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// What stands after the last row.
    pub fn end(&mut self) -> Result<Vec<u8>> {
        match self.format {
            Format::Csv | Format::Lines => Ok(Vec::new()),
            Format::Json => Ok(b"\n]\n".to_vec()),
            #[cfg(feature = "parquet")]
            Format::Parquet => self.table.take().map_or(Ok(Vec::new()), Table::end),
        }
    }
}

fn failed(error: std::io::Error) -> Error {
    Error::internal("writing rows", error)
}

fn csv(rows: Vec<Row>) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(rows.len() * 512);
    let mut csv = csv::WriterBuilder::new().has_headers(false).from_writer(&mut out);
    let refused = |error: csv::Error| failed(std::io::Error::other(error));
    for row in rows {
        for value in &row.values() {
            csv.write_field(written(value).as_bytes()).map_err(refused)?;
        }
        csv.write_record(None::<&[u8]>).map_err(refused)?;
    }
    csv.flush().map_err(failed)?;
    drop(csv);
    Ok(out)
}

fn json(rows: Vec<Row>, lines: bool, mut first: bool) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(rows.len() * 512);
    for row in rows {
        if !lines {
            out.extend_from_slice(if first { b"\n" } else { b",\n" });
        }
        first = false;
        let names = COLUMNS.iter().map(|column| column.name.to_owned());
        let object: Map<String, Value> = names.zip(row.values()).collect();
        serde_json::to_writer(&mut out, &object).map_err(|error| failed(error.into()))?;
        if lines {
            out.push(b'\n');
        }
    }
    Ok(out)
}

/// A cell: empty where there is nothing.
fn written(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::String(text) => cell::text(text),
        other => Cow::Owned(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_never_a_formula_and_open_bounds_are_empty() {
        assert_eq!(written(&"=1+1".into()), "'=1+1");
        assert_eq!(written(&"at least 8,000".into()), "at least 8,000");
        assert_eq!(written(&number(Some(-5.0))), "-5");
        assert_eq!(written(&number(None)), "");
    }
}
