//! Imports that are ended by SIGKILL, and run again.

use std::{
    fmt::Write as _,
    fs,
    process::Stdio,
    thread,
    time::{Duration, Instant, SystemTime},
};

use crate::{
    alike::{alike, assert_alike},
    march::{KILLED, MARCH},
    shared::database::postgres_copy,
    support::Place,
};

const MAP: &str = r#"
new_agents = "ORGANISATION"
new_publishers = "NEWS_OUTLET"
new_places = "CITY"
measure = "people-killed"
event = { column = "event" }
place = { column = "place" }
agent = { column = "who" }
source_url = { column = "link" }
publisher = { column = "outlet" }
published_on = { column = "date" }
quantity = { column = "killed" }
quote = { column = "quote" }
"#;

/// Ends of one import.
const KILLS: u32 = 10;

/// A table of which most rows are good.
fn table() -> String {
    let mut table = "event,place,who,link,outlet,date,killed,quote\n".to_owned();
    for row in 0..1_600 {
        let event = if row % 97 == 5 { "ball" } else { "march" };
        let _ = writeln!(
            table,
            "{event},Town {},Office {},https://times.example/{},Paper {},2018-01-{:02},{},{}",
            row % 41,
            row % 13,
            row % 900,
            row % 7,
            row % 28 + 1,
            if row % 5 == 0 { "at least 8".to_owned() } else { (row / 3).to_string() },
            if row % 11 == 0 { "they were many" } else { "" }
        );
    }
    table
}

fn prepared(database: Option<&str>) -> Place {
    let place = Place::new();
    fs::create_dir(place.path().join("corpus")).expect("a folder");
    place.write("corpus/all.toml", format!("{KILLED}{MARCH}"));
    place.write("map.toml", MAP);
    place.write("deaths.csv", table());
    place.done(&with(&["import", "corpus", "corpus"], database));
    place
}

fn with<'a>(words: &[&'a str], database: Option<&'a str>) -> Vec<&'a str> {
    let database = database.into_iter().flat_map(|url| ["--database", url]);
    words.iter().copied().chain(database).collect()
}

const IMPORT: [&str; 5] = ["import", "csv", "deaths.csv", "--map", "map.toml"];

/// What is on record once the table is imported, and how long that took.
fn imported(place: &Place, database: Option<&str>) -> (Vec<String>, Duration) {
    let began = Instant::now();
    let ran = place.run(&with(&IMPORT, database));
    let took = began.elapsed();
    assert_eq!(ran.code, 3, "some rows are refused: {}{}", ran.stdout, ran.stderr);
    (alike(&place.done(&with(&["export", "jsonl"], database))), took)
}

fn killed_and_run_again(undisturbed: Option<&str>, killed: Option<&str>) {
    let (whole, took) = imported(&prepared(undisturbed), undisturbed);
    let seed = SystemTime::UNIX_EPOCH.elapsed().expect("after 1970").subsec_nanos();
    let place = prepared(killed);
    let mut dice = u64::from(seed) | 1;
    let mut begun = 0;
    for _ in 0..KILLS {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        let mut command = place.command(&with(&IMPORT, killed));
        let mut child =
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it runs");
        thread::sleep(took.mul_f64(f64::from(u16::try_from(dice % 1_000).expect("small")) / 1e3));
        child.kill().expect("a child");
        // One that was done before is not killed; what it did is done again to no effect.
        begun += u32::from(child.wait().expect("a child").code().is_none());
    }
    let (again, _) = imported(&place, killed);
    assert!(begun > 0, "seed {seed}: every import was done before it was killed");
    assert_alike(&whole, &again, &format!("seed {seed}"));
    assert!(whole.iter().any(|line| line.contains("NOT_IN_QUOTE")), "findings are compared too");
}

#[test]
fn an_import_that_is_killed_ten_times_completes_as_one_that_is_not() {
    killed_and_run_again(None, None);
}

#[tokio::test]
async fn the_same_on_postgres() {
    let [undisturbed, killed] =
        [postgres_copy("template0").await, postgres_copy("template0").await];
    killed_and_run_again(Some(&undisturbed), Some(&killed));
}
