//! Inputs that more than one mutation takes.

use async_graphql::{ID, InputObject, MaybeUndefined, OneofObject};

use super::scalar::{Sent, Written};
use crate::{Result, Within as _, app::reference, domain::record_id::RecordId, store::part};
use entity::vocab::RecordKind;

/// A record on record, by id or by slug. Records without a slug go by id alone.
#[derive(Clone, OneofObject)]
pub enum Ref {
    /// By its id.
    Id(ID),
    /// By its slug: the name that people type.
    Slug(String),
}

impl Ref {
    /// The reference it means; `kind` is what the id must be of.
    pub fn read(self, kind: RecordKind) -> Result<reference::Ref> {
        Ok(match self {
            Self::Id(id) => reference::Ref::Id(RecordId::of(kind, &id).within("id")?),
            Self::Slug(slug) => reference::Ref::Slug(slug),
        })
    }
}

/// Reads an optional reference in the field `field`.
pub fn reference(
    field: &str,
    kind: RecordKind,
    reference: Option<Ref>,
) -> Result<Option<reference::Ref>> {
    reference.map(|reference| reference.read(kind)).transpose().within(field)
}

/// Reads a reference that a change sets, empties or leaves as it is.
#[expect(clippy::option_option, reason = "undefined and null are two things")]
pub fn changed_reference(
    field: &str,
    kind: RecordKind,
    reference: MaybeUndefined<Ref>,
) -> Result<Option<Option<reference::Ref>>> {
    match reference {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => Ok(Some(None)),
        MaybeUndefined::Value(value) => Ok(Some(Some(value.read(kind).within(field)?))),
    }
}

/// Reads an optional scalar in the field or argument `field`.
pub fn scalar<T: Written>(field: &str, sent: Option<Sent<T>>) -> Result<Option<T::Meaning>> {
    sent.map(Sent::read).transpose().within(field)
}

/// Reads a scalar that a change sets, empties or leaves as it is.
#[expect(clippy::option_option, reason = "undefined and null are two things")]
pub fn changed_scalar<T: Written>(
    field: &str,
    sent: MaybeUndefined<Sent<T>>,
) -> Result<Option<Option<T::Meaning>>> {
    changed(sent).map(|sent| scalar(field, sent)).transpose()
}

/// A value that a change sets, empties or leaves as it is.
#[expect(clippy::option_option, reason = "undefined and null are two things")]
pub fn changed<T>(value: MaybeUndefined<T>) -> Option<Option<T>> {
    match value {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(value) => Some(Some(value)),
    }
}

/// A record's key in somebody else's system.
#[derive(Clone, InputObject)]
pub struct ExternalIdInput {
    /// Whose key it is: "wikidata", "doi", "isni".
    scheme: String,
    /// The key there.
    value: String,
}

impl From<ExternalIdInput> for part::ExternalId {
    fn from(ExternalIdInput { scheme, value }: ExternalIdInput) -> Self {
        Self { scheme, value }
    }
}

/// Reads external ids.
pub fn external_ids(ids: Option<Vec<ExternalIdInput>>) -> Vec<part::ExternalId> {
    ids.unwrap_or_default().into_iter().map(Into::into).collect()
}
