//! `Key` and `Viewer`.

use async_graphql::{Description, ID, Object};
use entity::api_key;
use uuid::Uuid;

use crate::{
    app,
    domain::record_id::{Prefix, RecordId},
    graphql::{scalar::DateTime, vocab::Role},
};

/// A key to the API. Its secret is shown once, by createKey, and stored nowhere.
#[derive(Clone, Description)]
pub struct Key(pub api_key::Model);

#[Object(use_type_description)]
impl Key {
    /// Opaque id of the key, as revokeKey takes it; it is not the secret.
    async fn id(&self) -> ID {
        id(self.0.id)
    }

    /// What its holder calls it; the history keeps it with every change made with the key.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it may do.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// The first characters of the secret, to tell keys apart.
    async fn prefix(&self) -> &str {
        &self.0.prefix
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it ends; null when it does not.
    async fn expires_at(&self) -> Option<DateTime> {
        self.0.expires_at.map(DateTime)
    }

    /// When it was revoked; null while it works.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(DateTime)
    }

    /// When it was last used, to the minute; null when never.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.0.last_used_at.map(DateTime)
    }
}

/// The holder of the key that came with the request.
#[derive(Clone, Description)]
pub struct Viewer(pub app::Viewer);

#[Object(use_type_description)]
impl Viewer {
    /// The id of the key, as revokeKey takes it.
    async fn key_id(&self) -> ID {
        id(self.0.key_id)
    }

    /// What the holder calls the key.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What the key may do.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// When the key ends; null when it does not.
    async fn expires_at(&self) -> Option<DateTime> {
        self.0.expires_at.map(DateTime)
    }
}

fn id(key: Uuid) -> ID {
    ID(RecordId::new(Prefix::Key, key).to_string())
}
