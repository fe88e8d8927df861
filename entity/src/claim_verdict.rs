//! `claim_verdict`: the verdicts in which a claim takes part with others on its statistic.

use sea_orm::entity::prelude::*;

use crate::vocab::Verdict;

/// A stored row: the claim stands so to at least one other.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "claim_verdict")]
pub struct Model {
    /// The claim.
    #[sea_orm(primary_key, auto_increment = false)]
    pub claim_id: Uuid,
    /// How it stands to another.
    #[sea_orm(primary_key, auto_increment = false)]
    pub verdict: Verdict,
}

/// Rows point at each other by key; the joins are in `store`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
