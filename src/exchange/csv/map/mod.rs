//! The map of a CSV file: which column, or which fixed value, is which part of a claim.

mod field;
#[cfg(test)]
mod tests;
mod value;

use std::{collections::BTreeMap, fmt::Write as _};

use entity::vocab::{AgentKind, PlaceKind};
use toml::{Table, Value};

pub use field::Field;
pub(super) use value::word;

use self::value::{claims, delimiter, delimiter_word, from, spelt, unknown, write_parts};
use crate::{Error, Result, exchange::date::Order};

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
