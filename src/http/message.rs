//! What a client sends, taken apart before it becomes a GraphQL request.

use async_graphql::Variables;
use serde_json::{Map, Value};

use super::{document, refusal::Refusal, settings::Limits};

/// One request as it was sent.
#[derive(Debug, Default)]
pub struct Message {
    /// The document; `None` when only its hash or name was sent.
    pub query: Option<String>,
    /// Which operation of the document; `None` when it has one.
    pub operation_name: Option<String>,
    /// Values for its variables.
    pub variables: Map<String, Value>,
    /// The SHA-256 of a persisted query, or the name of a trusted document.
    pub persisted: Option<String>,
}

/// One request or a batch.
#[derive(Debug)]
pub enum Body {
    /// One request.
    Single(Message),
    /// Several, answered in order in a list.
    Batch(Vec<Message>),
}

impl Body {
    /// Reads the body of a POST.
    pub fn parse(bytes: &[u8], limits: &Limits) -> Result<Self, Refusal> {
        match json(bytes, "body", limits)? {
            Value::Array(items) => Self::batch(items, limits),
            value => Message::from_json(value).map(Self::Single),
        }
    }

    fn batch(items: Vec<Value>, limits: &Limits) -> Result<Self, Refusal> {
        if items.is_empty() {
            return Err(Refusal::bad("the batch is empty: send at least one request"));
        }
        if items.len() > limits.batch {
            return Err(Refusal::limit(
                "batch",
                Some(items.len()),
                limits.batch,
                format!(
                    "the batch has {} requests and the limit is {}: send several batches",
                    items.len(),
                    limits.batch
                ),
            ));
        }
        items.into_iter().map(Message::from_json).collect::<Result<_, _>>().map(Self::Batch)
    }
}

impl Message {
    /// Reads the query string of a GET.
    pub fn from_query(query: &str, limits: &Limits) -> Result<Self, Refusal> {
        let mut object = Map::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decode(name)?;
            let value = match name.as_str() {
                "query" | "operationName" | "documentId" => Value::String(decode(value)?),
                "variables" | "extensions" if value.is_empty() => Value::Null,
                "variables" | "extensions" => json(decode(value)?.as_bytes(), &name, limits)?,
                _ => continue,
            };
            if object.contains_key(&name) {
                return Err(Refusal::bad(format!("the parameter {name} is there twice")));
            }
            object.insert(name, value);
        }
        if object.get("operationName").is_some_and(|name| name == "") {
            object.remove("operationName");
        }
        Self::from_json(Value::Object(object))
    }

    /// Reads one request.
    pub fn from_json(value: Value) -> Result<Self, Refusal> {
        let Value::Object(mut object) = value else {
            return Err(Refusal::bad("a request is a JSON object with a query"));
        };
        let extensions = map(object.remove("extensions"), "extensions")?;
        let persisted = match extensions.get("persistedQuery") {
            None | Some(Value::Null) => text(object.remove("documentId"), "documentId")?,
            Some(persisted) => Some(persisted_hash(persisted)?),
        };
        let query = text(object.remove("query"), "query")?;
        if query.is_none() && persisted.is_none() {
            return Err(Refusal::bad("the request has no query: send one as a string"));
        }
        Ok(Self {
            query,
            operation_name: text(object.remove("operationName"), "operationName")?,
            variables: map(object.remove("variables"), "variables")?,
            persisted,
        })
    }

    /// The variables as GraphQL values.
    pub fn variables(&mut self) -> Variables {
        Variables::from_json(Value::Object(std::mem::take(&mut self.variables)))
    }
}

/// Parses JSON after a look at its depth.
pub fn json(bytes: &[u8], what: &str, limits: &Limits) -> Result<Value, Refusal> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err(Refusal::bad(format!("the {what} is not UTF-8")));
    };
    document::check_json(bytes, limits)?;
    let value = serde_json::from_str(text)
        .map_err(|error| Refusal::bad(format!("the {what} is not JSON: {error}")))?;
    document::check_value(&value, what)?;
    Ok(value)
}

fn decode(text: &str) -> Result<String, Refusal> {
    let spaced = text.replace('+', " ");
    match percent_encoding::percent_decode_str(&spaced).decode_utf8() {
        Ok(decoded) => Ok(decoded.into_owned()),
        Err(_) => Err(Refusal::bad("the query string is not UTF-8")),
    }
}

fn text(value: Option<Value>, name: &str) -> Result<Option<String>, Refusal> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(Refusal::bad(format!("{name} is {}: send a string", kind(&other)))),
    }
}

fn map(value: Option<Value>, name: &str) -> Result<Map<String, Value>, Refusal> {
    match value {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(map)) => Ok(map),
        Some(other) => Err(Refusal::bad(format!("{name} is {}: send an object", kind(&other)))),
    }
}

fn persisted_hash(value: &Value) -> Result<String, Refusal> {
    if value.get("version") != Some(&Value::from(1)) {
        return Err(Refusal::bad("extensions.persistedQuery.version is not 1: send version 1"));
    }
    match value.get("sha256Hash") {
        Some(Value::String(hash)) => Ok(hash.to_ascii_lowercase()),
        _ => Err(Refusal::bad("extensions.persistedQuery.sha256Hash is missing")),
    }
}

const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
