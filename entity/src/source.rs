//! `source`: one document in which things are said.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocab::{RecordStatus, SourceKind};

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "source")]
pub struct Model {
    /// Time-ordered key; the API shows it as a typed id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Hash of its normalised address, else of publisher, date and title; unique.
    #[sea_orm(unique)]
    pub identity: String,
    /// Its address; `None` when it has none.
    #[sea_orm(column_type = "Text")]
    pub url: Option<String>,
    /// Title as printed.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// What sort of document.
    pub kind: SourceKind,
    /// Who published it; `None` when nobody is recorded.
    pub publisher_id: Option<Uuid>,
    /// When it was published, in EDTF; `None` when it was not said.
    pub published_on: Option<String>,
    /// First day that `published_on` can mean.
    pub published_on_earliest: Option<Date>,
    /// Last day that `published_on` can mean.
    pub published_on_latest: Option<Date>,
    /// BCP 47 tag of its language; `None` when not recorded.
    pub language: Option<String>,
    /// Address of an archived copy; `None` when there is none.
    #[sea_orm(column_type = "Text")]
    pub archive_url: Option<String>,
    /// When it was last read; `None` when not recorded.
    pub accessed_on: Option<Date>,
    /// SHA-256 of the stored text; `None` when the text is not kept.
    pub content_hash: Option<String>,
    /// The text; `None` when it is not kept.
    #[sea_orm(column_type = "Text")]
    pub body: Option<String>,
    /// Whether everybody may read the text, not curators alone.
    pub body_public: bool,
    /// First day it can have been published; 9999-12-31 when unknown, so that it sorts last.
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
    /// Volume, pages, editors and the like, as JSON; `None` when nothing of it was said.
    #[sea_orm(column_type = "Text")]
    pub imprint: Option<String>,
}

/// Rows point at each other by key; the joins are in `store`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
