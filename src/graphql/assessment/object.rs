//! `Assessment`, its lists, and what they can be narrowed and ordered by.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};
use entity::assessment;

use crate::{
    graphql::{
        agent::{Agent, AgentFilter},
        claim::{Claim, ClaimFilter},
        common::Common,
        context::ContextExt as _,
        error::Result,
        filter::{
            DateTimeFilter, IdFilter, PartialDateFilter, StringFilter, WordFilter, filter, order,
        },
        page::connection,
        scalar::{PartialDate, Url, partial_date},
        vocab::{Rating, RecordStatus},
    },
    store::{
        filter::hop,
        list::{Key, UNKNOWN_DAY},
    },
};

filter! {
    /// Which assessments. All that is given must hold.
    AssessmentFilter for Assessment {
        /// By id.
        id: IdFilter = ["id"],
        /// By the normalised rating.
        rating: WordFilter<Rating> = ["rating"],
        /// By the rating in the reviewer's own words.
        rating_text: StringFilter = ["rating_text"],
        /// By the day of the judgement.
        reviewed_on: PartialDateFilter = ["reviewed_on", "reviewed_on_earliest", "reviewed_on_latest"],
        /// By status.
        status: WordFilter<RecordStatus> = ["status"],
        /// By the time of recording.
        created_at: DateTimeFilter = ["created_at"],
    }
    related {
        /// Those of such a claim.
        claim: ClaimFilter = [hop("claim_id", "claim", "id")],
        /// Those by such a reviewer.
        reviewer: AgentFilter = [hop("reviewer_id", "agent", "id"), hop("canonical_id", "agent", "id")],
    }
}

order! {
    /// What assessments can be ordered by.
    AssessmentOrder, AssessmentOrderField for assessment::Model {
        /// The time of recording.
        Recorded = "RECORDED";
        /// The first day of the judgement.
        ReviewedOn = "REVIEWED_ON", "reviewed_on_earliest" or "'9999-12-31'" => |row| Key::Day(row.reviewed_on_earliest.unwrap_or(UNKNOWN_DAY));
    }
}

connection!(
    AssessmentConnection,
    AssessmentEdge,
    Assessment,
    assessment::Model,
    AssessmentFilter,
    AssessmentOrder,
    "assessments"
);

/// A reviewer's judgement of a claim, as in schema.org ClaimReview.
#[derive(Clone, Description)]
pub struct Assessment(pub Arc<assessment::Model>);

#[Object(crate = "crate::graphql::lean", use_type_description)]
impl Assessment {
    #[expect(clippy::unused_async, reason = "the macro takes nothing else")]
    #[graphql(flatten)]
    async fn common(&self) -> Common {
        Common::of(&*self.0)
    }

    /// What was judged.
    async fn claim(&self, ctx: &Context<'_>) -> Result<Claim> {
        Ok(Claim(ctx.record(self.0.claim_id).await?))
    }

    /// Who judged.
    async fn reviewer(&self, ctx: &Context<'_>) -> Result<Agent> {
        Ok(Agent(ctx.record(self.0.reviewer_id).await?))
    }

    /// The rating in the reviewer's own words: "Half True".
    async fn rating_text(&self) -> &str {
        &self.0.rating_text
    }

    /// The rating on a scale common to all reviewers; null when nobody normalised it.
    async fn rating(&self) -> Option<Rating> {
        self.0.rating.map(Into::into)
    }

    /// The mapping by which an import normalised the rating, with its version: `CLAIMREVIEW_1`. Null
    /// when a person did, or nobody.
    async fn rating_mapping(&self) -> Option<&str> {
        self.0.rating_mapping.as_deref()
    }

    /// When it was judged; null when not recorded.
    async fn reviewed_on(&self) -> Option<PartialDate> {
        partial_date(self.0.reviewed_on.as_deref())
    }

    /// Address of the review; null when it has none.
    async fn url(&self) -> Option<Url> {
        self.0.url.clone().map(Url)
    }

    /// The reasons given; null when none are recorded.
    async fn rationale(&self) -> Option<&str> {
        self.0.rationale.as_deref()
    }
}
