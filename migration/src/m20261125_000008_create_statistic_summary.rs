//! Create what is kept of comparisons, so that lists can ask for it: `statistic_summary`,
//! `claim_verdict`.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, boolean, double_null, integer_null, string, string_null,
        text_null, uuid,
    },
};

use crate::naming::{foreign_key, index};

const SUMMARY: &str = "statistic_summary";
const VERDICT: &str = "claim_verdict";

/// What cannot be built: an index on an expression, and one of few rows. What is missing is less
/// than everything there is.
const INDEXES: [&str; 5] = [
    "CREATE INDEX idx_statistic_summary_stale ON statistic_summary (statistic_id) WHERE stale",
    "CREATE INDEX idx_statistic_summary_spread \
     ON statistic_summary (COALESCE(spread, -1.0), statistic_id)",
    "CREATE INDEX idx_statistic_summary_verdict_spread \
     ON statistic_summary (verdict, COALESCE(spread, -1.0), statistic_id)",
    "CREATE INDEX idx_statistic_summary_origins_max \
     ON statistic_summary (COALESCE(origins_max, -1), statistic_id)",
    "CREATE INDEX idx_statistic_summary_conflict_count \
     ON statistic_summary (COALESCE(conflict_count, -1), statistic_id)",
];

/// Statistics that are on record already are summed up when they are first asked for.
const KNOWN: &str = "INSERT INTO statistic_summary \
     (statistic_id, stale, marks, marked_version) SELECT id, TRUE, 1, 0 FROM statistic";

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(SUMMARY)
                    .col(uuid("statistic_id").primary_key())
                    .col(boolean("stale"))
                    .col(big_integer("marks"))
                    .col(big_integer("marked_version"))
                    .col(big_integer_null("computed_version"))
                    .col(string_null("verdict"))
                    .col(text_null("summary"))
                    .col(double_null("range_low"))
                    .col(double_null("range_high"))
                    .col(double_null("spread"))
                    .col(double_null("median"))
                    .col(integer_null("origins_min"))
                    .col(integer_null("origins_max"))
                    .col(integer_null("position_count"))
                    .col(integer_null("claim_count"))
                    .col(integer_null("attribution_count"))
                    .col(integer_null("conflict_count"))
                    .foreign_key(&mut foreign_key(SUMMARY, "statistic_id", "statistic"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index(SUMMARY, &["verdict", "statistic_id"])).await?;
        manager.create_index(index(SUMMARY, &["marked_version"])).await?;
        for sql in INDEXES.into_iter().chain([KNOWN]) {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        manager
            .create_table(
                Table::create()
                    .table(VERDICT)
                    .col(uuid("claim_id"))
                    .col(string("verdict"))
                    .primary_key(Index::create().col("claim_id").col("verdict"))
                    .foreign_key(&mut foreign_key(VERDICT, "claim_id", "claim"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index(VERDICT, &["verdict", "claim_id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(VERDICT).to_owned()).await?;
        manager.drop_table(Table::drop().table(SUMMARY).to_owned()).await
    }
}
