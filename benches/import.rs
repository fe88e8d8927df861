//! How fast a table comes in, beside what the databases do with the same rows by themselves.
//!
//! `cargo bench --bench import` writes a table of 20,000 rows (`-- 1000000` of as many) and imports it
//! into an empty database, then another one into the same, which then is in use: on SQLite and on
//! PostgreSQL. It prints the rows that were written into any table for each second, and the most memory
//! that the process has had. Beside stand `sqlite3` with `.import` and PostgreSQL's COPY, which get the
//! very same rows table by table, under the same indexes and triggers.

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::{BufWriter, Write as _},
    path::Path,
    process::{Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use chrono::Utc;
use claimbase::{
    Result,
    app::{Actor, Clock, Session, summary},
    domain::key::ENTROPY,
    exchange::{
        corpus,
        csv::{Map, Plan, Rows},
        engine::{self, Label, Progress, Refused, Watch},
    },
    store::Db,
};
use csv::ByteRecord;
use sea_orm::{FromQueryResult, Statement};
use tempfile::TempDir;
use uuid::{ContextV7, Timestamp, Uuid};

#[path = "../tests/support/march.rs"]
mod march;
#[path = "../tests/support/mod.rs"]
mod support;

use march::{KILLED, MARCH};
use support::database::{Backend, Fresh, migrated, postgres_copy};

const ROWS: u64 = 20_000;

const MAP: &str = r#"
new_agents = "ORGANISATION"
new_publishers = "NEWS_OUTLET"
new_places = "CITY"
measure = "people-killed"
event = "march"
place = { column = "place" }
period_start = { column = "from" }
agent = { column = "who" }
source_url = { column = "link" }
source_title = { column = "title" }
publisher = { column = "outlet" }
published_on = { column = "date" }
quantity = { column = "killed" }
as_of = { column = "as of" }
quote = { column = "quote" }
"#;

/// The tables that an import writes, those first that others point at, and the column whose keys rise
/// with time.
const TABLES: [(&str, &str); 14] = [
    ("agent", "id"),
    ("place", "id"),
    ("statistic", "id"),
    ("source", "id"),
    ("claim", "id"),
    ("attribution", "id"),
    ("finding", "id"),
    ("search_entry", "record_key"),
    ("match_key", "record_key"),
    ("revision", "id"),
    ("statistic_summary", "statistic_id"),
    ("claim_verdict", "claim_id"),
    ("import", "id"),
    ("import_row", "import_id"),
];

#[tokio::main]
async fn main() {
    // `cargo test --benches` only asks whether it builds.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let rows = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(ROWS);
    for backend in [Backend::Sqlite, Backend::Postgres] {
        println!("\n{backend:?}, tables of {rows} rows");
        let Fresh { db, url, .. } = &migrated(backend).await;
        let files = vec![("all.toml".to_owned(), format!("{KILLED}{MARCH}"))];
        let report = corpus::import(&session(db.clone()), files).await.expect("a corpus");
        assert_eq!(report.rejects, []);
        db.close().await.expect("closed");
        for (number, what) in (0..).zip(["an empty database", "a database in use"]) {
            measure(backend, url, what, number * rows, rows).await;
        }
    }
}

async fn measure(backend: Backend, url: &str, what: &str, first: u64, rows: u64) {
    let folder = TempDir::new().expect("a folder");
    let table = folder.path().join("table.csv");
    write_table(&table, first, rows);
    let bare = copy_of(backend, url, folder.path()).await;
    let session = session(Db::connect(url).await.expect("the database"));
    let mark = (session.ids)(session.now());
    let newer = newer(backend, &session.db, mark).await;
    let began = Instant::now();
    import(&session, &table).await;
    let took = began.elapsed();
    let written = count(&session.db, &newer).await;
    let began = Instant::now();
    session.db.count_anew().await.expect("the counts");
    summary::refresh(&session).await.expect("the sums");
    let summed = began.elapsed();
    let with_sums = count(&session.db, &newer).await;
    println!(
        "  into {what}: {written} rows of all tables in {:.1} s, {:.0} a second ({:.0} of the file); \
         with all comparisons {with_sums} in {:.1} s, {:.0} a second; peak memory {} MB",
        took.as_secs_f64(),
        rate(written, took),
        rate(rows, took),
        (took + summed).as_secs_f64(),
        rate(with_sums, took + summed),
        peak()
    );
    session.db.close().await.expect("closed");
    let (with, what) = match backend {
        Backend::Sqlite => ("sqlite3", ".import"),
        Backend::Postgres => ("psql", "COPY"),
    };
    match by_itself(backend, url, &bare, folder.path(), &newer) {
        Some(alone) => {
            println!("    {what} by {with} of the same: {:.0} a second", rate(with_sums, alone));
        }
        None => println!("    {with} is not on the path: not compared"),
    }
}

async fn import(session: &Session, table: &Path) {
    let file = File::open(table).expect("the table");
    let mut rows = Rows::open(Box::new(file), None).expect("a table");
    let plan = Plan::bind(&Map::parse(MAP).expect("a map"), &rows).expect("a plan");
    let label = Label::new("csv", "table.csv");
    let done = engine::import(session, label, &mut rows, &Arc::new(plan), &mut Unwatched).await;
    assert_eq!(done.expect("an import").refused, 0);
}

struct Unwatched;

impl Watch<ByteRecord> for Unwatched {
    fn refused(&mut self, row: &Refused<ByteRecord>) -> Result<()> {
        panic!("line {}: {}: {}", row.line, row.column, row.reason)
    }

    fn progress(&mut self, _: Progress) {}
}

/// A table of which fifty rows are about one place each, and every row is of another source.
fn write_table(path: &Path, first: u64, rows: u64) {
    let mut file = BufWriter::new(File::create(path).expect("a file"));
    let heading = "place,from,who,link,title,outlet,date,killed,as of,quote";
    writeln!(file, "{heading}").expect("written");
    for row in first..first + rows {
        let quantity = if row % 5 == 0 {
            format!("at least {}", row % 90 + 7)
        } else {
            (row % 97).to_string()
        };
        writeln!(
            file,
            "Town {},2018-01-02,Office {},https://paper-{}.example/2018/report-{row},\
             Report {row} on the dead of the march,Paper {},2018-01-{:02},{quantity},2018-01-{:02},\
             \"{quantity} people were killed\"",
            row % (rows / 50 + 1),
            row % 311,
            row % 40,
            row % 40,
            row % 28 + 3,
            row % 27 + 2
        )
        .expect("written");
    }
    file.flush().expect("written");
}

/// The database as it is before an import; nobody is connected to it.
async fn copy_of(backend: Backend, url: &str, folder: &Path) -> String {
    match backend {
        Backend::Sqlite => {
            let copy = folder.join("bare.db");
            fs::copy(url.trim_start_matches("sqlite:"), &copy).expect("a copy");
            copy.display().to_string()
        }
        Backend::Postgres => postgres_copy(url.rsplit('/').next().expect("a name")).await,
    }
}

/// A table, how its rows are written to a file, and those that are newer than a moment.
struct Newer {
    table: &'static str,
    /// The columns into which they are loaded.
    columns: String,
    /// The same as they are written: a CSV file cannot hold the bytes of SQLite's keys.
    written: String,
    rows: String,
}

#[derive(FromQueryResult)]
struct Column {
    name: String,
}

async fn newer(backend: Backend, db: &Db, mark: Uuid) -> Vec<Newer> {
    let mut all = Vec::with_capacity(TABLES.len());
    for (table, key) in TABLES {
        let (ask, mark) = match backend {
            Backend::Sqlite => (
                format!("SELECT name FROM pragma_table_info('{table}')"),
                format!("x'{}'", mark.simple()),
            ),
            Backend::Postgres => (
                format!(
                    "SELECT column_name::text AS name FROM information_schema.columns
                    WHERE table_name = '{table}' AND is_generated = 'NEVER'
                    ORDER BY ordinal_position"
                ),
                format!("'{mark}'"),
            ),
        };
        let writer = db.writer();
        let ask = Statement::from_string(writer.get_database_backend(), ask);
        let columns = Column::find_by_statement(ask).all(writer).await.expect("the columns");
        let names = columns.iter().map(|column| format!("\"{}\"", column.name));
        let names: Vec<String> = names.collect();
        let written = names.iter().map(|name| match backend {
            Backend::Sqlite => {
                format!("CASE typeof({name}) WHEN 'blob' THEN hex({name}) ELSE {name} END")
            }
            Backend::Postgres => name.clone(),
        });
        all.push(Newer {
            table,
            columns: names.join(", "),
            written: written.collect::<Vec<_>>().join(", "),
            rows: format!("FROM \"{table}\" WHERE \"{key}\" > {mark}"),
        });
    }
    all
}

/// Lets the database's own tool load these rows into `bare`, and says how long that took; `None` where
/// there is no such tool.
fn by_itself(
    backend: Backend,
    url: &str,
    bare: &str,
    folder: &Path,
    newer: &[Newer],
) -> Option<Duration> {
    let (mut dump, mut load) = (String::new(), String::new());
    if backend == Backend::Sqlite {
        dump.push_str(".mode csv\n");
        load.push_str("PRAGMA journal_mode = wal;\nPRAGMA synchronous = normal;\n.mode csv\n");
    }
    for Newer { table, columns, written, rows } in newer {
        let file = folder.join(format!("{table}.rows")).display().to_string();
        match backend {
            Backend::Sqlite => {
                let _ = writeln!(dump, ".output {file}\nSELECT {written} {rows};");
                let _ = writeln!(load, ".import {file} {table}");
            }
            Backend::Postgres => {
                let _ = writeln!(dump, "\\copy (SELECT {written} {rows}) TO '{file}'");
                let _ = writeln!(load, "\\copy \"{table}\" ({columns}) FROM '{file}'");
            }
        }
    }
    let (tool, from) = match backend {
        Backend::Sqlite => ("sqlite3", url.trim_start_matches("sqlite:")),
        Backend::Postgres => ("psql", url),
    };
    run(tool, from, &dump)?;
    let began = Instant::now();
    run(tool, bare, &load)?;
    Some(began.elapsed())
}

/// Runs a script; `None` where there is no such program.
fn run(tool: &str, database: &str, script: &str) -> Option<()> {
    let mut command = Command::new(tool);
    if tool == "psql" {
        command.args(["--quiet", "--set", "ON_ERROR_STOP=1", "--dbname"]);
    }
    let child = command.arg(database).stdin(Stdio::piped()).stdout(Stdio::null()).spawn();
    let mut child = child.ok()?;
    let mut stdin = child.stdin.take().expect("piped");
    stdin.write_all(script.as_bytes()).expect("it reads");
    drop(stdin);
    assert!(child.wait().expect("a child").success(), "{tool} loads the rows");
    Some(())
}

#[derive(FromQueryResult)]
struct Counted {
    count: i64,
}

/// How many rows of all tables these are.
async fn count(db: &Db, newer: &[Newer]) -> u64 {
    let writer = db.writer();
    let mut sum = 0;
    for Newer { rows, .. } in newer {
        let sql = format!("SELECT COUNT(*) AS count {rows}");
        let ask = Statement::from_string(writer.get_database_backend(), sql);
        let found = Counted::find_by_statement(ask).one(writer).await.expect("a count");
        sum += found.map_or(0, |row| row.count.unsigned_abs());
    }
    sum
}

#[expect(clippy::disallowed_methods, reason = "what is measured takes the time that it takes")]
fn clock() -> Clock {
    Arc::new(Utc::now)
}

fn session(db: Db) -> Session {
    let context = Mutex::new(ContextV7::new());
    Session {
        db,
        clock: clock(),
        ids: Arc::new(move |now| {
            let context = context.lock().unwrap_or_else(PoisonError::into_inner);
            let seconds = now.timestamp().unsigned_abs();
            Uuid::new_v7(Timestamp::from_unix(&*context, seconds, now.timestamp_subsec_nanos()))
        }),
        entropy: Arc::new(|| [0; ENTROPY]),
        actor: Actor::Program,
        read_only: false,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a rate is printed without its last digits")]
fn rate(rows: u64, took: Duration) -> f64 {
    rows as f64 / took.as_secs_f64()
}

/// The most memory that this process has had, in megabytes.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}
