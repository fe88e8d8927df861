//! Automatic persisted queries, and the list of trusted documents.

use serde_json::{Value, json};

use crate::support::{Server, encoded, sha256};

fn persisted(hash: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

#[test]
fn a_query_is_sent_once_and_then_by_its_hash() {
    let server = Server::start();
    let query = "{ once: __typename }";
    let by_hash = json!({ "extensions": persisted(&sha256(query)) });
    let unknown = server.post(&by_hash, &[]);
    assert_eq!(unknown.code(), "PERSISTED_QUERY_NOT_FOUND");
    assert_eq!(unknown.json()["errors"][0]["message"], "PersistedQueryNotFound");
    let both = json!({ "query": query, "extensions": persisted(&sha256(query)) });
    assert_eq!(server.post(&both, &[]).json()["data"]["once"], "Query");
    assert_eq!(server.post(&by_hash, &[]).json()["data"]["once"], "Query");
    let extensions = encoded(&persisted(&sha256(query)).to_string());
    let got = server.get(&format!("/graphql?extensions={extensions}"), &[]);
    assert_eq!(got.json()["data"]["once"], "Query");
}

#[test]
fn a_hash_of_another_query_is_refused_and_nothing_is_kept() {
    let server = Server::start();
    let lie = json!({ "query": "{ lie: __typename }", "extensions": persisted(&sha256("{ a }")) });
    let reply = server.post(&lie, &[]);
    assert_eq!((reply.status, reply.code().as_str()), (400, "BAD_USER_INPUT"));
    let by_hash = json!({ "extensions": persisted(&sha256("{ a }")) });
    assert_eq!(server.post(&by_hash, &[]).code(), "PERSISTED_QUERY_NOT_FOUND");
}

#[test]
fn persisted_queries_can_be_switched_off() {
    let server = Server::with(|settings| settings.limits.persisted_documents = 0);
    let by_hash = json!({ "extensions": persisted(&sha256("{ a }")) });
    assert_eq!(server.post(&by_hash, &[]).code(), "PERSISTED_QUERY_NOT_SUPPORTED");
}

#[test]
fn a_server_with_a_list_runs_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("trusted.json");
    let list =
        json!({ sha256("{ a: __typename }"): "{ a: __typename }", "b": "{ b: __typename }" });
    std::fs::write(&path, list.to_string()).expect("a file");
    let server = Server::with(|settings| settings.trusted_documents = Some(path));
    let by_hash = json!({ "extensions": persisted(&sha256("{ a: __typename }")) });
    assert_eq!(server.post(&by_hash, &[]).json()["data"]["a"], "Query");
    assert_eq!(server.post(&json!({ "documentId": "b" }), &[]).json()["data"]["b"], "Query");
    let other = json!({ "query": "{ c: __typename }", "extensions": persisted(&sha256("{ c: __typename }")) });
    let refused = server.post(&other, &[]);
    assert_eq!((refused.status, refused.code().as_str()), (403, "FORBIDDEN"));
}
