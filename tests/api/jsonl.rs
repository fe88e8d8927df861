//! Exports and imports of whole databases: the same bytes on either database, and what is refused.

use std::fmt::Write as _;

use claimbase::{
    app::{
        Session,
        agent::{self, AddAgent, AgentRef},
        assessment,
        lifecycle::{merge, retract},
        reference::{Ref, by_slug},
        source,
    },
    domain::record_id::{Prefix, RecordId},
    exchange::{
        corpus,
        jsonl::{export, import},
        report::Report,
    },
    store::{Read as _, exchange::page as page_of, part::ExternalId},
};
use entity::{
    agent::Model as Agent,
    claim,
    measure::Model as Measure,
    search_entry,
    source::Model as Source,
    vocab::{AgentKind, Rating, RecordKind, Role, SourceKind},
};
use sea_orm::Statement;
use serde_json::{Value, json};

use crate::support::{App, Backend, both, holder};

const HEADER: &str = r#"{"type":"claimbase","format":1}"#;

/// An empty database of the other kind.
async fn other(app: &App) -> App {
    let sqlite = app.fresh.url.starts_with("sqlite");
    App::new(if sqlite { Backend::Postgres } else { Backend::Sqlite }).await
}

async fn with_example(app: &App) {
    let report = corpus::import(&app.session, corpus::embedded()).await.expect("a report");
    assert!(report.rejects.is_empty());
}

async fn exported(app: &App) -> String {
    let mut bytes = Vec::new();
    let counts = export(&app.session.db.snapshot().await.expect("a snapshot"), &mut bytes)
        .await
        .expect("an export");
    let text = String::from_utf8(bytes).expect("UTF-8");
    assert_eq!(text.lines().count() as u64, 1 + counts.records + counts.revisions);
    text
}

async fn taken(app: &App, lines: &str) -> Report {
    import(&app.session, lines.as_bytes()).await.expect("a report")
}

fn rejects(report: &Report) -> Vec<String> {
    report.rejects.iter().map(ToString::to_string).collect()
}

async fn version(app: &App) -> i64 {
    app.session.db.version().await.expect("a version")
}

async fn add(session: &Session, name: &str, parent: Option<&str>) -> Agent {
    let new = AddAgent {
        name: name.to_owned(),
        kind: AgentKind::Person,
        slug: None,
        aliases: vec![format!("The {name}")],
        parent: parent.map(|slug| Ref::Slug(slug.to_owned())),
        speaks_for: None,
        external_ids: Vec::new(),
    };
    agent::add(session, new).await.expect("an agent").row
}

/// Merges agents and measures, retracts a source, and adds what the example has none of.
async fn change(session: &Session) {
    let agent = async |slug: &str| {
        let row = by_slug::<Agent>(&session.db, slug).await.expect("an answer").expect("an agent");
        RecordId::new(RecordKind::Agent, row.id)
    };
    let measure = async |slug: &str| {
        let row = by_slug::<Measure>(&session.db, slug).await.expect("an answer");
        RecordId::new(RecordKind::Measure, row.expect("a measure").id)
    };
    let why = || "the same".to_owned();
    let (keep, gone) = (agent("ncri").await, agent("kasra-nejat").await);
    merge(session, keep, gone, why()).await.expect("merged");
    let (keep, gone) =
        (measure("cities-with-protests").await, measure("cities-with-clashes").await);
    merge(session, keep, gone, why()).await.expect("merged");
    let first = page_of::<Source>(&session.db, None, 1).await.expect("sources");
    let ids = vec![RecordId::new(RecordKind::Source, first[0].id)];
    retract(session, ids, "withdrawn".to_owned()).await.expect("retracted");
    let page = source::AddSource {
        url: Some("https://review.example/1".to_owned()),
        title: "A review".to_owned(),
        kind: SourceKind::Report,
        publisher: Some(AgentRef::Known(Ref::Slug("ncri".to_owned()))),
        authors: vec![AgentRef::Known(Ref::Slug("mek".to_owned()))],
        published_on: Some("2018-21~".parse().expect("a date")),
        language: Some("fa".to_owned()),
        archive_url: None,
        accessed_on: None,
        text: Some("Line one.\n\t\"Line\" two: ایران 🙂".to_owned()),
        text_public: true,
        external_ids: vec![ExternalId { scheme: "doi".to_owned(), value: "10.1/1".to_owned() }],
        imprint: claimbase::domain::imprint::Imprint::default(),
    };
    source::add(session, page).await.expect("a source");
    let claims = page_of::<claim::Model>(&session.db, None, 1).await.expect("claims");
    let review = assessment::NewAssessment {
        claim: claims[0].id,
        reviewer: AgentRef::Known(Ref::Slug("newt-gingrich".to_owned())),
        rating_text: "Half true".to_owned(),
        rating: Some(Rating::Mixed),
        rating_mapping: None,
        reviewed_on: Some("2019?".parse().expect("a date")),
        url: None,
        rationale: Some("It adds up.".to_owned()),
    };
    assessment::assess(session, review).await.expect("an assessment");
}

async fn search_entries(app: &App) -> Vec<Value> {
    let sql = "SELECT id, record_kind, record_key, title_folded, body, folded FROM search_entry
               ORDER BY record_key";
    let statement = Statement::from_string(app.session.db.backend(), sql);
    let rows: Vec<search_entry::Model> =
        app.session.db.statement(statement, "testing").await.expect("rows");
    let row = |row: search_entry::Model| {
        json!([row.record_kind, row.record_key, row.title_folded, row.body, row.folded])
    };
    rows.into_iter().map(row).collect()
}

both! {
    async fn a_database_goes_to_the_other_kind_and_back_byte_for_byte(app) {
        with_example(&app).await;
        app.wait_minutes(1);
        change(&app.session).await;
        let lines = exported(&app).await;

        let there = other(&app).await;
        let report = taken(&there, &lines).await;
        assert_eq!(rejects(&report), Vec::<String>::new());
        assert_eq!(report.total().new, lines.lines().count() as u64 - 1);
        assert_eq!(version(&there).await, version(&app).await);
        assert!(exported(&there).await == lines, "another export");

        let back = other(&there).await;
        assert!(taken(&back, &exported(&there).await).await.rejects.is_empty());
        assert!(exported(&back).await == lines, "another export");
        let first = "{ agents(first: 100) { nodes { id slug aliases revision } }
                       claims(first: 100) { nodes { id text asOf } } }";
        assert_eq!(there.data(first).await, app.data(first).await);
    }

    async fn an_import_twice_changes_nothing(app) {
        with_example(&app).await;
        let lines = exported(&app).await;
        let there = other(&app).await;
        taken(&there, &lines).await;
        let before = version(&there).await;
        let again = taken(&there, &lines).await;
        assert_eq!(rejects(&again), Vec::<String>::new());
        assert_eq!((again.total().new, again.total().updated), (0, 0));
        assert_eq!(again.total().unchanged, lines.lines().count() as u64 - 1);
        assert_eq!(version(&there).await, before);
        assert!(exported(&there).await == lines, "another export");
    }

    async fn what_is_likely_one_goes_along_and_is_told_there(app) {
        for name in ["The New York Times", "New-York Times"] {
            add(&app.session, name, None).await;
        }
        let lines = exported(&app).await;
        assert!(lines.contains("LIKELY_DUPLICATE"));
        let there = other(&app).await;
        assert!(taken(&there, &lines).await.rejects.is_empty());
        assert!(exported(&there).await == lines, "another export");
        // Ids are made of the time, and that of those that were taken is over.
        there.wait_minutes(1);
        let query = r#"mutation { addAgent(input: {name: "Times, New York", kind: PERSON}) { isNew similar { id } } }"#;
        let told = there.data(query).await;
        assert_eq!(told["addAgent"]["similar"].as_array().map(Vec::len), Some(2), "{told:#}");
    }

    async fn what_was_imported_is_found(app) {
        with_example(&app).await;
        app.wait_minutes(1);
        change(&app.session).await;
        let there = other(&app).await;
        taken(&there, &exported(&app).await).await;
        let (mine, theirs) = (search_entries(&app).await, search_entries(&there).await);
        let differ = mine.iter().zip(&theirs).find(|(mine, theirs)| mine != theirs);
        assert_eq!((differ, mine.len()), (None, theirs.len()));
    }

    async fn lines_may_come_in_any_order(app) {
        with_example(&app).await;
        change(&app.session).await;
        let lines = exported(&app).await;
        let records: Vec<&str> =
            lines.lines().skip(1).filter(|line| !line.contains("\"type\":\"revision\"")).collect();
        let reversed: Vec<&str> = records.iter().rev().copied().collect();
        let there = other(&app).await;
        let report = taken(&there, &format!("{HEADER}\n{}", reversed.join("\n"))).await;
        assert_eq!(rejects(&report), Vec::<String>::new());
        assert_eq!(report.total().new, records.len() as u64);
        let mine = exported(&there).await;
        assert_eq!(mine.lines().skip(1).collect::<Vec<_>>(), records);
        assert_eq!(version(&there).await, 1);
    }

    async fn records_that_are_here_under_other_ids_are_taken_for_them(app) {
        with_example(&app).await;
        app.wait_minutes(1);
        add(&app.session, "Rudolf Rassendyll", Some("ncri")).await;
        let lines = exported(&app).await;
        let there = other(&app).await;
        there.wait_minutes(5);
        with_example(&there).await;
        let report = taken(&there, &lines).await;
        assert_eq!(rejects(&report), Vec::<String>::new());
        let new: Vec<(Prefix, u64)> =
            report.tallies.iter().map(|(kind, tally)| (*kind, tally.new)).filter(|(_, new)| *new > 0).collect();
        assert_eq!(new, [(Prefix::Agent, 1), (Prefix::Revision, 1)]);
        let got = there.data(
            r#"{ agent(slug: "rudolf-rassendyll") { name aliases parent { slug } } }"#
        ).await;
        assert_eq!(got["agent"], json!({
            "name": "Rudolf Rassendyll",
            "aliases": ["The Rudolf Rassendyll"],
            "parent": { "slug": "ncri" },
        }));
        assert_eq!(version(&there).await, 2);
        let again = taken(&there, &lines).await;
        assert_eq!((again.total().new, again.rejects.len()), (0, 0));
    }

    async fn an_imported_history_follows_the_one_that_is_here(app) {
        add(&app.session, "Rudolf", None).await;
        add(&app.session, "Flavia", None).await;
        let there = other(&app).await;
        there.wait_minutes(5);
        add(&there.session, "Michael", None).await;
        let report = taken(&there, &exported(&app).await).await;
        assert_eq!((report.total().new, rejects(&report)), (4, Vec::new()));
        assert_eq!(version(&there).await, 3);
        let lines = exported(&there).await;
        let sequences: Vec<i64> = lines
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
            .filter(|line| line["type"] == "revision")
            .map(|line| line["sequence"].as_i64().expect("a number"))
            .collect();
        assert_eq!(sequences, [1, 2, 3]);
        assert_eq!(taken(&there, &exported(&app).await).await.total().unchanged, 4);
        add(&there.session, "Hentzau", None).await;
        assert_eq!(version(&there).await, 4);
    }

    async fn an_interrupted_import_is_finished_by_another(app) {
        with_example(&app).await;
        add(&app.session, "Rudolf", None).await;
        let lines = exported(&app).await;
        let there = other(&app).await;
        let count = lines.lines().count();
        for part in [count / 4, count / 2, count * 9 / 10] {
            let some: Vec<&str> = lines.lines().take(part).collect();
            assert_eq!(rejects(&taken(&there, &some.join("\n")).await), Vec::<String>::new());
        }
        taken(&there, &lines).await;
        let records = |text: &str| {
            let records = text.lines().filter(|line| !line.contains("\"type\":\"revision\""));
            records.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(records(&exported(&there).await), records(&lines));
        assert_eq!(exported(&there).await.lines().count(), count);
        assert_eq!(taken(&there, &lines).await.total().new, 0);
    }

    async fn thousands_of_records_may_refer_to_one_that_comes_last(app) {
        let parent = add(&app.session, "Rudolf", None).await;
        let all = exported(&app).await;
        let line: Value = serde_json::from_str(all.lines().nth(1).expect("a line")).expect("JSON");
        let last = format!("01900000-0000-7000-8000-{:012}", 2_499);
        let mut lines = HEADER.to_owned();
        for number in 0..2_500 {
            let mut line = line.clone();
            line["id"] = json!(format!("01900000-0000-7000-8000-{number:012}"));
            line["canonical_id"] = line["id"].clone();
            line["slug"] = json!(format!("agent-{number}"));
            // The last one refers to the first, so that there is a ring too.
            let first = "01900000-0000-7000-8000-000000000000";
            line["parent_id"] = json!(if number == 2_499 { first } else { last.as_str() });
            write!(lines, "\n{line}").expect("a string");
        }
        let report = taken(&app, &lines).await;
        assert_eq!((report.total().new, rejects(&report)), (2_500, Vec::new()));
        assert_eq!(app.data("{ agents { totalCount } }").await["agents"]["totalCount"], 2_501);
        assert_eq!(parent.slug, "rudolf");
    }

    async fn each_line_that_is_wrong_is_told_and_the_others_are_taken(app) {
        let base = add(&app.session, "Rudolf", None).await;
        let all = exported(&app).await;
        let line: Value = serde_json::from_str(all.lines().nth(1).expect("a line")).expect("JSON");
        let with = |number: u32, name: &str, value: Value| {
            let mut line = line.clone();
            line["id"] = json!(format!("01900000-0000-7000-8000-{number:012}"));
            line["canonical_id"] = line["id"].clone();
            line["slug"] = json!(format!("agent-{number}"));
            match (name, value) {
                ("", _) => {}
                (name, Value::Null) => drop(line.as_object_mut().expect("an object").remove(name)),
                (name, value) => line[name] = value,
            }
            line.to_string()
        };
        let mut changed = line.clone();
        changed["name"] = json!("Rupert");
        let mut taken_slug: Value = serde_json::from_str(&with(9, "slug", json!("rudolf"))).expect("JSON");
        taken_slug["name"] = json!("Another Rudolf");
        let lines = [
            HEADER.to_owned(),
            with(1, "", Value::Null),
            "{\"type\":\"agent\"".to_owned(),
            "[]".to_owned(),
            "{\"type\":\"person\"}".to_owned(),
            "{\"type\":\"key\"}".to_owned(),
            with(2, "name", Value::Null),
            with(3, "name", json!(5)),
            with(4, "kind", json!("KING")),
            with(5, "parent_id", json!("01900000-0000-7000-8000-000000000099")),
            with(6, "crown", json!(true)),
            with(7, "created_at", json!("yesterday")),
            with(8, "slug", json!("A b")),
            changed.to_string(),
            taken_slug.to_string(),
            with(10, "parent_id", taken_slug["id"].clone()),
            with(11, "parent_id", json!("01900000-0000-7000-8000-000000000012")),
            with(12, "parent_id", json!("01900000-0000-7000-8000-000000000011")),
            with(12, "", Value::Null),
            with(13, "name", json!("a\u{0}b")),
            String::new(),
            with(14, "created_at", json!("2025-01-01T14:00:00.1234567+02:00")),
        ];
        let report = taken(&app, &lines.join("\n")).await;
        insta::allow_duplicates! { insta::assert_json_snapshot!(rejects(&report), @r#"
    [
      "line 3: this is not JSON: EOF while parsing an object at column 15",
      "line 4: write one object in braces on a line",
      "line 5: type: \"person\" is not one of agent, source, event, place, measure, statistic, claim, attribution, derivation, link, assessment, finding, override, rejection, revision",
      "line 6: type: \"key\" is not one of agent, source, event, place, measure, statistic, claim, attribution, derivation, link, assessment, finding, override, rejection, revision",
      "line 7: agent agent_01j0000000e008000000000002: name: missing field `name`",
      "line 8: agent agent_01j0000000e008000000000003: name: invalid type: integer `5`, expected a string",
      "line 9: agent agent_01j0000000e008000000000004: kind: unknown variant `KING`, expected one of `PERSON`, `ORGANISATION`, `GOVERNMENT_BODY`, `NEWS_OUTLET`, `NEWS_AGENCY`, `UNNAMED_GROUP`",
      "line 10: agent agent_01j0000000e008000000000005: parent_id: agent_01j0000000e00800000000004s is neither in the file nor on record",
      "line 11: agent agent_01j0000000e008000000000006: crown: there is no such field: leave it out",
      "line 12: agent agent_01j0000000e008000000000007: created_at: \"yesterday\" is not a moment: write it as \"2018-01-22T12:00:00.000001Z\"",
      "line 13: agent agent_01j0000000e008000000000008: slug: 'A b' is not a slug: use lower-case letters from a to z, digits and hyphens instead of 'A'",
      "line 14: agent agent_01kdwpvng0e008000000000000: name: it is on record already and differs in name",
      "line 15: agent agent_01j0000000e008000000000009: slug: the slug \"rudolf\" is taken by \"Rudolf\"",
      "line 16: agent agent_01j0000000e00800000000000g: parent_id: agent_01j0000000e008000000000009 was refused, on line 15",
      "line 19: agent agent_01j0000000e00800000000000j: id: line 18 has the same id",
      "line 20: agent agent_01j0000000e00800000000000k: name: it holds the character U+0000: take it out"
    ]
    "#); }
        assert_eq!(report.total().new, 4);
        let last = exported(&app).await;
        assert!(last.contains("\"2025-01-01T12:00:00.123456Z\""), "{last}");
        let got = app.data(r#"{ agent(slug: "rudolf") { name } }"#).await;
        assert_eq!(got["agent"]["name"], base.name);
    }

    async fn what_is_no_export_is_refused(app) {
        for (text, said) in [
            ("", "the first line is not"),
            ("{\"type\":\"agent\"}", "the first line is not"),
            ("slug,name\na,b", "the first line is not"),
            ("{\"type\":\"claimbase\",\"format\":9}", "the format 9"),
        ] {
            let error = import(&app.session, text.as_bytes()).await.expect_err("refused");
            assert!(error.to_string().contains(said), "{text}: {error}");
        }
        let session = app.session.acting_as(holder(Role::Curator));
        let refused = import(&session, HEADER.as_bytes()).await.expect_err("refused");
        assert_eq!(refused.code(), claimbase::Code::Forbidden);
    }
}
