//! Writes a database as lines.

use std::io::Write;

use serde::Serialize;

use super::{FORMAT, portable::Portable};
use crate::{
    Error, Result,
    app::whole::Whole,
    domain::record_id::Prefix,
    store::{Read, Snapshot, exchange as stored},
};

/// Rows that are read at a time.
const PAGE: u64 = 500;

/// How many lines an export wrote, the first one not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records of all kinds.
    pub records: u64,
    /// Revisions.
    pub revisions: u64,
}

#[derive(Serialize)]
struct Header {
    r#type: &'static str,
    format: u32,
}

#[derive(Serialize)]
struct Line<'a, T> {
    r#type: &'static str,
    #[serde(flatten)]
    row: &'a T,
}

/// Writes every record and every revision: the same bytes for the same records, on any database.
/// Only lines of one moment fit together, so this is to read from a snapshot.
pub async fn export(db: &Snapshot, out: &mut (impl Write + Send)) -> Result<Counts> {
    let mut counts = Counts::default();
    write(out, &Header { r#type: "claimbase", format: FORMAT })?;
    super::each_kind!(R => {
        records::<R>(db, out, &mut counts).await?;
    });
    revisions(db, out, &mut counts).await?;
    out.flush().map_err(unwritten)?;
    Ok(counts)
}

async fn records<R: Portable>(
    db: &impl Read,
    out: &mut (impl Write + Send),
    counts: &mut Counts,
) -> Result<()> {
    let mut after = None;
    loop {
        let rows: Vec<R> = stored::page(db, after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some(last.id());
        let ids: Vec<_> = rows.iter().map(R::id).collect();
        let mut parts = stored::parts(db, R::KIND, &ids).await?;
        for row in rows {
            let parts = parts.remove(&row.id()).unwrap_or_default();
            let row = Whole { row, parts };
            write(out, &Line { r#type: Prefix::from(R::KIND).as_str(), row: &row })?;
            counts.records += 1;
        }
    }
}

async fn revisions(
    db: &impl Read,
    out: &mut (impl Write + Send),
    counts: &mut Counts,
) -> Result<()> {
    let mut after = None;
    loop {
        let rows = stored::revisions(db, after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some((last.sequence, last.position));
        for row in &rows {
            write(out, &Line { r#type: Prefix::Revision.as_str(), row })?;
            counts.revisions += 1;
        }
    }
}

fn write(out: &mut impl Write, line: &impl Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, line).map_err(|error| unwritten(error.into()))?;
    out.write_all(b"\n").map_err(unwritten)
}

fn unwritten(error: std::io::Error) -> Error {
    Error::internal("writing an export", error)
}
