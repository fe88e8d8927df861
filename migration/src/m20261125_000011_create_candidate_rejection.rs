//! Create what people decided about candidates: `candidate_rejection`.

use sea_orm_migration::{
    prelude::*,
    schema::{integer, string, string_null, text, text_null, timestamp_with_time_zone, uuid},
};

use crate::naming::unique;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        const TABLE: &str = "candidate_rejection";
        manager
            .create_table(
                Table::create()
                    .table(TABLE)
                    .col(uuid("id").primary_key())
                    .col(string("identity"))
                    .col(string("rule_set"))
                    .col(text("quote"))
                    .col(string_null("url"))
                    .col(text_null("reason"))
                    .col(string("status"))
                    .col(text_null("status_reason"))
                    .col(integer("revision"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique(TABLE, &["identity"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("candidate_rejection").to_owned()).await
    }
}
