//! `ClaimLink`, its lists, and what they can be narrowed and ordered by.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};
use entity::claim_link;

use crate::{
    graphql::{
        claim::{Claim, ClaimFilter},
        common::Common,
        context::ContextExt as _,
        error::Result,
        filter::{DateTimeFilter, IdFilter, WordFilter, filter, order},
        page::connection,
        vocab::{Confirmation, LinkKind, RecordStatus},
    },
    store::filter::hop,
};

filter! {
    /// Which claim links. All that is given must hold.
    ClaimLinkFilter for ClaimLink {
        /// By id.
        id: IdFilter = ["id"],
        /// By kind.
        kind: WordFilter<LinkKind> = ["kind"],
        /// By whether a person stands behind it.
        confirmation: WordFilter<Confirmation> = ["confirmation"],
        /// By status.
        status: WordFilter<RecordStatus> = ["status"],
        /// By the time of recording.
        created_at: DateTimeFilter = ["created_at"],
    }
    related {
        /// Those that begin at such a claim.
        claim: ClaimFilter = [hop("claim_id", "claim", "id")],
        /// Those that end at such a claim.
        other: ClaimFilter = [hop("other_claim_id", "claim", "id")],
    }
}

order! {
    /// What claim links can be ordered by.
    ClaimLinkOrder, ClaimLinkOrderField for claim_link::Model {
        /// The time of recording.
        Recorded = "RECORDED";
    }
}

connection!(
    ClaimLinkConnection,
    ClaimLinkEdge,
    ClaimLink,
    claim_link::Model,
    ClaimLinkFilter,
    ClaimLinkOrder,
    "claim links"
);

/// A relation between two claims that a person or a rule sees. Suggested ones change nothing.
#[derive(Clone, Description)]
pub struct ClaimLink(pub Arc<claim_link::Model>);

#[Object(crate = "crate::graphql::lean", use_type_description)]
impl ClaimLink {
    #[expect(clippy::unused_async, reason = "the macro takes nothing else")]
    #[graphql(flatten)]
    async fn common(&self) -> Common {
        Common::of(&*self.0)
    }

    /// The first claim.
    async fn claim(&self, ctx: &Context<'_>) -> Result<Claim> {
        Ok(Claim(ctx.record(self.0.claim_id).await?))
    }

    /// The second claim.
    async fn other(&self, ctx: &Context<'_>) -> Result<Claim> {
        Ok(Claim(ctx.record(self.0.other_claim_id).await?))
    }

    /// How the first stands to the second.
    async fn kind(&self) -> LinkKind {
        self.0.kind.into()
    }

    /// Whether a person stands behind it.
    async fn confirmation(&self) -> Confirmation {
        self.0.confirmation.into()
    }

    /// Why somebody thinks so; null when nothing was said.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }
}
