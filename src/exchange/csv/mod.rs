//! CSV files with a map of their columns: rows to claims, and a report of what was refused.

mod date;
mod guess;
mod map;
mod named;
mod number;
mod plan;
mod rows;
mod take;

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use ::csv::ByteRecord;
use entity::{import_row, vocab::Role};
use uuid::Uuid;

pub use date::Order;
pub use guess::guess;
pub use map::{Field, From, Map, Parts};
pub use rows::{OWN, Rewindable, Rows};

use self::{
    plan::Plan,
    rows::{Broken, Row},
    take::{Made, Names, Taker, blame},
};
use super::report::{Fate, Reject, Report};
use crate::{
    Result,
    app::{
        Session,
        import::{self as imports, NewImport},
    },
    domain::{quantity::Quantity, record_id::Prefix},
    store::Txn,
};

/// Rows of one transaction.
const BATCH: usize = 500;

/// Bytes of one transaction, after which it takes no more rows.
const BYTES: usize = 4 << 20;

/// Claims that a preview shows.
const SHOWN: usize = 5;

/// A row that was refused.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// The heading of the cell at fault; empty where it is the whole row.
    pub column: String,
    /// What is wrong, and what would be right.
    pub reason: String,
    /// Its cells as they stand in the file.
    pub cells: ByteRecord,
}

/// A claim of a row as it was read.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The line of its row.
    pub line: u64,
    /// The claim in a sentence.
    pub text: String,
    /// Its number; `None` for a statement.
    pub quantity: Option<Quantity>,
    /// The moment that the number describes; `None` where none was said.
    pub as_of: Option<String>,
    /// Who is said to hold it; `None` for the source's own voice.
    pub agent: Option<String>,
    /// The titles of its sources.
    pub sources: Vec<String>,
    /// Whether it is new.
    pub is_new: bool,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rows that were taken or refused.
    pub rows: u64,
    /// Bytes that were read.
    pub bytes: u64,
    /// Bytes of the whole file.
    pub length: u64,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The import as it is kept; `None` for a preview.
    pub import: Option<Uuid>,
    /// What became of which record.
    pub report: Report,
    /// Rows that were taken or refused.
    pub rows: u64,
    /// Rows that were refused.
    pub refused: u64,
    /// The first claims, as they were read.
    pub shown: Vec<Shown>,
}

/// What is told while an import runs.
pub trait Watch {
    /// A row was refused.
    fn refused(&mut self, row: &Refused) -> Result<()>;
    /// A batch is done.
    fn progress(&mut self, progress: Progress);
}

/// Puts the claims of a file on record, a batch of rows at a time. Each row is taken for itself:
/// one that is refused does not keep the others out. Doing it again changes nothing.
///
/// It is kept which record came from which line of the file of this name.
pub async fn import(
    session: &Session,
    file_name: &str,
    rows: &mut Rows,
    map: &Map,
    watch: &mut (dyn Watch + Send),
) -> Result<Outcome> {
    session.require(Role::Curator)?;
    let plan = Arc::new(Plan::bind(map, rows)?);
    rows.rewind()?;
    let new = NewImport {
        format: "csv",
        file_name: file_name.to_owned(),
        file_hash: rows.hash().to_owned(),
        map: map.to_toml(),
        feed: None,
    };
    let id = imports::begin(session, new).await?;
    let mut outcome = Outcome { import: Some(id), ..Outcome::default() };
    loop {
        let batch = read_batch(rows)?;
        if batch.is_empty() {
            imports::end(session, id, outcome.rows, outcome.refused).await?;
            return Ok(outcome);
        }
        let (batch, of) = (Arc::new(batch), Arc::clone(&plan));
        let done = session
            .write(Role::Curator, move |txn| {
                let (batch, plan) = (Arc::clone(&batch), Arc::clone(&of));
                Box::pin(async move {
                    let mut done = take_batch(txn, &plan, &batch).await?;
                    for row in &mut done.from {
                        row.import_id = id;
                    }
                    imports::note_in(txn, std::mem::take(&mut done.from)).await?;
                    Ok(done)
                })
            })
            .await?;
        for row in &done.refused {
            watch.refused(row)?;
        }
        outcome.add(done);
        let (bytes, length) = rows.progress();
        watch.progress(Progress { rows: outcome.rows, bytes, length });
    }
}

/// What [`import`] would do; changes nothing. Nobody else can write until it is done.
pub async fn preview(session: &Session, rows: Rows, map: &Map) -> Result<Outcome> {
    let plan = Arc::new(Plan::bind(map, &rows)?);
    // The work may be done again, and then reads from the beginning.
    let rows = Arc::new(Mutex::new(rows));
    session
        .write(Role::Curator, move |txn| {
            let (plan, rows) = (Arc::clone(&plan), Arc::clone(&rows));
            Box::pin(async move {
                txn.abandon();
                lock(&rows).rewind()?;
                let mut outcome = Outcome::default();
                loop {
                    let batch = read_batch(&mut lock(&rows))?;
                    if batch.is_empty() {
                        return Ok(outcome);
                    }
                    outcome.add(take_batch(txn, &plan, &batch).await?);
                }
            })
        })
        .await
}

fn lock(rows: &Mutex<Rows>) -> MutexGuard<'_, Rows> {
    rows.lock().unwrap_or_else(PoisonError::into_inner)
}

type Read = std::result::Result<Row, Broken>;

fn read_batch(rows: &mut Rows) -> Result<Vec<Read>> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    while batch.len() < BATCH && bytes < BYTES {
        let Some(row) = rows.next()? else { break };
        bytes += match &row {
            Ok(Row { raw, .. }) | Err(Broken { raw, .. }) => raw.as_slice().len(),
        };
        batch.push(row);
    }
    Ok(batch)
}

/// What a batch did.
#[derive(Debug, Default)]
struct Done {
    report: Report,
    rows: u64,
    refused: Vec<Refused>,
    shown: Vec<Shown>,
    /// Which record came from which line.
    from: Vec<import_row::Model>,
}

async fn take_batch(txn: &Txn, plan: &Plan, batch: &[Read]) -> Result<Done> {
    let mut done = Done::default();
    let mut names = Names::new();
    for row in batch {
        done.rows += 1;
        let row = match row {
            Ok(row) => row,
            Err(Broken { line, column, reason, raw }) => {
                let (column, reason, cells) = (column.clone(), reason.clone(), raw.clone());
                done.refused.push(Refused { line: *line, column, reason, cells });
                continue;
            }
        };
        let (mut made, mut which) = (Made::default(), 0);
        let taker = Taker { txn, plan, names: &names, row };
        match txn.part(taker.take(&mut made, &mut which)).await {
            Ok(()) => {
                let mut seen = HashSet::new();
                for (kind, key, fate) in made.fates {
                    done.report.count(kind, fate);
                    if let Some(record_kind) = kind.record_kind()
                        && seen.insert(key)
                    {
                        done.from.push(import_row::Model {
                            import_id: Uuid::nil(),
                            line: i64::try_from(row.line).unwrap_or(i64::MAX),
                            record_kind,
                            record_key: key,
                            is_new: fate == Fate::New,
                            revision: None,
                            is_changed: fate == Fate::Updated,
                        });
                    }
                }
                names.extend(made.names);
                let room = SHOWN.saturating_sub(done.shown.len());
                done.shown.extend(made.shown.into_iter().take(room));
            }
            Err(error) => {
                let (column, reason) = blame(plan, which, error)?;
                let (line, cells) = (row.line, row.raw.clone());
                done.refused.push(Refused { line, column, reason, cells });
            }
        }
    }
    Ok(done)
}

impl Outcome {
    fn add(&mut self, done: Done) {
        let Done { report, rows, refused, shown, from: _ } = done;
        self.report.add(report);
        self.rows += rows;
        self.refused += refused.len() as u64;
        for Refused { line, column, reason, cells: _ } in refused {
            self.report.reject(Reject {
                file: String::new(),
                line: Some(line),
                kind: Some(Prefix::Claim),
                key: String::new(),
                field: column,
                reason,
            });
        }
        let room = SHOWN.saturating_sub(self.shown.len());
        self.shown.extend(shown.into_iter().take(room));
    }
}

/// How refused rows are written, so that they can be mended and imported.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// What stands between two cells, as in the file that was imported.
    pub delimiter: u8,
    /// The heading: what is wrong, then the columns of the file that was imported.
    pub heading: ByteRecord,
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

    /// A row: what is wrong with it before its cells, so that one with too many cells stays as it is.
    #[must_use]
    pub fn row(&self, refused: &Refused) -> ByteRecord {
        let Refused { line, column, reason, cells } = refused;
        let mut row = ByteRecord::new();
        row.push_field(line.to_string().as_bytes());
        row.push_field(column.as_bytes());
        row.push_field(reason.as_bytes());
        for (index, cell) in cells.iter().enumerate() {
            if !self.own.get(index).copied().unwrap_or(false) {
                row.push_field(cell);
            }
        }
        row
    }
}
