//! What every command has in common: help, settings, messages, exit codes.

use std::{fs, process::Stdio};

use serde_json::Value;

use crate::support::{Place, Ran};

#[test]
fn alone_it_prints_help_with_the_commands_and_three_examples() {
    let place = Place::new();
    let help = place.done(&[]);
    for command in
        ["serve", "import", "export", "query", "schema", "key", "migrate", "config", "completions"]
    {
        assert!(help.lines().any(|line| line.trim_start().starts_with(command)), "{command}");
        assert!(place.done(&[command, "--help"]).contains("Usage: claimbase"), "{command}");
    }
    let examples = help.split("Examples:").nth(1).expect("examples");
    assert_eq!(examples.lines().filter(|line| line.starts_with("  claimbase ")).count(), 3);
    assert!(!help.contains('\u{1b}'), "no colours off a terminal");
}

#[test]
fn wrong_usage_is_2() {
    let place = Place::new();
    for words in [
        &["nonsense"][..],
        &["serve", "--nonsense"],
        &["migrate"],
        &["key", "create", "--name", "n"],
        &["key", "create", "--name", "n", "--role", "king"],
        &["key", "create", "--name", "n", "--role", "reader", "--expires", "soon"],
        &["key", "revoke", "claim_01h455vb4pex5vsknk084sn02q"],
        &["config", "--private=maybe"],
        &["config", "--database", "mysql://localhost/x"],
        &["config", "--max-depth", "many"],
        &["config", "--config", "missing.toml"],
        &["config", "--log", "=/"],
    ] {
        let ran = place.run(words);
        assert_eq!(ran.code, 2, "{words:?}: {}", ran.stderr);
        assert_eq!(ran.stdout, "", "{words:?}");
        assert!(!ran.stderr.is_empty(), "{words:?}");
    }
}

#[test]
fn settings_say_where_they_came_from() {
    let place = Place::new();
    place.write("claimbase.toml", "listen = \"file:1\"\nprivate = true\ncors = [\"*\"]\n");
    let mut command = place.command(&["config", "--listen", "flag:1", "--json"]);
    let output = command.env("CLAIMBASE_LISTEN", "env:1").env("CLAIMBASE_PRIVATE", "off").output();
    let ran = Ran::new(output.expect("it runs"));
    let settings: Vec<Value> = serde_json::from_str(&ran.stdout).expect("JSON");
    let find = |name: &str| {
        let found = settings.iter().find(|setting| setting["name"] == name).expect("a setting");
        (found["value"].as_str().expect("text"), found["origin"].as_str().expect("text"))
    };
    assert_eq!(find("listen"), ("flag:1", "flag --listen"));
    assert_eq!(find("private"), ("off", "environment CLAIMBASE_PRIVATE"));
    assert_eq!(find("cors"), ("*", "file claimbase.toml"));
    assert_eq!(find("database"), ("sqlite:claimbase.db", "default"));
    let table = place.done(&["config"]);
    let line = table.lines().find(|line| line.starts_with("listen")).expect("a line");
    assert_eq!(
        line.split_whitespace().collect::<Vec<_>>().join(" "),
        "listen file:1 (file claimbase.toml)"
    );
}

#[test]
fn a_wrong_file_of_settings_is_one_sentence_and_does_not_touch_the_schema() {
    let place = Place::new();
    place.write("claimbase.toml", "databse = \"sqlite:x.db\"\n");
    place.run(&["config"]).refused(2, "claimbase.toml: there is no setting \"databse\"");
    place.run(&["migrate", "up"]).refused(2, "databse");
    assert!(place.done(&["schema"]).contains("type Query"));
}

#[test]
fn a_misspelt_variable_is_told() {
    let place = Place::new();
    let output = place.command(&["config"]).env("CLAIMBASE_LISTN", "x:1").output();
    let ran = Ran::new(output.expect("it runs"));
    assert_eq!(ran.code, 0);
    assert!(ran.stderr.contains("CLAIMBASE_LISTN is set and is no setting"), "{}", ran.stderr);
}

#[test]
fn the_schema_is_the_one_that_is_checked_in() {
    let file = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/schema.graphql"));
    assert!(Place::new().done(&["schema"]) == file.expect("schema.graphql"));
}

#[test]
fn completions_know_the_commands() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = place.done(&["completions", shell]);
        assert!(script.contains("completions") && script.contains("read-only"), "{shell}");
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let place = Place::new();
    let mut command = place.command(&["schema"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    drop(child.stdout.take());
    let ran = Ran::new(child.wait_with_output().expect("it ends"));
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}
