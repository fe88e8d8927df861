//! What is sent to the service and told by it, as the API has it.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    Error, Result,
    app::reconcile::{Cell, PROPERTIES, Property, Question, Scored, Sort},
};

/// Names in one batch at most; the manifest says so.
pub const BATCH: usize = 50;
/// Answers to a name, unless the question says otherwise.
const ANSWERS: usize = 10;
/// Answers to a name at most.
const ANSWERS_MAX: u8 = 50;
/// Characters of a name that are looked at; nothing is called by a longer one.
const NAME_MAX: usize = 500;
/// Records whose properties are told in one go at most.
pub const EXTENDED: usize = 500;
/// Suggestions at most.
pub const SUGGESTED: u64 = 10;

/// A batch, or one question, as it is sent.
#[derive(Deserialize)]
pub struct Query {
    /// May be left out beside properties; what has no name is matched to nothing.
    #[serde(default, rename = "query")]
    name: String,
    #[serde(rename = "type")]
    sorts: Option<OneOrMany>,
    limit: Option<f64>,
    #[serde(default)]
    properties: Vec<Given>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
struct Given {
    pid: String,
    v: Value,
}

#[derive(Deserialize)]
pub struct Extend {
    pub ids: Vec<String>,
    pub properties: Vec<Asked>,
}

#[derive(Deserialize)]
pub struct Asked {
    pub id: String,
}

pub fn manifest(base: &str) -> Value {
    let suggested = |what: &str| json!({ "service_url": base, "service_path": format!("/reconcile/suggest/{what}") });
    json!({
        "versions": ["0.2"],
        "name": "claimbase",
        "identifierSpace": format!("{base}/"),
        "schemaSpace": format!("{base}/schema.graphql"),
        "defaultTypes": Sort::ALL.map(sort_of),
        "view": { "url": format!("{base}/reconcile/view?id={{{{id}}}}") },
        "preview": {
            "url": format!("{base}/reconcile/preview?id={{{{id}}}}"),
            "width": 430,
            "height": 300,
        },
        "suggest": {
            "entity": suggested("entity"),
            "property": suggested("property"),
            "type": suggested("type"),
        },
        "extend": {
            "propose_properties": { "service_url": base, "service_path": "/reconcile/properties" },
            "property_settings": [],
        },
        "batchSize": BATCH,
    })
}

pub fn sort_of(sort: Sort) -> Value {
    json!({ "id": sort.name(), "name": sort.title() })
}

pub fn property_of(property: &Property) -> Value {
    json!({ "id": property.id, "name": property.title })
}

pub fn question(name: &str, query: Query) -> Result<Question> {
    let Query { name: asked, sorts, limit, properties } = query;
    let field = || format!("queries.{name}");
    // A cell may hold anything, and one that means nothing holds up none of the others.
    let visible =
        asked.split(|character: char| character.is_whitespace() || character.is_control());
    let words: Vec<&str> = visible.filter(|word| !word.is_empty()).collect();
    let name = words.join(" ").chars().take(NAME_MAX).collect();
    let sorts = match sorts {
        None => Vec::new(),
        Some(OneOrMany::One(one)) => vec![one],
        Some(OneOrMany::Many(many)) => many,
    };
    let sorts = sorts.iter().map(|sort| {
        Sort::named(sort).ok_or_else(|| {
            let message =
                format!("type \"{sort}\" is unknown: send agent, place, event or statistic");
            Error::invalid("type", message).within(field())
        })
    });
    let given = properties.into_iter().map(|Given { pid, v }| {
        known(&pid).map_err(|error| error.within(field()))?;
        let values = match v {
            Value::Array(values) => values.iter().filter_map(value).collect(),
            single => value(&single).into_iter().collect(),
        };
        Ok((pid, values))
    });
    Ok(Question {
        name,
        sorts: sorts.collect::<Result<_>>()?,
        given: given.collect::<Result<_>>()?,
        limit: limit.map_or(ANSWERS, answers_wanted),
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "JSON numbers are doubles, and it is brought within small bounds"
)]
fn answers_wanted(limit: f64) -> usize {
    limit.clamp(1.0, f64::from(ANSWERS_MAX)) as usize
}

pub fn known(property: &str) -> Result<&'static Property> {
    PROPERTIES.iter().find(|known| known.id == property).ok_or_else(|| {
        let names: Vec<&str> = PROPERTIES.iter().map(|known| known.id).collect();
        let message =
            format!("property \"{property}\" is unknown: send one of {}", names.join(", "));
        Error::invalid("properties", message)
    })
}

/// A value that a property may have; a record by its id.
fn value(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(record) => record.get("id")?.as_str().map(str::to_owned),
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
}

pub fn result(found: &Scored) -> Value {
    let Scored { card, score, is_match } = found;
    json!({
        "id": card.id.to_string(),
        "name": card.name,
        "description": card.about,
        "type": [sort_of(card.sort)],
        "score": score,
        "match": is_match,
    })
}

pub fn cell(cell: &Cell) -> Value {
    match cell {
        Cell::Text(text) => json!({ "str": text }),
        Cell::Number(number) => json!({ "float": number }),
        Cell::Record(id, name) => json!({ "id": id.to_string(), "name": name }),
    }
}
