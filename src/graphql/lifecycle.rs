//! Taking records back, bringing them back, setting them back, merging them.

use async_graphql::{Context, ID, InputObject, Object};
use futures_util::future::try_join_all;

use super::{
    context::ContextExt as _,
    error::Result,
    node::{self, Node},
    payload::{payload, settle},
};
use crate::{
    Result as Checked, Within as _,
    app::lifecycle,
    domain::record_id::{Prefix, RecordId},
};

/// Which records to take back.
#[derive(InputObject)]
struct RetractInput {
    /// Their ids, of any kinds, 500 at most.
    ids: Vec<ID>,
    /// Why: it is shown with the records.
    reason: String,
}

/// Which records to bring back.
#[derive(InputObject)]
struct RestoreInput {
    /// Their ids, of any kinds, 500 at most.
    ids: Vec<ID>,
    /// Why, for the history.
    reason: String,
}

/// Which change to undo.
#[derive(InputObject)]
struct RevertInput {
    /// The id of the change, from the history of the record.
    revision: ID,
    /// Why, for the history.
    reason: String,
}

/// Which records are the same thing.
#[derive(InputObject)]
struct MergeRecordsInput {
    /// The id of the one that stands for both.
    keep: ID,
    /// The id of the one that is merged into it.
    merge: ID,
    /// Why: it is shown with the merged record.
    reason: String,
}

/// Which record was merged by mistake.
#[derive(InputObject)]
struct UndoMergeInput {
    /// The id of the record that was merged, not of the one kept.
    id: ID,
    /// Why, for the history.
    reason: String,
}

payload! {
    /// What retracting did.
    RetractPayload {
        /// The records as they are now, in the order of the ids; empty when the input has to be
        /// mended.
        nodes: Vec<Node>,
    }
}

payload! {
    /// What restoring did.
    RestorePayload {
        /// The records as they are now, in the order of the ids; empty when the input has to be
        /// mended.
        nodes: Vec<Node>,
    }
}

payload! {
    /// What undoing a change did.
    RevertPayload {
        /// The record as it is now; null when the input has to be mended.
        node: Option<Node>,
    }
}

payload! {
    /// What merging did.
    MergeRecordsPayload {
        /// The record that stands for both now; null when the input has to be mended.
        node: Option<Node>,
    }
}

payload! {
    /// What undoing a merge did.
    UndoMergePayload {
        /// The record that stands for itself again; null when the input has to be mended.
        node: Option<Node>,
    }
}

fn record_id(field: &str, id: &ID) -> Checked<RecordId> {
    id.parse::<RecordId>().within(field)
}

fn record_ids(ids: &[ID]) -> Checked<Vec<RecordId>> {
    let read = |(index, id): (usize, &ID)| id.parse().within(index).within("ids");
    ids.iter().enumerate().map(read).collect()
}

async fn nodes(ctx: &Context<'_>, ids: &Checked<Vec<RecordId>>) -> Result<Vec<Node>> {
    let Ok(ids) = ids else { return Ok(Vec::new()) };
    let found = try_join_all(ids.iter().map(|id| node::by_key(ctx, *id))).await?;
    Ok(found.into_iter().flatten().collect())
}

async fn node(ctx: &Context<'_>, id: &Checked<RecordId>) -> Result<Option<Node>> {
    match id {
        Ok(id) => node::by_key(ctx, *id).await,
        Err(_) => Ok(None),
    }
}

#[derive(Default)]
pub struct LifecycleMutation;

#[Object(cache_control(private))]
impl LifecycleMutation {
    /// Takes records back, all of them or none: lists, searches and comparisons leave them out
    /// from now on, their ids still lead to them. What is retracted already stays as it is. Takes
    /// the role curator.
    async fn retract(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which records, and why.")] input: RetractInput,
    ) -> Result<RetractPayload> {
        let RetractInput { ids, reason } = input;
        let done = async {
            let ids = record_ids(&ids)?;
            lifecycle::retract(ctx.session(), ids.clone(), reason).await?;
            Ok(ids)
        };
        let done = done.await;
        let nodes = nodes(ctx, &done).await?;
        settle(done, |_| RetractPayload { nodes, user_errors: Vec::new() })
    }

    /// Brings retracted records back, all of them or none. What is not retracted stays as it is.
    /// Takes the role curator.
    async fn restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which records, and why.")] input: RestoreInput,
    ) -> Result<RestorePayload> {
        let RestoreInput { ids, reason } = input;
        let done = async {
            let ids = record_ids(&ids)?;
            lifecycle::restore(ctx.session(), ids.clone(), reason).await?;
            Ok(ids)
        };
        let done = done.await;
        let nodes = nodes(ctx, &done).await?;
        settle(done, |_| RestorePayload { nodes, user_errors: Vec::new() })
    }

    /// Sets a record back to how it was before a change, whatever came after; this is a change of
    /// its own, so nothing is lost. The making of a record is undone by retracting it. Takes the
    /// role curator.
    async fn revert(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which change, and why.")] input: RevertInput,
    ) -> Result<RevertPayload> {
        let RevertInput { revision, reason } = input;
        let done = async {
            let revision = RecordId::of(Prefix::Revision, &revision).within("revision")?;
            lifecycle::revert(ctx.session(), revision, reason).await
        };
        let done = done.await;
        let node = node(ctx, &done).await?;
        settle(done, |_| RevertPayload { node, user_errors: Vec::new() })
    }

    /// Merges an agent, event, place or measure into another that is the same thing. Its id and
    /// slug lead to the one kept from now on, and everything that names it is read as if it named
    /// the one kept. Statistics whose keys become equal by it are read as one: the oldest keeps
    /// its slug, the slugs and ids of the others lead to it. Takes the role curator.
    async fn merge_records(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which records, and why.")] input: MergeRecordsInput,
    ) -> Result<MergeRecordsPayload> {
        let MergeRecordsInput { keep, merge, reason } = input;
        let done = async {
            let (keep, merge) = (record_id("keep", &keep)?, record_id("merge", &merge)?);
            lifecycle::merge(ctx.session(), keep, merge, reason).await
        };
        let done = done.await;
        let node = node(ctx, &done).await?;
        settle(done, |_| MergeRecordsPayload { node, user_errors: Vec::new() })
    }

    /// Parts a merged record from the one kept, with all that had been merged into it before, and
    /// the statistics that were read as one only because of it. Takes the role curator.
    async fn undo_merge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which record, and why.")] input: UndoMergeInput,
    ) -> Result<UndoMergePayload> {
        let UndoMergeInput { id, reason } = input;
        let done = async {
            let id = record_id("id", &id)?;
            lifecycle::undo_merge(ctx.session(), id, reason).await?;
            Ok(id)
        };
        let done = done.await;
        let node = node(ctx, &done).await?;
        settle(done, |_| UndoMergePayload { node, user_errors: Vec::new() })
    }
}
