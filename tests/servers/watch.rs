//! What one server writes is heard at every other: on sockets and in the stream of events, and still
//! when the connection that listens is lost.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};

use claimbase::store::{Db, Read as _, row::Count};
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};

use crate::{
    command::{Place, Server},
    databases::database::{Backend, migrated},
    socket::Socket,
};

const WATCH: &str = "subscription { statisticChanged(slug: \"killed\") { \
    claims { totalCount } comparison { verdict } } }";

const WORLD: &str = r#"mutation {
    a: addMeasure(input: {name: "Killed", definition: "Dead.", unit: "person", accumulation: CUMULATIVE}) { userErrors { message } }
    b: addStatistic(input: {slug: "killed", measure: {slug: "killed"}}) { userErrors { message } }
    c: addAgent(input: {name: "Court", kind: ORGANISATION}) { agent { id } userErrors { message } }
    d: addAgent(input: {name: "Council", kind: ORGANISATION}) { agent { id } userErrors { message } } }"#;

fn done(server: &Server, key: &str, query: &str) -> Value {
    let mut answer = server.ask(query, Some(key));
    assert!(answer.get("errors").is_none(), "{answer}");
    for (name, payload) in answer["data"].as_object().expect("data") {
        assert_eq!(payload["userErrors"], json!([]), "{name}");
    }
    answer["data"].take()
}

fn says(server: &Server, key: &str, quantity: &str, agent: &str) {
    let query = format!(
        r#"mutation {{ recordClaim(input: {{statistic: {{slug: "killed"}}, quantity: {{text: "{quantity}"}},
            attributions: [{{source: {{new: {{title: "{quantity} by {agent}", kind: ARTICLE}}}}, agent: {{slug: "{agent}"}}, saidOn: "2018-01-04"}}]
        }}) {{ isNew userErrors {{ message }} }} }}"#
    );
    done(server, key, &query);
}

/// What is told until there are so many claims and this verdict.
fn told(socket: &mut Socket, claims: i64, verdict: &str) {
    let expected = json!({"claims": {"totalCount": claims}, "comparison": {"verdict": verdict}});
    loop {
        let mut message = socket.expect("next");
        if message["payload"]["data"]["statisticChanged"].take() == expected {
            return;
        }
    }
}

/// The events of a server, line by line.
struct Events(BufReader<TcpStream>);

impl Events {
    fn open(server: &Server) -> Self {
        let mut stream = TcpStream::connect(&server.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time limit");
        let head = "GET /changes HTTP/1.1\r\nHost: localhost\r\n\r\n";
        stream.write_all(head.as_bytes()).expect("it reads");
        let mut events = Self(BufReader::new(stream));
        events.line(": open");
        events
    }

    fn line(&mut self, has: &str) {
        let mut line = String::new();
        while !line.contains(has) {
            line.clear();
            assert!(self.0.read_line(&mut line).expect("a line") > 0, "the stream ended");
        }
    }
}

/// Two servers on one database, and a key.
fn two(url: &str, test: impl FnOnce(&Server, &Server, &str)) {
    let place = Place::new();
    let words = ["--database", url];
    let (one, other) = (Server::start(&place, &words), Server::start(&place, &words));
    let key = one.key().expect("the first makes a key");
    test(&one, &other, &key);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_watches_a_statistic_hears_what_another_server_writes() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let fresh = migrated(backend).await;
        let url = fresh.url.clone();
        let hears = move || {
            two(&url, |one, other, key| {
                let world = done(other, key, WORLD);
                let mut socket = Socket::open(one.address.parse().expect("an address"), key);
                socket.subscribe(WATCH, &json!({}));
                std::thread::sleep(Duration::from_millis(500));
                says(other, key, "21", "court");
                told(&mut socket, 1, "SINGLE_ORIGIN");
                let mut waits = Vec::new();
                for claims in 2..6 {
                    says(other, key, &format!("{}", 50 + claims), "council");
                    let written = Instant::now();
                    told(&mut socket, claims, "CONTESTED");
                    waits.push(written.elapsed());
                }
                let merge = format!(
                    "mutation {{ mergeRecords(input: {{keep: {}, merge: {}, reason: \"one\"}}) {{ userErrors {{ message }} }} }}",
                    world["c"]["agent"]["id"], world["d"]["agent"]["id"]
                );
                done(other, key, &merge);
                told(&mut socket, 5, "SINGLE_ORIGIN");
                // All would be as fast on a machine that does nothing else.
                let best = waits.iter().min().expect("four");
                assert!(*best < Duration::from_secs(1), "{waits:?}");
            });
        };
        tokio::task::spawn_blocking(hears).await.expect("the test");
        drop(fresh);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stream_of_events_tells_what_another_server_writes() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let fresh = migrated(backend).await;
        let url = fresh.url.clone();
        let hears = move || {
            two(&url, |one, other, key| {
                let mut events = Events::open(one);
                let mut waits = Vec::new();
                for number in 0..4 {
                    // In turns: what is told stands in the order of the commits.
                    let (server, name) = if number % 2 == 0 { (other, "b") } else { (one, "a") };
                    let query = format!(
                        "mutation {{ addAgent(input: {{name: \"{name} {number}\", kind: PERSON}}) {{ agent {{ id }} userErrors {{ message }} }} }}"
                    );
                    let got = done(server, key, &query);
                    let written = Instant::now();
                    events.line(got["addAgent"]["agent"]["id"].as_str().expect("an id"));
                    waits.push(written.elapsed());
                }
                let best = [waits[0], waits[2]].into_iter().min().expect("two");
                assert!(best < Duration::from_secs(1), "{waits:?}");
            });
        };
        tokio::task::spawn_blocking(hears).await.expect("the test");
        drop(fresh);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_listener_is_no_lost_news() {
    let fresh = migrated(Backend::Postgres).await;
    let (url, db) = (fresh.url.clone(), fresh.db.clone());
    let runtime = tokio::runtime::Handle::current();
    let hears = move || {
        two(&url, |one, other, key| {
            done(other, key, WORLD);
            let mut socket = Socket::open(one.address.parse().expect("an address"), key);
            socket.subscribe(WATCH, &json!({}));
            std::thread::sleep(Duration::from_millis(500));
            says(other, key, "21", "court");
            told(&mut socket, 1, "SINGLE_ORIGIN");
            runtime.block_on(async {
                assert_eq!(listeners(&db).await, 2, "one of each server");
                let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                    WHERE datname = current_database() AND application_name = 'claimbase listener'";
                db.writer().execute_unprepared(sql).await.expect("they end");
            });
            says(other, key, "50", "council");
            told(&mut socket, 2, "CONTESTED");
            // They come back, and what is committed then is heard again.
            while runtime.block_on(listeners(&db)) < 2 {
                std::thread::sleep(Duration::from_millis(100));
            }
            says(other, key, "60", "council");
            told(&mut socket, 3, "CONTESTED");
        });
    };
    tokio::task::spawn_blocking(hears).await.expect("the test");
    drop(fresh);
}

async fn listeners(db: &Db) -> i64 {
    let sql = "SELECT COUNT(*) AS count FROM pg_stat_activity \
        WHERE datname = current_database() AND application_name = 'claimbase listener'";
    let statement = Statement::from_string(db.backend(), sql);
    let rows: Vec<Count> = db.statement(statement, "asking who listens").await.expect("rows");
    rows[0].count
}

#[tokio::test(flavor = "multi_thread")]
async fn comparisons_are_summed_up_after_the_answer() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let fresh = migrated(backend).await;
        let (url, db) = (fresh.url.clone(), fresh.db.clone());
        let runtime = tokio::runtime::Handle::current();
        let sums_up = move || {
            two(&url, |one, other, key| {
                done(one, key, WORLD);
                says(one, key, "21", "court");
                says(other, key, "50", "council");
                let holds = || {
                    let sql = "SELECT COUNT(*) AS count FROM statistic_summary \
                        WHERE NOT stale AND verdict = 'CONTESTED'";
                    let statement = Statement::from_string(db.backend(), sql);
                    let rows = db.statement::<Count>(statement, "counting");
                    runtime.block_on(rows).expect("rows")[0].count == 1
                };
                let began = Instant::now();
                while !holds() {
                    assert!(began.elapsed() < Duration::from_secs(30), "nobody sums up");
                    std::thread::sleep(Duration::from_millis(50));
                }
            });
        };
        tokio::task::spawn_blocking(sums_up).await.expect("the test");
        drop(fresh);
    }
}
