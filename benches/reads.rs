//! What reads cost, in CPU of the server and of the database, beside the same rows read by hand.
//!
//! `cargo bench --bench reads` prints, on SQLite and on PostgreSQL, the median over rounds of the CPU
//! time of one request through the binary's own HTTP door: worked out anew with nothing at hand
//! (`--cache off`); and by a server as it is by itself, worked out anew as each question is a new one,
//! with records at hand, and given again, which asks the database for its version alone. On
//! SQLite the same rows are read by plain rusqlite and written by `serde_json` in the same rounds, and
//! the ratio of the first to that is printed: believe the ratios, the machine may be busy.

use std::{
    fs,
    hint::black_box,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use chrono::NaiveDate;
use claimbase::{
    domain::fold::fold,
    store::{Txn, record::insert_rows},
};
use entity::{
    attribution, claim, search_entry, source, statistic,
    vocab::{Qualifier, RecordKind},
};
use uuid::Uuid;

#[path = "../tests/support/mod.rs"]
mod support;

#[path = "support/fill.rs"]
mod fill;
#[path = "../tests/support/plain.rs"]
mod plain;

use fill::{fill, key, moment};
use support::database::{Backend, migrated};

const CLAIMS: u64 = 20_000;
const ATTRIBUTIONS_OF_A_CLAIM: u64 = 3;
const AGENTS: u64 = 500;
const SOURCES: u64 = 500;
const STATISTICS: u64 = 400;
const ROUNDS: usize = 15;
const REQUESTS_A_ROUND: u32 = 40;
/// More, since one takes less than the kernel counts at a time.
const BY_HAND_A_ROUND: u32 = 1_000;

const NESTED: &str = "{ claims(first: 50) { nodes { id text asOf quantity { text qualifier value low high } \
    attributions(first: 3) { nodes { stance quote { exact } agent { name kind } \
    source { title url publishedOn publisher { name } } } } } } }";

#[tokio::main]
async fn main() {
    // `cargo test --benches` only asks whether it builds.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let fresh = migrated(backend).await;
        fill(&fresh.db, |txn| Box::pin(insert(txn))).await;
        let servers = [Server::start(&fresh.url, &["--cache=off"]), Server::start(&fresh.url, &[])];
        let one = format!("claim_{}", typed(key(RecordKind::Claim, 77)));
        let point = format!("{{ claim(id: \"{one}\") {{ id text quantity {{ text value }} }} }}");
        println!(
            "\n{backend:?}: {CLAIMS} claims, {} attributions",
            CLAIMS * ATTRIBUTIONS_OF_A_CLAIM
        );
        report(
            "50 claims, 150 attributions, sources, publishers, agents",
            &servers,
            backend,
            NESTED,
            || by_hand(&fresh.url),
        );
        report("one claim by id", &servers, backend, &point, || one_by_hand(&fresh.url));
    }
}

/// Prints the CPU of one request, anew and again, and of the same rows read by hand.
fn report(what: &str, servers: &[Server; 2], backend: Backend, query: &str, by_hand: impl Fn()) {
    let same = |_| query.to_owned();
    // One space more is another question.
    let new = |number: u32| format!("{query}{}", " ".repeat(number as usize));
    let [nothing_kept, usual] = servers;
    let anew = spent(nothing_kept, backend, same);
    let at_hand = spent(usual, backend, new);
    let again = spent(usual, backend, same);
    print!(
        "  {what}: {:.3} ms CPU, {:.3} ms wall, {} bytes; \
         a new question {:.3} ms CPU; given again {:.3} ms CPU",
        millis(anew.cpu),
        millis(anew.wall),
        anew.bytes,
        millis(at_hand.cpu),
        millis(again.cpu)
    );
    if backend == Backend::Postgres {
        println!("; server and database together");
        return;
    }
    let mut hand: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let before = cpu_of("self");
            for _ in 0..BY_HAND_A_ROUND {
                by_hand();
            }
            cpu_of("self").saturating_sub(before) / BY_HAND_A_ROUND
        })
        .collect();
    let hand = median(&mut hand);
    let ratio = anew.cpu.as_secs_f64() / hand.as_secs_f64();
    println!("; by hand {:.3} ms; ratio {ratio:.1}", millis(hand));
}

/// What a request takes: medians over rounds.
struct Spent {
    cpu: Duration,
    wall: Duration,
    bytes: usize,
}

fn spent(server: &Server, backend: Backend, question: impl Fn(u32) -> String) -> Spent {
    let mut client = Client::connect(server.port);
    let mut asked = 0;
    let mut ask = || {
        asked += 1;
        client.post(&serde_json::json!({ "query": question(asked) }).to_string())
    };
    let answer = ask();
    assert!(!answer.contains("\"errors\""), "{answer}");
    let (mut cpus, mut walls) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (before, began) = (server.cpu(backend), Instant::now());
        for _ in 0..REQUESTS_A_ROUND {
            black_box(ask());
        }
        walls.push(began.elapsed() / REQUESTS_A_ROUND);
        cpus.push(server.cpu(backend).saturating_sub(before) / REQUESTS_A_ROUND);
    }
    Spent { cpu: median(&mut cpus), wall: median(&mut walls), bytes: answer.len() }
}

fn median(values: &mut [Duration]) -> Duration {
    values.sort_unstable();
    values[values.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The binary, serving a database.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start(url: &str, options: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        drop(listener);
        let child = Command::new(env!("CARGO_BIN_EXE_claimbase"))
            .args(["serve", "--database", url, "--listen", &format!("127.0.0.1:{port}")])
            .args(options)
            .env("CLAIMBASE_MAX_RATE", "0")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(began.elapsed() < Duration::from_secs(20), "the server does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        Self { child, port }
    }

    /// CPU that the server used, and with PostgreSQL every process of the cluster.
    fn cpu(&self, backend: Backend) -> Duration {
        let own = cpu_of(&self.child.id().to_string());
        match backend {
            Backend::Sqlite => own,
            Backend::Postgres => own + cluster_cpu(),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// CPU time of the threads that a process has now, from `/proc`, in nanoseconds.
fn cpu_of(process: &str) -> Duration {
    let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let spent = threads.filter_map(|thread| {
        let told = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        told.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(spent.sum())
}

/// CPU of the tests' cluster: the processes whose command line names PostgreSQL.
fn cluster_cpu() -> Duration {
    let is_postgres = |path: &Path| {
        fs::read(path.join("cmdline"))
            // The server under test names its database on its command line too.
            .is_ok_and(|line| {
                String::from_utf8_lossy(&line).starts_with("postgres:")
                    || String::from_utf8_lossy(&line).contains("/bin/postgres")
            })
    };
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().parse::<u32>().is_ok())
        .filter(|entry| is_postgres(&entry.path()))
        .map(|entry| cpu_of(&entry.file_name().to_string_lossy()))
        .sum()
}

/// One kept-alive connection.
struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    fn connect(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
        stream.set_nodelay(true).expect("no delay");
        Self { stream: BufReader::new(stream) }
    }

    fn post(&mut self, body: &str) -> String {
        let request = format!(
            "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
             Accept: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes()).expect("sent");
        let (mut length, mut line) = (0, String::new());
        loop {
            line.clear();
            self.stream.read_line(&mut line).expect("a header");
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).expect("a body");
        String::from_utf8(body).expect("UTF-8")
    }
}

/// The floor: one join, plain rusqlite, a prepared statement, rows written as JSON.
fn by_hand(url: &str) {
    const SQL: &str = "SELECT c.text, c.quantity_text, c.value, c.low, c.high, a.stance, \
        a.quote_exact, g.name, s.title, s.url, p.name \
        FROM (SELECT * FROM claim WHERE status = 'ACTIVE' ORDER BY id LIMIT 50) c \
        JOIN attribution a ON a.claim_id = c.id JOIN source s ON s.id = a.source_id \
        LEFT JOIN agent g ON g.id = a.agent_id LEFT JOIN agent p ON p.id = s.publisher_id \
        ORDER BY c.id, a.id";
    run_by_hand(url, SQL, |_| Ok(()));
}

fn one_by_hand(url: &str) {
    let id = key(RecordKind::Claim, 77);
    run_by_hand(url, "SELECT text, quantity_text, value FROM claim WHERE id = ?", |statement| {
        statement.raw_bind_parameter(1, id.as_bytes())
    });
}

fn run_by_hand(
    url: &str,
    sql: &str,
    bind: impl Fn(&mut rusqlite::Statement<'_>) -> rusqlite::Result<()>,
) {
    thread_local! {
        static CONNECTION: std::cell::OnceCell<rusqlite::Connection> =
            const { std::cell::OnceCell::new() };
    }
    CONNECTION.with(|connection| {
        let connection = connection.get_or_init(|| {
            rusqlite::Connection::open(url.trim_start_matches("sqlite:")).expect("the file")
        });
        let mut statement = connection.prepare_cached(sql).expect("a statement");
        bind(&mut statement).expect("bound");
        let columns = statement.column_count();
        let mut rows = statement.raw_query();
        let mut out = Vec::new();
        while let Some(row) = rows.next().expect("a row") {
            let values: Vec<serde_json::Value> = (0..columns)
                .map(|column| match row.get_ref(column).expect("a column") {
                    rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
                    rusqlite::types::ValueRef::Real(number) => number.into(),
                    rusqlite::types::ValueRef::Integer(number) => number.into(),
                    _ => serde_json::Value::Null,
                })
                .collect();
            out.push(values);
        }
        black_box(serde_json::to_vec(&out).expect("JSON"));
    });
}

fn typed(key: Uuid) -> String {
    let id = claimbase::domain::record_id::RecordId::new(RecordKind::Claim, key).to_string();
    id.trim_start_matches("claim_").to_owned()
}

async fn insert(txn: &Txn) -> claimbase::Result<()> {
    let now = moment();
    let name = |number: u64| format!("Agent number {number}");
    let agents =
        (0..AGENTS).map(|number| plain::agent(key(RecordKind::Agent, number), name(number), now));
    insert_rows(txn, agents.collect(), "filling").await?;
    let measure = key(RecordKind::Measure, 0);
    insert_rows(txn, vec![plain::measure(measure, now)], "filling").await?;
    let statistics = (0..STATISTICS).map(|number| statistic::Model {
        slug: format!("statistic-{number}"),
        population: Some(format!("region {number}")),
        ..plain::statistic(key(RecordKind::Statistic, number), measure, now)
    });
    insert_rows(txn, statistics.collect(), "filling").await?;
    let day = NaiveDate::from_ymd_opt(2018, 1, 9).expect("a day");
    let sources = (0..SOURCES).map(|number| source::Model {
        url: Some(format!("https://example.org/article/{number}")),
        title: format!("Article number {number} about arrests in several regions"),
        publisher_id: Some(key(RecordKind::Agent, number % AGENTS)),
        published_on: Some("2018-01-09".to_owned()),
        published_on_earliest: Some(day),
        published_on_latest: Some(day),
        language: Some("en".to_owned()),
        sort_date: day,
        ..plain::source(key(RecordKind::Source, number), now)
    });
    insert_rows(txn, sources.collect(), "filling").await?;
    let claims = (0..CLAIMS).map(|number| {
        let value = f64::from(u32::try_from(number % 9_000).expect("small")) + 20.0;
        let statistic = key(RecordKind::Statistic, number % STATISTICS);
        claim::Model {
            text: format!("People arrested in a region: at least {value}"),
            quantity_text: Some(format!("at least {value}")),
            qualifier: Some(Qualifier::AtLeast),
            high: None,
            reading_high: None,
            ..plain::claim(key(RecordKind::Claim, number), Some(statistic), value, now)
        }
    });
    insert_rows(txn, claims.collect(), "filling").await?;
    let attributions = (0..CLAIMS * ATTRIBUTIONS_OF_A_CLAIM).map(|number| {
        let claim = key(RecordKind::Claim, number / ATTRIBUTIONS_OF_A_CLAIM);
        let source = key(RecordKind::Source, number % SOURCES);
        attribution::Model {
            agent_id: Some(key(RecordKind::Agent, number * 7 % AGENTS)),
            verb: Some("said".to_owned()),
            quote_exact: Some("at least so many people have been arrested since".to_owned()),
            sort_date: day,
            ..plain::attribution(key(RecordKind::Attribution, number), claim, source, now)
        }
    });
    insert_rows(txn, attributions.collect(), "filling").await?;
    let entries = (0..i64::try_from(AGENTS).expect("small")).map(|number| {
        let name = name(number.unsigned_abs());
        search_entry::Model {
            id: number + 1,
            record_kind: RecordKind::Agent,
            record_key: key(RecordKind::Agent, number.unsigned_abs()),
            title_folded: fold(&name),
            folded: fold(&name),
            body: name,
        }
    });
    insert_rows(txn, entries.collect(), "filling").await
}
