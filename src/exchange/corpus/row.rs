//! The rows of a corpus as its files have them.

use std::sync::Arc;

use entity::vocab::{
    Accumulation, AgentKind, Confirmation, DerivationKind, EventKind, Hedge, LinkKind, Originality,
    PlaceKind, Qualifier, SourceKind, Stance, ValueType,
};
use serde::Deserialize;

/// A row and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Entry<T> {
    pub(super) file: Arc<str>,
    /// Its slug or key; of a link, both its ends.
    pub(super) key: String,
    pub(super) row: T,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) kind: PlaceKind,
    pub(super) parent: Option<String>,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    pub(super) iso_code: Option<String>,
    pub(super) latitude: Option<f64>,
    pub(super) longitude: Option<f64>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Measure {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) definition: String,
    pub(super) unit: String,
    pub(super) value_type: ValueType,
    pub(super) integral: bool,
    pub(super) accumulation: Accumulation,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Agent {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) kind: AgentKind,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    pub(super) parent: Option<String>,
    pub(super) speaks_for: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Event {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) kind: EventKind,
    pub(super) start: Option<String>,
    pub(super) end: Option<String>,
    #[serde(default)]
    pub(super) places: Vec<String>,
    pub(super) parent: Option<String>,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Statistic {
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) measure: String,
    pub(super) event: Option<String>,
    pub(super) place: Option<String>,
    pub(super) population: Option<String>,
    pub(super) period_start: Option<String>,
    pub(super) period_end: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    #[serde(rename = "key")]
    _key: String,
    pub(super) url: Option<String>,
    pub(super) title: String,
    pub(super) kind: SourceKind,
    pub(super) publisher: Option<String>,
    #[serde(default)]
    pub(super) authors: Vec<String>,
    pub(super) published_on: Option<String>,
    pub(super) language: Option<String>,
    pub(super) archive_url: Option<String>,
    pub(super) accessed_on: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Claim {
    #[serde(rename = "key")]
    _key: String,
    pub(super) statistic: Option<String>,
    pub(super) event: Option<String>,
    pub(super) text: String,
    pub(super) quantity: Option<Quantity>,
    pub(super) as_of: Option<String>,
    /// Read one by one, so that each is told by its own key.
    #[serde(skip)]
    pub(super) attributions: Vec<Entry<Attribution>>,
}

/// Words that are read, or what they say.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "write the words, or a table with text, qualifier, value, low, high")]
pub(super) enum Quantity {
    Words(String),
    Fields(Fields),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fields {
    pub(super) text: String,
    pub(super) qualifier: Qualifier,
    pub(super) value: Option<f64>,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Attribution {
    #[serde(rename = "key")]
    _key: String,
    pub(super) source: String,
    pub(super) agent: Option<String>,
    #[serde(default)]
    pub(super) via: Vec<String>,
    pub(super) quote: Option<String>,
    pub(super) quote_language: Option<String>,
    pub(super) quote_translation: Option<String>,
    pub(super) quantity_text: Option<String>,
    pub(super) stance: Option<Stance>,
    pub(super) verb: Option<String>,
    pub(super) hedge: Option<Hedge>,
    pub(super) hedge_text: Option<String>,
    pub(super) said_on: Option<String>,
    pub(super) originality: Option<Originality>,
    #[serde(default)]
    pub(super) derived_from: Vec<Origin>,
    #[serde(rename = "expected_origin")]
    _expected_origin: Option<String>,
    #[serde(rename = "note")]
    _note: Option<String>,
}

/// Where an attribution has its claim from: one of the two keys is given.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Origin {
    pub(super) attribution: Option<String>,
    pub(super) source: Option<String>,
    pub(super) kind: DerivationKind,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Link {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) kind: LinkKind,
    pub(super) confirmation: Option<Confirmation>,
}
