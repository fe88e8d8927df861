//! The history of records.

use claimbase::app::Actor;
use entity::vocab::Role;
use serde_json::{Value, json};

use crate::{
    support::{both, holder},
    tale::{agent, done, text},
};

both! {
    async fn every_change_is_told_with_the_record_before_and_after(app) {
        let top = agent(&app, "Top").await;
        let reuters = agent(&app, "Reuters").await;
        app.wait_minutes(5);
        let input = json!({"id": reuters, "name": "Thomson Reuters", "parent": {"id": top}, "aliases": ["TR"], "reason": "renamed"});
        done(&app, "updateAgent", input, "agent { id }").await;
        let got = app.data(r#"{ agent(slug: "reuters") { history { totalCount nodes { id number action at actor reason before after } } } }"#).await;
        let history = &got["agent"]["history"];
        assert_eq!(history["totalCount"], 2);
        let [first, second] = history["nodes"].as_array().expect("nodes").as_slice() else { panic!("{history}") };
        assert!(text(&first["id"]).starts_with("revision_"));
        assert_eq!(first["before"], json!(null));
        assert_eq!(first["action"], "CREATED");
        assert_eq!(second["action"], "UPDATED");
        assert_eq!((&second["reason"], &second["actor"]), (&json!("renamed"), &json!("admin")));
        assert_eq!(second["at"], "2026-01-01T12:05:00Z");
        assert_eq!(second["before"], first["after"]);
        assert_eq!(second["before"]["name"], "Reuters");
        let after = &second["after"];
        assert_eq!((&after["id"], &after["name"], &after["parentId"], &after["aliases"], &after["revision"]),
            (&json!(reuters), &json!("Thomson Reuters"), &json!(top), &json!(["TR"]), &json!(2)));
    }

    async fn histories_of_many_records_are_one_statement(app) {
        for name in ["Alpha", "Bravo", "Charlie"] {
            let id = agent(&app, name).await;
            for kind in ["PERSON", "NEWS_AGENCY"] {
                done(&app, "updateAgent", json!({"id": id, "kind": kind}), "agent { id }").await;
            }
        }
        let query = "{ agents { nodes { name history(first: 2) { totalCount nodes { number } pageInfo { hasNextPage hasPreviousPage } } } } }";
        let got = app.data(query).await;
        for node in got["agents"]["nodes"].as_array().expect("nodes") {
            assert_eq!(node["history"], json!({
                "totalCount": 3, "nodes": [{"number": 1}, {"number": 2}],
                "pageInfo": {"hasNextPage": true, "hasPreviousPage": false},
            }));
        }
        assert_eq!(app.cost(query).await, 3);
    }

    async fn pages_of_a_history_meet(app) {
        let id = agent(&app, "Alpha").await;
        for kind in ["PERSON", "NEWS_AGENCY", "NEWS_OUTLET", "PERSON"] {
            done(&app, "updateAgent", json!({"id": id, "kind": kind}), "agent { id }").await;
        }
        let (mut seen, mut after) = (Vec::new(), "null".to_owned());
        loop {
            let query = format!(r#"{{ agent(slug: "alpha") {{ history(first: 2, after: {after}) {{ edges {{ cursor node {{ number }} }} pageInfo {{ hasNextPage endCursor }} }} }} }}"#);
            let got = app.data(&query).await;
            let page = &got["agent"]["history"];
            seen.extend(page["edges"].as_array().expect("edges").iter().map(|edge| edge["node"]["number"].as_i64()));
            if page["pageInfo"]["hasNextPage"] == false { break; }
            after = page["pageInfo"]["endCursor"].to_string();
        }
        assert_eq!(seen, [1, 2, 3, 4, 5].map(Some));
        let got = app.run(r#"{ agent(slug: "alpha") { history(after: "nonsense") { nodes { number } } } }"#).await;
        assert_eq!(got["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    }

    async fn a_private_text_does_not_leak_from_the_history(app) {
        let input = json!({"title": "Report", "kind": "REPORT", "text": "the secret words"});
        let id = text(&done(&app, "addSource", input, "source { id }").await["source"]["id"]);
        done(&app, "updateSource", json!({"id": id, "title": "Report 2"}), "source { id }").await;
        let query = r#"{ sources { nodes { history { nodes { before after } } } }
            changes { nodes { revision { before after } } }
            search(query: "secret") { edges { highlight } } }"#;
        let look = async |actor: Actor| app.run_as(actor, query, Value::Null).await;
        for actor in [Actor::Anonymous, holder(Role::Reader), holder(Role::Contributor)] {
            let got = look(actor).await;
            assert!(got.get("errors").is_none(), "{got}");
            assert!(got.to_string().contains("Report 2"));
            assert!(!got.to_string().contains("secret"), "{got}");
        }
        assert!(look(holder(Role::Curator)).await.to_string().contains("the secret words"));
        done(&app, "updateSource", json!({"id": id, "textIsPublic": true}), "source { id }").await;
        assert!(look(Actor::Anonymous).await.to_string().contains("the secret words"));
        done(&app, "updateSource", json!({"id": id, "textIsPublic": false}), "source { id }").await;
        assert!(!look(Actor::Anonymous).await.to_string().contains("secret"));
    }
}
