//! Importing a table: the guessed map, each sort of bad row, twice, and after an interruption.

mod tables;

use std::{fmt::Write as _, io::Cursor, sync::Arc};

use ::csv::ByteRecord;
use claimbase::{
    Result,
    app::{
        Session,
        import::{self as imports, Undone},
    },
    domain::record_id::{Prefix, RecordId},
    exchange::{
        corpus,
        csv::{self, Map, Plan, Rows, Sheet},
        engine::{self, Label, Outcome, Progress, Refused, Rejects as _, Shown, Watch},
    },
    store::record::all_rows,
};
use entity::{claim, vocab::Role};
use serde_json::json;
use tokio::sync::Notify;

use self::tables::{BAD, GOOD, WORSE};
use crate::support::{App, both, holder};

fn rows(table: &[u8]) -> Rows {
    Rows::open(Box::new(Cursor::new(table.to_vec())), None).expect("a table")
}

/// Takes what is told; rings when a batch is done.
#[derive(Default)]
struct Seen {
    refused: Vec<Refused<ByteRecord>>,
    batch: Option<Arc<Notify>>,
}

impl Watch<ByteRecord> for Seen {
    fn refused(&mut self, row: &Refused<ByteRecord>) -> Result<()> {
        self.refused.push(row.clone());
        Ok(())
    }

    fn progress(&mut self, _: Progress) {
        if let Some(batch) = &self.batch {
            batch.notify_one();
        }
    }
}

async fn put(session: &Session, mut rows: Rows, map: &Map, seen: &mut Seen) -> Result<Outcome> {
    let plan = Arc::new(Plan::bind(map, &rows)?);
    let label = Label { map: map.to_toml(), ..Label::new("csv", "t.csv") };
    engine::import(session, label, &mut rows, &plan, seen).await
}

async fn preview(session: &Session, rows: Rows, map: &Map) -> Result<Outcome> {
    let plan = Arc::new(Plan::bind(map, &rows)?);
    engine::preview(session, rows, &plan).await
}

async fn seed(app: &App) {
    let files = vec![("seed.toml".to_owned(), tables::corpus())];
    let report = corpus::import(&app.session, files).await.expect("a corpus");
    assert_eq!(report.rejects, []);
}

async fn import(session: &Session, table: &[u8], map: &Map) -> (Outcome, Vec<Refused<ByteRecord>>) {
    let mut seen = Seen::default();
    let done = put(session, rows(table), map, &mut seen).await.expect("an import");
    (done, seen.refused)
}

/// What is on record of numbers, in the order of their words.
async fn numbers(app: &App) -> Vec<String> {
    let data = app
        .run("{ claims(first: 100) { nodes { text quantity { qualifier value low high } } } }")
        .await;
    let nodes = data["data"]["claims"]["nodes"].as_array().expect("claims");
    let mut told: Vec<String> = nodes.iter().map(ToString::to_string).collect();
    told.sort();
    told
}

both! {
    async fn the_map_is_guessed_from_the_heading(app) {
        seed(&app).await;
        let map = csv::guess(&app.session, &rows(GOOD.as_bytes())).await.expect("a map");
        let right = Map::parse(
            r#"
            delimiter = ";"
            agent = { column = "Who" }
            publisher = { column = "Outlet" }
            published_on = { column = "Date" }
            source_url = { column = "Link" }
            event = { column = "Event" }
            place = { column = "City" }
            quote = { column = "Quote" }
            [[claim]]
            measure = "people-killed"
            quantity = { column = "Killed" }
            [[claim]]
            measure = "people-arrested"
            low = { column = "Arrested (low)" }
            high = { column = "Arrested (high)" }
            "#,
        );
        assert_eq!(map, right.expect("a map"));
        let table = "date,min,best estimate,max\n";
        let map = csv::guess(&app.session, &rows(table.as_bytes())).await.expect("a map");
        let right = "delimiter = ','\nas_of = { column = 'date' }\nlow = { column = 'min' }\n\
                     quantity = { column = 'best estimate' }\nhigh = { column = 'max' }";
        assert_eq!(map, Map::parse(right).expect("a map"));
        assert_eq!(map.gaps().len(), 2, "{:?}", map.gaps());
    }

    async fn every_bad_row_is_refused_with_its_reason_and_the_good_ones_are_in(app) {
        seed(&app).await;
        let mut table = GOOD.replace("dozens of", "").into_bytes();
        for (cells, _, _) in BAD {
            table.extend(*cells);
            table.push(b'\n');
        }
        table.extend(b";;2018-01-05;https://times.example/z;march;;7;;;\n");
        let map = csv::guess(&app.session, &rows(&table)).await.expect("a map");
        let (done, refused) = import(&app.session, &table, &map).await;
        for (index, (row, (cells, column, reason))) in refused.iter().zip(BAD).enumerate() {
            assert_eq!(row.line, index as u64 + 4, "{row:?}");
            assert_eq!(row.column, *column, "{row:?}");
            assert!(row.reason.contains(reason), "{row:?}");
            if row.raw.len() == 10 {
                let quoted = row.raw.iter().collect::<Vec<_>>().join(&b';');
                let bare: Vec<u8> = cells.iter().copied().filter(|byte| *byte != b'"').collect();
                assert_eq!(quoted, bare);
            }
        }
        assert_eq!(refused.len(), BAD.len(), "{refused:?}");
        assert_eq!((done.rows, done.refused), (BAD.len() as u64 + 3, BAD.len() as u64));
        let claims = done.report.tallies[&Prefix::Claim];
        assert_eq!((claims.new, claims.rejected), (3, BAD.len() as u64));
        // Nothing of a refused row is there: no source, no statistic.
        let data = app.run("{ sources(first: 9) { totalCount } agents(first: 9) { totalCount } }").await;
        assert_eq!(data["data"]["sources"]["totalCount"], 3, "{data}");
        assert_eq!(data["data"]["agents"]["totalCount"], 3, "{data}");
        assert_eq!(numbers(&app).await, [
            json!({"text": "People arrested, March on Strelsau, Strelsau: 20 to 25", "quantity":
                {"qualifier": "BETWEEN", "value": null, "low": 20.0, "high": 25.0}}).to_string(),
            json!({"text": "People killed, March on Strelsau: 7", "quantity":
                {"qualifier": "EXACT", "value": 7.0, "low": 7.0, "high": 7.0}}).to_string(),
            json!({"text": "People killed, March on Strelsau, Strelsau: at least 8,000", "quantity":
                {"qualifier": "AT_LEAST", "value": 8000.0, "low": 8000.0, "high": null}}).to_string(),
        ]);

        // Once more: nothing is new, and the same rows are refused.
        let (again, refused_again) = import(&app.session, &table, &map).await;
        let total = again.report.total();
        assert_eq!((total.new, total.updated, total.unchanged), (0, 0, 6), "{again:?}");
        assert_eq!(refused_again.len(), BAD.len());

        // The file of refused rows, mended: its own columns are nobody's.
        let sheet = Sheet::of(&rows(&table));
        let mut text = sheet.head().expect("a heading");
        text.extend(sheet.item(&refused[3]).expect("a row"));
        let mended = String::from_utf8(text).expect("UTF-8").replace("2018-01-40", "2018-01-04");
        assert!(mended.contains("claimbase_reason"), "{mended}");
        let guessed = csv::guess(&app.session, &rows(mended.as_bytes())).await.expect("a map");
        assert_eq!(guessed, map);
        let (done, refused) = import(&app.session, mended.as_bytes(), &guessed).await;
        assert_eq!((done.report.tallies[&Prefix::Claim].new, refused.len()), (1, 0));
    }

    async fn a_row_with_several_faults_is_told_all_that_can_be_known(app) {
        seed(&app).await;
        let heading = GOOD.lines().next().expect("a heading");
        let bad: Vec<&str> = WORSE.iter().map(|(cells, _, _)| *cells).collect();
        let table = format!("{heading}\n{}\n;;;https://times.example/z;march;;7;;;\n", bad.join("\n"));
        let map = csv::guess(&app.session, &rows(table.as_bytes())).await.expect("a map");
        let (done, refused) = import(&app.session, table.as_bytes(), &map).await;
        assert_eq!((refused.len(), done.refused), (WORSE.len(), WORSE.len() as u64));
        for (at, (row, (_, column, told))) in refused.iter().zip(WORSE).enumerate() {
            assert_eq!((row.line, row.column.as_str()), (at as u64 + 2, *column), "{row:?}");
            let reasons: Vec<&str> = row.reason.split(" | ").collect();
            assert_eq!(reasons.len(), told.len(), "{reasons:#?}");
            for (reason, told) in reasons.iter().zip(*told) {
                assert!(reason.contains(told), "{reason} is not {told}");
            }
        }
        let total = done.report.total();
        assert_eq!((total.rejected, total.new), (4, 4), "one claim with its attribution, source and statistic");
        let preview = preview(&app.session, rows(table.as_bytes()), &map).await.expect("a preview");
        assert_eq!(preview.report.rejects, done.report.rejects);

        // Of dates without a year, too, none is told where the date that has the year is at fault.
        let table = "number,sources,date\n12,AP 3 Jan; Nobody 4 Jan,soon\n";
        let mut map = csv::guess(&app.session, &rows(table.as_bytes())).await.expect("a map");
        map.set("measure", "People killed").expect("a key");
        let (_, refused) = import(&app.session, table.as_bytes(), &map).await;
        let reasons: Vec<&str> = refused[0].reason.split(" | ").collect();
        assert_eq!((reasons.len(), refused[0].column.as_str()), (2, "date"), "{reasons:#?}");
        assert!(reasons[1].starts_with("sources: there is no agent called 'Nobody'"), "{reasons:#?}");
    }

    async fn several_sources_of_one_cell_are_several_attributions(app) {
        seed(&app).await;
        let table = "number,sources,date\n12,AP 3 Jan; Strelsau Times 4 Jan; https://x.example/1,2018-01-05\n\
                     13,AP 3 Jan,\n14,Nobody 3 Jan,2018\n";
        let mut map = csv::guess(&app.session, &rows(table.as_bytes())).await.expect("a map");
        map.set("measure", "People killed").expect("a key");
        let (done, refused) = import(&app.session, table.as_bytes(), &map).await;
        assert_eq!(done.report.tallies[&Prefix::Attribution].new, 3);
        assert_eq!(done.shown[0].sources, ["AP, 2018-01-03", "Strelsau Times, 2018-01-04", "https://x.example/1"]);
        let told: Vec<_> = refused.iter().map(|row| (row.line, row.column.as_str())).collect();
        assert_eq!(told, [(3, "sources"), (4, "sources")]);
        assert!(refused[0].reason.contains("no year"), "{refused:?}");
        // What the map lets be added is.
        map.set("new_publishers", "NEWS_OUTLET").expect("a key");
        let (done, refused) = import(&app.session, table.as_bytes(), &map).await;
        assert_eq!((done.report.tallies[&Prefix::Agent].new, refused.len()), (1, 1));
    }

    async fn a_preview_says_what_an_import_would_do_and_changes_nothing(app) {
        seed(&app).await;
        let table = GOOD.replace("dozens of", "").into_bytes();
        let map = csv::guess(&app.session, &rows(&table)).await.expect("a map");
        let seen = preview(&app.session, rows(&table), &map).await.expect("a preview");
        assert_eq!(numbers(&app).await, Vec::<String>::new());
        let (done, _) = import(&app.session, &table, &map).await;
        assert_eq!(seen.report, done.report);
        let words = |shown: &Shown| shown.text.clone();
        assert_eq!(seen.shown.iter().map(words).collect::<Vec<_>>(), [
            "People arrested, March on Strelsau, Strelsau: 20 to 25",
            "People killed, March on Strelsau, Strelsau: at least 8,000",
        ]);
    }

    async fn an_import_that_was_cut_off_is_completed_by_another(app) {
        seed(&app).await;
        let mut table = "measure,number,link\n".to_owned();
        for number in 1..=1_200 {
            let _ = writeln!(table, "people-killed,{number},https://x.example/{}", number % 50);
        }
        let map = csv::guess(&app.session, &rows(table.as_bytes())).await.expect("a map");
        let batch = Arc::new(Notify::new());
        let mut seen = Seen { refused: Vec::new(), batch: Some(Arc::clone(&batch)) };
        tokio::select! {
            biased;
            () = batch.notified() => {}
            _ = put(&app.session, rows(table.as_bytes()), &map, &mut seen) => panic!("it was not cut off"),
        }
        let (done, refused) = import(&app.session, table.as_bytes(), &map).await;
        let claims = done.report.tallies[&Prefix::Claim];
        assert_eq!(refused.len(), 0);
        assert_eq!(claims.new + claims.unchanged, 1_200);
        assert!(claims.unchanged >= 500 && claims.new > 0, "{claims:?}");
        let (again, _) = import(&app.session, table.as_bytes(), &map).await;
        assert_eq!(again.report.total().new, 0);
    }

    async fn a_map_that_does_not_fit_the_file_and_a_key_that_may_not_are_refused(app) {
        seed(&app).await;
        let map = Map::parse(
            "measure = 'people-killed'\nsource_url = 'https://x.example'\nquantity = { column = 'Dead' }",
        );
        let map = map.expect("a map");
        let mut seen = Seen::default();
        for (table, told) in [("Killed,Hurt\n", "its columns are Killed, Hurt"), ("Dead,Dead\n", "two columns")] {
            let done = put(&app.session, rows(table.as_bytes()), &map, &mut seen).await;
            let error = done.expect_err("it is refused").to_string();
            assert!(error.contains(told), "{error}");
        }
        let contributor = app.session.acting_as(holder(Role::Contributor));
        let table = || rows(b"Dead\n5\n");
        assert!(put(&contributor, table(), &map, &mut seen).await.is_err());
        assert!(preview(&contributor, table(), &map).await.is_err());
        assert_eq!(numbers(&app).await, Vec::<String>::new());
    }

    async fn an_import_is_kept_with_its_lines_and_taken_back_as_a_whole(app) {
        seed(&app).await;
        let table = GOOD.replace("dozens of", "");
        let map = csv::guess(&app.session, &rows(table.as_bytes())).await.expect("a map");
        let (done, _) = import(&app.session, table.as_bytes(), &map).await;
        let (again, _) = import(&app.session, table.as_bytes(), &map).await;
        assert_eq!(again.import, done.import, "importing twice is one import");
        let id = done.import.expect("an import");
        let kept = imports::list(&app.session.db).await.expect("imports");
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].file_name.as_str(), kept[0].row_count), ("t.csv", 2));
        assert_eq!(kept[0].file_hash.len(), 64);
        assert_eq!(kept[0].actor.as_deref(), Some("admin"));

        // Somebody attributes the second claim once more: it stays, and what it hangs on.
        let claims: Vec<claim::Model> = all_rows(&app.session.db).await.expect("claims");
        let killed = claims.iter().find(|row| row.low == Some(8_000.0)).expect("a claim");
        let id_of_killed = RecordId::new(Prefix::Claim, killed.id);
        let from = app
            .data(&format!(
                "{{ claim(id: \"{id_of_killed}\") {{ imports {{ nodes {{ line isNew }} totalCount }} }} }}"
            ))
            .await;
        let lines = json!({ "nodes": [{ "line": 3, "isNew": true }], "totalCount": 1 });
        assert_eq!(from["claim"]["imports"], lines);
        let other = b"measure,number,link,event,place\nkilled,\"at least 8,000\",https://x.example/1,march,Strelsau\n";
        let other_map = csv::guess(&app.session, &rows(other)).await.expect("a map");
        let (other, refused) = import(&app.session, other, &other_map).await;
        assert_eq!((other.report.tallies[&Prefix::Claim].unchanged, refused.len()), (1, 0));

        let curator = app.session.acting_as(holder(Role::Curator));
        assert!(imports::undo(&curator, id, "wrong file".to_owned()).await.is_err());
        assert!(imports::undo(&app.session, id, " ".to_owned()).await.is_err());
        let undone = imports::undo(&app.session, id, "wrong file".to_owned()).await.expect("undone");
        // Two attributions, a claim, its statistic, both sources; the other claim and its statistic stay.
        assert_eq!(undone, Undone { retracted: 6, reverted: 0, kept: 2 });
        let left = numbers(&app).await;
        assert!(left.len() == 1 && left[0].contains("8,000"), "{left:?}");
        assert!(imports::undo(&app.session, id, "again".to_owned()).await.is_err());
        let kept = imports::list(&app.session.db).await.expect("imports");
        assert_eq!(kept[1].undone_reason.as_deref(), Some("wrong file"));
    }
}
