//! Several servers on one database.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    command::{Place, Server},
    databases::database::{Backend, migrated},
    socket::Socket,
};

fn add(server: &Server, key: &str, name: &str) -> Value {
    let query = format!(
        "mutation {{ addAgent(input: {{ name: \"{name}\", kind: PERSON }}) \
         {{ agent {{ id }} isNew userErrors {{ message }} }} }}"
    );
    let mut answer = server.ask(&query, Some(key));
    assert_eq!(answer["data"]["addAgent"]["isNew"], true, "{answer}");
    answer["data"]["addAgent"]["agent"]["id"].take()
}

#[test]
fn two_servers_write_one_file_beside_twenty_readers() {
    const WRITES: usize = 40;
    let place = Place::new();
    let words = ["--max-rate", "0"];
    let (one, two) = (Server::start(&place, &words), Server::start(&place, &words));
    let key = one.key().expect("a key");
    let (done, reads) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        let (done, reads) = (&done, &reads);
        for reader in 0..20 {
            let server = if reader % 2 == 0 { &one } else { &two };
            scope.spawn(move || {
                let mut last = 0;
                while !done.load(Ordering::SeqCst) {
                    let query = "{ agents(first: 20) { totalCount nodes { name slug } } }";
                    let answer = server.ask(query, None);
                    assert!(answer.get("errors").is_none(), "{answer}");
                    let count = answer["data"]["agents"]["totalCount"].as_u64().expect("a count");
                    assert!(count >= last, "what was committed stays");
                    last = count;
                    reads.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        let writers: Vec<_> = [(&one, "One"), (&two, "Two")]
            .map(|(server, name)| {
                let key = &key;
                scope.spawn(move || {
                    for number in 0..WRITES {
                        add(server, key, &format!("{name} {number}"));
                    }
                })
            })
            .into_iter()
            .map(std::thread::ScopedJoinHandle::join)
            .collect();
        done.store(true, Ordering::SeqCst);
        assert!(writers.iter().all(Result::is_ok));
    });
    for server in [&one, &two] {
        let answer = server.ask("{ agents { totalCount } }", None);
        assert_eq!(answer["data"]["agents"]["totalCount"], 2 * WRITES, "{answer}");
    }
    assert!(reads.load(Ordering::SeqCst) > 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscriber_of_one_server_hears_what_another_writes() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let fresh = migrated(backend).await;
        let url = fresh.url.clone();
        let hears = move || {
            let place = Place::new();
            let words = ["--database", url.as_str()];
            let (one, two) = (Server::start(&place, &words), Server::start(&place, &words));
            let key = one.key().expect("the first makes a key");
            let mut socket = Socket::open(one.address.parse().expect("an address"), &key);
            let query = "subscription { changes(kinds: [AGENT]) { kind record { id } } }";
            socket.subscribe(query, &json!({}));
            std::thread::sleep(Duration::from_millis(500));
            let mut waits = Vec::new();
            for number in 0..5 {
                let id = add(&two, &key, &format!("Heard {number}"));
                let written = Instant::now();
                let heard = socket.expect("next");
                let change = json!({ "kind": "AGENT", "record": { "id": id } });
                assert_eq!(heard["payload"]["data"]["changes"], change);
                waits.push(written.elapsed());
            }
            // All five would be as fast on a machine that does nothing else.
            let best = waits.iter().min().expect("five");
            assert!(*best < Duration::from_secs(1), "{waits:?}");
        };
        tokio::task::spawn_blocking(hears).await.expect("the test");
        drop(fresh);
    }
}
