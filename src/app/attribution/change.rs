//! Changing attributions, and what they follow: their claim and their source.

use entity::{
    agent, attribution, claim, measure, source,
    vocab::{Action, Hedge, Originality, RecordKind, Role, Stance},
};
use uuid::Uuid;

use super::{
    HEDGE_MAX, NewQuote, VERB_MAX,
    draft::{line, say_on, worded},
    identities, noticed, quote, relays, rules, speaker,
};
use crate::{
    Error, Result, Within as _,
    app::{
        Session,
        agent::AgentRef,
        claim::{self as claims, Claimed, checked_reason, kept},
        finding::{self, Subject as About},
        whole::{Whole, index, load_to_change, save},
    },
    domain::{
        partial_date::PartialDate,
        record_id::{Prefix, RecordId},
    },
    store::{
        Txn, part,
        record::{find_itself, find_where, rows_where},
    },
};

/// A change of an attribution: `None` leaves a field as it is, `Some(None)` empties it. The claim
/// and the source stay: elsewhere is another attribution.
#[derive(Clone, Debug)]
pub struct UpdateAttribution {
    /// Which attribution.
    pub id: Uuid,
    /// The revision that the caller read; `None` changes whatever is there.
    pub expected_revision: Option<i32>,
    /// Why.
    pub reason: Option<String>,
    /// Who is said to hold it.
    pub agent: Option<Option<AgentRef>>,
    /// Through whom it was relayed.
    pub via: Option<Vec<AgentRef>>,
    /// The quantity as worded there.
    pub quantity_text: Option<Option<String>>,
    /// The words.
    pub quote: Option<Option<NewQuote>>,
    /// How it stands to the claim.
    pub stance: Option<Stance>,
    /// Reporting verb.
    pub verb: Option<Option<String>>,
    /// How sure the wording is.
    pub hedge: Option<Hedge>,
    /// The hedging words.
    pub hedge_text: Option<Option<String>>,
    /// When it was said.
    pub said_on: Option<Option<PartialDate>>,
    /// Where the source has it from.
    pub originality: Option<Originality>,
}

/// Changes an attribution.
pub async fn update(session: &Session, change: UpdateAttribution) -> Result<attribution::Model> {
    session
        .write(Role::Curator, move |txn| {
            let change = change.clone();
            Box::pin(update_in(txn, change))
        })
        .await
}

/// The same within a transaction.
pub async fn update_in(txn: &Txn, change: UpdateAttribution) -> Result<attribution::Model> {
    let UpdateAttribution {
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
    } = change;
    let reason = checked_reason(reason)?;
    let before = load_to_change::<attribution::Model>(txn, id, expected_revision).await?;
    let around = Around::of(txn, &before.row).await?;
    let claimed = around.claimed();
    let mut after = before.clone();
    let row = &mut after.row;
    if let Some(agent) = agent {
        row.agent_id = speaker(txn, agent).await?.map(|agent| agent.id);
    }
    if let Some(via) = via {
        after.parts.via = relays(txn, via).await?.into_iter().map(|agent| agent.id).collect();
    }
    if let Some(words) = quantity_text {
        row.quantity_text = worded(&claimed, words)?;
    }
    if let Some(quote) = quote {
        quote::write(row, quote.as_ref()).within("quote")?;
        quote::place(row, &around.source);
    }
    row.stance = stance.unwrap_or(row.stance);
    if let Some(verb) = verb {
        row.verb = line("verb", verb, VERB_MAX)?;
    }
    row.hedge = hedge.unwrap_or(row.hedge);
    if let Some(words) = hedge_text {
        row.hedge_text = line("hedgeText", words, HEDGE_MAX)?;
    }
    if let Some(said_on) = said_on {
        say_on(row, said_on.as_ref(), &around.source);
    }
    row.originality = originality.unwrap_or(row.originality);
    identify(txn, row).await?;
    let row = save(txn, &before, after, Action::Updated, reason).await?;
    notice(txn, &claimed, &row).await?;
    Ok(row)
}

/// Gives a changed attribution its identity, unless another one has it.
async fn identify(txn: &Txn, row: &mut attribution::Model) -> Result<()> {
    let agent = kept::<agent::Model>(txn, row.agent_id).await?;
    let identities = identities(txn, row, agent).await?;
    if identities.contains(&row.identity) {
        return Ok(());
    }
    for identity in &identities {
        let other: Option<attribution::Model> =
            find_where(txn, "identity", identity.as_str()).await?;
        if let Some(other) = other {
            let message = format!(
                "{} has the same claim, source, agent and quote: change that one, and retract \
                 this one",
                RecordId::new(Prefix::Attribution, other.id)
            );
            return Err(Error::conflict("", message));
        }
    }
    row.identity.clone_from(&identities[0]);
    Ok(())
}

/// What an attribution on record hangs on.
struct Around {
    claim: claim::Model,
    measure: Option<measure::Model>,
    source: source::Model,
}

impl Around {
    async fn of(txn: &Txn, row: &attribution::Model) -> Result<Self> {
        let doing = "reading an attribution's claim and source";
        let claim: Option<claim::Model> = find_itself(txn, row.claim_id).await?;
        let claim =
            claim.ok_or_else(|| Error::broken(doing, format!("no claim {}", row.claim_id)))?;
        let source = source_of(txn, row).await?;
        let measure = claims::counted(txn, &claim).await?.map(|(_, measure)| measure);
        Ok(Self { claim, measure, source })
    }

    fn claimed(&self) -> Claimed<'_> {
        Claimed { row: &self.claim, measure: self.measure.as_ref() }
    }
}

async fn source_of(txn: &Txn, row: &attribution::Model) -> Result<source::Model> {
    let source = find_itself(txn, row.source_id).await?;
    source.ok_or_else(|| {
        Error::broken("reading an attribution's source", format!("no source {}", row.source_id))
    })
}

/// Brings the findings about an attribution in line with it.
async fn notice(txn: &Txn, claimed: &Claimed<'_>, row: &attribution::Model) -> Result<()> {
    finding::replace_in(txn, About::Attribution(row.id), &rules(), noticed(claimed, row)).await
}

/// Brings what is noticed about an attribution that came back or was set back in line with it.
pub(in crate::app) async fn follow_in(txn: &Txn, id: Uuid) -> Result<()> {
    let Some(row) = find_itself::<attribution::Model>(txn, id).await? else { return Ok(()) };
    let around = Around::of(txn, &row).await?;
    notice(txn, &around.claimed(), &row).await
}

/// Brings the attributions of a changed claim in line with it: what the search finds of them has
/// its words.
pub(in crate::app) async fn follow_claim_in(txn: &Txn, claimed: &Claimed<'_>) -> Result<()> {
    let rows: Vec<attribution::Model> =
        rows_where(txn, "claim_id", &[claimed.row.id], "id").await?;
    for row in rows {
        let whole = with_parts(txn, row).await?;
        index(txn, &whole).await?;
        notice(txn, claimed, &whole.row).await?;
    }
    Ok(())
}

/// Brings the attributions of a changed source in line with it: quotes are looked for in its text
/// once more, and the title is searched as it is now.
pub async fn follow_source_in(txn: &Txn, source: &source::Model) -> Result<()> {
    let rows: Vec<attribution::Model> = rows_where(txn, "source_id", &[source.id], "id").await?;
    for row in rows {
        let before = with_parts(txn, row).await?;
        let mut after = before.clone();
        quote::place(&mut after.row, source);
        let parts = after.parts.clone();
        let reason = Some("the source changed".to_owned());
        let row = save(txn, &before, after, Action::Updated, reason).await?;
        let whole = Whole { row, parts };
        index(txn, &whole).await?;
        let around = Around::of(txn, &whole.row).await?;
        notice(txn, &around.claimed(), &whole.row).await?;
    }
    Ok(())
}

async fn with_parts(txn: &Txn, row: attribution::Model) -> Result<Whole<attribution::Model>> {
    let parts = part::load(txn, RecordKind::Attribution, row.id).await?;
    Ok(Whole { row, parts })
}
