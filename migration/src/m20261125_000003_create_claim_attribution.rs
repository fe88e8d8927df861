//! Create `claim` and `attribution`.

use sea_orm_migration::{
    prelude::*,
    schema::{
        boolean, date, date_null, double_null, integer, integer_null, string, string_null, text,
        text_null, timestamp_with_time_zone, uuid, uuid_null,
    },
};

use crate::naming::{foreign_key, index, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// What sorts last when it is missing is sorted by an expression, so the index is on the expression.
const SORT_INDEXES: &str = "
CREATE INDEX idx_claim_sort_value ON claim (COALESCE(value, 1.7976931348623157e308), id);
CREATE INDEX idx_claim_sort_as_of ON claim (COALESCE(as_of_earliest, '9999-12-31'), id);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    #[expect(clippy::too_many_lines, reason = "a list of tables, which reads best as one")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("claim")
                    .col(uuid("id").primary_key())
                    .col(string("identity"))
                    .col(string("kind"))
                    .col(uuid_null("statistic_id"))
                    .col(uuid_null("event_id"))
                    .col(text("text"))
                    .col(text_null("quantity_text"))
                    .col(string_null("qualifier"))
                    .col(double_null("value"))
                    .col(double_null("low"))
                    .col(double_null("high"))
                    .col(double_null("reading_low"))
                    .col(double_null("reading_high"))
                    .col(boolean("reading_soft"))
                    .col(string_null("as_of"))
                    .col(date_null("as_of_earliest"))
                    .col(date_null("as_of_latest"))
                    .col(string("status"))
                    .col(text_null("status_reason"))
                    .col(integer("revision"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut foreign_key("claim", "statistic_id", "statistic"))
                    .foreign_key(&mut foreign_key("claim", "event_id", "event"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("claim", &["identity"])).await?;
        manager.create_index(index("claim", &["statistic_id", "value"])).await?;
        manager.create_index(index("claim", &["event_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("attribution")
                    .col(uuid("id").primary_key())
                    .col(string("identity"))
                    .col(uuid("claim_id"))
                    .col(uuid("source_id"))
                    .col(uuid_null("agent_id"))
                    .col(string("stance"))
                    .col(string_null("verb"))
                    .col(string("hedge"))
                    .col(string_null("hedge_text"))
                    .col(text_null("quantity_text"))
                    .col(text_null("quote_exact"))
                    .col(text_null("quote_prefix"))
                    .col(text_null("quote_suffix"))
                    .col(integer_null("quote_start"))
                    .col(integer_null("quote_end"))
                    .col(string_null("quote_language"))
                    .col(text_null("quote_translation"))
                    .col(string_null("quote_status"))
                    .col(string_null("said_on"))
                    .col(date_null("said_on_earliest"))
                    .col(date_null("said_on_latest"))
                    .col(string("originality"))
                    .col(date("sort_date"))
                    .col(string("status"))
                    .col(text_null("status_reason"))
                    .col(integer("revision"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut foreign_key("attribution", "claim_id", "claim"))
                    .foreign_key(&mut foreign_key("attribution", "source_id", "source"))
                    .foreign_key(&mut foreign_key("attribution", "agent_id", "agent"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("attribution", &["identity"])).await?;
        manager.create_index(index("attribution", &["agent_id", "sort_date", "id"])).await?;
        manager.create_index(index("attribution", &["sort_date", "id"])).await?;
        manager.create_index(index("attribution", &["claim_id"])).await?;
        manager.create_index(index("attribution", &["source_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("attribution_via")
                    .col(uuid("attribution_id"))
                    .col(uuid("agent_id"))
                    .col(integer("position"))
                    .primary_key(
                        Index::create()
                            .name("pk_attribution_via")
                            .col("attribution_id")
                            .col("agent_id"),
                    )
                    .foreign_key(&mut foreign_key(
                        "attribution_via",
                        "attribution_id",
                        "attribution",
                    ))
                    .foreign_key(&mut foreign_key("attribution_via", "agent_id", "agent"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("attribution_via", &["agent_id"])).await?;
        manager.get_connection().execute_unprepared(SORT_INDEXES).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("attribution_via").to_owned()).await?;
        manager.drop_table(Table::drop().table("attribution").to_owned()).await?;
        manager.drop_table(Table::drop().table("claim").to_owned()).await?;
        Ok(())
    }
}
