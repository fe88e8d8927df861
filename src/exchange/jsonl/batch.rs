//! One transaction of an import: lines in, rows on record, and what became of each.

use std::collections::{HashMap, HashSet};

use entity::vocab::RecordKind;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    check::{self, Fault, differences},
    portable::{Portable, Unique},
};
use crate::{
    Result,
    app::whole::Whole,
    domain::record_id::{Prefix, RecordId},
    exchange::report::{Fate, Reject, Report},
    store::{Txn, exchange as stored, record::Record},
};

/// A line that holds a record or a revision.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) number: u64,
    pub(super) kind: Prefix,
    pub(super) fields: Map<String, Value>,
}

/// What is known of ids in the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Records that are on record under another id.
    pub(super) mapped: HashMap<(RecordKind, Uuid), Uuid>,
    /// Records that were refused, and on which line.
    pub(super) refused: HashMap<(RecordKind, Uuid), u64>,
}

/// What one transaction did.
#[derive(Clone, Debug, Default)]
pub(super) struct Done {
    pub(super) report: Report,
    pub(super) learnt: Known,
    /// Lines that refer to something that has not come yet.
    pub(super) waiting: Vec<Line>,
    /// By how much the numbers of commits differ from those in the file.
    pub(super) offset: i64,
    /// The last commit that was met: its number in the file, and here.
    pub(super) commit: Option<(i64, i64)>,
}

pub(super) struct Batch<'a> {
    pub(super) txn: &'a Txn,
    pub(super) known: &'a Known,
    /// Whether no more lines follow, so that nothing is worth waiting for.
    pub(super) is_last: bool,
    pub(super) done: Done,
}

/// A row that is to go on record.
pub(super) struct Row<R> {
    pub(super) line: Line,
    pub(super) whole: Whole<R>,
}

impl<R: Record> Row<R> {
    pub(super) fn id(&self) -> Uuid {
        self.whole.row.id()
    }
}

impl Batch<'_> {
    /// Takes lines of one kind of record.
    pub(super) async fn take<R: Portable>(&mut self, lines: Vec<Line>) -> Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let mut rows = Vec::with_capacity(lines.len());
        for line in lines {
            match check::read::<Whole<R>>(&line.fields) {
                Ok(whole) => rows.push(Row { line, whole }),
                Err(fault) => self.refuse(&line, fault),
            }
        }
        let rows = self.follow_others(rows).await?;
        let (there, new) = self.part(rows).await?;
        self.compare(there).await?;
        let new = self.follow_own(new);
        let new = self.complete(new).await?;
        self.insert(new).await
    }

    /// Notes a refused line; what refers to its record is refused too.
    pub(super) fn refuse(&mut self, line: &Line, fault: Fault) {
        let id = line.fields.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok());
        let key = match (line.kind.record_kind(), id) {
            (Some(kind), Some(id)) => RecordId::new(kind, id).to_string(),
            _ => String::new(),
        };
        let Fault { field, reason } = fault;
        let kind = Some(line.kind);
        let line_number = Some(line.number);
        let reject = Reject { file: String::new(), line: line_number, kind, key, field, reason };
        self.done.report.reject(reject);
    }

    fn lose<R: Portable>(&mut self, row: &Row<R>, fault: Fault) {
        self.done.learnt.refused.insert((R::KIND, row.id()), row.line.number);
        self.refuse(&row.line, fault);
    }

    pub(super) fn mapped(&self, kind: RecordKind, id: Uuid) -> Option<Uuid> {
        let key = (kind, id);
        self.done.learnt.mapped.get(&key).or_else(|| self.known.mapped.get(&key)).copied()
    }

    pub(super) fn refused(&self, kind: RecordKind, id: Uuid) -> Option<u64> {
        let key = (kind, id);
        self.done.learnt.refused.get(&key).or_else(|| self.known.refused.get(&key)).copied()
    }

    /// Lets references lead to the records that are here; says whether any did not before.
    fn follow<R: Portable>(&self, row: &mut Row<R>, own: bool) -> Result<bool, Fault> {
        let id = row.id();
        let mut changed = false;
        let mut fault = None;
        let Whole { row, parts } = &mut row.whole;
        row.references(parts, &mut |field, kind, reference| {
            if (kind == R::KIND) != own || (own && *reference == id) {
                return;
            }
            if let Some(to) = self.mapped(kind, *reference) {
                *reference = to;
                changed = true;
            } else if let Some(line) = self.refused(kind, *reference) {
                let what = RecordId::new(kind, *reference);
                fault = Some(Fault::new(field, format!("{what} was refused, on line {line}")));
            }
        });
        fault.map_or(Ok(changed), Err)
    }

    async fn follow_others<R: Portable>(&mut self, rows: Vec<Row<R>>) -> Result<Vec<Row<R>>> {
        let mut kept = Vec::with_capacity(rows.len());
        for mut row in rows {
            match self.follow(&mut row, false) {
                Ok(changed) => {
                    if changed {
                        row.whole.row.identify(self.txn).await?;
                    }
                    kept.push(row);
                }
                Err(fault) => self.lose(&row, fault),
            }
        }
        Ok(kept)
    }

    fn follow_own<R: Portable>(&mut self, rows: Vec<Row<R>>) -> Vec<Row<R>> {
        let mut kept = Vec::with_capacity(rows.len());
        for mut row in rows {
            match self.follow(&mut row, true) {
                Ok(_) => kept.push(row),
                Err(fault) => self.lose(&row, fault),
            }
        }
        kept
    }

    /// Parts the rows that are here, under the same id, from those that are new. Those that are
    /// here under another id are mapped.
    async fn part<R: Portable>(
        &mut self,
        rows: Vec<Row<R>>,
    ) -> Result<(Vec<(Row<R>, R)>, Vec<Row<R>>)> {
        let ids: Vec<Uuid> = rows.iter().map(Row::id).collect();
        let here: Vec<R> = stored::rows_by(self.txn, "id", &ids, "id").await?;
        let here: HashMap<Uuid, R> = here.into_iter().map(|row| (row.id(), row)).collect();
        let mut taken: HashMap<(&'static str, String), R> = HashMap::new();
        let columns: Vec<&'static str> = rows.first().map_or_else(Vec::new, |row| {
            row.whole.row.uniques().iter().map(|unique| unique.column).collect()
        });
        for column in columns {
            let values: Vec<String> = rows.iter().map(|row| row.whole.row.unique(column)).collect();
            let found: Vec<R> = stored::rows_with(self.txn, column, &values).await?;
            taken.extend(found.into_iter().map(|row| ((column, row.unique(column)), row)));
        }
        let (mut there, mut new) = (Vec::new(), Vec::new());
        let mut seen = HashMap::new();
        for row in rows {
            if let Some(stored) = here.get(&row.id()) {
                there.push((row, stored.clone()));
                continue;
            }
            if let Some(line) = seen.insert(row.id(), row.line.number) {
                self.refuse(&row.line, Fault::new("id", format!("line {line} has the same id")));
                continue;
            }
            if self.settle(&row, &taken) {
                continue;
            }
            for Unique { column, value } in row.whole.row.uniques() {
                taken.insert((column, value), row.whole.row.clone());
            }
            new.push(row);
        }
        Ok((there, new))
    }

    /// Maps or refuses a row of which something unique is on record already.
    fn settle<R: Portable>(
        &mut self,
        row: &Row<R>,
        taken: &HashMap<(&'static str, String), R>,
    ) -> bool {
        for Unique { column, value } in row.whole.row.uniques() {
            let Some(other) = taken.get(&(column, value)) else { continue };
            if let Some(reason) = row.whole.row.differs_from(other, column) {
                self.lose(row, Fault::new(column, reason));
            } else {
                self.done.learnt.mapped.insert((R::KIND, row.id()), other.stands_for());
                self.done.report.count(row.line.kind, Fate::Unchanged);
            }
            return true;
        }
        false
    }

    /// Compares rows with what is on record under their ids.
    async fn compare<R: Portable>(&mut self, rows: Vec<(Row<R>, R)>) -> Result<()> {
        let ids: Vec<Uuid> = rows.iter().map(|(row, _)| row.id()).collect();
        let mut parts = stored::parts(self.txn, R::KIND, &ids).await?;
        for (mut row, stored) in rows {
            if let Err(fault) = self.follow(&mut row, true) {
                self.refuse(&row.line, fault);
                continue;
            }
            let parts = parts.remove(&row.id()).unwrap_or_default();
            let stored = Whole { row: stored, parts };
            let differ = differences(&row.whole, &stored);
            match differ.first() {
                None => self.done.report.count(row.line.kind, Fate::Unchanged),
                Some(field) => {
                    let all = differ.join(", ");
                    let reason = format!("it is on record already and differs in {all}");
                    self.refuse(&row.line, Fault::new(field, reason));
                }
            }
        }
        Ok(())
    }

    /// Keeps the rows whose references are all on record or among them; the others wait, or are
    /// refused when nothing follows.
    async fn complete<R: Portable>(&mut self, mut rows: Vec<Row<R>>) -> Result<Vec<Row<R>>> {
        let mut asked: HashMap<RecordKind, HashSet<Uuid>> = HashMap::new();
        for row in &mut rows {
            let Whole { row, parts } = &mut row.whole;
            row.references(parts, &mut |_, kind, id| {
                asked.entry(kind).or_default().insert(*id);
            });
        }
        let mut present: HashSet<(RecordKind, Uuid)> = HashSet::new();
        for (kind, ids) in asked {
            let ids: Vec<Uuid> = ids.into_iter().collect();
            let found = stored::numbers(self.txn, kind, &ids).await?;
            present.extend(found.into_keys().map(|id| (kind, id)));
        }
        present.extend(rows.iter().map(|row| (R::KIND, row.id())));
        loop {
            let mut kept = Vec::with_capacity(rows.len());
            let mut dropped = false;
            for mut row in rows {
                let mut missing = None;
                let Whole { row: record, parts } = &mut row.whole;
                record.references(parts, &mut |field, kind, id| {
                    if !present.contains(&(kind, *id)) {
                        missing = Some((field, RecordId::new(kind, *id)));
                    }
                });
                let Some((field, what)) = missing else {
                    kept.push(row);
                    continue;
                };
                dropped = true;
                present.remove(&(R::KIND, row.id()));
                if self.is_last {
                    let reason = format!("{what} is neither in the file nor on record");
                    self.lose(&row, Fault::new(field, reason));
                } else {
                    self.done.waiting.push(row.line);
                }
            }
            rows = kept;
            if !dropped {
                return Ok(rows);
            }
        }
    }
}
