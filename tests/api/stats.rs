//! Claims counted by what they have in common.

use serde_json::{Value, json};

use crate::{corpus, support::both};

both! {
    async fn claims_are_counted_by_every_group(app) {
        corpus::import(&app).await;
        let all = app.data("{ claimStats(groupBy: []) { key { by } claims attributions sources low high median } }").await;
        let [all] = &all["claimStats"].as_array().expect("a list")[..] else { panic!("one bucket") };
        assert_eq!((&all["claims"], &all["attributions"], &all["key"]), (&json!(148), &json!(187), &json!([])));
        for group in ["MEASURE", "EVENT", "PLACE", "QUALIFIER"] {
            let data = app.data(&format!("{{ claimStats(groupBy: [{group}]) {{ key {{ by id label }} claims }} }}")).await;
            let buckets = data["claimStats"].as_array().expect("a list");
            let sum: i64 = buckets.iter().map(|it| it["claims"].as_i64().expect("a count")).sum();
            assert_eq!(sum, 148, "{group}");
        }
        let data = app.data("{ claimStats(groupBy: [AGENT, MONTH, PUBLISHER, AGENT]) { key { by label } claims } }").await;
        assert_eq!(data["claimStats"][0]["key"].as_array().expect("a key").len(), 3);
    }

    async fn numbers_are_those_named_each_claim_once(app) {
        corpus::import(&app).await;
        let query = r#"{ claimStats(filter: {statistic: {slug: {eq: "iran-2018-arrested"}}}, groupBy: [QUALIFIER]) {
            key { label } claims attributions low high median } }"#;
        let data = app.data(query).await;
        let exact = data["claimStats"].as_array().expect("a list").iter().find(|it| it["key"][0]["label"] == "EXACT");
        let exact = exact.expect("exact figures");
        let values = app.data(r#"{ statistic(slug: "iran-2018-arrested") { claims(first: 500, filter: {qualifier: {eq: EXACT}}) { nodes { quantity { value } } } } }"#).await;
        let mut values: Vec<f64> = values["statistic"]["claims"]["nodes"].as_array().expect("claims").iter()
            .map(|it| it["quantity"]["value"].as_f64().expect("a number")).collect();
        values.sort_by(f64::total_cmp);
        let median = if values.len() % 2 == 1 { values[values.len() / 2] } else { f64::midpoint(values[values.len() / 2 - 1], values[values.len() / 2]) };
        assert_eq!(exact["claims"], values.len());
        assert_eq!((exact["low"].as_f64(), exact["high"].as_f64(), exact["median"].as_f64()), (values.first().copied(), values.last().copied(), Some(median)));
        assert_eq!(app.cost("{ claimStats(groupBy: [QUALIFIER, MONTH]) { claims } }").await, 1);
        let none = app.data(r#"{ claimStats(filter: {statistic: {slug: {eq: "nothing"}}}, groupBy: [MEASURE]) { claims } }"#).await;
        assert_eq!(none["claimStats"], Value::Array(Vec::new()));
    }
}
