//! `claim`: one proposition.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocab::{ClaimKind, Qualifier, RecordStatus};

/// A stored row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "claim")]
pub struct Model {
    /// Time-ordered key; the API shows it as a typed id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Hash of what makes it this claim, unique.
    #[sea_orm(unique)]
    pub identity: String,
    /// Whether it has a number.
    pub kind: ClaimKind,
    /// What the number is of; `None` for a statement.
    pub statistic_id: Option<Uuid>,
    /// What a statement is about; `None` when it is about no event, or the claim is statistical.
    pub event_id: Option<Uuid>,
    /// The proposition in a sentence.
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// The quantity as it was worded; `None` for a statement.
    #[sea_orm(column_type = "Text")]
    pub quantity_text: Option<String>,
    /// How the number was qualified; `None` for a statement.
    pub qualifier: Option<Qualifier>,
    /// The number named; `None` when none was.
    pub value: Option<f64>,
    /// Lower bound that the words give, inclusive; `None` when open.
    pub low: Option<f64>,
    /// Upper bound that the words give, inclusive; `None` when open.
    pub high: Option<f64>,
    /// Lower bound as `CLAIMBASE_1` reads it; `None` when open.
    pub reading_low: Option<f64>,
    /// Upper bound as `CLAIMBASE_1` reads it; `None` when open.
    pub reading_high: Option<f64>,
    /// Whether the lexicon, not the speaker, gave one of the bounds read.
    pub reading_soft: bool,
    /// The moment the number describes, in EDTF; `None` when it was not said.
    pub as_of: Option<String>,
    /// First day that `as_of` can mean.
    pub as_of_earliest: Option<Date>,
    /// Last day that `as_of` can mean.
    pub as_of_latest: Option<Date>,
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
