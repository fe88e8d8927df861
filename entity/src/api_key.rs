//! `api_key`: a key to the API; the secret itself is not stored.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocab::Role;

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "api_key")]
pub struct Model {
    /// Time-ordered key; the API shows it as a typed id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What its holder calls it.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// The first characters of the secret, to tell keys apart.
    pub prefix: String,
    /// SHA-256 of the secret, unique.
    #[sea_orm(unique)]
    pub secret_hash: String,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When it ends; `None` when it does not.
    pub expires_at: Option<DateTimeUtc>,
    /// When it was revoked; `None` while it works.
    pub revoked_at: Option<DateTimeUtc>,
    /// When it was last used, to the minute; `None` when never.
    pub last_used_at: Option<DateTimeUtc>,
}

/// Rows point at each other by key; the joins are in `store`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
