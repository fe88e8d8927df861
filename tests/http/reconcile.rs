//! The reconciliation service, in the form in which OpenRefine asks.

use serde_json::{Value, json};

use crate::support::{Reply, Server, encoded};

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

fn post(server: &Server, name: &str, value: &Value) -> Reply {
    let form = format!("{name}={}", encoded(&value.to_string()));
    server.send("POST", "/reconcile", &[FORM], form.as_bytes())
}

#[test]
fn the_manifest_says_what_can_be_asked_and_where() {
    let server = Server::start();
    let manifest = server.get("/reconcile", &[]).json();
    assert_eq!(manifest["versions"], json!(["0.2"]));
    for field in ["name", "identifierSpace", "schemaSpace"] {
        assert!(manifest[field].is_string(), "{field}");
    }
    let base = manifest["suggest"]["entity"]["service_url"].as_str().expect("an address");
    assert!(base.starts_with("http://localhost") || base.starts_with("http://127.0.0.1"), "{base}");
    assert!(manifest["view"]["url"].as_str().expect("an address").contains("{{id}}"));
    for what in ["entity", "property", "type"] {
        let path = manifest["suggest"][what]["service_path"].as_str().expect("a path");
        assert_eq!(server.get(&format!("{path}?prefix=a"), &[]).status, 200, "{what}");
    }
    let path = manifest["extend"]["propose_properties"]["service_path"].as_str().expect("a path");
    let told = server.get(&format!("{path}?type=place&limit=2"), &[]).json();
    assert_eq!(
        (told["properties"].as_array().expect("some").len(), &told["type"]),
        (2, &json!("place"))
    );
}

#[test]
fn names_are_matched_in_batches_and_extended() {
    let server = Server::start();
    assert!(server.add_agent("Amnesty International"));
    let queries = json!({
        "q0": {"query": "amnesty international", "type": "agent", "limit": 3,
            "properties": [{"pid": "kind", "v": "ORGANISATION"}]},
        "q1": {"query": "", "type": ["agent", "place"]},
        "q2": {"query": "Somebody\u{0}\n Else"},
    });
    let found = post(&server, "queries", &queries).json();
    let result = &found["q0"]["result"][0];
    assert_eq!(result["name"], "Amnesty International");
    assert_eq!(result["type"], json!([{"id": "agent", "name": "Agent"}]));
    assert_eq!((&found["q1"]["result"], &found["q2"]["result"]), (&json!([]), &json!([])));
    let by_get = server.get(&format!("/reconcile?queries={}", encoded(&queries.to_string())), &[]);
    assert_eq!(by_get.json(), found);

    let id = result["id"].as_str().expect("an id");
    let extend =
        json!({"ids": [id, "agent_unknown"], "properties": [{"id": "slug"}, {"id": "parent"}]});
    let told = post(&server, "extend", &extend).json();
    assert_eq!(told["meta"][0], json!({"id": "slug", "name": "Name in addresses"}));
    assert_eq!(told["rows"][id]["slug"], json!([{"str": "amnesty-international"}]));
    assert_eq!(told["rows"]["agent_unknown"], json!({"slug": [], "parent": []}));

    let suggested = server.get("/reconcile/suggest/entity?prefix=amne", &[]).json();
    assert_eq!(suggested["result"][0]["id"], id);
    let preview = server.get(&format!("/reconcile/preview?id={id}"), &[]);
    assert!(preview.text().contains("Amnesty International"), "{}", preview.text());
    let view = server.get(&format!("/reconcile/view?id={id}"), &[]);
    assert_eq!((view.status, view.header("location")), (307, "/agents/amnesty-international"));
    assert_eq!(server.get("/reconcile/view?id=agent_unknown", &[]).status, 404);
}

#[test]
fn what_cannot_be_read_is_refused_with_its_field() {
    let server = Server::start();
    let many: serde_json::Map<String, Value> =
        (0..51).map(|n| (format!("q{n}"), json!({"query": "a"}))).collect();
    for (name, value, told) in [
        ("queries", json!(["a"]), "queries is not what the API says it is"),
        ("queries", Value::Object(many), "send 50 at most"),
        (
            "queries",
            json!({"q0": {"query": "a", "type": "planet"}}),
            "send agent, place, event or statistic",
        ),
        (
            "queries",
            json!({"q0": {"query": "a", "properties": [{"pid": "height", "v": 1}]}}),
            "property \\\"height\\\" is unknown",
        ),
        (
            "extend",
            json!({"ids": [], "properties": [{"id": "height"}]}),
            "property \\\"height\\\" is unknown",
        ),
        (
            "extend",
            json!({"ids": [], "properties": vec![json!({"id": "slug"}); 1_000]}),
            "extend has 1000 properties: send each of them once",
        ),
    ] {
        let reply = post(&server, name, &value);
        assert_eq!(reply.status, 400, "{}", reply.text());
        assert!(reply.text().contains(told), "{}", reply.text());
    }
    let reply = server.send("POST", "/reconcile", &[("Content-Type", "application/json")], b"{}");
    assert_eq!(reply.status, 400);
}

#[test]
fn a_private_server_matches_for_nobody() {
    let server = Server::with(|settings| settings.private = true);
    assert_eq!(server.get("/reconcile", &[]).status, 401);
    let bearer = server.bearer();
    assert_eq!(server.get("/reconcile", &[("Authorization", &bearer)]).status, 200);
}
