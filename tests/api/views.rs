//! The views for tools that speak SQL: they say what the files of rows and the API say, and no more.

use claimbase::{
    app::{Actor, summary::refresh},
    exchange::corpus,
    web::rows::{All, COLUMNS, Format, Narrow},
};
use sea_orm::{ConnectionTrait as _, DbBackend, QueryResult, Statement};
use serde_json::{Value, json};

use crate::{
    support::{App, both},
    tale::{agent, claim, done, measure, statistic},
};

async fn demo(app: &App) {
    let session = app.session.acting_as(Actor::Program);
    corpus::import(&session, corpus::embedded()).await.expect("the corpus");
    refresh(&session).await.expect("summed up");
}

async fn select(app: &App, sql: &str) -> Vec<QueryResult> {
    let db = app.session.db.writer();
    let statement = Statement::from_string(db.get_database_backend(), sql);
    db.query_all_raw(statement).await.expect("rows")
}

fn text(row: &QueryResult, column: &str) -> Option<String> {
    row.try_get("", column).expect(column)
}

/// A cell as the file of rows has it in JSON.
fn cell(row: &QueryResult, column: &str) -> Value {
    if ["value", "low", "high", "reading_low", "reading_high"].contains(&column) {
        let number: Option<f64> = row.try_get("", column).expect(column);
        return json!(number);
    }
    json!(text(row, column))
}

/// The file of all rows.
async fn file(app: &App, query: &str) -> Vec<Value> {
    let db = &app.session.db;
    let narrow = Narrow::parse(query).expect("a query string").resolve(db).await.expect("names");
    let mut rows = All::new(narrow, Format::Lines);
    let mut out = Vec::new();
    while let Some(part) = rows.next(db).await.expect("a part") {
        out.extend(part);
    }
    let text = String::from_utf8(out).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect()
}

/// Texts of both, in one order; numbers as doubles.
fn sorted(rows: impl IntoIterator<Item = Value>) -> Vec<String> {
    let mut lines: Vec<String> = rows
        .into_iter()
        .map(|row| {
            let cells = COLUMNS.iter().filter(|column| column.name != "origin").map(|column| {
                let value = &row[column.name];
                value.as_f64().map_or_else(|| value.to_string(), |number| number.to_string())
            });
            cells.collect::<Vec<_>>().join("|")
        })
        .collect();
    lines.sort_unstable();
    lines
}

async fn viewed(app: &App, condition: &str) -> Vec<Value> {
    let rows = select(app, &format!("SELECT * FROM v_claim_rows {condition}")).await;
    let object = |row: &QueryResult| {
        let columns = COLUMNS.iter().filter(|column| column.name != "origin");
        Value::Object(columns.map(|it| (it.name.to_owned(), cell(row, it.name))).collect())
    };
    rows.iter().map(object).collect()
}

both! {
    async fn claim_rows_are_those_of_the_file(app) {
        demo(&app).await;
        let wanted = file(&app, "").await;
        assert!(wanted.len() > 150, "{}", wanted.len());
        assert_eq!(sorted(viewed(&app, "").await), sorted(wanted));
        let told = |id: &str| format!(r#"{{ node(id: "{id}") {{ __typename }} }}"#);
        for row in select(&app, "SELECT * FROM v_claim_rows WHERE statistic = 'iran-2018-arrested'").await {
            let [claim, attribution] = ["claim_id", "attribution_id"].map(|column| text(&row, column).expect(column));
            assert_eq!(app.data(&told(&claim)).await["node"]["__typename"], "Claim");
            assert_eq!(app.data(&told(&attribution)).await["node"]["__typename"], "Attribution");
        }
    }

    async fn what_was_retracted_is_marked_and_merged_names_are_followed(app) {
        let counted = measure(&app, "arrested").await;
        let number = statistic(&app, &counted, "arrested").await;
        let wrong = claim(&app, &number, "99", "One paper").await;
        claim(&app, &number, "at least 22", "Another").await;
        done(&app, "retract", json!({"ids": [wrong], "reason": "misread"}), "nodes { id }").await;
        let wanted = file(&app, "includeRetracted=1").await;
        assert_eq!(wanted.len(), 2);
        assert_eq!(sorted(viewed(&app, "").await), sorted(wanted));
        let active = viewed(&app, "WHERE status = 'ACTIVE'").await;
        assert_eq!(sorted(active), sorted(file(&app, "").await));
        let [one, other] = [agent(&app, "One").await, agent(&app, "The other").await];
        let add = format!(
            r#"mutation {{ recordClaim(input: {{ statistic: {{ id: "{number}" }}, quantity: {{ text: "30" }},
            attributions: [{{ agent: {{ id: "{one}" }}, via: [{{ id: "{other}" }}],
            source: {{ new: {{ title: "Third", kind: ARTICLE, publishedOn: "2018-01" }} }} }}] }})
            {{ userErrors {{ message }} }} }}"#
        );
        assert_eq!(app.data(&add).await["recordClaim"]["userErrors"], json!([]));
        done(&app, "mergeRecords", json!({"keep": other, "merge": one, "reason": "the same"}), "__typename").await;
        let row = select(&app, "SELECT * FROM v_claim_rows WHERE source_title = 'Third'").await;
        assert_eq!(row.len(), 1);
        let names = ["agent", "via", "named_origin", "published_on"].map(|column| text(&row[0], column));
        let wanted = ["The other", "The other", "The other", "2018-01"].map(|it| Some(it.to_owned()));
        assert_eq!(names, wanted);
        let day: Option<chrono::NaiveDate> = row[0].try_get("", "day").expect("day");
        assert_eq!(day.map(|day| day.to_string()).as_deref(), Some("2018-01-01"));
    }

    async fn a_named_origin_is_the_origin_where_nothing_is_derived(app) {
        demo(&app).await;
        let wanted = file(&app, "").await;
        let rows = select(&app, "SELECT claim_id, source_title, quote, agent, named_origin FROM v_claim_rows").await;
        let same = rows.iter().filter(|row| {
            let is_it = |it: &&Value| ["claim_id", "source_title", "quote", "agent"].iter().all(|column| it[*column] == cell(row, column));
            let found = wanted.iter().find(is_it).expect("the row of the file");
            found["origin"] == cell(row, "named_origin")
        });
        // Those whose origin takes following derivations are the rest.
        let same = same.count();
        assert!(same * 10 > rows.len() * 8 && same < rows.len(), "{same} of {}", rows.len());
    }

    async fn statistic_summaries_are_those_of_the_api(app) {
        demo(&app).await;
        let fields = "slug title unit measure { slug } event { slug } place { slug } \
            comparison { verdict summary range { low high } origins { min max } median spread positions { attributionCount } }";
        let told = app.data(&format!("{{ statistics(first: 500) {{ nodes {{ {fields} }} }} }}")).await;
        let told = told["statistics"]["nodes"].as_array().expect("nodes").clone();
        let rows = select(&app, "SELECT * FROM v_statistic_summary").await;
        assert_eq!(rows.len(), told.len());
        for row in &rows {
            let slug = text(row, "statistic");
            let node = told.iter().find(|node| node["slug"] == json!(slug)).expect("the statistic");
            let compared = &node["comparison"];
            for (column, wanted) in [
                ("title", &node["title"]),
                ("unit", &node["unit"]),
                ("measure", &node["measure"]["slug"]),
                ("event", &node["event"]["slug"]),
                ("place", &node["place"]["slug"]),
                ("verdict", &compared["verdict"]),
                ("summary", &compared["summary"]),
            ] {
                assert_eq!(json!(text(row, column)), *wanted, "{column} of {slug:?}");
            }
            for (column, wanted) in [
                ("range_low", &compared["range"]["low"]),
                ("range_high", &compared["range"]["high"]),
                ("median", &compared["median"]),
                ("spread", &compared["spread"]),
            ] {
                let number: Option<f64> = row.try_get("", column).expect(column);
                assert_eq!(json!(number), *wanted, "{column} of {slug:?}");
            }
            for (column, wanted) in [("origins_min", &compared["origins"]["min"]), ("origins_max", &compared["origins"]["max"])] {
                let number: Option<i32> = row.try_get("", column).expect(column);
                assert_eq!(json!(number), *wanted, "{column} of {slug:?}");
            }
            let stale: bool = row.try_get("", "stale").expect("stale");
            assert!(!stale, "{slug:?}");
        }
        let contested = select(&app, "SELECT statistic FROM v_statistic_summary WHERE verdict = 'CONTESTED' AND conflict_count > 0").await;
        assert!(contested.iter().any(|row| text(row, "statistic").as_deref() == Some("iran-2018-arrested")));
        let number = told.iter().find(|node| node["slug"] == "iran-2018-arrested").expect("it");
        let add = format!(
            r#"mutation {{ recordClaim(input: {{ statistic: {{ slug: {} }}, quantity: {{ text: "30" }},
            attributions: [{{ source: {{ new: {{ title: "New", kind: ARTICLE }} }} }}] }}) {{ userErrors {{ message }} }} }}"#,
            number["slug"]
        );
        assert_eq!(app.data(&add).await["recordClaim"]["userErrors"], json!([]));
        let stale = select(&app, "SELECT statistic FROM v_statistic_summary WHERE stale").await;
        assert_eq!(stale.iter().map(|row| text(row, "statistic")).collect::<Vec<_>>(), [Some("iran-2018-arrested".to_owned())]);
    }

    async fn nothing_of_keys_and_stored_texts_is_in_a_view(app) {
        let sql = match app.session.db.writer().get_database_backend() {
            DbBackend::Postgres => "SELECT definition FROM pg_views WHERE schemaname = 'public'",
            _ => "SELECT sql AS definition FROM sqlite_master WHERE type = 'view'",
        };
        let views = select(&app, sql).await;
        assert_eq!(views.len(), 2);
        for view in views {
            let definition = text(&view, "definition").expect("a definition");
            for hidden in ["api_key", "secret_hash", "source.body", "idempotency_key"] {
                assert!(!definition.contains(hidden), "{hidden} in {definition}");
            }
        }
    }
}
