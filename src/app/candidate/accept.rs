//! Accepting candidates: what a person let stand or mended goes on record, all or nothing.

use entity::{
    attribution, candidate_rejection, source,
    vocab::{Action, Hedge, Originality, RecordStatus, Role, Stance},
};
use uuid::Uuid;

use super::{by_candidate, document::readable, hash_of};
use crate::{
    Error, Result, Within as _,
    app::{
        Session,
        agent::AgentRef,
        attribution::{NewAttribution, NewQuote, Proposed, Wording},
        claim::{self, QuantitySpec, RecordClaim, RecordedClaim},
        reference::Ref,
        source::{self as sources, SourceRef},
        statistic::StatisticRef,
        whole::{Whole, save},
    },
    domain::{
        partial_date::PartialDate,
        record_id::{Prefix, RecordId},
        text,
    },
    store::{Txn, exchange::rows_with, part::Parts, record::find_where},
};

/// Most candidates that one call accepts.
pub const ACCEPTED_MAX: usize = 100;

/// Longest name of a rule set, in characters.
const RULE_SET_MAX: usize = 100;

/// Candidates of one text that are to be on record.
#[derive(Clone, Debug)]
pub struct AcceptCandidates {
    /// Where they were found. The text of a new one may be a web page: that of its article is kept.
    pub source: SourceRef,
    /// At least one.
    pub candidates: Vec<AcceptCandidate>,
}

/// A candidate as a person lets it stand.
#[derive(Clone, Debug)]
pub struct AcceptCandidate {
    /// Its id.
    pub id: String,
    /// The rules that proposed it.
    pub rule_set: String,
    /// What the number is of; `None` for a statement.
    pub statistic: Option<StatisticRef>,
    /// What a statement is about; `None` when it is about no event.
    pub event: Option<Ref>,
    /// The proposition in a sentence; `None` makes it from the statistic and the number's words.
    pub text: Option<String>,
    /// The number; `None` for a statement.
    pub quantity: Option<QuantitySpec>,
    /// The moment the number describes; `None` when it was not said.
    pub as_of: Option<PartialDate>,
    /// Who is said to hold it; `None` for the source's own voice.
    pub agent: Option<AgentRef>,
    /// Through whom it was relayed, the one nearest to the speaker first.
    pub via: Vec<AgentRef>,
    /// The quantity as worded there; `None` when it is worded as in the claim.
    pub quantity_text: Option<String>,
    /// The words.
    pub quote: NewQuote,
    /// How it stands to the claim; `None` where it asserts it.
    pub stance: Option<Stance>,
    /// Reporting verb; `None` when there is none.
    pub verb: Option<String>,
    /// How sure the wording is; `None` where nothing hedges it.
    pub hedge: Option<Hedge>,
    /// The hedging words; `None` when there are none.
    pub hedge_text: Option<String>,
    /// When it was said; `None` when that was not said.
    pub said_on: Option<PartialDate>,
    /// Where the source has it from; `None` where that is not known.
    pub originality: Option<Originality>,
}

/// An accepted candidate.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// Its hash.
    pub candidate: String,
    /// The claim with its one attribution.
    pub recorded: RecordedClaim,
}

/// What accepting did.
#[derive(Clone, Debug)]
pub struct AcceptedAll {
    /// Where they were found.
    pub source: source::Model,
    /// In the order given.
    pub accepted: Vec<Accepted>,
}

/// Puts candidates on record, each as a claim and where it is made. Those that are on record
/// already stay as they are.
pub async fn accept(session: &Session, new: AcceptCandidates) -> Result<AcceptedAll> {
    session
        .write(Role::Contributor, move |txn| {
            let new = new.clone();
            Box::pin(accept_in(txn, new))
        })
        .await
}

async fn accept_in(txn: &Txn, new: AcceptCandidates) -> Result<AcceptedAll> {
    let AcceptCandidates { source, candidates } = new;
    check_count(candidates.len())?;
    let source = sources::resolve_in(txn, read(source)?).await.within("source")?;
    let mut accepted = Vec::with_capacity(candidates.len());
    for (at, candidate) in candidates.into_iter().enumerate() {
        let done = one(txn, source.id, candidate).await;
        accepted.push(done.within(at).within("candidates")?);
    }
    Ok(AcceptedAll { source, accepted })
}

fn check_count(count: usize) -> Result<()> {
    match count {
        0 => Err(Error::invalid("candidates", "there is no candidate: give one at least")),
        1..=ACCEPTED_MAX => Ok(()),
        _ => {
            let message = format!("there are {count} candidates: give {ACCEPTED_MAX} at most");
            Err(Error::invalid("candidates", message))
        }
    }
}

/// Positions count in the text of the article and not in its page.
fn read(source: SourceRef) -> Result<SourceRef> {
    let SourceRef::New(mut new) = source else { return Ok(source) };
    new.text = new.text.as_deref().map(readable).transpose().within("new").within("source")?;
    Ok(SourceRef::New(new))
}

async fn one(txn: &Txn, source: Uuid, candidate: AcceptCandidate) -> Result<Accepted> {
    let AcceptCandidate {
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
    } = candidate;
    let hash = hash_of(&id)?;
    let rule_set = rule_set_of(&rule_set)?;
    let attribution = NewAttribution {
        source: SourceRef::Known(source),
        agent,
        via,
        wording: Wording {
            quantity_text,
            quote: Some(quote),
            stance,
            verb,
            hedge,
            hedge_text,
            said_on,
            originality,
            proposed: Some(Proposed { candidate: hash.clone(), rule_set }),
        },
    };
    let claim = RecordClaim {
        statistic,
        event,
        text,
        quantity,
        as_of,
        attributions: vec![attribution],
        idempotency_key: None,
    };
    let recorded = claim::record_in(txn, claim).await.map_err(flat)?;
    check_once(txn, &hash, &recorded).await?;
    withdraw(txn, &hash).await?;
    Ok(Accepted { candidate: hash, recorded })
}

/// A checked name of rules.
pub(super) fn rule_set_of(name: &str) -> Result<String> {
    text::line("ruleSet", name, RULE_SET_MAX)
}

/// The fields of the one attribution are fields of the candidate.
fn flat(mut error: Error) -> Error {
    if let Error::Input { path, .. } = &mut error
        && path.first().is_some_and(|first| first == "attributions")
    {
        path.drain(..path.len().min(2));
    }
    error
}

/// Refuses a candidate that is on record as something else: a slip, or a change that belongs there.
async fn check_once(txn: &Txn, hash: &str, recorded: &RecordedClaim) -> Result<()> {
    let rows: Vec<attribution::Model> = rows_with(txn, "candidate", &[hash.to_owned()]).await?;
    let own = recorded.attributions.first().map(|one| one.row.id);
    let others = rows.into_iter().filter(|row| Some(row.id) != own).collect();
    match by_candidate(others).into_values().next() {
        None => Ok(()),
        Some(other) => {
            let message = format!(
                "this candidate is on record otherwise, as {}: change it there, or retract it first",
                RecordId::new(Prefix::Attribution, other.id)
            );
            Err(Error::conflict("", message))
        }
    }
}

/// Whoever accepts what was rejected has thought better of it.
async fn withdraw(txn: &Txn, hash: &str) -> Result<()> {
    let found: Option<candidate_rejection::Model> = find_where(txn, "identity", hash).await?;
    let Some(row) = found.filter(|row| row.status == RecordStatus::Active) else { return Ok(()) };
    let before = Whole { row, parts: Parts::default() };
    let mut after = before.clone();
    let reason = "it was accepted".to_owned();
    after.row.status = RecordStatus::Retracted;
    after.row.status_reason = Some(reason.clone());
    save(txn, &before, after, Action::Retracted, Some(reason)).await?;
    Ok(())
}
