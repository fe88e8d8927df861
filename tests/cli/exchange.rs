//! Imports and exports.

use std::fs;

use crate::support::Place;

#[test]
fn a_corpus_is_imported_once_and_exported_to_the_same_bytes() {
    let place = Place::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/iran-protests-2018");
    let first = place.json(&["import", "corpus", folder, "--json"]);
    assert!(first["kinds"]["claim"]["new"].as_u64() > Some(0), "{first}");
    let again = place.json(&["import", "corpus", folder, "--json"]);
    for (kind, counts) in again["kinds"].as_object().expect("kinds") {
        assert_eq!(counts["new"], 0, "{kind}: {counts}");
        assert_eq!(counts["updated"], 0, "{kind}: {counts}");
    }
    place.done(&["export", "jsonl", "-o", "all.jsonl"]);
    place.done(&["import", "jsonl", "all.jsonl", "--database", "sqlite:copy.db"]);
    let copy = place.done(&["export", "jsonl", "--database", "sqlite:copy.db"]);
    let original = fs::read_to_string(place.path().join("all.jsonl")).expect("an export");
    assert!(copy == original, "export, import, export gives the same bytes");
}

#[test]
fn rejected_rows_are_named_and_are_3() {
    let place = Place::new();
    fs::create_dir(place.path().join("corpus")).expect("a folder");
    place.write("corpus/agents.toml", "[[agent]]\nslug = \"a\"\nname = \"A\"\nkind = \"KING\"\n");
    let ran = place.run(&["import", "corpus", "corpus"]);
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("agents.toml") && ran.stderr.contains("nothing was written"));
    place.run(&["import", "corpus", "missing"]).refused(1, "cannot read missing");
}

#[test]
fn a_table_is_looked_at_imported_mended_and_taken_back() {
    let place = Place::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/iran-protests-2018");
    place.done(&["import", "corpus", folder]);
    let table = "Who;Link;Date;Killed\n;https://a.example/1;2018-01-09;at least 50\n\
                 ;https://a.example/2;2018-01-40;12\n";
    place.write("deaths.csv", table);
    place.run(&["import", "csv", "deaths.csv", "--set", "measure"]).refused(2, "KEY=VALUE");
    place.run(&["import", "csv", "none.csv"]).refused(1, "cannot read none.csv");
    place.write("bare.csv", "a,b\n1,2\n");
    place.run(&["import", "csv", "bare.csv"]).refused(2, "no column holds a number");

    let seen = place.run(&["import", "csv", "deaths.csv", "--dry-run", "--save-map", "map.toml"]);
    assert_eq!(seen.code, 3, "{}{}", seen.stdout, seen.stderr);
    assert!(seen.stdout.contains("quantity = { column = \"Killed\" }"), "{}", seen.stdout);
    assert!(seen.stdout.contains("AT_LEAST value 50 low 50"), "{}", seen.stdout);
    assert!(seen.stderr.contains("line 3: claim: Date: '2018-01-40'"), "{}", seen.stderr);
    assert!(!place.path().join("deaths.rejects.csv").exists());

    let ran = place.run(&["import", "csv", "deaths.csv", "--map", "map.toml"]);
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
    let rejects = fs::read_to_string(place.path().join("deaths.rejects.csv")).expect("rejects");
    assert!(rejects.starts_with("claimbase_line;claimbase_column;claimbase_reason;Who;"));
    place.write("mended.csv", rejects.replace("2018-01-40", "2018-01-10"));
    let mended = place.json(&["import", "csv", "mended.csv", "--map", "map.toml", "--json"]);
    assert_eq!(mended["kinds"]["claim"]["new"], 1, "{mended}");

    // A file of rejects that is there may be half mended: another one is made.
    let again = place.run(&["import", "csv", "deaths.csv", "--map", "map.toml"]);
    assert!(again.stderr.contains("deaths.rejects.2.csv"), "{}", again.stderr);
    let imports = place.json(&["import", "list", "--json"]);
    assert_eq!(imports.as_array().map(Vec::len), Some(2), "{imports}");
    let id = imports[0]["id"].as_str().expect("an id");
    let undone = place.json(&["import", "undo", id, "--reason", "a test", "--json"]);
    // The attribution, the claim and its source; the statistic has another claim.
    assert_eq!((&undone["retracted"], &undone["kept"]), (&3.into(), &0.into()), "{undone}");
}
