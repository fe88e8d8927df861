//! What can happen to a record of any kind after it was made: taken back, brought back, set back,
//! merged and parted again.

mod grouping;
mod merge;
mod revert;

use entity::vocab::{Action, RecordKind, RecordStatus, Role};
use uuid::Uuid;

pub(in crate::app) use grouping::{canonical, regroup};
pub use merge::{merge, merge_in, undo_merge, undo_merge_in};
pub use revert::{revert, revert_in};

use super::{
    Session, attribution, claim,
    whole::{Subject, Whole, save},
};
use crate::{
    Error, Result, Within as _,
    domain::{
        record_id::{Prefix, RecordId},
        text,
    },
    store::{
        Txn, part,
        record::{self, Record},
    },
};

/// Longest reason, in characters.
const REASON_MAX: usize = 2_000;

/// Records that one call may retract or restore.
pub const IDS_MAX: usize = 500;

/// Runs the body with `$Row` standing for the row of a kind that is known only at run time.
macro_rules! with_row {
    ($kind:expr, $Row:ident => $body:expr) => {
        match $kind {
            entity::vocab::RecordKind::Agent => {
                type $Row = entity::agent::Model;
                $body
            }
            entity::vocab::RecordKind::Source => {
                type $Row = entity::source::Model;
                $body
            }
            entity::vocab::RecordKind::Event => {
                type $Row = entity::event::Model;
                $body
            }
            entity::vocab::RecordKind::Place => {
                type $Row = entity::place::Model;
                $body
            }
            entity::vocab::RecordKind::Measure => {
                type $Row = entity::measure::Model;
                $body
            }
            entity::vocab::RecordKind::Statistic => {
                type $Row = entity::statistic::Model;
                $body
            }
            entity::vocab::RecordKind::Claim => {
                type $Row = entity::claim::Model;
                $body
            }
            entity::vocab::RecordKind::Attribution => {
                type $Row = entity::attribution::Model;
                $body
            }
            entity::vocab::RecordKind::Derivation => {
                type $Row = entity::derivation::Model;
                $body
            }
            entity::vocab::RecordKind::ClaimLink => {
                type $Row = entity::claim_link::Model;
                $body
            }
            entity::vocab::RecordKind::Assessment => {
                type $Row = entity::assessment::Model;
                $body
            }
            entity::vocab::RecordKind::Finding => {
                type $Row = entity::finding::Model;
                $body
            }
            entity::vocab::RecordKind::RelationOverride => {
                type $Row = entity::relation_override::Model;
                $body
            }
            entity::vocab::RecordKind::CandidateRejection => {
                type $Row = entity::candidate_rejection::Model;
                $body
            }
        }
    };
}
use with_row;

/// Takes records of any kinds back, all or none; they stay readable by their ids.
pub async fn retract(session: &Session, ids: Vec<RecordId>, reason: String) -> Result<()> {
    session
        .write(Role::Curator, move |txn| {
            let (ids, reason) = (ids.clone(), reason.clone());
            Box::pin(async move { retract_in(txn, &ids, &reason).await })
        })
        .await
}

/// The same within a transaction.
pub async fn retract_in(txn: &Txn, ids: &[RecordId], reason: &str) -> Result<()> {
    set_status(txn, ids, reason, RecordStatus::Retracted).await
}

/// Brings retracted records back, all or none.
pub async fn restore(session: &Session, ids: Vec<RecordId>, reason: String) -> Result<()> {
    session
        .write(Role::Curator, move |txn| {
            let (ids, reason) = (ids.clone(), reason.clone());
            Box::pin(async move { restore_in(txn, &ids, &reason).await })
        })
        .await
}

/// The same within a transaction.
pub async fn restore_in(txn: &Txn, ids: &[RecordId], reason: &str) -> Result<()> {
    set_status(txn, ids, reason, RecordStatus::Active).await
}

async fn set_status(txn: &Txn, ids: &[RecordId], reason: &str, status: RecordStatus) -> Result<()> {
    let reason = read_reason(reason)?;
    if ids.is_empty() || ids.len() > IDS_MAX {
        let message = format!("ids has {} entries: give 1 to {IDS_MAX}", ids.len());
        return Err(Error::invalid("ids", message));
    }
    for (index, id) in ids.iter().enumerate() {
        let set = async {
            let kind = kind_of("", *id)?;
            with_row!(kind, Row => set_status_of::<Row>(txn, id.uuid, &reason, status).await)
        };
        set.await.within(index).within("ids")?;
    }
    Ok(())
}

async fn set_status_of<R: Subject>(
    txn: &Txn,
    id: Uuid,
    reason: &str,
    status: RecordStatus,
) -> Result<()> {
    let before = load_itself::<R>(txn, "", id).await?;
    refuse_merged("", &before.row)?;
    if before.row.status() == status {
        return Ok(());
    }
    let retracted = status == RecordStatus::Retracted;
    let action = if retracted { Action::Retracted } else { Action::Restored };
    let after = with_status(&before, status, retracted.then(|| reason.to_owned()));
    save(txn, &before, after, action, Some(reason.to_owned())).await?;
    if !retracted {
        follow(txn, R::KIND, id, action, reason).await?;
    }
    Ok(())
}

/// Brings in line what hangs on a record that came back or was set back.
async fn follow(txn: &Txn, kind: RecordKind, id: Uuid, action: Action, reason: &str) -> Result<()> {
    match kind {
        RecordKind::Statistic => grouping::regroup(txn, &[id], action, reason).await,
        RecordKind::Claim => claim::follow_in(txn, id).await,
        RecordKind::Attribution => attribution::follow_in(txn, id).await,
        RecordKind::Source => match record::find_itself(txn, id).await? {
            Some(source) => attribution::follow_source_in(txn, &source).await,
            None => Ok(()),
        },
        RecordKind::Agent
        | RecordKind::Event
        | RecordKind::Place
        | RecordKind::Measure
        | RecordKind::Derivation
        | RecordKind::ClaimLink
        | RecordKind::Assessment
        | RecordKind::Finding
        | RecordKind::RelationOverride
        | RecordKind::CandidateRejection => Ok(()),
    }
}

fn with_status<R: Subject>(
    before: &Whole<R>,
    status: RecordStatus,
    reason: Option<String>,
) -> Whole<R> {
    let mut after = before.clone();
    let meta = after.row.meta();
    *meta.status = status;
    *meta.status_reason = reason;
    after
}

/// The record with this very id, merged or not, with its parts.
async fn load_itself<R: Record>(txn: &Txn, field: &str, id: Uuid) -> Result<Whole<R>> {
    let Some(row) = record::find_itself::<R>(txn, id).await? else {
        let kind = Prefix::from(R::KIND);
        return Err(Error::not_found(field, kind.as_str(), RecordId::new(R::KIND, id)));
    };
    let parts = part::load(txn, R::KIND, id).await?;
    Ok(Whole { row, parts })
}

fn refuse_merged<R: Record>(field: &str, row: &R) -> Result<()> {
    if row.status() != RecordStatus::Merged {
        return Ok(());
    }
    let id = RecordId::new(R::KIND, row.id());
    let message = format!("{id} was merged into another record: undo the merge first");
    Err(Error::conflict(field, message))
}

/// The kind of record that an id is of; revisions, keys and imports are no records.
fn kind_of(field: &str, id: RecordId) -> Result<RecordKind> {
    id.kind.record_kind().ok_or_else(|| {
        let message = format!("{id} is the id of a {}, which is no record", id.kind);
        Error::invalid(field, message)
    })
}

fn read_reason(reason: &str) -> Result<String> {
    text::body("reason", reason, REASON_MAX)
}
