//! Taking records back and bringing them back.

use claimbase::app::Actor;
use entity::vocab::Role;
use serde_json::json;

use crate::{
    support::{both, holder},
    tale::{agent, claim, done, measure, place, refused, revisions, statistic},
};

both! {
    async fn records_of_any_kind_are_retracted_and_restored_together(app) {
        let (reuters, tehran) = (agent(&app, "Reuters").await, place(&app, "Tehran").await);
        let look = r#"{ agents { nodes { name } hiddenCount } places { nodes { name } }
            search(query: "reuters") { totalCount } }"#;
        let before = app.data(look).await;
        let input = json!({"ids": [reuters, tehran], "reason": "entered twice"});
        let fields = "nodes { id ... on Agent { status statusReason revision } ... on Place { status } }";
        let got = done(&app, "retract", input, fields).await;
        assert_eq!(got, json!({"nodes": [
            {"id": reuters, "status": "RETRACTED", "statusReason": "entered twice", "revision": 2},
            {"id": tehran, "status": "RETRACTED"},
        ]}));
        assert_eq!(app.data(look).await, json!({
            "agents": {"nodes": [], "hiddenCount": 1}, "places": {"nodes": []},
            "search": {"totalCount": 0},
        }));
        let input = json!({"ids": [reuters, tehran], "reason": "they were not"});
        let got = done(&app, "restore", input, "nodes { ... on Agent { statusReason revision } }").await;
        assert_eq!(got["nodes"][0], json!({"statusReason": null, "revision": 3}));
        assert_eq!(app.data(look).await, before);
    }

    async fn all_are_retracted_or_none(app) {
        let reuters = agent(&app, "Reuters").await;
        let unknown = "claim_01h455vb4pex5vsknk084sn02q";
        let input = json!({"ids": [reuters, unknown], "reason": "wrong"});
        let (code, path, message) = refused(&app, "retract", input).await;
        assert_eq!((code.as_str(), path.as_str()), ("NOT_FOUND", "input.ids.1"));
        assert!(message.contains(unknown));
        assert_eq!(app.data("{ agents { totalCount } }").await["agents"]["totalCount"], 1);
    }

    async fn what_is_retracted_stays_as_it_is(app) {
        let reuters = agent(&app, "Reuters").await;
        let input = json!({"ids": [reuters, reuters], "reason": "wrong"});
        done(&app, "retract", input, "nodes { id }").await;
        let before = revisions(&app).await;
        assert_eq!(before, 2);
        let input = json!({"ids": [reuters], "reason": "wrong again"});
        let got = done(&app, "retract", input, "nodes { ... on Agent { statusReason } }").await;
        assert_eq!(got["nodes"][0]["statusReason"], "wrong");
        assert_eq!(revisions(&app).await, before);
    }

    async fn what_cannot_be_retracted_is_named(app) {
        let reuters = agent(&app, "Reuters").await;
        for (ids, reason, expected) in [
            (json!([reuters]), "  ", "input.reason"),
            (json!([]), "wrong", "input.ids"),
            (json!(["reuters"]), "wrong", "input.ids.0"),
            (json!(["revision_01h455vb4pex5vsknk084sn02q"]), "wrong", "input.ids.0"),
            (json!(vec![reuters.clone(); 501]), "wrong", "input.ids"),
        ] {
            for verb in ["retract", "restore"] {
                let (code, path, _) =
                    refused(&app, verb, json!({"ids": ids, "reason": reason})).await;
                assert_eq!((code.as_str(), path.as_str()), ("BAD_USER_INPUT", expected));
            }
        }
    }

    async fn it_takes_a_curator(app) {
        let reuters = agent(&app, "Reuters").await;
        let query = format!(r#"mutation {{ retract(input: {{ids: ["{reuters}"], reason: "x"}}) {{ nodes {{ id }} }} }}"#);
        for (actor, code) in [(Actor::Anonymous, "UNAUTHENTICATED"), (holder(Role::Contributor), "FORBIDDEN")] {
            let got = app.run_as(actor, &query, json!(null)).await;
            assert_eq!(got["errors"][0]["extensions"]["code"], code);
        }
        assert_eq!(revisions(&app).await, 1);
    }

    async fn a_claim_that_came_back_is_found_as_before(app) {
        let arrested = measure(&app, "People arrested").await;
        let arrested = statistic(&app, &arrested, "arrested").await;
        claim(&app, &arrested, "at least 8,000", "Kayhan").await;
        let look = r#"{ search(query: "kayhan 8000") { nodes { id } edges { highlight } } claims { nodes { id attributions { nodes { id } } } } }"#;
        let before = app.data(look).await;
        let ids: Vec<_> = before["search"]["nodes"].as_array().expect("nodes").iter().map(|node| node["id"].clone()).collect();
        assert!(!ids.is_empty());
        done(&app, "retract", json!({"ids": ids, "reason": "wrong"}), "nodes { id }").await;
        assert_eq!(app.data(look).await["search"]["nodes"], json!([]));
        done(&app, "restore", json!({"ids": ids, "reason": "right"}), "nodes { id }").await;
        assert_eq!(app.data(look).await, before);
    }
}
