//! The example corpus as the README shows it, and the example tabs of the playground.

use std::fs;

use claimbase::{app::Actor, exchange::corpus};
use serde_json::Value;

use crate::support::{App, both};

/// The README's question: who said how many were arrested.
const WHO_SAYS_WHAT: &str = r#"{ statistic(slug: "iran-2018-arrested") { title claims(first: 100) { totalCount nodes { quantity { text qualifier value low high } attributions { nodes { agent { name } source { title publisher { name } } quote { exact } } } } } } }"#;

async fn load(app: &App) {
    let session = app.session.acting_as(Actor::Program);
    let report = corpus::import(&session, corpus::embedded()).await.expect("the corpus");
    assert!(report.rejects.is_empty(), "{:?}", report.rejects);
}

fn list<'a>(value: &'a Value, what: &str) -> &'a [Value] {
    value[what]["nodes"].as_array().expect("nodes")
}

both! {
    async fn everybody_who_said_how_many_were_arrested_is_found_in_eight_statements(app) {
        load(&app).await;
        let got = app.data(WHO_SAYS_WHAT).await;
        let claims = list(&got["statistic"], "claims");
        assert_eq!(got["statistic"]["claims"]["totalCount"], claims.len());
        let at_least = claims
            .iter()
            .find(|claim| claim["quantity"]["qualifier"] == "AT_LEAST" && claim["quantity"]["value"] == 8000.0)
            .expect("at least 8,000");
        assert_eq!(at_least["quantity"]["text"], "at least 8,000");
        assert_eq!(at_least["quantity"]["low"], 8000.0);
        assert_eq!(at_least["quantity"]["high"], Value::Null);
        let attributions: usize = claims.iter().map(|claim| list(claim, "attributions").len()).sum();
        assert_eq!(attributions, 29);
        assert!(app.cost(WHO_SAYS_WHAT).await <= 8, "{}", app.cost(WHO_SAYS_WHAT).await);
    }

    async fn what_outside_tests_name_is_there(app) {
        load(&app).await;
        for (field, slugs) in [
            ("event", &["iran-protests-2017-18"][..]),
            ("agent", &["mek", "ncri", "mahmoud-sadeghi"]),
            ("statistic", &["iran-2018-arrested", "iran-2018-killed", "iran-2018-cities", "iran-2018-participants", "iran-2018-still-detained", "iran-2018-arrested-tehran"]),
        ] {
            for slug in slugs {
                let got = app.data(&format!(r#"{{ {field}(slug: "{slug}") {{ id }} }}"#)).await;
                assert!(got[field]["id"].is_string(), "{field} {slug}");
            }
        }
    }

    async fn three_spellings_of_one_mp_are_one_agent(app) {
        load(&app).await;
        let got = app.data(r#"{ agent(slug: "mahmoud-sadeghi") { aliases attributions(first: 100) { totalCount } } search(query: "Sadegi", kinds: [AGENT]) { nodes { ... on Agent { slug } } } }"#).await;
        assert!(got["agent"]["aliases"].as_array().expect("names").len() >= 2, "{got:#}");
        assert!(got["agent"]["attributions"]["totalCount"].as_i64() >= Some(8), "{got:#}");
        assert_eq!(got["search"]["nodes"][0]["slug"], "mahmoud-sadeghi", "{got:#}");
    }

    async fn every_tab_of_the_playground_returns_data(app) {
        load(&app).await;
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/playground/examples");
        let mut files: Vec<_> = fs::read_dir(folder).expect("examples").map(|entry| entry.expect("entry").path()).collect();
        files.sort();
        assert_eq!(files.len(), 6);
        for file in files {
            let query = fs::read_to_string(&file).expect("an example");
            let got = app.data(&query).await;
            let answer = got.as_object().expect("an object").values().next().expect("a field");
            assert!(!answer.is_null(), "{}\n{got:#}", file.display());
        }
    }

    async fn what_the_readme_asks_is_answered_as_it_says(app) {
        load(&app).await;
        let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).expect("README");
        let blocks: Vec<&str> = readme.split("```graphql\n").skip(1).map(|block| block.split("```").next().expect("a block")).collect();
        let [question, agree, mutation] = blocks[..] else { panic!("the README has two questions and a mutation") };
        let got = app.data(question).await;
        assert!(got["statistic"]["claims"]["nodes"].as_array().expect("claims").len() >= 5);
        let got = app.data(agree).await;
        assert_eq!(got["statistic"]["comparison"]["verdict"], "CONTESTED");
        let summary = got["statistic"]["comparison"]["summary"].as_str().expect("a sentence");
        assert!(readme.contains(summary), "{summary}");
        let first = app.data(mutation).await;
        assert_eq!(first["recordClaim"]["userErrors"], serde_json::json!([]), "{first:#}");
        let second = app.data(mutation).await;
        assert_eq!(second["recordClaim"]["isNew"], false);
        assert_eq!(second["recordClaim"]["claim"], first["recordClaim"]["claim"]);
    }
}
