//! Measures: adding, changing, and what figures on record fix.

use serde_json::json;

use crate::{
    outcome::{refused, rows},
    support::both,
};

const ADD: &str = r#"mutation { addMeasure(input: {
    name: "People arrested", definition: "People taken by the authorities.", unit: "person", accumulation: CUMULATIVE, aliases: ["arrests"]
}) { isNew measure { id slug name definition unit valueType integral accumulation aliases revision } userErrors { message } } }"#;

both! {
    async fn a_measure_is_recorded_once(app) {
        let first = app.data(ADD).await["addMeasure"].take();
        assert_eq!(first["isNew"], true);
        let measure = &first["measure"];
        assert_eq!(measure["slug"], "people-arrested");
        assert_eq!((&measure["valueType"], &measure["integral"]), (&json!("COUNT"), &json!(true)));
        let revisions = rows(&app, "revision").await;
        let second = app.data(ADD).await["addMeasure"].take();
        assert_eq!(second["isNew"], false);
        assert_eq!(second["measure"], first["measure"]);
        assert_eq!(rows(&app, "revision").await, revisions);
    }

    async fn what_counts_in_another_way_is_another_measure(app) {
        app.data(ADD).await;
        let add = |rest: &str| format!(r#"mutation {{ addMeasure(input: {{name: "People arrested", definition: "x", unit: "person", {rest}}}) {{ isNew measure {{ slug integral }} }} }}"#);
        let got = app.data(&add("accumulation: INSTANT")).await["addMeasure"].take();
        assert_eq!(got, json!({"isNew": true, "measure": {"slug": "people-arrested-2", "integral": true}}));
        let got = app.data(&add("accumulation: PERIOD, valueType: RATIO")).await["addMeasure"].take();
        assert_eq!(got, json!({"isNew": true, "measure": {"slug": "people-arrested-3", "integral": false}}));
        let taken = refused(&app, r#"mutation { addMeasure(input: {name: "People arrested", definition: "x", unit: "family", accumulation: CUMULATIVE, slug: "people-arrested"}) { userErrors { code message path } } }"#).await;
        assert!(taken.starts_with("CONFLICT input.slug: "), "{taken}");
    }

    async fn figures_on_record_fix_what_they_count(app) {
        let id = app.data(ADD).await["addMeasure"]["measure"]["id"].take();
        let update = |change: &str| format!(r"mutation {{ updateMeasure(input: {{id: {id}, {change}}}) {{ measure {{ unit valueType integral accumulation definition revision }} userErrors {{ code message path }} }} }}");
        let got = app.data(&update(r#"unit: "detainee", integral: false"#)).await["updateMeasure"].take();
        assert_eq!(got["measure"]["unit"], "detainee");
        app.data(&update(r#"unit: "person", integral: true"#)).await;
        let claim = app.data(r#"mutation { recordClaim(input: {
            statistic: {key: {measure: {slug: "people-arrested"}}}, quantity: {text: "at least 8,000"},
            attributions: [{source: {new: {title: "A page", kind: ARTICLE}}}]
        }) { isNew userErrors { message } } }"#).await;
        assert_eq!(claim["recordClaim"]["isNew"], true, "{claim:#}");
        for (change, field) in [(r#"unit: "family""#, "unit"), ("valueType: RATIO", "valueType"), ("integral: false", "integral")] {
            let fixed = refused(&app, &update(change)).await;
            assert_eq!(fixed, format!("CONFLICT input.{field}: the {field} of \"People arrested\" is fixed, for figures are on record that were read by it: add another measure"));
        }
        let got = app.data(&update(r#"unit: "person", definition: "Arrested or detained.", accumulation: INSTANT"#)).await["updateMeasure"].take();
        assert_eq!(got["userErrors"], json!([]));
        assert_eq!((&got["measure"]["definition"], &got["measure"]["accumulation"]), (&json!("Arrested or detained."), &json!("INSTANT")));
    }
}
