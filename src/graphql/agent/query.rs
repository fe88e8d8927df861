//! Reading agents.

use async_graphql::{Context, ID, Object};
use entity::agent;

use super::object::{Agent, AgentConnection, AgentFilter, AgentOrder};
use crate::graphql::{
    error::Result,
    page::{Args, roots},
    query::by_id_or_slug,
};

#[derive(Default)]
pub struct AgentQuery;

#[Object]
impl AgentQuery {
    /// The agent with this id or slug; null when there is none. Give one of the two.
    async fn agent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: Option<ID>,
        #[graphql(desc = "Its slug.")] slug: Option<String>,
    ) -> Result<Option<Agent>> {
        Ok(by_id_or_slug::<agent::Model>(ctx, id, slug).await?.map(Agent))
    }

    /// Agents, in the order of their recording unless told otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn agents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for which this holds.")] filter: Option<Box<AgentFilter>>,
        #[graphql(desc = "In which order.")] order_by: Option<AgentOrder>,
        #[graphql(desc = "How many from the start; 50 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whether retracted ones are listed.", default)] include_retracted: bool,
    ) -> Result<AgentConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        Ok(roots(ctx, args).await?.into())
    }
}
