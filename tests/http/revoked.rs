//! A key that is revoked while it is in use.

use std::{io::Read as _, time::Duration};

use serde_json::{Value, json};

use crate::{
    socket::{Heard, Socket},
    support::Server,
};

const CHANGES: &str = "subscription { changes { kind } }";

/// A key of a contributor: its id and its secret.
fn key(server: &Server, name: &str) -> (String, String) {
    let create = "mutation ($name: String!) { createKey(input: { name: $name, role: CONTRIBUTOR }) \
        { key { id } secret userErrors { message } } }";
    let made = ask(server, create, &json!({ "name": name }));
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    (text(&made["createKey"]["key"]["id"]), text(&made["createKey"]["secret"]))
}

fn revoke(server: &Server, id: &str) {
    let revoke = "mutation ($id: ID!) { revokeKey(input: { id: $id }) { userErrors { message } } }";
    let done = ask(server, revoke, &json!({ "id": id }));
    assert_eq!(done["revokeKey"]["userErrors"], json!([]));
}

fn ask(server: &Server, query: &str, variables: &Value) -> Value {
    let body = json!({ "query": query, "variables": variables });
    let reply = server.post(&body, &[("Authorization", &server.bearer())]);
    let mut json = reply.json();
    assert!(json.get("errors").is_none(), "{json}");
    json["data"].take()
}

#[test]
fn it_closes_an_open_socket_before_the_next_event() {
    let server = Server::start();
    let (id, secret) = key(&server, "Listener");
    let mut socket = Socket::open(server.address, &secret);
    assert_eq!(socket.expect("connection_ack")["type"], "connection_ack");
    socket.subscribe(CHANGES, &json!({}));
    std::thread::sleep(Duration::from_millis(300));
    assert!(server.add_agent("Heard"));
    socket.expect("next");
    revoke(&server, &id);
    assert!(server.add_agent("Not Heard"));
    assert_eq!(socket.hear(), Heard::Close(4403));
}

#[test]
fn it_refuses_the_next_operation_on_an_open_socket() {
    let server = Server::start();
    let (id, secret) = key(&server, "Asker");
    let mut socket = Socket::open(server.address, &secret);
    socket.expect("connection_ack");
    revoke(&server, &id);
    socket.subscribe("{ __typename }", &json!({}));
    assert_eq!(socket.hear(), Heard::Close(4403));
}

#[test]
fn it_closes_a_socket_on_which_nothing_happens() {
    let server = Server::with(|settings| settings.limits.ping_time = Duration::from_secs(2));
    let (id, secret) = key(&server, "Idler");
    let mut socket = Socket::open(server.address, &secret);
    socket.expect("connection_ack");
    revoke(&server, &id);
    loop {
        match socket.hear() {
            Heard::Message(_) => {}
            end => return assert_eq!(end, Heard::Close(4403)),
        }
    }
}

#[test]
fn it_ends_the_events() {
    let server = Server::with(|settings| settings.limits.ping_time = Duration::from_millis(300));
    for (name, change) in [("Reader", true), ("Idle Reader", false)] {
        let (id, secret) = key(&server, name);
        let head = format!(
            "GET /changes HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {secret}\r\n\r\n"
        );
        let mut stream = server.say(head.as_bytes());
        std::thread::sleep(Duration::from_millis(500));
        revoke(&server, &id);
        if change {
            assert!(server.add_agent("Not Told"));
        }
        let mut told = String::new();
        stream.read_to_string(&mut told).expect("the stream ends");
        assert!(told.contains(": open") && !told.contains("event: change"), "{told}");
    }
}

#[test]
fn it_is_refused_by_http_from_then_on() {
    let server = Server::start();
    let (id, secret) = key(&server, "Sender");
    let bearer = format!("Bearer {secret}");
    let ask = || server.query("{ viewer { name } }", &[("Authorization", &bearer)]);
    assert_eq!(ask().json()["data"]["viewer"]["name"], "Sender");
    revoke(&server, &id);
    let refused = ask();
    assert_eq!((refused.status, refused.code().as_str()), (401, "UNAUTHENTICATED"));
    assert!(!refused.text().contains(&secret));
}
