//! `finding`: something a rule noticed.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocab::{FindingCode, RecordStatus, Resolution, Severity};

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "finding")]
pub struct Model {
    /// Time-ordered key; the API shows it as a typed id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Hash of code, subject and the other record, unique.
    #[sea_orm(unique)]
    pub identity: String,
    /// What was noticed.
    pub code: FindingCode,
    /// How much it matters.
    pub severity: Severity,
    /// Version of the rule that noticed it.
    pub rule_version: i32,
    /// The finding in a sentence.
    #[sea_orm(column_type = "Text")]
    pub message: String,
    /// The claim it is about; `None` when it is about something else.
    pub claim_id: Option<Uuid>,
    /// The attribution it is about; `None` when it is about something else.
    pub attribution_id: Option<Uuid>,
    /// The source it is about; `None` when it is about something else.
    pub source_id: Option<Uuid>,
    /// The agent it is about; `None` when it is about something else.
    pub agent_id: Option<Uuid>,
    /// The claim that the one it is about may be; `None` when it is about no such pair.
    pub other_claim_id: Option<Uuid>,
    /// The source that the one it is about may be; `None` when it is about no such pair.
    pub other_source_id: Option<Uuid>,
    /// The agent that the one it is about may be; `None` when it is about no such pair.
    pub other_agent_id: Option<Uuid>,
    /// A person's verdict.
    pub resolution: Resolution,
    /// The reason of the verdict; `None` while there is none.
    #[sea_orm(column_type = "Text")]
    pub resolution_reason: Option<String>,
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
