//! Create the records that claims are about: `place`, `measure`, `agent`, `event`, with their names elsewhere.

use sea_orm_migration::{
    prelude::*,
    schema::{
        boolean, date_null, double_null, integer, string, string_null, text, text_null,
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
                    .table("place")
                    .col(uuid("id").primary_key())
                    .col(string("slug"))
                    .col(string("name"))
                    .col(string("kind"))
                    .col(uuid_null("parent_id"))
                    .col(string_null("iso_code"))
                    .col(double_null("latitude"))
                    .col(double_null("longitude"))
                    .col(uuid("canonical_id"))
                    .col(uuid_null("merged_into_id"))
                    .col(string("status"))
                    .col(text_null("status_reason"))
                    .col(integer("revision"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut foreign_key("place", "parent_id", "place"))
                    .foreign_key(&mut foreign_key("place", "canonical_id", "place"))
                    .foreign_key(&mut foreign_key("place", "merged_into_id", "place"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("place", &["slug"])).await?;
        manager.create_index(index("place", &["name", "id"])).await?;
        manager.create_index(index("place", &["parent_id"])).await?;
        manager.create_index(index("place", &["canonical_id"])).await?;
        manager.create_index(index("place", &["merged_into_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("measure")
                    .col(uuid("id").primary_key())
                    .col(string("slug"))
                    .col(string("name"))
                    .col(text("definition"))
                    .col(string("unit"))
                    .col(string("value_type"))
                    .col(boolean("integral"))
                    .col(string("accumulation"))
                    .col(uuid("canonical_id"))
                    .col(uuid_null("merged_into_id"))
                    .col(string("status"))
                    .col(text_null("status_reason"))
                    .col(integer("revision"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut foreign_key("measure", "canonical_id", "measure"))
                    .foreign_key(&mut foreign_key("measure", "merged_into_id", "measure"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("measure", &["slug"])).await?;
        manager.create_index(index("measure", &["name", "id"])).await?;
        manager.create_index(index("measure", &["canonical_id"])).await?;
        manager.create_index(index("measure", &["merged_into_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("agent")
                    .col(uuid("id").primary_key())
                    .col(string("slug"))
                    .col(string("name"))
                    .col(string("kind"))
                    .col(uuid_null("parent_id"))
                    .col(uuid_null("speaks_for_id"))
                    .col(uuid("canonical_id"))
                    .col(uuid_null("merged_into_id"))
                    .col(string("status"))
                    .col(text_null("status_reason"))
                    .col(integer("revision"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut foreign_key("agent", "parent_id", "agent"))
                    .foreign_key(&mut foreign_key("agent", "speaks_for_id", "agent"))
                    .foreign_key(&mut foreign_key("agent", "canonical_id", "agent"))
                    .foreign_key(&mut foreign_key("agent", "merged_into_id", "agent"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("agent", &["slug"])).await?;
        manager.create_index(index("agent", &["name", "id"])).await?;
        manager.create_index(index("agent", &["parent_id"])).await?;
        manager.create_index(index("agent", &["speaks_for_id"])).await?;
        manager.create_index(index("agent", &["canonical_id"])).await?;
        manager.create_index(index("agent", &["merged_into_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("event")
                    .col(uuid("id").primary_key())
                    .col(string("slug"))
                    .col(string("name"))
                    .col(string("kind"))
                    .col(string_null("start"))
                    .col(date_null("start_earliest"))
                    .col(date_null("start_latest"))
                    .col(string_null("end"))
                    .col(date_null("end_earliest"))
                    .col(date_null("end_latest"))
                    .col(uuid_null("parent_id"))
                    .col(uuid("canonical_id"))
                    .col(uuid_null("merged_into_id"))
                    .col(string("status"))
                    .col(text_null("status_reason"))
                    .col(integer("revision"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut foreign_key("event", "parent_id", "event"))
                    .foreign_key(&mut foreign_key("event", "canonical_id", "event"))
                    .foreign_key(&mut foreign_key("event", "merged_into_id", "event"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("event", &["slug"])).await?;
        manager.create_index(index("event", &["name", "id"])).await?;
        manager.create_index(index("event", &["parent_id"])).await?;
        manager.create_index(index("event", &["canonical_id"])).await?;
        manager.create_index(index("event", &["merged_into_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("event_place")
                    .col(uuid("event_id"))
                    .col(uuid("place_id"))
                    .col(integer("position"))
                    .primary_key(
                        Index::create().name("pk_event_place").col("event_id").col("place_id"),
                    )
                    .foreign_key(&mut foreign_key("event_place", "event_id", "event"))
                    .foreign_key(&mut foreign_key("event_place", "place_id", "place"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("event_place", &["place_id"])).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("event_place").to_owned()).await?;
        manager.drop_table(Table::drop().table("event").to_owned()).await?;
        manager.drop_table(Table::drop().table("agent").to_owned()).await?;
        manager.drop_table(Table::drop().table("measure").to_owned()).await?;
        manager.drop_table(Table::drop().table("place").to_owned()).await?;
        Ok(())
    }
}
