//! Create where records came from: `import`, `import_row`.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, boolean, string, string_null, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid,
    },
};

use crate::naming::{foreign_key, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("import")
                    .col(uuid("id").primary_key())
                    .col(string("format"))
                    .col(text("file_name"))
                    .col(string("file_hash"))
                    .col(text("map"))
                    .col(string_null("actor"))
                    .col(timestamp_with_time_zone("started_at"))
                    .col(timestamp_with_time_zone_null("ended_at"))
                    .col(big_integer("row_count"))
                    .col(big_integer("refused_count"))
                    .col(timestamp_with_time_zone_null("undone_at"))
                    .col(text_null("undone_reason"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("import", &["file_hash"])).await?;
        let columns = ["import_id", "line", "record_kind", "record_key"];
        let mut key = Index::create();
        for column in columns {
            key.col(column);
        }
        manager
            .create_table(
                Table::create()
                    .table("import_row")
                    .col(uuid("import_id"))
                    .col(big_integer("line"))
                    .col(string("record_kind"))
                    .col(uuid("record_key"))
                    .col(boolean("is_new"))
                    .primary_key(&mut key)
                    .foreign_key(&mut foreign_key("import_row", "import_id", "import"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("import_row", &["record_key"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["import_row", "import"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
