//! `Agent`, its lists, and what they can be narrowed and ordered by.

use async_graphql::{Context, Description, Object};
use entity::{agent, vocab::RecordKind};

use crate::{
    graphql::{
        common::Common,
        context::ContextExt as _,
        error::Result,
        filter::{DateTimeFilter, IdFilter, StringFilter, WordFilter, filter, order},
        page::connection,
        vocab::{AgentKind, RecordStatus},
    },
    store::{filter::hop, list::Key},
};

filter! {
    /// Which agents. All that is given must hold.
    AgentFilter for Agent {
        /// By id.
        id: IdFilter = ["id"],
        /// By slug.
        slug: StringFilter = ["slug"],
        /// By name.
        name: StringFilter = ["name"],
        /// By kind.
        kind: WordFilter<AgentKind> = ["kind"],
        /// By status.
        status: WordFilter<RecordStatus> = ["status"],
        /// By the time of recording.
        created_at: DateTimeFilter = ["created_at"],
    }
    related {
        /// Those controlled by such an agent.
        parent: AgentFilter = [hop("parent_id", "agent", "id"), hop("canonical_id", "agent", "id")],
        /// Those that speak for such an agent.
        speaks_for: AgentFilter =
            [hop("speaks_for_id", "agent", "id"), hop("canonical_id", "agent", "id")],
    }
}

order! {
    /// What agents can be ordered by.
    AgentOrder, AgentOrderField for agent::Model {
        /// The time of recording.
        Recorded = "RECORDED";
        /// The name.
        Name = "NAME", "name" => |row| Key::Text(row.name.clone());
    }
}

connection!(AgentConnection, AgentEdge, Agent, agent::Model, AgentFilter, AgentOrder, "agents");

/// Whoever can say something: a person, an organisation, a government body, a news outlet or
/// agency, or an unnamed group ("officials").
#[derive(Clone, Description)]
pub struct Agent(pub agent::Model);

#[Object(use_type_description)]
impl Agent {
    #[graphql(flatten)]
    async fn common(&self) -> Common {
        Common::of(&self.0)
    }

    /// Name in addresses, unique among agents.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// Name as shown.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What sort of agent it is.
    async fn kind(&self) -> AgentKind {
        self.0.kind.into()
    }

    /// Who controls it; null when nobody is recorded.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Self>> {
        Ok(ctx.record_opt(self.0.parent_id).await?.map(Self))
    }

    /// Whose spokesman it is; null when it speaks for itself.
    async fn speaks_for(&self, ctx: &Context<'_>) -> Result<Option<Self>> {
        Ok(ctx.record_opt(self.0.speaks_for_id).await?.map(Self))
    }
}
