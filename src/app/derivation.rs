//! Recording where an attribution takes its claim from.

use entity::{
    attribution, derivation, source,
    vocab::{Confirmation, DerivationKind, RecordKind, RecordStatus, Role},
};
use uuid::Uuid;

use super::{
    Session, confirmation, link,
    whole::{Recorded, Subject},
};
use crate::{
    Error, Result,
    domain::{
        identity,
        record_id::{Prefix, RecordId},
        text,
    },
    store::{
        Read, Txn,
        part::Parts,
        record::{self, Record},
        search::SearchText,
    },
};

pub use crate::domain::identity::Parent;

/// Longest note on a relation, in characters.
pub const NOTE_MAX: usize = 2_000;

/// An edge that is to be on record.
#[derive(Clone, Debug)]
pub struct NewDerivation {
    /// What was derived.
    pub attribution: Uuid,
    /// Where it was taken from.
    pub parent: Parent,
    /// How it was taken.
    pub kind: DerivationKind,
    /// Whether a person stands behind it; in [`derive`] the caller's role says so instead.
    pub confirmation: Confirmation,
    /// Why somebody thinks so; `None` when nothing is said.
    pub note: Option<String>,
}

impl Subject for derivation::Model {
    async fn search_text(&self, _: &Parts, _: &impl Read) -> Result<Option<SearchText>> {
        Ok(None)
    }

    async fn statistic(&self, db: &impl Read) -> Result<Option<Uuid>> {
        statistic_of_attribution(db, self.attribution_id).await
    }
}

/// The statistic of an attribution's claim; `None` when that is a statement.
pub(super) async fn statistic_of_attribution(
    db: &impl Read,
    attribution: Uuid,
) -> Result<Option<Uuid>> {
    match record::find::<attribution::Model>(db, attribution).await? {
        Some(row) => link::statistic_of_claim(db, row.claim_id).await,
        None => Ok(None),
    }
}

/// The record that a field names.
pub(super) async fn known<R: Record>(db: &impl Read, field: &str, id: Uuid) -> Result<R> {
    let kind = Prefix::from(R::KIND);
    record::find(db, id)
        .await?
        .ok_or_else(|| Error::not_found(field, kind.as_str(), RecordId::new(R::KIND, id)))
}

/// Puts an edge on record, or finds the same one. A curator's counts at once; a contributor's is a
/// suggestion.
pub async fn derive(session: &Session, new: NewDerivation) -> Result<Recorded<derivation::Model>> {
    let new = NewDerivation { confirmation: confirmation::of(session), ..new };
    session
        .write(Role::Contributor, move |txn| {
            let new = new.clone();
            Box::pin(async move { derive_in(txn, new).await?.counting() })
        })
        .await
}

/// The same within a transaction. Edges may make a ring: that is circular reporting, which is worth
/// knowing.
pub async fn derive_in(txn: &Txn, new: NewDerivation) -> Result<Recorded<derivation::Model>> {
    let NewDerivation { attribution, parent, kind, confirmation, note } = new;
    let note = note.map(|note| text::body("note", &note, NOTE_MAX)).transpose()?;
    let child = known::<attribution::Model>(txn, "attribution", attribution).await?;
    let (parent_attribution_id, parent_source_id) = match parent {
        Parent::Attribution(id) => {
            if id == attribution {
                let id = RecordId::new(RecordKind::Attribution, id);
                let message = format!("{id} cannot be taken from itself: name another attribution");
                return Err(Error::invalid("parentAttribution", message));
            }
            known::<attribution::Model>(txn, "parentAttribution", id).await?;
            (Some(id), None)
        }
        Parent::Source(id) => {
            if id == child.source_id {
                let id = RecordId::new(RecordKind::Source, id);
                let message = format!(
                    "the attribution stands in {id} itself: name the source that it was taken from"
                );
                return Err(Error::invalid("parentSource", message));
            }
            known::<source::Model>(txn, "parentSource", id).await?;
            (None, Some(id))
        }
    };
    let identity = identity::derivation(attribution, parent, kind);
    let row = derivation::Model {
        id: txn.id(),
        identity: identity.clone(),
        attribution_id: attribution,
        parent_attribution_id,
        parent_source_id,
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
