//! From an article to claims in the terminal: `extract`, then `review`.

#[cfg(target_os = "linux")]
use std::process::Command;
use std::{fs, io::Write as _, process::Stdio};

use serde_json::{Value, json};

use crate::support::{Place, Ran};

const URL: &str = "https://news.example/karsk";

const ARTICLE: &str = "Marches go on in Karsk\n\nThe NRC reported that at least 8,000 people were \
arrested. Interior Ministry spokesman Pavel Orsin said 4,972 people were arrested.\n\n“The marches \
will go on,” said Mira Lund, the leader of the council.\n";

const WORLD: &str = r#"mutation {
    a: addMeasure(input: {name: "People arrested", slug: "people-arrested", definition: "Taken into custody.", unit: "person", accumulation: CUMULATIVE}) { userErrors { message } }
    b: addEvent(input: {name: "Karsk marches", slug: "karsk-marches", kind: PROTEST}) { userErrors { message } }
    c: addStatistic(input: {slug: "karsk-arrested", measure: {slug: "people-arrested"}, event: {slug: "karsk-marches"}}) { userErrors { message } }
    d: addAgent(input: {name: "National Relief Council", slug: "nrc", kind: ORGANISATION, aliases: ["NRC"]}) { userErrors { message } }
    f: addStatistic(input: {slug: "karsk-arrested-students", measure: {slug: "people-arrested"}, event: {slug: "karsk-marches"}, population: "students"}) { userErrors { message } }
    g: recordClaim(input: {statistic: {slug: "karsk-arrested-students"}, quantity: {text: "450"}, attributions: [{source: {new: {title: "Students", kind: ARTICLE}}}]}) { userErrors { message } }
    e: addAgent(input: {name: "Pavel Orsin", slug: "orsin", kind: PERSON}) { userErrors { message } }
}"#;

fn world() -> Place {
    let place = Place::new();
    place.done(&["migrate", "up"]);
    place.write("world.graphql", WORLD);
    place.done(&["query", "world.graphql"]);
    place.write("article.txt", ARTICLE);
    place
}

/// Runs a command with these lines on its stdin.
fn answer(place: &Place, words: &[&str], lines: &str) -> Ran {
    let mut command = place.command(words);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it runs");
    child.stdin.take().expect("piped").write_all(lines.as_bytes()).expect("it reads");
    Ran::new(child.wait_with_output().expect("it ends"))
}

fn extracted(place: &Place) -> String {
    place.done(&["extract", "article.txt", "--url", URL, "--published", "2031-03-13"])
}

/// What is on record, in a few numbers.
fn counts(place: &Place) -> Value {
    let question = "{ claims { totalCount } attributions { totalCount } sources { totalCount } agents { totalCount } }";
    place.write("counts.graphql", question);
    place.json(&["query", "counts.graphql"])["data"].take()
}

#[test]
fn an_article_is_extracted_and_nothing_is_stored() {
    let place = world();
    let before = counts(&place);
    let told = extracted(&place);
    assert!(
        told.starts_with(
            "source, new: \"Marches go on in Karsk\" (https://news.example/karsk, 2031-03-13)\n"
        ),
        "{told}"
    );
    for line in [
        "3 candidates; ? marks a guess",
        "  1  at least 8,000, people arrested (AT_LEAST)",
        "     says       NRC, reported",
        "     agent      nrc  National Relief Council (1.00)",
        "     statistic  karsk-arrested?  People arrested, Karsk marches",
        "  3  statement: The marches will go on",
        "     agent      nobody on record is likely",
    ] {
        assert!(told.lines().any(|one| one.starts_with(line)), "no {line:?} in\n{told}");
    }
    assert_eq!(counts(&place), before);

    let json = place.json(&["extract", "article.txt", "--url", URL, "--json"]);
    assert_eq!(json["candidates"].as_array().map(Vec::len), Some(3), "{json:#}");
    assert_eq!(json["candidates"][0]["agents"][0]["slug"], "nrc");
    assert_eq!(json["source"]["id"], Value::Null);
    assert!(fs::exists(place.path().join("article.txt.candidates.json")).expect("a path"));
    let stdin = answer(&place, &["extract", "-", "--json"], ARTICLE);
    assert_eq!(stdin.code, 0, "{}", stdin.stderr);
    assert!(!fs::exists(place.path().join("stdin.candidates.json")).expect("a path"));
}

#[test]
fn a_review_accepts_rejects_and_skips_and_knows_it_the_next_time() {
    let place = world();
    extracted(&place);
    let told = answer(&place, &["review"], "a\na\nr\nonly words\n");
    assert_eq!(told.code, 0, "{}", told.stderr);
    let text = &told.stdout;
    assert!(text.contains("accepted: claim_"), "{text}");
    assert!(
        text.contains(
            "\n  CONFLICTS with at least 8,000 (National Relief Council, another origin)\n"
        ),
        "{text}"
    );
    assert!(text.contains("\n  NOT_COMPARABLE with 450 ("), "{text}");
    assert!(text.contains("rejected: it will not be proposed again"), "{text}");
    assert!(!text.contains('\u{1b}'), "no colours off a terminal");
    assert!(
        told.stderr.contains(
            "accepted 2 (0 of them on record already), rejected 1, skipped 0; 0 decided earlier"
        ),
        "{}",
        told.stderr
    );

    let before = counts(&place);
    assert_eq!(before["claims"]["totalCount"], 3);
    let again = answer(&place, &["review"], "a\na\na\n");
    assert!(again.stdout.starts_with("source, known: source_"), "{}", again.stdout);
    assert!(
        again.stderr.contains("accepted 0") && again.stderr.contains("3 decided earlier"),
        "{}",
        again.stderr
    );
    assert_eq!(counts(&place), before);

    let all = answer(&place, &["review", "--all"], "a\ns\ns\n");
    assert!(
        all.stdout.contains("on record already, nothing was changed: claim_"),
        "{}",
        all.stdout
    );
    assert!(
        all.stdout.contains("  CONFLICTS with 4,972 (Pavel Orsin, another origin)"),
        "{}",
        all.stdout
    );
    assert!(all.stderr.contains("accepted 1 (1 of them on record already)"), "{}", all.stderr);
    assert_eq!(counts(&place), before);

    let seen = place.done(&[
        "extract",
        "article.txt",
        "--url",
        "http://news.example/karsk/?utm_source=feed",
    ]);
    assert!(seen.contains("on record  attribution_"), "{seen}");
    assert!(seen.contains("rejected   rejection_") && seen.contains(": only words"), "{seen}");
    let elsewhere = place.done(&["extract", "article.txt", "--url", "https://copy.example/1"]);
    assert!(elsewhere.starts_with("source, known under another address: source_"), "{elsewhere}");
}

#[test]
fn a_review_asks_whether_it_is_the_same_voice_and_the_answer_counts() {
    let place = world();
    let others = r#"mutation {
        a: recordClaim(input: {statistic: {slug: "karsk-arrested"}, quantity: {text: "more than 8,000"},
            attributions: [{agent: {slug: "orsin"}, source: {new: {title: "The marches", kind: ARTICLE, publishedOn: "2031-03-12"}}}]}) { userErrors { message } }
        b: recordClaim(input: {statistic: {slug: "karsk-arrested"}, quantity: {text: "about 8,000"},
            attributions: [{source: {new: {title: "A wire", kind: WIRE_ITEM, publishedOn: "2031-03-12"}}}]}) { userErrors { message } }
    }"#;
    place.write("others.graphql", others);
    place.done(&["query", "others.graphql"]);
    extracted(&place);
    let told = answer(&place, &["review"], "a\ny\nn\nq\n");
    assert_eq!(told.code, 0, "{}", told.stderr);
    let text = &told.stdout;
    for line in [
        "  REPEATS? more than 8,000 (Pavel Orsin, \"The marches\", 2031-03-12)\n",
        "  one voice: they count as one origin\n",
        "  REPEATS? about 8,000 (\"A wire\", 2031-03-12)\n",
        "  another voice: it will not be asked again\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
    let question = "{ derivations { nodes { kind confirmation note } } }";
    place.write("derivations.graphql", question);
    let answered = place.json(&["query", "derivations.graphql"]);
    let nodes = &answered["data"]["derivations"]["nodes"];
    assert_eq!(nodes[0]["confirmation"], "CONFIRMED", "{nodes}");
    assert_eq!(nodes[0]["kind"], "SAME_UTTERANCE");
    assert_eq!(nodes[1]["confirmation"], "REJECTED", "{nodes}");
    let again = answer(&place, &["review", "--all"], "a\nq\n");
    assert!(!again.stdout.contains("REPEATS?"), "{}", again.stdout);
}

#[test]
fn a_review_mends_and_adds_and_ends_where_the_answers_end() {
    let place = world();
    extracted(&place);
    // The first is skipped; the second is mended; nobody is known for the third, who is added.
    let lines = "s\n\
        e\nabout 5,000\nkarsk-arrested\n2031-03\nnrc\nDENIES\ndenied\nLOUDLY\nREPORTEDLY\n2031-03-12\na\n\
        a\ne\n\nkarsk-marches\nnew person\n\n\n\n\na\n";
    let told = answer(&place, &["review", "article.txt.candidates.json"], lines);
    assert_eq!(told.code, 0, "{}", told.stderr);
    assert!(told.stderr.contains("nobody on record is likely to be Mira Lund"), "{}", told.stderr);
    assert!(told.stderr.contains("unknown variant `LOUDLY`"), "{}", told.stderr);
    assert!(
        told.stderr.contains("accepted 2 (0 of them on record already), rejected 0, skipped 1"),
        "{}",
        told.stderr
    );
    place.write(
        "all.graphql",
        "{ attributions(filter: {ruleSet: {eq: \"claimbase-en-1\"}}) { nodes { stance verb hedge saidOn ruleSet agent { name kind }
        quote { status } claim { text asOf event { slug } quantity { text } } } } }",
    );
    let mut got = place.json(&["query", "all.graphql"]);
    assert_eq!(
        got["data"]["attributions"]["nodes"].take(),
        json!([
            {"stance": "DENIES", "verb": "denied", "hedge": "REPORTEDLY", "saidOn": "2031-03-12", "ruleSet": "claimbase-en-1",
             "agent": {"name": "National Relief Council", "kind": "ORGANISATION"}, "quote": {"status": "ANCHORED"},
             "claim": {"text": "People arrested, Karsk marches: about 5,000", "asOf": "2031-03", "event": null, "quantity": {"text": "about 5,000"}}},
            {"stance": "ASSERTS", "verb": "said", "hedge": "NONE", "saidOn": null, "ruleSet": "claimbase-en-1",
             "agent": {"name": "Mira Lund", "kind": "PERSON"}, "quote": {"status": "ANCHORED"},
             "claim": {"text": "The marches will go on", "asOf": null, "event": {"slug": "karsk-marches"}, "quantity": null}},
        ])
    );

    let empty = answer(&place, &["review"], "");
    assert!(empty.code == 0 && empty.stderr.contains("2 decided earlier"), "{}", empty.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_a_key_is_an_answer() {
    let place = world();
    extracted(&place);
    let review = concat!(env!("CARGO_BIN_EXE_claimbase"), " review");
    let mut command = Command::new("script");
    command.args(["-qec", review, "/dev/null"]).current_dir(place.path());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it runs");
    child.stdin.take().expect("piped").write_all(b"axsq").expect("it reads");
    let ran = Ran::new(child.wait_with_output().expect("it ends"));
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    assert!(ran.stdout.contains("x is none of a, e, s, r and q"), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("accepted 1 (0 of them on record already), rejected 0, skipped 1"),
        "{}",
        ran.stdout
    );
}

#[test]
fn an_outside_extractor_is_run_on_the_text() {
    let place = world();
    place.write("found.json", r#"[{"quote": {"exact": "4,972 people were arrested"}, "quantity": "4,972", "counted": "people arrested", "ruleSet": "mine-3"}]"#);
    let json = place.json(&[
        "extract",
        "article.txt",
        "--with",
        "cat > seen.txt; cat found.json",
        "--json",
    ]);
    assert_eq!(json["candidates"][0]["candidate"]["ruleSet"], "mine-3", "{json:#}");
    assert_eq!(json["candidates"][0]["statistics"][0]["slug"], "karsk-arrested");
    assert_eq!(fs::read_to_string(place.path().join("seen.txt")).expect("a file"), ARTICLE.trim());
    place.write(
        "found.json",
        r#"[{"quote": {"exact": "no such words"}, "quantity": "1", "ruleSet": "mine-3"}]"#,
    );
    place
        .run(&["extract", "article.txt", "--with", "cat found.json"])
        .refused(1, "candidates.0.quote.exact");
    place.run(&["extract", "article.txt", "--with", "exit 7"]).refused(1, "exit 7 failed");
    let deaf = place.json(&["extract", "article.txt", "--with", "echo '[]'", "--json"]);
    assert_eq!(deaf["candidates"], json!([]));
}

#[test]
fn what_cannot_be_read_is_told_in_a_sentence() {
    let place = Place::new();
    place.write("article.txt", ARTICLE);
    place.run(&["extract", "article.txt"]).refused(1, "there is no database");
    place.done(&["migrate", "up"]);
    place.run(&["extract", "missing.txt"]).refused(1, "cannot read missing.txt");
    place.write("latin.txt", [0x63, 0x61, 0x66, 0xe9]);
    place.run(&["extract", "latin.txt"]).refused(1, "it is not in UTF-8");
    place.write("empty.txt", " \n");
    place.run(&["extract", "empty.txt"]).refused(1, "empty.txt holds no text");
    place.run(&["extract", "article.txt", "--url", "ftp://x"]).refused(1, "http");
    assert_eq!(place.run(&["extract", "article.txt", "--published", "2031-13"]).code, 2);
    place.run(&["review"]).refused(1, "there is no file *.candidates.json");
    place.write("x.candidates.json", "{}");
    place
        .run(&["review"])
        .refused(1, "x.candidates.json: this is no file that claimbase extract wrote");
    place.run(&["review", "-"]).refused(2, "name the file");
}
