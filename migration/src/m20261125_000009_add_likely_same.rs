//! Add what finds records that may be the same, and findings about agents and about pairs:
//! `match_key`, and columns of `finding`.

use sea_orm_migration::{
    prelude::*,
    schema::{string, text, uuid, uuid_null},
    sea_orm::DbBackend,
};

use crate::naming::{foreign_key, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The new columns of `finding`, and to which table each points.
const COLUMNS: [(&str, &str); 4] = [
    ("agent_id", "agent"),
    ("other_claim_id", "claim"),
    ("other_source_id", "source"),
    ("other_agent_id", "agent"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("match_key")
                    .col(string("record_kind"))
                    .col(uuid("record_key"))
                    .col(text("value"))
                    .primary_key(Index::create().col("record_kind").col("record_key").col("value"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("match_key", &["record_kind", "value"])).await?;
        for (column, to) in COLUMNS {
            if manager.get_database_backend() == DbBackend::Sqlite {
                // SQLite takes a foreign key only together with its column, which the builder
                // cannot say.
                let sql = format!(
                    "ALTER TABLE \"finding\" ADD COLUMN \"{column}\" uuid_text \
                    REFERENCES \"{to}\" (\"id\") ON DELETE RESTRICT"
                );
                manager.get_connection().execute_unprepared(&sql).await?;
            } else {
                let add = Table::alter().table("finding").add_column(uuid_null(column)).to_owned();
                manager.alter_table(add).await?;
                manager.create_foreign_key(foreign_key("finding", column, to)).await?;
            }
            manager.create_index(index("finding", &[column])).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (column, _) in COLUMNS {
            let name = format!("idx_finding_{column}");
            manager.drop_index(Index::drop().name(name).table("finding").to_owned()).await?;
            let drop = Table::alter().table("finding").drop_column(column).to_owned();
            manager.alter_table(drop).await?;
        }
        manager.drop_table(Table::drop().table("match_key").to_owned()).await
    }
}
