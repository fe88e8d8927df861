//! A server of one test's own, and a client that says exactly what it is told.

use std::{
    collections::HashMap,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::mpsc,
    thread::JoinHandle,
    time::Duration,
};

use claimbase::{
    http::{Listener, Settings, serve},
    store::Db,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::sync::oneshot;

use crate::backend;

/// Makes an agent; the caller says which.
pub const ADD_AGENT: &str = "mutation ($name: String!) { \
    addAgent(input: { name: $name, kind: PERSON }) { isNew userErrors { message } } }";

/// A running server.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// A key that may write.
    pub key: String,
    db: Db,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// With the default settings.
    pub fn start() -> Self {
        Self::with(|_| {})
    }

    /// With settings of its own.
    pub fn with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::run(change, false)
    }

    /// One that writes nothing, not even by itself.
    pub fn read_only() -> Self {
        Self::run(|_| {}, true)
    }

    fn run(change: impl FnOnce(&mut Settings), read_only: bool) -> Self {
        let mut settings = Settings { listen: "127.0.0.1:0".to_owned(), ..Settings::default() };
        change(&mut settings);
        let (told, hear) = mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(async {
                let (mut parts, key, _keep) = backend::open().await;
                parts.session.read_only = read_only;
                let listener = Listener::bind(&settings).expect("a free port");
                let db = parts.session.db.clone();
                told.send((listener.addresses()[0], key, db)).expect("the test waits");
                let shutdown = async { drop(stopped.await) };
                serve(listener, settings, parts, shutdown).await.expect("it serves");
            });
        });
        let (address, key, db) = hear.recv().expect("the server starts");
        Self { address, key, db, stop: Some(stop), thread: Some(thread) }
    }

    /// Asks the server to stop, and waits until it has.
    pub fn stop(mut self) {
        self.ask_to_stop();
        self.thread.take().expect("stopped once").join().expect("it ends well");
    }

    /// Asks the server to stop.
    pub fn ask_to_stop(&mut self) {
        drop(self.stop.take());
    }

    /// Opens a connection and says this.
    pub fn say(&self, text: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time limit");
        stream.write_all(text).expect("it reads");
        stream
    }

    /// Sends a request and reads the whole answer.
    pub fn send(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut head = format!("{method} {target} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            head.push_str("Host: localhost\r\n");
        }
        for (name, value) in headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        if !body.is_empty() {
            head.extend(["Content-Length: ", &body.len().to_string(), "\r\n"]);
        }
        let mut stream = self.say(format!("{head}\r\n").as_bytes());
        // A body that is too large is refused before all of it is read.
        let _ = stream.write_all(body);
        Reply::read(stream)
    }

    /// A GET.
    pub fn get(&self, target: &str, headers: &[(&str, &str)]) -> Reply {
        self.send("GET", target, headers, b"")
    }

    /// A query by GET.
    pub fn query(&self, query: &str, headers: &[(&str, &str)]) -> Reply {
        self.get(&format!("/graphql?query={}", encoded(query)), headers)
    }

    /// A POST of JSON.
    pub fn post(&self, body: &Value, headers: &[(&str, &str)]) -> Reply {
        self.post_text(body.to_string().as_bytes(), headers)
    }

    /// A POST of what is said to be JSON.
    pub fn post_text(&self, body: &[u8], headers: &[(&str, &str)]) -> Reply {
        let mut all = vec![("Content-Type", "application/json")];
        all.extend_from_slice(headers);
        self.send("POST", "/graphql", &all, body)
    }

    /// How many SQL statements it has run.
    pub fn statements(&self) -> u64 {
        self.db.statements()
    }

    /// The header with the key.
    pub fn bearer(&self) -> String {
        format!("Bearer {}", self.key)
    }

    /// Adds an agent with the key; whether it was new.
    pub fn add_agent(&self, name: &str) -> bool {
        let body = json!({ "query": ADD_AGENT, "variables": { "name": name } });
        let reply = self.post(&body, &[("Authorization", &self.bearer())]);
        let added = &reply.json()["data"]["addAgent"];
        assert_eq!(added["userErrors"], json!([]), "{}", reply.text());
        added["isNew"].as_bool().expect("isNew is a boolean")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ask_to_stop();
    }
}

/// An answer.
pub struct Reply {
    /// The status; 0 when there was none.
    pub status: u16,
    headers: HashMap<String, String>,
    body: Vec<u8>,
}

impl Reply {
    /// Reads to the end of the connection.
    pub fn read(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        // The end may be a reset, when the server has closed on a body that it does not want.
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
        let mut headers = HashMap::<String, String>::new();
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            let all = headers.entry(name.to_ascii_lowercase()).or_default();
            *all = if all.is_empty() { value.to_owned() } else { format!("{all}, {value}") };
        }
        let body = bytes.get(end + 4..).unwrap_or_default().to_vec();
        Self { status: status.unwrap_or(0), headers, body }
    }

    /// A header; "" if it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    /// The code of the first error; "" if there is none.
    pub fn code(&self) -> String {
        let json = self.json();
        json["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// In hexadecimal.
pub fn sha256(text: &str) -> String {
    let bytes = Sha256::digest(text);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// For a query string.
pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat()
}
