//! `assessment`: a reviewer's judgement of a claim.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocab::{Rating, RecordStatus};

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "assessment")]
pub struct Model {
    /// Time-ordered key; the API shows it as a typed id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Hash of claim, reviewer, rating, date and address; unique.
    #[sea_orm(unique)]
    pub identity: String,
    /// The claim.
    pub claim_id: Uuid,
    /// Who judged.
    pub reviewer_id: Uuid,
    /// The rating in the reviewer's own words.
    pub rating_text: String,
    /// The rating, normalised; `None` when nobody normalised it.
    pub rating: Option<Rating>,
    /// When it was judged, in EDTF; `None` when it was not said.
    pub reviewed_on: Option<String>,
    /// First day that `reviewed_on` can mean.
    pub reviewed_on_earliest: Option<Date>,
    /// Last day that `reviewed_on` can mean.
    pub reviewed_on_latest: Option<Date>,
    /// Address of the review; `None` when it has none.
    #[sea_orm(column_type = "Text")]
    pub url: Option<String>,
    /// The reasons given; `None` when none are recorded.
    #[sea_orm(column_type = "Text")]
    pub rationale: Option<String>,
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
    /// The mapping that normalised the rating; `None` where a person did, or nobody.
    pub rating_mapping: Option<String>,
}

/// Rows point at each other by key; the joins are in `store`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
