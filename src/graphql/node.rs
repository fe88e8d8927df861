//! Any record by its id.

use std::sync::Arc;

use async_graphql::{Context, ID, Interface, Object};
use chrono::Utc;

use super::{
    agent::Agent,
    assessment::Assessment,
    attribution::Attribution,
    candidate::CandidateRejection,
    claim::Claim,
    comparison::Override,
    context::ContextExt as _,
    derivation::Derivation,
    error::Result,
    event::Event,
    finding::Finding,
    input::scalar,
    link::ClaimLink,
    loader::ById,
    measure::Measure,
    page::MAX_SIZE,
    place::Place,
    scalar::{DateTime, Sent},
    source::Source,
    statistic::Statistic,
};
use crate::{
    Error,
    domain::record_id::{Prefix, RecordId},
    store::revision,
};

/// Anything that has an id.
#[derive(Clone, Interface)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "Opaque key, typed by its beginning; it stays the same for ever."
))]
pub enum Node {
    /// An agent.
    Agent(Agent),
    /// A source.
    Source(Source),
    /// An event.
    Event(Event),
    /// A place.
    Place(Place),
    /// A measure.
    Measure(Measure),
    /// A statistic.
    Statistic(Statistic),
    /// A claim.
    Claim(Claim),
    /// An attribution.
    Attribution(Attribution),
    /// A derivation.
    Derivation(Derivation),
    /// A link between claims.
    ClaimLink(ClaimLink),
    /// An assessment.
    Assessment(Assessment),
    /// A finding.
    Finding(Finding),
    /// A person's verdict on how two claims relate.
    Override(Override),
    /// A candidate claim that a person rejected.
    CandidateRejection(CandidateRejection),
}

/// The record that an id leads to, after merges; `None` when there is none.
pub async fn by_key(ctx: &Context<'_>, id: RecordId) -> Result<Option<Node>> {
    by_key_at(ctx, id, None).await
}

/// The same as it was at a moment, today unless given.
async fn by_key_at(
    ctx: &Context<'_>,
    id: RecordId,
    at: Option<chrono::DateTime<Utc>>,
) -> Result<Option<Node>> {
    macro_rules! load {
        ($Node:ident) => {
            match at {
                None => ctx.rows().load_one(ById::new(id.uuid)).await?,
                Some(at) => revision::known_at(ctx.db(), id.uuid, at).await?.map(Arc::new),
            }
            .map(|row| $Node(row).into())
        };
    }
    Ok(match id.kind {
        Prefix::Agent => load!(Agent),
        Prefix::Source => load!(Source),
        Prefix::Event => load!(Event),
        Prefix::Place => load!(Place),
        Prefix::Measure => load!(Measure),
        Prefix::Statistic => load!(Statistic),
        Prefix::Claim => load!(Claim),
        Prefix::Attribution => load!(Attribution),
        Prefix::Derivation => load!(Derivation),
        Prefix::Link => load!(ClaimLink),
        Prefix::Assessment => load!(Assessment),
        Prefix::Finding => load!(Finding),
        Prefix::Override => load!(Override),
        Prefix::Rejection => load!(CandidateRejection),
        // Revisions, keys and imports are no nodes.
        Prefix::Revision | Prefix::Key | Prefix::Import => None,
    })
}

#[derive(Default)]
pub struct NodeQuery;

#[Object(cache_control(private))]
impl NodeQuery {
    /// The record with this id, of whatever kind; null when there is none. The id of a merged
    /// record leads to the record kept. With knownAt, the record's own fields as they were at that
    /// moment; null when it was not on record yet.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id.")] id: ID,
        #[graphql(desc = "As known at this moment: today unless given.")] known_at: Option<
            Sent<DateTime>,
        >,
    ) -> Result<Option<Node>> {
        let known_at = scalar("knownAt", known_at)?;
        match id.parse() {
            Ok(id) => by_key_at(ctx, id, known_at).await,
            Err(_) => Ok(None),
        }
    }

    /// The records with these ids, in their order; null where there is none. At most 500.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ids.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        if ids.len() as u64 > MAX_SIZE {
            let message = format!("{} ids are asked for: ask for {MAX_SIZE} at most", ids.len());
            return Err(Error::invalid("ids", message).into());
        }
        let node = async |id: ID| match id.parse() {
            Ok(id) => by_key(ctx, id).await,
            Err(_) => Ok(None),
        };
        futures_util::future::try_join_all(ids.into_iter().map(node)).await
    }
}
