//! `Attribution`, its lists, and what they can be narrowed and ordered by.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object};
use entity::{agent, attribution};

use crate::{
    app::candidate::shown_id,
    graphql::{
        agent::{Agent, AgentFilter},
        claim::{Claim, ClaimFilter},
        common::Common,
        comparison::{Origin, OriginLens, origins_of},
        context::ContextExt as _,
        derivation::Derivation,
        error::Result,
        filter::{
            DateTimeFilter, IdFilter, PartialDateFilter, StringFilter, WordFilter, filter, order,
        },
        finding::{Finding, FindingFilter},
        page::{all_under, connection},
        quote::Quote,
        scalar::{PartialDate, partial_date},
        source::{Source, SourceFilter},
        vocab::{AnchorStatus, Hedge, Originality, RecordStatus, Stance},
    },
    store::{
        filter::hop,
        linked::ATTRIBUTION_VIA,
        list::{Key, Parent},
    },
};

filter! {
    /// Which attributions. All that is given must hold.
    AttributionFilter for Attribution {
        /// By id.
        id: IdFilter = ["id"],
        /// By how it stands to the claim.
        stance: WordFilter<Stance> = ["stance"],
        /// By how sure the wording is.
        hedge: WordFilter<Hedge> = ["hedge"],
        /// By where the source has it from.
        originality: WordFilter<Originality> = ["originality"],
        /// By the rules that proposed it.
        rule_set: StringFilter = ["rule_set"],
        /// By reporting verb.
        verb: StringFilter = ["verb"],
        /// By the words quoted.
        quote: StringFilter = ["quote_exact"],
        /// By whether the quote is found in the stored text.
        quote_status: WordFilter<AnchorStatus> = ["quote_status"],
        /// By the day it was said, where recorded.
        said_on: PartialDateFilter = ["said_on", "said_on_earliest", "said_on_latest"],
        /// By status.
        status: WordFilter<RecordStatus> = ["status"],
        /// By the time of recording.
        created_at: DateTimeFilter = ["created_at"],
    }
    related {
        /// Those of such a claim.
        claim: ClaimFilter = [hop("claim_id", "claim", "id")],
        /// Those in such a source.
        source: SourceFilter = [hop("source_id", "source", "id")],
        /// Those held by such an agent.
        agent: AgentFilter = [hop("agent_id", "agent", "id"), hop("canonical_id", "agent", "id")],
        /// Those relayed by such an agent.
        via: AgentFilter = [hop("id", "attribution_via", "attribution_id"), hop("agent_id", "agent", "id"), hop("canonical_id", "agent", "id")],
        /// Those with such a finding.
        findings: FindingFilter = [hop("id", "finding", "attribution_id")],
    }
}

order! {
    /// What attributions can be ordered by.
    AttributionOrder, AttributionOrderField for attribution::Model {
        /// The time of recording.
        Recorded = "RECORDED";
        /// The first day it can have been said; where that is unknown, published.
        Date = "DATE", "sort_date" => |row| Key::Day(row.sort_date);
    }
}

connection!(
    AttributionConnection,
    AttributionEdge,
    Attribution,
    attribution::Model,
    AttributionFilter,
    AttributionOrder,
    "attributions"
);

/// One place where a claim is made: which source says that who holds it, in which words.
#[derive(Clone, Description)]
pub struct Attribution(pub Arc<attribution::Model>);

#[Object(crate = "crate::graphql::lean", use_type_description)]
impl Attribution {
    #[expect(clippy::unused_async, reason = "the macro takes nothing else")]
    #[graphql(flatten)]
    async fn common(&self) -> Common {
        Common::of(&*self.0)
    }

    /// What is claimed.
    async fn claim(&self, ctx: &Context<'_>) -> Result<Claim> {
        Ok(Claim(ctx.record(self.0.claim_id).await?))
    }

    /// Where it is claimed.
    async fn source(&self, ctx: &Context<'_>) -> Result<Source> {
        Ok(Source(ctx.record(self.0.source_id).await?))
    }

    /// Who is said to hold it; null for the source's own voice.
    async fn agent(&self, ctx: &Context<'_>) -> Result<Option<Agent>> {
        Ok(ctx.record_opt(self.0.agent_id).await?.map(Agent))
    }

    /// Through whom it was relayed, the one nearest to the speaker first.
    async fn via(&self, ctx: &Context<'_>) -> Result<Vec<Agent>> {
        let rows = ctx.linked::<agent::Model>(ATTRIBUTION_VIA, self.0.id).await?;
        Ok(rows.into_iter().map(Agent).collect())
    }

    /// How it stands to the claim.
    async fn stance(&self) -> Stance {
        self.0.stance.into()
    }

    /// The reporting verb: "reported", "said"; null when there is none.
    async fn verb(&self) -> Option<&str> {
        self.0.verb.as_deref()
    }

    /// How sure the wording is.
    async fn hedge(&self) -> Hedge {
        self.0.hedge.into()
    }

    /// The hedging words; null when there are none.
    async fn hedge_text(&self) -> Option<&str> {
        self.0.hedge_text.as_deref()
    }

    /// The quantity as worded here; null when worded as in the claim.
    async fn quantity_text(&self) -> Option<&str> {
        self.0.quantity_text.as_deref()
    }

    /// The words themselves; null when they are not quoted.
    async fn quote(&self) -> Option<Quote> {
        Quote::of(&self.0)
    }

    /// When it was said; null when not recorded.
    async fn said_on(&self) -> Option<PartialDate> {
        partial_date(self.0.said_on.as_deref())
    }

    /// Where the source has it from.
    async fn originality(&self) -> Originality {
        self.0.originality.into()
    }

    /// The rules that proposed it in a text, with their version, before a person accepted it; null
    /// when nothing proposed it.
    async fn rule_set(&self) -> Option<&str> {
        self.0.rule_set.as_deref()
    }

    /// The id of the candidate that it was, as extract gives it; null when it was none.
    async fn candidate(&self) -> Option<ID> {
        self.0.candidate.as_deref().map(|hash| ID(shown_id(hash)))
    }

    /// What it takes its claim from.
    async fn derived_from(&self, ctx: &Context<'_>) -> Result<Vec<Derivation>> {
        all_under(ctx, Parent { hops: &[], key: "attribution_id" }, self.0.id).await
    }

    /// What takes its claim from it.
    async fn derivations(&self, ctx: &Context<'_>) -> Result<Vec<Derivation>> {
        all_under(ctx, Parent { hops: &[], key: "parent_attribution_id" }, self.0.id).await
    }

    /// Whose voice it is in the end: from whom it has its claim. Several where it takes it from
    /// several; empty where it does not assert its claim, and where it does not count.
    async fn origins(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Under which agents are one voice.", default_with = "OriginLens::Agent")]
        origin_by: OriginLens,
    ) -> Result<Vec<Origin>> {
        origins_of(ctx, &self.0, origin_by).await
    }

    /// What rules noticed about it.
    async fn findings(&self, ctx: &Context<'_>) -> Result<Vec<Finding>> {
        all_under(ctx, Parent { hops: &[], key: "attribution_id" }, self.0.id).await
    }
}
