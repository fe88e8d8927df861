//! Requests that are too much, each answered with its code in bounded time.

use std::{
    io::Write,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::support::{Reply, Server, encoded};

#[test]
fn a_body_over_the_limit_is_not_read() {
    let server = Server::start();
    let body = vec![b'a'; 3 * 1024 * 1024];
    let reply = server.post_text(&body, &[]);
    assert_eq!((reply.status, reply.code().as_str()), (413, "LIMIT_EXCEEDED"));
    let error = &reply.json()["errors"][0];
    assert_eq!(error["extensions"]["maximum"], 1024 * 1024);
    assert!(error["message"].as_str().is_some_and(|text| text.contains("1048576")), "{error}");

    let mut stream = server.say(b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
    for _ in 0..40 {
        let chunk = [b"10000\r\n".as_slice(), &vec![b'a'; 0x10000], b"\r\n"].concat();
        if stream.write_all(&chunk).is_err() {
            break;
        }
    }
    assert_eq!(Reply::read(stream).status, 413);
}

#[test]
fn brackets_are_counted_before_any_parser() {
    let server = Server::start();
    let deep = |open: &str| open.repeat(50_000 / open.len());
    for query in [
        deep("{a"),
        format!("{{ a(b: {}", deep("[")),
        format!("{{ a(b: {}", deep("{a:")),
        format!("query ($a: Int = {}", deep("[")),
        format!("{{ a @b(c: {}", deep("[")),
    ] {
        let reply = server.post(&json!({ "query": query }), &[]);
        assert_eq!((reply.status, reply.code().as_str()), (400, "LIMIT_EXCEEDED"));
        assert_eq!(reply.json()["errors"][0]["extensions"]["limit"], "nesting");
        let reply = server.query(&query[..10_000], &[]);
        assert_eq!((reply.status, reply.code().as_str()), (400, "LIMIT_EXCEEDED"));
    }
    for body in [
        "[".repeat(100_000),
        format!(
            r#"{{"query":"{{a}}","variables":{{"a":{}{}}}}}"#,
            "[".repeat(100_000),
            "]".repeat(100_000)
        ),
        format!(r#"{{"query":"{{a}}","extensions":{}"#, r#"{"a":"#.repeat(100_000)),
    ] {
        let reply = server.post_text(body.as_bytes(), &[]);
        assert_eq!((reply.status, reply.code().as_str()), (400, "LIMIT_EXCEEDED"));
    }
    let variables = encoded(&"[".repeat(5_000));
    let reply = server.get(&format!("/graphql?query=%7Ba%7D&variables={variables}"), &[]);
    assert_eq!((reply.status, reply.code().as_str()), (400, "LIMIT_EXCEEDED"));
}

#[test]
fn a_document_has_so_many_bytes_and_tokens() {
    let server = Server::start();
    let aliases: Vec<_> = (0..10_000).map(|n| format!("a{n}:__typename ")).collect();
    let reply = server.post(&json!({ "query": format!("{{ {} }}", aliases.concat()) }), &[]);
    assert_eq!((reply.status, reply.code().as_str()), (400, "LIMIT_EXCEEDED"));
    let reply = server.post(&json!({ "query": format!("{{ {} }}", "a:b ".repeat(10_000)) }), &[]);
    assert_eq!(reply.json()["errors"][0]["extensions"]["limit"], "tokens");
}

#[test]
fn json_has_so_many_values() {
    let server = Server::start();
    let body = json!({ "query": "{ __typename }", "variables": { "a": vec![0; 60_000] } });
    let reply = server.post(&body, &[]);
    assert_eq!((reply.status, reply.code().as_str()), (400, "LIMIT_EXCEEDED"));
    assert_eq!(reply.json()["errors"][0]["extensions"]["limit"], "values");
}

#[test]
fn large_bodies_sent_slowly_do_not_add_up() {
    let server = Server::with(|settings| settings.limits.bodies_bytes_per_address = 50_000);
    let head = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n";
    let slow = server.say(format!("{head}{}", " ".repeat(40_000)).as_bytes());
    std::thread::sleep(Duration::from_millis(500));
    let large = json!({ "query": "{ __typename }", "variables": { "a": "x".repeat(20_000) } });
    let reply = server.post(&large, &[]);
    assert_eq!((reply.status, reply.code().as_str()), (503, "LIMIT_EXCEEDED"));
    let small = json!({ "query": "{ __typename }" });
    assert_eq!(server.post(&small, &[]).status, 200);
    drop(slow);
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(server.post(&large, &[]).status, 200);
}

#[test]
fn a_batch_has_so_many_requests() {
    let server = Server::start();
    let batch = |n: usize| json!(vec![json!({ "query": "{ __typename }" }); n]);
    assert_eq!(server.post(&batch(10), &[]).json().as_array().map(Vec::len), Some(10));
    let reply = server.post(&batch(11), &[]);
    assert_eq!((reply.status, reply.code().as_str()), (400, "LIMIT_EXCEEDED"));
    assert_eq!(server.post(&batch(0), &[]).code(), "BAD_USER_INPUT");
}

#[test]
fn what_is_not_a_request_is_bad_input() {
    let server = Server::start();
    for body in [
        b"\xff\xfe{}".as_slice(),
        b"",
        b"{",
        b"3",
        b"null",
        br#"{"query":3}"#,
        br#"{"query":null}"#,
        br#"{"query":"{a}","variables":[]}"#,
        br#"{"query":"{a}","variables":{"a":1e999}}"#,
        br#"{"query":"{a}","operationName":1}"#,
        br#"{"query":"{a}","variables":{"a":"x\u0000"}}"#,
        b"{\"query\":\"{ __type(name: \\\"\\\\u0000\\\") { name } }\"}",
    ] {
        let reply = server.post_text(body, &[]);
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (400, "BAD_USER_INPUT"),
            "{}",
            reply.text()
        );
    }
}

#[test]
fn a_slow_body_and_slow_headers_are_closed() {
    let server = Server::with(|settings| {
        settings.limits.body_time = Duration::from_secs(1);
        settings.limits.header_time = Duration::from_secs(1);
    });
    let started = Instant::now();
    let head = b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{";
    let body = Reply::read(server.say(head));
    assert_eq!((body.status, body.code().as_str()), (408, "LIMIT_EXCEEDED"));
    assert_eq!(Reply::read(server.say(b"POST /graphql HT")).status, 408);
    assert_eq!(Reply::read(server.say(b"")).status, 408);
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_body_that_never_ends_does_not_hold_its_connection() {
    let server = Server::start();
    let started = Instant::now();
    for target in ["GET /healthz", "POST /graphql", "POST /nothing"] {
        let head =
            format!("{target} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
        assert_ne!(Reply::read(server.say(head.as_bytes())).status, 0, "{target}");
    }
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
}

#[test]
fn who_asks_too_often_is_told_when_to_come_back() {
    let server = Server::with(|settings| {
        settings.limits.requests_per_second = 1;
        settings.limits.burst = 5;
    });
    let ask = |headers: &[(&str, &str)]| server.query("{ __typename }", headers);
    let refused = (0..8).map(|_| ask(&[])).find(|reply| reply.status != 200).expect("too many");
    assert_eq!((refused.status, refused.code().as_str()), (429, "RATE_LIMITED"));
    assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|wait| wait >= 1));
    let with_key = ask(&[("Authorization", &server.bearer())]);
    assert_eq!(with_key.status, 200, "a key has a limit of its own");
    std::thread::sleep(Duration::from_millis(2_500));
    assert_eq!(ask(&[]).status, 200);
}

#[test]
fn there_are_so_many_event_streams() {
    let server = Server::with(|settings| settings.limits.sockets_per_address = 2);
    let ask = b"GET /changes HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let open = [server.say(ask), server.say(ask)];
    std::thread::sleep(Duration::from_millis(300));
    let reply = server.get("/changes", &[]);
    assert_eq!((reply.status, reply.code().as_str()), (503, "LIMIT_EXCEEDED"));
    drop(open);
}
