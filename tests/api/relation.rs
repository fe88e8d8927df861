//! How two claims relate: the worked examples, on the corpus where it has the claims; overrides.

use entity::vocab::Role;
use serde_json::{Value, json};

use crate::{
    corpus,
    seed::rows,
    support::{App, both, holder},
};

const FIELDS: &str = "verdict code reason gap ratio sameOrigin lexicon later { quantity { text } }
    override { reason verdict revision } rules { verdict code } a { id } b { id }";

async fn relation(app: &App, a: &str, b: &str) -> Value {
    related(app, a, b, "").await
}

async fn related(app: &App, a: &str, b: &str, arguments: &str) -> Value {
    let query = format!(r#"{{ relation(a: "{a}", b: "{b}"{arguments}) {{ {FIELDS} }} }}"#);
    let mut data = app.data(&query).await;
    let forth = data["relation"].take();
    let query = format!(r#"{{ relation(a: "{b}", b: "{a}"{arguments}) {{ {FIELDS} }} }}"#);
    let back = app.data(&query).await;
    for field in ["verdict", "code", "gap", "ratio", "sameOrigin", "later"] {
        assert_eq!(forth[field], back["relation"][field], "{field} from either side");
    }
    forth
}

fn is(relation: &Value, verdict: &str, code: &str) {
    assert_eq!(
        (&relation["verdict"], &relation["code"]),
        (&json!(verdict), &json!(code)),
        "{relation:#}"
    );
}

/// Relates two claims of the corpus: statistic and words of each.
async fn of_corpus(app: &App, a: [&str; 2], b: [&str; 2], verdict: &str, code: &str) -> Value {
    let a = corpus::claim(app, a[0], a[1]).await;
    let b = corpus::claim(app, b[0], b[1]).await;
    let found = relation(app, &a, &b).await;
    is(&found, verdict, code);
    found
}

const ARRESTED: &str = "iran-2018-arrested";
const KILLED: &str = "iran-2018-killed";
const CITIES: &str = "iran-2018-cities";
const HELD: &str = "iran-2018-still-detained";

/// A statistic of its own, and agents.
async fn world(app: &App) {
    app.data(r#"mutation {
        a: addMeasure(input: {name: "People killed", slug: "killed", definition: "Dead.", unit: "person", accumulation: CUMULATIVE}) { userErrors { message } }
        b: addEvent(input: {name: "Protests", slug: "protests", kind: PROTEST, start: "2017-12-28", end: "2018-01-07"}) { userErrors { message } }
        c: addStatistic(input: {slug: "deaths", measure: {slug: "killed"}, event: {slug: "protests"}}) { userErrors { message } }
        d: addAgent(input: {name: "Judiciary", slug: "judiciary", kind: GOVERNMENT_BODY}) { userErrors { message } }
        e: addAgent(input: {name: "Council", slug: "council", kind: ORGANISATION}) { userErrors { message } }
        f: addAgent(input: {name: "Speaker", slug: "speaker", kind: PERSON, speaksFor: {slug: "judiciary"}}) { userErrors { message } }
    }"#).await;
}

/// Records that an agent says so on a day, in a source of that name.
async fn says(app: &App, agent: &str, words: &str, day: &str, source: &str) -> String {
    let input = json!({
        "statistic": {"slug": "deaths"},
        "quantity": {"text": words},
        "attributions": [{
            "source": {"new": {"title": source, "url": format!("https://example.org/{source}"), "kind": "ARTICLE"}},
            "agent": {"slug": agent}, "saidOn": day,
        }],
    });
    let got = app.run_with("mutation($input: RecordClaimInput!) { recordClaim(input: $input) { claim { id } userErrors { message } } }", json!({"input": input})).await;
    got["data"]["recordClaim"]["claim"]["id"]
        .as_str()
        .unwrap_or_else(|| panic!("{got:#}"))
        .to_owned()
}

async fn overriding(app: &App, role: Role, input: Value) -> Value {
    let query = "mutation($input: OverrideRelationInput!) { overrideRelation(input: $input) {
        isNew relation { verdict code reason override { verdict reason } rules { verdict code } }
        override { id revision verdict reason status a { id } b { id } } userErrors { code message path } } }";
    app.run_as(holder(role), query, json!({"input": input})).await
}

both! {
    async fn the_worked_examples_of_the_corpus_have_their_verdicts(app) {
        corpus::import(&app).await;
        of_corpus(&app, [ARRESTED, "4,972"], [ARRESTED, "about 5000"], "AGREES", "WITHIN").await;
        let found = of_corpus(&app, [ARRESTED, "4,972"], [ARRESTED, "at least 8,000"], "CONFLICTS", "NO_COMMON_VALUE").await;
        assert_eq!(found["gap"], 3028.0);
        let found = of_corpus(&app, [ARRESTED, "about 3,700"], [ARRESTED, "at least 8,000"], "CONFLICTS", "NO_COMMON_VALUE").await;
        assert_eq!(found["gap"], 3930.0);
        for words in ["3,700", "at least 3,700", "upwards of 3,700", "as many as 3,700"] {
            let found = of_corpus(&app, [ARRESTED, "about 3,700"], [ARRESTED, words], "REPEATS", "QUALIFIER_DRIFT").await;
            assert_eq!(found["sameOrigin"], true);
        }
        of_corpus(&app, [KILLED, "at least 21"], [KILLED, "about 50"], "COMPATIBLE", "WITHIN").await;
        of_corpus(&app, [CITIES, "more than 80"], [CITIES, "142"], "COMPATIBLE", "WITHIN").await;
        of_corpus(&app, ["iran-2018-participants", "at most about 42,000"], ["iran-2018-participants", "did not exceed 15,000"], "COMPATIBLE", "WITHIN").await;
        of_corpus(&app, ["iran-2018-cities-with-clashes", "42"], ["iran-2018-cities-with-damage", "41"], "NOT_COMPARABLE", "OTHER_MEASURE").await;
        of_corpus(&app, ["iran-2018-cities-with-clashes", "42"], [CITIES, "142"], "NOT_COMPARABLE", "OTHER_MEASURE").await;
        of_corpus(&app, ["iran-2018-cities-with-clashes", "42"], ["iran-2018-participants", "at most about 42,000"], "NOT_COMPARABLE", "OTHER_MEASURE").await;
        of_corpus(&app, [HELD, "400"], [ARRESTED, "at least 3,700"], "NOT_COMPARABLE", "OTHER_MEASURE").await;
        of_corpus(&app, [HELD, "400"], [HELD, "fewer than 300"], "NOT_COMPARABLE", "OTHER_MOMENT").await;
        // One press conference is one voice, reported three ways.
        for (a, b, verdict, code) in [
            ("400", "455", "CONFLICTS", "ONE_VOICE_TWO_FIGURES"),
            ("400", "about 465", "CONFLICTS", "ONE_VOICE_TWO_FIGURES"),
            ("455", "about 465", "REPEATS", "OTHER_WORDS"),
        ] {
            let found = of_corpus(&app, [HELD, a], [HELD, b], verdict, code).await;
            assert_eq!(found["sameOrigin"], true);
        }
        of_corpus(&app, ["iran-2018-arrested-tehran", "450"], [ARRESTED, "450"], "NOT_COMPARABLE", "SCOPE_DRIFT").await;
        of_corpus(&app, ["iran-2018-arrested-tehran", "450"], ["iran-2018-arrested-tehran-saturday", "200"], "NOT_COMPARABLE", "PART").await;
        let a = corpus::claim(&app, CITIES, "more than 50").await;
        let b = corpus::claim(&app, CITIES, "130").await;
        is(&related(&app, &a, &b, ", originBy: AFFILIATION").await, "REVISES", "RAISED");
    }

    async fn the_other_worked_examples_have_theirs(app) {
        world(&app).await;
        let exact = says(&app, "speaker", "3,700", "2018-01-09", "one").await;
        let council = says(&app, "council", "at least 8,000", "2018-01-17", "two").await;
        let found = relation(&app, &exact, &council).await;
        is(&found, "CONFLICTS", "NO_COMMON_VALUE");
        assert_eq!((&found["gap"], &found["lexicon"]), (&json!(4300.0), &json!("CLAIMBASE_1")));
        assert_eq!(found["reason"], "3,700 is below the stated minimum of 8,000; same statistic; different origins");
        let early = says(&app, "judiciary", "21", "2018-01-04", "three").await;
        let late = says(&app, "speaker", "25", "2018-01-14", "four").await;
        let found = relation(&app, &early, &late).await;
        is(&found, "REVISES", "RAISED");
        assert_eq!((&found["later"]["quantity"]["text"], &found["sameOrigin"]), (&json!("25"), &json!(true)));
        let few = says(&app, "judiciary", "22", "2018-04-10", "five").await;
        let many = says(&app, "council", "some 50", "2018-04-10", "five").await;
        is(&relation(&app, &few, &many).await, "CONFLICTS", "NO_COMMON_VALUE");
        let at_most = says(&app, "council", "more than 80", "2018-01-02", "six").await;
        is(&relation(&app, &few, &at_most).await, "CONFLICTS", "LATER_IS_LOWER");
    }

    async fn a_pair_that_cannot_be_asked_for_is_an_error(app) {
        world(&app).await;
        let one = says(&app, "judiciary", "21", "2018-01-04", "one").await;
        let other = says(&app, "council", "50", "2018-01-04", "one").await;
        let code = async |a: &str, b: &str| {
            let got = app.run(&format!(r#"{{ relation(a: "{a}", b: "{b}") {{ verdict }} }}"#)).await;
            let extensions = &got["errors"][0]["extensions"];
            (extensions["code"].clone(), extensions["argument"].clone())
        };
        assert_eq!(code(&one, &one).await, (json!("BAD_USER_INPUT"), json!("b")));
        assert_eq!(code("claim_00000000000000000000000000", &one).await, (json!("NOT_FOUND"), json!("a")));
        assert_eq!(code(&one, "agent_00000000000000000000000000").await, (json!("BAD_USER_INPUT"), json!("b")));
        app.data(&format!(r#"mutation {{ retract(input: {{ids: ["{other}"], reason: "A test."}}) {{ userErrors {{ message }} }} }}"#)).await;
        assert_eq!(code(&one, &other).await, (json!("BAD_USER_INPUT"), json!("b")));
    }

    async fn statements_are_related_by_people_alone(app) {
        corpus::import(&app).await;
        let data = app.data("{ claims(first: 2, filter: {kind: {eq: STATEMENT}}) { nodes { id crossReferences { totalCount nodes { verdict } } corroboration { attributions } } } }").await;
        let nodes = data["claims"]["nodes"].as_array().expect("claims");
        let [a, b] = [0, 1].map(|at| nodes[at]["id"].as_str().expect("an id"));
        is(&relation(&app, a, b).await, "NOT_COMPARABLE", "NO_NUMBER");
        assert_eq!(nodes[0]["crossReferences"], json!({"totalCount": 0, "nodes": []}));
        assert!(nodes[0]["corroboration"]["attributions"].as_i64() > Some(0));
        overriding(&app, Role::Curator, json!({"a": a, "b": b, "verdict": "AGREES", "reason": "The same in other words."})).await;
        let found = relation(&app, a, b).await;
        is(&found, "AGREES", "OVERRIDDEN");
        assert_eq!((&found["reason"], &found["override"]["revision"]), (&json!("The same in other words."), &json!(1)));
    }

    async fn cross_references_are_paged_and_picked_by_verdict(app) {
        corpus::import(&app).await;
        let claim = corpus::claim(&app, ARRESTED, "4,972").await;
        let ask = async |arguments: &str| {
            let query = format!(r#"{{ claim(id: "{claim}") {{ crossReferences{arguments} {{ totalCount pageInfo {{ hasNextPage endCursor }} nodes {{ verdict code a {{ id }} b {{ id quantity {{ text }} }} }} }} }} }}"#);
            let mut data = app.data(&query).await;
            data["claim"]["crossReferences"].take()
        };
        let all = ask("").await;
        assert_eq!(all["totalCount"], 16);
        let nodes = all["nodes"].as_array().expect("nodes");
        assert!(nodes.iter().all(|it| it["a"]["id"] == json!(claim)));
        let agreeing = ask("(verdicts: [AGREES])").await;
        let agreeing_nodes = agreeing["nodes"].as_array().expect("nodes");
        assert!(agreeing_nodes.iter().any(|it| it["b"]["quantity"]["text"] == "about 5000"));
        assert_eq!(agreeing["totalCount"], agreeing_nodes.len());
        let page = ask("(first: 10)").await;
        let rest = ask(&format!("(first: 10, after: {})", page["pageInfo"]["endCursor"])).await;
        let together: Vec<&Value> = page["nodes"].as_array().expect("nodes").iter().chain(rest["nodes"].as_array().expect("nodes")).collect();
        assert_eq!(together, nodes.iter().collect::<Vec<_>>());
        assert_eq!((&page["pageInfo"]["hasNextPage"], &rest["pageInfo"]["hasNextPage"]), (&json!(true), &json!(false)));
    }

    async fn a_person_overrides_the_rules_with_a_reason(app) {
        world(&app).await;
        let one = says(&app, "judiciary", "25", "2018-01-14", "one").await;
        let other = says(&app, "council", "50", "2018-01-14", "two").await;
        let verdict = async || app.data(r#"{ statistic(slug: "deaths") { comparison { verdict } } }"#).await["statistic"]["comparison"]["verdict"].clone();
        assert_eq!(verdict().await, "CONTESTED");
        let input = json!({"a": one, "b": other, "verdict": "COMPATIBLE", "reason": "One counts those in custody too."});
        let before = rows(&app, "revision").await;
        let got = overriding(&app, Role::Contributor, input.clone()).await;
        assert_eq!(got["errors"][0]["extensions"]["code"], "FORBIDDEN");
        assert_eq!(rows(&app, "revision").await, before);
        let got = overriding(&app, Role::Curator, input.clone()).await;
        let done = &got["data"]["overrideRelation"];
        assert_eq!((&done["isNew"], &done["override"]["revision"]), (&json!(true), &json!(1)), "{got:#}");
        is(&done["relation"], "COMPATIBLE", "OVERRIDDEN");
        assert_eq!(done["relation"]["rules"], json!({"verdict": "CONFLICTS", "code": "NO_COMMON_VALUE"}));
        assert_eq!(done["relation"]["reason"], "One counts those in custody too.");
        assert_eq!(verdict().await, "COMPATIBLE");
        assert_eq!(rows(&app, "revision").await, before + 1);

        let again = overriding(&app, Role::Curator, json!({"a": other, "b": one, "verdict": "COMPATIBLE", "reason": "One counts those in custody too."})).await;
        assert_eq!((&again["data"]["overrideRelation"]["isNew"], rows(&app, "revision").await), (&json!(false), before + 1));
        let stale = overriding(&app, Role::Curator, json!({"a": one, "b": other, "verdict": "NEAR", "reason": "No.", "expectedRevision": 7})).await;
        assert_eq!(stale["data"]["overrideRelation"]["userErrors"][0]["code"], "STALE_REVISION");
        let changed = overriding(&app, Role::Curator, json!({"a": one, "b": other, "verdict": "NEAR", "reason": "Near enough.", "expectedRevision": 1})).await;
        assert_eq!(changed["data"]["overrideRelation"]["override"]["revision"], 2);
        is(&relation(&app, &one, &other).await, "NEAR", "OVERRIDDEN");

        let id = done["override"]["id"].as_str().expect("an id");
        assert!(id.starts_with("override_"));
        let node = app.data(&format!(r#"{{ node(id: "{id}") {{ id ... on Override {{ verdict reason }} }} }}"#)).await;
        assert_eq!(node["node"], json!({"id": id, "verdict": "NEAR", "reason": "Near enough."}));
        app.data(&format!(r#"mutation {{ retract(input: {{ids: ["{id}"], reason: "The rules were right."}}) {{ userErrors {{ message }} }} }}"#)).await;
        is(&relation(&app, &one, &other).await, "CONFLICTS", "NO_COMMON_VALUE");
    }

    async fn an_override_that_is_refused_writes_nothing(app) {
        world(&app).await;
        let one = says(&app, "judiciary", "25", "2018-01-14", "one").await;
        let other = says(&app, "council", "50", "2018-01-14", "two").await;
        let before = rows(&app, "revision").await;
        for (input, path) in [
            (json!({"a": one, "b": one, "verdict": "NEAR", "reason": "x"}), "b"),
            (json!({"a": one, "b": other, "verdict": "NEAR", "reason": " "}), "reason"),
            (json!({"a": one, "b": "claim_00000000000000000000000000", "verdict": "NEAR", "reason": "x"}), "b"),
            (json!({"a": "x", "b": other, "verdict": "NEAR", "reason": "x"}), "a"),
        ] {
            let got = overriding(&app, Role::Curator, input).await;
            let error = &got["data"]["overrideRelation"]["userErrors"][0];
            assert_eq!(error["path"], json!(["input", path]), "{got:#}");
        }
        assert_eq!((rows(&app, "revision").await, rows(&app, "relation_override").await), (before, 0));
    }
}
