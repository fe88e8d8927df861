//! What is kept of comparisons: every write that bears on one is followed, lists ask for it, and it
//! never says anything but what the comparison itself says.

use std::collections::BTreeSet;

use claimbase::{
    app::{Session, summary::refresh},
    store::summary,
};
use entity::statistic_summary;
use sea_orm::{EntityTrait as _, sea_query::Expr};
use serde_json::{Value, json};

use crate::{
    corpus,
    seed::rows,
    support::{App, both},
    tale::{agent, done, measure, statistic, text},
};

const VERDICTS: [&str; 8] = [
    "NOT_COMPARABLE",
    "REPEATS",
    "REVISES",
    "CONFLICTS",
    "PROGRESSES",
    "AGREES",
    "COMPATIBLE",
    "NEAR",
];

const OUTCOMES: [&str; 5] = ["NO_DATA", "SINGLE_ORIGIN", "UNANIMOUS", "COMPATIBLE", "CONTESTED"];

fn words(list: &Value, field: &str) -> BTreeSet<String> {
    list["nodes"].as_array().expect("nodes").iter().map(|node| text(&node[field])).collect()
}

/// Says of every summary that it does not hold.
async fn mark_all(app: &App) {
    statistic_summary::Entity::update_many()
        .col_expr(statistic_summary::Column::Stale, Expr::value(true))
        .exec(app.session.db.writer())
        .await
        .expect("marked");
}

/// What lists say of verdicts is what comparisons say.
async fn holds(app: &App, after: &str) {
    let query = "{ statistics(first: 500) { nodes { slug
        comparison { verdict spread summary median agreement { low high supporters of } conflicts { totalCount } revisions { totalCount } }
        affiliated: comparison(originBy: AFFILIATION) { verdict summary origins { min max } } } } }";
    let (all, _) = app.anew(query).await;
    assert_eq!(app.data(query).await, all, "what is at hand after {after}");
    let all = all["statistics"]["nodes"].as_array().expect("nodes").clone();
    for outcome in OUTCOMES {
        let query = format!(
            "{{ statistics(first: 500, filter: {{verdict: {{eq: {outcome}}}}}) {{ nodes {{ slug }} }} }}"
        );
        let listed = words(&app.data(&query).await["statistics"], "slug");
        let compared = all.iter().filter(|it| it["comparison"]["verdict"] == outcome);
        let compared: BTreeSet<String> = compared.map(|it| text(&it["slug"])).collect();
        assert_eq!(listed, compared, "{outcome} after {after}");
    }
    let query = "{ statistics(first: 500, orderBy: {field: SPREAD, direction: DESC}) { nodes { slug comparison { spread } } } }";
    let ordered = app.data(query).await;
    let spreads = ordered["statistics"]["nodes"].as_array().expect("nodes").iter();
    let spreads: Vec<f64> =
        spreads.map(|it| it["comparison"]["spread"].as_f64().unwrap_or(-1.0)).collect();
    assert_eq!(spreads.len(), all.len());
    assert!(spreads.is_sorted_by(|a, b| a >= b), "{spreads:?} after {after}");

    let claims = app
        .data("{ claims(first: 500) { nodes { id crossReferences(first: 500) { nodes { verdict } } } } }")
        .await;
    let claims = claims["claims"]["nodes"].as_array().expect("nodes").clone();
    for verdict in VERDICTS {
        let query = format!("{{ yes: claims(first: 500, filter: {{verdict: {{eq: {verdict}}}}}) {{ nodes {{ id }} }}
            no: claims(first: 500, filter: {{verdict: {{not: {verdict}}}}}) {{ nodes {{ id }} }} }}");
        let listed = app.data(&query).await;
        let (yes, no) = (words(&listed["yes"], "id"), words(&listed["no"], "id"));
        let related = claims
            .iter()
            .filter(|claim| words(&claim["crossReferences"], "verdict").contains(verdict));
        let related: BTreeSet<String> = related.map(|claim| text(&claim["id"])).collect();
        assert_eq!(yes, related, "{verdict} after {after}");
        assert!(yes.is_disjoint(&no) && yes.len() + no.len() == claims.len(), "{verdict}");
    }
}

/// How many summaries do not hold.
async fn stale(app: &App) -> usize {
    summary::stale(&app.session.db).await.expect("rows").len()
}

async fn verdict(app: &App, slug: &str) -> Value {
    let query = format!(
        "{{ statistics(filter: {{slug: {{eq: \"{slug}\"}}, verdict: {{in: [{}]}}}}) {{ nodes {{ comparison {{ verdict }} }} }} }}",
        OUTCOMES.join(", ")
    );
    app.data(&query).await["statistics"]["nodes"][0]["comparison"]["verdict"].take()
}

/// The ids of a claim and of its attribution: said by an agent in an article on a day.
async fn says(
    app: &App,
    statistic: &str,
    quantity: &str,
    agent: &str,
    on: &str,
) -> (String, String) {
    let input = json!({
        "statistic": {"slug": statistic},
        "quantity": {"text": quantity},
        "attributions": [{
            "source": {"new": {"title": format!("{quantity} by {agent} on {on}"), "kind": "ARTICLE"}},
            "agent": {"slug": agent}, "saidOn": on,
        }],
    });
    let got =
        done(app, "recordClaim", input, "claim { id attributions(last: 1) { nodes { id } } }")
            .await;
    (text(&got["claim"]["id"]), text(&got["claim"]["attributions"]["nodes"][0]["id"]))
}

async fn record_id(app: &App, kind: &str, slug: &str) -> String {
    text(&app.data(&format!("{{ {kind}(slug: \"{slug}\") {{ id }} }}")).await[kind]["id"])
}

/// Three agents, an event and two statistics.
async fn world(app: &App) {
    let killed = measure(app, "Killed").await;
    let input = json!({"name": "Protests", "slug": "protests", "kind": "PROTEST"});
    done(app, "addEvent", input, "isNew").await;
    let input = json!({"slug": "killed", "measure": {"id": killed}, "event": {"slug": "protests"}});
    done(app, "addStatistic", input, "isNew").await;
    statistic(app, &killed, "elsewhere").await;
    for name in ["Court", "Council", "Office"] {
        agent(app, name).await;
    }
}

both! {
    async fn lists_say_what_comparisons_say_on_the_corpus(app) {
        corpus::import(&app).await;
        holds(&app, "the import").await;
        let contested = app.data("{ statistics(filter: {verdict: {eq: CONTESTED}}, orderBy: {field: SPREAD, direction: DESC}, first: 1) { nodes { slug } } }").await;
        assert_eq!(contested["statistics"]["nodes"].as_array().map(Vec::len), Some(1));
        let conflicting = app.data(r#"{ claims(filter: {verdict: {eq: CONFLICTS}, statistic: {slug: {eq: "iran-2018-arrested"}}}) { totalCount } }"#).await;
        assert!(conflicting["claims"]["totalCount"].as_i64() > Some(1), "{conflicting}");
    }

    async fn every_write_that_bears_on_a_comparison_is_followed(app) {
        world(&app).await;
        let (first, first_said) = says(&app, "killed", "21", "court", "2018-01-04").await;
        assert_eq!(verdict(&app, "killed").await, "SINGLE_ORIGIN");
        let (second, second_said) = says(&app, "killed", "at least 50", "council", "2018-01-03").await;
        holds(&app, "a claim").await;
        assert_eq!(verdict(&app, "killed").await, "CONTESTED");

        // Each of these changes what the two are to each other, and back.
        let office = record_id(&app, "agent", "office").await;
        let (court, council) = (record_id(&app, "agent", "court").await, record_id(&app, "agent", "council").await);
        let input = json!({"id": council, "speaksFor": {"slug": "office"}});
        done(&app, "updateAgent", input, "agent { id }").await;
        let input = json!({"id": court, "speaksFor": {"slug": "office"}});
        done(&app, "updateAgent", input, "agent { id }").await;
        holds(&app, "two spokesmen of one").await;
        assert_eq!(verdict(&app, "killed").await, "SINGLE_ORIGIN");
        done(&app, "updateAgent", json!({"id": court, "speaksFor": null}), "agent { id }").await;
        holds(&app, "one spokesman").await;
        assert_eq!(verdict(&app, "killed").await, "CONTESTED");
        // The one who is spoken for is merged: nobody in the statistic is.
        let input = json!({"keep": court, "merge": office, "reason": "the same"});
        done(&app, "mergeRecords", input, "node { id }").await;
        holds(&app, "a merge").await;
        assert_eq!(verdict(&app, "killed").await, "SINGLE_ORIGIN");
        done(&app, "undoMerge", json!({"id": office, "reason": "another"}), "node { id }").await;
        holds(&app, "the undoing of the merge").await;
        assert_eq!(verdict(&app, "killed").await, "CONTESTED");

        let input = json!({"a": first, "b": second, "verdict": "COMPATIBLE", "reason": "other days"});
        let got = done(&app, "overrideRelation", input, "override { id }").await;
        holds(&app, "an override").await;
        assert_eq!(verdict(&app, "killed").await, "COMPATIBLE");
        let input = json!({"ids": [got["override"]["id"]], "reason": "not so"});
        done(&app, "retract", input, "nodes { id }").await;
        holds(&app, "its retraction").await;
        assert_eq!(verdict(&app, "killed").await, "CONTESTED");
        let input = json!({"claim": second, "other": first, "kind": "SUPERSEDES"});
        done(&app, "linkClaims", input, "isNew").await;
        holds(&app, "a link").await;

        let input = json!({"id": second_said, "saidOn": "2018-01-05"});
        done(&app, "updateAttribution", input, "attribution { id }").await;
        holds(&app, "a date").await;
        let event = record_id(&app, "event", "protests").await;
        done(&app, "updateEvent", json!({"id": event, "end": "2018-01-02"}), "event { id }").await;
        holds(&app, "the end of the event").await;
        let killed = record_id(&app, "measure", "killed").await;
        let input = json!({"id": killed, "accumulation": "INSTANT"});
        done(&app, "updateMeasure", input, "measure { id }").await;
        holds(&app, "another accumulation").await;
        let input = json!({"attribution": second_said, "parentAttribution": first_said, "kind": "QUOTES"});
        done(&app, "deriveAttribution", input, "isNew").await;
        holds(&app, "a derivation").await;
        done(&app, "retract", json!({"ids": [first], "reason": "never said"}), "nodes { id }").await;
        holds(&app, "a retraction").await;
        done(&app, "restore", json!({"ids": [first], "reason": "said after all"}), "nodes { id }").await;
        holds(&app, "a restoration").await;
        let source = app.data(&format!(r#"{{ claim(id: "{first}") {{ attributions {{ nodes {{ source {{ id }} }} }} }} }}"#)).await;
        let source = &source["claim"]["attributions"]["nodes"][0]["source"]["id"];
        done(&app, "retract", json!({"ids": [source], "reason": "a forgery"}), "nodes { id }").await;
        holds(&app, "the retraction of a source").await;
        done(&app, "updateClaim", json!({"id": second, "quantity": {"text": "60"}}), "claim { id }").await;
        holds(&app, "another number").await;
    }

    async fn a_change_is_felt_where_claims_of_other_statistics_come_from_there(app) {
        world(&app).await;
        let (_, root) = says(&app, "elsewhere", "300", "court", "2018-01-02").await;
        let (_, middle) = says(&app, "elsewhere", "301", "office", "2018-01-02").await;
        let (_, leaf) = says(&app, "killed", "21", "office", "2018-01-04").await;
        says(&app, "killed", "50", "council", "2018-01-04").await;
        for (child, parent) in [(&leaf, &middle), (&middle, &root)] {
            let input = json!({"attribution": child, "parentAttribution": parent, "kind": "RELAYS"});
            done(&app, "deriveAttribution", input, "isNew").await;
        }
        holds(&app, "the derivations").await;
        assert_eq!(verdict(&app, "killed").await, "CONTESTED");
        // The root of the root speaks for whoever says the other number.
        let input = json!({"id": root, "agent": {"slug": "council"}});
        done(&app, "updateAttribution", input, "attribution { id }").await;
        holds(&app, "another speaker at the root").await;
        assert_eq!(verdict(&app, "killed").await, "SINGLE_ORIGIN");
        let court = record_id(&app, "agent", "court").await;
        done(&app, "updateAttribution", json!({"id": root, "agent": {"slug": "court"}}), "attribution { id }").await;
        assert_eq!(verdict(&app, "killed").await, "CONTESTED");
        done(&app, "updateAgent", json!({"id": court, "speaksFor": {"slug": "council"}}), "agent { id }").await;
        holds(&app, "a spokesman at the root").await;
        assert_eq!(verdict(&app, "killed").await, "SINGLE_ORIGIN");
    }

    async fn statistics_that_are_read_as_one_have_one_summary(app) {
        let (killed, deaths) = (measure(&app, "People killed").await, measure(&app, "Deaths").await);
        statistic(&app, &deaths, "older").await;
        statistic(&app, &killed, "younger").await;
        for name in ["Court", "Council"] {
            agent(&app, name).await;
        }
        says(&app, "older", "21", "court", "2018-01-04").await;
        says(&app, "younger", "50", "council", "2018-01-04").await;
        holds(&app, "two statistics").await;
        assert_eq!(verdict(&app, "older").await, "SINGLE_ORIGIN");
        let input = json!({"keep": killed, "merge": deaths, "reason": "the same"});
        done(&app, "mergeRecords", input, "node { id }").await;
        holds(&app, "the merge of measures").await;
        assert_eq!(verdict(&app, "older").await, "CONTESTED");
        done(&app, "undoMerge", json!({"id": deaths, "reason": "not the same"}), "node { id }").await;
        holds(&app, "the undoing").await;
        assert_eq!(verdict(&app, "older").await, "SINGLE_ORIGIN");
    }

    async fn a_summary_is_no_record(app) {
        corpus::import(&app).await;
        assert!(stale(&app).await > 0);
        // What the rules notice meanwhile is on record.
        refresh(&app.session).await.expect("refreshed");
        assert_eq!(stale(&app).await, 0);
        let (version, revisions) = (app.session.db.version().await.expect("it"), rows(&app, "revision").await);
        mark_all(&app).await;
        assert!(stale(&app).await > 0);
        refresh(&app.session).await.expect("refreshed");
        assert_eq!(stale(&app).await, 0);
        assert_eq!((app.session.db.version().await.expect("it"), rows(&app, "revision").await), (version, revisions));
        assert_eq!(rows(&app, "statistic_summary").await, rows(&app, "statistic").await);
        // Twice is once.
        let before = rows(&app, "claim_verdict").await;
        refresh(&app.session).await.expect("refreshed");
        assert_eq!(rows(&app, "claim_verdict").await, before);
        // What bears on no comparison marks none.
        agent(&app, "Somebody New").await;
        assert_eq!(stale(&app).await, 0);
    }

    async fn what_holds_is_asked_for_in_a_statement_of_its_own(app) {
        corpus::import(&app).await;
        refresh(&app.session).await.expect("refreshed");
        assert_eq!(app.cost("{ claims(filter: {verdict: {eq: CONFLICTS}}) { nodes { id } } }").await, 2);
        assert_eq!(app.cost("{ statistics(filter: {verdict: {eq: CONTESTED}}, orderBy: {field: SPREAD, direction: DESC}) { nodes { slug } } }").await, 2);
        // Once in a question, however many lists ask.
        assert_eq!(app.cost("{ a: claims(filter: {verdict: {eq: AGREES}}) { totalCount }
            statistics(first: 20) { nodes { claims(filter: {verdict: {in: [CONFLICTS, NEAR]}}) { nodes { id } } } } }").await, 5);
        // Lists that do not ask for it do not look.
        assert_eq!(app.cost("{ claims { nodes { id } } }").await, 1);
    }

    async fn a_comparison_is_loaded_anew_only_when_something_bears_on_it(app) {
        world(&app).await;
        says(&app, "killed", "21", "court", "2018-01-04").await;
        says(&app, "elsewhere", "300", "council", "2018-01-02").await;
        let query = r#"{ statistic(slug: "killed") { comparison { verdict } } }"#;
        let first = app.cost(query).await;
        // The statistic itself, and the look whether anything bore on it.
        let at_hand = app.cost(r#"{ statistic(slug: "killed") { title } }"#).await + 1;
        assert!(first > at_hand, "{first}");
        assert_eq!(app.cost(query).await, at_hand);
        assert_eq!(app.cost(r#"{ statistic(slug: "killed") { comparison(asOf: "2018-01-05") { verdict } } }"#).await, at_hand);
        agent(&app, "Somebody New").await;
        says(&app, "elsewhere", "301", "office", "2018-01-02").await;
        assert_eq!(app.cost(query).await, at_hand);
        says(&app, "killed", "at least 50", "council", "2018-01-03").await;
        assert_eq!(app.cost(query).await, first + 1, "all of it, and the look before");
        assert_eq!(app.data(query).await["statistic"]["comparison"]["verdict"], "CONTESTED");
        // The past is never at hand.
        let past = r#"{ statistic(slug: "killed") { comparison(knownAt: "2030-01-01T00:00:00Z") { verdict } } }"#;
        assert_eq!(app.cost(past).await, app.cost(past).await);
    }

    async fn pages_by_what_is_kept_meet_in_both_directions(app) {
        corpus::import(&app).await;
        for field in ["SPREAD", "ORIGINS", "CONFLICTS"] {
            for direction in ["ASC", "DESC"] {
                let page = async |arguments: String| {
                    let query = format!("{{ statistics({arguments}, orderBy: {{field: {field}, direction: {direction}}}) {{
                        nodes {{ slug }} pageInfo {{ hasNextPage endCursor hasPreviousPage startCursor }} }} }}");
                    app.data(&query).await["statistics"].take()
                };
                let slugs = |page: &Value| -> Vec<String> {
                    page["nodes"].as_array().expect("nodes").iter().map(|node| text(&node["slug"])).collect()
                };
                let all = slugs(&page("first: 500".to_owned()).await);
                assert!(all.len() > 4);
                let (mut forwards, mut after) = (Vec::new(), "null".to_owned());
                loop {
                    let got = page(format!("first: 3, after: {after}")).await;
                    forwards.extend(slugs(&got));
                    if got["pageInfo"]["hasNextPage"] == false { break; }
                    after = got["pageInfo"]["endCursor"].to_string();
                }
                assert_eq!(forwards, all, "{field} {direction}");
                let (mut backwards, mut before) = (Vec::new(), "null".to_owned());
                loop {
                    let got = page(format!("last: 3, before: {before}")).await;
                    let mut page = slugs(&got);
                    page.append(&mut backwards);
                    backwards = page;
                    if got["pageInfo"]["hasPreviousPage"] == false { break; }
                    before = got["pageInfo"]["startCursor"].to_string();
                }
                assert_eq!(backwards, all, "{field} {direction}");
            }
        }
    }

    async fn a_server_that_may_not_write_waits_and_never_answers_with_what_was(app) {
        world(&app).await;
        says(&app, "killed", "21", "court", "2018-01-04").await;
        let reader = Session { read_only: true, ..app.session.clone() };
        let refused = refresh(&reader).await.expect_err("nobody sums up");
        assert_eq!(refused.code().as_str(), "UNAVAILABLE");
        assert!(stale(&app).await > 0);
        let (waited, done) = tokio::join!(refresh(&reader), refresh(&app.session));
        done.expect("refreshed");
        waited.expect("what it waited for was done");
    }

    async fn what_changes_while_it_is_summed_up_is_summed_up_again(app) {
        world(&app).await;
        says(&app, "killed", "21", "court", "2018-01-04").await;
        let stale = summary::stale(&app.session.db).await.expect("ids");
        let rows = summary::stale_among(&app.session.db, &stale).await.expect("rows");
        let computed: Vec<summary::Computed> =
            rows.into_iter().map(|row| summary::Computed { row, verdicts: Vec::new() }).collect();
        says(&app, "killed", "50", "council", "2018-01-04").await;
        let kept = app.session.write(entity::vocab::Role::Admin, move |txn| Box::pin(summary::put(txn, computed.clone()))).await.expect("kept");
        assert_eq!(kept.len(), stale.len() - 1, "all but the one that changed");
        assert_eq!(verdict(&app, "killed").await, "CONTESTED");
    }
}
