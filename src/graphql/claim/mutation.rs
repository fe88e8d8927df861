//! Recording and changing claims.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use entity::vocab::RecordKind;

use super::object::Claim;
use crate::{
    Result as Checked, Within as _,
    app::{
        claim::{self, QuantitySpec, RecordClaim, UpdateClaim},
        likely,
    },
    domain::record_id::RecordId,
    graphql::{
        attribution::{Attribution, AttributionInput},
        context::ContextExt as _,
        error::Result,
        input::{Ref, changed_scalar, reference, scalar},
        node::Node,
        payload::{payload, settle},
        scalar::{PartialDate, Sent},
        statistic::StatisticRef,
        vocab::Qualifier,
    },
};

/// A number as it was said. Words alone are read: "at least 8,000". Where they cannot be read, or
/// could be read in two ways, give the qualifier and the numbers with them.
#[derive(Clone, InputObject)]
pub struct QuantityInput {
    /// The words, verbatim: "at least 8,000".
    text: String,
    /// How the number is qualified; null reads it from the words.
    qualifier: Option<Qualifier>,
    /// The number named; null where none was, or where the words are read.
    value: Option<f64>,
    /// The lower bound that was said, inclusive; null where it is open, where the qualifier fixes it,
    /// or where the words are read.
    low: Option<f64>,
    /// The upper bound that was said, inclusive; null where it is open, where the qualifier fixes it,
    /// or where the words are read.
    high: Option<f64>,
}

impl From<QuantityInput> for QuantitySpec {
    fn from(QuantityInput { text, qualifier, value, low, high }: QuantityInput) -> Self {
        Self { text, qualifier: qualifier.map(Into::into), value, low, high }
    }
}

/// A claim, and where it is made. Either a number (statistic and quantity), or a statement (text,
/// and the event that it is about).
#[derive(InputObject)]
pub struct RecordClaimInput {
    /// What the number is of; null for a statement.
    statistic: Option<StatisticRef>,
    /// What a statement is about; null where it is about no event, and for a number, whose statistic
    /// names the event.
    event: Option<Ref>,
    /// The proposition in a sentence: 2,000 characters at most. Null for a number calls it by the
    /// title of its statistic and its words.
    text: Option<String>,
    /// The number; null for a statement.
    quantity: Option<QuantityInput>,
    /// The moment the number describes; null where that was not said. It belongs to what makes a
    /// claim the one that it is.
    as_of: Option<Sent<PartialDate>>,
    /// Where the claim is made: from 1 to 100 places.
    attributions: Vec<AttributionInput>,
    /// Your name for this very request. When you send it again, because you did not get the answer,
    /// it is not carried out again and is answered alike. With another input it is refused. Null
    /// does without.
    idempotency_key: Option<String>,
}

impl RecordClaimInput {
    fn read(self) -> Checked<RecordClaim> {
        let Self { statistic, event, text, quantity, as_of, attributions, idempotency_key } = self;
        let attribution = |(index, input): (usize, AttributionInput)| {
            input.read().within(index).within("attributions")
        };
        Ok(RecordClaim {
            statistic: statistic.map(StatisticRef::read).transpose().within("statistic")?,
            event: reference("event", RecordKind::Event, event)?,
            text,
            quantity: quantity.map(Into::into),
            as_of: scalar("asOf", as_of)?,
            attributions: attributions
                .into_iter()
                .enumerate()
                .map(attribution)
                .collect::<Checked<_>>()?,
            idempotency_key,
        })
    }
}

/// A change of a claim: what is left out stays as it is, null empties a field. The statistic of a
/// number and the event of a statement cannot be changed: a number of something else is another
/// claim. Record that one, and retract this one.
#[derive(InputObject)]
pub struct UpdateClaimInput {
    /// Which claim.
    id: ID,
    /// The revision you read; the change is refused when there is a newer one.
    expected_revision: Option<i32>,
    /// Why, for the history.
    reason: Option<String>,
    /// The proposition in a sentence.
    text: Option<String>,
    /// The number, as a whole. It is read again.
    quantity: Option<QuantityInput>,
    /// The moment the number describes; null where that was not said.
    as_of: MaybeUndefined<Sent<PartialDate>>,
}

impl UpdateClaimInput {
    fn read(self) -> Checked<UpdateClaim> {
        let Self { id, expected_revision, reason, text, quantity, as_of } = self;
        Ok(UpdateClaim {
            id: RecordId::of(RecordKind::Claim, &id).within("id")?,
            expected_revision,
            reason,
            text,
            quantity: quantity.map(Into::into),
            as_of: changed_scalar("asOf", as_of)?,
        })
    }
}

payload! {
    /// What recording a claim did.
    RecordClaimPayload {
        /// The claim; null when the input has to be mended.
        claim: Option<Claim>,
        /// Whether this call recorded the claim; false when it was on record already. Attributions
        /// that were not on record were added to it then.
        is_new: bool,
        /// The attributions that this call recorded; those that were on record already are left out.
        new_attributions: Vec<Attribution>,
        /// Claims on the same statistic that name the same number in other words or as of another
        /// moment, 10 at most: perhaps one of them was meant. Empty when the claim is not new.
        similar: Vec<Node>,
    }
}

payload! {
    /// What changing a claim did.
    UpdateClaimPayload {
        /// The claim as it is now; null when the input has to be mended.
        claim: Option<Claim>,
    }
}

#[derive(Default)]
pub struct ClaimMutation;

#[Object]
impl ClaimMutation {
    /// Records a claim with where it is made, and the statistic, sources and agents that the input
    /// names and that are not on record yet: all or nothing. The same claim in another place is
    /// another attribution of the one claim; recording what is there already changes nothing. Takes
    /// the role contributor.
    async fn record_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The claim, and where it is made.")] input: RecordClaimInput,
    ) -> Result<RecordClaimPayload> {
        let outcome = match input.read() {
            Ok(new) => claim::record(ctx.session(), new).await,
            Err(error) => Err(error),
        };
        let similar = match &outcome {
            Ok(done) if done.claim.is_new => likely::claims(ctx.db(), &done.claim.row).await?,
            _ => Vec::new(),
        };
        settle(outcome, |done| RecordClaimPayload {
            claim: Some(done.claim.row.into()),
            is_new: done.claim.is_new,
            new_attributions: done
                .attributions
                .into_iter()
                .filter(|attribution| attribution.is_new)
                .map(|attribution| attribution.row.into())
                .collect(),
            similar: similar.into_iter().map(|row| Node::Claim(row.into())).collect(),
            user_errors: Vec::new(),
        })
    }

    /// Changes a claim. Its statistic stays. Takes the role curator.
    async fn update_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateClaimInput,
    ) -> Result<UpdateClaimPayload> {
        let outcome = match input.read() {
            Ok(change) => claim::update(ctx.session(), change).await,
            Err(error) => Err(error),
        };
        settle(outcome, |row| UpdateClaimPayload {
            claim: Some(row.into()),
            user_errors: Vec::new(),
        })
    }
}
