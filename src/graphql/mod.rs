//! The GraphQL face: `schema.graphql` is generated from here.

mod agent;
mod assessment;
mod attribution;
mod batch;
mod called;
mod candidate;
mod change;
mod claim;
pub mod codes;
mod common;
mod comparison;
mod container;
mod context;
mod cursor;
mod derivation;
mod error;
mod event;
mod filter;
mod finding;
mod history;
mod import;
mod input;
mod kept;
mod key;
mod lean;
mod lifecycle;
pub mod limits;
mod link;
mod loader;
mod measure;
mod node;
mod order;
mod page;
mod payload;
mod place;
mod quantity;
mod query;
mod quote;
mod scalar;
mod schema;
mod search;
mod source;
mod statistic;
mod subscription;
pub mod table;
mod vocab;

use std::{pin::Pin, sync::Arc};

use async_graphql::{MergedObject, Request, Response, SDLExportOptions, SchemaBuilder};

use futures_util::stream::BoxStream;

pub use self::{kept::Records, schema::Schema};

use self::subscription::Subscription;
use crate::app::Session;

/// Everything that can be asked.
#[derive(Default, MergedObject)]
pub struct Query(
    node::NodeQuery,
    statistic::StatisticQuery,
    claim::ClaimQuery,
    attribution::AttributionQuery,
    source::SourceQuery,
    agent::AgentQuery,
    event::EventQuery,
    place::PlaceQuery,
    measure::MeasureQuery,
    derivation::DerivationQuery,
    link::ClaimLinkQuery,
    assessment::AssessmentQuery,
    finding::FindingQuery,
    quantity::QuantityQuery,
    candidate::CandidateQuery,
    comparison::ComparisonQuery,
    comparison::RowsQuery,
    comparison::StatsQuery,
    key::KeyQuery,
    search::SearchQuery,
    change::ChangeQuery,
    import::ImportQuery,
);

/// Everything that can be changed.
#[derive(Default, MergedObject)]
pub struct Mutation(
    claim::ClaimMutation,
    attribution::AttributionMutation,
    derivation::DerivationMutation,
    link::ClaimLinkMutation,
    assessment::AssessmentMutation,
    finding::FindingMutation,
    source::SourceMutation,
    agent::AgentMutation,
    event::EventMutation,
    place::PlaceMutation,
    measure::MeasureMutation,
    statistic::StatisticMutation,
    lifecycle::LifecycleMutation,
    candidate::CandidateMutation,
    comparison::ComparisonMutation,
    key::KeyMutation,
    import::ImportMutation,
);

fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    async_graphql::Schema::build(Query::default(), Mutation::default(), Subscription)
}

/// Builds the schema; every request brings its own session, by [`prepare`].
#[must_use]
pub fn schema(limits: limits::Limits) -> Schema {
    Schema::new(builder().finish(), limits)
}

/// Gives a request its surroundings: who asks of which database, and loaders of its own. What these
/// may give again is for queries alone: a mutation changes it on its way, and a subscription outlives it.
#[must_use]
pub fn prepare(request: Request, session: Session, kept: Option<Arc<Records>>) -> Request {
    let rows = batch::Batches::new(loader::Rows::new(session.db.clone(), kept));
    let request = request.data(session).data(rows);
    request.data(comparison::Memo::default()).data(context::Summaries::default())
}

/// Tells a request where the server is, as the one who asks knows it: `https://claims.example`.
#[must_use]
pub fn located(request: Request, base: String) -> Request {
    request.data(context::Base(base))
}

/// Runs a request. Boxed here, so that nobody else has to know how deep the types are nested.
#[must_use]
pub fn execute(
    schema: &Schema,
    request: Request,
) -> Pin<Box<dyn Future<Output = Response> + Send + '_>> {
    Box::pin(schema.execute(request))
}

/// Runs a subscription, or answers a query or mutation once.
#[must_use]
pub fn subscribe(schema: &Schema, request: Request) -> BoxStream<'static, Response> {
    schema.subscribe(request)
}

/// The schema as text, stable enough to compare.
#[must_use]
pub fn sdl() -> String {
    builder().finish().sdl_with_options(
        SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items(),
    )
}
