//! CSV files with a map of their columns: rows to claims, and a report of what was refused.

mod guess;
mod map;
mod named;
mod number;
mod plan;
mod rows;
mod take;

use ::csv::ByteRecord;

pub use super::date::Order;
pub use guess::guess;
pub use map::{Field, From, Map, Parts};
pub use plan::Plan;
pub use rows::{OWN, Rows};

use super::engine::{Refused, Rejects};
use crate::{Error, Result};

/// How refused rows are written: what is wrong before their cells.
#[derive(Clone, Debug)]
pub struct Sheet {
    delimiter: u8,
    heading: ByteRecord,
    /// Which columns of the file are ours, of an import before.
    own: Vec<bool>,
}

impl Sheet {
    /// For the rows of a file.
    #[must_use]
    pub fn of(rows: &Rows) -> Self {
        let mut heading = ByteRecord::new();
        for name in ["line", "column", "reason"] {
            heading.push_field(format!("{OWN}{name}").as_bytes());
        }
        for index in rows.columns() {
            heading.push_field(rows.headings()[index].as_bytes());
        }
        let own = (0..rows.headings().len()).map(|index| rows.is_own(index)).collect();
        Self { delimiter: rows.delimiter(), heading, own }
    }

    fn written(&self, row: &ByteRecord) -> Result<Vec<u8>> {
        let doing = "writing the rejected rows";
        let mut writer = ::csv::WriterBuilder::new();
        let mut writer = writer.delimiter(self.delimiter).flexible(true).from_writer(Vec::new());
        writer.write_byte_record(row).map_err(|error| Error::internal(doing, error))?;
        writer.into_inner().map_err(|error| Error::broken(doing, error.to_string()))
    }
}

impl Rejects<ByteRecord> for Sheet {
    fn extension(&self) -> &'static str {
        "csv"
    }

    fn head(&self) -> Result<Vec<u8>> {
        self.written(&self.heading)
    }

    /// One with too many cells stays as it is.
    fn item(&self, refused: &Refused<ByteRecord>) -> Result<Vec<u8>> {
        let Refused { line, column, reason, raw: cells } = refused;
        let mut row = ByteRecord::new();
        row.push_field(line.to_string().as_bytes());
        row.push_field(column.as_bytes());
        row.push_field(reason.as_bytes());
        for (index, cell) in cells.iter().enumerate() {
            if !self.own.get(index).copied().unwrap_or(false) {
                row.push_field(cell);
            }
        }
        self.written(&row)
    }
}
