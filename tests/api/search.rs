//! The search.

use serde_json::{Value, json};

use crate::{
    support::{App, both},
    tale::{agent, claim, done, measure, place, statistic},
};

/// Titles found, in order.
async fn found(app: &App, query: &str) -> Vec<String> {
    names(&ask(app, &json!({"query": query, "first": 100})).await["nodes"])
}

async fn ask(app: &App, variables: &Value) -> Value {
    let query = "query($query: String!, $kinds: [SearchKind!], $first: Int, $after: String) {
        search(query: $query, kinds: $kinds, first: $first, after: $after) { totalCount
            nodes { ... on Agent { name } ... on Place { name } ... on Measure { name } ... on Statistic { name: title } ... on Source { name: title } ... on Claim { name: text } }
            edges { cursor highlight node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } }";
    let mut got = app.run_with(query, variables.clone()).await;
    assert!(got.get("errors").is_none(), "{variables} {got:#}");
    got["data"]["search"].take()
}

fn names(nodes: &Value) -> Vec<String> {
    let nodes = nodes.as_array().expect("nodes").iter();
    nodes.map(|node| node["name"].as_str().unwrap_or("?").to_owned()).collect()
}

both! {
    async fn all_words_must_match_the_last_as_a_beginning(app) {
        for name in ["Islamic Republic News Agency", "Islamic Republic of Iran Broadcasting", "News of the Islands"] {
            agent(&app, name).await;
        }
        for (query, expected) in [
            ("islamic republic news agency", vec!["Islamic Republic News Agency"]),
            ("agency islamic", vec!["Islamic Republic News Agency"]),
            ("ISLAMIC brOAdc", vec!["Islamic Republic of Iran Broadcasting"]),
            ("broadc islamic", vec![]),
            ("islands", vec!["News of the Islands"]),
            ("islamic islands", vec![]),
            ("x", vec![]),
        ] {
            assert_eq!(found(&app, query).await, expected, "{query}");
        }
        let mut both = found(&app, "news isla").await;
        both.sort();
        assert_eq!(both, ["Islamic Republic News Agency", "News of the Islands"]);
    }

    async fn the_exact_title_comes_first(app) {
        agent(&app, "Tehran Tehran Tehran").await;
        agent(&app, "Tehran province and Tehran city").await;
        agent(&app, "Téhran").await;
        assert_eq!(found(&app, "tehran").await[0], "Téhran");
        assert_eq!(found(&app, "tehran").await.len(), 3);
    }

    async fn words_are_found_in_any_script_and_spelling(app) {
        let input = json!({"name": "Iran Human Rights", "kind": "ORGANISATION", "aliases": ["سازمان حقوق بشر ایران", "Straße München", "मानवाधिकार संगठन"]});
        done(&app, "addAgent", input, "agent { id }").await;
        agent(&app, "3,700 Voices").await;
        for query in ["حقوق بشر", "ايران", "strasse", "MUNCHEN", "सगठन".replace("सग", "संग").as_str(), "मानवाधिकार"] {
            assert_eq!(found(&app, query).await, ["Iran Human Rights"], "{query}");
        }
        for query in ["3700", "3.700", "۳۷۰۰", "3,7"] {
            let expected: &[&str] = if query == "3,7" { &[] } else { &["3,700 Voices"] };
            assert_eq!(found(&app, query).await, expected, "{query}");
        }
    }

    async fn vowel_signs_tell_words_apart(app) {
        agent(&app, "कि").await;
        agent(&app, "का").await;
        assert_eq!(found(&app, "कि").await, ["कि"]);
        assert_eq!(found(&app, "का").await, ["का"]);
    }

    async fn no_character_of_a_query_is_syntax(app) {
        agent(&app, "Near and Far").await;
        agent(&app, "O'Brien \"Quoted\" AND Sons").await;
        for (query, expected) in [
            ("NEAR", vec!["Near and Far"]),
            ("near AND far", vec!["Near and Far"]),
            ("near OR brien", vec![]),
            ("near NOT far", vec![]),
            ("o'brien", vec!["O'Brien \"Quoted\" AND Sons"]),
            ("\"quoted\" a*", vec!["O'Brien \"Quoted\" AND Sons"]),
            ("folded:near", vec![]),
            ("near & far | !x", vec![]),
            ("(near) -far +", vec!["Near and Far"]),
            ("'; DROP TABLE agent; --", vec![]),
            ("near:* <-> far\\", vec!["Near and Far"]),
            ("^near $1 ?1 %", vec![]),
        ] {
            assert_eq!(found(&app, query).await, expected, "{query}");
        }
    }

    async fn a_query_without_a_word_is_refused(app) {
        for query in ["", "   ", "?!*", "\u{200c}"] {
            let got = app.run_with("query($query: String!) { search(query: $query) { totalCount } }", json!({"query": query})).await;
            assert_eq!(got["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{query}");
            assert_eq!(got["errors"][0]["extensions"]["argument"], "query");
        }
    }

    async fn pages_meet_without_gap_or_overlap(app) {
        for number in 0..23 {
            let more = "protest ".repeat(number % 4);
            agent(&app, &format!("Protest {more}group {number}")).await;
        }
        agent(&app, "Protest").await;
        let whole = ask(&app, &json!({"query": "protest", "first": 100})).await;
        assert_eq!(whole["totalCount"], 24);
        assert_eq!(whole["pageInfo"]["hasNextPage"], false);
        let (mut seen, mut after) = (Vec::new(), json!(null));
        loop {
            let page = ask(&app, &json!({"query": "protest", "first": 5, "after": after})).await;
            assert_eq!(page["pageInfo"]["hasPreviousPage"], !after.is_null());
            seen.extend(names(&page["nodes"]));
            if page["pageInfo"]["hasNextPage"] == false { break; }
            after = page["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(seen, names(&whole["nodes"]));
        assert_eq!(seen[0], "Protest");
    }

    async fn records_of_one_kind_are_one_statement(app) {
        for name in ["Iran One", "Iran Two", "Iran Three"] {
            agent(&app, name).await;
            place(&app, name).await;
        }
        let query = r#"{ search(query: "iran") { nodes { id } edges { highlight node { id __typename } } } }"#;
        let got = app.data(query).await;
        assert_eq!(got["search"]["nodes"].as_array().expect("nodes").len(), 6);
        // The search; agents; places.
        assert_eq!(app.cost(r#"{ search(query: "iran") { edges { highlight node { id } } } }"#).await, 3);
        assert_eq!(app.cost(r#"{ search(query: "iran") { nodes { id } } }"#).await, 3);
        assert_eq!(app.cost(r#"{ search(query: "iran") { totalCount } }"#).await, 2);
        let got = ask(&app, &json!({"query": "iran", "kinds": ["PLACE", "EVENT"]})).await;
        assert_eq!(got["totalCount"], 3);
    }

    async fn claims_and_quotes_are_found(app) {
        let arrested = statistic(&app, &measure(&app, "People arrested").await, "arrested").await;
        claim(&app, &arrested, "at least 8,000", "Kayhan").await;
        let got = ask(&app, &json!({"query": "8000 people kayhan", "kinds": ["ATTRIBUTION"]})).await;
        assert_eq!(got["totalCount"], 1);
        let highlight = got["edges"][0]["highlight"].as_str().expect("text");
        assert!(highlight.contains("<mark>8,000</mark>"), "{highlight}");
        assert_eq!(ask(&app, &json!({"query": "8000", "kinds": ["CLAIM"]})).await["totalCount"], 1);
    }

    async fn highlights_are_safe_html(app) {
        agent(&app, "<script>alert(1)</script> Agency").await;
        let got = ask(&app, &json!({"query": "agency script"})).await;
        let html = got["edges"][0]["highlight"].as_str().expect("text");
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("<mark>Agency</mark>"), "{html}");
    }

    async fn what_is_changed_is_found_by_its_new_name_alone(app) {
        let id = agent(&app, "Reuters").await;
        done(&app, "updateAgent", json!({"id": id, "name": "Associated Press"}), "agent { id }").await;
        assert!(found(&app, "reuters").await.is_empty());
        assert_eq!(found(&app, "press assoc").await, ["Associated Press"]);
    }
}
