//! The map of a CSV file: which column, or which fixed value, is which part of a claim.

use std::{collections::BTreeMap, fmt::Write as _};

use entity::vocab::{AgentKind, PlaceKind};
use serde::{Serialize, de::DeserializeOwned};
use toml::{Table, Value};

use super::date::Order;
use crate::{Error, Result, domain::text::shown};

macro_rules! fields {
    ($($(#[$about:meta])* $field:ident $key:literal,)*) => {
        /// A part of a claim that a column or a fixed value gives.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $($(#[$about])* $field,)*
        }

        impl Field {
            /// Every part, in the order in which a map is written.
            pub const ALL: &[Self] = &[$(Self::$field,)*];

            /// Its key in a map.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$field => $key,)*
                }
            }
        }
    };
}

fields! {
    /// The statistic, by slug or id.
    Statistic "statistic",
    /// What is counted, by name or slug.
    Measure "measure",
    /// In which event.
    Event "event",
    /// Where.
    Place "place",
    /// Among whom.
    Population "population",
    /// The first date of the period.
    PeriodStart "period_start",
    /// The last date of the period.
    PeriodEnd "period_end",
    /// The number in words or digits, or the best estimate beside the bounds.
    Quantity "quantity",
    /// The least number.
    Low "low",
    /// The greatest number.
    High "high",
    /// The proposition in a sentence.
    Text "text",
    /// The moment that the number describes.
    AsOf "as_of",
    /// Who is said to hold it.
    Agent "agent",
    /// Through whom it was relayed.
    Via "via",
    /// The words, verbatim.
    Quote "quote",
    /// The language of the words.
    QuoteLanguage "quote_language",
    /// The words in English.
    QuoteTranslation "quote_translation",
    /// The reporting verb.
    Verb "verb",
    /// How it stands to the claim.
    Stance "stance",
    /// How sure the wording is.
    Hedge "hedge",
    /// The hedging words.
    HedgeText "hedge_text",
    /// When it was said.
    SaidOn "said_on",
    /// Where the source has it from.
    Originality "originality",
    /// Where the source is on the web.
    SourceUrl "source_url",
    /// The title of the source.
    SourceTitle "source_title",
    /// What sort of document the source is.
    SourceKind "source_kind",
    /// Who published it.
    Publisher "publisher",
    /// Who wrote it.
    Authors "authors",
    /// When it was published.
    PublishedOn "published_on",
    /// The language of the source.
    Language "language",
    /// Where a copy of it is archived.
    ArchiveUrl "archive_url",
    /// The day it was read.
    AccessedOn "accessed_on",
    /// Several sources in one cell.
    Sources "sources",
}

impl Field {
    /// The part with this key.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.key() == key)
    }
}

/// Where a part of a claim comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// The same in every row.
    Fixed(String),
    /// The column with this heading.
    Column(String),
}

/// What the parts of one claim come from.
pub type Parts = BTreeMap<Field, From>;

/// How a file is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    /// What stands between two cells; `None` finds out.
    pub delimiter: Option<u8>,
    /// How dates such as 03/01/2018 are meant; `None` refuses those that can be meant in two ways.
    pub date_order: Option<Order>,
    /// As what agents that are not on record are added; `None` refuses their rows.
    pub new_agents: Option<AgentKind>,
    /// As what publishers that are not on record are added; `None` refuses their rows.
    pub new_publishers: Option<AgentKind>,
    /// As what places that are not on record are added; `None` refuses their rows.
    pub new_places: Option<PlaceKind>,
    /// What all claims of a row share.
    pub shared: Parts,
    /// What each claim of a row has for itself; a row is one claim where this is empty.
    pub claims: Vec<Parts>,
}

impl Map {
    /// Reads a map as a person or [`Map::to_toml`] wrote it.
    pub fn parse(text: &str) -> Result<Self> {
        let table: Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map_or(1, |span| {
                text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1
            });
            Error::invalid("map", format!("line {line}: this is not TOML: {}", error.message()))
        })?;
        let mut map = Self::default();
        for (key, value) in table {
            if key == "claim" {
                map.claims = claims(value)?;
            } else if let Some(field) = Field::of(&key) {
                map.shared.insert(field, from(&key, value)?);
            } else {
                let Value::String(value) = value else {
                    let message = format!("{key} is not text: write {key} = \"…\"");
                    return Err(Error::invalid("map", message));
                };
                map.set_option(&key, &value)?;
            }
        }
        Ok(map)
    }

    /// Sets a key to a value that holds for every row.
    pub fn set(&mut self, key: &str, value: &str) -> Result<()> {
        let Some(field) = Field::of(key) else { return self.set_option(key, value) };
        self.give(field, From::Fixed(value.to_owned()));
        Ok(())
    }

    /// Lets a key come from a column.
    pub fn set_column(&mut self, key: &str, heading: &str) -> Result<()> {
        let field = Field::of(key).ok_or_else(|| unknown(key))?;
        self.give(field, From::Column(heading.to_owned()));
        Ok(())
    }

    /// What was set by hand holds for every claim of a row.
    fn give(&mut self, field: Field, from: From) {
        for claim in &mut self.claims {
            claim.remove(&field);
        }
        self.shared.insert(field, from);
    }

    fn set_option(&mut self, key: &str, value: &str) -> Result<()> {
        match key {
            "delimiter" => self.delimiter = Some(delimiter(value)?),
            "date_order" => self.date_order = Some(Order::parse(value)?),
            "new_agents" => self.new_agents = Some(word(key, value, AgentKind::ALL)?),
            "new_publishers" => self.new_publishers = Some(word(key, value, AgentKind::ALL)?),
            "new_places" => self.new_places = Some(word(key, value, PlaceKind::ALL)?),
            _ => return Err(unknown(key)),
        }
        Ok(())
    }

    /// The parts of each claim of a row.
    #[must_use]
    pub fn of_each_claim(&self) -> Vec<Parts> {
        if self.claims.is_empty() {
            return vec![self.shared.clone()];
        }
        let with_shared = |own: &Parts| {
            let mut parts = self.shared.clone();
            parts.extend(own.clone());
            parts
        };
        self.claims.iter().map(with_shared).collect()
    }

    /// What the map lacks, each in a sentence that says how it is given.
    #[must_use]
    pub fn gaps(&self) -> Vec<String> {
        use Field::{
            Event, High, Low, Measure, PeriodEnd, PeriodStart, Place, Population, Publisher,
            Quantity, SourceTitle, SourceUrl, Sources, Statistic, Text,
        };
        let mut gaps: Vec<String> = Vec::new();
        let mut note = |gap: &str| {
            if !gaps.iter().any(|known| known == gap) {
                gaps.push(gap.to_owned());
            }
        };
        for parts in self.of_each_claim() {
            let has = |fields: &[Field]| fields.iter().any(|field| parts.contains_key(field));
            if has(&[Quantity, Low, High]) {
                if !has(&[Statistic, Measure]) {
                    note("nothing says what is counted: set measure or statistic");
                }
            } else if !has(&[Text]) {
                note(
                    "no column holds a number: give quantity, low or high one, or, for statements, \
                     text",
                );
            }
            if has(&[Statistic])
                && has(&[Measure, Event, Place, Population, PeriodStart, PeriodEnd])
            {
                note(
                    "a statistic says what is counted, where and when: leave out either statistic \
                     or measure, event, place, population, period_start and period_end",
                );
            }
            if !has(&[SourceUrl, SourceTitle, Sources, Publisher]) {
                note(
                    "nothing says where the claims are made: set source_url, source_title, \
                     publisher or sources",
                );
            }
        }
        gaps
    }

    /// The map as a file that [`Map::parse`] reads.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut text = String::new();
        let mut option = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                let _ = writeln!(text, "{key} = {}", Value::String(value));
            }
        };
        option("delimiter", self.delimiter.map(|byte| delimiter_word(byte).to_owned()));
        option("date_order", self.date_order.map(|order| order.as_str().to_owned()));
        option("new_agents", self.new_agents.map(|kind| spelt(&kind)));
        option("new_publishers", self.new_publishers.map(|kind| spelt(&kind)));
        option("new_places", self.new_places.map(|kind| spelt(&kind)));
        write_parts(&mut text, &self.shared);
        for claim in &self.claims {
            text.push_str("\n[[claim]]\n");
            write_parts(&mut text, claim);
        }
        text
    }
}

fn write_parts(text: &mut String, parts: &Parts) {
    for (field, from) in parts {
        let key = field.key();
        let _ = match from {
            From::Fixed(value) => writeln!(text, "{key} = {}", Value::String(value.clone())),
            From::Column(heading) => {
                writeln!(text, "{key} = {{ column = {} }}", Value::String(heading.clone()))
            }
        };
    }
}

fn claims(value: Value) -> Result<Vec<Parts>> {
    let wrong = || {
        Error::invalid("map", "write each claim of a row under a [[claim]] of its own".to_owned())
    };
    let Value::Array(tables) = value else { return Err(wrong()) };
    let mut claims = Vec::with_capacity(tables.len());
    for table in tables {
        let Value::Table(table) = table else { return Err(wrong()) };
        let mut parts = Parts::new();
        for (key, value) in table {
            let field = Field::of(&key).ok_or_else(|| unknown(&key))?;
            parts.insert(field, from(&key, value)?);
        }
        claims.push(parts);
    }
    Ok(claims)
}

fn from(key: &str, value: Value) -> Result<From> {
    match value {
        Value::String(value) => Ok(From::Fixed(value)),
        Value::Table(table) => match (table.len(), table.get("column")) {
            (1, Some(Value::String(heading))) => Ok(From::Column(heading.clone())),
            _ => Err(not_a_part(key)),
        },
        _ => Err(not_a_part(key)),
    }
}

fn not_a_part(key: &str) -> Error {
    let message = format!(
        "{key} is neither fixed nor a column: write {key} = \"a value for every row\" or {key} = \
         {{ column = \"a heading\" }}"
    );
    Error::invalid("map", message)
}

fn unknown(key: &str) -> Error {
    let keys: Vec<&str> = Field::ALL.iter().map(|field| field.key()).collect();
    let message = format!(
        "{} is no key of a map: write delimiter, date_order, new_agents, new_publishers, \
         new_places, {}",
        shown(key),
        keys.join(", ")
    );
    Error::invalid("map", message)
}

fn delimiter(word: &str) -> Result<u8> {
    match word {
        "comma" | "," => Ok(b','),
        "semicolon" | ";" => Ok(b';'),
        "tab" | "\t" => Ok(b'\t'),
        "pipe" | "|" => Ok(b'|'),
        _ => {
            let message =
                format!("delimiter is {}: write comma, semicolon, tab or pipe", shown(word));
            Err(Error::invalid("map", message))
        }
    }
}

const fn delimiter_word(byte: u8) -> &'static str {
    match byte {
        b';' => "semicolon",
        b'\t' => "tab",
        b'|' => "pipe",
        _ => "comma",
    }
}

/// A word of a closed list, in capitals or not.
pub(super) fn word<T: DeserializeOwned + Serialize>(
    key: &str,
    value: &str,
    all: &[T],
) -> Result<T> {
    let wanted = value.trim().replace([' ', '-'], "_").to_uppercase();
    serde_json::from_value(serde_json::Value::String(wanted)).map_err(|_| {
        let words: Vec<String> = all.iter().map(spelt).collect();
        let message = format!("{} is no {key}: write {}", shown(value), words.join(", "));
        Error::invalid(key, message)
    })
}

/// A word of a closed list as it is stored.
fn spelt<T: Serialize>(word: &T) -> String {
    serde_json::to_value(word)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: &str = "\
delimiter = \"semicolon\"
date_order = \"DMY\"
new_agents = \"PERSON\"
new_publishers = \"NEWS_OUTLET\"
new_places = \"CITY\"
event = \"march\"
agent = { column = \"Said by\" }
source_url = { column = \"Link\" }

[[claim]]
measure = \"people-killed\"
quantity = { column = \"Killed\" }

[[claim]]
measure = \"people-arrested\"
low = { column = \"Arrested, \\\"low\\\"\" }
high = { column = \"Arrested, high\" }
";

    #[test]
    fn a_map_is_read_as_it_is_written() {
        let map = Map::parse(MAP).expect("a map");
        assert_eq!(map.of_each_claim().len(), 2);
        assert_eq!(map.gaps(), Vec::<String>::new());
        assert_eq!(Map::parse(&map.to_toml()).expect("a map"), map);
        let plain = |text: &str| text.replace('\'', "\"");
        assert_eq!(plain(&map.to_toml()).lines().count(), MAP.lines().count());
    }

    #[test]
    fn what_is_wrong_with_a_map_is_told() {
        for (text, told) in [
            ("measure = 3", "neither fixed nor a column"),
            ("measure = { columns = \"A\" }", "neither fixed nor a column"),
            ("mesure = \"a\"", "no key of a map"),
            ("\n=", "line 2"),
            ("delimiter = \"x\"", "comma, semicolon, tab or pipe"),
            ("date_order = \"YMD\"", "DMY or MDY"),
            ("new_places = \"TOWN\"", "CITY"),
            ("claim = 3", "[[claim]]"),
            ("[[claim]]\nnew_places = \"CITY\"", "no key of a map"),
        ] {
            let error = Map::parse(text).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(error.contains(told), "{text}: {error}");
        }
    }

    #[test]
    fn what_is_set_by_hand_goes_before_the_map() {
        let mut map = Map::parse(MAP).expect("a map");
        map.set("measure", "people-hurt").expect("a key");
        map.set_column("quantity", "Hurt").expect("a key");
        let hurt = From::Fixed("people-hurt".to_owned());
        assert!(map.of_each_claim().iter().all(|parts| parts[&Field::Measure] == hurt));
        assert!(map.set("colour", "red").is_err());
        let empty = Map::default().gaps().join("; ");
        assert!(empty.contains("no column holds a number") && empty.contains("where the claims"));
    }
}
