//! `Claim`, its lists, and what they can be narrowed and ordered by.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};
use entity::claim;

use crate::{
    graphql::{
        assessment::{Assessment, AssessmentFilter},
        attribution::{AttributionConnection, AttributionFilter, AttributionOrder},
        common::Common,
        comparison::{
            self, ClaimFacet, ClaimGroup, Corroboration, OriginLens, Provenance,
            RelationConnection, Verdict,
        },
        context::ContextExt as _,
        error::Result,
        event::{Event, EventFilter},
        filter::{
            DateTimeFilter, FloatFilter, IdFilter, PartialDateFilter, StringFilter, WordFilter,
            filter, order, verdict_filter,
        },
        finding::{Finding, FindingFilter},
        link::ClaimLink,
        page::{Args, all_under, connection, under},
        quantity::Quantity,
        scalar::{PartialDate, partial_date},
        statistic::{Statistic, StatisticFilter},
        vocab::{ClaimKind, Qualifier, RecordStatus},
    },
    store::{
        filter::hop,
        list::{Key, Parent, UNKNOWN_DAY},
    },
};

verdict_filter! {
    /// Which claims, by how they stand to the others on their statistic, as `CLAIMBASE_1` reads them
    /// and under each agent as one voice. All that is given must hold.
    VerdictFilter: Verdict = hop("id", "claim_verdict", "claim_id");
    /// To at least one other it stands so.
    eq;
    /// To at least one other it stands in one of these ways.
    in;
    /// To no other it stands so. A claim that is alone on its statistic passes, and a statement.
    not;
}

filter! {
    /// Which claims. All that is given must hold.
    ClaimFilter for Claim {
        /// By id.
        id: IdFilter = ["id"],
        /// By kind.
        kind: WordFilter<ClaimKind> = ["kind"],
        /// By text.
        text: StringFilter = ["text"],
        /// By how the number was qualified.
        qualifier: WordFilter<Qualifier> = ["qualifier"],
        /// By the number named.
        value: FloatFilter = ["value"],
        /// By the lower bound that the words give.
        low: FloatFilter = ["low"],
        /// By the upper bound that the words give.
        high: FloatFilter = ["high"],
        /// By the lower bound as `CLAIMBASE_1` reads it.
        reading_low: FloatFilter = ["reading_low"],
        /// By the upper bound as `CLAIMBASE_1` reads it.
        reading_high: FloatFilter = ["reading_high"],
        /// By the moment the number describes, where one was stated.
        as_of: PartialDateFilter = ["as_of", "as_of_earliest", "as_of_latest"],
        /// By how it stands to the others on its statistic.
        verdict: VerdictFilter = ["verdict"],
        /// By status.
        status: WordFilter<RecordStatus> = ["status"],
        /// By the time of recording.
        created_at: DateTimeFilter = ["created_at"],
    }
    related {
        /// Those on such a statistic.
        statistic: StatisticFilter = [hop("statistic_id", "statistic", "id"), hop("canonical_id", "statistic", "id")],
        /// Statements about such an event.
        event: EventFilter = [hop("event_id", "event", "id"), hop("canonical_id", "event", "id")],
        /// Those with such an attribution.
        attributions: AttributionFilter = [hop("id", "attribution", "claim_id")],
        /// Those with such an assessment.
        assessments: AssessmentFilter = [hop("id", "assessment", "claim_id")],
        /// Those with such a finding.
        findings: FindingFilter = [hop("id", "finding", "claim_id")],
    }
}

order! {
    /// What claims can be ordered by.
    ClaimOrder, ClaimOrderField for claim::Model {
        /// The time of recording.
        Recorded = "RECORDED";
        /// The number named.
        Value = "VALUE", "value" or "1.7976931348623157e308" => |row| Key::Number(row.value.unwrap_or(f64::MAX));
        /// The first day the number can describe, where one was stated.
        AsOf = "AS_OF", "as_of_earliest" or "'9999-12-31'" => |row| Key::Day(row.as_of_earliest.unwrap_or(UNKNOWN_DAY));
    }
}

connection!(ClaimConnection, ClaimEdge, Claim, claim::Model, ClaimFilter, ClaimOrder, "claims", {
    /// How many claims the list has in all its pages, by one thing that they have in common; ask
    /// for several under names of their own. Counted only when asked for.
    async fn facet(
        &self,
        ctx: &async_graphql::Context<'_>,
        #[graphql(desc = "By what.")] by: ClaimGroup,
        #[graphql(desc = "How many groups, the largest first; 500 at most.", default = 10)]
        first: i32,
    ) -> Result<ClaimFacet> {
        comparison::claim_facet(ctx, &self.0, by, first).await
    }
});

/// One proposition: a quantity for a statistic, as of a date, or a statement without a number.
#[derive(Clone, Description)]
pub struct Claim(pub Arc<claim::Model>);

#[Object(crate = "crate::graphql::lean", use_type_description)]
impl Claim {
    #[expect(clippy::unused_async, reason = "the macro takes nothing else")]
    #[graphql(flatten)]
    async fn common(&self) -> Common {
        Common::of(&*self.0)
    }

    /// Whether it has a number.
    async fn kind(&self) -> ClaimKind {
        self.0.kind.into()
    }

    /// The proposition in a sentence.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// What the number is of; null for a statement.
    async fn statistic(&self, ctx: &Context<'_>) -> Result<Option<Statistic>> {
        Ok(ctx.record_opt(self.0.statistic_id).await?.map(Statistic))
    }

    /// What a statement is about; null when it is about no event, and for a statistical claim: its statistic names the event.
    async fn event(&self, ctx: &Context<'_>) -> Result<Option<Event>> {
        Ok(ctx.record_opt(self.0.event_id).await?.map(Event))
    }

    /// The number as it was said; null for a statement.
    #[expect(clippy::unused_async, reason = "the macro takes nothing else")]
    async fn quantity(&self) -> Result<Option<Quantity>> {
        Ok(Quantity::of(&self.0)?)
    }

    /// The moment the number describes; null when none was stated: then the day it was first said stands for it.
    async fn as_of(&self) -> Option<PartialDate> {
        partial_date(self.0.as_of.as_deref())
    }

    /// Where it is made, denied or mentioned, and by whom.
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
        let parent = Parent { hops: &[], key: "claim_id" };
        Ok(under(ctx, parent, self.0.id, args).await?.into())
    }

    /// How it relates to the other claims on its statistic, in the order of their ids; of all
    /// verdicts unless some are named. Empty for a statement, which has no number, and for a
    /// retracted claim, which does not count.
    async fn cross_references(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those with one of these verdicts.")] verdicts: Option<Vec<Verdict>>,
        #[graphql(desc = "How many from the start; 500 at most.", default = 50)] first: i32,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
    ) -> Result<RelationConnection> {
        comparison::cross_references(ctx, &self.0, verdicts, first, after).await
    }

    /// Who stands behind it, how many independent voices they are, and who denies it.
    async fn corroboration(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Under which agents are one voice.", default_with = "OriginLens::Agent")]
        origin_by: OriginLens,
    ) -> Result<Corroboration> {
        comparison::corroboration(ctx, &self.0, origin_by).await
    }

    /// Where it comes from: its attributions, and what they take it from, down to the roots.
    async fn provenance(&self, ctx: &Context<'_>) -> Result<Provenance> {
        comparison::provenance(ctx, &self.0).await
    }

    /// How it is related to other claims, as a person or a rule sees it; either may be the first.
    async fn links(&self, ctx: &Context<'_>) -> Result<Vec<ClaimLink>> {
        let from = Parent { hops: &[], key: "claim_id" };
        let to = Parent { hops: &[], key: "other_claim_id" };
        let mut links: Vec<ClaimLink> = all_under(ctx, from, self.0.id).await?;
        links.extend(all_under::<ClaimLink>(ctx, to, self.0.id).await?);
        links.sort_by_key(|link| link.0.id);
        Ok(links)
    }

    /// What reviewers made of it.
    async fn assessments(&self, ctx: &Context<'_>) -> Result<Vec<Assessment>> {
        all_under(ctx, Parent { hops: &[], key: "claim_id" }, self.0.id).await
    }

    /// What rules noticed about it.
    async fn findings(&self, ctx: &Context<'_>) -> Result<Vec<Finding>> {
        all_under(ctx, Parent { hops: &[], key: "claim_id" }, self.0.id).await
    }
}
