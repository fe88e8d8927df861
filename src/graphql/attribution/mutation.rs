//! Attributing claims, and changing attributions.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use entity::vocab::RecordKind;

use super::object::Attribution;
use crate::{
    Result as Checked, Within as _,
    app::{
        agent,
        attribution::{self, NewAttribution, NewQuote, UpdateAttribution, Wording},
    },
    domain::record_id::RecordId,
    graphql::{
        agent::AgentRef,
        context::ContextExt as _,
        error::Result,
        input::{changed, changed_scalar, scalar},
        payload::{payload, settle},
        scalar::{PartialDate, Sent},
        source::SourceRef,
        vocab::{Hedge, Originality, Stance},
    },
};

/// The words of a source, verbatim, with where they stand (W3C `TextQuoteSelector`
/// and `TextPositionSelector`). Where the source's text is kept, they are looked for in it.
#[derive(Clone, InputObject)]
pub struct QuoteInput {
    /// The words, verbatim, in the language of the source: 10,000 characters at most.
    exact: String,
    /// What stands before them, white space included; the nearest 32 characters are kept. Null when
    /// not known.
    prefix: Option<String>,
    /// What stands after them, white space included; the nearest 32 characters are kept. Null when
    /// not known.
    suffix: Option<String>,
    /// Where they begin in the source's text, in Unicode code points from 0; null when not known.
    start: Option<i32>,
    /// Where they end, exclusive: start plus the number of code points in exact; null when not
    /// known.
    end: Option<i32>,
    /// BCP 47 tag of their language; null when it is that of the source.
    language: Option<String>,
    /// The words in English; null when not translated.
    translation: Option<String>,
}

impl From<QuoteInput> for NewQuote {
    fn from(input: QuoteInput) -> Self {
        let QuoteInput { exact, prefix, suffix, start, end, language, translation } = input;
        Self { exact, prefix, suffix, start, end, language, translation }
    }
}

/// One place where a claim is made: in which source, who is said to hold it, in which words.
#[derive(Clone, InputObject)]
pub struct AttributionInput {
    /// The source in which it is made.
    source: SourceRef,
    /// Who is said to hold it; null where the source says so in its own voice.
    agent: Option<AgentRef>,
    /// Through whom the source has it, the one nearest to the speaker first: for "Reuters quoted
    /// state television as reporting", state television, then Reuters. 20 at most; null for nobody.
    via: Option<Vec<AgentRef>>,
    /// The quantity as worded in this source; null where it is worded as in the claim.
    quantity_text: Option<String>,
    /// The words of the source; null where it is not quoted.
    quote: Option<QuoteInput>,
    /// How the agent stands to the claim; null for ASSERTS.
    stance: Option<Stance>,
    /// The reporting verb: "said", "admitted"; null where there is none.
    verb: Option<String>,
    /// How sure the wording is; null for NONE.
    hedge: Option<Hedge>,
    /// The words that hedge: "reportedly", "it is feared"; null where there are none.
    hedge_text: Option<String>,
    /// When it was said; null where the source does not tell. It is not the day on which
    /// the source was published, which the source has.
    said_on: Option<Sent<PartialDate>>,
    /// Whether the source has it from its own reporting; null for UNKNOWN, since own reporting is
    /// never assumed.
    originality: Option<Originality>,
}

impl AttributionInput {
    /// The attribution it means.
    pub fn read(self) -> Checked<NewAttribution> {
        let Self {
            source,
            agent,
            via,
            quantity_text,
            quote,
            stance,
            verb,
            hedge,
            hedge_text,
            said_on,
            originality,
        } = self;
        Ok(NewAttribution {
            source: source.read().within("source")?,
            agent: agent.map(AgentRef::read).transpose().within("agent")?,
            via: relays(via.unwrap_or_default())?,
            wording: Wording {
                quantity_text,
                quote: quote.map(Into::into),
                stance: stance.map(Into::into),
                verb,
                hedge: hedge.map(Into::into),
                hedge_text,
                said_on: scalar("saidOn", said_on)?,
                originality: originality.map(Into::into),
                proposed: None,
            },
        })
    }
}

/// The agents whom a list of relays names.
pub fn relays(via: Vec<AgentRef>) -> Checked<Vec<agent::AgentRef>> {
    let read = |(index, agent): (usize, AgentRef)| agent.read().within(index).within("via");
    via.into_iter().enumerate().map(read).collect()
}

/// One more place where a claim on record is made.
#[derive(InputObject)]
pub struct AttributeClaimInput {
    /// The claim.
    claim: ID,
    /// Where it is made.
    attribution: AttributionInput,
}

impl AttributeClaimInput {
    fn read(self) -> Checked<(uuid::Uuid, NewAttribution)> {
        let Self { claim, attribution } = self;
        Ok((
            RecordId::of(RecordKind::Claim, &claim).within("claim")?,
            attribution.read().within("attribution")?,
        ))
    }
}

/// A change of an attribution: what is left out stays as it is, null empties a field. The claim
/// and the source cannot be changed: what another source says is another attribution.
#[derive(InputObject)]
pub struct UpdateAttributionInput {
    /// Which attribution.
    id: ID,
    /// The revision you read; the change is refused when there is a newer one.
    expected_revision: Option<i32>,
    /// Why, for the history.
    reason: Option<String>,
    /// Who is said to hold the claim; null for the source's own voice.
    agent: MaybeUndefined<AgentRef>,
    /// All through whom the source has it, in place of those on record.
    via: Option<Vec<AgentRef>>,
    /// The quantity as worded in the source; null where it is worded as in the claim.
    quantity_text: MaybeUndefined<String>,
    /// The words of the source, as a whole; null where it is not quoted.
    quote: MaybeUndefined<QuoteInput>,
    /// How the agent stands to the claim.
    stance: Option<Stance>,
    /// The reporting verb; null where there is none.
    verb: MaybeUndefined<String>,
    /// How sure the wording is.
    hedge: Option<Hedge>,
    /// The words that hedge; null where there are none.
    hedge_text: MaybeUndefined<String>,
    /// When it was said; null where the source does not tell.
    said_on: MaybeUndefined<Sent<PartialDate>>,
    /// Whether the source has it from its own reporting.
    originality: Option<Originality>,
}

impl UpdateAttributionInput {
    fn read(self) -> Checked<UpdateAttribution> {
        let Self {
            id,
            expected_revision,
            reason,
            agent,
            via,
            quantity_text,
            quote,
            stance,
            verb,
            hedge,
            hedge_text,
            said_on,
            originality,
        } = self;
        let agent = match changed(agent) {
            Some(Some(agent)) => Some(Some(agent.read().within("agent")?)),
            Some(None) => Some(None),
            None => None,
        };
        Ok(UpdateAttribution {
            id: RecordId::of(RecordKind::Attribution, &id).within("id")?,
            expected_revision,
            reason,
            agent,
            via: via.map(relays).transpose()?,
            quantity_text: changed(quantity_text),
            quote: changed(quote).map(|quote| quote.map(Into::into)),
            stance: stance.map(Into::into),
            verb: changed(verb),
            hedge: hedge.map(Into::into),
            hedge_text: changed(hedge_text),
            said_on: changed_scalar("saidOn", said_on)?,
            originality: originality.map(Into::into),
        })
    }
}

payload! {
    /// What attributing a claim did.
    AttributeClaimPayload {
        /// The attribution; null when the input has to be mended.
        attribution: Option<Attribution>,
        /// Whether this call recorded it; false when the claim was attributed to this agent in this
        /// source by this quote already: then nothing was changed. Where what is on record differs
        /// in a field that was sent, that is an error instead.
        is_new: bool,
    }
}

payload! {
    /// What changing an attribution did.
    UpdateAttributionPayload {
        /// The attribution as it is now; null when the input has to be mended.
        attribution: Option<Attribution>,
    }
}

#[derive(Default)]
pub struct AttributionMutation;

#[Object]
impl AttributionMutation {
    /// Says where a claim on record is made once more. Takes the role contributor.
    async fn attribute_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The claim, and where it is made.")] input: AttributeClaimInput,
    ) -> Result<AttributeClaimPayload> {
        let outcome = match input.read() {
            Ok((claim, new)) => attribution::attribute(ctx.session(), claim, new).await,
            Err(error) => Err(error),
        };
        settle(outcome, |done| AttributeClaimPayload {
            attribution: Some(done.row.into()),
            is_new: done.is_new,
            user_errors: Vec::new(),
        })
    }

    /// Changes an attribution. Takes the role curator.
    async fn update_attribution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateAttributionInput,
    ) -> Result<UpdateAttributionPayload> {
        let outcome = match input.read() {
            Ok(change) => attribution::update(ctx.session(), change).await,
            Err(error) => Err(error),
        };
        settle(outcome, |row| UpdateAttributionPayload {
            attribution: Some(row.into()),
            user_errors: Vec::new(),
        })
    }
}
