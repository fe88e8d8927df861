//! `attribution`: one place where a claim is made.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocab::{AnchorStatus, Hedge, Originality, RecordStatus, Stance};

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "attribution")]
pub struct Model {
    /// Time-ordered key; the API shows it as a typed id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Hash of claim, source, agent and quote; unique.
    #[sea_orm(unique)]
    pub identity: String,
    /// The claim.
    pub claim_id: Uuid,
    /// Where it is made.
    pub source_id: Uuid,
    /// Who is said to hold it; `None` for the source's own voice.
    pub agent_id: Option<Uuid>,
    /// How it stands to the claim.
    pub stance: Stance,
    /// Reporting verb; `None` when there is none.
    pub verb: Option<String>,
    /// How sure the wording is.
    pub hedge: Hedge,
    /// The hedging words; `None` when there are none.
    pub hedge_text: Option<String>,
    /// The quantity as worded here; `None` when it is worded as in the claim.
    #[sea_orm(column_type = "Text")]
    pub quantity_text: Option<String>,
    /// The words themselves; `None` when not quoted.
    #[sea_orm(column_type = "Text")]
    pub quote_exact: Option<String>,
    /// What stands before them; `None` when not recorded.
    #[sea_orm(column_type = "Text")]
    pub quote_prefix: Option<String>,
    /// What stands after them; `None` when not recorded.
    #[sea_orm(column_type = "Text")]
    pub quote_suffix: Option<String>,
    /// Position of the first code point in the source's text; `None` when unknown.
    pub quote_start: Option<i32>,
    /// Position after the last code point; `None` when unknown.
    pub quote_end: Option<i32>,
    /// BCP 47 tag of the quote; `None` when it is the source's language.
    pub quote_language: Option<String>,
    /// The quote in English; `None` when not translated.
    #[sea_orm(column_type = "Text")]
    pub quote_translation: Option<String>,
    /// Whether the quote is found in the stored text; `None` without a quote.
    pub quote_status: Option<AnchorStatus>,
    /// When it was said, in EDTF; `None` when it was not said.
    pub said_on: Option<String>,
    /// First day that `said_on` can mean.
    pub said_on_earliest: Option<Date>,
    /// Last day that `said_on` can mean.
    pub said_on_latest: Option<Date>,
    /// Where the source has it from.
    pub originality: Originality,
    /// The rules that proposed it, and that a person accepted; `None` when nothing proposed it.
    pub rule_set: Option<String>,
    /// The id of the candidate that it was; `None` when it was none.
    pub candidate: Option<String>,
    /// First day it can have been said, else published; 9999-12-31 when unknown, so that it sorts last.
    pub sort_date: Date,
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
