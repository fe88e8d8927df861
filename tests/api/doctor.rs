//! The checks of a database: each finds what it looks for, and what is computed is mended.

use claimbase::{
    app::{
        Actor, Session,
        doctor::{Ailment, examine, mend},
        import::{NewImport, begin},
        summary,
    },
    exchange::corpus,
    store::doctor::index_is_sound,
};
use sea_orm::{ConnectionTrait as _, DbBackend};
use serde_json::{Value, json};

use crate::{
    support::{App, both},
    tale::{done, text},
};

async fn with_example(app: &App) -> Session {
    let session = app.session.acting_as(Actor::Program);
    corpus::import(&session, corpus::embedded()).await.expect("the corpus");
    summary::refresh(&session).await.expect("summaries");
    session
}

async fn found(session: &Session) -> Vec<Ailment> {
    examine(session).await.expect("an examination")
}

fn checks(found: &[Ailment]) -> Vec<&'static str> {
    let mut checks: Vec<&str> = found.iter().map(|one| one.check).collect();
    checks.sort_unstable();
    checks.dedup();
    checks
}

async fn run(session: &Session, sql: &str) {
    session.db.writer().execute_unprepared(sql).await.expect(sql);
}

fn one<'a>(found: &'a [Ailment], check: &str) -> &'a Ailment {
    let mut all = found.iter().filter(|one| one.check == check);
    let one = all.next().unwrap_or_else(|| panic!("{check} is not among {found:?}"));
    assert!(all.next().is_none(), "{check} is there once: {found:?}");
    one
}

both! {
    async fn a_sound_database_has_nothing_that_is_computed_wrong(app) {
        let session = with_example(&app).await;
        let found = found(&session).await;
        assert!(found.iter().all(|one| matches!(one.check, "duplicates" | "quotes")), "{found:?}");
    }

    async fn what_is_computed_wrong_is_found_and_mended(app) {
        let session = with_example(&app).await;
        let before = found(&session).await;
        let first = |table: &str| format!("(SELECT id FROM {table} ORDER BY id LIMIT 1)");
        for sql in [
            format!("UPDATE claim SET identity = 'x' WHERE id = {}", first("claim")),
            format!("UPDATE statistic SET key_hash = 'x' WHERE id = {}", first("statistic")),
            format!("DELETE FROM search_entry WHERE record_key = {}", first("source")),
            format!(
                "INSERT INTO search_entry (record_kind, record_key, title_folded, body, folded)
                SELECT 'AGENT', id, 'x', 'x', 'x' FROM claim WHERE id = {}",
                first("claim")
            ),
            "DELETE FROM match_key WHERE record_kind = 'AGENT'".to_owned(),
            "UPDATE attribution SET quote_status = 'FUZZY' WHERE quote_exact IS NOT NULL".to_owned(),
            "UPDATE statistic_summary SET stale = TRUE".to_owned(),
        ] {
            run(&session, &sql).await;
        }
        let is_lite = session.db.writer().get_database_backend() == DbBackend::Sqlite;
        if is_lite {
            run(&session, "INSERT INTO search_index (search_index) VALUES ('delete-all')").await;
            assert!(!index_is_sound(&session.db).await.expect("a look"));
        }
        let wrong = found(&session).await;
        assert_eq!(one(&wrong, "identity").count, 1);
        assert_eq!(one(&wrong, "statistic-keys").count, 1);
        let searched: Vec<&str> =
            wrong.iter().filter(|one| one.check == "search").map(|one| &*one.what).collect();
        assert_eq!(
            searched,
            ["1 agent that the search finds and that do not count", "1 source that the search does not find"]
        );
        assert!(one(&wrong, "match-keys").count > 10);
        assert!(one(&wrong, "quote-places").count > 10);
        assert!(one(&wrong, "summaries").count > 10);
        assert_eq!(wrong.iter().any(|one| one.check == "search-index"), is_lite);
        for ailment in wrong.iter().filter(|one| !matches!(one.check, "duplicates" | "quotes")) {
            assert_eq!(ailment.mend, "claimbase doctor --mend");
            assert!(ailment.is_computed());
        }
        mend(&session).await.expect("mended");
        assert_eq!(found(&session).await, before);
    }

    async fn a_statistic_that_is_read_as_another_one_is_mended(app) {
        let session = with_example(&app).await;
        let before = found(&session).await;
        let at = |place: u8| format!("(SELECT id FROM statistic ORDER BY id LIMIT 1 OFFSET {place})");
        let astray = format!("UPDATE statistic SET canonical_id = {} WHERE id = {}", at(0), at(1));
        run(&session, &astray).await;
        assert_eq!(one(&found(&session).await, "merges").count, 1);
        // And a chain: who follows it is not led to one that stands for itself.
        let chain = format!("UPDATE statistic SET canonical_id = {} WHERE id = {}", at(1), at(2));
        run(&session, &chain).await;
        let wrong = found(&session).await;
        assert_eq!(one(&wrong, "merges").count, 2);
        assert_eq!(one(&wrong, "merges").mend, "claimbase doctor --mend");
        mend(&session).await.expect("mended");
        assert_eq!(found(&session).await, before);
    }

    async fn what_cannot_be_computed_names_the_way_back(app) {
        let session = with_example(&app).await;
        run(&session, "UPDATE place SET revision = revision + 1").await;
        let agents = "(SELECT id FROM agent ORDER BY id LIMIT 1)";
        let sql = format!("UPDATE agent SET merged_into_id = {agents} WHERE id <> {agents}");
        run(&session, &sql).await;
        let wrong = found(&session).await;
        assert!(one(&wrong, "history").mend.contains("claimbase restore"));
        assert!(one(&wrong, "merges").mend.contains("undoMerge(input: { id: \"agent_"));
        mend(&session).await.expect("tried");
        let left = checks(&found(&session).await);
        assert!(left.contains(&"history") && left.contains(&"merges"), "{left:?}");
    }

    async fn what_waits_for_a_person_comes_with_the_mutation_that_settles_it(app) {
        let session = app.session.acting_as(Actor::Program);
        let agent = json!({"name": "The New York Times", "kind": "NEWS_OUTLET"});
        let older = done(&app, "addAgent", agent, "agent { id }").await;
        let agent = json!({"name": "New-York Times", "kind": "NEWS_OUTLET"});
        let younger = done(&app, "addAgent", agent, "agent { id }").await;
        let source = json!({
            "url": "https://a.example/1", "title": "A title", "kind": "ARTICLE",
            "text": "He said that 4,972 people were arrested.",
        });
        let input = json!({
            "text": "It was cold",
            "attributions": [{"source": {"new": source}, "quote": {"exact": "It was cold."}}],
        });
        let fields = "claim { attributions { nodes { id } } }";
        let claim = done(&app, "recordClaim", input, fields).await;
        let new = NewImport {
            format: "csv",
            file_name: "deaths.csv".to_owned(),
            file_hash: "x".to_owned(),
            map: String::new(),
            feed: None,
        };
        begin(&session, new).await.expect("begun");

        let waiting = found(&session).await;
        assert_eq!(checks(&waiting), ["duplicates", "imports", "quotes"]);
        let quotes = one(&waiting, "quotes");
        assert_eq!(quotes.what, "1 quote not found in their stored text");
        let attribution = text(&claim["claim"]["attributions"]["nodes"][0]["id"]);
        let example = quotes.example.as_deref().expect("an example");
        assert_eq!(example, format!("{attribution}: \u{201c}It was cold.\u{201d}"));
        assert!(one(&waiting, "imports").mend.contains("claimbase import undo import_"));
        let pair = one(&waiting, "duplicates");
        assert_eq!(pair.what, "1 pair of agents looks alike");
        let (older, younger) = (text(&older["agent"]["id"]), text(&younger["agent"]["id"]));
        assert!(pair.mend.contains(&format!("keep: \"{older}\", merge: \"{younger}\"")), "{pair:?}");

        // Each is typed as it stands.
        for ailment in [pair, quotes] {
            let (first, otherwise) = ailment.mend.split_once(", or where").expect("two ways");
            let second = &otherwise[otherwise.find("mutation").expect("a mutation")..];
            for mutation in [second, first] {
                let answer = app.run_as(crate::support::holder(entity::vocab::Role::Curator), mutation, Value::Null).await;
                assert!(answer["errors"].is_null(), "{mutation}: {answer}");
            }
        }
        let left = found(&session).await;
        assert_eq!(checks(&left), ["imports"]);
    }
}
