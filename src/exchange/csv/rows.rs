//! Reads a CSV file row by row: its encoding, its delimiter, its heading.

use std::io::{self, Read, Seek, SeekFrom};

use crate::{
    Error, Result,
    exchange::{
        engine::{Entry, Fault, Items},
        file::{Outline, Rewindable},
    },
};
use ::csv::{ByteRecord, ReaderBuilder};

/// How much of a file is looked at to find out its delimiter.
const SAMPLE: u64 = 64 << 10;

/// The longest row, in bytes: beyond it a quotation mark was not closed.
const ROW_MAX: u64 = 4 << 20;

/// A row: its cells.
#[derive(Clone, Debug)]
pub struct Row {
    /// The cells, one for each column.
    pub cells: Vec<String>,
}

/// An open file.
pub struct Rows {
    reader: ::csv::Reader<Metered>,
    delimiter: u8,
    /// Where the first row begins.
    start: ::csv::Position,
    headings: Vec<String>,
    /// Columns of our own, which a file of rejects has and nobody maps.
    own: Vec<bool>,
    length: u64,
    ends: Ends,
    /// Whether the last line of the file ends as the others do.
    is_closed: bool,
    /// Rows that were read, the heading among them.
    read: u64,
    hash: String,
    /// Rows above the heading.
    above: u64,
}

/// How the lines of a file end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    Lf,
    CrLf,
    Cr,
}

/// What comes before the name of a column that says why a row was refused.
pub const OWN: &str = "claimbase_";

impl Rows {
    /// Opens a file; finds out the delimiter where none is given.
    pub fn open(mut file: Box<dyn Rewindable>, delimiter: Option<u8>) -> Result<Self> {
        let unread = |error| Error::internal("reading an import", error);
        let Outline { length, hash } = Outline::of(&mut *file)?;
        let mut sample = Vec::new();
        (&mut file).take(SAMPLE).read_to_end(&mut sample).map_err(unread)?;
        check_encoding(&sample)?;
        let mut last = Vec::new();
        file.seek(SeekFrom::Start(length.saturating_sub(1))).map_err(unread)?;
        file.read_to_end(&mut last).map_err(unread)?;
        file.rewind().map_err(unread)?;
        let delimiter = delimiter.unwrap_or_else(|| likely_delimiter(&sample));
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(Metered { file, unclaimed: 0 });
        let mut heading = ByteRecord::new();
        let is_there = reader.read_byte_record(&mut heading).map_err(broken_off)?;
        if !is_there {
            return Err(Error::invalid(
                "file",
                "the file is empty: its first row names the columns",
            ));
        }
        let mut headings = Vec::with_capacity(heading.len());
        for (index, cell) in heading.iter().enumerate() {
            let cell = cell.strip_prefix(b"\xef\xbb\xbf").filter(|_| index == 0).unwrap_or(cell);
            let name = std::str::from_utf8(cell).map_err(|_| {
                Error::invalid("file", "the heading is not UTF-8: save the file in that encoding")
            })?;
            headings.push(name.trim().to_owned());
        }
        let own = headings.iter().map(|name| name.starts_with(OWN)).collect();
        let start = reader.position().clone();
        let (ends, is_closed) = (line_ends(&sample), matches!(last.as_slice(), [b'\n' | b'\r']));
        Ok(Self {
            reader,
            delimiter,
            start,
            headings,
            own,
            length,
            ends,
            is_closed,
            read: 1,
            hash,
            above: 0,
        })
    }

    /// Opens the copy of a sheet, each row of which ends with a carriage return. `hash` is that of its
    /// workbook, `above` how many rows stand above the heading.
    pub(in crate::exchange) fn of_sheet(
        copy: Box<dyn Rewindable>,
        hash: String,
        above: u32,
    ) -> Result<Self> {
        let rows = Self::open(copy, Some(b','))?;
        Ok(Self { hash, above: above.into(), ends: Ends::Cr, ..rows })
    }

    /// The names of the columns.
    #[must_use]
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// The places of the columns that are the file's, not those in which we say what was wrong.
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.headings.len()).filter(|index| !self.own[*index])
    }

    pub(super) fn is_own(&self, index: usize) -> bool {
        self.own.get(index).copied().unwrap_or(false)
    }

    /// What stands between two cells.
    #[must_use]
    pub const fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// The line on which a row that was just read begins: the reader knows the one where it ends, and
    /// takes the line feed after a carriage return for the beginning of the next row.
    fn line_of(&self, raw: &ByteRecord) -> u64 {
        let here = self.reader.position();
        let within = line_feeds(raw) as u64;
        let last = match self.ends {
            Ends::Lf if self.is_closed || here.byte() < self.length => here.line() - 1,
            Ends::Lf | Ends::CrLf => here.line(),
            Ends::Cr => return self.read + self.above,
        };
        last.saturating_sub(within)
    }

    fn row(&self, raw: &ByteRecord) -> std::result::Result<Row, Fault> {
        if raw.len() != self.headings.len() {
            let (cells, columns) = (raw.len(), self.headings.len());
            let ends = line_feeds(raw);
            let runs = if ends > 0 {
                format!(" and runs over {} lines: a quotation mark may not be closed;", ends + 1)
            } else {
                String::from(":")
            };
            return Err(Fault::whole(format!(
                "the row has {cells} cells, the heading {columns}{runs} put cells that hold a \
                 delimiter or a quotation mark in quotation marks"
            )));
        }
        let mut cells = Vec::with_capacity(raw.len());
        for (index, cell) in raw.iter().enumerate() {
            let Ok(cell) = std::str::from_utf8(cell) else {
                let reason = "the cell is not UTF-8: save the file in that encoding".to_owned();
                return Err(Fault { column: self.headings[index].clone(), reason });
            };
            cells.push(cell.trim().to_owned());
        }
        Ok(Row { cells })
    }
}

impl Items for Rows {
    type Item = Row;
    type Raw = ByteRecord;

    /// The next row that is not blank.
    fn next(&mut self) -> Result<Option<Entry<Row, ByteRecord>>> {
        loop {
            let mut raw = ByteRecord::new();
            self.reader.get_mut().unclaimed = 0;
            let before = self.reader.position().line();
            match self.reader.read_byte_record(&mut raw) {
                Ok(true) => {}
                Ok(false) => return Ok(None),
                Err(error) if too_long(&error) => {
                    let message = format!(
                        "the row that begins on line {before} is longer than {ROW_MAX} bytes: a \
                         quotation mark in it is not closed; the rows before it are on record"
                    );
                    return Err(Error::invalid("file", message));
                }
                Err(error) => return Err(broken_off(error)),
            }
            self.read += 1;
            if raw.iter().all(|cell| cell.iter().all(u8::is_ascii_whitespace)) {
                continue;
            }
            let (line, size, item) = (self.line_of(&raw), raw.as_slice().len(), self.row(&raw));
            return Ok(Some(Entry { line, size, raw, item }));
        }
    }

    fn rewind(&mut self) -> Result<()> {
        let start = self.start.clone();
        self.reader.seek(start).map_err(broken_off)?;
        self.reader.get_mut().unclaimed = 0;
        self.read = 1;
        Ok(())
    }

    fn hash(&self) -> &str {
        &self.hash
    }

    fn progress(&self) -> (u64, u64) {
        (self.reader.position().byte(), self.length)
    }
}

fn line_feeds(row: &ByteRecord) -> usize {
    row.as_slice().split(|byte| *byte == b'\n').skip(1).count()
}

fn check_encoding(sample: &[u8]) -> Result<()> {
    let is_wide = sample.starts_with(b"\xff\xfe") || sample.starts_with(b"\xfe\xff");
    if is_wide {
        return Err(Error::invalid("file", "the file is UTF-16: save it as CSV in UTF-8"));
    }
    if sample.starts_with(b"PK\x03\x04") {
        return Err(Error::invalid("file", "this is a workbook, not CSV: save its sheet as CSV"));
    }
    Ok(())
}

/// How the first line ends.
fn line_ends(sample: &[u8]) -> Ends {
    let at = sample.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
    match at.map(|at| (sample[at], sample.get(at + 1))) {
        Some((b'\r', Some(b'\n'))) => Ends::CrLf,
        Some((b'\r', _)) => Ends::Cr,
        _ => Ends::Lf,
    }
}

/// The delimiter that parts the most of the first rows in as many cells as the heading.
fn likely_delimiter(sample: &[u8]) -> u8 {
    let score = |delimiter: u8| {
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(sample);
        let mut lengths = reader.byte_records().take(50).map_while(Result::ok).map(|row| row.len());
        let columns = lengths.next().unwrap_or(0);
        if columns < 2 {
            return (0, 0);
        }
        (1 + lengths.filter(|length| *length == columns).count(), columns)
    };
    // The last of equals is taken: a comma, where nothing tells.
    [b'|', b'\t', b';', b','].into_iter().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

/// A file whose rows are not longer than they may be.
struct Metered {
    file: Box<dyn Rewindable>,
    /// Bytes that were read since the last row began.
    unclaimed: u64,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.unclaimed > ROW_MAX {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let read = self.file.read(buffer)?;
        self.unclaimed += read as u64;
        Ok(read)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

fn too_long(error: &::csv::Error) -> bool {
    matches!(error.kind(), ::csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge)
}

fn broken_off(error: ::csv::Error) -> Error {
    if too_long(&error) {
        let message = "the heading does not end: a quotation mark in it is not closed";
        return Error::invalid("file", message);
    }
    Error::internal("reading an import", error)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn lines(text: &[u8]) -> Vec<u64> {
        let mut rows = Rows::open(Box::new(Cursor::new(text.to_vec())), None).expect("rows");
        let mut lines = Vec::new();
        while let Some(row) = rows.next().expect("a row") {
            lines.push(row.line);
        }
        lines
    }

    #[test]
    fn a_row_is_told_by_the_line_on_which_it_begins() {
        let table = "a,b\n1,2\n\n3,\"4\n4\"\n,\n5,6";
        assert_eq!(lines(table.as_bytes()), [2, 4, 7]);
        assert_eq!(lines(format!("{table}\n").as_bytes()), [2, 4, 7]);
        let table = table.replace('\n', "\r\n");
        assert_eq!(lines(table.as_bytes()), [2, 4, 7]);
        assert_eq!(lines(format!("{table}\r\n").as_bytes()), [2, 4, 7]);
        assert_eq!(lines(b"a,b\r1,2\r3,4"), [2, 3]);
    }

    #[test]
    fn delimiter_and_byte_order_mark_are_found_out() {
        for (table, delimiter) in [
            ("\u{feff}who,when\nA,1\n", b','),
            ("who;when\nA, B;1\n", b';'),
            ("who\twhen\nA, B\t1\n", b'\t'),
            ("who\nA\n", b','),
        ] {
            let rows = Rows::open(Box::new(Cursor::new(table.as_bytes().to_vec())), None);
            let rows = rows.expect("rows");
            assert_eq!((rows.delimiter(), rows.headings()[0].as_str()), (delimiter, "who"));
        }
        let refused = |bytes: &[u8]| {
            let opened = Rows::open(Box::new(Cursor::new(bytes.to_vec())), None);
            opened.err().expect("an error").to_string()
        };
        assert!(refused(b"\xff\xfea\0,\0").contains("UTF-16"));
        assert!(refused(b"").contains("empty"));
        assert!(refused(b"\xe9,b\n").contains("UTF-8"));
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_does_not_fill_the_memory() {
        let mut table = b"a,b\n1,2\n3,\"".to_vec();
        table.resize(3 * usize::try_from(ROW_MAX).expect("small"), b'x');
        let mut rows = Rows::open(Box::new(Cursor::new(table)), None).expect("rows");
        assert!(rows.next().expect("a row").is_some());
        let Err(error) = rows.next() else { panic!("it is read") };
        let error = error.to_string();
        assert!(error.contains("line 3") && error.contains("quotation mark"), "{error}");
    }
}
