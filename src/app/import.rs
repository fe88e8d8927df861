//! Keeping which record came from which line of which file, and taking an import back.

use std::collections::{HashMap, HashSet};

use entity::{
    agent, assessment, attribution, claim, import, import_row, place, source, statistic,
    vocab::{RecordKind, RecordStatus, Role},
};
use uuid::Uuid;

use super::{Session, finding::REASON_MAX, lifecycle};
use crate::{
    Error, Result,
    domain::{
        record_id::{Prefix, RecordId},
        text,
    },
    store::{
        self, Read, Txn,
        import::Deed,
        record::{Record, rows_where},
    },
};

/// A file that is to be imported.
#[derive(Clone, Debug)]
pub struct NewImport {
    /// How it is read: csv, claimreview.
    pub format: &'static str,
    /// What it is called.
    pub file_name: String,
    /// SHA-256 of it.
    pub file_hash: String,
    /// The map with which it is read; empty for a format that has none.
    pub map: String,
    /// What it is a release of; `None` for a file that stands by itself.
    pub feed: Option<String>,
}

/// What taking an import back did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// Records that it had made and that were retracted.
    pub retracted: u64,
    /// Records that it had changed and that are as before.
    pub reverted: u64,
    /// Records that it had made or changed and that stay, since they were changed since or others
    /// rely on them.
    pub kept: u64,
}

/// Records that are looked up at once.
const PART: usize = 500;

/// The kinds of records that an import makes, those that point at others first.
const KINDS: [RecordKind; 7] = [
    RecordKind::Assessment,
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
    let NewImport { format, file_name, file_hash, map, feed } = new;
    let same = store::import::of_file(txn, &file_hash).await?;
    let same = same
        .into_iter()
        .filter(|known| known.undone_at.is_none() && known.map == map)
        .find(|known| known.format == format && known.feed == feed);
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
        feed,
        gone_count: None,
    };
    let id = row.id;
    store::import::insert(txn, row).await?;
    Ok(id)
}

/// Notes which records came from which lines.
pub async fn note_in(txn: &Txn, rows: Vec<import_row::Model>) -> Result<()> {
    store::import::note(txn, rows).await
}

/// The first line of the file of an import that named a record; `None` where none did.
pub async fn first_line(txn: &Txn, import: Uuid, record: Uuid) -> Result<Option<u64>> {
    Ok(store::import::first_line(txn, import, record).await?.map(i64::unsigned_abs))
}

/// Whether a record is as an import last left it: nobody changed it since.
pub async fn is_as_imported<R: Record>(txn: &Txn, row: &R) -> Result<bool> {
    let left = store::import::left_at(txn, None, &[row.id()]).await?;
    Ok(left.first().is_some_and(|left| left.row.count == i64::from(row.revision())))
}

/// How an import ended.
#[derive(Clone, Copy, Debug)]
pub struct End {
    /// Items that were taken or refused.
    pub rows: u64,
    /// Items that were refused.
    pub refused: u64,
    /// The kind of record by which releases of a feed are compared; `None` where they are not.
    pub kind: Option<RecordKind>,
}

/// What the release of a feed before had and this one does not. It stays on record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    /// How many records.
    pub count: u64,
    /// The first of them, in the order of the lines that named them, each with its address; `None`
    /// where it has none.
    pub records: Vec<(RecordId, Option<String>)>,
    /// The file of that release.
    pub file_name: String,
}

/// Records that are named one by one as gone; the others are counted.
const GONE_LISTED: u64 = 10_000;

/// Notes that an import is done, and says what the release before had and it has not; `None` where
/// there is none before. One that was done before stays as it is.
pub async fn end(session: &Session, id: Uuid, end: End) -> Result<Option<Gone>> {
    session.write(Role::Curator, move |txn| Box::pin(end_in(txn, id, end))).await
}

async fn end_in(txn: &Txn, id: Uuid, end: End) -> Result<Option<Gone>> {
    let Some(mut row) = store::import::find(txn, id).await? else { return Ok(None) };
    let gone = match (&row.feed, end.kind) {
        (Some(feed), Some(kind)) => gone(txn, feed, id, kind).await?,
        _ => None,
    };
    if row.ended_at.is_some() {
        return Ok(gone);
    }
    row.ended_at = Some(txn.now());
    row.row_count = i64::try_from(end.rows).unwrap_or(i64::MAX);
    row.refused_count = i64::try_from(end.refused).unwrap_or(i64::MAX);
    row.gone_count = gone.as_ref().map(|gone| i64::try_from(gone.count).unwrap_or(i64::MAX));
    store::import::update(txn, row).await?;
    Ok(gone)
}

async fn gone(txn: &Txn, feed: &str, id: Uuid, kind: RecordKind) -> Result<Option<Gone>> {
    let Some(before) = store::import::before_of_feed(txn, feed, id).await? else {
        return Ok(None);
    };
    let (count, rows) = store::import::gone(txn, before.id, id, kind, GONE_LISTED).await?;
    let mut seen = HashSet::new();
    let keys: Vec<Uuid> =
        rows.into_iter().map(|row| row.record_key).filter(|key| seen.insert(*key)).collect();
    let mut urls: HashMap<Uuid, Option<String>> = HashMap::with_capacity(keys.len());
    for part in keys.chunks(PART) {
        if kind == RecordKind::Assessment {
            let rows: Vec<assessment::Model> = rows_where(txn, "id", part, "id").await?;
            urls.extend(rows.into_iter().map(|row| (row.id, row.url)));
        } else {
            let rows: Vec<source::Model> = rows_where(txn, "id", part, "id").await?;
            urls.extend(rows.into_iter().map(|row| (row.id, row.url)));
        }
    }
    let record = |key| (RecordId::new(kind, key), urls.remove(&key).flatten());
    let records = keys.into_iter().map(record).collect();
    Ok(Some(Gone { count: count.unsigned_abs(), records, file_name: before.file_name }))
}

/// The imports, the newest first.
pub async fn list(db: &impl Read) -> Result<Vec<import::Model>> {
    store::import::list(db).await
}

/// Retracts what an import made and sets back what it changed, in one transaction. What was changed
/// since, or is relied on by others, stays.
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
        return Err(Error::not_found("id", "import", RecordId::new(Prefix::Import, id)));
    };
    if row.undone_at.is_some() {
        let id = RecordId::new(Prefix::Import, id);
        return Err(Error::conflict("id", format!("{id} was undone already")));
    }
    let mut undone = Undone::default();
    for kind in KINDS {
        match kind {
            RecordKind::Assessment => take_back::<assessment::Model>(txn, id, &reason).await,
            RecordKind::Attribution => take_back::<attribution::Model>(txn, id, &reason).await,
            RecordKind::Claim => take_back::<claim::Model>(txn, id, &reason).await,
            RecordKind::Statistic => take_back::<statistic::Model>(txn, id, &reason).await,
            RecordKind::Source => take_back::<source::Model>(txn, id, &reason).await,
            RecordKind::Place => take_back::<place::Model>(txn, id, &reason).await,
            _ => take_back::<agent::Model>(txn, id, &reason).await,
        }?
        .add_to(&mut undone);
    }
    row.undone_at = Some(txn.now());
    row.undone_reason = Some(reason);
    store::import::update(txn, row).await?;
    Ok(undone)
}

impl Undone {
    const fn add_to(self, sum: &mut Self) {
        sum.retracted += self.retracted;
        sum.reverted += self.reverted;
        sum.kept += self.kept;
    }
}

/// Takes back what an import did to the records of a kind.
async fn take_back<R: Record>(txn: &Txn, import: Uuid, reason: &str) -> Result<Undone> {
    let mut undone = Undone::default();
    let made = store::import::done_to(txn, import, R::KIND, Deed::Made).await?;
    let untouched = untouched::<R>(txn, import, &made).await?;
    let relied = store::import::relied_on(txn, import, R::KIND, &untouched).await?;
    let relied: HashSet<Uuid> = relied.into_iter().collect();
    let free = untouched.into_iter().filter(|record| !relied.contains(record));
    let free: Vec<RecordId> = free.map(|record| RecordId::new(R::KIND, record)).collect();
    for part in free.chunks(lifecycle::IDS_MAX) {
        Box::pin(lifecycle::retract_in(txn, part, reason)).await?;
    }
    undone.retracted = free.len() as u64;
    undone.kept = (made.len() - free.len()) as u64;
    let made: HashSet<Uuid> = made.into_iter().collect();
    let changed = store::import::done_to(txn, import, R::KIND, Deed::Changed).await?;
    let changed: Vec<Uuid> = changed.into_iter().filter(|record| !made.contains(record)).collect();
    let as_left = self::untouched::<R>(txn, import, &changed).await?;
    undone.kept += (changed.len() - as_left.len()) as u64;
    for part in as_left.chunks(PART) {
        for first in store::import::first_changed(txn, import, part).await? {
            let record = (R::KIND, first.parent_key);
            let number = i32::try_from(first.row.count).unwrap_or(i32::MAX);
            let change = store::revision::of_records(txn, &[record], number - 1, 1).await?;
            let Some(change) = change.into_iter().next() else { continue };
            Box::pin(lifecycle::revert_in(txn, change.row.id, reason)).await?;
            undone.reverted += 1;
        }
    }
    Ok(undone)
}

/// Those of these records that are as the import left them.
async fn untouched<R: Record>(txn: &Txn, import: Uuid, ids: &[Uuid]) -> Result<Vec<Uuid>> {
    let mut untouched = Vec::with_capacity(ids.len());
    for part in ids.chunks(PART) {
        let left = store::import::left_at(txn, Some(import), part).await?;
        let left: HashMap<Uuid, i64> =
            left.into_iter().map(|left| (left.parent_key, left.row.count)).collect();
        let rows: Vec<R> = rows_where(txn, "id", part, "id").await?;
        let as_left = |row: &&R| {
            // Imports of old kept no revision, and changed nothing.
            let left = left.get(&row.id()).copied().unwrap_or(1);
            i64::from(row.revision()) == left && row.status() == RecordStatus::Active
        };
        untouched.extend(rows.iter().filter(as_left).map(Record::id));
    }
    Ok(untouched)
}
