//! Keeping which record came from which line of which file, and taking an import back.

use std::collections::HashSet;

use entity::{
    agent, attribution, claim, import, import_row, place, source, statistic,
    vocab::{RecordKind, RecordStatus, Role},
};
use uuid::Uuid;

use super::{Session, finding::REASON_MAX, lifecycle};
use crate::{
    Error, Result,
    domain::{record_id::RecordId, text},
    store::{
        self, Read, Txn,
        record::{Record, rows_where},
    },
};

/// A file that is to be imported.
#[derive(Clone, Debug)]
pub struct NewImport {
    /// How it is read: csv.
    pub format: &'static str,
    /// What it is called.
    pub file_name: String,
    /// SHA-256 of it.
    pub file_hash: String,
    /// The map with which it is read.
    pub map: String,
}

/// What taking an import back did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// Records that it had made and that were retracted.
    pub retracted: u64,
    /// Records that it had made and that stay, since they were changed or others rely on them.
    pub kept: u64,
}

/// The kinds of records that an import makes, those that point at others first.
const KINDS: [RecordKind; 6] = [
    RecordKind::Attribution,
    RecordKind::Claim,
    RecordKind::Statistic,
    RecordKind::Source,
    RecordKind::Place,
    RecordKind::Agent,
];

/// Notes that an import begins, or finds the one that read the same file with the same map.
pub async fn begin(session: &Session, new: NewImport) -> Result<Uuid> {
    let actor = session.actor.name().map(str::to_owned);
    session
        .write(Role::Curator, move |txn| {
            let (new, actor) = (new.clone(), actor.clone());
            Box::pin(begin_in(txn, new, actor))
        })
        .await
}

async fn begin_in(txn: &Txn, new: NewImport, actor: Option<String>) -> Result<Uuid> {
    let NewImport { format, file_name, file_hash, map } = new;
    let same = store::import::of_file(txn, &file_hash).await?;
    let same = same
        .into_iter()
        .find(|known| known.undone_at.is_none() && known.map == map && known.format == format);
    if let Some(known) = same {
        return Ok(known.id);
    }
    let row = import::Model {
        id: txn.id(),
        format: format.to_owned(),
        file_name,
        file_hash,
        map,
        actor,
        started_at: txn.now(),
        ended_at: None,
        row_count: 0,
        refused_count: 0,
        undone_at: None,
        undone_reason: None,
    };
    let id = row.id;
    store::import::insert(txn, row).await?;
    Ok(id)
}

/// Notes which records came from which lines.
pub async fn note_in(txn: &Txn, rows: Vec<import_row::Model>) -> Result<()> {
    store::import::note(txn, rows).await
}

/// Notes that an import is done. One that was done before stays as it is.
pub async fn end(session: &Session, id: Uuid, rows: u64, refused: u64) -> Result<()> {
    session
        .write(Role::Curator, move |txn| {
            Box::pin(async move {
                let Some(mut row) = store::import::find(txn, id).await? else { return Ok(()) };
                if row.ended_at.is_some() {
                    return Ok(());
                }
                row.ended_at = Some(txn.now());
                row.row_count = i64::try_from(rows).unwrap_or(i64::MAX);
                row.refused_count = i64::try_from(refused).unwrap_or(i64::MAX);
                store::import::update(txn, row).await
            })
        })
        .await
}

/// The imports, the newest first.
pub async fn list(db: &impl Read) -> Result<Vec<import::Model>> {
    store::import::list(db).await
}

/// The lines that a record came from.
pub async fn lines_of(db: &impl Read, record: RecordId) -> Result<Vec<import_row::Model>> {
    store::import::lines_of(db, record.uuid).await
}

/// Retracts what an import made, in one transaction. What was changed since, or is relied on by
/// others, stays.
pub async fn undo(session: &Session, id: Uuid, reason: String) -> Result<Undone> {
    session
        .write(Role::Admin, move |txn| {
            let reason = reason.clone();
            Box::pin(async move { Box::pin(undo_in(txn, id, &reason)).await })
        })
        .await
}

async fn undo_in(txn: &Txn, id: Uuid, reason: &str) -> Result<Undone> {
    let reason = text::body("reason", reason, REASON_MAX)?;
    let Some(mut row) = store::import::find(txn, id).await? else {
        return Err(Error::not_found("id", "import", id));
    };
    if row.undone_at.is_some() {
        return Err(Error::conflict("id", format!("the import {id} was undone already")));
    }
    let mut undone = Undone::default();
    for kind in KINDS {
        let made = store::import::made(txn, id, kind).await?;
        let untouched = match kind {
            RecordKind::Attribution => untouched::<attribution::Model>(txn, &made).await?,
            RecordKind::Claim => untouched::<claim::Model>(txn, &made).await?,
            RecordKind::Statistic => untouched::<statistic::Model>(txn, &made).await?,
            RecordKind::Source => untouched::<source::Model>(txn, &made).await?,
            RecordKind::Place => untouched::<place::Model>(txn, &made).await?,
            _ => untouched::<agent::Model>(txn, &made).await?,
        };
        let relied = store::import::relied_on(txn, id, kind, &untouched).await?;
        let relied: HashSet<Uuid> = relied.into_iter().collect();
        let free = untouched.into_iter().filter(|record| !relied.contains(record));
        let free: Vec<RecordId> = free.map(|record| RecordId::new(kind, record)).collect();
        for part in free.chunks(lifecycle::IDS_MAX) {
            lifecycle::retract_in(txn, part, &reason).await?;
        }
        undone.retracted += free.len() as u64;
        undone.kept += (made.len() - free.len()) as u64;
    }
    row.undone_at = Some(txn.now());
    row.undone_reason = Some(reason);
    store::import::update(txn, row).await?;
    Ok(undone)
}

/// Those of these records that are as they were made.
async fn untouched<R: Record>(txn: &Txn, made: &[Uuid]) -> Result<Vec<Uuid>> {
    let mut untouched = Vec::with_capacity(made.len());
    for part in made.chunks(500) {
        let rows: Vec<R> = rows_where(txn, "id", part, "id").await?;
        let as_made =
            rows.iter().filter(|row| row.revision() == 1 && row.status() == RecordStatus::Active);
        untouched.extend(as_made.map(Record::id));
    }
    Ok(untouched)
}
