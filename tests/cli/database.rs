//! Migrations, keys, and databases that are not what they should be.

use std::{fs, net::TcpListener};

use crate::{
    shared::database::postgres_copy,
    support::{Place, Ran, Server},
};

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/iran-protests-2018");

#[test]
fn migrations_are_listed_without_a_trace_and_run_once() {
    let place = Place::new();
    let pending = place.json(&["migrate", "status", "--json"]);
    let pending = pending.as_array().expect("a list");
    assert!(!pending.is_empty() && pending.iter().all(|one| one["applied"] == false));
    assert_eq!(fs::read_dir(place.path()).expect("a folder").count(), 0, "nothing was made");
    assert_eq!(place.done(&["migrate", "up"]).lines().count(), pending.len());
    assert_eq!(place.done(&["migrate", "up"]), "", "nothing is left to do");
    let status = place.done(&["migrate", "status"]);
    assert!(status.lines().all(|line| line.starts_with("applied  m")), "{status}");
}

#[test]
fn a_key_is_alone_on_stdout_and_shown_once() {
    let place = Place::new();
    let words = ["key", "create", "--name", "grafana", "--role", "reader", "--expires", "90d"];
    let made = place.run(&words);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let key = made.stdout.strip_suffix('\n').expect("a line");
    assert!(key.starts_with("cb_") && key.len() == 39 && !made.stderr.contains(key));

    let listed = place.json(&["key", "list", "--json"]);
    assert_eq!(listed[0]["name"], "grafana");
    assert_eq!(listed[0]["role"], "reader");
    assert!(listed[0]["expiresAt"].is_string() && listed[0]["revokedAt"].is_null());
    assert!(!listed.to_string().contains(key));

    let id = listed[0]["id"].as_str().expect("an id");
    place.done(&["key", "revoke", id]);
    let table = place.done(&["key", "list"]);
    assert!(table.contains("grafana") && table.contains("revoked"), "{table}");
    place.run(&["key", "revoke", "key_01h455vb4pex5vsknk084sn02q"]).refused(1, "there is no key");
    place
        .run(&["key", "create", "--name", "old", "--role", "reader", "--expires", "2018-01-01"])
        .refused(1, "is over");
}

#[test]
fn a_database_that_is_not_there_is_not_made_by_reading() {
    let place = Place::new();
    place.write("q.graphql", "{ __typename }");
    for words in [&["key", "list"][..], &["query", "q.graphql"], &["export", "jsonl"]] {
        place.run(words).refused(1, "there is no database claimbase.db");
    }
    assert!(!place.path().join("claimbase.db").exists());
}

#[test]
fn a_file_that_is_no_database_of_ours_is_one_sentence() {
    let place = Place::new();
    place.write(
        "text.db",
        "This is a text, and long enough not to be taken for an empty file. ".repeat(99),
    );
    fs::create_dir(place.path().join("folder.db")).expect("a folder");
    place.done(&["migrate", "up", "--database", "sqlite:damaged.db"]);
    let mut bytes = fs::read(place.path().join("damaged.db")).expect("a database");
    bytes[100..].fill(0x5a);
    place.write("damaged.db", bytes);
    let other = rusqlite::Connection::open(place.path().join("other.db")).expect("a database");
    other
        .execute_batch("CREATE TABLE users (id INTEGER); PRAGMA user_version = 3;")
        .expect("a table");
    drop(other);
    for (name, sentence) in [
        ("text.db", "text.db is not a SQLite database"),
        ("folder.db", "folder.db is a folder"),
        ("missing/x.db", "there is no folder"),
        ("damaged.db", "damaged.db is damaged"),
        ("other.db", "is the database of another program"),
    ] {
        let database = format!("sqlite:{name}");
        let words = ["serve", "--listen", "127.0.0.1:0", "--database", &database];
        place.run(&words).refused(1, sentence);
    }
    let tables = rusqlite::Connection::open(place.path().join("other.db")).expect("a database");
    let count =
        tables.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
    assert_eq!(count, Ok(1), "nothing was written to it");
}

#[test]
fn a_database_of_a_newer_version_is_refused() {
    let place = Place::new();
    place.done(&["migrate", "up"]);
    let database =
        rusqlite::Connection::open(place.path().join("claimbase.db")).expect("a database");
    let sql = "INSERT INTO seaql_migrations VALUES ('m29990101_000001_from_the_future', 0)";
    database.execute(sql, []).expect("a row");
    drop(database);
    place.run(&["migrate", "status"]).refused(1, "m29990101_000001_from_the_future");
}

#[test]
fn postgres_that_does_not_answer_is_one_sentence_without_its_password() {
    let place = Place::new();
    let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("it").port();
    let database = format!("postgres://me:secret@127.0.0.1:{port}/claims");
    let ran = place.run(&["migrate", "up", "--database", &database]);
    ran.refused(1, "no PostgreSQL answers there");
    assert!(!ran.stderr.contains("secret"), "{}", ran.stderr);
}

#[tokio::test]
async fn the_commands_do_the_same_on_postgres() {
    let url = postgres_copy("template0").await;
    let place = Place::new();
    place.write("claimbase.toml", format!("database = \"{url}\"\n"));
    let pending = place.done(&["migrate", "status"]);
    assert!(pending.lines().all(|line| line.starts_with("pending  m")), "{pending}");
    place.run(&["key", "list"]).refused(1, "claimbase migrate up");
    let key = place.done(&["key", "create", "--name", "first", "--role", "curator"]);
    assert!(key.starts_with("cb_"), "an empty database is set up: {key}");
    let applied = place.done(&["migrate", "status"]);
    assert!(applied.lines().all(|line| line.starts_with("applied  m")), "{applied}");
    assert_eq!(place.json(&["key", "list", "--json"])[0]["role"], "curator");
    place.write("q.graphql", "{ agents { totalCount } }");
    let answer = place.json(&["query", "q.graphql"]);
    assert_eq!(answer["data"]["agents"]["totalCount"], 0, "{answer}");
}

#[test]
fn a_backup_is_made_while_it_is_served_and_put_back_whole() {
    let place = Place::new();
    let server = Server::start(&place, &["--demo"]);
    let demo = ["--database", "sqlite:claimbase-demo.db"];
    let with =
        |words: &[&'static str], database: &[&'static str]| place.run(&[words, database].concat());
    let done = with(&["backup", "day.db"], &demo);
    assert_eq!(done.code, 0, "{}", done.stderr);
    with(&["backup", "day.db"], &demo).refused(1, "day.db is there already");
    with(&["backup", "nowhere/day.db"], &demo).refused(1, "cannot write nowhere/day.db");
    assert_eq!(server.terminate(), 0);

    let restored = ["--database", "sqlite:again.db"];
    let done = with(&["restore", "day.db"], &restored);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let export = |database| with(&["export", "jsonl"], database).stdout;
    let (kept, day) = (export(&restored), ["--database", "sqlite:day.db"]);
    assert!(kept.len() > 100_000 && kept == export(&day), "a backup is a database itself");
    let keys = |database| with(&["key", "list", "--json"], database).stdout;
    assert_eq!(keys(&restored), keys(&demo));
    with(&["restore", "day.db"], &restored).refused(1, "is not empty: its table place has rows");
    place.done(&["migrate", "up", "--database", "sqlite:empty.db"]);
    let done = with(&["restore", "day.db"], &["--database", "sqlite:empty.db"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(export(&["--database", "sqlite:empty.db"]) == kept);
    let found = fs::read_dir(place.path()).expect("a folder");
    let left = |name: &str| name.contains(".part") || name.contains(".restoring");
    assert!(found.flatten().all(|file| !left(&file.file_name().to_string_lossy())));
}

#[test]
fn what_is_no_sound_backup_is_refused_and_nothing_is_made() {
    let place = Place::new();
    place.done(&["import", "corpus", CORPUS, "--database", "sqlite:a.db"]);
    place.done(&["export", "jsonl", "-o", "a.jsonl", "--database", "sqlite:a.db"]);
    place.done(&["backup", "good.db", "--database", "sqlite:a.db"]);
    let mut bytes = fs::read(place.path().join("good.db")).expect("a backup");
    let middle = bytes.len() / 2;
    bytes[middle..].fill(b'x');
    place.write("torn.db", &bytes);
    place.write("text.db", "a text");
    place.run(&["restore", "a.jsonl"]).refused(1, "it on record with claimbase import jsonl");
    place.run(&["restore", "text.db"]).refused(1, "text.db is no backup of claimbase");
    place.run(&["restore", "none.db"]).refused(1, "cannot read none.db");
    place.write("torn.db-wal", "a part");
    place.run(&["restore", "torn.db"]).refused(1, "a part of it is in torn.db-wal still");
    fs::remove_file(place.path().join("torn.db-wal")).expect("it is removed");
    place.run(&["restore", "torn.db"]).refused(1, "damaged");
    assert!(!place.path().join("claimbase.db").exists());
}

#[test]
fn what_is_left_of_another_database_does_not_become_part_of_a_new_one() {
    let place = Place::new();
    place.done(&["migrate", "up", "--database", "sqlite:a.db"]);
    place.done(&["backup", "day.db", "--database", "sqlite:a.db"]);
    for ending in ["-wal", "-journal", "-shm"] {
        let name = format!("new.db{ending}");
        place.write(&name, "what was written last");
        for words in [
            &["restore", "day.db", "--database", "sqlite:new.db"][..],
            &["backup", "new.db", "--database", "sqlite:a.db"],
            &["copy", "--from", "sqlite:a.db", "--to", "sqlite:new.db"],
            &["migrate", "up", "--database", "sqlite:new.db"],
        ] {
            place.run(words).refused(1, &format!("{name} is left of a database new.db"));
        }
        assert!(!place.path().join("new.db").exists(), "nothing was made");
        let left = place.path().join(&name);
        assert_eq!(fs::read_to_string(&left).expect("a file"), "what was written last");
        fs::remove_file(left).expect("a file");
    }
    place.done(&["restore", "day.db", "--database", "sqlite:new.db"]);
}

#[test]
fn what_an_empty_database_has_beside_it_is_written_into_it_before_a_backup_is() {
    let place = Place::new();
    place.done(&["import", "corpus", CORPUS, "--database", "sqlite:a.db"]);
    place.done(&["backup", "day.db", "--database", "sqlite:a.db"]);
    place.done(&["migrate", "up", "--database", "sqlite:empty.db"]);
    // As long as this is open, what it wrote lies beside the file.
    let other = rusqlite::Connection::open(place.path().join("empty.db")).expect("a database");
    let sql = "UPDATE seaql_migrations SET applied_at = applied_at + 1";
    other.execute(sql, []).expect("rows");
    assert!(place.path().join("empty.db-wal").exists());
    place.done(&["restore", "day.db", "--database", "sqlite:empty.db"]);
    drop(other);
    let export = |database| place.done(&["export", "jsonl", "--database", database]);
    assert!(export("sqlite:empty.db") == export("sqlite:a.db"));
}

#[test]
fn files_of_others_are_left_as_they_are() {
    let place = Place::new();
    let a = ["--database", "sqlite:a.db"];
    place.done(&["import", "corpus", CORPUS, a[0], a[1]]);
    let others =
        ["day.db.part", "day.db.part-wal", "day.db.part-shm", "all.jsonl.part", "mine.txt"];
    for name in others {
        place.write(name, "mine");
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink("mine.txt", place.path().join("link.jsonl.part")).expect("a link");
    place.done(&["backup", "day.db", a[0], a[1]]);
    place.done(&["export", "jsonl", "-o", "all.jsonl", a[0], a[1]]);
    place.done(&["export", "jsonl", "-o", "link.jsonl", a[0], a[1]]);
    let filter = ["--filter", "agent=nobody"];
    place
        .run(&["export", "csv", filter[0], filter[1], "-o", "none.csv", a[0], a[1]])
        .refused(1, "there is no agent");
    place
        .run(&["export", "jsonl", "-o", "nowhere/all.jsonl", a[0], a[1]])
        .refused(1, "cannot write nowhere/all.jsonl");

    // What was once the name of a copy is that of the backup.
    fs::rename(place.path().join("day.db"), place.path().join("n.db.restoring")).expect("a file");
    let read = |name: &str| fs::read(place.path().join(name)).expect("a file");
    let backup = read("n.db.restoring");
    place.done(&["restore", "n.db.restoring", "--database", "sqlite:n.db"]);
    assert!(read("n.db.restoring") == backup);
    assert!(place.done(&["export", "jsonl", "--database", "sqlite:n.db"]).len() > 100_000);
    for name in others {
        assert_eq!(read(name), b"mine", "{name}");
    }
    let found = fs::read_dir(place.path()).expect("a folder").flatten();
    let names = found.map(|file| file.file_name().to_string_lossy().into_owned());
    let ours: Vec<_> = names.filter(|name| name.starts_with("claimbase-")).collect();
    assert!(ours.is_empty(), "{ours:?}");
}

#[tokio::test]
async fn a_copy_is_the_same_on_the_other_database_and_back_again() {
    let place = Place::new();
    place.done(&["import", "corpus", CORPUS]);
    place
        .write("deaths.csv", "Who;Link;Date;Killed\n;https://a.example/1;2018-01-09;at least 50\n");
    place.done(&["import", "csv", "deaths.csv"]);
    place.done(&["key", "create", "--name", "grafana", "--role", "reader"]);
    let url = postgres_copy("template0").await;
    let first = "sqlite:claimbase.db";
    let there = place.json(&["copy", "--from", first, "--to", &url, "--json"]);
    let back = place.json(&["copy", "--from", &url, "--to", "sqlite:back.db", "--json"]);
    let again = place.run(&["copy", "--from", first, "--to", "sqlite:again.db"]);
    let claims = again.stdout.lines().find(|line| line.starts_with("claim ")).expect("a table");
    let count = claims.split_whitespace().last().expect("a count");
    assert!(count.parse::<u64>().is_ok_and(|count| count > 1), "{claims}");
    assert!(again.stderr.contains("claim is copied\n"), "{}", again.stderr);
    assert!(!again.stderr.contains(&format!("{count} rows\n")), "{}", again.stderr);
    assert_eq!(there, back, "as many rows of each table");
    assert!(there.as_array().expect("tables").iter().filter(|it| it["rows"] != 0).count() > 15);
    for words in
        [&["export", "jsonl"][..], &["key", "list", "--json"], &["import", "list", "--json"]]
    {
        let told = |database| place.done(&[words, &["--database", database]].concat());
        let wanted = told(first);
        assert!(!wanted.is_empty());
        assert!(told(&url) == wanted && told("sqlite:back.db") == wanted, "{words:?}");
    }
    place.run(&["copy", "--from", first, "--to", &url]).refused(1, "is not empty: its table place");
    place
        .run(&["copy", "--from", "sqlite:none.db", "--to", &url])
        .refused(1, "no database none.db; name one with --from");

    // What is recorded there later gets ids of its own.
    place.write("later.csv", "Who;Link;Date;Killed\n;https://a.example/2;2018-01-09;at least 51\n");
    place.done(&["import", "csv", "later.csv", "--database", &url]);
    place.done(&["backup", "pg.db", "--database", &url]);
    place.done(&["restore", "pg.db", "--database", "sqlite:of-pg.db"]);
    let told = |database| place.done(&["export", "jsonl", "--database", database]);
    assert!(told("sqlite:of-pg.db") == told(&url));
    let again = postgres_copy("template0").await;
    place.write("pg.db.restoring", "mine");
    let mut restore = place.command(&["restore", "pg.db", "--database", &again]);
    let ran = Ran::new(restore.env("TMPDIR", place.path()).output().expect("it runs"));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let mine = fs::read_to_string(place.path().join("pg.db.restoring"));
    assert_eq!(mine.expect("a file"), "mine");
    assert!(told(&again) == told(&url));
}
