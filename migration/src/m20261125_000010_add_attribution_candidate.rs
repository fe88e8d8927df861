//! Add where an accepted candidate came from: `attribution.rule_set` and `attribution.candidate`.

use sea_orm_migration::{prelude::*, schema::string_null};

use crate::naming::index;

const TABLE: &str = "attribution";
const COLUMNS: [&str; 2] = ["rule_set", "candidate"];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column by a statement.
        for column in COLUMNS {
            let mut alter = Table::alter();
            manager
                .alter_table(alter.table(TABLE).add_column(string_null(column)).to_owned())
                .await?;
        }
        manager.create_index(index(TABLE, &["candidate"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let name = "idx_attribution_candidate";
        manager.drop_index(Index::drop().name(name).table(TABLE).to_owned()).await?;
        for column in COLUMNS {
            let mut alter = Table::alter();
            manager.alter_table(alter.table(TABLE).drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
