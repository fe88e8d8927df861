//! Index all that a comparison reads of attributions and sources, so that it reads no row of either.

use sea_orm_migration::prelude::*;

use crate::naming::index;

/// Table, name and columns.
const INDEXES: [(&str, &str, &[&str]); 3] = [
    ("claim", "idx_claim_compared", &["statistic_id", "status", "id"]),
    (
        "attribution",
        "idx_attribution_compared",
        &["claim_id", "status", "id", "source_id", "agent_id", "originality", "stance", "said_on"],
    ),
    ("source", "idx_source_compared", &["id", "status", "publisher_id", "published_on"]),
];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, name, columns) in INDEXES {
            manager.create_index(index(table, columns).name(name).to_owned()).await?;
        }
        // The new one begins with the same column.
        let name = "idx_attribution_claim_id";
        manager.drop_index(Index::drop().name(name).table("attribution").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(index("attribution", &["claim_id"])).await?;
        for (table, name, _) in INDEXES {
            manager.drop_index(Index::drop().name(name).table(table).to_owned()).await?;
        }
        Ok(())
    }
}
