//! What databases have in common, whatever ids and moments they gave to it.

use std::collections::HashMap;

use claimbase::domain::record_id::RecordId;
use serde_json::Value;
use uuid::Uuid;

/// What is random or the clock's, and hashes of it.
const OWN: [&str; 10] = [
    "id",
    "identity",
    "key_hash",
    "canonical_id",
    "created_at",
    "updated_at",
    "recorded_at",
    "sequence",
    "position",
    "import_id",
];

/// By what records are known apart from their ids.
#[derive(Default)]
pub struct Labels(HashMap<Uuid, String>);

impl Labels {
    /// Of the lines of an export, which has what records point at before them.
    pub fn of(lines: &[Value]) -> Self {
        let mut labels = Self::default();
        for line in lines {
            let kind = line["type"].as_str().expect("a type");
            let Some(id) = line["id"].as_str().filter(|_| kind != "revision") else { continue };
            let by: &[&str] = match kind {
                "source" => &["url", "title", "published_on", "publisher_id"],
                "claim" => &["statistic_id", "text", "quantity_text", "as_of"],
                "attribution" => &["claim_id", "source_id", "agent_id", "quote_exact"],
                "finding" => &["code", "claim_id", "attribution_id", "source_id", "agent_id"],
                _ => &["slug"],
            };
            let by: Vec<String> =
                by.iter().map(|field| labels.plain(&line[*field]).to_string()).collect();
            let label = format!("{kind}({})", by.join(" "));
            labels.0.insert(id.parse().expect("a UUID"), label);
        }
        labels
    }

    /// The same value, with records known by what they are.
    pub fn plain(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => match serde_json::from_str(text) {
                Ok(object @ Value::Object(_)) => self.plain(&object),
                _ => Value::String(self.named(text)),
            },
            Value::Array(items) => items.iter().map(|item| self.plain(item)).collect(),
            Value::Object(fields) => {
                let fields = fields.iter().filter(|(name, _)| !OWN.contains(&name.as_str()));
                fields.map(|(name, value)| (name.clone(), self.plain(value))).collect()
            }
            other => other.clone(),
        }
    }

    fn named(&self, text: &str) -> String {
        let is_of_id = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let mut named = String::new();
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|c| !is_of_id(c)).unwrap_or(rest.len()).max(1);
            let end = (end..=rest.len()).find(|end| rest.is_char_boundary(*end)).expect("an end");
            let (word, after) = rest.split_at(end);
            let id = if word.len() == 36 { word.parse().ok() } else { None };
            let id = id.or_else(|| word.parse::<RecordId>().ok().map(|id| id.uuid));
            match id.and_then(|id| self.0.get(&id)) {
                Some(label) => named.push_str(label),
                None => named.push_str(word),
            }
            rest = after;
        }
        named
    }
}

/// The lines of an export as they compare, in an order of their own.
pub fn alike(export: &str) -> Vec<String> {
    let lines: Vec<Value> =
        export.lines().skip(1).map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let labels = Labels::of(&lines);
    let mut plain: Vec<String> = lines.iter().map(|line| labels.plain(line).to_string()).collect();
    plain.sort();
    plain
}

/// Fails with the lines in which two lists differ.
#[track_caller]
pub fn assert_alike(one: &[String], other: &[String], why: &str) {
    let only = |here: &[String], there: &[String]| {
        let mut there: HashMap<&str, usize> = there.iter().fold(HashMap::new(), |mut all, line| {
            *all.entry(line.as_str()).or_default() += 1;
            all
        });
        let is_only = |line: &&String| match there.get_mut(line.as_str()) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        };
        here.iter().filter(is_only).take(5).cloned().collect::<Vec<_>>().join("\n")
    };
    let (one, other) = (only(one, other), only(other, one));
    assert!(
        one.is_empty() && other.is_empty(),
        "{why}\nonly one:\n{one}\nonly the other:\n{other}"
    );
}
