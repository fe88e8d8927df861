//! Assessments: recorded once, changed, found by their reasons.

use entity::vocab::Role;
use serde_json::{Value, json};

use crate::{
    seed::{rows, seed},
    support::{App, both, holder},
};

const ASSESS: &str = "mutation($input: AssessClaimInput!) { assessClaim(input: $input) {
    isNew
    assessment { id ratingText rating reviewedOn url rationale revision claim { id } reviewer { slug } }
    userErrors { code message path } } }";

const UPDATE: &str = "mutation($input: UpdateAssessmentInput!) { updateAssessment(input: $input) {
    assessment { id ratingText rating reviewedOn url rationale revision }
    userErrors { code message path } } }";

async fn assess(app: &App, input: Value) -> Value {
    let mut got = app.run_as(holder(Role::Contributor), ASSESS, json!({"input": input})).await;
    assert!(got.get("errors").is_none(), "{got:#}");
    got["data"]["assessClaim"].take()
}

async fn update(app: &App, input: Value) -> Value {
    let mut got = app.run_as(holder(Role::Curator), UPDATE, json!({"input": input})).await;
    assert!(got.get("errors").is_none(), "{got:#}");
    got["data"]["updateAssessment"].take()
}

fn half_true(claim: &str) -> Value {
    json!({
        "claim": claim,
        "reviewer": {"new": {"name": "PolitiFact", "kind": "NEWS_OUTLET"}},
        "ratingText": "Half True",
        "rating": "MIXED",
        "reviewedOn": "2018-02",
        "url": "https://www.politifact.com/a?utm_source=x",
        "rationale": "The count is right,\nthe place is not.",
    })
}

both! {
    async fn a_judgement_is_kept_in_the_reviewers_words(app) {
        let seed = seed(&app).await;
        let mut made = assess(&app, half_true(&seed.claim(0))).await;
        assert_eq!(made["isNew"], true, "{made:#}");
        made["assessment"]["id"].take();
        assert_eq!(made["assessment"], json!({
            "id": null, "ratingText": "Half True", "rating": "MIXED", "reviewedOn": "2018-02",
            "url": "https://www.politifact.com/a?utm_source=x",
            "rationale": "The count is right,\nthe place is not.", "revision": 1,
            "claim": {"id": seed.claim(0)}, "reviewer": {"slug": "politifact"},
        }));
        assert_eq!(rows(&app, "search_entry").await, 2, "the reviewer and the reasons are found");
    }

    async fn the_same_judgement_is_recorded_once(app) {
        let seed = seed(&app).await;
        let first = assess(&app, half_true(&seed.claim(0))).await;
        let revisions = rows(&app, "revision").await;
        let mut other_dress = half_true(&seed.claim(0));
        other_dress["ratingText"] = json!("half true");
        other_dress["url"] = json!("http://politifact.com/a");
        for input in [half_true(&seed.claim(0)), other_dress] {
            let again = assess(&app, input).await;
            assert_eq!((&again["isNew"], &again["assessment"]), (&json!(false), &first["assessment"]));
        }
        assert_eq!((rows(&app, "assessment").await, rows(&app, "revision").await), (1, revisions));
        assert_eq!(assess(&app, half_true(&seed.claim(1))).await["isNew"], true);
    }

    async fn a_refused_judgement_writes_nothing(app) {
        let seed = seed(&app).await;
        for (field, value, code, path) in [
            ("claim", json!("claim_00000000000000000000000001"), "NOT_FOUND", json!(["input", "claim"])),
            ("claim", json!(seed.source(0)), "BAD_USER_INPUT", json!(["input", "claim"])),
            ("reviewer", json!({"slug": "nobody"}), "NOT_FOUND", json!(["input", "reviewer", "slug"])),
            ("reviewer", json!({"new": {"name": "", "kind": "PERSON"}}), "BAD_USER_INPUT", json!(["input", "reviewer", "new", "name"])),
            ("ratingText", json!("  "), "BAD_USER_INPUT", json!(["input", "ratingText"])),
            ("url", json!("politifact"), "BAD_USER_INPUT", json!(["input", "url"])),
            ("url", json!("javascript:alert(1)"), "BAD_USER_INPUT", json!(["input", "url"])),
            ("rationale", json!(""), "BAD_USER_INPUT", json!(["input", "rationale"])),
        ] {
            let mut input = half_true(&seed.claim(0));
            input[field] = value;
            let got = assess(&app, input).await;
            let error = &got["userErrors"][0];
            assert_eq!((&error["code"], &error["path"]), (&json!(code), &path), "{got:#}");
            assert_eq!(got["assessment"], Value::Null);
        }
        for table in ["assessment", "agent", "revision", "search_entry"] {
            assert_eq!(rows(&app, table).await, 0, "{table}");
        }
    }

    async fn a_curator_changes_what_is_given_and_empties_what_is_null(app) {
        let seed = seed(&app).await;
        let made = assess(&app, half_true(&seed.claim(0))).await;
        let id = &made["assessment"]["id"];
        let got = update(&app, json!({"id": id, "expectedRevision": 1, "rating": "MOSTLY_FALSE", "reviewedOn": "2018-02-03~", "reason": "They changed it."})).await;
        assert_eq!(got["assessment"], json!({
            "id": id, "ratingText": "Half True", "rating": "MOSTLY_FALSE", "reviewedOn": "2018-02-03~",
            "url": "https://www.politifact.com/a?utm_source=x",
            "rationale": "The count is right,\nthe place is not.", "revision": 2,
        }), "{got:#}");
        let got = update(&app, json!({"id": id, "rating": null, "reviewedOn": null, "url": null, "rationale": null})).await;
        assert_eq!(got["assessment"], json!({
            "id": id, "ratingText": "Half True", "rating": null, "reviewedOn": null, "url": null,
            "rationale": null, "revision": 3,
        }));
        assert_eq!(rows(&app, "search_entry").await, 1, "only the reviewer is found");
        let got = update(&app, json!({"id": id, "expectedRevision": 2, "ratingText": "False"})).await;
        assert_eq!(got["userErrors"][0]["code"], "STALE_REVISION");
        let got = update(&app, json!({"id": id, "ratingText": "Half True"})).await;
        assert_eq!(got["assessment"]["revision"], 3, "nothing changed");
    }

    async fn a_change_never_makes_two_of_one(app) {
        let seed = seed(&app).await;
        assess(&app, half_true(&seed.claim(0))).await;
        let mut other = half_true(&seed.claim(0));
        other["ratingText"] = json!("False");
        let other = assess(&app, other).await;
        let revisions = rows(&app, "revision").await;
        let got = update(&app, json!({"id": other["assessment"]["id"], "ratingText": "Half True"})).await;
        assert_eq!(got["userErrors"][0]["code"], "CONFLICT", "{got:#}");
        assert_eq!(rows(&app, "revision").await, revisions);
        let input = json!({"input": {"id": other["assessment"]["id"], "ratingText": "Pants on Fire"}});
        let got = app.run_as(holder(Role::Contributor), UPDATE, input).await;
        assert_eq!(got["errors"][0]["extensions"]["code"], "FORBIDDEN");
    }
}
