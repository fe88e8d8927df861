//! Rows that are taken as a set come to what they come to one by one, and to far fewer statements.

mod tables;

use std::{fmt::Write as _, io::Cursor, sync::Arc};

use ::csv::ByteRecord;
use claimbase::{
    Result,
    app::{import as imports, lifecycle, summary},
    domain::record_id::{Prefix, RecordId},
    exchange::{
        corpus,
        csv::{Map, Plan, Rows},
        engine::{self, At, Items, Label, Made, Outcome, Progress, Refused, Taker, Watch},
        jsonl,
    },
    store::record::{all_rows, find_where},
};
use entity::{agent, claim, import_row, match_key, search_entry, source, vocab::RecordKind};
use sea_orm::ConnectionTrait as _;
use serde_json::Value;

use self::tables::{COLUMNS, Dice, MAP, table};
use crate::{
    alike::{Labels, assert_alike},
    support::{App, Backend, both},
};

/// Takes each row by itself.
struct Singly(Plan);

impl Taker for Singly {
    type Item = <Rows as Items>::Item;
    const KIND: Prefix = Plan::KIND;

    async fn take<'a>(
        &'a self,
        at: &'a At<'a>,
        item: &'a Self::Item,
        made: &'a mut Made,
    ) -> Result<()> {
        self.0.take(at, item, made).await
    }

    fn column(&self, part: usize, path: &[String]) -> String {
        self.0.column(part, path)
    }
}

#[derive(Default)]
struct Seen(Vec<(u64, String, String)>);

impl Watch<ByteRecord> for Seen {
    fn refused(&mut self, row: &Refused<ByteRecord>) -> Result<()> {
        // The ids in it are no others' ids.
        let words = row.reason.split(' ').map(|word| if word.len() > 30 { "ID" } else { word });
        self.0.push((row.line, row.column.clone(), words.collect::<Vec<_>>().join(" ")));
        Ok(())
    }

    fn progress(&mut self, _: Progress) {}
}

type Taken = (Outcome, Vec<(u64, String, String)>);

async fn take<T>(app: &App, table: &str, wrap: impl Fn(Plan) -> T) -> Taken
where
    T: Taker<Item = <Rows as Items>::Item>,
{
    let bytes = Cursor::new(table.as_bytes().to_vec());
    let mut rows = Rows::open(Box::new(bytes), Some(b'\t')).expect("a table");
    let plan = Plan::bind(&Map::parse(MAP).expect("a map"), &rows).expect("a plan");
    let taker = Arc::new(wrap(plan));
    let mut seen = Seen::default();
    let label = Label::new("csv", "t.csv");
    let done = engine::import(&app.session, label, &mut rows, &taker, &mut seen).await;
    let done = done.expect("an import");
    summary::refresh(&app.session).await.expect("the sums");
    (done, seen.0)
}

async fn seed(app: &App) {
    let files = vec![("seed.toml".to_owned(), tables::corpus())];
    let report = corpus::import(&app.session, files).await.expect("a corpus");
    assert_eq!(report.rejects, []);
}

async fn id_of(app: &App, kind: RecordKind, slug: &str) -> RecordId {
    let row = find_where::<agent::Model>(&app.session.db, "slug", slug).await.expect("a read");
    RecordId::new(kind, row.expect("an agent").id)
}

/// What people do between two imports.
async fn meddle(app: &App) {
    let ghost = id_of(app, RecordKind::Agent, "ghost").await;
    lifecycle::retract(&app.session, vec![ghost], "a ghost".to_owned()).await.expect("retracted");
    let [keep, gone] = [
        id_of(app, RecordKind::Agent, "ap").await,
        id_of(app, RecordKind::Agent, "associated-press").await,
    ];
    lifecycle::merge(&app.session, keep, gone, "the same".to_owned()).await.expect("merged");
    let sources: Vec<source::Model> = all_rows(&app.session.db).await.expect("sources");
    let mut urls: Vec<_> =
        sources.iter().filter_map(|row| Some((row.url.clone()?, row.id))).collect();
    urls.sort();
    let claims: Vec<claim::Model> = all_rows(&app.session.db).await.expect("claims");
    let mut texts: Vec<_> = claims.iter().map(|row| (row.text.clone(), row.id)).collect();
    texts.sort();
    let source = urls.get(1).map(|(_, id)| RecordId::new(RecordKind::Source, *id));
    let claim = texts.get(1).map(|(_, id)| RecordId::new(RecordKind::Claim, *id));
    let gone: Vec<RecordId> = source.into_iter().chain(claim).collect();
    lifecycle::retract(&app.session, gone, "wrong".to_owned()).await.expect("retracted");
}

/// Everything that is on record, by what it is.
async fn everything(app: &App) -> Vec<String> {
    let db = &app.session.db;
    let mut export = Vec::new();
    let snapshot = db.snapshot().await.expect("a snapshot");
    jsonl::export(&snapshot, &mut export).await.expect("an export");
    drop(snapshot);
    let export = String::from_utf8(export).expect("UTF-8");
    let mut lines: Vec<Value> =
        export.lines().skip(1).map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let labels = Labels::of(&lines);
    let rows: Vec<import_row::Model> = all_rows(db).await.expect("rows");
    lines.extend(rows.iter().map(|row| serde_json::to_value(row).expect("JSON")));
    let rows: Vec<search_entry::Model> = all_rows(db).await.expect("rows");
    lines.extend(rows.iter().map(|row| serde_json::to_value(row).expect("JSON")));
    let rows: Vec<match_key::Model> = all_rows(db).await.expect("rows");
    lines.extend(rows.iter().map(|row| serde_json::to_value(row).expect("JSON")));
    let mut plain: Vec<String> = lines.iter().map(|line| labels.plain(line).to_string()).collect();
    plain.sort();
    plain
}

async fn compare(app: &App, other: &App, seed: u64, wild: u64) {
    let why = format!("seed {seed}");
    let mut dice = Dice(seed);
    let tables = [table(&mut dice, 60, wild), table(&mut dice, 60, wild)];
    for (at, table) in tables.iter().enumerate() {
        let (set, set_refused) = take(app, table, |plan| plan).await;
        let (singly, singly_refused) = take(other, table, Singly).await;
        assert_eq!(set_refused, singly_refused, "{why}, table {at}");
        assert_eq!(set.report.tallies, singly.report.tallies, "{why}, table {at}");
        assert_eq!(set.items, singly.items, "{why}, table {at}");
        let told = |done: &Outcome| {
            done.shown
                .iter()
                .map(|it| (it.line, it.text.clone(), it.agent.clone(), it.sources.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(told(&set), told(&singly), "{why}, table {at}");
        assert_alike(&everything(app).await, &everything(other).await, &why);
        if at == 0 {
            meddle(app).await;
            meddle(other).await;
        }
    }
    for app in [app, other] {
        for import in imports::list(&app.session.db).await.expect("imports") {
            imports::undo(&app.session, import.id, "a test".to_owned()).await.expect("undone");
        }
    }
    assert_alike(&everything(app).await, &everything(other).await, &why);
}

async fn compare_on(backend: Backend, seeds: std::ops::Range<u64>) {
    for number in seeds {
        let (app, other) = (App::new(backend).await, App::new(backend).await);
        seed(&app).await;
        seed(&other).await;
        // From tables in which most cells are plain to those in which few are.
        compare(&app, &other, 0x9e37_79b9_7f4a_7c15 ^ (number << 20 | number), 2 + 12 * number)
            .await;
    }
}

#[tokio::test]
async fn a_set_comes_to_what_its_rows_come_to_one_by_one_sqlite() {
    compare_on(Backend::Sqlite, 0..4).await;
}

#[tokio::test]
async fn a_set_comes_to_what_its_rows_come_to_one_by_one_postgres() {
    compare_on(Backend::Postgres, 0..2).await;
}

both! {
    async fn many_rows_take_few_statements(app) {
        seed(&app).await;
        let mut table = "measure\tevent\tplace\tpopulation\tfrom\twho\tvia\tlink\ttitle\toutlet\t\
            authors\tdate\tsources\tas of\tquote\tstance\tnumber\tlow\thigh\n".to_owned();
        for number in 0..1_000 {
            let _ = writeln!(
                table,
                "killed\tmarch\tTown {}\t\t\tthe police\t\thttps://times.example/{number}\t\tAP\t\t\
                2018-01-04\t\t\t\t\t{number}\t\t",
                number % 30
            );
        }
        let before = app.session.db.statements();
        let rows = Cursor::new(table.into_bytes());
        let mut rows = Rows::open(Box::new(rows), Some(b'\t')).expect("a table");
        let plan = Plan::bind(&Map::parse(MAP).expect("a map"), &rows).expect("a plan");
        let label = Label::new("csv", "t.csv");
        let mut seen = Seen::default();
        let done = engine::import(&app.session, label, &mut rows, &Arc::new(plan), &mut seen).await;
        let done = done.expect("an import");
        let cost = app.session.db.statements() - before;
        assert_eq!(done.report.tallies[&Prefix::Attribution].new, 1_000, "{:?}", seen.0);
        assert_eq!(done.report.tallies[&Prefix::Place].new, 30);
        assert!(cost < 400, "{cost} statements for 1000 rows");
    }

    async fn what_a_set_runs_into_is_refused_by_itself_in_a_preview_too(app) {
        seed(&app).await;
        let heading: Vec<&str> = COLUMNS.iter().map(|(heading, _)| *heading).collect();
        let table = |rows: &[(&str, u32)]| {
            let cells = |measure: &str, number: u32| {
                let cell = |heading: &&str| match *heading {
                    "measure" => measure.to_owned(),
                    "event" => "march".to_owned(),
                    "link" => format!("https://times.example/{number}"),
                    "number" => number.to_string(),
                    _ => String::new(),
                };
                heading.iter().map(cell).collect::<Vec<_>>().join("\t")
            };
            let lines = rows.iter().map(|(measure, number)| cells(measure, *number) + "\n");
            heading.join("\t") + "\n" + &lines.collect::<String>()
        };
        let (_, refused) = take(&app, &table(&[("people-killed", 1)]), |plan| plan).await;
        assert_eq!(refused, []);
        // It is on record, and not found by its key: to write it again is not possible.
        let lost = "UPDATE statistic SET key_hash = 'lost'";
        app.session.db.writer().execute_unprepared(lost).await.expect("lost");
        let table = table(&[("people-arrested", 2), ("people-killed", 3), ("people-arrested", 4)]);
        let rows = Rows::open(Box::new(Cursor::new(table.clone().into_bytes())), Some(b'\t'));
        let rows = rows.expect("a table");
        let plan = Plan::bind(&Map::parse(MAP).expect("a map"), &rows).expect("a plan");
        let preview = engine::preview(&app.session, rows, &Arc::new(plan)).await;
        let preview = preview.expect("a preview");
        let (done, refused) = take(&app, &table, |plan| plan).await;
        assert_eq!(refused.iter().map(|(line, ..)| *line).collect::<Vec<_>>(), [3], "{refused:?}");
        assert_eq!(done.report.tallies[&Prefix::Claim].new, 2);
        assert_eq!(preview.report, done.report);
        assert_eq!((preview.items, preview.rows), (done.items, done.rows));
    }
}
