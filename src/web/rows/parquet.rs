//! Rows as a table in Apache Parquet, a group of rows at a time.

use std::sync::Arc;

use parquet::{
    basic::{Compression, LogicalType, Repetition, Type as Physical},
    data_type::{ByteArray, ByteArrayType, DoubleType},
    errors::ParquetError,
    file::{
        properties::{EnabledStatistics, WriterProperties},
        writer::SerializedFileWriter,
    },
    schema::types::Type,
};
use serde_json::Value;

use super::column::{COLUMNS, Column};
use crate::{Error, Result};

/// Rows of a group: readers skip and read by groups, and one is held in memory until it is whole.
const GROUP: usize = 8_192;
/// Bytes of text after which a group is whole, however few rows it has.
const BYTES: usize = 8 << 20;

/// The cells of a row, in the order of the columns.
pub type Cells = [Value; COLUMNS.len()];

/// A table on its way.
pub struct Table {
    file: SerializedFileWriter<Vec<u8>>,
    rows: Vec<Cells>,
    bytes: usize,
}

impl Table {
    /// A table without rows.
    pub fn new() -> Result<Self> {
        // Each group's smallest and largest values let readers skip it; those of every page of
        // it would be held in memory to the end.
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true)
            .build();
        let schema = Arc::new(schema().map_err(failed)?);
        let file = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties));
        Ok(Self { file: file.map_err(failed)?, rows: Vec::new(), bytes: 0 })
    }

    /// Takes rows, and gives the bytes that are written meanwhile.
    pub fn take(&mut self, rows: impl IntoIterator<Item = Cells>) -> Result<Vec<u8>> {
        for row in rows {
            self.bytes += row.iter().filter_map(Value::as_str).map(str::len).sum::<usize>();
            self.rows.push(row);
            if self.rows.len() >= GROUP || self.bytes >= BYTES {
                self.write_group().map_err(failed)?;
            }
        }
        self.written()
    }

    /// The last bytes.
    pub fn end(mut self) -> Result<Vec<u8>> {
        if !self.rows.is_empty() {
            self.write_group().map_err(failed)?;
        }
        self.file.into_inner().map_err(failed)
    }

    /// What was written and not yet given away.
    pub fn written(&mut self) -> Result<Vec<u8>> {
        self.file.flush().map_err(|error| Error::internal("writing a table", error))?;
        Ok(std::mem::take(self.file.inner_mut()))
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        let mut rows = std::mem::take(&mut self.rows);
        self.bytes = 0;
        let mut group = self.file.next_row_group()?;
        for (at, column) in COLUMNS.iter().enumerate() {
            let Some(mut writer) = group.next_column()? else { break };
            let cells = rows.iter_mut().map(|row| row[at].take());
            if is_number(column) {
                let cells: Vec<Option<f64>> = cells.map(|cell| cell.as_f64()).collect();
                let values: Vec<f64> = cells.iter().copied().flatten().collect();
                writer.typed::<DoubleType>().write_batch(&values, Some(&levels(&cells)), None)?;
            } else {
                let cells: Vec<Option<ByteArray>> = cells.map(text).collect();
                let levels = levels(&cells);
                let values: Vec<ByteArray> = cells.into_iter().flatten().collect();
                writer.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
            }
            writer.close()?;
        }
        group.close().map(drop)
    }
}

/// Numbers as doubles and everything else as text: a date may be of a month or of a year, which no
/// type of the format can say.
fn schema() -> Result<Type, ParquetError> {
    let field = |column: &Column| {
        let kind = if is_number(column) { Physical::DOUBLE } else { Physical::BYTE_ARRAY };
        Type::primitive_type_builder(column.name, kind)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type((!is_number(column)).then_some(LogicalType::String))
            .build()
            .map(Arc::new)
    };
    let fields = COLUMNS.iter().map(field).collect::<Result<Vec<_>, _>>()?;
    Type::group_type_builder("claims").with_fields(fields).build()
}

fn is_number(column: &Column) -> bool {
    column.datatype == "number"
}

fn text(cell: Value) -> Option<ByteArray> {
    match cell {
        Value::String(text) => Some(text.into_bytes().into()),
        _ => None,
    }
}

/// 1 where there is a value, 0 where there is none.
fn levels<T>(cells: &[Option<T>]) -> Vec<i16> {
    cells.iter().map(|cell| i16::from(cell.is_some())).collect()
}

fn failed(error: ParquetError) -> Error {
    Error::internal("writing a table", error)
}

#[cfg(test)]
mod tests {
    use std::array;

    use parquet::{
        file::reader::{FileReader as _, SerializedFileReader},
        record::RowAccessor as _,
    };

    use super::*;

    fn row(number: usize) -> Cells {
        array::from_fn(|at| match COLUMNS[at].name {
            "value" if number.is_multiple_of(2) => Value::from(number),
            "low" => Value::from(0.5),
            "text" => Value::from(format!("شمار {number}")),
            _ => Value::Null,
        })
    }

    #[test]
    fn what_is_written_is_read_back_group_by_group() {
        let mut table = Table::new().expect("a table");
        let mut bytes = table.take((0..GROUP + 10).map(row)).expect("bytes");
        assert!(!bytes.is_empty(), "a group is given away when it is whole");
        bytes.extend(table.end().expect("bytes"));
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).expect("a table");
        assert_eq!(reader.num_row_groups(), 2);
        let mut count = 0;
        for (number, read) in reader.get_row_iter(None).expect("rows").enumerate() {
            let read = read.expect("a row");
            let at = |name| COLUMNS.iter().position(|column| column.name == name).expect("it");
            assert_eq!(read.get_string(at("text")).expect("text"), &format!("شمار {number}"));
            assert!((read.get_double(at("low")).expect("a number") - 0.5).abs() < f64::EPSILON);
            assert_eq!(read.get_double(at("value")).is_ok(), number.is_multiple_of(2));
            assert!(read.is_null(at("quote")).expect("a column"));
            count += 1;
        }
        assert_eq!(count, GROUP + 10);
    }

    #[test]
    fn a_table_without_rows_has_its_columns() {
        let bytes = Table::new().expect("a table").end().expect("bytes");
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).expect("a table");
        assert_eq!(reader.metadata().file_metadata().num_rows(), 0);
        assert_eq!(reader.metadata().file_metadata().schema_descr().num_columns(), COLUMNS.len());
    }
}
