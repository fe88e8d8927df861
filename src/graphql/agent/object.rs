//! `Agent`, its lists, and what they can be narrowed and ordered by.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};
use entity::agent;

use crate::{
    graphql::{
        assessment::{AssessmentConnection, AssessmentFilter, AssessmentOrder},
        attribution::{AttributionConnection, AttributionFilter, AttributionOrder},
        called::CalledFilter,
        common::{Common, ExternalId},
        context::ContextExt as _,
        error::Result,
        filter::{DateTimeFilter, IdFilter, StringFilter, WordFilter, filter, order},
        page::{Args, connection, under},
        source::{SourceConnection, SourceFilter, SourceOrder},
        vocab::{AgentKind, RecordStatus},
    },
    store::{
        filter::hop,
        list::{Key, Parent},
    },
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
        /// By any of its names, in any spelling or script.
        called: CalledFilter = ["name"],
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
        /// Those said to hold such an attribution.
        attributions: AttributionFilter =
            [hop("id", "agent", "canonical_id"), hop("id", "attribution", "agent_id")],
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
pub struct Agent(pub Arc<agent::Model>);

#[Object(crate = "crate::graphql::lean", use_type_description)]
impl Agent {
    #[expect(clippy::unused_async, reason = "the macro takes nothing else")]
    #[graphql(flatten)]
    async fn common(&self) -> Common {
        Common::of(&*self.0)
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

    /// Other names: spellings, abbreviations, names in other scripts, names of what was merged into it.
    async fn aliases(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        ctx.names::<agent::Model>(self.0.id).await
    }

    /// Its keys in other people's systems.
    async fn external_ids(&self, ctx: &Context<'_>) -> Result<Vec<ExternalId>> {
        ctx.external_ids::<agent::Model>(self.0.id).await
    }

    /// What it is said to hold; what it publishes of others is under publications.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn attributions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for which this holds.")] filter: Option<
            Box<AttributionFilter>,
        >,
        #[graphql(desc = "In which order.")] order_by: Option<AttributionOrder>,
        #[graphql(desc = "How many from the start; 10 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whether retracted ones are listed.", default)] include_retracted: bool,
    ) -> Result<AttributionConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        let parent =
            const { Parent { hops: &[hop("agent_id", "agent", "id")], key: "canonical_id" } };
        Ok(under(ctx, parent, self.0.id, args).await?.into())
    }

    /// What it passed on from others.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn relayed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for which this holds.")] filter: Option<
            Box<AttributionFilter>,
        >,
        #[graphql(desc = "In which order.")] order_by: Option<AttributionOrder>,
        #[graphql(desc = "How many from the start; 10 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whether retracted ones are listed.", default)] include_retracted: bool,
    ) -> Result<AttributionConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        let parent = const {
            Parent {
                hops: &[
                    hop("id", "attribution_via", "attribution_id"),
                    hop("agent_id", "agent", "id"),
                ],
                key: "canonical_id",
            }
        };
        Ok(under(ctx, parent, self.0.id, args).await?.into())
    }

    /// The sources it published.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn publications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for which this holds.")] filter: Option<Box<SourceFilter>>,
        #[graphql(desc = "In which order.")] order_by: Option<SourceOrder>,
        #[graphql(desc = "How many from the start; 10 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whether retracted ones are listed.", default)] include_retracted: bool,
    ) -> Result<SourceConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        let parent =
            const { Parent { hops: &[hop("publisher_id", "agent", "id")], key: "canonical_id" } };
        Ok(under(ctx, parent, self.0.id, args).await?.into())
    }

    /// The sources it wrote.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn works(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for which this holds.")] filter: Option<Box<SourceFilter>>,
        #[graphql(desc = "In which order.")] order_by: Option<SourceOrder>,
        #[graphql(desc = "How many from the start; 10 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whether retracted ones are listed.", default)] include_retracted: bool,
    ) -> Result<SourceConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        let parent = const {
            Parent {
                hops: &[hop("id", "source_author", "source_id"), hop("agent_id", "agent", "id")],
                key: "canonical_id",
            }
        };
        Ok(under(ctx, parent, self.0.id, args).await?.into())
    }

    /// Those that it controls directly.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn subsidiaries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for which this holds.")] filter: Option<Box<AgentFilter>>,
        #[graphql(desc = "In which order.")] order_by: Option<AgentOrder>,
        #[graphql(desc = "How many from the start; 10 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whether retracted ones are listed.", default)] include_retracted: bool,
    ) -> Result<AgentConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        let parent =
            const { Parent { hops: &[hop("parent_id", "agent", "id")], key: "canonical_id" } };
        Ok(under(ctx, parent, self.0.id, args).await?.into())
    }

    /// Those that speak for it.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn spokespeople(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for which this holds.")] filter: Option<Box<AgentFilter>>,
        #[graphql(desc = "In which order.")] order_by: Option<AgentOrder>,
        #[graphql(desc = "How many from the start; 10 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whether retracted ones are listed.", default)] include_retracted: bool,
    ) -> Result<AgentConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        let parent =
            const { Parent { hops: &[hop("speaks_for_id", "agent", "id")], key: "canonical_id" } };
        Ok(under(ctx, parent, self.0.id, args).await?.into())
    }

    /// Its judgements of claims.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn assessments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for which this holds.")] filter: Option<Box<AssessmentFilter>>,
        #[graphql(desc = "In which order.")] order_by: Option<AssessmentOrder>,
        #[graphql(desc = "How many from the start; 10 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whether retracted ones are listed.", default)] include_retracted: bool,
    ) -> Result<AssessmentConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        let parent =
            const { Parent { hops: &[hop("reviewer_id", "agent", "id")], key: "canonical_id" } };
        Ok(under(ctx, parent, self.0.id, args).await?.into())
    }
}
