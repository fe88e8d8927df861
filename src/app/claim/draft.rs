//! New claims before they are written.

use entity::{
    claim, statistic,
    vocab::{ClaimKind, RecordStatus},
};

use super::figure::Figure;
use crate::{app::date::Columns, domain::partial_date::PartialDate, store::Txn};

/// A new claim of a number, without the moment that it describes.
pub(in crate::app) fn numbered(
    txn: &Txn,
    statistic: &statistic::Model,
    figure: &Figure,
    text: Option<String>,
    identity: String,
) -> claim::Model {
    let text = text.unwrap_or_else(|| made_text(statistic, &figure.quantity.text));
    let mut row = blank(txn, ClaimKind::Statistical, identity, text);
    row.statistic_id = Some(statistic.id);
    figure.write(&mut row);
    row
}

pub(super) fn blank(txn: &Txn, kind: ClaimKind, identity: String, text: String) -> claim::Model {
    claim::Model {
        id: txn.id(),
        identity,
        kind,
        statistic_id: None,
        event_id: None,
        text,
        quantity_text: None,
        qualifier: None,
        value: None,
        low: None,
        high: None,
        reading_low: None,
        reading_high: None,
        reading_soft: false,
        as_of: None,
        as_of_earliest: None,
        as_of_latest: None,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: txn.now(),
        updated_at: txn.now(),
    }
}

/// The text of a claim that came without one.
pub(super) fn made_text(statistic: &statistic::Model, words: &str) -> String {
    format!("{}: {words}", statistic.title)
}

/// Writes the moment that a number describes.
pub(in crate::app) fn set_as_of(row: &mut claim::Model, as_of: Option<&PartialDate>) {
    let Columns { text, earliest, latest } = as_of.into();
    (row.as_of, row.as_of_earliest, row.as_of_latest) = (text, earliest, latest);
}
