//! The claims of a list, counted by what they have in common.

use claimbase::app::summary::refresh;
use serde_json::json;

use crate::{corpus, support::both};

both! {
    async fn facets_count_the_claims_of_a_list(app) {
        corpus::import(&app).await;
        refresh(&app.session).await.expect("refreshed");
        for by in ["MEASURE", "EVENT", "PLACE", "AGENT", "PUBLISHER", "QUALIFIER", "MONTH", "VERDICT"] {
            let query = format!(r#"{{ claims(first: 0, filter: {{statistic: {{slug: {{contains: "iran"}}}}}}) {{ totalCount facet(by: {by}, first: 500) {{ by hasMore groups {{ key {{ by id label }} claims }} }} }}
                claimStats(filter: {{statistic: {{slug: {{contains: "iran"}}}}}}, groupBy: [{by}]) {{ key {{ by id label }} claims }} }}"#);
            let got = app.data(&query).await;
            let mut groups = got["claims"]["facet"]["groups"].as_array().expect("groups").clone();
            let mut buckets = got["claimStats"].as_array().expect("buckets").clone();
            for bucket in &mut buckets {
                bucket["key"] = bucket["key"][0].take();
            }
            assert!(groups.is_sorted_by_key(|group| std::cmp::Reverse(group["claims"].as_i64())));
            groups.sort_by_key(ToString::to_string);
            buckets.sort_by_key(ToString::to_string);
            assert_eq!(groups, buckets, "{by}");
        }
        let query = "{ claims(first: 0, filter: {verdict: {eq: CONFLICTS}}) { totalCount facet(by: VERDICT, first: 1) { hasMore groups { key { label } claims } } } }";
        let got = app.data(query).await;
        let facet = &got["claims"]["facet"];
        assert_eq!((&facet["hasMore"], facet["groups"].as_array().map(Vec::len)), (&json!(true), Some(1)));
        // Looking whether it holds, the count, the facet.
        assert_eq!(app.cost(query).await, 3);
    }

    async fn facets_of_many_lists_are_one_statement(app) {
        corpus::import(&app).await;
        refresh(&app.session).await.expect("refreshed");
        let query = "{ statistics(first: 500) { nodes { slug claims(first: 0) { facet(by: QUALIFIER, first: 2) { groups { key { label } claims } hasMore } } } } }";
        let got = app.data(query).await;
        let mut seen = 0;
        for node in got["statistics"]["nodes"].as_array().expect("nodes") {
            let query = format!("{{ claims(filter: {{statistic: {{slug: {{eq: {}}}}}}}) {{ facet(by: QUALIFIER, first: 2) {{ groups {{ key {{ label }} claims }} hasMore }} }} }}", node["slug"]);
            assert_eq!(node["claims"]["facet"], app.data(&query).await["claims"]["facet"], "{node}");
            seen += node["claims"]["facet"]["groups"].as_array().map_or(0, Vec::len);
        }
        assert!(seen > 10);
        assert_eq!(app.cost(query).await, 2);
    }
}
