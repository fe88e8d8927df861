//! Recording how two claims are related.

use entity::{
    claim, claim_link,
    vocab::{ClaimKind, Confirmation, LinkKind, RecordKind, RecordStatus, Role},
};
use uuid::Uuid;

use super::{
    Session, confirmation,
    derivation::{NOTE_MAX, known},
    whole::{Recorded, Subject},
};
use crate::{
    Error, Result,
    domain::{identity, record_id::RecordId, text},
    store::{Read, Txn, part::Parts, record, search::SearchText},
};

/// A link that is to be on record.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// The first claim.
    pub claim: Uuid,
    /// The second claim.
    pub other: Uuid,
    /// How the first stands to the second.
    pub kind: LinkKind,
    /// Whether a person stands behind it; in [`link`] the caller's role says so instead.
    pub confirmation: Confirmation,
    /// Why somebody thinks so; `None` when nothing is said.
    pub note: Option<String>,
}

impl Subject for claim_link::Model {
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

/// The statistic of a claim; `None` when it is a statement.
pub(super) async fn statistic_of_claim(db: &impl Read, claim: Uuid) -> Result<Option<Uuid>> {
    let claim = record::find::<claim::Model>(db, claim).await?;
    Ok(claim.and_then(|claim| claim.statistic_id))
}

/// Puts a link on record, or finds the same one. A curator's counts at once; a contributor's is a
/// suggestion.
pub async fn link(session: &Session, new: NewLink) -> Result<Recorded<claim_link::Model>> {
    let new = NewLink { confirmation: confirmation::of(session), ..new };
    session
        .write(Role::Contributor, move |txn| {
            let new = new.clone();
            Box::pin(async move { link_in(txn, new).await?.counting() })
        })
        .await
}

/// The same within a transaction.
pub async fn link_in(txn: &Txn, new: NewLink) -> Result<Recorded<claim_link::Model>> {
    let NewLink { claim, other, kind, confirmation, note } = new;
    let note = note.map(|note| text::body("note", &note, NOTE_MAX)).transpose()?;
    if claim == other {
        let id = RecordId::new(RecordKind::Claim, claim);
        let message = format!("{id} cannot be linked with itself: name another claim");
        return Err(Error::invalid("other", message));
    }
    for (field, id) in [("claim", claim), ("other", other)] {
        let row = known::<claim::Model>(txn, field, id).await?;
        if kind == LinkKind::PartOfTotal && row.kind == ClaimKind::Statement {
            let id = RecordId::new(RecordKind::Claim, id);
            let message =
                format!("{id} is a statement: PART_OF_TOTAL is between claims that have a number");
            return Err(Error::invalid(field, message));
        }
    }
    let identity = identity::claim_link(claim, other, kind);
    let row = claim_link::Model {
        id: txn.id(),
        identity: identity.clone(),
        claim_id: claim,
        other_claim_id: other,
        kind,
        confirmation,
        note,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: txn.now(),
        updated_at: txn.now(),
    };
    confirmation::propose(txn, &identity, row).await
}
