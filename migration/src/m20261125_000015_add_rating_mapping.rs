//! Add the name of the mapping by which a rating was normalised: `assessment.rating_mapping`.

use sea_orm_migration::{prelude::*, schema::string_null};

const TABLE: &str = "assessment";
const COLUMN: &str = "rating_mapping";

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut alter = Table::alter();
        manager.alter_table(alter.table(TABLE).add_column(string_null(COLUMN)).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut alter = Table::alter();
        manager.alter_table(alter.table(TABLE).drop_column(COLUMN).to_owned()).await
    }
}
