//! A record with its parts: how it is created, changed, indexed for search and put on record.

use std::future::{Future, ready};

use entity::vocab::{Action, RecordStatus};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Error, Problem, Result,
    domain::record_id::{Prefix, RecordId},
    store::{
        NewRevision, Read, Txn, exchange,
        part::{self, Parts},
        record::{self, Record},
        search::{self, SearchText},
    },
};

/// A record and what hangs on it alone. As JSON it is what revisions and exports hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Whole<R> {
    /// The record.
    #[serde(flatten)]
    pub row: R,
    /// Its parts.
    #[serde(flatten)]
    pub parts: Parts,
}

/// What each kind of record says about itself.
pub trait Subject: Record {
    /// What the search finds of it; `None` for a kind that is not searched.
    fn search_text(
        &self,
        parts: &Parts,
        db: &impl Read,
    ) -> impl Future<Output = Result<Option<SearchText>>> + Send;

    /// The statistic that a change of it bears on; `None` when it bears on none.
    fn statistic(&self, db: &impl Read) -> impl Future<Output = Result<Option<Uuid>>> + Send {
        let _ = db;
        ready(Ok(None))
    }

    /// Brings in line what the rules notice about it and its neighbours, once it is written.
    fn notice(&self, txn: &Txn) -> impl Future<Output = Result<()>> + Send {
        let _ = txn;
        ready(Ok(()))
    }
}

/// What recording something did.
#[derive(Clone, Debug)]
pub struct Recorded<R> {
    /// The record.
    pub row: R,
    /// Whether this call made it; `false` when it was on record already.
    pub is_new: bool,
}

impl<R> Recorded<R> {
    /// This call made it.
    pub const fn new(row: R) -> Self {
        Self { row, is_new: true }
    }

    /// It was on record already.
    pub const fn known(row: R) -> Self {
        Self { row, is_new: false }
    }
}

impl<R: Record> Recorded<R> {
    /// Refuses what is on record and was retracted: whoever records it once more is to know.
    pub fn counting(self) -> Result<Self> {
        if self.is_new || self.row.status() != RecordStatus::Retracted {
            return Ok(self);
        }
        let id = RecordId::new(R::KIND, self.row.id());
        let message = format!("this is on record as {id}, which was retracted: restore it first");
        Err(Error::conflict("", message))
    }
}

/// The record that this id leads to, with its parts.
pub async fn load<R: Record>(db: &impl Read, id: Uuid) -> Result<Option<Whole<R>>> {
    let Some(row) = record::find::<R>(db, id).await? else { return Ok(None) };
    let parts = part::load(db, R::KIND, row.id()).await?;
    Ok(Some(Whole { row, parts }))
}

/// The record to be changed; refuses when it has changed since the caller read it.
pub async fn load_to_change<R: Record>(
    txn: &Txn,
    id: Uuid,
    expected_revision: Option<i32>,
) -> Result<Whole<R>> {
    let kind = Prefix::from(R::KIND);
    let Some(whole) = load::<R>(txn, id).await? else {
        let id = RecordId::new(R::KIND, id);
        return Err(Error::not_found("id", kind.as_str(), id));
    };
    if let Some(expected) = expected_revision
        && expected != whole.row.revision()
    {
        let message = format!(
            "the {kind} is at revision {}, not {expected}: read it again and repeat the change",
            whole.row.revision()
        );
        let path = vec!["expectedRevision".to_owned()];
        return Err(Error::Input { problem: Problem::Stale, path, message });
    }
    Ok(whole)
}

/// Puts a new record on record.
pub async fn create<R: Subject>(txn: &Txn, whole: Whole<R>, reason: Option<String>) -> Result<R> {
    record::insert(txn, whole.row.clone()).await?;
    part::replace(txn, R::KIND, whole.row.id(), &Parts::default(), &whole.parts).await?;
    index(txn, &whole).await?;
    revise(txn, None, &whole, Action::Created, reason).await?;
    Box::pin(whole.row.notice(txn)).await?;
    Ok(whole.row)
}

/// A new record, with what is known of it before it is written.
pub(super) struct New<R> {
    /// It with its parts.
    pub(super) whole: Whole<R>,
    /// What the search finds of it; `None` for a kind that is not searched.
    pub(super) text: Option<SearchText>,
    /// The statistic that it bears on; `None` when it bears on none.
    pub(super) statistic: Option<Uuid>,
}

/// Puts new records of a kind on record, in statements for all of them. What the rules notice about
/// them is left to the caller.
pub(super) async fn create_all<R: Subject>(txn: &Txn, all: Vec<New<R>>) -> Result<()> {
    let (mut rows, mut parts) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
    let mut texts = Vec::with_capacity(all.len());
    for New { whole, text, statistic } in all {
        put_on_record(txn, None, &whole, Action::Created, None, statistic)?;
        let id = whole.row.id();
        texts.extend(text.map(|text| (id, text)));
        parts.push((id, whole.parts));
        rows.push(whole.row);
    }
    record::insert_rows(txn, rows, "inserting records").await?;
    exchange::insert_parts(txn, R::KIND, &parts).await?;
    exchange::insert_search(txn, R::KIND, texts).await
}

/// Writes a changed record, with its next revision; what is unchanged stays as it is.
pub async fn save<R: Subject>(
    txn: &Txn,
    before: &Whole<R>,
    mut after: Whole<R>,
    action: Action,
    reason: Option<String>,
) -> Result<R> {
    if *before == after {
        return Ok(after.row);
    }
    let meta = after.row.meta();
    *meta.revision += 1;
    *meta.updated_at = txn.now();
    record::update(txn, after.row.clone()).await?;
    part::replace(txn, R::KIND, after.row.id(), &before.parts, &after.parts).await?;
    index(txn, &after).await?;
    revise(txn, Some(before), &after, action, reason).await?;
    Box::pin(after.row.notice(txn)).await?;
    Ok(after.row)
}

/// Puts on record that something happened to a record by which nothing in it changed.
pub async fn touch<R: Subject>(
    txn: &Txn,
    before: &Whole<R>,
    action: Action,
    reason: Option<String>,
) -> Result<()> {
    let mut after = before.clone();
    let meta = after.row.meta();
    *meta.revision += 1;
    *meta.updated_at = txn.now();
    record::update(txn, after.row.clone()).await?;
    revise(txn, Some(before), &after, action, reason).await
}

/// Brings what the search finds in line with the record.
pub async fn index<R: Subject>(txn: &Txn, whole: &Whole<R>) -> Result<()> {
    let text = match whole.row.status() {
        RecordStatus::Active => whole.row.search_text(&whole.parts, txn).await?,
        RecordStatus::Retracted | RecordStatus::Merged => None,
    };
    match text {
        Some(text) => search::put(txn, R::KIND, whole.row.id(), text).await,
        None => search::remove(txn, R::KIND, whole.row.id()).await,
    }
}

async fn revise<R: Subject>(
    txn: &Txn,
    before: Option<&Whole<R>>,
    after: &Whole<R>,
    action: Action,
    reason: Option<String>,
) -> Result<()> {
    let statistic = after.row.statistic(txn).await?;
    put_on_record(txn, before, after, action, reason, statistic)
}

fn put_on_record<R: Subject>(
    txn: &Txn,
    before: Option<&Whole<R>>,
    after: &Whole<R>,
    action: Action,
    reason: Option<String>,
    statistic: Option<Uuid>,
) -> Result<()> {
    let json = |whole: &Whole<R>| {
        serde_json::to_string(whole).map_err(|error| Error::internal("writing a revision", error))
    };
    txn.revise(NewRevision {
        kind: R::KIND,
        key: after.row.id(),
        number: after.row.revision(),
        action,
        before: before.map(json).transpose()?,
        after: Some(json(after)?),
        statistic,
        reason,
    });
    Ok(())
}
