//! Writes CSL-JSON.

use chrono::{Datelike as _, NaiveDate};
use entity::vocab::{AgentKind, SourceKind};
use serde_json::{Map, Value, json};

use super::{OF_A_HOUSE, TYPES};
use crate::{
    Error, Result,
    domain::partial_date::PartialDate,
    exchange::reference::{Named, Reference, Writer, words_of_kind},
};

/// Writes a list, with an item on each line.
#[derive(Clone, Copy, Debug)]
pub struct Csl;

impl Writer for Csl {
    fn head(&self) -> &'static str {
        "[\n"
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn tail(&self) -> &'static str {
        "\n]\n"
    }

    fn reference(&self, reference: &Reference) -> Result<String> {
        serde_json::to_string(&item(reference))
            .map_err(|error| Error::internal("writing an export", error))
    }
}

fn item(reference: &Reference) -> Value {
    let Reference {
        key,
        own: _,
        kind,
        title,
        url,
        doi,
        isbn,
        publisher,
        authors,
        published_on,
        accessed_on,
        language,
        imprint,
    } = reference;
    let type_word = type_of(reference);
    let mut item = Map::new();
    let mut set = |name: &str, value: Value| {
        if !value.is_null() {
            item.insert(name.to_owned(), value);
        }
    };
    set("id", key.clone().into());
    set("type", type_word.into());
    set("genre", words_of_kind(*kind).into());
    set("title", title.clone().into());
    set("URL", url.clone().into());
    set("DOI", doi.clone().into());
    set("ISBN", isbn.clone().into());
    let is_of_a_house = OF_A_HOUSE.contains(&type_word);
    let house = if is_of_a_house { "publisher" } else { "container-title" };
    set(house, publisher.as_ref().map(|named| named.name.clone()).into());
    let rest = if is_of_a_house { "container-title" } else { "publisher" };
    set(rest, imprint.container_title.as_ref().or(imprint.house.as_ref()).cloned().into());
    set("publisher-place", imprint.publisher_place.clone().into());
    set("collection-title", imprint.series.clone().into());
    set("volume", imprint.volume.clone().into());
    set("issue", imprint.issue.clone().into());
    set("number", imprint.number.clone().into());
    set("page", imprint.pages.clone().into());
    set("edition", imprint.edition.clone().into());
    set("ISSN", imprint.issn.clone().into());
    let editors: Vec<Value> = imprint.editors.iter().map(|it| author(&it.into())).collect();
    set("editor", if editors.is_empty() { Value::Null } else { editors.into() });
    let authors: Vec<Value> = authors.iter().map(author).collect();
    set("author", if authors.is_empty() { Value::Null } else { authors.into() });
    set("issued", published_on.as_ref().map_or(Value::Null, date));
    set("accessed", accessed_on.map_or(Value::Null, day));
    set("language", language.clone().into());
    Value::Object(item)
}

/// The type of a reference: what it was called where that is of its kind, else what tells its kind
/// and is read again as the same.
pub fn type_of(reference: &Reference) -> &str {
    if let Some(form) = &reference.imprint.form {
        let known = TYPES.iter().find(|(name, _)| name == form);
        let kind = known.map_or(SourceKind::Other, |(_, kind)| *kind);
        if kind == reference.kind || words_of_kind(reference.kind).is_some() {
            return form;
        }
    }
    let publisher = reference.publisher.as_ref().map(|named| named.kind);
    let is_news = matches!(publisher, Some(AgentKind::NewsOutlet | AgentKind::NewsAgency));
    match reference.kind {
        SourceKind::Article | SourceKind::WireItem if is_news => "article-newspaper",
        SourceKind::Article if reference.doi.is_some() => "article-journal",
        SourceKind::Article | SourceKind::WireItem => "article",
        SourceKind::Report | SourceKind::PressRelease => "report",
        SourceKind::Speech => "speech",
        SourceKind::Post => "post",
        SourceKind::Dataset => "dataset",
        SourceKind::Broadcast => "broadcast",
        SourceKind::Other if reference.url.is_some() => "webpage",
        SourceKind::Other => "document",
    }
}

fn author(named: &Named) -> Value {
    match named.parted() {
        (Some(given), family) => json!({ "family": family, "given": given }),
        (None, name) => json!({ "literal": name }),
    }
}

/// A date in parts; one with a mark as it is written.
fn date(date: &PartialDate) -> Value {
    let parts: Option<Vec<u32>> = date.as_str().split('-').map(|part| part.parse().ok()).collect();
    match parts {
        Some(parts) => json!({ "date-parts": [parts] }),
        None => json!({ "raw": date.as_str() }),
    }
}

fn day(day: NaiveDate) -> Value {
    json!({ "date-parts": [[day.year(), day.month(), day.day()]] })
}
