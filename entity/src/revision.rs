//! `revision`: what changed, when, by whom and why; never changed itself.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocab::{Action, RecordKind};

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "revision")]
pub struct Model {
    /// Time-ordered key; the API shows it as a typed id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Number of the commit that made it: grows with every commit.
    pub sequence: i64,
    /// Order within the commit, from 0.
    pub position: i32,
    /// Kind of the record that changed.
    pub record_kind: RecordKind,
    /// Key of the record that changed; of any kind, so no foreign key.
    pub record_key: Uuid,
    /// Revision of the record after the change.
    pub number: i32,
    /// What was done.
    pub action: Action,
    /// The record before, as JSON; `None` when it did not exist.
    #[sea_orm(column_type = "Text")]
    pub before: Option<String>,
    /// The record after, as JSON.
    #[sea_orm(column_type = "Text")]
    pub after: Option<String>,
    /// The statistic it bears on; `None` when it bears on none.
    pub statistic_id: Option<Uuid>,
    /// Why; `None` when nobody said.
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    /// Who: the name of the key; `None` for the program itself.
    pub actor: Option<String>,
    /// When.
    pub recorded_at: DateTimeUtc,
}

/// Rows point at each other by key; the joins are in `store`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
