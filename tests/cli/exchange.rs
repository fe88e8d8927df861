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
