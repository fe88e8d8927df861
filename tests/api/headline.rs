//! One number for those who need one, with its reason.

use serde_json::{Value, json};

use crate::{corpus, support::both};

both! {
    async fn every_policy_names_its_reason_and_what_it_left_out(app) {
        corpus::import(&app).await;
        for policy in ["RANGE_OF_ORIGINS", "MOST_CONSERVATIVE", "MAJORITY_OF_ORIGINS", "MEDIAN_OF_ORIGINS", "LATEST"] {
            let query = format!(r#"{{ statistic(slug: "iran-2018-arrested") {{ headline(policy: {policy}) {{
                policy text low high reason lexicon leftOut {{ reason code claim {{ quantity {{ text }} }} origin {{ label known }} }} }} }} }}"#);
            let data = app.data(&query).await;
            let found = &data["statistic"]["headline"];
            if policy == "MAJORITY_OF_ORIGINS" {
                assert_eq!(*found, Value::Null);
                continue;
            }
            assert_eq!((&found["policy"], &found["lexicon"]), (&json!(policy), &json!("CLAIMBASE_1")));
            let left_out = found["leftOut"].as_array().expect("a list").len();
            let reason = found["reason"].as_str().expect("a reason");
            assert!(reason.contains(&format!("{left_out} figure")), "{reason}");
        }
        let data = app.data(r#"{ statistic(slug: "iran-2018-arrested") { headline(policy: RANGE_OF_ORIGINS) { text low high } } }"#).await;
        assert_eq!(data["statistic"]["headline"], json!({"text": "3,700 to 8,000", "low": 3700.0, "high": 8000.0}));
    }
}
