//! The messages of `graphql-transport-ws`, and the codes it closes with.

use actix_ws::{CloseCode, CloseReason};
use serde_json::{Map, Value, json};

use super::super::{message, settings::Limits};

/// What a client may say.
#[derive(Debug)]
pub enum Told {
    /// The first message; may bring a key.
    Init(Map<String, Value>),
    /// Are you there?
    Ping(Option<Value>),
    /// I am here.
    Pong,
    /// Run this under an id.
    Subscribe { id: String, payload: Value },
    /// I want no more of this id.
    Complete { id: String },
}

/// Why a socket is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Close {
    /// The client is gone.
    Gone,
    /// The client closed, with this code.
    Asked(Option<CloseReason>),
    /// A message is not of the protocol; the sentence says how.
    Invalid(String),
    /// Something is asked before the handshake is done.
    Unauthorized,
    /// The key is wrong or missing, or was revoked.
    Forbidden,
    /// No handshake in time.
    InitTimeout,
    /// This id is running already.
    Duplicate(String),
    /// A second handshake.
    SecondInit,
    /// A message is too large.
    TooLarge,
    /// Frames that are no WebSocket.
    Broken,
    /// The server stops.
    Stopping,
}

impl Close {
    /// As a close frame; `None` when there is nobody to tell.
    pub fn reason(self) -> Option<CloseReason> {
        let (code, text) = match self {
            Self::Gone | Self::Asked(None) => return None,
            Self::Asked(Some(CloseReason { code, .. })) => (code, String::new()),
            Self::Invalid(why) => (CloseCode::Other(4400), format!("Invalid message: {why}")),
            Self::Unauthorized => (CloseCode::Other(4401), "Unauthorized".to_owned()),
            Self::Forbidden => (CloseCode::Other(4403), "Forbidden".to_owned()),
            Self::InitTimeout => {
                (CloseCode::Other(4408), "Connection initialisation timeout".to_owned())
            }
            Self::Duplicate(id) => {
                (CloseCode::Other(4409), format!("Subscriber for {id} already exists"))
            }
            Self::SecondInit => {
                (CloseCode::Other(4429), "Too many initialisation requests".to_owned())
            }
            Self::TooLarge => (CloseCode::Size, "Message too large".to_owned()),
            Self::Broken => (CloseCode::Protocol, "Protocol error".to_owned()),
            Self::Stopping => (CloseCode::Away, "The server is stopping".to_owned()),
        };
        // A control frame has room for 123 bytes.
        let end = text.floor_char_boundary(120);
        let description = (end > 0).then(|| text[..end].to_owned());
        Some(CloseReason { code, description })
    }
}

/// Reads a message.
pub fn read(text: &str, limits: &Limits) -> Result<Told, Close> {
    let invalid = |why: &str| Close::Invalid(why.to_owned());
    let value = message::json(text.as_bytes(), "message", limits)
        .map_err(|refusal| Close::Invalid(refusal.message))?;
    let Value::Object(mut object) = value else { return Err(invalid("it is not an object")) };
    let payload = object.remove("payload").filter(|payload| !payload.is_null());
    let id = match object.remove("id") {
        None => Ok(None),
        Some(Value::String(id)) if !id.is_empty() && id.len() <= 256 => Ok(Some(id)),
        Some(_) => Err(invalid("the id is not a string of 1 to 256 bytes")),
    };
    let kind = object.get("type").and_then(Value::as_str);
    match (kind, payload) {
        (Some("connection_init"), None) => Ok(Told::Init(Map::new())),
        (Some("connection_init"), Some(Value::Object(payload))) => Ok(Told::Init(payload)),
        (Some("ping"), payload @ (None | Some(Value::Object(_)))) => Ok(Told::Ping(payload)),
        (Some("pong"), None | Some(Value::Object(_))) => Ok(Told::Pong),
        (Some("connection_init" | "ping" | "pong"), Some(_)) => {
            Err(invalid("the payload is not an object"))
        }
        (Some("subscribe"), Some(payload @ Value::Object(_))) => match id? {
            Some(id) => Ok(Told::Subscribe { id, payload }),
            None => Err(invalid("subscribe has no id")),
        },
        (Some("subscribe"), _) => Err(invalid("the payload of subscribe is not an object")),
        (Some("complete"), _) => match id? {
            Some(id) => Ok(Told::Complete { id }),
            None => Err(invalid("complete has no id")),
        },
        (Some(_), _) => Err(invalid("its type is none of the protocol")),
        (None, _) => Err(invalid("it has no type")),
    }
}

/// The handshake is done.
pub fn ack() -> String {
    json!({ "type": "connection_ack" }).to_string()
}

/// The answer to a ping, with what it brought.
pub fn pong(payload: Option<Value>) -> String {
    match payload {
        Some(payload) => json!({ "type": "pong", "payload": payload }).to_string(),
        None => json!({ "type": "pong" }).to_string(),
    }
}

/// One result.
pub fn next(id: &str, answer: &impl serde::Serialize) -> String {
    json!({ "id": id, "type": "next", "payload": answer }).to_string()
}

/// It was not run; nothing follows.
pub fn error(id: &str, errors: &[async_graphql::ServerError]) -> String {
    json!({ "id": id, "type": "error", "payload": errors }).to_string()
}

/// Nothing follows.
pub fn complete(id: &str) -> String {
    json!({ "id": id, "type": "complete" }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> bool {
        matches!(read(text, &Limits::default()), Err(Close::Invalid(_)))
    }

    #[test]
    fn only_messages_of_the_protocol_are_read() {
        let read = |text: &str| read(text, &Limits::default()).expect("it is valid");
        assert!(matches!(read(r#"{"type":"connection_init"}"#), Told::Init(_)));
        assert!(matches!(read(r#"{"type":"ping","payload":{}}"#), Told::Ping(Some(_))));
        assert!(matches!(read(r#"{"type":"pong"}"#), Told::Pong));
        assert!(matches!(read(r#"{"type":"complete","id":"1"}"#), Told::Complete { .. }));
        let subscribe = r#"{"type":"subscribe","id":"1","payload":{"query":"{a}"}}"#;
        assert!(matches!(read(subscribe), Told::Subscribe { .. }));
    }

    #[test]
    fn everything_else_is_refused() {
        assert!(refused("hello"));
        assert!(refused("[]"));
        assert!(refused("{}"));
        assert!(refused(r#"{"type":"start","id":"1","payload":{}}"#));
        assert!(refused(r#"{"type":"subscribe","payload":{"query":"{a}"}}"#));
        assert!(refused(r#"{"type":"subscribe","id":"","payload":{"query":"{a}"}}"#));
        assert!(refused(r#"{"type":"subscribe","id":1,"payload":{"query":"{a}"}}"#));
        assert!(refused(r#"{"type":"subscribe","id":"1"}"#));
        assert!(refused(r#"{"type":"connection_init","payload":"key"}"#));
        assert!(refused(&format!(r#"{{"type":"ping","payload":{}}}"#, "[".repeat(100_000))));
    }

    #[test]
    fn a_close_reason_fits_its_frame() {
        let reason = Close::Duplicate("é".repeat(200)).reason().expect("there is one");
        assert!(reason.description.is_some_and(|text| text.len() <= 123));
    }
}
