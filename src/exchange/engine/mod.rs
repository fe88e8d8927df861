//! What all imports of files share: items are read, taken in batches, each for itself, and it is kept
//! which record came from which line.

mod batch;
mod faults;
mod made;
pub mod names;

use std::{
    future::ready,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use entity::vocab::Role;
use uuid::Uuid;

pub use faults::Faults;
pub use made::{Made, Noted};

use self::batch::{Batch, Done, take_batch};
use super::report::{Reject, Report, Tally};
use crate::{
    Result,
    app::{
        Session,
        bulk::Ledger,
        import::{self as imports, Gone, NewImport},
    },
    domain::{quantity::Quantity, record_id::Prefix},
    store::Txn,
};

/// Items of one transaction.
const BATCH: usize = 500;

/// Bytes of one transaction, after which it takes no more items.
const BYTES: usize = 4 << 20;

/// Claims or sources that a preview shows.
const SHOWN: usize = 5;

/// A file, item by item.
pub trait Items: Send {
    /// What an item is once it is read.
    type Item: Send + Sync + 'static;
    /// An item as it stands in the file.
    type Raw: Clone + Send + Sync + 'static;
    /// The next item.
    fn next(&mut self) -> Result<Option<Entry<Self::Item, Self::Raw>>>;
    /// Goes back to the first item.
    fn rewind(&mut self) -> Result<()>;
    /// SHA-256 of the file.
    fn hash(&self) -> &str;
    /// How many bytes were read, and how many there are.
    fn progress(&self) -> (u64, u64);
    /// How many things were passed over that are no items of this format.
    fn skipped(&self) -> u64 {
        0
    }
}

/// An item of a file.
#[derive(Clone, Debug)]
pub struct Entry<I, W> {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// How many bytes it has.
    pub size: usize,
    /// It as it stands in the file.
    pub raw: W,
    /// It as it was read, or why it cannot be.
    pub item: std::result::Result<I, Fault>,
}

/// What is wrong with an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The column or field at fault; empty where it is the whole item.
    pub column: String,
    /// What is wrong, and what would be right.
    pub reason: String,
}

impl Fault {
    /// The whole item is at fault.
    pub fn whole(reason: impl Into<String>) -> Self {
        Self { column: String::new(), reason: reason.into() }
    }
}

/// How the items of a format are put on record.
pub trait Taker: Send + Sync + 'static {
    /// What it takes.
    type Item: Send + Sync + 'static;
    /// What a refused item would have been.
    const KIND: Prefix;
    /// Puts an item on record: with all its records or, where it is refused, none.
    fn take<'a>(
        &'a self,
        at: &'a At<'a>,
        item: &'a Self::Item,
        made: &'a mut Made,
    ) -> impl Future<Output = Result<()>> + Send + 'a;
    /// Puts the first of these items on record as a set, which is what [`take`](Self::take) would do
    /// with each. Ends before the first that is not fit for that; returns what each came to. The
    /// records of the first `tell` items are to be shown.
    fn take_set<'a>(
        &'a self,
        txn: &'a Txn,
        ledger: &'a mut Ledger,
        items: &'a [(u64, &'a Self::Item)],
        tell: usize,
    ) -> impl Future<Output = Result<Vec<Made>>> + Send + 'a {
        let _ = (txn, ledger, items, tell);
        ready(Ok(Vec::new()))
    }
    /// The column or field that an error at this path is about. `part` is what [`Faults::part`] was
    /// when it came.
    fn column(&self, part: usize, path: &[String]) -> String;
}

/// Where an item is taken.
pub struct At<'a> {
    /// The transaction.
    pub txn: &'a Txn,
    /// The import; `None` for a preview.
    pub import: Option<Uuid>,
    /// The line of the item.
    pub line: u64,
    /// What came from the items before it in this batch.
    pub before: &'a Batch,
}

impl At<'_> {
    /// The first line of this file that named a record; `None` where none did.
    pub async fn first_line(&self, record: Uuid) -> Result<Option<u64>> {
        let kept = match self.import {
            Some(import) => imports::first_line(self.txn, import, record).await?,
            None => None,
        };
        Ok(kept.into_iter().chain(self.before.lines.get(&record).copied()).min())
    }
}

/// An item that was refused.
#[derive(Clone, Debug)]
pub struct Refused<W> {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// The column or field at fault, the first of several; empty where it is the whole item.
    pub column: String,
    /// What is wrong, and what would be right. Of several faults all, with " | " between them, each
    /// after the first with its column.
    pub reason: String,
    /// It as it stands in the file.
    pub raw: W,
}

/// A claim or a source of an item as it was read.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The line of its item.
    pub line: u64,
    /// The claim in a sentence, or the title.
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
    /// Items that were taken or refused.
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
    /// Items that were taken or refused.
    pub rows: u64,
    /// Items that were refused.
    pub refused: u64,
    /// What became of the items.
    pub items: Tally,
    /// Things that are no items of the format, and were passed over.
    pub skipped: u64,
    /// Records that the file says otherwise and that people changed since they were imported: they
    /// stay as they are.
    pub held: u64,
    /// What the release before had and this one does not; `None` where there is no release before.
    pub gone: Option<Gone>,
    /// The first claims or sources, as they were read.
    pub shown: Vec<Shown>,
}

/// What is told while an import runs.
pub trait Watch<W> {
    /// An item was refused.
    fn refused(&mut self, item: &Refused<W>) -> Result<()>;
    /// A batch is done.
    fn progress(&mut self, progress: Progress);
}

/// How refused items are written, so that they can be mended and imported.
pub trait Rejects<W> {
    /// How the name of such a file ends.
    fn extension(&self) -> &'static str;
    /// What stands before the first item.
    fn head(&self) -> Result<Vec<u8>>;
    /// An item, with what is wrong with it.
    fn item(&self, refused: &Refused<W>) -> Result<Vec<u8>>;
}

/// What an import of a file is called, and how it is read.
#[derive(Clone, Debug)]
pub struct Label {
    /// The word after claimbase import.
    pub format: &'static str,
    /// What the file is called.
    pub file_name: String,
    /// The map with which it is read; empty for a format without one.
    pub map: String,
    /// What it is a release of; `None` for a file that stands by itself.
    pub feed: Option<String>,
}

impl Label {
    /// Of a file that is read without a map and stands by itself.
    #[must_use]
    pub fn new(format: &'static str, file_name: impl Into<String>) -> Self {
        Self { format, file_name: file_name.into(), map: String::new(), feed: None }
    }
}

/// Puts the items of a file on record, a batch at a time. Each item is taken for itself: one that is
/// refused does not keep the others out. Doing it again changes nothing.
///
/// It is kept which record came from which line.
pub async fn import<I, T>(
    session: &Session,
    label: Label,
    items: &mut I,
    taker: &Arc<T>,
    watch: &mut (dyn Watch<I::Raw> + Send),
) -> Result<Outcome>
where
    I: Items,
    T: Taker<Item = I::Item>,
{
    session.require(Role::Curator)?;
    items.rewind()?;
    let Label { format, file_name, map, feed } = label;
    let has_feed = feed.is_some();
    let new = NewImport { format, file_name, file_hash: items.hash().to_owned(), map, feed };
    let id = imports::begin(session, new).await?;
    let mut outcome = Outcome { import: Some(id), ..Outcome::default() };
    // What was looked up is for the next batch once this one is committed, and for no second try.
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    loop {
        let batch = read_batch(items)?;
        if batch.is_empty() {
            outcome.skipped = items.skipped();
            let kind = T::KIND.record_kind().filter(|_| has_feed);
            let end = imports::End { rows: outcome.rows, refused: outcome.refused, kind };
            outcome.gone = imports::end(session, id, end).await?;
            return Ok(outcome);
        }
        let mut done = put_batch(session, taker, id, &Arc::new(batch), &ledger).await?;
        *lock(&ledger) = std::mem::take(&mut done.ledger);
        for item in &done.refused {
            watch.refused(item)?;
        }
        outcome.add(T::KIND, done);
        let (bytes, length) = items.progress();
        watch.progress(Progress { rows: outcome.rows, bytes, length });
    }
}

async fn put_batch<T: Taker, W: Clone + Send + Sync + 'static>(
    session: &Session,
    taker: &Arc<T>,
    import: Uuid,
    batch: &Arc<Vec<Entry<T::Item, W>>>,
    ledger: &Arc<Mutex<Ledger>>,
) -> Result<Done<W>> {
    let (taker, batch, ledger) = (Arc::clone(taker), Arc::clone(batch), Arc::clone(ledger));
    session
        .write(Role::Curator, move |txn| {
            let (taker, batch) = (Arc::clone(&taker), Arc::clone(&batch));
            let known = std::mem::take(&mut *lock(&ledger));
            Box::pin(async move {
                let mut done = take_batch(txn, &*taker, Some(import), &batch, known).await?;
                imports::note_in(txn, std::mem::take(&mut done.noted)).await?;
                Ok(done)
            })
        })
        .await
}

/// What [`import`] would do; changes nothing. Nobody else can write until it is done.
pub async fn preview<I, T>(session: &Session, items: I, taker: &Arc<T>) -> Result<Outcome>
where
    I: Items + 'static,
    T: Taker<Item = I::Item>,
{
    // The work may be done again, and then reads from the beginning.
    let (items, taker) = (Arc::new(Mutex::new(items)), Arc::clone(taker));
    session
        .write(Role::Curator, move |txn| {
            let (items, taker) = (Arc::clone(&items), Arc::clone(&taker));
            Box::pin(async move {
                txn.abandon();
                lock(&items).rewind()?;
                let mut outcome = Outcome::default();
                let mut ledger = Ledger::default();
                loop {
                    let batch = read_batch(&mut *lock(&items))?;
                    if batch.is_empty() {
                        outcome.skipped = lock(&items).skipped();
                        return Ok(outcome);
                    }
                    let mut done = take_batch(txn, &*taker, None, &batch, ledger).await?;
                    ledger = std::mem::take(&mut done.ledger);
                    outcome.add(T::KIND, done);
                }
            })
        })
        .await
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read_batch<I: Items>(items: &mut I) -> Result<Vec<Entry<I::Item, I::Raw>>> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    while batch.len() < BATCH && bytes < BYTES {
        let Some(entry) = items.next()? else { break };
        bytes += entry.size;
        batch.push(entry);
    }
    Ok(batch)
}

impl Outcome {
    fn add<W>(&mut self, kind: Prefix, done: Done<W>) {
        let Done { report, items, rows, refused, held, shown, noted: _, ledger: _ } = done;
        self.items.add(items);
        self.items.rejected += refused.len() as u64;
        self.report.add(report);
        self.rows += rows;
        self.refused += refused.len() as u64;
        self.held += held;
        for Refused { line, column, reason, raw: _ } in refused {
            self.report.reject(Reject {
                file: String::new(),
                line: Some(line),
                kind: Some(kind),
                key: String::new(),
                field: column,
                reason,
            });
        }
        let room = SHOWN.saturating_sub(self.shown.len());
        self.shown.extend(shown.into_iter().take(room));
    }
}
