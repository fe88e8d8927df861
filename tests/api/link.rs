//! Links between claims: proposed, confirmed, rejected.

use entity::vocab::Role;
use serde_json::{Value, json};

use crate::{
    seed::{rows, seed},
    support::{App, both, holder},
};

const LINK: &str = "mutation($input: LinkClaimsInput!) { linkClaims(input: $input) {
    isNew claimLink { id kind confirmation note revision claim { id } other { id } }
    userErrors { code message path } } }";

async fn link(app: &App, role: Role, input: Value) -> Value {
    let mut got = app.run_as(holder(role), LINK, json!({"input": input})).await;
    assert!(got.get("errors").is_none(), "{got:#}");
    got["data"]["linkClaims"].take()
}

async fn judge(app: &App, field: &str, role: Role, id: &Value) -> Value {
    let query = "mutation($id: ID!) { FIELD(input: {id: $id, reason: \"Both are on the table.\"}) {
        claimLink { confirmation revision } userErrors { code path } } }";
    app.run_as(holder(role), &query.replace("FIELD", field), json!({"id": id})).await
}

both! {
    async fn a_contributor_proposes_and_a_curator_confirms_or_rejects(app) {
        let seed = seed(&app).await;
        let made = link(&app, Role::Contributor, json!({"claim": seed.claim(0), "other": seed.claim(1), "kind": "SUPERSEDES", "note": "A new count."})).await;
        assert_eq!(made["isNew"], true, "{made:#}");
        let row = &made["claimLink"];
        assert_eq!((&row["confirmation"], &row["note"]), (&json!("SUGGESTED"), &json!("A new count.")));
        assert_eq!((&row["claim"]["id"], &row["other"]["id"]), (&json!(seed.claim(0)), &json!(seed.claim(1))));
        let got = judge(&app, "confirmLink", Role::Contributor, &row["id"]).await;
        assert_eq!(got["errors"][0]["extensions"]["code"], "FORBIDDEN");
        let got = judge(&app, "confirmLink", Role::Curator, &row["id"]).await;
        assert_eq!(got["data"]["confirmLink"]["claimLink"], json!({"confirmation": "CONFIRMED", "revision": 2}), "{got:#}");
        let got = judge(&app, "rejectLink", Role::Curator, &row["id"]).await;
        assert_eq!(got["data"]["rejectLink"]["claimLink"], json!({"confirmation": "REJECTED", "revision": 3}));
        assert_eq!(rows(&app, "revision").await, 3);
    }

    async fn the_same_link_is_recorded_once(app) {
        let seed = seed(&app).await;
        let forth = |kind| json!({"claim": seed.claim(0), "other": seed.claim(1), "kind": kind});
        let back = |kind| json!({"claim": seed.claim(1), "other": seed.claim(0), "kind": kind});
        let first = link(&app, Role::Curator, forth("SAME_AS")).await;
        assert_eq!(first["claimLink"]["confirmation"], "CONFIRMED");
        for input in [forth("SAME_AS"), back("SAME_AS")] {
            let again = link(&app, Role::Curator, input).await;
            assert_eq!((&again["isNew"], &again["claimLink"]), (&json!(false), &first["claimLink"]));
        }
        assert_eq!(rows(&app, "revision").await, 1);
        assert_eq!(link(&app, Role::Curator, forth("DISPUTES")).await["isNew"], true);
        assert_eq!(link(&app, Role::Curator, back("DISPUTES")).await["isNew"], true);
    }

    async fn statements_are_linked_and_are_no_parts(app) {
        let seed = seed(&app).await;
        let input = |kind| json!({"claim": seed.statement(0), "other": seed.statement(1), "kind": kind});
        assert_eq!(link(&app, Role::Contributor, input("DISPUTES")).await["isNew"], true);
        let got = link(&app, Role::Contributor, input("PART_OF_TOTAL")).await;
        assert_eq!(got["userErrors"][0]["path"], json!(["input", "claim"]));
        let mixed = json!({"claim": seed.claim(0), "other": seed.statement(1), "kind": "PART_OF_TOTAL"});
        let got = link(&app, Role::Contributor, mixed).await;
        assert_eq!(got["userErrors"][0]["path"], json!(["input", "other"]));
        let parts = json!({"claim": seed.claim(0), "other": seed.claim(1), "kind": "PART_OF_TOTAL"});
        assert_eq!(link(&app, Role::Contributor, parts).await["isNew"], true);
        assert_eq!((rows(&app, "claim_link").await, rows(&app, "revision").await), (2, 2));
    }

    async fn a_refused_link_writes_nothing(app) {
        let seed = seed(&app).await;
        let nowhere = "claim_00000000000000000000000001";
        for (claim, other, code, path) in [
            (seed.claim(0), seed.claim(0), "BAD_USER_INPUT", "other"),
            (seed.claim(0), nowhere.to_owned(), "NOT_FOUND", "other"),
            (nowhere.to_owned(), seed.claim(0), "NOT_FOUND", "claim"),
            (seed.source(0), seed.claim(0), "BAD_USER_INPUT", "claim"),
        ] {
            let got = link(&app, Role::Curator, json!({"claim": claim, "other": other, "kind": "SUPPORTS"})).await;
            let error = &got["userErrors"][0];
            assert_eq!((&error["code"], &error["path"]), (&json!(code), &json!(["input", path])), "{got:#}");
            assert_eq!(got["claimLink"], Value::Null);
        }
        assert_eq!((rows(&app, "claim_link").await, rows(&app, "revision").await), (0, 0));
    }
}
