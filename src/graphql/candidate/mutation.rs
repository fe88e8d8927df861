//! Accepting and rejecting candidates.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use entity::vocab::RecordKind;

use super::CandidateRejection;
use crate::{
    Result as Checked, Within as _,
    app::candidate::{
        self, AcceptCandidate, AcceptCandidates, Accepted, RejectCandidate, RejectCandidates,
        shown_id,
    },
    graphql::{
        agent::AgentRef,
        attribution::{Attribution, QuoteInput, relays},
        claim::{Claim, QuantityInput},
        context::ContextExt as _,
        error::Result,
        input::{Ref, reference, scalar},
        payload::{payload, settle},
        scalar::{PartialDate, Sent, Url},
        source::{Source, SourceRef},
        statistic::StatisticRef,
        vocab::{Hedge, Originality, Stance},
    },
};

/// A candidate as you let it stand: what extract proposed, or what you make of it. Nothing is taken
/// from the proposal that is not sent.
#[derive(InputObject)]
pub struct AcceptCandidateInput {
    /// Its id, as extract gives it.
    id: ID,
    /// The rules that proposed it: they are kept with the attribution.
    rule_set: String,
    /// What the number is of; null for a statement.
    statistic: Option<StatisticRef>,
    /// What a statement is about; null where it is about no event, and for a number.
    event: Option<Ref>,
    /// The proposition in a sentence: 2,000 characters at most. Null for a number calls it by the
    /// title of its statistic and its words.
    text: Option<String>,
    /// The number; null for a statement.
    quantity: Option<QuantityInput>,
    /// The moment the number describes; null where that was not said.
    as_of: Option<Sent<PartialDate>>,
    /// Who is said to hold it; null where the source says so in its own voice.
    agent: Option<AgentRef>,
    /// Through whom the source has it, the one nearest to the speaker first; null for nobody.
    via: Option<Vec<AgentRef>>,
    /// The quantity as worded in the source; null where it is worded as in the claim.
    quantity_text: Option<String>,
    /// The words of the source. Where its text is kept, they are looked for in it.
    quote: QuoteInput,
    /// How the agent stands to the claim; null for ASSERTS.
    stance: Option<Stance>,
    /// The reporting verb; null where there is none.
    verb: Option<String>,
    /// How sure the wording is; null for NONE.
    hedge: Option<Hedge>,
    /// The words that hedge; null where there are none.
    hedge_text: Option<String>,
    /// When it was said; null where the source does not tell.
    said_on: Option<Sent<PartialDate>>,
    /// Whether the source has it from its own reporting; null for UNKNOWN.
    originality: Option<Originality>,
}

impl AcceptCandidateInput {
    fn read(self) -> Checked<AcceptCandidate> {
        let Self {
            id,
            rule_set,
            statistic,
            event,
            text,
            quantity,
            as_of,
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
        Ok(AcceptCandidate {
            id: id.0,
            rule_set,
            statistic: statistic.map(StatisticRef::read).transpose().within("statistic")?,
            event: reference("event", RecordKind::Event, event)?,
            text,
            quantity: quantity.map(Into::into),
            as_of: scalar("asOf", as_of)?,
            agent: agent.map(AgentRef::read).transpose().within("agent")?,
            via: relays(via.unwrap_or_default())?,
            quantity_text,
            quote: quote.into(),
            stance: stance.map(Into::into),
            verb,
            hedge: hedge.map(Into::into),
            hedge_text,
            said_on: scalar("saidOn", said_on)?,
            originality: originality.map(Into::into),
        })
    }
}

/// Candidates of one text that are to be on record.
#[derive(InputObject)]
pub struct AcceptCandidatesInput {
    /// Where they were found. Where it is new and brings its text, that may be the web page: the text
    /// of its article is kept, in which extract counts positions.
    source: SourceRef,
    /// From 1 to 100 candidates.
    candidates: Vec<AcceptCandidateInput>,
}

impl AcceptCandidatesInput {
    fn read(self) -> Checked<AcceptCandidates> {
        let Self { source, candidates } = self;
        let candidate = |(at, input): (usize, AcceptCandidateInput)| {
            input.read().within(at).within("candidates")
        };
        Ok(AcceptCandidates {
            source: source.read().within("source")?,
            candidates: candidates
                .into_iter()
                .enumerate()
                .map(candidate)
                .collect::<Checked<_>>()?,
        })
    }
}

/// A candidate that is not to be proposed again.
#[derive(InputObject)]
pub struct RejectCandidateInput {
    /// Its id, as extract gives it.
    id: ID,
    /// The rules that proposed it.
    rule_set: String,
    /// The words that it quotes, for whoever reads of the rejection: 10,000 characters at most.
    quote: String,
}

/// Candidates of one text that are not to be proposed again.
#[derive(InputObject)]
pub struct RejectCandidatesInput {
    /// Where the text is on the web; null when not known.
    url: Option<Url>,
    /// Why: 2,000 characters at most; null says nothing.
    reason: Option<String>,
    /// From 1 to 500 candidates.
    candidates: Vec<RejectCandidateInput>,
}

impl From<RejectCandidatesInput> for RejectCandidates {
    fn from(input: RejectCandidatesInput) -> Self {
        let RejectCandidatesInput { url, reason, candidates } = input;
        let candidate = |RejectCandidateInput { id, rule_set, quote }: RejectCandidateInput| {
            RejectCandidate { id: id.0, rule_set, quote }
        };
        Self {
            url: url.map(|url| url.0),
            reason,
            candidates: candidates.into_iter().map(candidate).collect(),
        }
    }
}

/// A candidate that was accepted.
#[derive(SimpleObject)]
pub struct AcceptedCandidate {
    /// The id of the candidate.
    candidate: ID,
    /// The claim; its crossReferences say at once how it relates to the others.
    claim: Claim,
    /// Where it is made.
    attribution: Attribution,
    /// Whether this call recorded it; false when claim and attribution were on record already: then
    /// nothing was changed.
    is_new: bool,
    /// Whether this call recorded the claim; false when it is one more attribution of a claim on
    /// record.
    is_new_claim: bool,
}

impl AcceptedCandidate {
    fn of(done: Accepted) -> Option<Self> {
        let Accepted { candidate, recorded } = done;
        let attribution = recorded.attributions.into_iter().next()?;
        Some(Self {
            candidate: ID(shown_id(&candidate)),
            is_new: recorded.claim.is_new || attribution.is_new,
            is_new_claim: recorded.claim.is_new,
            claim: recorded.claim.row.into(),
            attribution: attribution.row.into(),
        })
    }
}

payload! {
    /// What accepting candidates did.
    AcceptCandidatesPayload {
        /// The accepted ones, in the order sent; empty when the input has to be mended.
        accepted: Vec<AcceptedCandidate>,
        /// Where they were found; null when the input has to be mended.
        source: Option<Source>,
    }
}

payload! {
    /// What rejecting candidates did.
    RejectCandidatesPayload {
        /// The rejections, in the order sent; empty when the input has to be mended.
        rejections: Vec<CandidateRejection>,
        /// How many of them this call recorded; the others were on record already.
        new_count: i32,
    }
}

#[derive(Default)]
pub struct CandidateMutation;

#[Object]
impl CandidateMutation {
    /// Puts candidates on record, each as a claim and where it is made, with the source, the
    /// statistics and the agents that the input names: all or nothing. Accepting one again changes
    /// nothing and says so. A rejection of an accepted one is retracted. Takes the role contributor.
    async fn accept_candidates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The candidates, as you let them stand.")] input: AcceptCandidatesInput,
    ) -> Result<AcceptCandidatesPayload> {
        let outcome = match input.read() {
            Ok(new) => candidate::accept(ctx.session(), new).await,
            Err(error) => Err(error),
        };
        settle(outcome, |done| AcceptCandidatesPayload {
            accepted: done.accepted.into_iter().filter_map(AcceptedCandidate::of).collect(),
            source: Some(done.source.into()),
            user_errors: Vec::new(),
        })
    }

    /// Puts on record that candidates of a text were rejected, so that extract marks them. Takes
    /// the role contributor.
    async fn reject_candidates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which candidates, and why.")] input: RejectCandidatesInput,
    ) -> Result<RejectCandidatesPayload> {
        let outcome = candidate::reject(ctx.session(), input.into()).await;
        settle(outcome, |done| RejectCandidatesPayload {
            new_count: i32::try_from(done.iter().filter(|one| one.is_new).count())
                .unwrap_or(i32::MAX),
            rejections: done.into_iter().map(|one| CandidateRejection(Arc::new(one.row))).collect(),
            user_errors: Vec::new(),
        })
    }
}
