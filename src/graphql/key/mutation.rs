//! Making and revoking keys.

use async_graphql::{Context, ID, InputObject, Object};
use uuid::Uuid;

use super::object::Key;
use crate::{
    Result as Checked, Within as _,
    app::key::{self, NewKey},
    domain::record_id::{Prefix, RecordId},
    graphql::{
        context::ContextExt as _,
        error::Result,
        input::scalar,
        payload::{payload, settle},
        scalar::{DateTime, Sent},
        vocab::Role,
    },
};

/// A new key.
#[derive(InputObject)]
pub struct CreateKeyInput {
    /// What its holder calls it; the history keeps it with every change made with the key. A name
    /// is free again once the key that has it is revoked.
    name: String,
    /// What it may do.
    role: Role,
    /// When it ends; it does not unless given.
    expires_at: Option<Sent<DateTime>>,
}

impl CreateKeyInput {
    fn read(self) -> Checked<NewKey> {
        let Self { name, role, expires_at } = self;
        let expires_at = scalar("expiresAt", expires_at)?;
        Ok(NewKey { name, role: role.into(), expires_at })
    }
}

/// Which key no longer works.
#[derive(InputObject)]
pub struct RevokeKeyInput {
    /// The id of the key: it begins with key_ and is not the secret.
    id: ID,
}

impl RevokeKeyInput {
    fn read(self) -> Checked<Uuid> {
        let Self { id } = self;
        RecordId::of(Prefix::Key, &id).within("id")
    }
}

payload! {
    /// What making a key did.
    CreateKeyPayload {
        /// The key; null when the input has to be mended.
        key: Option<Key>,
        /// The secret to send as Authorization: Bearer SECRET. It is shown this once: keep it now.
        /// Null when the input has to be mended.
        secret: Option<String>,
    }
}

payload! {
    /// What revoking a key did.
    RevokeKeyPayload {
        /// The key, revoked; null when the input has to be mended.
        key: Option<Key>,
    }
}

#[derive(Default)]
pub struct KeyMutation;

#[Object]
impl KeyMutation {
    /// Makes a key and shows its secret once. Takes the role admin.
    async fn create_key(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key.")] input: CreateKeyInput,
    ) -> Result<CreateKeyPayload> {
        let session = ctx.session();
        let outcome = match input.read() {
            Ok(new) => key::create(session, new, (session.entropy)()).await,
            Err(error) => Err(error),
        };
        settle(outcome, |(row, secret)| CreateKeyPayload {
            key: Some(Key(row)),
            secret: Some(secret),
            user_errors: Vec::new(),
        })
    }

    /// Revokes a key: from the next request on it is refused. One that is revoked already stays as
    /// it is. Takes the role admin; everybody may revoke their own key.
    async fn revoke_key(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key.")] input: RevokeKeyInput,
    ) -> Result<RevokeKeyPayload> {
        let outcome = match input.read() {
            Ok(id) => key::revoke(ctx.session(), id).await,
            Err(error) => Err(error),
        };
        settle(outcome, |row| RevokeKeyPayload { key: Some(Key(row)), user_errors: Vec::new() })
    }
}
