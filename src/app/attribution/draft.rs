//! New attributions before they are written, and what changed ones have in common with them.

use entity::{
    attribution, source,
    vocab::{Hedge, Originality, RecordStatus, Stance},
};
use uuid::Uuid;

use super::{HEDGE_MAX, VERB_MAX, Wording, quote};
use crate::{
    Error, Result, Within as _,
    app::{claim::Claimed, date::Columns},
    domain::{identity, partial_date::PartialDate, quantity, text},
    store::Txn,
};

/// A new attribution as an input gives it, checked, without its identity; its quote is not looked
/// for yet. It has `own_words` for the number where the input gives none.
pub(in crate::app) fn draft(
    txn: &Txn,
    claimed: &Claimed<'_>,
    source: &source::Model,
    agent: Option<Uuid>,
    wording: &Wording,
    own_words: Option<&str>,
) -> Result<attribution::Model> {
    let Wording {
        quantity_text,
        quote,
        stance,
        verb,
        hedge,
        hedge_text,
        said_on,
        originality,
        proposed,
    } = wording;
    let words = quantity_text.clone().or_else(|| own_words.map(str::to_owned));
    let proposed = proposed.as_ref();
    let mut row = attribution::Model {
        id: txn.id(),
        identity: String::new(),
        claim_id: claimed.row.id,
        source_id: source.id,
        agent_id: agent,
        stance: stance.unwrap_or(Stance::Asserts),
        verb: line("verb", verb.clone(), VERB_MAX)?,
        hedge: hedge.unwrap_or(Hedge::None),
        hedge_text: line("hedgeText", hedge_text.clone(), HEDGE_MAX)?,
        quantity_text: worded(claimed, words)?,
        quote_exact: None,
        quote_prefix: None,
        quote_suffix: None,
        quote_start: None,
        quote_end: None,
        quote_language: None,
        quote_translation: None,
        quote_status: None,
        said_on: None,
        said_on_earliest: None,
        said_on_latest: None,
        originality: originality.unwrap_or(Originality::Unknown),
        rule_set: proposed.map(|proposed| proposed.rule_set.clone()),
        candidate: proposed.map(|proposed| proposed.candidate.clone()),
        sort_date: source.sort_date,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: txn.now(),
        updated_at: txn.now(),
    };
    quote::write(&mut row, quote.as_ref()).within("quote")?;
    say_on(&mut row, said_on.as_ref(), source);
    Ok(row)
}

pub(super) fn line(field: &str, value: Option<String>, max: usize) -> Result<Option<String>> {
    value.map(|value| text::line(field, &value, max)).transpose()
}

/// The words for the number there; `None` where they are those of the claim.
pub(super) fn worded(claimed: &Claimed<'_>, words: Option<String>) -> Result<Option<String>> {
    let words = line("quantityText", words, quantity::LONGEST)?;
    if words.is_some() && claimed.row.quantity_text.is_none() {
        let message = "a statement has no number: leave quantityText out";
        return Err(Error::invalid("quantityText", message));
    }
    Ok(words.filter(|words| claimed.row.quantity_text.as_ref() != Some(words)))
}

pub(super) fn say_on(
    row: &mut attribution::Model,
    said_on: Option<&PartialDate>,
    source: &source::Model,
) {
    let Columns { text, earliest, latest } = said_on.into();
    (row.said_on, row.said_on_earliest, row.said_on_latest) = (text, earliest, latest);
    // By the day it was said, else by that of its source.
    row.sort_date = row.said_on_earliest.unwrap_or(source.sort_date);
}

/// The identity of an attribution to an agent.
pub(in crate::app) fn identity_under(row: &attribution::Model, agent: Option<Uuid>) -> String {
    let quote = row.quote_exact.as_deref();
    identity::attribution(row.claim_id, row.source_id, agent, quote)
}
