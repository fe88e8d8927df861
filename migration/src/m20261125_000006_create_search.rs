//! Create `search_entry` and its full-text index: FTS5 on SQLite, tsvector on PostgreSQL.

use sea_orm_migration::{
    prelude::*,
    schema::{pk_auto, string, text, uuid},
    sea_orm::DbBackend,
};

use crate::naming::{index, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The index reads its text from `search_entry`; the triggers keep it in step. The text is folded
/// already, so the tokenizer has nothing to remove; the vowel signs that folding keeps (category M)
/// belong to their words, as they do on PostgreSQL.
const SQLITE_INDEX: &str = "
CREATE VIRTUAL TABLE search_index USING fts5(
    folded, content = 'search_entry', content_rowid = 'id',
    tokenize = \"unicode61 remove_diacritics 0 categories 'L* M* N* Co'\"
);
CREATE TRIGGER search_entry_insert AFTER INSERT ON search_entry BEGIN
    INSERT INTO search_index (rowid, folded) VALUES (new.id, new.folded);
END;
CREATE TRIGGER search_entry_delete AFTER DELETE ON search_entry BEGIN
    INSERT INTO search_index (search_index, rowid, folded) VALUES ('delete', old.id, old.folded);
END;
CREATE TRIGGER search_entry_update AFTER UPDATE ON search_entry BEGIN
    INSERT INTO search_index (search_index, rowid, folded) VALUES ('delete', old.id, old.folded);
    INSERT INTO search_index (rowid, folded) VALUES (new.id, new.folded);
END;
";

const POSTGRES_INDEX: &str = "
ALTER TABLE search_entry ADD COLUMN folded_tsv tsvector
    GENERATED ALWAYS AS (to_tsvector('simple', folded)) STORED;
CREATE INDEX idx_search_entry_folded_tsv ON search_entry USING gin (folded_tsv);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("search_entry")
                    .col(pk_auto("id").big_integer())
                    .col(string("record_kind"))
                    .col(uuid("record_key"))
                    .col(text("title_folded"))
                    .col(text("body"))
                    .col(text("folded"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("search_entry", &["record_kind", "record_key"])).await?;
        manager.create_index(index("search_entry", &["title_folded"])).await?;
        let index = match manager.get_database_backend() {
            DbBackend::Sqlite => SQLITE_INDEX,
            _ => POSTGRES_INDEX,
        };
        manager.get_connection().execute_unprepared(index).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Sqlite {
            manager.get_connection().execute_unprepared("DROP TABLE search_index").await?;
        }
        manager.drop_table(Table::drop().table("search_entry").to_owned()).await?;
        Ok(())
    }
}
