//! Linking claims, confirming and rejecting the links.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object};
use entity::vocab::{self, RecordKind};

use super::object::ClaimLink;
use crate::{
    Result as Checked, Within as _,
    app::{
        confirmation,
        link::{self, NewLink},
    },
    domain::record_id::RecordId,
    graphql::{
        context::ContextExt as _,
        derivation::JudgementInput,
        error::Result,
        payload::{payload, settle},
        vocab::LinkKind,
    },
};

/// A relation between two claims.
#[derive(InputObject)]
pub struct LinkClaimsInput {
    /// The first claim.
    claim: ID,
    /// The second claim.
    other: ID,
    /// How the first stands to the second.
    kind: LinkKind,
    /// Why you think so.
    note: Option<String>,
}

impl LinkClaimsInput {
    fn read(self) -> Checked<NewLink> {
        let Self { claim, other, kind, note } = self;
        Ok(NewLink {
            claim: RecordId::of(RecordKind::Claim, &claim).within("claim")?,
            other: RecordId::of(RecordKind::Claim, &other).within("other")?,
            kind: kind.into(),
            confirmation: vocab::Confirmation::Suggested,
            note,
        })
    }
}

payload! {
    /// What linking two claims did.
    LinkClaimsPayload {
        /// The link; null when the input has to be mended.
        claim_link: Option<ClaimLink>,
        /// Whether this call recorded it; false when it was on record already.
        is_new: bool,
    }
}

payload! {
    /// What confirming a link did.
    ConfirmLinkPayload {
        /// The link as it is now; null when the input has to be mended.
        claim_link: Option<ClaimLink>,
    }
}

payload! {
    /// What rejecting a link did.
    RejectLinkPayload {
        /// The link as it is now; null when the input has to be mended.
        claim_link: Option<ClaimLink>,
    }
}

#[derive(Default)]
pub struct ClaimLinkMutation;

#[Object]
impl ClaimLinkMutation {
    /// Records how one claim stands to another, or finds the same link. Takes the role contributor;
    /// it is a suggestion until a curator confirms it, and what a curator records is confirmed at
    /// once, also where it was only suggested before.
    async fn link_claims(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link.")] input: LinkClaimsInput,
    ) -> Result<LinkClaimsPayload> {
        let outcome = match input.read() {
            Ok(new) => link::link(ctx.session(), new).await,
            Err(error) => Err(error),
        };
        settle(outcome, |done| LinkClaimsPayload {
            claim_link: Some(done.row.into()),
            is_new: done.is_new,
            user_errors: Vec::new(),
        })
    }

    /// Confirms a link: from now on it decides how the two claims relate. Takes the role curator.
    async fn confirm_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which link, and why.")] input: JudgementInput,
    ) -> Result<ConfirmLinkPayload> {
        let outcome = match input.read(RecordKind::ClaimLink) {
            Ok(judgement) => confirmation::confirm(ctx.session(), judgement).await,
            Err(error) => Err(error),
        };
        settle(outcome, |row| ConfirmLinkPayload {
            claim_link: Some(ClaimLink(Arc::new(row))),
            user_errors: Vec::new(),
        })
    }

    /// Rejects a link: it decides nothing, and proposing it again changes nothing. Takes the role
    /// curator.
    async fn reject_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which link, and why.")] input: JudgementInput,
    ) -> Result<RejectLinkPayload> {
        let outcome = match input.read(RecordKind::ClaimLink) {
            Ok(judgement) => confirmation::reject(ctx.session(), judgement).await,
            Err(error) => Err(error),
        };
        settle(outcome, |row| RejectLinkPayload {
            claim_link: Some(ClaimLink(Arc::new(row))),
            user_errors: Vec::new(),
        })
    }
}
