//! Add what tells releases of one feed apart: `import.feed`, `import.gone_count`, and the state in
//! which an import left a record, `import_row.revision` and `import_row.is_changed`.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, boolean, integer_null, text_null},
};

use crate::naming::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column by a statement.
        for (table, column) in [
            ("import", text_null("feed")),
            ("import", big_integer_null("gone_count")),
            ("import_row", integer_null("revision")),
            ("import_row", boolean("is_changed").default(false).to_owned()),
        ] {
            let mut alter = Table::alter();
            manager.alter_table(alter.table(table).add_column(column).to_owned()).await?;
        }
        manager.create_index(index("import", &["feed"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let name = "idx_import_feed";
        manager.drop_index(Index::drop().name(name).table("import").to_owned()).await?;
        for (table, column) in [
            ("import_row", "is_changed"),
            ("import_row", "revision"),
            ("import", "gone_count"),
            ("import", "feed"),
        ] {
            let mut alter = Table::alter();
            manager.alter_table(alter.table(table).drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
