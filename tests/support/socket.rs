//! A WebSocket client that speaks graphql-transport-ws, frame by frame.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use serde_json::{Value, json};

/// An open socket.
pub struct Socket(TcpStream);

/// What a server says.
#[derive(Debug, PartialEq)]
pub enum Heard {
    /// A message of the protocol.
    Message(Value),
    /// The close, with its code.
    Close(u16),
    /// The connection is gone.
    Gone,
}

impl Socket {
    /// Opens one, and says the first message with this key.
    pub fn open(address: SocketAddr, key: &str) -> Self {
        let mut socket = Self::upgrade(address);
        let payload = json!({ "Authorization": format!("Bearer {key}") });
        socket.say(&json!({ "type": "connection_init", "payload": payload }));
        socket
    }

    /// Opens one, and says the first message without a key.
    pub fn without_key(address: SocketAddr) -> Self {
        let mut socket = Self::upgrade(address);
        socket.say(&json!({ "type": "connection_init" }));
        socket
    }

    fn upgrade(address: SocketAddr) -> Self {
        let mut stream = TcpStream::connect(address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time limit");
        let head = "GET /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n\
            Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
            Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n\
            Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n";
        stream.write_all(head.as_bytes()).expect("it reads");
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).expect("an answer");
            answer.push(byte[0]);
        }
        assert!(answer.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&answer));
        Self(stream)
    }

    /// Says a message, with a mask of zeros.
    pub fn say(&mut self, message: &Value) {
        let text = message.to_string();
        let mut frame = vec![0x81];
        if let Ok(short @ ..126) = u8::try_from(text.len()) {
            frame.push(0x80 | short);
        } else {
            frame.push(0xfe);
            frame.extend(u16::try_from(text.len()).expect("a short message").to_be_bytes());
        }
        frame.extend([0; 4]);
        frame.extend(text.as_bytes());
        self.0.write_all(&frame).expect("it reads");
    }

    /// Asks for an operation.
    pub fn subscribe(&mut self, query: &str, variables: &Value) {
        let payload = json!({ "query": query, "variables": variables });
        self.say(&json!({ "id": "1", "type": "subscribe", "payload": payload }));
    }

    /// What the server says next, pings aside.
    pub fn hear(&mut self) -> Heard {
        loop {
            match self.frame() {
                None => return Heard::Gone,
                Some((1, text)) => {
                    return Heard::Message(serde_json::from_slice(&text).expect("JSON"));
                }
                Some((8, reason)) => {
                    let code = reason.get(..2).map_or([0, 0], |code| [code[0], code[1]]);
                    return Heard::Close(u16::from_be_bytes(code));
                }
                Some(_) => {}
            }
        }
    }

    /// The next message of this type; panics at the end.
    pub fn expect(&mut self, kind: &str) -> Value {
        loop {
            match self.hear() {
                Heard::Message(message) if message["type"] == kind => return message,
                Heard::Message(_) => {}
                end => panic!("{end:?} in place of {kind}"),
            }
        }
    }

    fn frame(&mut self) -> Option<(u8, Vec<u8>)> {
        let mut head = [0; 2];
        self.0.read_exact(&mut head).ok()?;
        let length = match head[1] {
            126 => {
                let mut long = [0; 2];
                self.0.read_exact(&mut long).ok()?;
                u16::from_be_bytes(long).into()
            }
            127 => panic!("a frame of more than 64 KiB"),
            short => usize::from(short),
        };
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).ok()?;
        Some((head[0] & 15, body))
    }
}
