//! GraphQL over HTTP, beyond what its audits ask.

use serde_json::json;

use crate::support::{ADD_AGENT, Server, encoded};

const RESPONSE: (&str, &str) = ("Accept", "application/graphql-response+json");

#[test]
fn the_client_chooses_the_type_of_the_answer() {
    let server = Server::start();
    let query = json!({ "query": "{ __typename }" });
    let plain = server.post(&query, &[]);
    assert_eq!(
        (plain.status, plain.header("content-type")),
        (200, "application/json; charset=utf-8")
    );
    assert_eq!(plain.json()["data"], json!({ "__typename": "Query" }));
    let named = server.post(&query, &[RESPONSE]);
    assert_eq!(named.header("content-type"), "application/graphql-response+json; charset=utf-8");
    assert_eq!(server.post(&query, &[("Accept", "text/html")]).status, 406);
    assert!(plain.header("vary").contains("accept"));
}

#[test]
fn what_is_not_run_has_no_data_and_says_so_by_status() {
    let server = Server::start();
    for (query, code) in [
        ("{ ", "GRAPHQL_PARSE_FAILED"),
        ("{ nothingLikeThis }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { __typename } query B { __typename }", "GRAPHQL_VALIDATION_FAILED"),
    ] {
        let reply = server.post(&json!({ "query": query }), &[RESPONSE]);
        assert_eq!((reply.status, reply.code().as_str()), (400, code), "{}", reply.text());
        assert!(reply.json().get("data").is_none(), "{}", reply.text());
        assert_eq!(server.post(&json!({ "query": query }), &[]).status, 200);
    }
}

#[test]
fn only_json_is_taken() {
    let server = Server::start();
    let body = json!({ "query": "{ __typename }" }).to_string();
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/json; charset=latin1",
    ] {
        let reply = server.send("POST", "/graphql", &[("Content-Type", kind)], body.as_bytes());
        assert_eq!((reply.status, reply.code().as_str()), (415, "BAD_USER_INPUT"), "{kind}");
    }
    assert_eq!(server.send("POST", "/graphql", &[], body.as_bytes()).status, 415);
    let utf8 = [("Content-Type", "application/json; charset=UTF-8")];
    assert_eq!(server.send("POST", "/graphql", &utf8, body.as_bytes()).status, 200);
}

#[test]
fn a_mutation_by_get_changes_nothing() {
    let server = Server::start();
    let target = format!(
        "/graphql?query={}&variables={}",
        encoded(ADD_AGENT),
        encoded(r#"{"name":"Nobody"}"#)
    );
    let reply = server.get(&target, &[("Authorization", &server.bearer())]);
    assert_eq!((reply.status, reply.code().as_str()), (405, "METHOD_NOT_ALLOWED"));
    assert_eq!(reply.header("allow"), "POST");
    assert!(server.add_agent("Nobody"), "it is still unknown");
}

#[test]
fn a_query_by_get_takes_all_its_parameters() {
    let server = Server::start();
    let target = format!(
        "/graphql?query={}&variables={}&operationName=B&extensions=%7B%7D",
        encoded("query A { __typename } query B($n: String!) { __type(name: $n) { name } }"),
        encoded(r#"{"n":"Mutation"}"#)
    );
    let reply = server.get(&target, &[]);
    assert_eq!(reply.json()["data"], json!({ "__type": { "name": "Mutation" } }));
    assert_eq!(server.get("/graphql?query=%FF", &[]).status, 400);
    assert_eq!(server.get("/graphql?query=%7Ba%7D&query=%7Bb%7D", &[]).status, 400);
    assert_eq!(server.get("/graphql?query=%7Ba%7D&variables=nonsense", &[]).status, 400);
    assert_eq!(server.get("/graphql", &[]).status, 400);
}

#[test]
fn a_browser_that_opens_graphql_is_shown_the_playground() {
    let server = Server::start();
    let reply = server.get("/graphql", &[("Accept", "text/html,*/*;q=0.8")]);
    assert_eq!((reply.status, reply.header("location")), (303, "/playground"));
    let page = server.get("/playground", &[]);
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(!page.header("content-security-policy").contains("script-src 'self' 'unsafe"));
    let script = server.get("/playground/app.js", &[]);
    assert_eq!((script.status, script.header("content-encoding")), (200, "gzip"));
    assert_eq!(server.get("/playground/../Cargo.toml", &[]).status, 404);
    assert_eq!(server.get("/playground/nothing.js", &[]).status, 404);
}

#[test]
fn a_subscription_without_a_socket_is_told_where_to_go() {
    let server = Server::start();
    let subscription = "subscription { changes { __typename } }";
    let posted = server.post(&json!({ "query": subscription }), &[]);
    assert_eq!((posted.status, posted.code().as_str()), (400, "BAD_USER_INPUT"));
    assert!(posted.text().contains("graphql-transport-ws"), "{}", posted.text());
    assert_eq!(server.query(subscription, &[]).status, 400);
}

#[test]
fn other_methods_are_told_which_would_do() {
    let server = Server::start();
    for method in ["PUT", "DELETE", "PATCH"] {
        let reply = server.send(method, "/graphql", &[], b"");
        assert_eq!((reply.status, reply.code().as_str()), (405, "METHOD_NOT_ALLOWED"));
        assert_eq!(reply.header("allow"), "GET, POST, OPTIONS");
    }
    for (address, allow, told) in [
        ("/", "GET, HEAD", "send GET or HEAD"),
        ("/search?q=x", "GET, HEAD", "send GET or HEAD"),
        ("/claims/x", "GET, HEAD", "send GET or HEAD"),
        ("/statistics/x.csv", "GET, HEAD", "send GET or HEAD"),
        ("/claims.csv", "GET, HEAD", "send GET or HEAD"),
        ("/changes", "GET", "send GET"),
        ("/reconcile", "GET, HEAD, POST", "send GET or HEAD or POST"),
        ("/schema.graphql", "GET, HEAD", "send GET or HEAD"),
        ("/healthz", "GET, HEAD", "send GET or HEAD"),
    ] {
        let reply = server.send("DELETE", address, &[], b"");
        assert_eq!((reply.status, reply.code().as_str()), (405, "METHOD_NOT_ALLOWED"), "{address}");
        assert_eq!(reply.header("allow"), allow, "{address}");
        let message = format!("DELETE is not answered here: {told}");
        assert_eq!(reply.json()["errors"][0]["message"], message, "{address}");
    }
}

#[test]
fn a_batch_is_answered_in_order() {
    let server = Server::start();
    let batch =
        json!([{ "query": "{ __typename }" }, { "query": "{" }, { "query": "{ a: __typename }" }]);
    let reply = server.post(&batch, &[]);
    let answers = reply.json();
    assert_eq!(answers[0]["data"]["__typename"], "Query");
    assert_eq!(answers[1]["errors"][0]["extensions"]["code"], "GRAPHQL_PARSE_FAILED");
    assert_eq!(answers[2]["data"]["a"], "Query");
}

#[test]
fn every_answer_has_an_id_and_the_headers_that_guard_a_browser() {
    let server = Server::start();
    for path in
        ["/graphql?query=%7B__typename%7D", "/healthz", "/readyz", "/playground", "/nothing"]
    {
        let reply = server.get(path, &[]);
        assert!(!reply.header("x-request-id").is_empty(), "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("referrer-policy"), "no-referrer", "{path}");
        assert!(reply.header("content-security-policy").contains("default-src 'none'"), "{path}");
        assert_eq!(reply.header("set-cookie"), "", "{path}");
    }
    let id = |sent: &str| {
        server.get("/healthz", &[("X-Request-Id", sent)]).header("x-request-id").to_owned()
    };
    assert_eq!(id("abc-123"), "abc-123");
    assert_ne!(id("a b<script>"), "a b<script>");
}
