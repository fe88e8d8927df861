//! What every record has: its id, its status, its history.

use async_graphql::{ID, SimpleObject};
use entity::vocab;
use uuid::Uuid;

use super::{scalar::DateTime, vocab::RecordStatus};
use crate::{
    domain::record_id::RecordId,
    store::{record::Record, row::ExternalKey},
};

/// The fields that every record has; flattened into its node.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Common {
    #[graphql(skip)]
    pub(super) record: (vocab::RecordKind, Uuid),
    /// Opaque key, typed by its beginning; it stays the same for ever.
    id: ID,
    /// Whether the record counts.
    status: RecordStatus,
    /// Why it was retracted; null while it is active.
    status_reason: Option<String>,
    /// How many changes the record has seen, its making included; send it back as expectedRevision
    /// so that you do not change what somebody else has changed meanwhile.
    revision: i32,
    /// When it was recorded.
    created_at: DateTime,
    /// When it was last changed.
    updated_at: DateTime,
}

impl Common {
    /// The common fields of a record.
    pub fn of<R: Record>(row: &R) -> Self {
        Self {
            record: (R::KIND, row.id()),
            id: id(R::KIND, row.id()),
            status: row.status().into(),
            status_reason: row.status_reason().map(str::to_owned),
            revision: row.revision(),
            created_at: DateTime(row.created_at()),
            updated_at: DateTime(row.updated_at()),
        }
    }
}

/// A record's key in somebody else's system.
#[derive(Clone, SimpleObject)]
pub struct ExternalId {
    /// Whose key it is: "wikidata", "doi", "isni".
    scheme: String,
    /// The key there.
    value: String,
}

impl From<ExternalKey> for ExternalId {
    fn from(ExternalKey { scheme, value }: ExternalKey) -> Self {
        Self { scheme, value }
    }
}

/// The id of a record as the API shows it.
pub fn id(kind: vocab::RecordKind, key: Uuid) -> ID {
    ID(RecordId::new(kind, key).to_string())
}
