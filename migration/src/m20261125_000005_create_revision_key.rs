//! Create `revision`, `database_state`, `api_key` and `idempotency_key`.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, boolean, integer, string, string_null, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid, uuid_null,
    },
};

use crate::naming::{foreign_key, index, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("revision")
                    .col(uuid("id").primary_key())
                    .col(big_integer("sequence"))
                    .col(integer("position"))
                    .col(string("record_kind"))
                    .col(uuid("record_key"))
                    .col(integer("number"))
                    .col(string("action"))
                    .col(text_null("before"))
                    .col(text_null("after"))
                    .col(uuid_null("statistic_id"))
                    .col(text_null("reason"))
                    .col(string_null("actor"))
                    .col(timestamp_with_time_zone("recorded_at"))
                    .foreign_key(&mut foreign_key("revision", "statistic_id", "statistic"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("revision", &["sequence", "position"])).await?;
        manager.create_index(index("revision", &["record_kind", "record_key", "number"])).await?;
        manager.create_index(index("revision", &["recorded_at"])).await?;
        manager.create_index(index("revision", &["statistic_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("database_state")
                    .col(integer("id").primary_key())
                    .col(big_integer("version"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("api_key")
                    .col(uuid("id").primary_key())
                    .col(string("name"))
                    .col(string("role"))
                    .col(string("prefix"))
                    .col(string("secret_hash"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("expires_at"))
                    .col(timestamp_with_time_zone_null("revoked_at"))
                    .col(timestamp_with_time_zone_null("last_used_at"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("api_key", &["secret_hash"])).await?;
        // The history names keys by their names: at any moment one key at most has a name.
        let mut one_of_a_name = unique("api_key", &["name"]);
        one_of_a_name.and_where(Expr::col("revoked_at").is_null());
        manager.create_index(one_of_a_name).await?;
        manager
            .create_table(
                Table::create()
                    .table("idempotency_key")
                    .col(uuid("id").primary_key())
                    .col(string("key"))
                    .col(string("input_hash"))
                    .col(uuid("claim_id"))
                    .col(boolean("is_new"))
                    .col(timestamp_with_time_zone("created_at"))
                    .foreign_key(&mut foreign_key("idempotency_key", "claim_id", "claim"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("idempotency_key", &["key"])).await?;
        manager.create_index(index("idempotency_key", &["claim_id"])).await?;
        manager
            .execute(
                Query::insert()
                    .into_table("database_state")
                    .columns(["id", "version"])
                    .values_panic([1.into(), 0.into()])
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("idempotency_key").to_owned()).await?;
        manager.drop_table(Table::drop().table("api_key").to_owned()).await?;
        manager.drop_table(Table::drop().table("database_state").to_owned()).await?;
        manager.drop_table(Table::drop().table("revision").to_owned()).await?;
        Ok(())
    }
}
