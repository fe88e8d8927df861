//! Index the few derivations that say that two attributions are one wire item or one utterance: a
//! comparison looks for them from either side.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "CREATE INDEX idx_derivation_alike ON derivation (parent_attribution_id)
            WHERE kind IN ('SAME_WIRE', 'SAME_UTTERANCE')";
        manager.get_connection().execute_unprepared(sql).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop().name("idx_derivation_alike").table("derivation").to_owned();
        manager.drop_index(index).await
    }
}
