//! The server: its welcome, its first key, its end.

use std::{fs, net::TcpListener};

use crate::support::{Place, Server};

#[test]
fn the_first_start_makes_a_key_and_the_second_does_not() {
    let place = Place::new();
    let first = Server::start(&place, &[]);
    assert!(first.welcome.len() <= 10, "{:#?}", first.welcome);
    let key = first.key().expect("a key");
    assert!(first.welcome.iter().any(|line| line.contains(&format!("/playground#key={key}"))));
    let answer = first.ask("{ viewer { name role } }", Some(&key));
    assert_eq!(answer["data"]["viewer"]["role"], "ADMIN", "{answer}");
    assert_eq!(first.terminate(), 0);
    assert!(!place.path().join("claimbase.db-wal").exists(), "it closes the database");

    let second = Server::start(&place, &[]);
    assert_eq!(second.key(), None);
    assert!(!second.welcome.concat().contains("#key="));
    let answer = second.ask("{ viewer { role } }", Some(&key));
    assert_eq!(answer["data"]["viewer"]["role"], "ADMIN", "{answer}");
}

#[test]
fn what_to_try_on_a_private_server_has_a_key() {
    let place = Place::new();
    let question = |server: &Server| {
        let line = server.welcome.iter().find(|line| line.contains("curl"));
        line.expect("a question to try").clone()
    };
    let first = Server::start(&place, &["--private"]);
    assert!(first.welcome.len() <= 10, "{:#?}", first.welcome);
    let key = first.key().expect("a key");
    let asked = question(&first);
    assert!(asked.contains(&format!(" -H 'Authorization: Bearer {key}' ")), "{asked}");
    assert_eq!(first.terminate(), 0);
    let asked = question(&Server::start(&place, &["--private"]));
    assert!(asked.contains(" -H 'Authorization: Bearer KEY' "), "{asked}");
    let asked = question(&Server::start(&place, &[]));
    assert!(!asked.contains("Authorization"), "{asked}");
}

#[test]
fn a_busy_port_is_one_sentence_and_nothing_is_made() {
    let place = Place::new();
    let busy = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = busy.local_addr().expect("it").to_string();
    place.run(&["serve", "--listen", &address]).refused(1, "is in use by another program");
    assert_eq!(fs::read_dir(place.path()).expect("a folder").count(), 0, "no key is lost");
}

#[test]
fn a_read_only_server_writes_nothing() {
    let place = Place::new();
    let words = ["serve", "--read-only", "--listen", "127.0.0.1:0"];
    place.run(&words).refused(1, "there is no database");
    place.done(&["migrate", "up"]);
    let server = Server::start(&place, &["--read-only"]);
    assert_eq!(server.key(), None);
    assert_eq!(place.json(&["key", "list", "--json"]), serde_json::json!([]));
    let key = place.done(&["key", "create", "--name", "n", "--role", "admin"]);
    let add = "mutation { addAgent(input: { name: \"A\", kind: PERSON }) { isNew } }";
    let answer = server.ask(add, Some(key.trim()));
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{answer}");
}

#[test]
fn a_read_only_server_waits_for_the_migrations() {
    let place = Place::new();
    place.done(&["migrate", "up"]);
    let database =
        rusqlite::Connection::open(place.path().join("claimbase.db")).expect("a database");
    let sql =
        "DELETE FROM seaql_migrations WHERE version = (SELECT max(version) FROM seaql_migrations)";
    database.execute(sql, []).expect("a row");
    drop(database);
    let words = ["serve", "--read-only", "--listen", "127.0.0.1:0"];
    place.run(&words).refused(1, "claimbase migrate up");
}

#[test]
fn the_demo_answers_its_question() {
    let place = Place::new();
    let server = Server::start(&place, &["--demo"]);
    assert!(server.welcome.len() <= 10, "{:#?}", server.welcome);
    assert!(place.path().join("claimbase-demo.db").exists());
    // The next command must not make a key in another database.
    assert!(server.welcome.concat().contains("--database sqlite:claimbase-demo.db"));
    let query = "{ statistic(slug: \"iran-2018-arrested\") { title claims { totalCount } } }";
    let answer = server.ask(query, None);
    let count = answer["data"]["statistic"]["claims"]["totalCount"].as_i64();
    assert!(count.is_some_and(|count| count > 0), "{answer}");
    assert_eq!(server.terminate(), 0);
    let again = Server::start(&place, &["--demo"]);
    assert_eq!(again.ask(query, None), answer, "it is loaded once");
}

#[test]
fn two_servers_share_one_file() {
    let place = Place::new();
    let one = Server::start(&place, &[]);
    let two = Server::start(&place, &[]);
    let key = one.key().expect("a key");
    let names = |server: &Server, letter: char| {
        for number in 0..20 {
            let add = format!(
                "mutation {{ addAgent(input: {{ name: \"{letter}{number}\", kind: PERSON }}) \
                 {{ isNew userErrors {{ message }} }} }}"
            );
            let answer = server.ask(&add, Some(&key));
            assert_eq!(answer["data"]["addAgent"]["isNew"], true, "{answer}");
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| names(&one, 'a'));
        scope.spawn(|| names(&two, 'b'));
    });
    for server in [&one, &two] {
        let answer = server.ask("{ agents { totalCount } }", None);
        assert_eq!(answer["data"]["agents"]["totalCount"], 40, "{answer}");
    }
}

#[test]
fn the_log_is_an_object_a_line_and_keeps_secrets() {
    let place = Place::new();
    let server = Server::start(&place, &["--log", "info", "--log-format", "json"]);
    let key = server.key().expect("a key");
    server.ask("{ viewer { name } }", Some(&key));
    let log = server.log();
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(lines.iter().any(|line| line["path"] == "/graphql" && line["status"] == 200), "{log}");
    assert!(!log.contains(&key) && !log.contains("viewer"), "{log}");
}
