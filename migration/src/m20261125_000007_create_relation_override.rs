//! Create what people decided about pairs of claims: `relation_override`.

use sea_orm_migration::{
    prelude::*,
    schema::{integer, string, text, text_null, timestamp_with_time_zone, uuid},
};

use crate::naming::{foreign_key, index, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        const TABLE: &str = "relation_override";
        manager
            .create_table(
                Table::create()
                    .table(TABLE)
                    .col(uuid("id").primary_key())
                    .col(string("identity"))
                    .col(uuid("claim_id"))
                    .col(uuid("other_claim_id"))
                    .col(string("verdict"))
                    .col(text("reason"))
                    .col(string("status"))
                    .col(text_null("status_reason"))
                    .col(integer("revision"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut foreign_key(TABLE, "claim_id", "claim"))
                    .foreign_key(&mut foreign_key(TABLE, "other_claim_id", "claim"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique(TABLE, &["identity"])).await?;
        manager.create_index(index(TABLE, &["claim_id"])).await?;
        manager.create_index(index(TABLE, &["other_claim_id"])).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("relation_override").to_owned()).await
    }
}
