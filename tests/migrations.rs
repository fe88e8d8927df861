//! The migrations go up, down and up again; what they make fits the entities.

use claimbase::store::{Db, Read as _, row::Count};
use entity::{
    agent, alias, api_key, assessment, attribution, attribution_via, candidate_rejection, claim,
    claim_link, claim_verdict, database_state, derivation, event, event_place, external_id,
    finding, idempotency_key, import, import_row, match_key, measure, place, relation_override,
    revision, search_entry, source, source_author, statistic, statistic_summary,
};
use sea_orm::{EntityTrait as _, Statement};
use tempfile::TempDir;

#[expect(dead_code, reason = "these tests start from an empty database")]
mod support;

use support::database::{Backend, postgres_copy};

const BOTH: [Backend; 2] = [Backend::Sqlite, Backend::Postgres];

#[tokio::test]
async fn up_down_and_up_again() {
    for backend in BOTH {
        let (url, _folder) = empty(backend).await;
        let db = Db::connect(&url).await.expect("the database");
        migration::up(db.writer()).await.expect("up");
        migration::up(db.writer()).await.expect("up twice changes nothing");
        migration::down(db.writer()).await.expect("down");
        migration::up(db.writer()).await.expect("up again");
        assert!(migration::pending(db.writer()).await.expect("status").is_empty());
    }
}

#[tokio::test]
async fn two_servers_that_start_together_take_turns() {
    for backend in BOTH {
        let (url, _folder) = empty(backend).await;
        let start = || async {
            let db = Db::connect(&url).await.expect("the database");
            migration::up(db.writer()).await.expect("up");
        };
        tokio::join!(start(), start());
    }
}

#[tokio::test]
async fn every_entity_selects_from_the_migrated_database() {
    for backend in BOTH {
        let (url, _folder) = empty(backend).await;
        let db = Db::connect(&url).await.expect("the database");
        migration::up(db.writer()).await.expect("up");
        macro_rules! select {
            ($($table:ident),* $(,)?) => { $(
                $table::Entity::find().all(db.writer()).await.expect(stringify!($table));
                claimbase::store::record::all_rows::<$table::Model>(&db).await.expect(stringify!($table));
            )* };
        }
        select!(
            agent,
            alias,
            api_key,
            assessment,
            attribution,
            attribution_via,
            candidate_rejection,
            claim,
            claim_link,
            claim_verdict,
            database_state,
            derivation,
            event,
            event_place,
            external_id,
            finding,
            idempotency_key,
            import,
            import_row,
            match_key,
            measure,
            place,
            relation_override,
            revision,
            search_entry,
            source,
            source_author,
            statistic,
            statistic_summary,
        );
    }
}

#[tokio::test]
async fn every_foreign_key_is_declared_and_indexed() {
    let (url, _folder) = empty(Backend::Postgres).await;
    let db = Db::connect(&url).await.expect("the database");
    migration::up(db.writer()).await.expect("up");
    // `record_key`, which may be of any kind, is named so that it is not taken for one.
    let without_key = "SELECT count(*) AS count FROM information_schema.columns c \
        JOIN information_schema.tables t ON t.table_schema = c.table_schema \
            AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE' \
        WHERE c.table_schema = 'public' AND c.column_name LIKE '%\\_id' \
        AND NOT EXISTS (SELECT 1 FROM pg_constraint k \
            JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1] \
            WHERE k.contype = 'f' AND k.conrelid = c.table_name::regclass \
            AND a.attname = c.column_name)";
    let without_index = "SELECT count(*) AS count FROM pg_constraint k \
        WHERE k.contype = 'f' AND NOT EXISTS (SELECT 1 FROM pg_index i \
            WHERE i.indrelid = k.conrelid AND i.indkey[0] = k.conkey[1])";
    for question in [without_key, without_index] {
        let statement = Statement::from_string(db.backend(), question);
        let rows: Vec<Count> = db.statement(statement, "asking the catalogue").await.expect("rows");
        assert_eq!(rows[0].count, 0, "{question}");
    }
}

/// The address of a database without any table.
async fn empty(backend: Backend) -> (String, Option<TempDir>) {
    match backend {
        Backend::Sqlite => {
            let folder = TempDir::new().expect("a temporary folder");
            let url = format!("sqlite:{}", folder.path().join("test.db").display());
            (url, Some(folder))
        }
        Backend::Postgres => (postgres_copy("template0").await, None),
    }
}
