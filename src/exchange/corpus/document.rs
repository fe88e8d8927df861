//! The TOML files of a corpus, read into rows; what does not fit the format is told.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use serde::de::DeserializeOwned;
use toml::{Table, Value};

use super::row::{Agent, Claim, Entry, Event, Link, Measure, Place, Source, Statistic};
use crate::{
    domain::{record_id::Prefix, slug, text::shown},
    exchange::{
        report::{Reject, Report},
        serde_field,
    },
};

/// All files of a corpus as one document.
#[derive(Clone, Debug, Default)]
pub(super) struct Corpus {
    pub(super) places: Vec<Entry<Place>>,
    pub(super) measures: Vec<Entry<Measure>>,
    pub(super) agents: Vec<Entry<Agent>>,
    pub(super) events: Vec<Entry<Event>>,
    pub(super) statistics: Vec<Entry<Statistic>>,
    pub(super) sources: Vec<Entry<Source>>,
    pub(super) claims: Vec<Entry<Claim>>,
    pub(super) links: Vec<Entry<Link>>,
    /// Every key that stands in the corpus, and in which file; those of refused rows too.
    pub(super) keys: HashMap<(Prefix, String), Arc<str>>,
    /// What could not be read.
    pub(super) report: Report,
}

/// Reads files as one document.
pub(super) fn read(files: &[(String, String)]) -> Corpus {
    let mut corpus = Corpus::default();
    for (name, text) in files {
        let file: Arc<str> = name.as_str().into();
        match text.parse::<Table>() {
            Ok(table) => corpus.read_file(&file, table),
            Err(error) => {
                let line = error.span().map(|span| {
                    text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() as u64 + 1
                });
                let reason = format!("this is not TOML: {}", error.message());
                let reject = reject(&file, None, "", "", reason);
                corpus.report.reject(Reject { line, ..reject });
            }
        }
    }
    corpus
}

fn reject(
    file: &Arc<str>,
    kind: Option<Prefix>,
    key: &str,
    field: &str,
    reason: impl Into<String>,
) -> Reject {
    Reject {
        file: file.to_string(),
        line: None,
        kind,
        key: key.to_owned(),
        field: field.to_owned(),
        reason: reason.into(),
    }
}

impl Corpus {
    fn read_file(&mut self, file: &Arc<str>, table: Table) {
        for (name, rows) in table {
            let Value::Array(rows) = rows else {
                let reason = format!(
                    "records are written under a heading in [[two brackets]], not {name} = …"
                );
                self.report.reject(reject(file, None, "", &name, reason));
                continue;
            };
            for row in rows {
                let Value::Table(row) = row else {
                    let reason = format!("write each record under a [[{name}]] of its own");
                    self.report.reject(reject(file, None, "", &name, reason));
                    continue;
                };
                self.read_row(file, &name, row);
            }
        }
    }

    fn read_row(&mut self, file: &Arc<str>, name: &str, row: Table) {
        match name {
            "place" => {
                let entry = self.entry(file, Prefix::Place, &row);
                self.places.extend(entry);
            }
            "measure" => {
                let entry = self.entry(file, Prefix::Measure, &row);
                self.measures.extend(entry);
            }
            "agent" => {
                let entry = self.entry(file, Prefix::Agent, &row);
                self.agents.extend(entry);
            }
            "event" => {
                let entry = self.entry(file, Prefix::Event, &row);
                self.events.extend(entry);
            }
            "statistic" => {
                let entry = self.entry(file, Prefix::Statistic, &row);
                self.statistics.extend(entry);
            }
            "source" => {
                let entry = self.entry(file, Prefix::Source, &row);
                self.sources.extend(entry);
            }
            "claim" => self.read_claim(file, row),
            "link" => {
                let entry = self.entry(file, Prefix::Link, &row);
                self.links.extend(entry);
            }
            other => {
                let reason = format!(
                    "[[{other}]] is not known: write [[place]], [[measure]], [[event]], \
                     [[statistic]], [[agent]], [[source]], [[claim]] or [[link]]"
                );
                self.report.reject(reject(file, None, "", other, reason));
            }
        }
    }

    fn read_claim(&mut self, file: &Arc<str>, mut row: Table) {
        let attributions = row.remove("attribution").unwrap_or(Value::Array(Vec::new()));
        let entry = self.entry::<Claim>(file, Prefix::Claim, &row);
        let key =
            entry.as_ref().map_or_else(|| key_of(Prefix::Claim, &row), |entry| entry.key.clone());
        let Value::Array(attributions) = attributions else {
            let reason = "write each attribution under a [[claim.attribution]] of its own";
            self.report.reject(reject(file, Some(Prefix::Claim), &key, "attribution", reason));
            return;
        };
        if attributions.is_empty() {
            let reason = "there is no [[claim.attribution]]: say at least once where it is made";
            self.report.reject(reject(file, Some(Prefix::Claim), &key, "attribution", reason));
        }
        let mut read = Vec::with_capacity(attributions.len());
        for attribution in attributions {
            if let Value::Table(row) = attribution {
                read.extend(self.entry(file, Prefix::Attribution, &row));
            } else {
                let reason = "write each attribution under a [[claim.attribution]] of its own";
                self.report.reject(reject(file, Some(Prefix::Claim), &key, "attribution", reason));
            }
        }
        if let Some(mut entry) = entry {
            entry.row.attributions = read;
            self.claims.push(entry);
        }
    }

    /// A row with its key, which no other row of its kind has.
    fn entry<T: DeserializeOwned>(
        &mut self,
        file: &Arc<str>,
        kind: Prefix,
        row: &Table,
    ) -> Option<Entry<T>> {
        let key = key_of(kind, row);
        if kind != Prefix::Link && !key.is_empty() {
            let field = key_field(kind);
            // Dots join the parts of an attribution's key.
            let bare =
                if kind == Prefix::Attribution { key.replace('.', "-") } else { key.clone() };
            if slug::parse(&bare).is_err() {
                let reason = format!(
                    "{} is not a {field}: use lower-case letters from a to z, digits and single \
                     hyphens",
                    shown(&key)
                );
                self.report.reject(reject(file, Some(kind), &key, field, reason));
                return None;
            }
            if let Some(other) = self.keys.insert((kind, key.clone()), Arc::clone(file)) {
                let reason = format!("another {kind} in {other} has the same {field}");
                self.report.reject(reject(file, Some(kind), &key, field, reason));
                return None;
            }
        }
        match row.clone().try_into::<T>() {
            Ok(row) => Some(Entry { file: Arc::clone(file), key, row }),
            Err(error) => {
                let message = error.message();
                let fields = row.keys().map(String::as_str);
                let field = serde_field::culprit(message, fields, |field| {
                    let mut less = row.clone();
                    less.remove(field);
                    Some(less.try_into::<T>().err()?.message().to_owned())
                });
                // What the TOML reader says of a word that is no string.
                let reason = match message {
                    "invalid type: unit variant, expected string only" => {
                        "write one of its words, in quotation marks"
                    }
                    message => message,
                };
                self.report.reject(reject(file, Some(kind), &key, &field, reason));
                None
            }
        }
    }
}

impl Corpus {
    /// Every slug that a row names, and of what.
    pub(super) fn slugs_named(&self) -> HashSet<(Prefix, String)> {
        let mut names = HashSet::new();
        let mut add = |kind, slugs: &mut dyn Iterator<Item = &String>| {
            names.extend(slugs.map(|slug| (kind, slug.clone())));
        };
        for Entry { row, .. } in &self.places {
            add(Prefix::Place, &mut row.parent.iter());
        }
        for Entry { row, .. } in &self.agents {
            add(Prefix::Agent, &mut row.parent.iter().chain(&row.speaks_for));
        }
        for Entry { row, .. } in &self.events {
            add(Prefix::Event, &mut row.parent.iter());
            add(Prefix::Place, &mut row.places.iter());
        }
        for Entry { row, .. } in &self.statistics {
            add(Prefix::Measure, &mut std::iter::once(&row.measure));
            add(Prefix::Event, &mut row.event.iter());
            add(Prefix::Place, &mut row.place.iter());
        }
        for Entry { row, .. } in &self.sources {
            add(Prefix::Agent, &mut row.publisher.iter().chain(&row.authors));
        }
        for Entry { row, .. } in &self.claims {
            add(Prefix::Statistic, &mut row.statistic.iter());
            add(Prefix::Event, &mut row.event.iter());
            for Entry { row, .. } in &row.attributions {
                add(Prefix::Agent, &mut row.agent.iter().chain(&row.via));
            }
        }
        names
    }
}

fn key_field(kind: Prefix) -> &'static str {
    match kind {
        Prefix::Source | Prefix::Claim | Prefix::Attribution => "key",
        _ => "slug",
    }
}

fn key_of(kind: Prefix, row: &Table) -> String {
    let text = |field| row.get(field).and_then(Value::as_str).unwrap_or_default();
    if kind == Prefix::Link {
        return format!("{} to {}", text("from"), text("to"));
    }
    text(key_field(kind)).to_owned()
}
