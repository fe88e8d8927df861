//! Add what references say besides: `source.imprint`, as JSON.

use sea_orm_migration::{prelude::*, schema::text_null};

const TABLE: &str = "source";
const COLUMN: &str = "imprint";

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut alter = Table::alter();
        manager.alter_table(alter.table(TABLE).add_column(text_null(COLUMN)).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut alter = Table::alter();
        manager.alter_table(alter.table(TABLE).drop_column(COLUMN).to_owned()).await
    }
}
