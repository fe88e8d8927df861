//! Giving verdicts on findings.

use async_graphql::{Context, ID, InputObject, Object};
use entity::vocab::RecordKind;

use super::object::Finding;
use crate::{
    Result as Checked, Within as _,
    app::finding::{self, ResolveFinding},
    domain::record_id::RecordId,
    graphql::{
        context::ContextExt as _,
        error::Result,
        payload::{payload, settle},
        vocab::Resolution,
    },
};

/// A person's verdict on a finding.
#[derive(InputObject)]
pub struct ResolveFindingInput {
    /// Which finding.
    id: ID,
    /// The revision you read; the verdict is refused when there is a newer one.
    expected_revision: Option<i32>,
    /// The verdict; OPEN takes an earlier one back.
    resolution: Resolution,
    /// Why.
    reason: String,
}

impl ResolveFindingInput {
    fn read(self) -> Checked<ResolveFinding> {
        let Self { id, expected_revision, resolution, reason } = self;
        Ok(ResolveFinding {
            id: RecordId::of(RecordKind::Finding, &id).within("id")?,
            expected_revision,
            resolution: resolution.into(),
            reason,
        })
    }
}

payload! {
    /// What a verdict did.
    ResolveFindingPayload {
        /// The finding as it is now; null when the input has to be mended.
        finding: Option<Finding>,
    }
}

#[derive(Default)]
pub struct FindingMutation;

#[Object]
impl FindingMutation {
    /// Gives a verdict on a finding; it stays when the rule runs again. Takes the role curator.
    async fn resolve_finding(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The verdict.")] input: ResolveFindingInput,
    ) -> Result<ResolveFindingPayload> {
        let outcome = match input.read() {
            Ok(verdict) => finding::resolve(ctx.session(), verdict).await,
            Err(error) => Err(error),
        };
        settle(outcome, |row| ResolveFindingPayload {
            finding: Some(row.into()),
            user_errors: Vec::new(),
        })
    }
}
