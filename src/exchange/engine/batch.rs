//! One batch of items in one transaction.

use std::collections::HashMap;

use entity::import_row;
use uuid::Uuid;

use super::{At, Entry, Fault, Made, Noted, Refused, SHOWN, Shown, Taker, names::Names};
use crate::{
    Result,
    exchange::report::{Fate, Report, Tally, fault},
    store::Txn,
};

/// What came from the items of a batch that were taken.
#[derive(Debug, Default)]
pub struct Batch {
    /// Names that were looked up.
    pub names: Names,
    /// The first line that named each record.
    pub lines: HashMap<Uuid, u64>,
}

/// What a batch did.
pub(super) struct Done<W> {
    pub(super) report: Report,
    /// What became of the items; those that were refused are not counted.
    pub(super) items: Tally,
    pub(super) rows: u64,
    pub(super) refused: Vec<Refused<W>>,
    pub(super) held: u64,
    pub(super) shown: Vec<Shown>,
    /// Which record came from which line; none for a preview.
    pub(super) noted: Vec<import_row::Model>,
}

pub(super) async fn take_batch<T: Taker, W: Clone>(
    txn: &Txn,
    taker: &T,
    import: Option<Uuid>,
    entries: &[Entry<T::Item, W>],
) -> Result<Done<W>> {
    let mut done = Done {
        report: Report::default(),
        items: Tally::default(),
        rows: entries.len() as u64,
        refused: Vec::new(),
        held: 0,
        shown: Vec::new(),
        noted: Vec::new(),
    };
    let mut batch = Batch::default();
    for entry in entries {
        let item = match &entry.item {
            Ok(item) => item,
            Err(fault) => {
                done.refuse(entry, fault.clone());
                continue;
            }
        };
        let mut made = Made::default();
        let at = At { txn, import, line: entry.line, before: &batch };
        match txn.part(Box::pin(taker.take(&at, item, &mut made))).await {
            Ok(()) => {
                done.items.count(made.fate(T::KIND));
                done.add(import, entry.line, made, &mut batch);
            }
            Err(error) => {
                let (path, reason) = fault(error)?;
                let column = taker.column(made.part, &path);
                done.refuse(entry, Fault { column, reason });
            }
        }
    }
    Ok(done)
}

impl<W: Clone> Done<W> {
    fn refuse<I>(&mut self, entry: &Entry<I, W>, fault: Fault) {
        let Fault { column, reason } = fault;
        self.refused.push(Refused { line: entry.line, column, reason, raw: entry.raw.clone() });
    }

    fn add(&mut self, import: Option<Uuid>, line: u64, made: Made, batch: &mut Batch) {
        for noted in &made.noted {
            self.report.count(noted.kind, noted.fate);
        }
        let mut each: Vec<Noted> = made.each().into_values().collect();
        each.sort_by_key(|noted| (noted.kind, noted.key));
        for Noted { kind, key, fate, revision } in each {
            batch.lines.entry(key).or_insert(line);
            let (Some(import_id), Some(record_kind)) = (import, kind.record_kind()) else {
                continue;
            };
            self.noted.push(import_row::Model {
                import_id,
                line: i64::try_from(line).unwrap_or(i64::MAX),
                record_kind,
                record_key: key,
                is_new: fate == Fate::New,
                revision: Some(revision),
                is_changed: fate == Fate::Updated,
            });
        }
        batch.names.extend(made.names);
        self.held += made.held;
        let room = SHOWN.saturating_sub(self.shown.len());
        self.shown.extend(made.shown.into_iter().take(room));
    }
}
