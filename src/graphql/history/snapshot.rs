//! A record as a revision keeps it, in the spelling of the API.

use entity::vocab::RecordKind;
use serde_json::{Map, Value};

use crate::{
    Error, Result,
    domain::record_id::{Prefix, RecordId},
};

/// The stored record in the words of the API: names in camel case, keys as ids, without what the
/// program keeps for itself, and without the text of a source where that is not to be shown.
pub fn shown(kind: RecordKind, stored: &str, with_text: bool) -> Result<Value> {
    let stored: Map<String, Value> = serde_json::from_str(stored)
        .map_err(|error| Error::internal("reading a revision", error))?;
    let mut shown = Map::with_capacity(stored.len());
    for (column, value) in stored {
        if is_internal(&column) || (column == "body" && !with_text) {
            continue;
        }
        let value = match points_at(&column, kind) {
            Some(to) => ids(to, value),
            None => value,
        };
        shown.insert(name(&column), value);
    }
    Ok(Value::Object(shown))
}

/// Hashes, and what is computed from other columns to sort and filter by.
fn is_internal(column: &str) -> bool {
    matches!(column, "identity" | "key_hash" | "sort_date")
        || column.ends_with("_earliest")
        || column.ends_with("_latest")
}

fn name(column: &str) -> String {
    match column {
        "body" => return "text".to_owned(),
        "body_public" => return "textIsPublic".to_owned(),
        _ => {}
    }
    let mut words = column.split('_');
    let mut name = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

/// The kind of record that a column points at; `None` when it points at none.
fn points_at(column: &str, own: RecordKind) -> Option<RecordKind> {
    Some(match column {
        "id" | "canonical_id" | "merged_into_id" | "parent_id" => own,
        "agent_id" | "speaks_for_id" | "publisher_id" | "reviewer_id" | "authors" | "via" => {
            RecordKind::Agent
        }
        "source_id" | "parent_source_id" => RecordKind::Source,
        "event_id" => RecordKind::Event,
        "place_id" | "places" => RecordKind::Place,
        "measure_id" => RecordKind::Measure,
        "statistic_id" => RecordKind::Statistic,
        "claim_id" | "other_claim_id" => RecordKind::Claim,
        "attribution_id" | "parent_attribution_id" => RecordKind::Attribution,
        _ => return None,
    })
}

fn ids(kind: RecordKind, value: Value) -> Value {
    match value {
        Value::Array(values) => values.into_iter().map(|value| ids(kind, value)).collect(),
        Value::String(text) => match text.parse() {
            Ok(key) => RecordId::new(Prefix::from(kind), key).to_string().into(),
            Err(_) => text.into(),
        },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const STORED: &str = r#"{"id": "01890a5d-ac96-774b-bcce-b302099a8057", "identity": "abc",
        "body": "secret", "body_public": false, "publisher_id": null,
        "published_on_earliest": "2018-01-01", "archive_url": null,
        "authors": ["01890a5d-ac96-774b-bcce-b302099a8057"]}"#;

    #[test]
    fn names_and_ids_are_those_of_the_api() {
        let shown = shown(RecordKind::Source, STORED, true).expect("JSON");
        let expected = json!({
            "id": "source_01h455vb4pex5vsknk084sn02q", "text": "secret", "textIsPublic": false,
            "publisherId": null, "archiveUrl": null,
            "authors": ["agent_01h455vb4pex5vsknk084sn02q"],
        });
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_private_text_is_left_out() {
        let shown = shown(RecordKind::Source, STORED, false).expect("JSON");
        assert!(!shown.to_string().contains("secret"));
    }
}
