//! `statistic_summary`: what the comparison of a statistic came to, and whether it still holds.

use sea_orm::entity::prelude::*;

use crate::vocab::ComparisonVerdict;

/// A stored row. What was computed is `None` until it first was.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "statistic_summary")]
pub struct Model {
    /// The statistic, by the record that stands for it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub statistic_id: Uuid,
    /// Whether something was committed since that bears on it.
    pub stale: bool,
    /// How often that happened so far: whoever computes it learns by this whether it happened again.
    pub marks: i64,
    /// The last commit that bears on it.
    pub marked_version: i64,
    /// The last commit that the summary knows of.
    pub computed_version: Option<i64>,
    /// What the positions are to each other.
    pub verdict: Option<ComparisonVerdict>,
    /// The same in a sentence.
    #[sea_orm(column_type = "Text")]
    pub summary: Option<String>,
    /// The smallest number named; `None` too where none is.
    pub range_low: Option<f64>,
    /// The largest number named; `None` too where none is.
    pub range_high: Option<f64>,
    /// How far these are apart; `None` too where one is missing.
    pub spread: Option<f64>,
    /// The median of known origins; `None` too where there is none.
    pub median: Option<f64>,
    /// How many independent origins there are at least.
    pub origins_min: Option<i32>,
    /// How many there are at most.
    pub origins_max: Option<i32>,
    /// How many positions.
    pub position_count: Option<i32>,
    /// How many claims with a number.
    pub claim_count: Option<i32>,
    /// How many attributions that assert one.
    pub attribution_count: Option<i32>,
    /// How many pairs of positions that cannot both be so.
    pub conflict_count: Option<i32>,
}

/// Rows point at each other by key; the joins are in `store`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
