//! Create `source` and `statistic`, and the other names and external ids of all of them.

use sea_orm_migration::{
    prelude::*,
    schema::{
        boolean, date, date_null, integer, string, string_null, text, text_null,
        timestamp_with_time_zone, uuid, uuid_null,
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
                    .table("statistic")
                    .col(uuid("id").primary_key())
                    .col(string("slug"))
                    .col(string("title"))
                    .col(string("identity"))
                    .col(string("key_hash"))
                    .col(uuid("measure_id"))
                    .col(uuid_null("event_id"))
                    .col(uuid_null("place_id"))
                    .col(string_null("population"))
                    .col(string_null("period_start"))
                    .col(date_null("period_start_earliest"))
                    .col(date_null("period_start_latest"))
                    .col(string_null("period_end"))
                    .col(date_null("period_end_earliest"))
                    .col(date_null("period_end_latest"))
                    .col(uuid("canonical_id"))
                    .col(string("status"))
                    .col(text_null("status_reason"))
                    .col(integer("revision"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut foreign_key("statistic", "measure_id", "measure"))
                    .foreign_key(&mut foreign_key("statistic", "event_id", "event"))
                    .foreign_key(&mut foreign_key("statistic", "place_id", "place"))
                    .foreign_key(&mut foreign_key("statistic", "canonical_id", "statistic"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("statistic", &["slug"])).await?;
        manager.create_index(unique("statistic", &["identity"])).await?;
        manager.create_index(index("statistic", &["key_hash"])).await?;
        manager.create_index(index("statistic", &["measure_id"])).await?;
        manager.create_index(index("statistic", &["event_id"])).await?;
        manager.create_index(index("statistic", &["place_id"])).await?;
        manager.create_index(index("statistic", &["canonical_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("source")
                    .col(uuid("id").primary_key())
                    .col(string("identity"))
                    .col(text_null("url"))
                    .col(text("title"))
                    .col(string("kind"))
                    .col(uuid_null("publisher_id"))
                    .col(string_null("published_on"))
                    .col(date_null("published_on_earliest"))
                    .col(date_null("published_on_latest"))
                    .col(string_null("language"))
                    .col(text_null("archive_url"))
                    .col(date_null("accessed_on"))
                    .col(string_null("content_hash"))
                    .col(text_null("body"))
                    .col(boolean("body_public"))
                    .col(date("sort_date"))
                    .col(string("status"))
                    .col(text_null("status_reason"))
                    .col(integer("revision"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut foreign_key("source", "publisher_id", "agent"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("source", &["identity"])).await?;
        manager.create_index(index("source", &["sort_date", "id"])).await?;
        manager.create_index(index("source", &["title", "id"])).await?;
        manager.create_index(index("statistic", &["title", "id"])).await?;
        manager.create_index(index("source", &["publisher_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("source_author")
                    .col(uuid("source_id"))
                    .col(uuid("agent_id"))
                    .col(integer("position"))
                    .primary_key(
                        Index::create().name("pk_source_author").col("source_id").col("agent_id"),
                    )
                    .foreign_key(&mut foreign_key("source_author", "source_id", "source"))
                    .foreign_key(&mut foreign_key("source_author", "agent_id", "agent"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("source_author", &["agent_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("alias")
                    .col(uuid("id").primary_key())
                    .col(uuid_null("agent_id"))
                    .col(uuid_null("event_id"))
                    .col(uuid_null("place_id"))
                    .col(uuid_null("measure_id"))
                    .col(integer("position"))
                    .col(string("name"))
                    .col(string("folded"))
                    .foreign_key(&mut foreign_key("alias", "agent_id", "agent"))
                    .foreign_key(&mut foreign_key("alias", "event_id", "event"))
                    .foreign_key(&mut foreign_key("alias", "place_id", "place"))
                    .foreign_key(&mut foreign_key("alias", "measure_id", "measure"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("alias", &["folded"])).await?;
        manager.create_index(index("alias", &["agent_id"])).await?;
        manager.create_index(index("alias", &["event_id"])).await?;
        manager.create_index(index("alias", &["place_id"])).await?;
        manager.create_index(index("alias", &["measure_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("external_id")
                    .col(uuid("id").primary_key())
                    .col(uuid_null("agent_id"))
                    .col(uuid_null("event_id"))
                    .col(uuid_null("place_id"))
                    .col(uuid_null("measure_id"))
                    .col(uuid_null("source_id"))
                    .col(integer("position"))
                    .col(string("scheme"))
                    .col(string("value"))
                    .foreign_key(&mut foreign_key("external_id", "agent_id", "agent"))
                    .foreign_key(&mut foreign_key("external_id", "event_id", "event"))
                    .foreign_key(&mut foreign_key("external_id", "place_id", "place"))
                    .foreign_key(&mut foreign_key("external_id", "measure_id", "measure"))
                    .foreign_key(&mut foreign_key("external_id", "source_id", "source"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("external_id", &["scheme", "value"])).await?;
        manager.create_index(index("external_id", &["agent_id"])).await?;
        manager.create_index(index("external_id", &["event_id"])).await?;
        manager.create_index(index("external_id", &["place_id"])).await?;
        manager.create_index(index("external_id", &["measure_id"])).await?;
        manager.create_index(index("external_id", &["source_id"])).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("external_id").to_owned()).await?;
        manager.drop_table(Table::drop().table("alias").to_owned()).await?;
        manager.drop_table(Table::drop().table("source_author").to_owned()).await?;
        manager.drop_table(Table::drop().table("source").to_owned()).await?;
        manager.drop_table(Table::drop().table("statistic").to_owned()).await?;
        Ok(())
    }
}
