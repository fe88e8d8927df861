//! Sheets of workbooks, read as tables.

use std::io::{BufWriter, Seek as _};

use ::csv::{Terminator, Writer, WriterBuilder};
use calamine::{Cell, DataRef, DataType as _, Reader as _, Xlsx, XlsxError};

use super::{
    csv::Rows,
    file::{Outline, Rewindable},
};
use crate::{Error, Result, domain::text::shown};

/// Rows and columns of a sheet at most; Excel makes no larger one.
const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;

/// What ends a row in the copy of a sheet: no cell is parted by it, for they are quoted.
const END: u8 = b'\r';

/// A sheet as a table: the first unless one is named. Its rows are told by their numbers in the
/// sheet. Returns its name too.
pub fn rows(mut file: Box<dyn Rewindable>, sheet: Option<&str>) -> Result<(String, Rows)> {
    let Outline { hash, .. } = Outline::of(&mut *file)?;
    let mut book = Xlsx::new(file).map_err(|error| unread(&error))?;
    let names = book.sheet_names();
    let name = match sheet {
        None => names.first().cloned(),
        Some(wanted) => names.iter().find(|name| *name == wanted).cloned(),
    };
    let Some(name) = name else {
        let message = format!(
            "the workbook has no sheet {}: it has {}",
            shown(sheet.unwrap_or_default()),
            names.join(", ")
        );
        return Err(Error::invalid("sheet", message));
    };
    let unwritten = |error| Error::internal("copying a sheet", error);
    // Parts of a sheet are read twice, and it is no text that can be gone back in.
    let mut copy = tempfile::tempfile().map_err(unwritten)?;
    let above = {
        let out = BufWriter::new(copy.try_clone().map_err(unwritten)?);
        let mut sheet = Sheet::new(out);
        let mut cells = book.worksheet_cells_reader(&name).map_err(|error| unread(&error))?;
        while let Some(cell) = cells.next_cell().map_err(|error| unread(&error))? {
            sheet.put(&cell)?;
        }
        sheet.end()?
    };
    copy.rewind().map_err(unwritten)?;
    Ok((name, Rows::of_sheet(Box::new(copy), hash, above)?))
}

fn unread(error: &XlsxError) -> Error {
    let message = format!(
        "this is no XLSX workbook that can be read ({error}): save it as .xlsx, without a password, \
         or as CSV"
    );
    Error::invalid("file", message)
}

/// Writes the cells of a sheet, which come row by row, as a table.
struct Sheet<W: std::io::Write> {
    out: Writer<W>,
    /// The row that is being read, from 0; `None` before the first.
    row: Option<u32>,
    cells: Vec<String>,
    /// Cells of the heading.
    width: usize,
    /// Rows above the heading.
    above: u32,
}

impl<W: std::io::Write> Sheet<W> {
    fn new(out: W) -> Self {
        let mut builder = WriterBuilder::new();
        let builder = builder.flexible(true).terminator(Terminator::Any(END));
        Self { out: builder.from_writer(out), row: None, cells: Vec::new(), width: 0, above: 0 }
    }

    fn put(&mut self, cell: &Cell<DataRef<'_>>) -> Result<()> {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if text.trim().is_empty() {
            return Ok(());
        }
        if row >= ROWS || column >= COLUMNS {
            let message = format!(
                "the sheet has a cell in row {} and column {}: {ROWS} rows and {COLUMNS} columns are \
                 read at most",
                u64::from(row) + 1,
                u64::from(column) + 1,
            );
            return Err(Error::invalid("file", message));
        }
        match self.row {
            None => {
                self.above = row;
                self.row = Some(row);
            }
            Some(before) if before != row => {
                self.flush()?;
                for _ in before + 1..row {
                    self.write(&[String::new()])?;
                }
                self.row = Some(row);
            }
            Some(_) => {}
        }
        let column = column as usize;
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text;
        Ok(())
    }

    /// Writes the row that was read, as wide as the heading.
    fn flush(&mut self) -> Result<()> {
        let mut cells = std::mem::take(&mut self.cells);
        if self.width == 0 {
            self.width = cells.len();
        }
        if cells.len() < self.width {
            cells.resize(self.width, String::new());
        }
        self.write(&cells)
    }

    fn write(&mut self, cells: &[String]) -> Result<()> {
        let written = self.out.write_record(cells);
        written.map_err(|error| Error::internal("copying a sheet", error))
    }

    /// How many rows stand above the heading.
    fn end(mut self) -> Result<u32> {
        if self.row.is_some() {
            self.flush()?;
        }
        self.out.flush().map_err(|error| Error::internal("copying a sheet", error))?;
        Ok(self.above)
    }
}

/// A cell as somebody would type it.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(date) => {
            let moment = value.as_datetime().filter(|_| date.is_datetime());
            moment.map_or_else(
                || date.as_f64().to_string(),
                |moment| {
                    let text = moment.format("%Y-%m-%d %H:%M:%S").to_string();
                    text.trim_end_matches(" 00:00:00").to_owned()
                },
            )
        }
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}
