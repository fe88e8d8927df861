//! One batch of items in one transaction.

use std::collections::HashMap;

use entity::import_row;
use uuid::Uuid;

use super::{At, Entry, Fault, Made, Noted, Refused, SHOWN, Shown, Taker};
use crate::{
    Result,
    app::bulk::Ledger,
    exchange::report::{Fate, Report, Tally},
    store::Txn,
};

/// What came from the items of a batch that were taken.
#[derive(Debug, Default)]
pub struct Batch {
    /// What was looked up.
    pub ledger: Ledger,
    /// The first line that named each record.
    pub lines: HashMap<Uuid, u64>,
}

/// Items that are tried as a set after one that is not fit for it, at least.
const SET_MIN: usize = 8;

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
    /// What was looked up.
    pub(super) ledger: Ledger,
}

pub(super) async fn take_batch<T: Taker, W: Clone>(
    txn: &Txn,
    taker: &T,
    import: Option<Uuid>,
    entries: &[Entry<T::Item, W>],
    ledger: Ledger,
) -> Result<Done<W>> {
    let mut done = Done {
        report: Report::default(),
        items: Tally::default(),
        rows: entries.len() as u64,
        refused: Vec::new(),
        held: 0,
        shown: Vec::new(),
        noted: Vec::new(),
        ledger: Ledger::default(),
    };
    let mut batch = Batch { ledger, lines: HashMap::new() };
    batch.ledger.begin(txn).await?;
    let mut rest = entries;
    // After an item that is not fit for a set, sets begin small: there may be many of its kind.
    let mut most = entries.len();
    while !rest.is_empty() {
        let readable = rest.iter().map_while(|entry| Some((entry.line, entry.item.as_ref().ok()?)));
        let set: Vec<(u64, &T::Item)> = readable.take(most).collect();
        let tell = SHOWN.saturating_sub(done.shown.len());
        let all_made = if set.is_empty() {
            Vec::new()
        } else {
            Box::pin(taker.take_set(txn, &mut batch.ledger, &set, tell)).await?
        };
        let count = all_made.len();
        for (made, (line, _)) in all_made.into_iter().zip(&set) {
            done.items.count(made.fate(T::KIND));
            done.add(import, *line, made, &mut batch);
        }
        rest = &rest[count..];
        if count == set.len() && count > 0 {
            most = most.saturating_mul(2);
            continue;
        }
        most = (2 * count).max(SET_MIN);
        let Some((entry, after)) = rest.split_first() else { break };
        take_one(txn, taker, import, entry, &mut batch, &mut done).await?;
        rest = after;
    }
    batch.ledger.end(txn);
    done.ledger = batch.ledger;
    Ok(done)
}

async fn take_one<T: Taker, W: Clone>(
    txn: &Txn,
    taker: &T,
    import: Option<Uuid>,
    entry: &Entry<T::Item, W>,
    batch: &mut Batch,
    done: &mut Done<W>,
) -> Result<()> {
    let item = match &entry.item {
        Ok(item) => item,
        Err(fault) => {
            done.refuse(entry, fault.clone());
            return Ok(());
        }
    };
    let mut made = Made::default();
    let at = At { txn, import, line: entry.line, before: &*batch };
    match txn.part(Box::pin(taker.take(&at, item, &mut made))).await {
        Ok(()) => {
            done.items.count(made.fate(T::KIND));
            done.add(import, entry.line, made, batch);
        }
        Err(error) => {
            done.refuse(entry, made.faults.told(taker, error)?);
        }
    }
    Ok(())
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
        for (kind, name, id) in made.names {
            batch.ledger.remember(kind, name, id);
        }
        self.held += made.held;
        let room = SHOWN.saturating_sub(self.shown.len());
        self.shown.extend(made.shown.into_iter().take(room));
    }
}
