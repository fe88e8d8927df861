//! Index what sources are known by besides their address: a copy of the text, and its archive.

use sea_orm_migration::prelude::*;

use crate::naming::index;

const TABLE: &str = "source";
const COLUMNS: [&str; 2] = ["content_hash", "archive_url"];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in COLUMNS {
            manager.create_index(index(TABLE, &[column])).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in COLUMNS {
            let name = format!("idx_{TABLE}_{column}");
            manager.drop_index(Index::drop().name(name).table(TABLE).to_owned()).await?;
        }
        Ok(())
    }
}
