//! Recording and changing assessments.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use entity::vocab::RecordKind;

use super::object::Assessment;
use crate::{
    Result as Checked, Within as _,
    app::assessment::{self, NewAssessment, UpdateAssessment},
    domain::record_id::RecordId,
    graphql::{
        agent::AgentRef,
        context::ContextExt as _,
        error::Result,
        input::{changed, changed_scalar, scalar},
        payload::{payload, settle},
        scalar::{PartialDate, Sent, Url},
        vocab::Rating,
    },
};

/// A reviewer's judgement of a claim.
#[derive(InputObject)]
pub struct AssessClaimInput {
    /// The claim.
    claim: ID,
    /// Who judged.
    reviewer: AgentRef,
    /// The rating in the reviewer's own words: "Half True".
    rating_text: String,
    /// The rating on the scale common to all reviewers; leave it out when nobody normalised it.
    rating: Option<Rating>,
    /// When it was judged.
    reviewed_on: Option<Sent<PartialDate>>,
    /// Address of the review.
    url: Option<Url>,
    /// The reasons given.
    rationale: Option<String>,
}

impl AssessClaimInput {
    fn read(self) -> Checked<NewAssessment> {
        let Self { claim, reviewer, rating_text, rating, reviewed_on, url, rationale } = self;
        Ok(NewAssessment {
            claim: RecordId::of(RecordKind::Claim, &claim).within("claim")?,
            reviewer: reviewer.read().within("reviewer")?,
            rating_text,
            rating: rating.map(Into::into),
            rating_mapping: None,
            reviewed_on: scalar("reviewedOn", reviewed_on)?,
            url: url.map(|Url(url)| url),
            rationale,
        })
    }
}

/// A change of an assessment: what is left out stays as it is, null empties a field.
#[derive(InputObject)]
pub struct UpdateAssessmentInput {
    /// Which assessment.
    id: ID,
    /// The revision you read; the change is refused when there is a newer one.
    expected_revision: Option<i32>,
    /// Why, for the history.
    reason: Option<String>,
    /// Who judged.
    reviewer: Option<AgentRef>,
    /// The rating in the reviewer's own words.
    rating_text: Option<String>,
    /// The rating on the scale common to all reviewers.
    rating: MaybeUndefined<Rating>,
    /// When it was judged.
    reviewed_on: MaybeUndefined<Sent<PartialDate>>,
    /// Address of the review.
    url: MaybeUndefined<Url>,
    /// The reasons given.
    rationale: MaybeUndefined<String>,
}

impl UpdateAssessmentInput {
    fn read(self) -> Checked<UpdateAssessment> {
        let Self {
            id,
            expected_revision,
            reason,
            reviewer,
            rating_text,
            rating,
            reviewed_on,
            url,
            rationale,
        } = self;
        Ok(UpdateAssessment {
            id: RecordId::of(RecordKind::Assessment, &id).within("id")?,
            expected_revision,
            reason,
            reviewer: reviewer.map(AgentRef::read).transpose().within("reviewer")?,
            rating_text,
            rating: changed(rating).map(|rating| rating.map(Into::into)),
            rating_mapping: None,
            reviewed_on: changed_scalar("reviewedOn", reviewed_on)?,
            url: changed(url).map(|url| url.map(|Url(url)| url)),
            rationale: changed(rationale),
        })
    }
}

payload! {
    /// What recording an assessment did.
    AssessClaimPayload {
        /// The assessment; null when the input has to be mended.
        assessment: Option<Assessment>,
        /// Whether this call recorded it; false when it was on record already.
        is_new: bool,
    }
}

payload! {
    /// What changing an assessment did.
    UpdateAssessmentPayload {
        /// The assessment as it is now; null when the input has to be mended.
        assessment: Option<Assessment>,
    }
}

#[derive(Default)]
pub struct AssessmentMutation;

#[Object]
impl AssessmentMutation {
    /// Records a reviewer's judgement of a claim, or finds the one with the same claim, reviewer,
    /// rating in words, date and address. Takes the role contributor.
    async fn assess_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The assessment.")] input: AssessClaimInput,
    ) -> Result<AssessClaimPayload> {
        let outcome = match input.read() {
            Ok(new) => assessment::assess(ctx.session(), new).await,
            Err(error) => Err(error),
        };
        settle(outcome, |done| AssessClaimPayload {
            assessment: Some(done.row.into()),
            is_new: done.is_new,
            user_errors: Vec::new(),
        })
    }

    /// Changes an assessment. Takes the role curator.
    async fn update_assessment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateAssessmentInput,
    ) -> Result<UpdateAssessmentPayload> {
        let outcome = match input.read() {
            Ok(change) => assessment::update(ctx.session(), change).await,
            Err(error) => Err(error),
        };
        settle(outcome, |row| UpdateAssessmentPayload {
            assessment: Some(row.into()),
            user_errors: Vec::new(),
        })
    }
}
