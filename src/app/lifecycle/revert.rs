//! Setting a record back to how it was before a change.

use entity::{
    revision,
    vocab::{Action, RecordKind, RecordStatus, Role},
};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{follow, load_itself, merge, read_reason, refuse_merged, with_row, with_status};
use crate::{
    Error, Result,
    app::{
        Session,
        whole::{Subject, Whole, save},
    },
    domain::record_id::{Prefix, RecordId},
    store::{
        self, Txn,
        record::{self, Record},
    },
};

/// Sets a record back to how it was before a revision, whatever came after, as a new revision. The
/// making of a record is undone by retracting it. Returns the id of the record.
pub async fn revert(session: &Session, revision: Uuid, reason: String) -> Result<RecordId> {
    session
        .write(Role::Curator, move |txn| {
            let reason = reason.clone();
            Box::pin(async move { revert_in(txn, revision, &reason).await })
        })
        .await
}

/// The same within a transaction.
pub async fn revert_in(txn: &Txn, revision: Uuid, reason: &str) -> Result<RecordId> {
    let reason = read_reason(reason)?;
    let id = RecordId::new(Prefix::Revision, revision);
    let Some(revision) = store::revision::find(txn, revision).await? else {
        return Err(Error::not_found("revision", Prefix::Revision.as_str(), id));
    };
    if matches!(revision.action, Action::Merged | Action::Unmerged) {
        let message = format!(
            "{id} belongs to a merge, which concerns several records: undo the merge, or merge \
             again"
        );
        return Err(Error::conflict("revision", message));
    }
    let record = RecordId::new(revision.record_kind, revision.record_key);
    with_row!(revision.record_kind, Row => revert_of::<Row>(txn, &revision, &reason).await)?;
    Ok(record)
}

async fn revert_of<R: Subject>(txn: &Txn, revision: &revision::Model, reason: &str) -> Result<()> {
    let now = load_itself::<R>(txn, "revision", revision.record_key).await?;
    refuse_merged("revision", &now.row)?;
    let then = match &revision.before {
        None => with_status(&now, RecordStatus::Retracted, Some(reason.to_owned())),
        Some(before) => {
            let then = read(before, &now)?;
            refuse_taken(txn, &then.row).await?;
            then
        }
    };
    save(txn, &now, then, Action::Reverted, Some(reason.to_owned())).await?;
    merge::refuse_ring_in(txn, "revision", R::KIND, revision.record_key).await?;
    follow(txn, R::KIND, revision.record_key, Action::Reverted, reason).await
}

/// The record as it was, but for what is not undone: its merges, and when it was made and how often
/// it has changed.
fn read<R: Subject>(before: &str, now: &Whole<R>) -> Result<Whole<R>> {
    let doing = "reading a revision";
    let broken = |error| Error::internal(doing, error);
    let mut then: Json = serde_json::from_str(before).map_err(broken)?;
    let now = serde_json::to_value(now).map_err(broken)?;
    for kept in
        ["canonical_id", "merged_into_id", "key_hash", "revision", "created_at", "updated_at"]
    {
        if let Some(value) = now.get(kept) {
            then[kept] = value.clone();
        }
    }
    serde_json::from_value(then).map_err(broken)
}

/// The columns in which no two records of a kind may be equal.
const fn unique_columns(kind: RecordKind) -> &'static [&'static str] {
    match kind {
        RecordKind::Agent | RecordKind::Event | RecordKind::Place | RecordKind::Measure => {
            &["slug"]
        }
        RecordKind::Statistic => &["slug", "identity"],
        RecordKind::Source
        | RecordKind::Claim
        | RecordKind::Attribution
        | RecordKind::Derivation
        | RecordKind::ClaimLink
        | RecordKind::Assessment
        | RecordKind::Finding
        | RecordKind::RelationOverride
        | RecordKind::CandidateRejection => &["identity"],
    }
}

async fn refuse_taken<R: Record>(txn: &Txn, then: &R) -> Result<()> {
    let json =
        serde_json::to_value(then).map_err(|error| Error::internal("reverting a record", error))?;
    for column in unique_columns(R::KIND) {
        let Some(value) = json[*column].as_str() else { continue };
        let Some(holder) = record::find_where::<R>(txn, column, value).await? else { continue };
        if holder.id() == then.id() {
            continue;
        }
        let holder = RecordId::new(R::KIND, holder.id());
        let message = if *column == "slug" {
            format!("{holder} has the slug \"{value}\" now: change that one first")
        } else {
            format!("{holder} says the same now, and no two records may: change that one first")
        };
        return Err(Error::conflict("revision", message));
    }
    Ok(())
}
