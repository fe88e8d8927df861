//! Schema history, oldest first. A published migration is never edited.

pub use sea_orm_migration::prelude::*;

mod m20261125_000001_create_agent_event_place_measure;
mod m20261125_000002_create_source_statistic;
mod m20261125_000003_create_claim_attribution;
mod m20261125_000004_create_derivation_link_assessment_finding;
mod m20261125_000005_create_revision_key;
mod m20261125_000006_create_search;
mod naming;

/// Every migration, in the order they run.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261125_000001_create_agent_event_place_measure::Migration),
            Box::new(m20261125_000002_create_source_statistic::Migration),
            Box::new(m20261125_000003_create_claim_attribution::Migration),
            Box::new(m20261125_000004_create_derivation_link_assessment_finding::Migration),
            Box::new(m20261125_000005_create_revision_key::Migration),
            Box::new(m20261125_000006_create_search::Migration),
        ]
    }
}
