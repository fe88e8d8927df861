//! Imports and exports.

use std::{
    collections::{HashMap, HashSet},
    fs,
    io::{Cursor, Read as _},
};

use serde_json::Value;
use zip::ZipArchive;

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
fn rows_are_exported_as_by_url_and_narrowed() {
    let place = Place::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/iran-protests-2018");
    place.done(&["import", "corpus", folder]);
    let all = place.done(&["export", "csv"]);
    let narrow = ["export", "csv", "--filter", "statistic=iran-2018-arrested"];
    let arrested = place.done(&narrow);
    assert!(all.starts_with("statistic,claim_id,text,") && arrested.len() < all.len());
    let mut lines = arrested.lines().skip(1).filter(|line| line.contains(",claim_"));
    assert!(lines.all(|line| line.starts_with("iran-2018-arrested,")), "{arrested}");
    let told = place.run(&narrow).stderr;
    assert_eq!(told, format!("wrote {} rows to stdout\n", arrested.lines().count() - 1));
    place.run(&["export", "csv", "--filter", "colour=red"]).refused(2, "'colour' is not known");
    assert_eq!(place.run(&["export", "csv", "--filter", "stance"]).code, 2);
    let nowhere = ["export", "csv", "--filter", "agent=nobody", "-o", "none.csv"];
    place.run(&nowhere).refused(1, "there is no agent with the slug");
    assert!(!place.path().join("none.csv").exists());
    if cfg!(feature = "parquet") {
        let told = place.run(&["export", "parquet", "-o", "all.parquet"]).stderr;
        assert_eq!(told, format!("wrote {} rows to all.parquet\n", all.lines().count() - 1));
        let table = fs::read(place.path().join("all.parquet")).expect("a table");
        assert!(table.starts_with(b"PAR1") && table.ends_with(b"PAR1"));
    }
}

#[test]
fn a_data_package_describes_every_table_and_is_the_same_each_time() {
    let place = Place::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/iran-protests-2018");
    place.done(&["import", "corpus", folder]);
    let label = ["--title", "Iran, 2018", "--creator", "Smith, Ann", "--license", "CC-BY-4.0"];
    let export = |file: &str| {
        let mut words = vec!["export", "datapackage", "-o", file];
        words.extend(label);
        place.done(&words);
        fs::read(place.path().join(file)).expect("a package")
    };
    let package = export("one.zip");
    assert!(package == export("two.zip"), "the same records are the same bytes");
    let mut zip = ZipArchive::new(Cursor::new(package)).expect("a zip");
    let mut file = |name: &str| {
        let mut text = String::new();
        zip.by_name(name).expect(name).read_to_string(&mut text).expect("UTF-8");
        text
    };
    let about: Value = serde_json::from_str(&file("datapackage.json")).expect("JSON");
    let mut keys: HashMap<String, HashSet<String>> = HashMap::new();
    let mut pointing = Vec::new();
    for resource in about["resources"].as_array().expect("resources") {
        let (name, path) = (resource["name"].as_str(), resource["path"].as_str().expect("a path"));
        let text = file(path);
        assert_eq!(resource["bytes"], text.len());
        let Some(fields) = resource["schema"]["fields"].as_array() else { continue };
        let mut csv = csv::Reader::from_reader(text.as_bytes());
        let names: Vec<&str> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
        assert_eq!(csv.headers().expect("names").iter().collect::<Vec<_>>(), names);
        for row in csv.deserialize::<HashMap<String, String>>() {
            let row = row.expect("a row");
            if let Some(id) = row.get("id") {
                assert!(
                    keys.entry(name.expect("a name").to_owned()).or_default().insert(id.clone())
                );
            }
            for field in fields.iter().filter(|field| field["type"] == "number") {
                let cell = &row[field["name"].as_str().expect("a name")];
                assert!(cell.is_empty() || cell.parse::<f64>().is_ok(), "{path}: {cell}");
            }
            for key in resource["schema"]["foreignKeys"].as_array().into_iter().flatten() {
                let cell = &row[key["fields"][0].as_str().expect("a column")];
                let target = key["reference"]["resource"].as_str().expect("a table");
                let target = if target.is_empty() { name.expect("a name") } else { target };
                pointing.push((target.to_owned(), cell.clone()));
            }
        }
    }
    assert!(pointing.len() > 100);
    for (table, id) in pointing {
        assert!(id.is_empty() || keys[&table].contains(&id), "{table} has no {id}");
    }
    let page = file("README.md");
    assert!(page.contains("> Smith, Ann. Iran, 2018 (") && page.contains("CC-BY-4.0"), "{page}");
    assert!(page.contains(&format!("| `data/claims.csv` | {} |", keys["claims"].len())), "{page}");
    let references: Value = serde_json::from_str(&file("sources.csl.json")).expect("JSON");
    assert_eq!(references.as_array().map(Vec::len), Some(keys["sources"].len()));
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
    assert!(ran.stderr.contains("claimbase import undo import_"), "{}", ran.stderr);
    let rejects = fs::read_to_string(place.path().join("deaths.rejects.csv")).expect("rejects");
    assert!(rejects.starts_with("claimbase_line;claimbase_column;claimbase_reason;Who;"));
    place.write("mended.csv", rejects.replace("2018-01-40", "2018-01-10"));
    let mended = place.json(&["import", "csv", "mended.csv", "--map", "map.toml", "--json"]);
    assert_eq!(mended["kinds"]["claim"]["new"], 1, "{mended}");

    // Where every row is refused there is nothing to take back, and what is said is said of a table.
    place.write("words.csv", "Who;Link;Date;Killed\n;https://a.example/3;2018-01-09;zwei\n");
    let words = place.run(&["import", "csv", "words.csv", "--map", "map.toml"]);
    assert_eq!(words.code, 3, "{}{}", words.stdout, words.stderr);
    assert!(words.stderr.contains("bounds beside the words"), "{}", words.stderr);
    assert!(!words.stderr.contains("undo") && !words.stderr.contains("send "), "{}", words.stderr);

    // A file of rejects that is there may be half mended: another one is made.
    let again = place.run(&["import", "csv", "deaths.csv", "--map", "map.toml"]);
    assert!(again.stderr.contains("deaths.rejects.2.csv"), "{}", again.stderr);
    let imports = place.json(&["import", "list", "--json"]);
    assert_eq!(imports.as_array().map(Vec::len), Some(3), "{imports}");
    let id = imports[1]["id"].as_str().expect("an id");
    let undone = place.json(&["import", "undo", id, "--reason", "a test", "--json"]);
    // The attribution, the claim and its source; the statistic has another claim.
    assert_eq!((&undone["retracted"], &undone["kept"]), (&3.into(), &0.into()), "{undone}");
}

#[test]
fn a_feed_is_imported_release_by_release_and_written_again() {
    let place = Place::new();
    let review = |number: u32, rating: &str| {
        format!(
            "<script type=\"application/ld+json\">{{\"@type\":\"ClaimReview\",\"url\":\"https://check.example/{number}/\",\
             \"datePublished\":\"2018-01-22\",\"author\":{{\"@type\":\"Organization\",\"name\":\"The Check\"}},\
             \"claimReviewed\":\"Claim {number}\",\"reviewRating\":{{\"alternateName\":\"{rating}\"}},\
             \"itemReviewed\":{{\"author\":{{\"name\":\"Somebody\"}}}}}}</script>\n"
        )
    };
    place.write("feed-1.txt", review(1, "True") + &review(2, "True"));
    place.write("feed-2.txt", review(2, "False") + &review(3, "True") + "nonsense\n");
    let seen = place.run(&["import", "claimreview", "feed-1.txt"]);
    assert_eq!(seen.code, 0, "{}", seen.stderr);
    let seen = place.run(&["import", "claimreview", "feed-2.txt", "--dry-run"]);
    assert!(
        seen.stdout.contains("line 1: Claim 2") && seen.stderr.contains("nothing was written"),
        "{}",
        seen.stdout
    );
    let ran = place.run(&["import", "claimreview", "feed-2.txt"]);
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
    let counts = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let told = counts(ran.stdout.lines().next().expect("a line"));
    assert_eq!(told, counts("items 1 new 1 updated 0 unchanged 1 rejected"));
    assert!(ran.stderr.contains("gone: https://check.example/1/"), "{}", ran.stderr);
    assert!(ran.stderr.contains("feed-2.rejects.jsonl"), "{}", ran.stderr);
    let rejects = fs::read_to_string(place.path().join("feed-2.rejects.jsonl")).expect("rejects");
    assert!(rejects.contains("\"claimbase_text\":\"nonsense\""), "{rejects}");
    place.done(&["export", "claimreview", "-o", "out.json"]);
    let again = place.json(&["import", "claimreview", "out.json", "--json"]);
    assert_eq!(again["file"]["items"]["unchanged"], 3, "{again}");
    assert_eq!(again["kinds"]["assessment"]["new"], 0, "{again}");
    place.write("none.json", "");
    place.run(&["import", "claimreview", "none.json"]).refused(1, "none.json: the file is empty");
    let page = "<html><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"name\":\"A\"}</script></html>";
    place.write("page.html", page);
    let before = place.json(&["import", "list", "--json"]);
    for flags in [&["--dry-run"][..], &[]] {
        let words = [&["import", "claimreview", "page.html"], flags].concat();
        place.run(&words).refused(1, "page.html: there is no ClaimReview in it: give an item");
    }
    assert_eq!(place.json(&["import", "list", "--json"]), before, "no import is kept");
}

#[test]
fn references_keep_their_keys_through_every_format() {
    let place = Place::new();
    place.write("a.bib", "@article{smith2018, title = {A title}, author = {Smith, Ann}, journal = {Post}, year = 2018}\n@misc{x}\n");
    let ran = place.run(&["import", "bibtex", "a.bib"]);
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
    let rejects = fs::read_to_string(place.path().join("a.rejects.bib")).expect("rejects");
    assert!(rejects.starts_with("% claimbase: line 2: "), "{rejects}");
    place.done(&["export", "csl-json", "-o", "a.json"]);
    let csl = fs::read_to_string(place.path().join("a.json")).expect("an export");
    assert!(csl.contains("\"id\":\"smith2018\""), "{csl}");
    let again = place.json(&["import", "csl-json", "a.json", "--json"]);
    assert_eq!(again["file"]["items"]["unchanged"], 1, "{again}");
    let bib = place.done(&["export", "bibtex"]);
    assert!(bib.starts_with("@article{smith2018,\n  author = {Smith, Ann},"), "{bib}");
    place.write("b.ris", "TY  - RPRT\nID  - r\nTI  - Report\nPB  - Office\nPY  - 2017\nER  - \n");
    let done = place.json(&["import", "ris", "b.ris", "--json"]);
    assert_eq!(done["file"]["items"]["new"], 1, "{done}");
    let listed = place.json(&["import", "list", "--json"]);
    let formats: Vec<_> =
        listed.as_array().expect("a list").iter().map(|row| row["format"].clone()).collect();
    assert_eq!(formats, ["ris", "csl-json", "bibtex"]);
    place.write("c.xlsx", "no workbook");
    place.run(&["import", "xlsx", "c.xlsx"]).refused(1, "no XLSX workbook");
}
