//! What can be set about the door, with its defaults.

use std::{path::PathBuf, time::Duration};

use crate::graphql::limits::DIRECTIVES;

/// How the server listens and whom it lets in.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch a person sets by itself")]
pub struct Settings {
    /// Where to listen: `host:port`.
    pub listen: String,
    /// Origins whose pages may read the answers; `*` is any. Empty closes it to other origins.
    pub cors: Vec<String>,
    /// Hosts besides localhost that a loopback listener answers to, for a proxy in front of it.
    pub hosts: Vec<String>,
    /// Reads need a key too.
    pub private: bool,
    /// The playground is served.
    pub playground: bool,
    /// The schema may be asked about.
    pub introspection: bool,
    /// Answers are kept and given again while the database is as it was.
    pub cache: bool,
    /// The file with the only documents that are run; `None` runs any.
    pub trusted_documents: Option<PathBuf>,
    /// The last address of `X-Forwarded-For` is the client's: a proxy of ours writes it.
    pub behind_proxy: bool,
    /// How much is too much.
    pub limits: Limits,
}

/// How much is too much. Each refusal names its limit.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes in a request's body, and in a message on a socket.
    pub body_bytes: usize,
    /// Bytes of all bodies that are being read.
    pub bodies_bytes: usize,
    /// Bytes of those from one address.
    pub bodies_bytes_per_address: usize,
    /// Bytes in a document.
    pub document_bytes: usize,
    /// Brackets inside brackets, in a document and in JSON.
    pub nesting: usize,
    /// Values in a JSON text.
    pub values: usize,
    /// Tokens in a document.
    pub tokens: usize,
    /// Directives in a document.
    pub directives: usize,
    /// Requests in one batch.
    pub batch: usize,
    /// Persisted documents kept; 0 switches them off.
    pub persisted_documents: usize,
    /// Open connections of any kind.
    pub connections: usize,
    /// Open sockets and event streams.
    pub sockets: usize,
    /// Open sockets and event streams from one address.
    pub sockets_per_address: usize,
    /// Operations running at once on one socket.
    pub operations: usize,
    /// Requests per second of one key or address, after its burst; 0 is no limit.
    pub requests_per_second: u32,
    /// Requests at once of one key or address.
    pub burst: u32,
    /// For the headers of a request to arrive.
    pub header_time: Duration,
    /// For the body of a request to arrive.
    pub body_time: Duration,
    /// For `connection_init` to arrive on a socket.
    pub init_time: Duration,
    /// For a socket's client to take a message.
    pub write_time: Duration,
    /// Between two pings on a socket; a client silent for three of them is gone.
    pub ping_time: Duration,
    /// For requests under way to end when the server stops.
    pub drain_time: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            cors: Vec::new(),
            hosts: Vec::new(),
            private: false,
            playground: true,
            introspection: true,
            cache: true,
            trusted_documents: None,
            behind_proxy: false,
            limits: Limits::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 1024 * 1024,
            bodies_bytes: 64 * 1024 * 1024,
            bodies_bytes_per_address: 16 * 1024 * 1024,
            document_bytes: 64 * 1024,
            nesting: 64,
            values: 50_000,
            tokens: 10_000,
            directives: DIRECTIVES.into(),
            batch: 10,
            persisted_documents: 1_000,
            connections: 20_000,
            sockets: 2_000,
            sockets_per_address: 500,
            operations: 50,
            requests_per_second: 200,
            burst: 2_000,
            header_time: Duration::from_secs(5),
            body_time: Duration::from_secs(10),
            init_time: Duration::from_secs(5),
            write_time: Duration::from_secs(10),
            ping_time: Duration::from_secs(15),
            drain_time: Duration::from_secs(4),
        }
    }
}
