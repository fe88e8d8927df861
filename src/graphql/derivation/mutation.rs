//! Recording derivations, confirming and rejecting them.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object};
use entity::vocab::{self, RecordKind};

use super::object::Derivation;
use crate::{
    Error, Result as Checked, Within as _,
    app::{
        confirmation::{self, Judgement},
        derivation::{self, NewDerivation, Parent},
    },
    domain::record_id::RecordId,
    graphql::{
        context::ContextExt as _,
        error::Result,
        payload::{payload, settle},
        vocab::DerivationKind,
    },
};

/// Where an attribution takes its claim from: another attribution, or, where none is on record
/// there, a source. Give one of the two.
#[derive(InputObject)]
pub struct DeriveAttributionInput {
    /// The attribution that takes its claim from elsewhere.
    attribution: ID,
    /// The attribution that it is taken from.
    parent_attribution: Option<ID>,
    /// The source that it is taken from.
    parent_source: Option<ID>,
    /// How it is taken.
    kind: DerivationKind,
    /// Why you think so.
    note: Option<String>,
}

impl DeriveAttributionInput {
    fn read(self) -> Checked<NewDerivation> {
        let Self { attribution, parent_attribution, parent_source, kind, note } = self;
        let parent = match (parent_attribution, parent_source) {
            (Some(id), None) => {
                let id = RecordId::of(RecordKind::Attribution, &id);
                Parent::Attribution(id.within("parentAttribution")?)
            }
            (None, Some(id)) => {
                Parent::Source(RecordId::of(RecordKind::Source, &id).within("parentSource")?)
            }
            (Some(_), Some(_)) => {
                let message = "parentAttribution and parentSource are both given: leave one out";
                return Err(Error::invalid("parentSource", message));
            }
            (None, None) => {
                let message = "neither parentAttribution nor parentSource is given: name what the \
                               attribution is taken from";
                return Err(Error::invalid("parentAttribution", message));
            }
        };
        Ok(NewDerivation {
            attribution: RecordId::of(RecordKind::Attribution, &attribution)
                .within("attribution")?,
            parent,
            kind: kind.into(),
            confirmation: vocab::Confirmation::Suggested,
            note,
        })
    }
}

/// A person's word on a relation that was proposed.
#[derive(InputObject)]
pub struct JudgementInput {
    /// Which relation.
    id: ID,
    /// The revision you read; the change is refused when there is a newer one.
    expected_revision: Option<i32>,
    /// Why, for the history.
    reason: String,
}

impl JudgementInput {
    /// The judgement it means; `kind` is what the id must be of.
    pub fn read(self, kind: RecordKind) -> Checked<Judgement> {
        let Self { id, expected_revision, reason } = self;
        Ok(Judgement { id: RecordId::of(kind, &id).within("id")?, expected_revision, reason })
    }
}

payload! {
    /// What recording a derivation did.
    DeriveAttributionPayload {
        /// The derivation; null when the input has to be mended.
        derivation: Option<Derivation>,
        /// Whether this call recorded it; false when it was on record already.
        is_new: bool,
    }
}

payload! {
    /// What confirming a derivation did.
    ConfirmDerivationPayload {
        /// The derivation as it is now; null when the input has to be mended.
        derivation: Option<Derivation>,
    }
}

payload! {
    /// What rejecting a derivation did.
    RejectDerivationPayload {
        /// The derivation as it is now; null when the input has to be mended.
        derivation: Option<Derivation>,
    }
}

#[derive(Default)]
pub struct DerivationMutation;

#[Object]
impl DerivationMutation {
    /// Records where an attribution takes its claim from, or finds the same derivation. Takes the
    /// role contributor; it is a suggestion until a curator confirms it, and what a curator records
    /// is confirmed at once, also where it was only suggested before. Derivations may make a ring:
    /// circular reporting is worth knowing.
    async fn derive_attribution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The derivation.")] input: DeriveAttributionInput,
    ) -> Result<DeriveAttributionPayload> {
        let outcome = match input.read() {
            Ok(new) => derivation::derive(ctx.session(), new).await,
            Err(error) => Err(error),
        };
        settle(outcome, |done| DeriveAttributionPayload {
            derivation: Some(done.row.into()),
            is_new: done.is_new,
            user_errors: Vec::new(),
        })
    }

    /// Confirms a derivation: from now on it counts when independent voices are counted. Takes the
    /// role curator.
    async fn confirm_derivation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which derivation, and why.")] input: JudgementInput,
    ) -> Result<ConfirmDerivationPayload> {
        let outcome = match input.read(RecordKind::Derivation) {
            Ok(judgement) => confirmation::confirm(ctx.session(), judgement).await,
            Err(error) => Err(error),
        };
        settle(outcome, |row| ConfirmDerivationPayload {
            derivation: Some(Derivation(Arc::new(row))),
            user_errors: Vec::new(),
        })
    }

    /// Rejects a derivation: it does not count, and proposing it again changes nothing. Takes the
    /// role curator.
    async fn reject_derivation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which derivation, and why.")] input: JudgementInput,
    ) -> Result<RejectDerivationPayload> {
        let outcome = match input.read(RecordKind::Derivation) {
            Ok(judgement) => confirmation::reject(ctx.session(), judgement).await,
            Err(error) => Err(error),
        };
        settle(outcome, |row| RejectDerivationPayload {
            derivation: Some(Derivation(Arc::new(row))),
            user_errors: Vec::new(),
        })
    }
}
