//! A stop with sockets open, and the events before it.

use std::{
    io::{BufRead, BufReader, Read},
    time::{Duration, Instant},
};

use claimbase::http::{Listener, Settings};

use crate::support::Server;

fn follow(server: &Server, headers: &str) -> BufReader<std::net::TcpStream> {
    let head = format!("GET /changes HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");
    let mut reader = BufReader::new(server.say(head.as_bytes()));
    let mut line = String::new();
    while !line.starts_with(": open") {
        line.clear();
        assert_ne!(reader.read_line(&mut line).expect("the stream is open"), 0, "it ended");
    }
    reader
}

fn next_number(reader: &mut BufReader<std::net::TcpStream>) -> i64 {
    loop {
        let mut line = String::new();
        assert_ne!(reader.read_line(&mut line).expect("an event in time"), 0, "the stream ended");
        if let Some(number) = line.strip_prefix("id: ") {
            return number.trim().parse().expect("a number");
        }
    }
}

#[test]
fn changes_are_told_in_order_and_again_to_those_who_come_back() {
    let server = Server::start();
    let mut reader = follow(&server, "");
    for n in 0..30 {
        assert!(server.add_agent(&format!("Agent Number {n}")));
    }
    let heard: Vec<i64> = (0..30).map(|_| next_number(&mut reader)).collect();
    assert!(heard.is_sorted() && heard[0] < heard[29], "{heard:?}");
    let mut back = follow(&server, &format!("Last-Event-ID: {}\r\n", heard[9]));
    let again: Vec<i64> = (0..20).map(|_| next_number(&mut back)).collect();
    assert_eq!(again, heard[10..]);
    assert_eq!(server.get("/changes", &[("Last-Event-ID", "x")]).status, 400);
}

#[test]
fn a_stop_takes_seconds_with_streams_open() {
    let mut server = Server::start();
    let mut stream = follow(&server, "");
    let idle = server.say(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let mut socket = server.say(b"GET /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n");
    std::thread::sleep(Duration::from_millis(300));
    let started = Instant::now();
    server.ask_to_stop();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).expect("the stream ends");
    let mut told = Vec::new();
    let _ = socket.read_to_end(&mut told);
    let away = [0x88, 2 + 22, 0x03, 0xe9];
    assert!(told.windows(4).any(|four| four == away), "closed with 1001: {told:x?}");
    server.stop();
    assert!(started.elapsed() < Duration::from_secs(8), "{:?}", started.elapsed());
    drop(idle);
}

#[test]
fn a_busy_port_is_one_sentence() {
    let server = Server::start();
    let settings = Settings { listen: server.address.to_string(), ..Settings::default() };
    let error = Listener::bind(&settings).expect_err("it is taken").to_string();
    assert!(error.contains("in use") && error.contains("--listen"), "{error}");
    let nowhere = Settings { listen: "nowhere".to_owned(), ..Settings::default() };
    assert!(Listener::bind(&nowhere).is_err());
}
