//! Taking revisions: the history of the records that an import has brought.

use std::collections::{HashMap, HashSet};

use entity::{revision, vocab::RecordKind};
use uuid::Uuid;

use super::{
    batch::{Batch, Line},
    check::{self, Fault, differences},
};
use crate::{
    Result,
    domain::record_id::{Prefix, RecordId},
    exchange::report::Fate,
    store::{exchange as stored, record::insert_rows},
};

impl Batch<'_> {
    /// Takes the revisions of records that are here under the same id and do not have them yet.
    pub(super) async fn take_revisions(&mut self, lines: Vec<Line>) -> Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let mut rows: Vec<(Line, revision::Model)> = Vec::with_capacity(lines.len());
        for line in lines {
            match check::read::<revision::Model>(&line.fields) {
                Ok(row) if self.mapped(row.record_kind, row.record_key).is_some() => {
                    // What is here under another id has a history of its own.
                    self.done.report.count(Prefix::Revision, Fate::Unchanged);
                }
                Ok(row) => rows.push((line, row)),
                Err(fault) => self.refuse(&line, fault),
            }
        }
        let here = self.revisions_here(&rows).await?;
        let numbers = self.numbers(&rows).await?;
        let statistics: Vec<Uuid> = rows.iter().filter_map(|(_, row)| row.statistic_id).collect();
        let statistics = stored::numbers(self.txn, RecordKind::Statistic, &statistics).await?;
        let mut version = stored::version(self.txn).await?;
        let mut new: Vec<revision::Model> = Vec::new();
        for (line, mut row) in rows {
            let sequence = row.sequence;
            let twin = here.by_id.get(&row.id);
            if let Some(statistic) = row.statistic_id {
                let known = self.mapped(RecordKind::Statistic, statistic);
                row.statistic_id = known.or(Some(statistic));
                if known.is_none() && !statistics.contains_key(&statistic) {
                    let what = RecordId::new(RecordKind::Statistic, statistic);
                    self.refuse(&line, Fault::new("statistic_id", format!("{what} is not here")));
                    continue;
                }
            }
            if let Some(twin) = twin {
                // Commits may be numbered otherwise here; what follows is numbered likewise.
                row.sequence = twin.sequence;
                self.done.offset = twin.sequence - sequence;
                self.done.commit = Some((sequence, twin.sequence));
                match differences(&row, twin).first() {
                    None => self.done.report.count(Prefix::Revision, Fate::Unchanged),
                    Some(field) => {
                        let reason = "it is on record already, with another value";
                        self.refuse(&line, Fault::new(field, reason));
                    }
                }
                continue;
            }
            let key = (row.record_kind, row.record_key);
            let what = RecordId::new(row.record_kind, row.record_key);
            let fault = match numbers.get(&key) {
                None => match self.refused(row.record_kind, row.record_key) {
                    Some(number) => Some(format!("{what} was refused, on line {number}")),
                    None => Some(format!("{what} is neither in the file nor on record")),
                },
                Some(at) if i64::from(row.number) > *at => {
                    Some(format!("{what} is at revision {at} here"))
                }
                Some(_) if here.numbers.contains(&(key, row.number)) => {
                    Some(format!("{what} has another revision {} here", row.number))
                }
                Some(_) => None,
            };
            if let Some(reason) = fault {
                self.refuse(&line, Fault::new("record_key", reason));
                continue;
            }
            let same_commit = self.done.commit == Some((sequence, version));
            if !same_commit && sequence + self.done.offset <= version {
                // The numbers are taken: those of the file follow them.
                self.done.offset = version + 1 - sequence;
            }
            row.sequence = sequence + self.done.offset;
            version = row.sequence;
            self.done.commit = Some((sequence, version));
            new.push(row);
            self.done.report.count(Prefix::Revision, Fate::New);
        }
        if !new.is_empty() {
            insert_rows(self.txn, new, "importing revisions").await?;
            stored::set_version(self.txn, version).await?;
        }
        Ok(())
    }

    async fn revisions_here(&self, rows: &[(Line, revision::Model)]) -> Result<Here> {
        let ids: Vec<Uuid> = rows.iter().map(|(_, row)| row.id).collect();
        let by_id: Vec<revision::Model> = stored::rows_by(self.txn, "id", &ids, "id").await?;
        let by_id: HashMap<Uuid, revision::Model> =
            by_id.into_iter().map(|row| (row.id, row)).collect();
        // Those whose twin is here need no second look.
        let keys: HashSet<Uuid> = rows
            .iter()
            .filter(|(_, row)| !by_id.contains_key(&row.id))
            .map(|(_, row)| row.record_key)
            .collect();
        let keys: Vec<Uuid> = keys.into_iter().collect();
        let others: Vec<revision::Model> =
            stored::rows_by(self.txn, "record_key", &keys, "number").await?;
        let numbers =
            others.into_iter().map(|row| ((row.record_kind, row.record_key), row.number)).collect();
        Ok(Here { by_id, numbers })
    }

    /// At which revision each record is.
    async fn numbers(
        &self,
        rows: &[(Line, revision::Model)],
    ) -> Result<HashMap<(RecordKind, Uuid), i64>> {
        let mut asked: HashMap<RecordKind, HashSet<Uuid>> = HashMap::new();
        for (_, row) in rows {
            asked.entry(row.record_kind).or_default().insert(row.record_key);
        }
        let mut numbers = HashMap::new();
        for (kind, keys) in asked {
            let keys: Vec<Uuid> = keys.into_iter().collect();
            let found = stored::numbers(self.txn, kind, &keys).await?;
            numbers.extend(found.into_iter().map(|(key, number)| ((kind, key), number)));
        }
        Ok(numbers)
    }
}

/// Revisions that are on record.
struct Here {
    by_id: HashMap<Uuid, revision::Model>,
    numbers: HashSet<((RecordKind, Uuid), i32)>,
}
