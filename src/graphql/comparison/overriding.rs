//! A person's verdict on how two claims relate.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, InputObject, Object};
use entity::{
    claim, relation_override,
    vocab::{RecordKind, RecordStatus},
};

use super::{Verdict, memo, relation::Relation};
use crate::{
    Result as Checked, Within as _,
    app::{
        comparison::{Ways, relate},
        relation::{OverrideRelation, override_relation},
    },
    domain::record_id::RecordId,
    graphql::{
        claim::Claim,
        common::{self, Common},
        context::ContextExt as _,
        error::Result,
        payload::{payload, settle},
    },
};

/// A person's verdict on how two claims relate. It stands above the rules, with its reason, until it
/// is retracted.
#[derive(Clone, Description)]
pub struct Override(pub Arc<relation_override::Model>);

#[expect(clippy::unused_async, reason = "the interface asks for futures")]
impl Override {
    /// What the interface `Node` asks of it: the flattened field is no method of its own.
    pub async fn id(&self, _: &Context<'_>) -> async_graphql::Result<ID> {
        Ok(common::id(RecordKind::RelationOverride, self.0.id))
    }
}

#[Object(use_type_description)]
impl Override {
    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "the macro asks for futures")]
    async fn common(&self) -> Common {
        Common::of(&*self.0)
    }

    /// One claim.
    async fn a(&self, ctx: &Context<'_>) -> Result<Claim> {
        Ok(Claim(ctx.record(self.0.claim_id).await?))
    }

    /// The other claim.
    async fn b(&self, ctx: &Context<'_>) -> Result<Claim> {
        Ok(Claim(ctx.record(self.0.other_claim_id).await?))
    }

    /// How they relate.
    async fn verdict(&self) -> Verdict {
        self.0.verdict.into()
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.0.reason
    }
}

/// A verdict on two claims, in place of what the rules say.
#[derive(InputObject)]
pub struct OverrideRelationInput {
    /// One claim.
    a: ID,
    /// The other claim.
    b: ID,
    /// How they relate.
    verdict: Verdict,
    /// Why: it is shown wherever the verdict is. 2,000 characters at most.
    reason: String,
    /// The revision of the override that you read; the change is refused when there is a newer one.
    expected_revision: Option<i32>,
}

impl OverrideRelationInput {
    fn read(self) -> Checked<OverrideRelation> {
        let Self { a, b, verdict, reason, expected_revision } = self;
        Ok(OverrideRelation {
            a: RecordId::of(RecordKind::Claim, &a).within("a")?,
            b: RecordId::of(RecordKind::Claim, &b).within("b")?,
            verdict: verdict.into(),
            reason,
            expected_revision,
        })
    }
}

payload! {
    /// What overriding a relation did.
    OverrideRelationPayload {
        /// How the two claims relate now; null when the input has to be mended, and where one of
        /// them is retracted.
        relation: Option<Relation>,
        /// The override; null when the input has to be mended.
        #[graphql(name = "override")]
        overriding: Option<Override>,
        /// Whether this call recorded it; false when it changed the one on record, or found it as it
        /// is.
        is_new: bool,
    }
}

#[derive(Default)]
pub struct ComparisonMutation;

#[Object]
impl ComparisonMutation {
    /// Decides how two claims relate, in place of the rules: comparisons, cross-references and
    /// relations follow it, and show the reason. Retract the override to leave it to the rules
    /// again. Takes the role curator.
    async fn override_relation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which claims, how they relate, and why.")] input: OverrideRelationInput,
    ) -> Result<OverrideRelationPayload> {
        let outcome = match input.read() {
            Ok(new) => override_relation(ctx.session(), new).await,
            Err(error) => Err(error),
        };
        let relation = match &outcome {
            Ok(done) => relation_now(ctx, &done.row).await?,
            Err(_) => None,
        };
        settle(outcome, |done| OverrideRelationPayload {
            relation,
            overriding: Some(Override(Arc::new(done.row))),
            is_new: done.is_new,
            user_errors: Vec::new(),
        })
    }
}

async fn relation_now(
    ctx: &Context<'_>,
    row: &relation_override::Model,
) -> Result<Option<Relation>> {
    let a = ctx.record::<claim::Model>(row.claim_id).await?;
    let b = ctx.record::<claim::Model>(row.other_claim_id).await?;
    if [&a, &b].into_iter().any(|claim| claim.status != RecordStatus::Active) {
        return Ok(None);
    }
    let one = memo::view(ctx, memo::group_of_claim(ctx, &a).await?, Ways::default()).await?;
    let other = memo::view(ctx, memo::group_of_claim(ctx, &b).await?, Ways::default()).await?;
    let found = relate((&one, a.id), (&other, b.id));
    Ok(Some(Relation::new((a.id, b.id), found, &[one, other])))
}
