//! Making, checking and revoking keys to the API.

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use entity::{api_key, vocab::Role};
use uuid::Uuid;

use super::{Actor, Session, Viewer};
use crate::{
    Error, Result,
    domain::{
        key::{self, ENTROPY},
        record_id::{Prefix, RecordId},
        text,
    },
    store::{self, Db, Read, Txn},
};

/// Longest name of a key, in characters.
const NAME_MAX: usize = 100;

/// A key that is to be made.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// What its holder calls it; revisions keep it, so no two keys have it at one time.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// When it ends; `None` when it does not.
    pub expires_at: Option<DateTime<Utc>>,
}

impl From<api_key::Model> for Viewer {
    fn from(key: api_key::Model) -> Self {
        Self { key_id: key.id, name: key.name, role: key.role, expires_at: key.expires_at }
    }
}

/// The holder of a secret, and a note that the key was used.
///
/// The note is written in a task of its own and at most once a minute: a reader never waits for a
/// writer. A server whose database is a copy asks [`check`] instead, which writes nothing.
pub async fn authenticate(db: &Db, secret: &str, now: DateTime<Utc>) -> Result<Viewer> {
    let key = check(db, secret, now).await?;
    let minute = now.duration_trunc(TimeDelta::minutes(1)).unwrap_or(now);
    if key.last_used_at.is_none_or(|last| last < minute) {
        let (db, id) = (db.clone(), key.id);
        tokio::spawn(async move {
            if let Err(error) = store::api_key::touch(&db, id, minute).await {
                tracing::warn!(%error, "the use of a key was not noted");
            }
        });
    }
    Ok(key.into())
}

/// The key with this secret, which must still work. Messages never repeat the secret.
pub async fn check(db: &impl Read, secret: &str, now: DateTime<Utc>) -> Result<api_key::Model> {
    let refuse = |message: String| Err(Error::Unauthenticated(message));
    if !key::is_well_formed(secret) {
        return refuse(
            "this is not a key of ours: send all 39 characters of it, from cb_ to the last, as \
             Authorization: Bearer KEY"
                .to_owned(),
        );
    }
    let Some(found) = store::api_key::by_hash(db, &key::hash_hex(secret)).await? else {
        return refuse("this key is not known here: ask an admin for one".to_owned());
    };
    let name = text::shown(&found.name);
    if let Some(at) = found.revoked_at {
        let day = at.date_naive();
        return refuse(format!("key {name} was revoked on {day}: ask an admin for another one"));
    }
    if let Some(at) = found.expires_at.filter(|&at| at <= now) {
        let day = at.date_naive();
        return refuse(format!("key {name} expired on {day}: ask an admin for another one"));
    }
    Ok(found)
}

/// Makes a key. The secret is returned this once and stored nowhere.
pub async fn create(
    session: &Session,
    new: NewKey,
    entropy: [u8; ENTROPY],
) -> Result<(api_key::Model, String)> {
    let secret = key::write(&entropy);
    let (hash, prefix) = (key::hash_hex(&secret), key::prefix(&secret));
    let row = session
        .write(Role::Admin, move |txn| {
            let (new, hash, prefix) = (new.clone(), hash.clone(), prefix.clone());
            Box::pin(create_in(txn, new, hash, prefix))
        })
        .await?;
    Ok((row, secret))
}

async fn create_in(
    txn: &Txn,
    new: NewKey,
    secret_hash: String,
    prefix: String,
) -> Result<api_key::Model> {
    let NewKey { name, role, expires_at } = new;
    let name = text::line("name", &name, NAME_MAX)?;
    // PostgreSQL keeps no more than microseconds.
    let expires_at =
        expires_at.map(|at| at.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(at));
    if let Some(at) = expires_at.filter(|&at| at <= txn.now()) {
        let message = format!("expiresAt {at:?} is over: name a moment that is still to come");
        return Err(Error::invalid("expiresAt", message));
    }
    if let Some(other) = store::api_key::by_name(txn, &name).await? {
        let id = RecordId::new(Prefix::Key, other.id);
        let name = text::shown(&name);
        let message = format!(
            "key {name} is there already ({id}), and the history tells keys apart by their names: \
             choose another name, or revoke that key first"
        );
        return Err(Error::conflict("name", message));
    }
    let row = api_key::Model {
        id: txn.id(),
        name,
        role,
        prefix,
        secret_hash,
        created_at: txn.now(),
        expires_at,
        revoked_at: None,
        last_used_at: None,
    };
    store::api_key::insert(txn, row.clone()).await?;
    Ok(row)
}

/// Revokes a key, from this moment on. An admin may revoke every key; everybody their own. One that
/// is revoked already stays as it is.
pub async fn revoke(session: &Session, id: Uuid) -> Result<api_key::Model> {
    let own = matches!(&session.actor, Actor::Key(viewer) if viewer.key_id == id);
    let needed = if own { Role::Reader } else { Role::Admin };
    session.write(needed, move |txn| Box::pin(revoke_in(txn, id))).await
}

async fn revoke_in(txn: &Txn, id: Uuid) -> Result<api_key::Model> {
    let Some(mut row) = store::api_key::find(txn, id).await? else {
        return Err(Error::not_found("id", "key", RecordId::new(Prefix::Key, id)));
    };
    if row.revoked_at.is_none() {
        store::api_key::revoke(txn, id, txn.now()).await?;
        row.revoked_at = Some(txn.now());
    }
    Ok(row)
}

/// All keys, revoked ones too, the oldest first; for admins.
pub async fn list(db: &impl Read) -> Result<Vec<api_key::Model>> {
    store::api_key::list(db).await
}
