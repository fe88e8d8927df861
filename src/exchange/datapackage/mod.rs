//! A data package for deposit: a zip of tables, their description (Frictionless Data Package), the
//! sources as references, and a page that says what it is and how to cite it.

mod about;
mod archive;
mod column;
mod table;

use std::io::Write;

use uuid::Uuid;

use self::{
    about::{About, Written},
    archive::Archive,
    column::{Column, Row},
    table::{Part, TABLES, Table},
};
use super::reference::{self, csl::Csl};
use crate::{
    Error, Result,
    domain::record_id::Prefix,
    store::{
        Read, exchange as stored,
        record::Record,
        revision::{self, FeedPage},
    },
};

/// Records that are read at a time. The texts of sources are read with them. How a file is packed
/// depends on the pieces in which it is written.
const PAGE: u64 = 100;

/// What a package says of itself, as its maker has it.
#[derive(Clone, Debug, Default)]
pub struct Label {
    /// Its title; `None` calls it by what it holds.
    pub title: Option<String>,
    /// Who made it, for the citation.
    pub creators: Vec<String>,
    /// The licence under which it is given away, by its identifier; `None` where none is named.
    pub license: Option<String>,
}

/// Writes the package, and returns how many rows its tables have: the same bytes for the same
/// records and the same label.
pub async fn export(db: &impl Read, label: Label, out: &mut (impl Write + Send)) -> Result<u64> {
    let state = stored::version(db).await?;
    let newest = FeedPage { after: None, before: None, limit: 1, backwards: true };
    let newest = revision::feed(db, newest).await?;
    let changed_at = newest.last().map(|revision| revision.recorded_at);
    let mut archive = Archive::new(out);
    let mut written = Vec::new();
    for table in TABLES {
        written.push(Written { rows: rows(db, table, &mut archive).await?, table });
        archive.close(&table.path());
    }
    archive.open("sources.csl.json")?;
    let references = reference::export(db, &Csl, &mut archive).await?;
    archive.close("sources.csl.json");
    let about = About { label, state, changed_at, written, references };
    archive.whole("README.md", about.page().as_bytes())?;
    let described = about.package(archive.members());
    let described = serde_json::to_string_pretty(&described)
        .map_err(|error| Error::internal("describing a data package", error))?;
    archive.whole("datapackage.json", described.as_bytes())?;
    archive.end()?;
    Ok(about.rows())
}

/// Writes the rows of a table, with the line of their names before them.
async fn rows<W: Write + Send>(
    db: &impl Read,
    table: &Table,
    archive: &mut Archive<W>,
) -> Result<u64> {
    archive.open(&table.path())?;
    let columns = table.columns();
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let mut text = line(&names)?;
    let mut count = 0;
    super::jsonl::each_kind!(R => {
        if Prefix::from(<R as Record>::KIND) == table.of {
            let mut after = None;
            loop {
                let (last, rows) = match table.part() {
                    Some(part) => lists::<R>(db, part, after).await?,
                    None => page::<R>(db, &columns, after).await?,
                };
                for row in &rows {
                    text.extend(line(row)?);
                    count += 1;
                }
                archive.write_all(&text).map_err(unwritten)?;
                text.clear();
                after = last;
                if after.is_none() {
                    break;
                }
            }
        }
    });
    Ok(count)
}

/// The last of some records, `None` after the last page, and the rows that they make.
type Page = (Option<Uuid>, Vec<Vec<String>>);

/// The records after one, as rows of these columns.
async fn page<R: Record>(db: &impl Read, columns: &[Column], after: Option<Uuid>) -> Result<Page> {
    let records: Vec<R> = stored::page(db, after, PAGE).await?;
    let ids: Vec<Uuid> = records.iter().map(R::id).collect();
    let mut parts = stored::parts(db, R::KIND, &ids).await?;
    let rows = records.iter().map(|record| {
        let fields = serde_json::to_value(record)
            .map_err(|error| Error::internal("reading a record", error))?;
        let row = Row { fields, parts: parts.remove(&record.id()).unwrap_or_default() };
        Ok(columns.iter().map(|column| column.cell(&row)).collect())
    });
    Ok((ids.last().copied(), rows.collect::<Result<_>>()?))
}

/// The items of a list that hang on the records after one.
async fn lists<R: Record>(db: &impl Read, part: Part, after: Option<Uuid>) -> Result<Page> {
    let ids = stored::ids::<R>(db, after, PAGE).await?;
    let parts = stored::parts(db, R::KIND, &ids).await?;
    let with_parts = ids.iter().filter_map(|id| Some((*id, parts.get(id)?)));
    let rows = with_parts.flat_map(|(id, parts)| part.rows(Prefix::from(R::KIND), id, parts));
    Ok((ids.last().copied(), rows.collect()))
}

/// A line of CSV.
fn line<T: AsRef<[u8]>>(cells: &[T]) -> Result<Vec<u8>> {
    let failed = |error| Error::internal("writing a table", error);
    let mut csv = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    csv.write_record(cells).map_err(|error| failed(std::io::Error::other(error)))?;
    csv.into_inner().map_err(|error| failed(error.into_error()))
}

fn unwritten(error: std::io::Error) -> Error {
    Error::internal("writing an export", error)
}
