//! Derivations: proposed, confirmed, rejected.

use entity::{
    revision,
    vocab::{Action, RecordKind, Role},
};
use serde_json::{Value, json};

use claimbase::store::record::rows_where;

use crate::{
    seed::{Seed, rows, seed},
    support::{App, both, holder},
};

const DERIVE: &str = "mutation($input: DeriveAttributionInput!) { deriveAttribution(input: $input) {
    isNew
    derivation { id kind confirmation note status revision attribution { id } parentAttribution { id } parentSource { id } }
    userErrors { code message path } } }";

async fn derive(app: &App, role: Role, input: Value) -> Value {
    let mut got = app.run_as(holder(role), DERIVE, json!({"input": input})).await;
    assert!(got.get("errors").is_none(), "{got:#}");
    got["data"]["deriveAttribution"].take()
}

async fn judge(app: &App, field: &str, role: Role, input: Value) -> Value {
    let query = "mutation($input: JudgementInput!) { FIELD(input: $input) {
        derivation { id confirmation revision } userErrors { code message path } } }";
    app.run_as(holder(role), &query.replace("FIELD", field), json!({"input": input})).await
}

fn edge(seed: &Seed, kind: &str) -> Value {
    json!({"attribution": seed.attribution(0), "parentAttribution": seed.attribution(1), "kind": kind})
}

async fn revisions(app: &App, seed: &Seed) -> Vec<revision::Model> {
    let all = rows_where(&app.session.db, "statistic_id", &[seed.statistic], "sequence").await;
    all.expect("revisions")
}

both! {
    async fn a_contributor_proposes_and_a_curator_confirms(app) {
        let seed = seed(&app).await;
        let made = derive(&app, Role::Contributor, json!({
            "attribution": seed.attribution(0), "parentAttribution": seed.attribution(1), "kind": "RELAYS",
            "note": "Same words, an hour later.",
        })).await;
        assert_eq!(made["isNew"], true, "{made:#}");
        let edge = &made["derivation"];
        assert_eq!(edge["confirmation"], "SUGGESTED");
        assert_eq!(edge["note"], "Same words, an hour later.");
        assert_eq!(edge["attribution"]["id"], seed.attribution(0).as_str());
        assert_eq!(edge["parentAttribution"]["id"], seed.attribution(1).as_str());
        assert_eq!(edge["parentSource"], Value::Null);
        let got = judge(&app, "confirmDerivation", Role::Curator, json!({
            "id": edge["id"], "expectedRevision": 1, "reason": "It says so itself.",
        })).await;
        let confirmed = &got["data"]["confirmDerivation"]["derivation"];
        assert_eq!((&confirmed["confirmation"], &confirmed["revision"]), (&json!("CONFIRMED"), &json!(2)), "{got:#}");
        let history = revisions(&app, &seed).await;
        assert_eq!(history.len(), 2);
        assert_eq!((history[1].action, history[1].number), (Action::Confirmed, 2));
        assert_eq!(history[1].record_kind, RecordKind::Derivation);
        assert_eq!(history[1].reason.as_deref(), Some("It says so itself."));
        assert_eq!(history[1].actor.as_deref(), Some("curator"));
    }

    async fn what_a_curator_records_is_confirmed_at_once(app) {
        let seed = seed(&app).await;
        let made = derive(&app, Role::Curator, json!({
            "attribution": seed.attribution(0), "parentSource": seed.source(1), "kind": "QUOTES",
        })).await;
        assert_eq!(made["derivation"]["confirmation"], "CONFIRMED", "{made:#}");
        assert_eq!(made["derivation"]["parentSource"]["id"], seed.source(1).as_str());
        assert_eq!(made["derivation"]["parentAttribution"], Value::Null);
    }

    async fn the_same_derivation_is_recorded_once(app) {
        let seed = seed(&app).await;
        let first = derive(&app, Role::Contributor, edge(&seed, "SAME_WIRE")).await;
        let again = derive(&app, Role::Contributor, edge(&seed, "SAME_WIRE")).await;
        assert_eq!(again["isNew"], false);
        assert_eq!(again["derivation"], first["derivation"]);
        let other_side = json!({"attribution": seed.attribution(1), "parentAttribution": seed.attribution(0), "kind": "SAME_WIRE"});
        let turned = derive(&app, Role::Contributor, other_side).await;
        assert_eq!((&turned["isNew"], &turned["derivation"]), (&json!(false), &first["derivation"]));
        assert_eq!((rows(&app, "derivation").await, rows(&app, "revision").await), (1, 1));
    }

    async fn a_curators_word_lifts_a_suggestion_and_nobody_lifts_a_rejection(app) {
        let seed = seed(&app).await;
        derive(&app, Role::Contributor, edge(&seed, "RELAYS")).await;
        let lifted = derive(&app, Role::Curator, edge(&seed, "RELAYS")).await;
        assert_eq!((&lifted["isNew"], &lifted["derivation"]["confirmation"]), (&json!(false), &json!("CONFIRMED")));
        let id = &lifted["derivation"]["id"];
        let got = judge(&app, "rejectDerivation", Role::Curator, json!({"id": id, "reason": "It was the other way round."})).await;
        assert_eq!(got["data"]["rejectDerivation"]["derivation"]["confirmation"], "REJECTED", "{got:#}");
        for role in [Role::Contributor, Role::Curator] {
            let again = derive(&app, role, edge(&seed, "RELAYS")).await;
            assert_eq!(again["derivation"]["confirmation"], "REJECTED");
        }
        let actions: Vec<Action> = revisions(&app, &seed).await.iter().map(|one| one.action).collect();
        assert_eq!(actions, [Action::Created, Action::Confirmed, Action::Rejected]);
        judge(&app, "rejectDerivation", Role::Curator, json!({"id": id, "reason": "Again."})).await;
        assert_eq!(rows(&app, "revision").await, 3, "rejecting twice changes nothing");
    }

    async fn a_ring_is_recorded(app) {
        let seed = seed(&app).await;
        derive(&app, Role::Curator, edge(&seed, "RELAYS")).await;
        let back = json!({"attribution": seed.attribution(1), "parentAttribution": seed.attribution(0), "kind": "RELAYS"});
        assert_eq!(derive(&app, Role::Curator, back).await["isNew"], true);
    }

    async fn a_refused_derivation_writes_nothing(app) {
        let seed = seed(&app).await;
        let nowhere = "attribution_00000000000000000000000001";
        for (input, code, path, message) in [
            (
                json!({"attribution": seed.attribution(0), "parentAttribution": seed.attribution(0), "kind": "QUOTES"}),
                "BAD_USER_INPUT", "parentAttribution", "cannot be taken from itself",
            ),
            (
                json!({"attribution": seed.attribution(0), "kind": "QUOTES"}),
                "BAD_USER_INPUT", "parentAttribution", "neither",
            ),
            (
                json!({"attribution": seed.attribution(0), "parentAttribution": seed.attribution(1), "parentSource": seed.source(1), "kind": "QUOTES"}),
                "BAD_USER_INPUT", "parentSource", "both",
            ),
            (
                json!({"attribution": seed.attribution(0), "parentSource": seed.source(0), "kind": "QUOTES"}),
                "BAD_USER_INPUT", "parentSource", "stands in",
            ),
            (
                json!({"attribution": nowhere, "parentSource": seed.source(0), "kind": "QUOTES"}),
                "NOT_FOUND", "attribution", nowhere,
            ),
            (
                json!({"attribution": seed.attribution(0), "parentAttribution": nowhere, "kind": "QUOTES"}),
                "NOT_FOUND", "parentAttribution", nowhere,
            ),
            (
                json!({"attribution": seed.attribution(0), "parentSource": seed.attribution(1), "kind": "QUOTES"}),
                "BAD_USER_INPUT", "parentSource", "source_",
            ),
            (
                json!({"attribution": seed.attribution(0), "parentAttribution": seed.attribution(1), "kind": "QUOTES", "note": " "}),
                "BAD_USER_INPUT", "note", "empty",
            ),
        ] {
            let got = derive(&app, Role::Curator, input).await;
            let error = &got["userErrors"][0];
            assert_eq!((&error["code"], &error["path"]), (&json!(code), &json!(["input", path])), "{got:#}");
            assert!(error["message"].as_str().expect("a message").contains(message), "{error}");
            assert_eq!((&got["derivation"], &got["isNew"]), (&Value::Null, &json!(false)));
        }
        assert_eq!((rows(&app, "derivation").await, rows(&app, "revision").await), (0, 0));
    }

    async fn only_curators_judge_and_only_what_they_have_read(app) {
        let seed = seed(&app).await;
        let made = derive(&app, Role::Contributor, edge(&seed, "RELAYS")).await;
        let id = &made["derivation"]["id"];
        for field in ["confirmDerivation", "rejectDerivation"] {
            let got = judge(&app, field, Role::Contributor, json!({"id": id, "reason": "I say so."})).await;
            assert_eq!(got["errors"][0]["extensions"]["code"], "FORBIDDEN", "{got:#}");
            let got = judge(&app, field, Role::Curator, json!({"id": id, "expectedRevision": 7, "reason": "I say so."})).await;
            assert_eq!(got["data"][field]["userErrors"][0]["code"], "STALE_REVISION");
            let got = judge(&app, field, Role::Curator, json!({"id": id, "reason": ""})).await;
            assert_eq!(got["data"][field]["userErrors"][0]["path"], json!(["input", "reason"]));
            let got = judge(&app, field, Role::Curator, json!({"id": "derivation_00000000000000000000000001", "reason": "x"})).await;
            assert_eq!(got["data"][field]["userErrors"][0]["code"], "NOT_FOUND");
        }
        let got = app.run_as(holder(Role::Reader), DERIVE, json!({"input": edge(&seed, "QUOTES")})).await;
        assert_eq!(got["errors"][0]["extensions"]["code"], "FORBIDDEN");
        assert_eq!((rows(&app, "derivation").await, rows(&app, "revision").await), (1, 1));
    }
}
