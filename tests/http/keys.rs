//! Keys and what they open.

use serde_json::json;

use crate::support::{ADD_AGENT, Server};

#[test]
fn a_wrong_key_is_unauthenticated_wherever_it_is_used() {
    let server = Server::start();
    for wrong in ["Bearer nonsense", "Bearer ", "Basic dXNlcjpwYXNz", "nonsense", "Bearer a b"] {
        let headers = [("Authorization", wrong)];
        for reply in [
            server.post(&json!({ "query": "{ __typename }" }), &headers),
            server.query("{ __typename }", &headers),
            server.get("/changes", &headers),
            server.get("/schema.graphql", &headers),
        ] {
            assert_eq!((reply.status, reply.code().as_str()), (401, "UNAUTHENTICATED"), "{wrong}");
            assert!(reply.header("www-authenticate").starts_with("Bearer"), "{wrong}");
            assert!(!reply.text().contains("nonsense"), "a key is never told back");
        }
    }
    let twice = [("Authorization", server.bearer()), ("Authorization", server.bearer())];
    let twice: Vec<_> = twice.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(server.query("{ __typename }", &twice).status, 401);
}

#[test]
fn the_viewer_is_the_holder_of_the_key() {
    let server = Server::start();
    let name = |headers: &[(&str, &str)]| {
        server.query("{ viewer { name } }", headers).json()["data"]["viewer"]["name"].clone()
    };
    assert!(name(&[]).is_null());
    assert!(name(&[("Authorization", &server.bearer())]).is_string());
    assert!(name(&[("authorization", &server.bearer().replace("Bearer", "bearer"))]).is_string());
}

#[test]
fn a_private_server_tells_nothing_without_a_key() {
    let server = Server::with(|settings| settings.private = true);
    let key = [("Authorization", server.bearer())];
    let key: Vec<_> = key.iter().map(|(name, value)| (*name, value.as_str())).collect();
    for path in ["/graphql?query=%7B__typename%7D", "/schema.graphql", "/changes"] {
        let reply = server.get(path, &[]);
        assert_eq!((reply.status, reply.code().as_str()), (401, "UNAUTHENTICATED"), "{path}");
    }
    assert_eq!(server.query("{ __typename }", &key).status, 200);
    assert_eq!(server.get("/healthz", &[]).status, 200);
    assert_eq!(server.get("/playground", &[]).status, 200);
}

#[test]
fn a_client_that_leaves_does_not_take_its_mutation_along() {
    let server = Server::start();
    for n in 0..20 {
        let name = format!("Left Behind {n}");
        let body = json!({ "query": ADD_AGENT, "variables": { "name": name } }).to_string();
        let head = format!(
            "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: {}\r\nContent-Length: {}\r\n\r\n{body}",
            server.bearer(),
            body.len()
        );
        drop(server.say(head.as_bytes()));
    }
    std::thread::sleep(std::time::Duration::from_secs(1));
    let new = (0..20).filter(|n| server.add_agent(&format!("Left Behind {n}"))).count();
    // A connection may break before its request is read: then nothing of it was begun.
    assert!(new < 20, "none was finished");
}
