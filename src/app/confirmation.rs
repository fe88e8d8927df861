//! Confirming and rejecting what was proposed: derivations, and links between claims.

use entity::{
    claim_link, derivation,
    vocab::{Action, Confirmation, Role},
};
use uuid::Uuid;

use super::{
    Session,
    finding::REASON_MAX,
    whole::{Recorded, Subject, Whole, create, load_to_change, save},
};
use crate::{
    Result,
    domain::text,
    store::{Txn, part::Parts, record::find_where},
};

/// A relation that a rule, an import or a contributor may propose.
pub trait Proposed: Subject {
    /// Whether a person stands behind it.
    fn confirmation(&mut self) -> &mut Confirmation;
}

impl Proposed for derivation::Model {
    fn confirmation(&mut self) -> &mut Confirmation {
        &mut self.confirmation
    }
}

impl Proposed for claim_link::Model {
    fn confirmation(&mut self) -> &mut Confirmation {
        &mut self.confirmation
    }
}

/// A person's word on a proposal.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// Which proposal.
    pub id: Uuid,
    /// The revision that the caller read; `None` changes whatever is there.
    pub expected_revision: Option<i32>,
    /// Why.
    pub reason: String,
}

/// Whose word counts at once: a curator's does, a contributor's is a proposal.
pub(super) fn of(session: &Session) -> Confirmation {
    if session.actor.may(Role::Curator) { Confirmation::Confirmed } else { Confirmation::Suggested }
}

/// Confirms a proposal: from now on it counts.
pub async fn confirm<R: Proposed>(session: &Session, judgement: Judgement) -> Result<R> {
    judge(session, judgement, Confirmation::Confirmed, Action::Confirmed).await
}

/// Rejects a proposal, or what was confirmed before: it does not count, and is not proposed again.
pub async fn reject<R: Proposed>(session: &Session, judgement: Judgement) -> Result<R> {
    judge(session, judgement, Confirmation::Rejected, Action::Rejected).await
}

async fn judge<R: Proposed>(
    session: &Session,
    judgement: Judgement,
    verdict: Confirmation,
    action: Action,
) -> Result<R> {
    session
        .write(Role::Curator, move |txn| {
            let Judgement { id, expected_revision, reason } = judgement.clone();
            Box::pin(async move {
                let reason = text::body("reason", &reason, REASON_MAX)?;
                let before = load_to_change::<R>(txn, id, expected_revision).await?;
                let mut after = before.clone();
                *after.row.confirmation() = verdict;
                save(txn, &before, after, action, Some(reason)).await
            })
        })
        .await
}

/// Puts a relation on record, or finds the same one. Of what is on record, only a suggestion is
/// changed, by a word that counts more; what a person rejected stays rejected.
pub(super) async fn propose<R: Proposed>(
    txn: &Txn,
    identity: &str,
    mut row: R,
) -> Result<Recorded<R>> {
    let Some(mut known) = find_where::<R>(txn, "identity", identity).await? else {
        let whole = Whole { row, parts: Parts::default() };
        return Ok(Recorded::new(create(txn, whole, None).await?));
    };
    let stronger = *known.confirmation() == Confirmation::Suggested
        && *row.confirmation() == Confirmation::Confirmed;
    if !stronger {
        return Ok(Recorded::known(known));
    }
    let before = Whole { row: known, parts: Parts::default() };
    let mut after = before.clone();
    *after.row.confirmation() = Confirmation::Confirmed;
    Ok(Recorded::known(save(txn, &before, after, Action::Confirmed, None).await?))
}
