//! Rows by URL: CSV, JSON and lines of JSON of one statistic and of all claims.

use claimbase::{
    app::Actor,
    exchange::corpus,
    web::{
        ask::Ask,
        rows::{All, COLUMNS, Format, Narrow, Statistic, metadata},
        sheet::{self, Found, Sheet},
    },
};
use serde_json::{Value, json};

use crate::{
    support::{App, both},
    tale::{self, done, text},
};

const ARRESTED: &str = "iran-2018-arrested";

async fn demo(app: &App) {
    let session = app.session.acting_as(Actor::Program);
    corpus::import(&session, corpus::embedded()).await.expect("the corpus");
}

async fn sheet(app: &App, slug: &str, query: &str) -> Sheet {
    let ask = Ask::parse(query).expect("a query string");
    match sheet::find(&app.session.db, slug, ask).await.expect("a look") {
        Some(Found::Here(sheet)) => *sheet,
        Some(Found::Moved(_)) | None => panic!("there is no {slug}"),
    }
}

/// The whole file of a statistic.
async fn file(app: &App, slug: &str, query: &str, format: Format) -> String {
    let mut rows = Statistic::new(sheet(app, slug, query).await, format);
    let mut out = Vec::new();
    while let Some(part) = rows.next(&app.session.db).await.expect("a part") {
        out.extend(part);
    }
    String::from_utf8(out).expect("UTF-8")
}

/// The whole file of all claims.
async fn all(app: &App, query: &str, format: Format) -> String {
    let db = &app.session.db;
    let narrow = Narrow::parse(query).expect("a query string").resolve(db).await.expect("names");
    let mut rows = All::new(narrow, format);
    let mut out = Vec::new();
    while let Some(part) = rows.next(db).await.expect("a part") {
        out.extend(part);
    }
    String::from_utf8(out).expect("UTF-8")
}

/// The rows of a CSV file, by the names of its columns.
fn read(file: &str) -> Vec<Value> {
    let mut reader = csv::Reader::from_reader(file.trim_start_matches('\u{feff}').as_bytes());
    let names = reader.headers().expect("names").clone();
    let object = |row: csv::StringRecord| {
        let cells = names.iter().zip(row.iter());
        Value::Object(cells.map(|(name, cell)| (name.to_owned(), cell.into())).collect())
    };
    reader.records().map(|row| object(row.expect("a row"))).collect()
}

fn lines(file: &str) -> Vec<Value> {
    file.lines().map(|line| serde_json::from_str(line).expect("an object")).collect()
}

both! {
    async fn a_statistic_is_a_row_for_each_place_where_it_is_said(app) {
        demo(&app).await;
        let csv = file(&app, ARRESTED, "", Format::Csv).await;
        let names: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
        assert_eq!(csv.lines().next(), Some(names.join(",").as_str()));
        let rows = read(&csv);
        assert_eq!(rows.len(), 29);
        let mek = rows.iter().find(|row| row["agent"] == "The MEK network").expect("the network");
        assert_eq!(mek["qualifier"], "AT_LEAST");
        assert_eq!((&mek["value"], &mek["low"], &mek["high"]), (&json!("8000"), &json!("8000"), &json!("")));
        assert_eq!((&mek["origin"], &mek["status"], &mek["unit"]), (&json!("The MEK network"), &json!("ACTIVE"), &json!("person")));
        assert!(rows.iter().any(|row| row["quote"].as_str().is_some_and(|quote| quote.contains("بازداشت"))), "the Persian is whole");
        assert_eq!(rows.iter().filter(|row| row["origin"] == "Mahmoud Sadeghi").count(), 11);
        let objects = lines(&file(&app, ARRESTED, "", Format::Lines).await);
        assert_eq!(objects.len(), 29);
        let list: Vec<Value> = serde_json::from_str(&file(&app, ARRESTED, "", Format::Json).await).expect("a list");
        assert_eq!(list, objects);
        assert_eq!((&objects[0]["statistic"], objects[0].as_object().map(serde_json::Map::len)), (&json!(ARRESTED), Some(21)));
        assert!(list.iter().any(|row| row["value"] == json!(8000) && row["high"] == Value::Null));
    }

    async fn rows_are_narrowed_as_the_page_is(app) {
        demo(&app).await;
        let early = read(&file(&app, ARRESTED, "asOf=2018-01-10", Format::Csv).await);
        assert!(early.len() < 29 && !early.is_empty(), "{}", early.len());
        let ours = read(&file(&app, "iran-2018-killed", "", Format::Csv).await);
        let acled = read(&file(&app, "iran-2018-killed", "lexicon=ACLED", Format::Csv).await);
        assert_eq!(ours.len(), acled.len());
        assert!(ours.iter().zip(&acled).all(|(a, b)| a["text"] == b["text"]));
        let marked = file(&app, ARRESTED, "bom=1", Format::Csv).await;
        assert!(marked.starts_with('\u{feff}'));
    }

    async fn what_was_retracted_is_in_a_file_only_on_request(app) {
        let measure = tale::measure(&app, "arrested").await;
        let statistic = tale::statistic(&app, &measure, "arrested").await;
        let wrong = tale::claim(&app, &statistic, "99", "=HYPERLINK(\"x\")").await;
        tale::claim(&app, &statistic, "22", "Another").await;
        app.wait_minutes(1);
        done(&app, "retract", json!({"ids": [wrong], "reason": "misread"}), "nodes { id }").await;
        assert_eq!(read(&file(&app, "arrested", "", Format::Csv).await).len(), 1);
        let rows = read(&file(&app, "arrested", "includeRetracted=1", Format::Csv).await);
        let status: Vec<&str> = rows.iter().filter_map(|row| row["status"].as_str()).collect();
        assert_eq!(status, ["ACTIVE", "RETRACTED"]);
        assert_eq!(rows[1]["source_title"], "'=HYPERLINK(\"x\")");
        assert_eq!(read(&all(&app, "", Format::Csv).await).len(), 1);
        assert_eq!(read(&all(&app, "includeRetracted=1", Format::Csv).await).len(), 2);
        let about = metadata(&app.session.db, &sheet(&app, "arrested", "").await, "http://localhost").await.expect("metadata");
        let about: Value = serde_json::from_str(&about).expect("JSON");
        assert_eq!(about["claimbase"]["hiddenRows"], 1);
        assert_eq!(about["tableSchema"]["columns"].as_array().map(Vec::len), Some(21));
        let then = read(&file(&app, "arrested", "knownAt=2026-01-01T12:00:30Z", Format::Csv).await);
        assert_eq!(then.len(), 2, "before it was retracted");
    }

    async fn all_claims_are_one_file_that_is_read_a_few_statistics_at_a_time(app) {
        demo(&app).await;
        let before = app.session.db.statements();
        let rows = lines(&all(&app, "", Format::Lines).await);
        let cost = app.session.db.statements() - before;
        let got = app.data("{ attributions { totalCount } statistics { totalCount } }").await;
        assert_eq!(rows.len(), usize::try_from(got["attributions"]["totalCount"].as_u64().expect("a count")).expect("few"));
        assert!(cost <= 24, "{cost} statements for {} statistics", got["statistics"]["totalCount"]);
        let mut slugs: Vec<&Value> = rows.iter().map(|row| &row["statistic"]).collect();
        slugs.dedup();
        let blocks = slugs.len();
        slugs.sort_by_key(ToString::to_string);
        slugs.dedup();
        assert_eq!(slugs.len(), blocks, "a statistic's rows stand together");
        let own = rows.iter().filter(|row| row["statistic"] == ARRESTED).cloned().collect::<Vec<_>>();
        assert_eq!(own, lines(&file(&app, ARRESTED, "", Format::Lines).await));
    }

    async fn all_claims_are_narrowed_by_what_they_name(app) {
        demo(&app).await;
        let everything = lines(&all(&app, "", Format::Lines).await);
        for (query, column, value) in [
            ("statistic=iran-2018-arrested", "statistic", ARRESTED),
            ("agent=mahmoud-sadeghi", "agent", "Mahmoud Sadeghi"),
            ("qualifier=AT_LEAST", "qualifier", "AT_LEAST"),
            ("stance=DENIES", "stance", "DENIES"),
        ] {
            let expected: Vec<Value> = everything.iter().filter(|row| row[column] == value).cloned().collect();
            assert_eq!(lines(&all(&app, query, Format::Lines).await), expected, "{query}");
        }
        let unknown = Narrow::parse("agent=nobody").expect("fine").resolve(&app.session.db).await;
        assert!(unknown.err().expect("refused").to_string().contains("there is no agent with the slug 'nobody'"));
        let source = text(&app.data("{ sources(first: 1) { nodes { id } } }").await["sources"]["nodes"][0]["id"]);
        let of_source = lines(&all(&app, &format!("source={source}"), Format::Lines).await);
        assert!(!of_source.is_empty() && of_source.windows(2).all(|two| two[0]["source_title"] == two[1]["source_title"]));
    }

    async fn what_was_compared_is_let_go(app) {
        demo(&app).await;
        let sheet = sheet(&app, ARRESTED, "").await;
        assert!(sheet.view.cross_references().is_some());
        let facts = std::sync::Arc::downgrade(sheet.view.facts());
        drop(sheet);
        let id = app.data(&format!("{{ statistic(slug: \"{ARRESTED}\") {{ id }} }}")).await;
        let input = json!({"id": id["statistic"]["id"], "title": "People who were arrested"});
        done(&app, "updateStatistic", input, "statistic { id }").await;
        // What is kept instead needs no more room.
        drop(self::sheet(&app, ARRESTED, "").await);
        assert!(facts.upgrade().is_none(), "facts that keep themselves fill the memory");
    }
}
