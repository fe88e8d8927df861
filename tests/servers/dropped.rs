//! Clients that leave in the middle of a mutation, beside honest writers, and then a kill.

use std::{
    collections::HashSet,
    io::Write as _,
    net::{Shutdown, TcpStream},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::json;

use crate::{
    command::{Place, Server},
    databases::database::{Backend, migrated},
    socket::Socket,
};

/// Clients that leave.
const DROPPED: u64 = 1_000;
const HONEST: usize = 4;

const ADD: &str = "mutation ($name: String!) { \
    addAgent(input: { name: $name, kind: PERSON }) { isNew userErrors { message } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_after_a_thousand_dropped_mutations_loses_nothing_on_sqlite() {
    nothing_is_lost(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_after_a_thousand_dropped_mutations_loses_nothing_on_postgres() {
    nothing_is_lost(Backend::Postgres).await;
}

async fn nothing_is_lost(backend: Backend) {
    let mut fresh = migrated(backend).await;
    let url = std::mem::take(&mut fresh.url);
    tokio::task::spawn_blocking(move || {
        let place = Place::new();
        let words = ["--database", &url, "--max-rate", "0", "--log", "off"];
        let mut server = Server::start(&place, &words);
        let key = server.key().expect("a key");
        let acknowledged = Mutex::new(Vec::new());
        let killed = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for writer in 0..HONEST {
                let (address, key) = (server.address.clone(), key.clone());
                let (acknowledged, killed) = (&acknowledged, &killed);
                scope.spawn(move || {
                    for number in 0.. {
                        let name = format!("Honest {writer} {number}");
                        match write(&address, &key, &name) {
                            Some(()) => acknowledged.lock().expect("a list").push(name),
                            None if killed.load(Ordering::SeqCst) => return,
                            None => panic!("{name} was not answered"),
                        }
                    }
                });
            }
            let leaving: Vec<_> = (0..4)
                .map(|leaver| {
                    let (address, key) = (server.address.clone(), key.clone());
                    scope.spawn(move || {
                        for number in 0..DROPPED / 4 {
                            leave(&address, &key, leaver, number);
                        }
                    })
                })
                .collect();
            for one in leaving {
                one.join().expect("it leaves");
            }
            // What was left queues before them; a slow machine takes its time.
            let began = Instant::now();
            let written = || acknowledged.lock().expect("a list").len();
            while written() <= HONEST && began.elapsed() < Duration::from_mins(1) {
                std::thread::sleep(Duration::from_millis(20));
            }
            std::thread::sleep(Duration::from_millis(200));
            killed.store(true, Ordering::SeqCst);
            server.child.kill().expect("killed");
        });
        server.child.wait().expect("it is dead");
        let again = Server::start(&place, &words);
        let stored = names(&again);
        let acknowledged = acknowledged.into_inner().expect("a list");
        let lost: Vec<_> = acknowledged.iter().filter(|name| !stored.contains(*name)).collect();
        assert!(lost.is_empty(), "{} of {} are lost: {lost:?}", lost.len(), acknowledged.len());
        assert!(acknowledged.len() > HONEST, "{} were written", acknowledged.len());
        // Nothing holds the database up that the dead left behind.
        write(&again.address, &key, "After All").expect("it writes");
        assert_eq!(again.terminate(), 0);
    })
    .await
    .expect("the test");
    drop(fresh);
}

/// Writes, and waits until it is acknowledged; `None` when there is no whole answer.
fn write(address: &str, key: &str, name: &str) -> Option<()> {
    let answer = request(address, key, name).and_then(|mut stream| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut stream, &mut text)?;
        Ok(text)
    });
    answer
        .ok()
        .filter(|text| text.contains(r#""addAgent":{"isNew":true,"userErrors":[]}"#))
        .map(drop)
}

fn request(address: &str, key: &str, name: &str) -> std::io::Result<TcpStream> {
    let body = json!({ "query": ADD, "variables": { "name": name } }).to_string();
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_mins(1)))?;
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
         Content-Type: application/json\r\nAuthorization: Bearer {key}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    Ok(stream)
}

/// Begins a mutation and leaves before it is answered, a little later each time.
fn leave(address: &str, key: &str, leaver: u64, number: u64) {
    let name = format!("Dropped {leaver} {number}");
    let wait = Duration::from_micros(number * 37 % 4_000);
    if number.is_multiple_of(2) {
        let stream = request(address, key, &name).expect("it listens");
        std::thread::sleep(wait);
        let _ = stream.shutdown(Shutdown::Both);
    } else {
        let mut socket = Socket::open(address.parse().expect("an address"), key);
        socket.subscribe(ADD, &json!({ "name": name }));
        std::thread::sleep(wait);
    }
}

/// The names of all agents on record.
fn names(server: &Server) -> HashSet<String> {
    let mut names = HashSet::new();
    let mut after = "null".to_owned();
    loop {
        let query = format!(
            "{{ agents(first: 500, after: {after}) {{ nodes {{ name }} \
             pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        let mut answer = server.ask(&query, None);
        let mut agents = answer["data"]["agents"].take();
        let nodes = agents["nodes"].as_array().expect("nodes");
        names.extend(nodes.iter().filter_map(|node| node["name"].as_str().map(str::to_owned)));
        if agents["pageInfo"]["hasNextPage"] == false {
            return names;
        }
        after = agents["pageInfo"]["endCursor"].take().to_string();
    }
}
