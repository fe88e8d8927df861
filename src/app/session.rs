//! Who asks, of which database, and when.

use std::sync::Arc;

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use entity::vocab::Role;
use uuid::Uuid;

use crate::{
    Error, Result,
    domain::key,
    store::{self, Body, Call, Db, Ids, Txn},
};

/// Where "now" comes from; tests pass a fixed one.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Where the random bytes of a new key come from; tests pass known ones.
pub type Entropy = Arc<dyn Fn() -> [u8; key::ENTROPY] + Send + Sync>;

/// The holder of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// The key's id; not its secret.
    pub key_id: Uuid,
    /// What its holder calls it.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// When it ends; `None` when it does not.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Somebody without a key.
    Anonymous,
    /// The holder of a key.
    Key(Viewer),
    /// The program itself: a command on the machine that holds the database.
    Program,
}

impl Actor {
    /// Whether it may do what takes this role.
    #[must_use]
    pub fn may(&self, role: Role) -> bool {
        match self {
            Self::Anonymous => false,
            Self::Key(viewer) => viewer.role >= role,
            Self::Program => true,
        }
    }

    /// The name that revisions keep; `None` for the program and for nobody.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Key(viewer) => Some(&viewer.name),
            Self::Anonymous | Self::Program => None,
        }
    }

    /// The holder of the key; `None` without one.
    #[must_use]
    pub const fn viewer(&self) -> Option<&Viewer> {
        match self {
            Self::Key(viewer) => Some(viewer),
            Self::Anonymous | Self::Program => None,
        }
    }
}

/// What a verb needs to know of its surroundings.
#[derive(Clone)]
pub struct Session {
    /// The database.
    pub db: Db,
    /// Where "now" comes from.
    pub clock: Clock,
    /// Where ids come from.
    pub ids: Ids,
    /// Where the random bytes of new keys come from.
    pub entropy: Entropy,
    /// Who asks.
    pub actor: Actor,
    /// Whether nothing may be written, whoever asks.
    pub read_only: bool,
}

impl Session {
    /// The time, to the microsecond: PostgreSQL keeps no more.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let now = (self.clock)();
        now.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(now)
    }

    /// The same surroundings for somebody else.
    #[must_use]
    pub fn acting_as(&self, actor: Actor) -> Self {
        Self { actor, ..self.clone() }
    }

    /// Refuses whoever may not do what takes this role.
    pub fn require(&self, role: Role) -> Result<()> {
        if self.read_only {
            let message = "this server is read-only: write on the server that it copies";
            return Err(Error::Forbidden(message.to_owned()));
        }
        if self.actor.may(role) {
            return Ok(());
        }
        let needed = role_name(role);
        Err(match &self.actor {
            Actor::Key(viewer) => Error::Forbidden(format!(
                "key \"{}\" has the role {}; this takes the role {needed}",
                viewer.name,
                role_name(viewer.role)
            )),
            Actor::Anonymous | Actor::Program => Error::Unauthenticated(format!(
                "this takes a key with the role {needed}: send it as Authorization: Bearer KEY"
            )),
        })
    }

    /// Runs a verb in a transaction, for somebody who has this role.
    pub async fn write<T, F>(&self, role: Role, body: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a Txn) -> Body<'a, T> + Send + Sync + 'static,
    {
        self.require(role)?;
        let actor = self.actor.name().map(str::to_owned);
        let call = Call { now: self.now(), actor, ids: Arc::clone(&self.ids) };
        store::write(&self.db, call, body).await
    }
}

const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Reader => "reader",
        Role::Contributor => "contributor",
        Role::Curator => "curator",
        Role::Admin => "admin",
    }
}
