//! Changing claims.

use entity::{
    claim, event, statistic,
    vocab::{Action, Role},
};
use uuid::Uuid;

use super::{
    Claimed, TEXT_MAX, checked_reason, counted,
    draft::made_text,
    figure::{self, Door, QuantitySpec, quantity_of},
    identities, kept, notice, set_as_of, statement_identities,
};
use crate::{
    Error, Result, Within as _,
    app::{
        Session, attribution,
        whole::{load_to_change, save},
    },
    domain::{
        partial_date::PartialDate,
        record_id::{Prefix, RecordId},
        text,
    },
    store::{Txn, record::find_where},
};

/// A change of a claim: `None` leaves a field as it is, `Some(None)` empties it.
#[derive(Clone, Debug)]
pub struct UpdateClaim {
    /// Which claim.
    pub id: Uuid,
    /// The revision that the caller read; `None` changes whatever is there.
    pub expected_revision: Option<i32>,
    /// Why.
    pub reason: Option<String>,
    /// The proposition in a sentence.
    pub text: Option<String>,
    /// The number.
    pub quantity: Option<QuantitySpec>,
    /// The moment the number describes.
    pub as_of: Option<Option<PartialDate>>,
}

/// Changes a claim. Its statistic stays: a number of something else is another claim.
pub async fn update(session: &Session, change: UpdateClaim) -> Result<claim::Model> {
    session
        .write(Role::Curator, move |txn| {
            let change = change.clone();
            Box::pin(update_in(txn, change))
        })
        .await
}

async fn update_in(txn: &Txn, change: UpdateClaim) -> Result<claim::Model> {
    let UpdateClaim { id, expected_revision, reason, text, quantity, as_of } = change;
    let reason = checked_reason(reason)?;
    let before = load_to_change::<claim::Model>(txn, id, expected_revision).await?;
    let counted = counted(txn, &before.row).await?;
    let mut after = before.clone();
    let row = &mut after.row;
    // What a clash is told to be about: the field that was changed.
    let changed = match (&quantity, &as_of) {
        (Some(_), _) => "quantity",
        (None, Some(_)) => "asOf",
        (None, None) => "text",
    };
    if let Some(as_of) = as_of {
        set_as_of(row, as_of.as_ref());
    }
    let mut figure = None;
    if let Some(quantity) = quantity {
        let Some((statistic, measure)) = &counted else {
            let message = "a statement has no number: leave quantity out, or record a claim on a \
                           statistic";
            return Err(Error::invalid("quantity", message));
        };
        let read = figure::read(&quantity, measure, Door::Entered).within("quantity")?;
        let had_made_text = row.quantity_text.as_deref().map(|old| made_text(statistic, old));
        if had_made_text.is_some_and(|made| made == row.text) {
            row.text = made_text(statistic, &read.quantity.text);
        }
        read.write(row);
        figure = Some(read);
    }
    if let Some(text) = text {
        row.text = text::body("text", &text, TEXT_MAX)?;
    }
    identify(txn, row, counted.as_ref().map(|(statistic, _)| statistic), changed).await?;
    let row = save(txn, &before, after, Action::Updated, reason).await?;
    if let (Some(figure), Some((_, measure))) = (&figure, &counted) {
        notice(txn, row.id, figure, measure).await?;
    }
    if row != before.row {
        let measure = counted.as_ref().map(|(_, measure)| measure);
        attribution::follow_claim_in(txn, &Claimed { row: &row, measure }).await?;
    }
    Ok(row)
}

/// Gives a changed claim its identity, unless another one has it.
async fn identify(
    txn: &Txn,
    row: &mut claim::Model,
    statistic: Option<&statistic::Model>,
    changed: &str,
) -> Result<()> {
    let identities = if let (Some(statistic), Some(quantity)) = (statistic, quantity_of(row)) {
        identities(txn, statistic.canonical_id, &quantity, row.as_of.as_deref()).await?
    } else {
        let event = kept::<event::Model>(txn, row.event_id).await?;
        statement_identities(txn, event, &row.text).await?
    };
    if identities.contains(&row.identity) {
        return Ok(());
    }
    for identity in &identities {
        let other: Option<claim::Model> = find_where(txn, "identity", identity.as_str()).await?;
        if let Some(other) = other {
            let message = format!(
                "{} says just this: attribute it there, and retract this one",
                RecordId::new(Prefix::Claim, other.id)
            );
            return Err(Error::conflict(changed, message));
        }
    }
    row.identity.clone_from(&identities[0]);
    Ok(())
}
