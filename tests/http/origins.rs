//! Other hosts and other origins.

use serde_json::json;

use crate::support::Server;

const HANDSHAKE: [(&str, &str); 4] = [
    ("Upgrade", "websocket"),
    ("Sec-WebSocket-Version", "13"),
    ("Sec-WebSocket-Key", "x3JJHMbDL1EzLkh9GBhXDw=="),
    ("Sec-WebSocket-Protocol", "graphql-transport-ws"),
];

#[test]
fn a_loopback_listener_answers_to_its_own_names_alone() {
    let server = Server::start();
    for host in ["localhost", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:8080", "[::1]", "[::1]:9"] {
        assert_eq!(server.get("/healthz", &[("Host", host)]).status, 200, "{host}");
    }
    for host in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "evil.example:8080",
        "[::2]",
        "",
        "localhost@evil.example",
    ] {
        for path in ["/graphql?query=%7B__typename%7D", "/playground", "/healthz", "/changes"] {
            assert_eq!(server.get(path, &[("Host", host)]).status, 421, "{host} {path}");
        }
    }
    let twice = [("Host", "localhost"), ("Host", "evil.example")];
    assert!([400, 421].contains(&server.get("/healthz", &twice).status));
    assert_eq!(server.get("http://evil.example/healthz", &[]).status, 421);
}

#[test]
fn other_origins_are_shut_out_unless_they_are_named() {
    let query = json!({ "query": "{ __typename }" });
    let origin = ("Origin", "https://app.example");
    let closed = Server::start();
    assert_eq!(closed.post(&query, &[origin]).header("access-control-allow-origin"), "");
    assert_eq!(
        closed.post(&query, &[origin]).header("cross-origin-resource-policy"),
        "same-origin"
    );

    let open = Server::with(|settings| settings.cors = vec!["https://app.example".to_owned()]);
    let reply = open.post(&query, &[origin]);
    assert_eq!(reply.header("access-control-allow-origin"), "https://app.example");
    assert_eq!(reply.header("access-control-allow-credentials"), "");
    assert!(reply.header("vary").contains("origin"));
    let preflight = open.send(
        "OPTIONS",
        "/graphql",
        &[
            origin,
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization,content-type"),
        ],
        b"",
    );
    assert_eq!(preflight.status, 204);
    assert_eq!(preflight.header("access-control-allow-origin"), "https://app.example");
    for name in ["authorization", "content-type"] {
        assert!(preflight.header("access-control-allow-headers").contains(name));
    }
    let other = open.post(&query, &[("Origin", "https://evil.example")]);
    assert_eq!(other.header("access-control-allow-origin"), "");
}

#[test]
fn a_socket_is_not_opened_for_a_page_of_another_origin() {
    let server = Server::with(|settings| settings.cors = vec!["https://app.example".to_owned()]);
    let own = format!("http://{}", server.address);
    let host = server.address.to_string();
    let status = |origin: &str| {
        let head = HANDSHAKE.map(|(name, value)| format!("{name}: {value}\r\n")).concat();
        let mut stream = server.say(
            format!("GET /graphql HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\n{head}Origin: {origin}\r\n\r\n").as_bytes(),
        );
        let mut start = [0; 12];
        std::io::Read::read_exact(&mut stream, &mut start).expect("an answer");
        String::from_utf8_lossy(&start[9..]).into_owned()
    };
    assert_eq!(status(&own), "101");
    assert_eq!(status("https://app.example"), "101");
    assert_eq!(status("https://evil.example"), "403");
    assert_eq!(status("null"), "403");
}
