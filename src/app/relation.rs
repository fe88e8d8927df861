//! A person's word on how two claims relate, which stands above the rules.

use entity::{
    claim, relation_override,
    vocab::{Action, RecordKind, RecordStatus, Role},
};
use uuid::Uuid;

use super::{
    Session,
    derivation::known,
    link::statistic_of_claim,
    whole::{Recorded, Subject, Whole, create, load_to_change, save},
};
use crate::{
    Error, Result,
    domain::{identity, record_id::RecordId, relation::Verdict, text},
    store::{Read, Txn, part::Parts, record::find_where, search::SearchText},
};

/// Longest reason, in characters.
const REASON_MAX: usize = 2_000;

/// A verdict that is to stand above the rules.
#[derive(Clone, Debug)]
pub struct OverrideRelation {
    /// One claim.
    pub a: Uuid,
    /// The other claim.
    pub b: Uuid,
    /// How they relate.
    pub verdict: Verdict,
    /// Why, for readers.
    pub reason: String,
    /// The revision that the caller read, where one is on record; `None` changes whatever is there.
    pub expected_revision: Option<i32>,
}

impl Subject for relation_override::Model {
    async fn search_text(&self, _: &Parts, _: &impl Read) -> Result<Option<SearchText>> {
        Ok(None)
    }

    async fn statistic(&self, db: &impl Read) -> Result<Option<Uuid>> {
        match statistic_of_claim(db, self.claim_id).await? {
            Some(statistic) => Ok(Some(statistic)),
            None => statistic_of_claim(db, self.other_claim_id).await,
        }
    }
}

/// Puts a person's verdict on a pair of claims on record, in place of the one that is there.
pub async fn override_relation(
    session: &Session,
    new: OverrideRelation,
) -> Result<Recorded<relation_override::Model>> {
    session
        .write(Role::Curator, move |txn| {
            let new = new.clone();
            Box::pin(override_relation_in(txn, new))
        })
        .await
}

/// The same within a transaction.
pub async fn override_relation_in(
    txn: &Txn,
    new: OverrideRelation,
) -> Result<Recorded<relation_override::Model>> {
    let OverrideRelation { a, b, verdict, reason, expected_revision } = new;
    let reason = text::body("reason", &reason, REASON_MAX)?;
    if a == b {
        let id = RecordId::new(RecordKind::Claim, a);
        let message = format!("{id} has no relation to itself: name another claim");
        return Err(Error::invalid("b", message));
    }
    for (field, id) in [("a", a), ("b", b)] {
        known::<claim::Model>(txn, field, id).await?;
    }
    let identity = identity::relation_override(a, b);
    let known = find_where::<relation_override::Model>(txn, "identity", identity.as_str()).await?;
    if let Some(known) = known {
        let before = load_to_change(txn, known.id, expected_revision).await?;
        let mut after: Whole<relation_override::Model> = before.clone();
        after.row.verdict = verdict;
        after.row.reason.clone_from(&reason);
        after.row.status = RecordStatus::Active;
        after.row.status_reason = None;
        let row = save(txn, &before, after, Action::Updated, None).await?;
        return Ok(Recorded::known(row));
    }
    let row = relation_override::Model {
        id: txn.id(),
        identity,
        claim_id: a.min(b),
        other_claim_id: a.max(b),
        verdict,
        reason,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: txn.now(),
        updated_at: txn.now(),
    };
    let whole = Whole { row, parts: Parts::default() };
    Ok(Recorded::new(create(txn, whole, None).await?))
}
