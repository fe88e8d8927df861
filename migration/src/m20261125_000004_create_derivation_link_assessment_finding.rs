//! Create what is known about claims and attributions: `derivation`, `claim_link`, `assessment`, `finding`.

use sea_orm_migration::{
    prelude::*,
    schema::{
        date_null, integer, string, string_null, text, text_null, timestamp_with_time_zone, uuid,
        uuid_null,
    },
};

use crate::naming::{foreign_key, index, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    #[expect(clippy::too_many_lines, reason = "a list of tables, which reads best as one")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("derivation")
                    .col(uuid("id").primary_key())
                    .col(string("identity"))
                    .col(uuid("attribution_id"))
                    .col(uuid_null("parent_attribution_id"))
                    .col(uuid_null("parent_source_id"))
                    .col(string("kind"))
                    .col(string("confirmation"))
                    .col(text_null("note"))
                    .col(string("status"))
                    .col(text_null("status_reason"))
                    .col(integer("revision"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut foreign_key("derivation", "attribution_id", "attribution"))
                    .foreign_key(&mut foreign_key(
                        "derivation",
                        "parent_attribution_id",
                        "attribution",
                    ))
                    .foreign_key(&mut foreign_key("derivation", "parent_source_id", "source"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("derivation", &["identity"])).await?;
        manager.create_index(index("derivation", &["attribution_id"])).await?;
        manager.create_index(index("derivation", &["parent_attribution_id"])).await?;
        manager.create_index(index("derivation", &["parent_source_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("claim_link")
                    .col(uuid("id").primary_key())
                    .col(string("identity"))
                    .col(uuid("claim_id"))
                    .col(uuid("other_claim_id"))
                    .col(string("kind"))
                    .col(string("confirmation"))
                    .col(text_null("note"))
                    .col(string("status"))
                    .col(text_null("status_reason"))
                    .col(integer("revision"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut foreign_key("claim_link", "claim_id", "claim"))
                    .foreign_key(&mut foreign_key("claim_link", "other_claim_id", "claim"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("claim_link", &["identity"])).await?;
        manager.create_index(index("claim_link", &["claim_id"])).await?;
        manager.create_index(index("claim_link", &["other_claim_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("assessment")
                    .col(uuid("id").primary_key())
                    .col(string("identity"))
                    .col(uuid("claim_id"))
                    .col(uuid("reviewer_id"))
                    .col(string("rating_text"))
                    .col(string_null("rating"))
                    .col(string_null("reviewed_on"))
                    .col(date_null("reviewed_on_earliest"))
                    .col(date_null("reviewed_on_latest"))
                    .col(text_null("url"))
                    .col(text_null("rationale"))
                    .col(string("status"))
                    .col(text_null("status_reason"))
                    .col(integer("revision"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut foreign_key("assessment", "claim_id", "claim"))
                    .foreign_key(&mut foreign_key("assessment", "reviewer_id", "agent"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("assessment", &["identity"])).await?;
        manager.create_index(index("assessment", &["claim_id"])).await?;
        manager.create_index(index("assessment", &["reviewer_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("finding")
                    .col(uuid("id").primary_key())
                    .col(string("identity"))
                    .col(string("code"))
                    .col(string("severity"))
                    .col(integer("rule_version"))
                    .col(text("message"))
                    .col(uuid_null("claim_id"))
                    .col(uuid_null("attribution_id"))
                    .col(uuid_null("source_id"))
                    .col(string("resolution"))
                    .col(text_null("resolution_reason"))
                    .col(string("status"))
                    .col(text_null("status_reason"))
                    .col(integer("revision"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut foreign_key("finding", "claim_id", "claim"))
                    .foreign_key(&mut foreign_key("finding", "attribution_id", "attribution"))
                    .foreign_key(&mut foreign_key("finding", "source_id", "source"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("finding", &["identity"])).await?;
        manager.create_index(index("finding", &["claim_id"])).await?;
        manager.create_index(index("finding", &["attribution_id"])).await?;
        manager.create_index(index("finding", &["source_id"])).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("finding").to_owned()).await?;
        manager.drop_table(Table::drop().table("assessment").to_owned()).await?;
        manager.drop_table(Table::drop().table("claim_link").to_owned()).await?;
        manager.drop_table(Table::drop().table("derivation").to_owned()).await?;
        Ok(())
    }
}
