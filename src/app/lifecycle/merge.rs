//! Merging two records that are the same thing, and parting them again.

use entity::{
    agent, event, measure, place,
    vocab::{Action, RecordKind, RecordStatus, Role},
};
use uuid::Uuid;

use super::{grouping, kind_of, load_itself, read_reason, refuse_merged};
use crate::{
    Error, Result,
    app::{
        Session,
        whole::{Subject, Whole, index, save},
    },
    domain::record_id::{Prefix, RecordId},
    store::{self, Read, Txn, part, record},
};

/// A kind of record that is merged by hand.
trait Mergeable: Subject {
    /// The record that stands for it.
    fn canonical(&self) -> Uuid;
    /// What it was merged into; `None` when it was not.
    fn merged_into(&self) -> Option<Uuid>;
    /// Sets both.
    fn lead_to(&mut self, canonical: Uuid, merged_into: Option<Uuid>);
    /// What stands above it, by each way up, with the name of the way.
    fn above(&self) -> Vec<(&'static str, Option<Uuid>)>;
}

macro_rules! mergeable {
    ($($table:ident { $($above:ident: $name:literal),* })*) => { $(
        impl Mergeable for $table::Model {
            fn canonical(&self) -> Uuid {
                self.canonical_id
            }
            fn merged_into(&self) -> Option<Uuid> {
                self.merged_into_id
            }
            fn lead_to(&mut self, canonical: Uuid, merged_into: Option<Uuid>) {
                self.canonical_id = canonical;
                self.merged_into_id = merged_into;
            }
            fn above(&self) -> Vec<(&'static str, Option<Uuid>)> {
                vec![$(($name, self.$above)),*]
            }
        }
    )* };
}

mergeable! {
    agent { parent_id: "parent", speaks_for_id: "speaksFor" }
    event { parent_id: "parent" }
    place { parent_id: "parent" }
    measure {}
}

/// Runs the body with `$Row` standing for the row of a kind that can be merged.
macro_rules! with_mergeable {
    ($field:expr, $kind:expr, $Row:ident => $body:expr) => {
        match $kind {
            RecordKind::Agent => {
                type $Row = agent::Model;
                $body
            }
            RecordKind::Event => {
                type $Row = event::Model;
                $body
            }
            RecordKind::Place => {
                type $Row = place::Model;
                $body
            }
            RecordKind::Measure => {
                type $Row = measure::Model;
                $body
            }
            RecordKind::Statistic => Err(Error::invalid(
                $field,
                "statistics follow when what they count is merged: merge their measures, events or \
                 places",
            )),
            kind @ (RecordKind::Source
            | RecordKind::Claim
            | RecordKind::Attribution
            | RecordKind::Derivation
            | RecordKind::ClaimLink
            | RecordKind::Assessment
            | RecordKind::Finding
            | RecordKind::RelationOverride
            | RecordKind::CandidateRejection) => {
                let kind = Prefix::from(kind);
                let message = format!(
                    "a {kind} cannot be merged, only agents, events, places and measures can: \
                     retract the one that is wrong"
                );
                Err(Error::invalid($field, message))
            }
        }
    };
}

/// Merges a record into another of its kind: its id and slug then lead to the one kept, and so do
/// those of statistics that become the same by it. Returns the id of the record that stands for
/// both.
pub async fn merge(
    session: &Session,
    keep: RecordId,
    merge: RecordId,
    reason: String,
) -> Result<RecordId> {
    session
        .write(Role::Curator, move |txn| {
            let reason = reason.clone();
            Box::pin(async move { merge_in(txn, keep, merge, &reason).await })
        })
        .await
}

/// The same within a transaction.
pub async fn merge_in(
    txn: &Txn,
    keep: RecordId,
    merge: RecordId,
    reason: &str,
) -> Result<RecordId> {
    let reason = read_reason(reason)?;
    let kind = kind_of("keep", keep)?;
    if merge.kind != keep.kind {
        let message = format!(
            "{merge} is of the kind {} and {keep} of the kind {}: merge records of one kind",
            merge.kind, keep.kind
        );
        return Err(Error::invalid("merge", message));
    }
    let canonical = with_mergeable!("keep", kind, Row => {
        merge_of::<Row>(txn, keep.uuid, merge.uuid, &reason).await
    })?;
    Ok(RecordId { kind: keep.kind, uuid: canonical })
}

async fn merge_of<R: Mergeable>(txn: &Txn, keep: Uuid, merge: Uuid, reason: &str) -> Result<Uuid> {
    if keep == merge {
        let message = "keep and merge are the same record: name two";
        return Err(Error::invalid("merge", message));
    }
    let kept = load_itself::<R>(txn, "keep", keep).await?.row;
    let merged = load_itself::<R>(txn, "merge", merge).await?.row;
    refuse_merged("merge", &merged)?;
    let canonical = kept.canonical();
    if canonical == merge {
        let message = format!(
            "{} was merged into {}: undo that merge first",
            RecordId::new(R::KIND, keep),
            RecordId::new(R::KIND, merge)
        );
        return Err(Error::conflict("keep", message));
    }
    let stands = record::find_itself::<R>(txn, canonical).await?;
    refuse_retracted("keep", stands.as_ref().unwrap_or(&kept))?;
    refuse_retracted("merge", &merged)?;

    let group = store::merge::group::<R>(txn, merge).await?;
    let led: Vec<Uuid> = group.iter().map(R::id).collect();
    for row in group {
        let mut after = row.clone();
        if row.id() == merge {
            after.lead_to(canonical, Some(keep));
            let meta = after.meta();
            *meta.status = RecordStatus::Merged;
            *meta.status_reason = Some(reason.to_owned());
        } else {
            after.lead_to(canonical, row.merged_into());
        }
        rewrite(txn, row, after, Action::Merged, reason).await?;
    }
    refuse_ring::<R>(txn, "keep", canonical).await?;
    find_by_names::<R>(txn, canonical).await?;
    let touched = statistics_with(txn, R::KIND, &led).await?;
    grouping::regroup(txn, &touched, Action::Merged, reason).await?;
    Ok(canonical)
}

/// Parts a merged record from the one it was merged into, with all that had been merged into it
/// before.
pub async fn undo_merge(session: &Session, id: RecordId, reason: String) -> Result<()> {
    session
        .write(Role::Curator, move |txn| {
            let reason = reason.clone();
            Box::pin(async move { undo_merge_in(txn, id, &reason).await })
        })
        .await
}

/// The same within a transaction.
pub async fn undo_merge_in(txn: &Txn, id: RecordId, reason: &str) -> Result<()> {
    let reason = read_reason(reason)?;
    let kind = kind_of("id", id)?;
    with_mergeable!("id", kind, Row => undo_merge_of::<Row>(txn, id.uuid, &reason).await)
}

async fn undo_merge_of<R: Mergeable>(txn: &Txn, id: Uuid, reason: &str) -> Result<()> {
    let parted = load_itself::<R>(txn, "id", id).await?.row;
    if parted.merged_into().is_none() {
        let message = format!(
            "{} is not merged into another record: give the id of the one that was merged",
            RecordId::new(R::KIND, id)
        );
        return Err(Error::conflict("id", message));
    }
    let group = store::merge::group::<R>(txn, parted.canonical()).await?;
    let mut led = Vec::new();
    for row in &group {
        if !merged_under(row, id, &group) {
            continue;
        }
        led.push(row.id());
        let mut after = row.clone();
        if row.id() == id {
            after.lead_to(id, None);
            let meta = after.meta();
            *meta.status = RecordStatus::Active;
            *meta.status_reason = None;
        } else {
            after.lead_to(id, row.merged_into());
        }
        rewrite(txn, row.clone(), after, Action::Unmerged, reason).await?;
    }
    refuse_ring::<R>(txn, "id", id).await?;
    find_by_names::<R>(txn, id).await?;
    find_by_names::<R>(txn, parted.canonical()).await?;
    let touched = statistics_with(txn, R::KIND, &led).await?;
    grouping::regroup(txn, &touched, Action::Unmerged, reason).await
}

/// Whether a record is the one with this id or was merged into it, at whatever remove.
fn merged_under<R: Mergeable>(row: &R, id: Uuid, group: &[R]) -> bool {
    let mut at = row;
    loop {
        if at.id() == id {
            return true;
        }
        let above = at.merged_into().and_then(|into| group.iter().find(|row| row.id() == into));
        let Some(next) = above else { return false };
        at = next;
    }
}

async fn rewrite<R: Mergeable>(
    txn: &Txn,
    before: R,
    after: R,
    action: Action,
    reason: &str,
) -> Result<()> {
    let parts = part::load(txn, R::KIND, before.id()).await?;
    let before = Whole { row: before, parts };
    let after = Whole { row: after, parts: before.parts.clone() };
    save(txn, &before, after, action, Some(reason.to_owned())).await.map(drop)
}

/// Lets the search find a record by the names of those that it now stands for, and the rules look
/// at it under these names.
async fn find_by_names<R: Mergeable>(txn: &Txn, id: Uuid) -> Result<()> {
    let whole = load_itself::<R>(txn, "id", id).await?;
    index(txn, &whole).await?;
    whole.row.notice(txn).await
}

fn refuse_retracted<R: Subject>(field: &str, row: &R) -> Result<()> {
    if row.status() != RecordStatus::Retracted {
        return Ok(());
    }
    let id = RecordId::new(R::KIND, row.id());
    Err(Error::conflict(field, format!("{id} is retracted: restore it first")))
}

/// What led to one record leads to another now: nothing may stand above itself by that.
async fn refuse_ring<R: Mergeable>(db: &impl Read, field: &str, id: Uuid) -> Result<()> {
    let ways = record::find::<R>(db, id).await?.map_or_else(Vec::new, |row| row.above());
    for (way, (name, mut next)) in ways.into_iter().enumerate() {
        let mut seen = vec![id];
        while let Some(row) = match next {
            Some(above) => record::find::<R>(db, above).await?,
            None => None,
        } {
            if seen.contains(&row.id()) {
                let message = format!(
                    "{} would stand above itself by its {name}: change the {name} first",
                    RecordId::new(R::KIND, row.id())
                );
                return Err(Error::conflict(field, message));
            }
            seen.push(row.id());
            next = row.above()[way].1;
        }
    }
    Ok(())
}

/// The same for a kind that is known only at run time; most kinds have nothing above them.
pub(super) async fn refuse_ring_in(
    db: &impl Read,
    field: &str,
    kind: RecordKind,
    id: Uuid,
) -> Result<()> {
    match kind {
        RecordKind::Agent => refuse_ring::<agent::Model>(db, field, id).await,
        RecordKind::Event => refuse_ring::<event::Model>(db, field, id).await,
        RecordKind::Place => refuse_ring::<place::Model>(db, field, id).await,
        RecordKind::Source
        | RecordKind::Measure
        | RecordKind::Statistic
        | RecordKind::Claim
        | RecordKind::Attribution
        | RecordKind::Derivation
        | RecordKind::ClaimLink
        | RecordKind::Assessment
        | RecordKind::Finding
        | RecordKind::RelationOverride
        | RecordKind::CandidateRejection => Ok(()),
    }
}

async fn statistics_with(txn: &Txn, kind: RecordKind, ids: &[Uuid]) -> Result<Vec<Uuid>> {
    let rows = store::merge::statistics_with(txn, kind, ids).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
