//! `candidate_rejection`: a candidate claim of a text that a person does not want proposed again.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocab::RecordStatus;

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "candidate_rejection")]
pub struct Model {
    /// Time-ordered key; the API shows it as a typed id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The candidate's id, unique.
    #[sea_orm(unique)]
    pub identity: String,
    /// The rules that proposed it.
    pub rule_set: String,
    /// The words that it quotes.
    #[sea_orm(column_type = "Text")]
    pub quote: String,
    /// Where the text is on the web; `None` when not known.
    pub url: Option<String>,
    /// Why it was rejected; `None` when nobody said.
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    /// Whether it counts.
    pub status: RecordStatus,
    /// Why it was retracted or merged; `None` while it is active.
    #[sea_orm(column_type = "Text")]
    pub status_reason: Option<String>,
    /// How many changes it has seen, the first included.
    pub revision: i32,
    /// When it was recorded.
    pub created_at: DateTimeUtc,
    /// When it last changed.
    pub updated_at: DateTimeUtc,
}

/// Rows point at each other by key; the joins are in `store`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
