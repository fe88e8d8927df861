//! Schema history, oldest first. A published migration is never edited.

pub use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode, TransactionOptions,
    TransactionTrait as _,
};

mod m20261125_000001_create_agent_event_place_measure;
mod m20261125_000002_create_source_statistic;
mod m20261125_000003_create_claim_attribution;
mod m20261125_000004_create_derivation_link_assessment_finding;
mod m20261125_000005_create_revision_key;
mod m20261125_000006_create_search;
mod m20261125_000007_create_relation_override;
mod m20261125_000008_create_statistic_summary;
mod m20261125_000009_add_likely_same;
mod m20261125_000010_add_attribution_candidate;
mod m20261125_000011_create_candidate_rejection;
mod m20261125_000012_index_source_text;
mod m20261125_000013_create_import;
mod m20261125_000014_add_import_feed;
mod m20261125_000015_add_rating_mapping;
mod m20261125_000016_index_compared;
mod m20261125_000017_add_source_imprint;
mod m20261125_000018_create_views;
mod m20261126_000019_index_alike;
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
            Box::new(m20261125_000007_create_relation_override::Migration),
            Box::new(m20261125_000008_create_statistic_summary::Migration),
            Box::new(m20261125_000009_add_likely_same::Migration),
            Box::new(m20261125_000010_add_attribution_candidate::Migration),
            Box::new(m20261125_000011_create_candidate_rejection::Migration),
            Box::new(m20261125_000012_index_source_text::Migration),
            Box::new(m20261125_000013_create_import::Migration),
            Box::new(m20261125_000014_add_import_feed::Migration),
            Box::new(m20261125_000015_add_rating_mapping::Migration),
            Box::new(m20261125_000016_index_compared::Migration),
            Box::new(m20261125_000017_add_source_imprint::Migration),
            Box::new(m20261125_000018_create_views::Migration),
            Box::new(m20261126_000019_index_alike::Migration),
        ]
    }
}

/// Brings the database up to date, in one transaction. Two servers that start together take turns:
/// SQLite by the write lock, PostgreSQL by an advisory lock.
pub async fn up(db: &DatabaseConnection) -> Result<(), DbErr> {
    let txn = begin(db).await?;
    Migrator::up(&txn, None).await?;
    txn.commit().await
}

/// Takes every migration back, in one transaction.
pub async fn down(db: &DatabaseConnection) -> Result<(), DbErr> {
    let txn = begin(db).await?;
    Migrator::down(&txn, None).await?;
    txn.commit().await
}

/// Names of the migrations that the database has not seen yet.
pub async fn pending(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let pending = Migrator::get_pending_migrations_read_only(db).await?;
    Ok(pending.iter().map(|migration| migration.name().to_owned()).collect())
}

/// The number is arbitrary; only claimbase's own migrations use it.
const ADVISORY_LOCK: &str = "SELECT pg_advisory_xact_lock(7236912045112)";

async fn begin(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let immediate = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..Default::default()
    };
    let txn = db.begin_with_options(immediate).await?;
    if db.get_database_backend() == DbBackend::Postgres {
        txn.execute_unprepared(ADVISORY_LOCK).await?;
    }
    Ok(txn)
}
