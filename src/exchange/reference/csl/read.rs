//! Reads CSL-JSON.

use chrono::NaiveDate;
use entity::vocab::{AgentKind, SourceKind};
use serde_json::{Map, Value};

use super::{OF_A_BOOK, OF_A_HOUSE, TYPES, type_of};
use crate::{
    Result,
    domain::{
        imprint::{Editor, Imprint},
        partial_date::PartialDate,
    },
    exchange::{
        date,
        engine::{Entry, Fault, Items},
        file::Rewindable,
        json::Pieces,
        reference::{Named, Of, Placed, Reference, bare_doi, kind_of_words, pages, placed, tag},
    },
};

/// A file of CSL-JSON: a list, items on lines, or an object that holds a list.
pub struct CslItems {
    pieces: Pieces,
}

impl CslItems {
    /// Opens a file.
    pub fn open(file: Box<dyn Rewindable>) -> Result<Self> {
        Ok(Self { pieces: Pieces::open(file, &["items", "references"])? })
    }
}

impl Items for CslItems {
    type Item = Reference;
    type Raw = Vec<u8>;

    fn next(&mut self) -> Result<Option<Entry<Reference, Vec<u8>>>> {
        let Some(piece) = self.pieces.next()? else { return Ok(None) };
        let item = piece.value().and_then(|value| match value {
            Value::Object(fields) => read(&fields),
            _ => Err(Fault::whole("this is no item: write it in braces")),
        });
        Ok(Some(Entry { line: piece.line, size: piece.bytes.len(), raw: piece.bytes, item }))
    }

    fn rewind(&mut self) -> Result<()> {
        self.pieces.rewind()
    }

    fn hash(&self) -> &str {
        self.pieces.hash()
    }

    fn progress(&self) -> (u64, u64) {
        self.pieces.progress()
    }
}

type Read<T> = std::result::Result<T, Fault>;

fn read(fields: &Map<String, Value>) -> Read<Reference> {
    let kind_word = text(fields, "type").unwrap_or_default();
    let known = TYPES.iter().find(|(name, _)| *name == kind_word);
    let kind = known.map_or(SourceKind::Other, |(_, kind)| *kind);
    let kind = kind_of_words(text(fields, "genre").as_deref()).unwrap_or(kind);
    let of = match kind_word.as_str() {
        word if OF_A_BOOK.contains(&word) => Of::Book,
        word if OF_A_HOUSE.contains(&word) => Of::House,
        _ => Of::Neither,
    };
    let Placed { publisher, container_title, house } =
        placed(of, text(fields, "container-title"), text(fields, "publisher"));
    let is_news =
        matches!(kind_word.as_str(), "article-newspaper" | "article-magazine" | "broadcast");
    let publisher = publisher.map(|name| Named {
        kind: if is_news { AgentKind::NewsOutlet } else { AgentKind::Organisation },
        ..Named::organisation(&name)
    });
    let key = text(fields, "citation-key").or_else(|| text(fields, "id"));
    let editors = names(fields, "editor")?;
    let imprint = Imprint {
        form: None,
        container_title,
        house,
        publisher_place: text(fields, "publisher-place"),
        volume: text(fields, "volume"),
        issue: text(fields, "issue"),
        number: text(fields, "number"),
        pages: text(fields, "page").as_deref().map(pages),
        edition: text(fields, "edition"),
        series: text(fields, "collection-title"),
        issn: text(fields, "ISSN"),
        editors: editors.iter().map(Editor::from).collect(),
    };
    let mut reference = Reference {
        key,
        own: None,
        kind,
        title: text(fields, "title"),
        url: text(fields, "URL"),
        doi: text(fields, "DOI").as_deref().and_then(bare_doi),
        isbn: text(fields, "ISBN"),
        publisher,
        authors: names(fields, "author")?,
        published_on: date_of(fields, "issued")?,
        accessed_on: day(fields, "accessed")?,
        language: text(fields, "language").as_deref().and_then(tag),
        imprint,
    };
    // What is written otherwise is kept as it was called.
    if !kind_word.is_empty() && type_of(&reference) != kind_word {
        reference.imprint.form = Some(kind_word);
    }
    Ok(reference)
}

/// A text that is not blank; a number is one.
fn text(fields: &Map<String, Value>, name: &str) -> Option<String> {
    let text = match fields.get(name)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn names(fields: &Map<String, Value>, field: &str) -> Read<Vec<Named>> {
    let Some(given) = fields.get(field) else { return Ok(Vec::new()) };
    let fault = || Fault {
        column: field.to_owned(),
        reason: "write a list of names with family and given, or literal".to_owned(),
    };
    let Value::Array(names) = given else { return Err(fault()) };
    let mut authors = Vec::with_capacity(names.len());
    for name in names {
        let Value::Object(parts) = name else { return Err(fault()) };
        let part = |name: &str| text(parts, name).unwrap_or_default();
        let literal = part("literal");
        let author = if literal.is_empty() {
            let (given, family) = (part("given"), part("family"));
            let author = Named::person(&[
                &given,
                &part("dropping-particle"),
                &part("non-dropping-particle"),
                &family,
                &part("suffix"),
            ]);
            // A person has two names; what has one, in a field for family names, is mostly no person.
            if given.is_empty() { Named::organisation(&author.name) } else { author }
        } else {
            Named::organisation(&literal)
        };
        if !author.name.is_empty() {
            authors.push(author);
        }
    }
    Ok(authors)
}

/// A date: parts, of which the first counts, or a text.
fn date_of(fields: &Map<String, Value>, name: &str) -> Read<Option<PartialDate>> {
    let fault = |reason: String| Fault { column: name.to_owned(), reason };
    let read = |text: &str| {
        date::read(text, None, None).map(Some).map_err(|error| fault(error.to_string()))
    };
    let parts = match fields.get(name) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) => return read(text),
        Some(Value::Object(parts)) => parts,
        Some(_) => {
            return Err(fault("write a date as {\"date-parts\": [[2018, 1, 22]]}".to_owned()));
        }
    };
    let first = parts.get("date-parts").and_then(|dates| dates.get(0)).and_then(Value::as_array);
    let numbers: Vec<String> = first
        .into_iter()
        .flatten()
        .map(|part| part.as_str().map_or_else(|| part.to_string(), str::to_owned))
        .filter(|part| !part.is_empty() && part != "null")
        .collect();
    if numbers.is_empty() {
        let words = ["raw", "literal"].iter().find_map(|name| text(parts, name));
        return words.map_or(Ok(None), |words| read(&words));
    }
    let padded: Vec<String> = numbers
        .iter()
        .enumerate()
        .map(|(at, part)| format!("{part:0>width$}", width = if at == 0 { 4 } else { 2 }))
        .collect();
    let about = parts.get("circa").is_some_and(|circa| *circa != Value::Bool(false));
    read(&format!("{}{}", padded.join("-"), if about { "~" } else { "" }))
}

/// A day; a date that is less exact is none.
fn day(fields: &Map<String, Value>, name: &str) -> Read<Option<NaiveDate>> {
    Ok(date_of(fields, name)?.and_then(|date| date.exact_day()))
}
