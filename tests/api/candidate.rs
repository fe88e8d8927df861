//! From a text to claims: candidates proposed, accepted, rejected.

use claimbase::{
    app::Actor,
    exchange::jsonl::{export, import},
};
use entity::vocab::Role;
use serde_json::{Value, json};

use crate::{
    record::traces,
    seed::rows,
    support::{App, Backend, both, holder},
};

const URL: &str = "https://news.example/karsk";

const TEXT: &str = "Marches went on in Karsk on Tuesday.\n\nThe NRC reported that at least 8,000 \
people were arrested. Interior Ministry spokesman Pavel Orsin said 4,972 people were arrested.\n\n\
“The marches will go on,” said Mira Lund, the leader of the National Relief Council.";

const EXTRACT: &str = "query($text: String!, $url: URL, $on: PartialDate) {
    extract(text: $text, url: $url, publishedOn: $on) {
        id counted statement agentText verb stance hedge hedgeText saidOn asOf guessed ruleSet url
        quote { exact prefix suffix start end status link }
        quantity { text qualifier value low high unit reading { low high } }
        statistic { slug } statisticMatches { statistic { slug } score }
        agent { slug } agentMatches { agent { slug } score }
        via { text agent { agent { slug } score } }
        attribution { id } rejection { id reason }
    }
}";

const ACCEPT: &str = "mutation($input: AcceptCandidatesInput!) { acceptCandidates(input: $input) {
    source { id title text }
    accepted {
        candidate isNew isNewClaim
        claim { id text quantity { text } crossReferences { totalCount nodes { verdict code a { id } b { id } } } }
        attribution { id ruleSet candidate verb stance agent { slug } quote { exact start end status } }
    }
    userErrors { code message path }
} }";

const REJECT: &str = "mutation($input: RejectCandidatesInput!) { rejectCandidates(input: $input) {
    newCount rejections { id candidate ruleSet quote url reason status history { nodes { action actor } } }
    userErrors { code message path }
} }";

/// A measure, a statistic and two agents.
async fn world(app: &App) {
    let got = app.data(
        r#"mutation {
            a: addMeasure(input: {name: "People arrested", slug: "people-arrested", definition: "Taken into custody.", unit: "person", accumulation: CUMULATIVE}) { userErrors { message } }
            b: addMeasure(input: {name: "Deaths", slug: "deaths", definition: "Killed.", unit: "person", accumulation: CUMULATIVE}) { userErrors { message } }
            c: addEvent(input: {name: "Karsk marches", slug: "karsk-marches", kind: PROTEST, start: "2031-03"}) { userErrors { message } }
            d: addStatistic(input: {slug: "karsk-arrested", measure: {slug: "people-arrested"}, event: {slug: "karsk-marches"}}) { userErrors { message } }
            e: addStatistic(input: {slug: "karsk-killed", measure: {slug: "deaths"}, event: {slug: "karsk-marches"}}) { userErrors { message } }
            f: addAgent(input: {name: "National Relief Council", slug: "nrc", kind: ORGANISATION, aliases: ["NRC"]}) { userErrors { message } }
            g: addAgent(input: {name: "Pavel Orsin", slug: "orsin", kind: PERSON}) { userErrors { message } }
        }"#,
    )
    .await;
    for name in ["a", "b", "c", "d", "e", "f", "g"] {
        assert_eq!(got[name]["userErrors"], json!([]), "{got:#}");
    }
}

async fn extract(app: &App, text: &str, url: Option<&str>) -> Vec<Value> {
    let variables = json!({"text": text, "url": url, "on": "2031-03-13"});
    let mut got = app.run_with(EXTRACT, variables).await;
    assert!(got.get("errors").is_none(), "{got:#}");
    got["data"]["extract"].as_array_mut().expect("a list").drain(..).collect()
}

/// The candidate with these words for its number, or this statement.
fn of<'a>(found: &'a [Value], said: &str) -> &'a Value {
    let is_it = |one: &&Value| one["quantity"]["text"] == said || one["statement"] == said;
    found.iter().find(is_it).unwrap_or_else(|| panic!("no {said} in {found:#?}"))
}

/// A candidate of a figure as it was proposed.
fn as_proposed(found: &Value) -> Value {
    let mut quote = found["quote"].clone();
    for more in ["status", "link"] {
        quote.as_object_mut().expect("a quote").remove(more);
    }
    json!({
        "id": found["id"], "ruleSet": found["ruleSet"], "quote": quote,
        "statistic": {"slug": found["statistic"]["slug"]},
        "agent": {"slug": found["agent"]["slug"]},
        "quantity": {"text": found["quantity"]["text"]},
        "verb": found["verb"], "stance": found["stance"], "hedge": found["hedge"],
    })
}

fn source() -> Value {
    json!({"new": {"url": URL, "title": "Marches go on", "kind": "ARTICLE", "publishedOn": "2031-03-13", "text": TEXT}})
}

async fn ask(app: &App, mutation: &str, input: Value) -> Value {
    ask_as(app, app.session.actor.clone(), mutation, input).await
}

async fn ask_as(app: &App, actor: Actor, mutation: &str, input: Value) -> Value {
    let mut got = app.run_as(actor, mutation, json!({"input": input})).await;
    assert!(got.get("errors").is_none(), "{got:#}");
    let data = got["data"].as_object_mut().expect("data");
    data.values_mut().next().expect("a payload").take()
}

async fn accepted(app: &App, candidates: Value) -> Value {
    let got = ask(app, ACCEPT, json!({"source": source(), "candidates": candidates})).await;
    assert_eq!(got["userErrors"], json!([]), "{got:#}");
    got
}

fn rejection(found: &Value, reason: Option<&str>) -> Value {
    json!({"url": URL, "reason": reason, "candidates": [
        {"id": found["id"], "ruleSet": found["ruleSet"], "quote": found["quote"]["exact"]},
    ]})
}

both! {
    async fn a_text_gives_candidates_with_what_they_may_be_about(app) {
        world(&app).await;
        let before = traces(&app).await;
        let found = extract(&app, TEXT, Some(URL)).await;
        assert_eq!(found.len(), 3, "{found:#?}");
        let figure = of(&found, "at least 8,000");
        assert_eq!(figure["counted"], "people arrested");
        assert_eq!(figure["quantity"], json!({
            "text": "at least 8,000", "qualifier": "AT_LEAST", "value": 8000.0, "low": 8000.0, "high": null, "unit": null,
            "reading": {"low": 8000.0, "high": null},
        }));
        assert_eq!(figure["statistic"]["slug"], "karsk-arrested");
        assert_eq!(figure["statisticMatches"].as_array().map(Vec::len), Some(1), "{figure:#}");
        assert_eq!(figure["agentText"], "NRC");
        assert_eq!(figure["agent"]["slug"], "nrc");
        assert_eq!(figure["agentMatches"][0]["score"], 1.0);
        assert_eq!(figure["verb"], "reported");
        assert_eq!(figure["stance"], "ASSERTS");
        assert_eq!(figure["ruleSet"], "claimbase-en-1");
        assert_eq!(figure["attribution"], Value::Null);
        assert_eq!(figure["rejection"], Value::Null);
        let quote = &figure["quote"];
        assert_eq!(quote["status"], "ANCHORED");
        let start = usize::try_from(quote["start"].as_u64().expect("a start")).expect("small");
        let words: String = TEXT.chars().skip(start).take(quote["exact"].as_str().expect("words").chars().count()).collect();
        assert_eq!(quote["exact"], words);
        assert!(quote["link"].as_str().is_some_and(|link| link.starts_with(URL)), "{quote:#}");
        let other = of(&found, "4,972");
        assert_eq!(other["agent"]["slug"], "orsin", "{other:#}");
        let words = of(&found, "The marches will go on");
        assert_eq!(words["quantity"], Value::Null);
        assert_eq!(words["agentText"], "Mira Lund");
        assert_eq!(words["agent"], Value::Null);
        assert_eq!(traces(&app).await, before, "nothing is stored");
    }

    async fn a_web_page_is_read_as_its_article(app) {
        world(&app).await;
        let page = format!(
            "<!DOCTYPE html><html><head><title>Marches</title><link rel=\"canonical\" href=\"{URL}\"></head>\
             <body><nav>Home 12 people were arrested</nav><article><p>{}</p></article></body></html>",
            TEXT.replace("\n\n", "</p><p>")
        );
        let found = extract(&app, &page, None).await;
        assert_eq!(found.len(), 3, "{found:#?}");
        assert_eq!(found[0]["url"], URL);
        let of_text = extract(&app, TEXT, Some("http://news.example/karsk/?utm_source=x")).await;
        assert_eq!(found[0]["id"], of_text[0]["id"], "one address in two spellings");
        let elsewhere = extract(&app, TEXT, Some("https://other.example/")).await;
        assert_ne!(found[0]["id"], elsewhere[0]["id"]);
    }

    async fn an_accepted_candidate_is_a_claim_with_an_anchored_quote(app) {
        world(&app).await;
        let found = extract(&app, TEXT, Some(URL)).await;
        let candidates = json!([as_proposed(of(&found, "at least 8,000")), as_proposed(of(&found, "4,972"))]);
        let got = accepted(&app, candidates.clone()).await;
        let [first, second] = [&got["accepted"][0], &got["accepted"][1]];
        assert_eq!((&first["isNew"], &first["isNewClaim"]), (&json!(true), &json!(true)));
        assert_eq!(first["candidate"], of(&found, "at least 8,000")["id"]);
        assert_eq!(first["attribution"]["candidate"], first["candidate"]);
        assert_eq!(first["attribution"]["ruleSet"], "claimbase-en-1");
        assert_eq!(first["attribution"]["agent"]["slug"], "nrc");
        assert_eq!(first["attribution"]["verb"], "reported");
        assert_eq!(first["attribution"]["quote"]["status"], "ANCHORED");
        let relations = &second["claim"]["crossReferences"];
        assert_eq!(relations["totalCount"], 1);
        assert_eq!(relations["nodes"][0]["verdict"], "CONFLICTS", "{relations:#}");

        let before = traces(&app).await;
        app.wait_minutes(1);
        let again = accepted(&app, candidates).await;
        for at in 0..2 {
            assert_eq!(again["accepted"][at]["isNew"], false);
            assert_eq!(again["accepted"][at]["claim"], got["accepted"][at]["claim"]);
            assert_eq!(again["accepted"][at]["attribution"], got["accepted"][at]["attribution"]);
        }
        assert_eq!(traces(&app).await, before);
        let seen = extract(&app, TEXT, Some(URL)).await;
        assert_eq!(of(&seen, "4,972")["attribution"]["id"], second["attribution"]["id"]);
    }

    async fn the_page_of_a_new_source_is_kept_as_its_article(app) {
        world(&app).await;
        let page = format!("<html><body><article><p>{}</p></article></body></html>", TEXT.replace("\n\n", "</p><p>"));
        let found = extract(&app, &page, Some(URL)).await;
        let mut source = source();
        source["new"]["text"] = json!(page);
        let input = json!({"source": source, "candidates": [as_proposed(of(&found, "4,972"))]});
        let got = ask(&app, ACCEPT, input).await;
        assert_eq!(got["source"]["text"], TEXT, "{got:#}");
        assert_eq!(got["accepted"][0]["attribution"]["quote"]["status"], "ANCHORED");
    }

    async fn a_person_mends_what_was_proposed(app) {
        world(&app).await;
        let found = extract(&app, TEXT, Some(URL)).await;
        let mut mended = as_proposed(of(&found, "at least 8,000"));
        mended["quantity"] = json!({"text": "8,000 or so", "qualifier": "ABOUT", "value": 8000.0});
        mended["statistic"] = json!({"slug": "karsk-killed"});
        mended["agent"] = json!({"new": {"name": "The Council's office", "kind": "ORGANISATION"}});
        mended["stance"] = json!("DENIES");
        mended["verb"] = json!("denied");
        let statement = of(&found, "The marches will go on");
        let mut words = as_proposed(statement);
        for field in ["statistic", "quantity"] {
            words[field] = Value::Null;
        }
        words["text"] = statement["statement"].clone();
        words["event"] = json!({"slug": "karsk-marches"});
        words["agent"] = json!({"new": {"name": "Mira Lund", "kind": "PERSON"}});
        let got = accepted(&app, json!([mended, words])).await;
        let [first, second] = [&got["accepted"][0], &got["accepted"][1]];
        assert_eq!(first["claim"]["quantity"]["text"], "8,000 or so");
        assert_eq!(first["attribution"]["stance"], "DENIES");
        assert_eq!(first["attribution"]["agent"]["slug"], "the-councils-office");
        assert_eq!(second["claim"]["text"], "The marches will go on");
        assert_eq!(second["attribution"]["agent"]["slug"], "mira-lund");
        let seen = extract(&app, TEXT, Some(URL)).await;
        assert_eq!(of(&seen, "at least 8,000")["attribution"]["id"], first["attribution"]["id"], "it is known though it was mended");

        let before = traces(&app).await;
        let otherwise = json!({"source": source(), "candidates": [as_proposed(of(&found, "at least 8,000"))]});
        let refused = ask(&app, ACCEPT, otherwise).await;
        assert_eq!(refused["userErrors"][0]["code"], "CONFLICT", "{refused:#}");
        assert_eq!(refused["userErrors"][0]["path"], json!(["input", "candidates", "0"]));
        assert_eq!(traces(&app).await, before);
    }

    async fn what_was_entered_by_hand_is_known(app) {
        world(&app).await;
        let claim = json!({
            "statistic": {"slug": "karsk-arrested"}, "quantity": {"text": "no fewer than 8,000"},
            "attributions": [{"source": source(), "agent": {"slug": "nrc"}, "quote": {"exact": "at least 8,000 people were arrested"}}],
        });
        let by_hand = crate::record::recorded(&app, claim).await;
        let seen = extract(&app, TEXT, Some(URL)).await;
        assert_eq!(of(&seen, "at least 8,000")["attribution"]["id"], by_hand["newAttributions"][0]["id"]);
        assert_eq!(of(&seen, "4,972")["attribution"], Value::Null);
        let elsewhere = extract(&app, TEXT, Some("https://copy.example/1")).await;
        assert_eq!(of(&elsewhere, "at least 8,000")["attribution"]["id"], by_hand["newAttributions"][0]["id"], "its text is known");
    }

    async fn what_was_rejected_is_marked_until_it_is_accepted_or_brought_back(app) {
        world(&app).await;
        let found = extract(&app, TEXT, Some(URL)).await;
        let figure = of(&found, "4,972");
        let got = ask_as(&app, holder(Role::Contributor), REJECT, rejection(figure, Some("not about Karsk"))).await;
        assert_eq!((&got["userErrors"], &got["newCount"]), (&json!([]), &json!(1)), "{got:#}");
        let row = &got["rejections"][0];
        assert_eq!(row["candidate"], figure["id"]);
        assert_eq!(row["url"], URL);
        assert_eq!(row["history"]["nodes"], json!([{"action": "CREATED", "actor": "contributor"}]));
        let again = ask(&app, REJECT, rejection(figure, None)).await;
        assert_eq!(again["newCount"], 0);
        let seen = extract(&app, TEXT, Some(URL)).await;
        assert_eq!(of(&seen, "4,972")["rejection"], json!({"id": row["id"], "reason": "not about Karsk"}));
        assert_eq!(of(&seen, "at least 8,000")["rejection"], Value::Null);

        let id = row["id"].as_str().expect("an id");
        app.data(&format!(r#"mutation {{ retract(input: {{ids: ["{id}"], reason: "a slip"}}) {{ userErrors {{ message }} }} }}"#)).await;
        let seen = extract(&app, TEXT, Some(URL)).await;
        assert_eq!(of(&seen, "4,972")["rejection"], Value::Null);
        let back = ask(&app, REJECT, rejection(figure, Some("it is not"))).await;
        assert_eq!((&back["newCount"], &back["rejections"][0]["id"]), (&json!(1), &row["id"]));

        accepted(&app, json!([as_proposed(figure)])).await;
        let seen = extract(&app, TEXT, Some(URL)).await;
        assert_eq!(of(&seen, "4,972")["rejection"], Value::Null);
        assert_ne!(of(&seen, "4,972")["attribution"], Value::Null);
        let late = ask(&app, REJECT, rejection(figure, None)).await;
        assert_eq!(late["userErrors"][0]["code"], "CONFLICT", "{late:#}");
        let node = app.data(&format!(r#"{{ node(id: "{id}") {{ ... on CandidateRejection {{ status statusReason }} }} }}"#)).await;
        assert_eq!(node["node"], json!({"status": "RETRACTED", "statusReason": "it was accepted"}));
    }

    async fn bad_input_is_named_and_leaves_nothing(app) {
        world(&app).await;
        let found = extract(&app, TEXT, Some(URL)).await;
        let good = as_proposed(of(&found, "at least 8,000"));
        let before = traces(&app).await;
        let edits: [(&str, Value, &str, &[&str]); 7] = [
            ("id", json!("candidate_12"), "BAD_USER_INPUT", &["id"]),
            ("ruleSet", json!(" "), "BAD_USER_INPUT", &["ruleSet"]),
            ("statistic", json!({"slug": "nothing"}), "NOT_FOUND", &["statistic", "slug"]),
            ("agent", json!({"slug": "nobody"}), "NOT_FOUND", &["agent", "slug"]),
            ("quantity", json!({"text": "blue"}), "BAD_USER_INPUT", &["quantity", "text"]),
            ("quote", json!({"exact": " "}), "BAD_USER_INPUT", &["quote", "exact"]),
            ("via", json!([{"slug": "nobody"}]), "NOT_FOUND", &["via", "0", "slug"]),
        ];
        for (field, value, code, path) in edits {
            let mut bad = as_proposed(of(&found, "4,972"));
            bad[field] = value;
            let got = ask(&app, ACCEPT, json!({"source": source(), "candidates": [good, bad]})).await;
            let error = &got["userErrors"][0];
            let path: Vec<&str> = ["input", "candidates", "1"].iter().chain(path).copied().collect();
            assert_eq!((&error["code"], &error["path"]), (&json!(code), &json!(path)), "{field}: {got:#}");
            assert_eq!(got["accepted"], json!([]));
        }
        let none = ask(&app, ACCEPT, json!({"source": source(), "candidates": []})).await;
        assert_eq!(none["userErrors"][0]["path"], json!(["input", "candidates"]));
        let none = ask(&app, REJECT, json!({"candidates": []})).await;
        assert_eq!(none["userErrors"][0]["path"], json!(["input", "candidates"]));
        assert_eq!(traces(&app).await, before);

        let variables = json!({"text": "12 people were killed, police said. ".repeat(10_000)});
        let got = app.run_with(EXTRACT, variables).await;
        assert_eq!(got["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{got:#}");
        assert_eq!(got["errors"][0]["extensions"]["argument"], "text");
        let got = app.run_with(EXTRACT, json!({"text": "<html><body></body></html>"})).await;
        assert!(got["errors"][0]["message"].as_str().is_some_and(|words| words.contains("no article")), "{got:#}");
        let got = app.run_with(EXTRACT, json!({"text": "x", "url": "ftp://x"})).await;
        assert_eq!(got["errors"][0]["extensions"]["argument"], "url", "{got:#}");
        let reader = app.run_as(holder(Role::Reader), ACCEPT, json!({"input": {"source": source(), "candidates": [good]}})).await;
        assert_eq!(reader["errors"][0]["extensions"]["code"], "FORBIDDEN", "{reader:#}");
    }

    async fn a_text_is_priced_by_as_many_candidates_as_it_can_have(app) {
        let got = app.run(r#"{ extract(text: "Nothing.") { id } }"#).await;
        assert_eq!(got["extensions"]["cost"]["requested"], 501, "{got:#}");
    }

    async fn a_longer_text_takes_no_more_statements(app) {
        world(&app).await;
        let short = statements(&app, TEXT).await;
        let mut long = TEXT.to_owned();
        for name in ["Ada Berg", "Ben Carr", "Cora Dahl", "Dirk Ek", "Eva Falk"] {
            for words in ["\n\nThe lawyer ", name, " said 12 people were arrested and 3 people were killed."] {
                long.push_str(words);
            }
        }
        assert!(extract(&app, &long, None).await.len() >= 13);
        assert_eq!(statements(&app, &long).await, short);
        assert!(short <= 16, "{short}");
    }

    async fn rejections_and_origins_are_exported_and_imported(app) {
        world(&app).await;
        let found = extract(&app, TEXT, Some(URL)).await;
        ask(&app, REJECT, rejection(of(&found, "4,972"), Some("no"))).await;
        accepted(&app, json!([as_proposed(of(&found, "at least 8,000"))])).await;
        let mut lines = Vec::new();
        export(&app.session.db.snapshot().await.expect("a snapshot"), &mut lines).await.expect("an export");
        let other = empty(&app).await;
        let report = import(&other.session, lines.as_slice()).await.expect("an import");
        assert!(report.rejects.is_empty(), "{:?}", report.rejects);
        assert_eq!(rows(&other, "candidate_rejection").await, 1);
        let seen = extract(&other, TEXT, Some(URL)).await;
        assert_ne!(of(&seen, "4,972")["rejection"], Value::Null);
        assert_ne!(of(&seen, "at least 8,000")["attribution"], Value::Null);
        let mut copy = Vec::new();
        export(&other.session.db.snapshot().await.expect("a snapshot"), &mut copy).await.expect("an export");
        assert!(copy == lines, "export, import, export gives the same bytes");
    }
}

async fn statements(app: &App, text: &str) -> u64 {
    let before = app.session.db.statements();
    extract(app, text, Some(URL)).await;
    app.session.db.statements() - before
}

/// An empty database of the other kind.
async fn empty(app: &App) -> App {
    let sqlite = app.fresh.url.starts_with("sqlite");
    App::new(if sqlite { Backend::Postgres } else { Backend::Sqlite }).await
}
