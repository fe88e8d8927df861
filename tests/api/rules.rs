//! What rules notice about whole statistics and about single records, on either database.

use claimbase::{
    app::{
        Actor,
        comparison::{Group, Subject, load},
        finding::of_statistic_in,
    },
    domain::record_id::RecordId,
};
use entity::vocab::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    corpus,
    support::{App, both},
    tale::{done, measure, revisions, statistic, text},
};

/// Lets the rules look at a statistic.
async fn look(app: &App, statistic: &str) {
    let id: RecordId = statistic.parse().expect("an id");
    look_at(app, id.uuid).await;
}

async fn look_at(app: &App, id: Uuid) {
    let session = app.session.acting_as(Actor::Program);
    let subject = Subject { group: Group::Statistic(id), known_at: None };
    let looked = session.write(Role::Contributor, move |txn| {
        Box::pin(async move {
            let facts = load(txn, &[subject]).await?;
            of_statistic_in(txn, id, &facts[&subject]).await
        })
    });
    looked.await.expect("looked at");
}

/// The findings of a code on a statistic: severity, subject and message.
async fn found(app: &App, statistic: &str, code: &str) -> Vec<Value> {
    let query = format!(
        r#"{{ node(id: "{statistic}") {{ ... on Statistic {{
            findings {{ id code severity message resolution subject {{ __typename id }} other {{ id }} }}
            comparison {{ findings {{ id }} }} }} }} }}"#
    );
    let data = app.data(&query).await;
    let all = data["node"]["findings"].as_array().expect("findings").clone();
    let ids: Vec<Value> = all.iter().map(|one| json!({"id": one["id"]})).collect();
    assert_eq!(data["node"]["comparison"]["findings"], Value::Array(ids));
    all.into_iter().filter(|one| one["code"] == code).collect()
}

/// A claim on a statistic with one attribution; returns the ids of both.
async fn say(app: &App, statistic: &str, quantity: &str, more: Value) -> [String; 2] {
    let mut attribution = json!({
        "source": {"new": {"title": format!("Page {}", revisions(app).await), "kind": "ARTICLE"}},
    });
    let mut input = json!({"statistic": {"id": statistic}, "quantity": {"text": quantity}});
    for (name, value) in more.as_object().expect("fields") {
        match name.as_str() {
            "asOf" => input["asOf"] = value.clone(),
            "publishedOn" | "title" => attribution["source"]["new"][name] = value.clone(),
            name => attribution[name] = value.clone(),
        }
    }
    input["attributions"] = json!([attribution]);
    let fields = "claim { id } newAttributions { id }";
    let done = done(app, "recordClaim", input, fields).await;
    [text(&done["claim"]["id"]), text(&done["newAttributions"][0]["id"])]
}

async fn agent(app: &App, name: &str, kind: &str) -> String {
    let input = json!({"name": name, "kind": kind});
    text(&done(app, "addAgent", input, "agent { id }").await["agent"]["id"])
}

async fn tally(app: &App) -> String {
    let counted = measure(app, "people arrested").await;
    statistic(app, &counted, "arrested").await
}

async fn derive(app: &App, child: &str, parent: &str) -> String {
    let input = json!({"attribution": child, "parentAttribution": parent, "kind": "RELAYS"});
    text(&done(app, "deriveAttribution", input, "derivation { id }").await["derivation"]["id"])
}

async fn retract(app: &App, id: &str) {
    done(app, "retract", json!({"ids": [id], "reason": "A mistake."}), "__typename").await;
}

/// All that a comparison says of its statistic.
async fn compared(app: &App, statistic: &str) -> Value {
    app.data(&format!(
        r#"{{ node(id: "{statistic}") {{ ... on Statistic {{ comparison {{
            verdict summary spread median origins {{ min max }} range {{ low high }}
            positions {{ origin {{ label known }} claim {{ id }} attributionCount }} }} }} }} }}"#
    ))
    .await
}

both! {
    async fn a_ring_of_derivations_is_noticed_until_it_is_broken(app) {
        let tally = tally(&app).await;
        let [_, one] = say(&app, &tally, "3,700", json!({})).await;
        let [_, two] = say(&app, &tally, "3,700", json!({})).await;
        derive(&app, &one, &two).await;
        look(&app, &tally).await;
        assert_eq!(found(&app, &tally, "CIRCULAR_DERIVATION").await, [] as [Value; 0]);
        let edge = derive(&app, &two, &one).await;
        look(&app, &tally).await;
        let rings = found(&app, &tally, "CIRCULAR_DERIVATION").await;
        assert_eq!(rings.len(), 1, "{rings:#?}");
        assert_eq!((&rings[0]["severity"], &rings[0]["subject"]["id"]), (&json!("ERROR"), &json!(one)));
        let before = revisions(&app).await;
        look(&app, &tally).await;
        assert_eq!(revisions(&app).await, before, "nothing has changed");
        retract(&app, &edge).await;
        look(&app, &tally).await;
        assert_eq!(found(&app, &tally, "CIRCULAR_DERIVATION").await, [] as [Value; 0]);
    }

    async fn a_count_that_falls_is_noticed_against_the_one_before(app) {
        let tally = tally(&app).await;
        let mp = agent(&app, "Mahmoud Sadeghi", "PERSON").await;
        let by = json!({"id": mp});
        let [high, _] = say(&app, &tally, "25", json!({"asOf": "2018-01-04", "agent": by})).await;
        let [low, _] = say(&app, &tally, "21", json!({"asOf": "2018-01-14", "agent": by})).await;
        look(&app, &tally).await;
        let falls = found(&app, &tally, "FALLING_COUNT").await;
        assert_eq!(falls.len(), 1, "{falls:#?}");
        assert_eq!((&falls[0]["subject"]["id"], &falls[0]["other"]["id"]), (&json!(low), &json!(high)));
        retract(&app, &high).await;
        look(&app, &tally).await;
        assert_eq!(found(&app, &tally, "FALLING_COUNT").await, [] as [Value; 0]);
    }

    async fn a_claim_without_a_date_is_noticed_until_it_has_one(app) {
        let tally = tally(&app).await;
        say(&app, &tally, "25", json!({"publishedOn": "2018-01-04"})).await;
        let [bare, _] = say(&app, &tally, "21", json!({})).await;
        look(&app, &tally).await;
        let missing = found(&app, &tally, "MISSING_DATE").await;
        assert_eq!(missing.len(), 1, "{missing:#?}");
        assert_eq!((&missing[0]["subject"]["id"], &missing[0]["other"]), (&json!(bare), &Value::Null));
        done(&app, "updateClaim", json!({"id": bare, "asOf": "2018-01-05"}), "claim { id }").await;
        look(&app, &tally).await;
        assert_eq!(found(&app, &tally, "MISSING_DATE").await, [] as [Value; 0]);
    }

    async fn parts_that_do_not_sum_to_their_total_are_noticed(app) {
        let counted = measure(&app, "people arrested").await;
        let total = statistic(&app, &counted, "in-three-days").await;
        let link = async |part: &str, total: &str| {
            let input = json!({"claim": part, "other": total, "kind": "PART_OF_TOTAL"});
            text(&done(&app, "linkClaims", input, "claimLink { id }").await["claimLink"]["id"])
        };
        let days = async |slug: &str| text(&done(&app, "addStatistic", json!({
            "slug": slug, "title": slug, "measure": {"id": counted}, "population": slug,
        }), "statistic { id }").await["statistic"]["id"]);
        let [all, _] = say(&app, &total, "450", json!({"publishedOn": "2018-01-02"})).await;
        let mut parts = Vec::new();
        for (slug, quantity) in [("saturday", "200"), ("sunday", "150"), ("monday", "110")] {
            let day = days(slug).await;
            let [part, _] = say(&app, &day, quantity, json!({"publishedOn": "2018-01-02"})).await;
            parts.push((day, part.clone(), link(&part, &all).await));
        }
        // From the side of the total, and from that of a part.
        for statistic in [&total, &parts[1].0] {
            look(&app, statistic).await;
            let sums = found(&app, &total, "PARTS_MISS_TOTAL").await;
            assert_eq!(sums.len(), 1, "{sums:#?}");
            assert_eq!(sums[0]["subject"]["id"], json!(all));
            assert!(text(&sums[0]["message"]).starts_with("its 3 parts sum to 460, 10 more"), "{sums:#?}");
        }
        let update = json!({"id": parts[2].1, "quantity": {"text": "100"}});
        done(&app, "updateClaim", update, "claim { id }").await;
        look(&app, &parts[2].0).await;
        assert_eq!(found(&app, &total, "PARTS_MISS_TOTAL").await, [] as [Value; 0]);
        retract(&app, &parts[0].2).await;
        look(&app, &total).await;
        let sums = found(&app, &total, "PARTS_MISS_TOTAL").await;
        assert_eq!(sums[0]["severity"], "INFO", "{sums:#?}");
    }

    async fn a_claim_that_is_likely_recorded_twice_is_noticed(app) {
        let tally = tally(&app).await;
        let page = json!({"new": {"title": "One page", "kind": "ARTICLE", "publishedOn": "2018-01-09"}});
        let [first, _] = say(&app, &tally, "3,700", json!({"source": page})).await;
        let [second, _] = say(&app, &tally, "3,700", json!({"source": page, "asOf": "2018-01-09"})).await;
        say(&app, &tally, "3,700", json!({"publishedOn": "2018-01-09", "asOf": "2018-01-08"})).await;
        look(&app, &tally).await;
        let twins = found(&app, &tally, "LIKELY_DUPLICATE").await;
        assert_eq!(twins.len(), 1, "{twins:#?}");
        assert_eq!((&twins[0]["subject"]["id"], &twins[0]["other"]["id"]), (&json!(second), &json!(first)));
    }

    async fn a_verdict_on_what_a_rule_noticed_survives_its_next_look(app) {
        let tally = tally(&app).await;
        say(&app, &tally, "25", json!({"publishedOn": "2018-01-04"})).await;
        say(&app, &tally, "21", json!({})).await;
        look(&app, &tally).await;
        let id = found(&app, &tally, "MISSING_DATE").await[0]["id"].clone();
        let verdict = json!({"id": id, "resolution": "DISMISSED", "reason": "The page has none."});
        done(&app, "resolveFinding", verdict, "finding { id }").await;
        say(&app, &tally, "23", json!({"publishedOn": "2018-01-05"})).await;
        look(&app, &tally).await;
        let missing = found(&app, &tally, "MISSING_DATE").await;
        assert_eq!((&missing[0]["id"], &missing[0]["resolution"]), (&id, &json!("DISMISSED")));
    }

    async fn a_likely_copy_is_suggested_and_changes_nothing(app) {
        let tally = tally(&app).await;
        let quote = |words: &str| json!({"exact": words});
        let words = "Some 3,700 people were arrested in the days of protests in Iran";
        let [claim, first] = say(&app, &tally, "3,700", json!({"publishedOn": "2018-01-09", "quote": quote(words)})).await;
        let [_, second] = say(&app, &tally, "3,700", json!({"publishedOn": "2018-01-10", "quote": quote(words)})).await;
        say(&app, &tally, "3,700", json!({"publishedOn": "2018-01-11", "quote": quote("Another page speaks of 3,700 people held in the jails of that country")})).await;
        let before = compared(&app, &tally).await;
        look(&app, &tally).await;
        assert_eq!(compared(&app, &tally).await, before, "{claim}");
        let suggested = "{ derivations { nodes { id confirmation note status attribution { id } parentAttribution { id } } } }";
        let all = app.data(suggested).await;
        let nodes = all["derivations"]["nodes"].as_array().expect("a list");
        assert_eq!(nodes.len(), 1, "{all:#}");
        assert_eq!(nodes[0]["confirmation"], "SUGGESTED");
        assert_eq!((&nodes[0]["attribution"]["id"], &nodes[0]["parentAttribution"]["id"]), (&json!(second), &json!(first)));
        assert!(text(&nodes[0]["note"]).contains("both name 3,700 in nearly the same words"));
        let seen = revisions(&app).await;
        look(&app, &tally).await;
        assert_eq!(revisions(&app).await, seen, "nothing has changed");
        // Other words, and it is no copy any more; the same words again, and it is one again.
        for (words, status) in [("He spoke of 3,700 arrests on that day in the capital alone", 0), (words, 1)] {
            done(&app, "updateAttribution", json!({"id": second, "quote": quote(words)}), "attribution { id }").await;
            look(&app, &tally).await;
            assert_eq!(app.data(suggested).await["derivations"]["nodes"].as_array().expect("a list").len(), status);
        }
        let reject = json!({"id": nodes[0]["id"], "reason": "Both heard him."});
        done(&app, "rejectDerivation", reject, "derivation { id }").await;
        look(&app, &tally).await;
        let all = app.data(suggested).await;
        let nodes = all["derivations"]["nodes"].as_array().expect("a list");
        assert_eq!((nodes.len(), &nodes[0]["confirmation"]), (1, &json!("REJECTED")));
        assert_eq!(compared(&app, &tally).await, before);
    }

    async fn a_confirmed_copy_is_one_voice_and_stays(app) {
        let tally = tally(&app).await;
        let words = json!({"exact": "Some 3,700 people were arrested in the days of protests in Iran"});
        say(&app, &tally, "3,700", json!({"publishedOn": "2018-01-09", "quote": words})).await;
        say(&app, &tally, "3,700", json!({"publishedOn": "2018-01-10", "quote": words})).await;
        look(&app, &tally).await;
        let origins = |compared: &Value| compared["node"]["comparison"]["origins"]["max"].clone();
        assert_eq!(origins(&compared(&app, &tally).await), 2);
        let all = app.data("{ derivations { nodes { id } } }").await;
        let confirm = json!({"id": all["derivations"]["nodes"][0]["id"], "reason": "It says so below."});
        done(&app, "confirmDerivation", confirm, "derivation { id }").await;
        for _ in 0..2 {
            assert_eq!(origins(&compared(&app, &tally).await), 1);
            look(&app, &tally).await;
        }
        let all = app.data("{ derivations { nodes { confirmation } } }").await;
        assert_eq!(all["derivations"]["nodes"], json!([{"confirmation": "CONFIRMED"}]));
    }

    async fn a_source_dated_before_its_event_is_noticed_by_whatever_write_makes_it_so(app) {
        let counted = measure(&app, "people arrested").await;
        let event = done(&app, "addEvent", json!({"name": "Protests", "kind": "PROTEST", "start": "2017-12-28"}), "event { id }").await;
        let event = text(&event["event"]["id"]);
        let input = json!({"slug": "arrested", "title": "arrested", "measure": {"id": counted}, "event": {"id": event}});
        let tally = text(&done(&app, "addStatistic", input, "statistic { id }").await["statistic"]["id"]);
        let [claim, said] = say(&app, &tally, "21", json!({"publishedOn": "2017-12-01"})).await;
        let early = async || found(&app, &tally, "SOURCE_BEFORE_EVENT").await.len();
        let all = found(&app, &tally, "SOURCE_BEFORE_EVENT").await;
        assert_eq!(all.len(), 1, "{all:#?}");
        assert_eq!(all[0]["subject"]["__typename"], "Source");
        let source = text(&all[0]["subject"]["id"]);
        for (verb, input, count) in [
            ("updateSource", json!({"id": source, "publishedOn": "2017-12"}), 0),
            ("updateSource", json!({"id": source, "publishedOn": "2017-11"}), 1),
            ("updateEvent", json!({"id": event, "start": "2017-11-01"}), 0),
            ("updateEvent", json!({"id": event, "start": "2017-12-28"}), 1),
            ("retract", json!({"ids": [said], "reason": "A mistake."}), 0),
            ("restore", json!({"ids": [said], "reason": "It was none."}), 1),
            ("retract", json!({"ids": [claim], "reason": "A mistake."}), 0),
            ("restore", json!({"ids": [claim], "reason": "It was none."}), 1),
            ("retract", json!({"ids": [event], "reason": "A mistake."}), 0),
        ] {
            done(&app, verb, input.clone(), "__typename").await;
            assert_eq!(early().await, count, "{verb} {input}");
        }
    }

    async fn the_findings_of_many_statistics_are_one_statement(app) {
        corpus::import(&app).await;
        let query = |first: u32| format!("{{ statistics(first: {first}) {{ nodes {{ findings {{ code }} }} }} }}");
        assert_eq!(app.cost(&query(2)).await, app.cost(&query(30)).await);
    }

    async fn a_look_takes_as_many_statements_whatever_there_is_to_look_at(app) {
        let tally = tally(&app).await;
        let mut costs = Vec::new();
        for claims in [3, 20] {
            for claim in 0..claims {
                let day = format!("2018-01-{:02}", 1 + claim);
                say(&app, &tally, &(100 + claim).to_string(), json!({"publishedOn": day})).await;
            }
            look(&app, &tally).await;
            let before = app.session.db.statements();
            look(&app, &tally).await;
            costs.push(app.session.db.statements() - before);
        }
        assert_eq!(costs[0], costs[1]);
        assert!(costs[0] < 20, "{costs:?}");
    }

    async fn the_example_corpus_gives_no_false_alarm(app) {
        corpus::import(&app).await;
        let all = app.data("{ statistics(first: 500) { nodes { id slug } } }").await;
        for node in all["statistics"]["nodes"].as_array().expect("a list") {
            look(&app, &text(&node["id"])).await;
        }
        let seen = revisions(&app).await;
        for node in all["statistics"]["nodes"].as_array().expect("a list") {
            look(&app, &text(&node["id"])).await;
        }
        assert_eq!(revisions(&app).await, seen, "nothing has changed");
        let query = "{ findings(first: 500) { totalCount nodes { code severity message subject {
            ... on Claim { quantity { text } asOf statistic { slug } attributions { nodes { saidOn source { publishedOn } } } }
            ... on Attribution { saidOn source { title publishedOn } agent { name } } }
            other { ... on Claim { quantity { text } } } } }
            derivations(filter: {confirmation: {eq: SUGGESTED}}) { totalCount } }";
        let all = app.data(query).await;
        assert_eq!(all["derivations"]["totalCount"], 0, "every copy in it is marked");
        let of = |code: &str| -> Vec<Value> {
            let nodes = all["findings"]["nodes"].as_array().expect("a list").iter();
            nodes.filter(|node| node["code"] == code).cloned().collect()
        };
        // 200 + 150 + 100 are 450, and seven towns are at least 23; its agents and sources are each
        // on record once, and so are its claims.
        for code in ["CIRCULAR_DERIVATION", "PARTS_MISS_TOTAL", "LIKELY_DUPLICATE", "SOURCE_BEFORE_EVENT"] {
            assert_eq!(of(code), [] as [Value; 0]);
        }
        let falls: Vec<(String, String)> = of("FALLING_COUNT")
            .iter()
            .map(|it| (text(&it["subject"]["quantity"]["text"]), text(&it["other"]["quantity"]["text"])))
            .collect();
        let pair = |later: &str, earlier: &str| (later.to_owned(), earlier.to_owned());
        assert_eq!(falls, [pair("21", "at least 24"), pair("22", "at least 24"), pair("20", "at least 22")]);
        let undated = of("MISSING_DATE");
        let with = |words: &str| undated.iter().filter(|it| text(&it["message"]).contains(words)).collect::<Vec<_>>();
        assert_eq!((undated.len(), with("too coarse").len(), with("given here without a date").len()), (39, 1, 8));
        for finding in with("given here without a date") {
            assert_eq!((&finding["subject"]["saidOn"], &finding["subject"]["source"]["publishedOn"]), (&Value::Null, &Value::Null));
        }
        for finding in with("has no date, neither") {
            assert_eq!(finding["subject"]["asOf"], Value::Null);
            for said in finding["subject"]["attributions"]["nodes"].as_array().expect("a list") {
                assert_eq!((&said["saidOn"], &said["source"]["publishedOn"]), (&Value::Null, &Value::Null));
            }
        }
    }
}
