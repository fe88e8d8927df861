//! Writes BibTeX.

use std::fmt::Write as _;

use entity::vocab::SourceKind;

use super::FORMS;
use crate::{
    Result,
    domain::partial_date::PartialDate,
    exchange::reference::{Named, Reference, Writer, csl::type_of, words_of_kind},
};

/// Writes an entry after the other.
#[derive(Clone, Copy, Debug)]
pub struct Bibtex;

impl Writer for Bibtex {
    fn head(&self) -> &'static str {
        ""
    }

    fn between(&self) -> &'static str {
        "\n"
    }

    fn tail(&self) -> &'static str {
        ""
    }

    fn takes(&self, key: &str) -> bool {
        let stops = |c: char| c.is_whitespace() || c.is_control() || "{}(),\"#%~\\='@".contains(c);
        !key.is_empty() && !key.contains(stops)
    }

    fn reference(&self, reference: &Reference) -> Result<String> {
        Ok(entry(reference))
    }
}

fn entry(reference: &Reference) -> String {
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
    let form = FORMS.iter().find(|(_, form)| *form == type_of(reference));
    let of_kind = match kind {
        SourceKind::Article | SourceKind::WireItem => "article",
        SourceKind::Report | SourceKind::PressRelease => "report",
        SourceKind::Dataset => "dataset",
        SourceKind::Speech | SourceKind::Post | SourceKind::Broadcast | SourceKind::Other => {
            if url.is_some() { "online" } else { "misc" }
        }
    };
    let type_word = form.map_or(of_kind, |(word, _)| *word);
    let house = match type_word {
        "article" => "journaltitle",
        "report" | "thesis" => "institution",
        "dataset" | "book" | "incollection" | "inproceedings" => "publisher",
        _ => "organization",
    };
    let mut text = format!("@{type_word}{{{}", key.as_deref().unwrap_or_default());
    let mut set = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = write!(text, ",\n  {name} = {value}");
        }
    };
    let editors: Vec<Named> = imprint.editors.iter().map(Named::from).collect();
    set("author", (!authors.is_empty()).then(|| people(authors)));
    set("editor", (!editors.is_empty()).then(|| people(&editors)));
    set("title", title.as_deref().map(plain));
    set(house, publisher.as_ref().map(|named| plain(&named.name)));
    let is_article = type_word == "article";
    set("booktitle", imprint.container_title.as_deref().map(plain));
    set("publisher", imprint.house.as_deref().filter(|_| is_article).map(plain));
    set("location", imprint.publisher_place.as_deref().map(plain));
    set("series", imprint.series.as_deref().map(plain));
    set("edition", imprint.edition.as_deref().map(plain));
    set("volume", imprint.volume.as_deref().map(plain));
    let (number, issue) =
        if is_article { (&imprint.issue, &None) } else { (&imprint.number, &imprint.issue) };
    set("number", number.as_deref().map(plain));
    set("issue", issue.as_deref().map(plain));
    set("pages", imprint.pages.as_deref().map(|pages| plain(&pages.replace('-', "--"))));
    set("issn", imprint.issn.as_deref().map(plain));
    set("date", published_on.as_ref().map(|date| plain(date.as_str())));
    // The old styles know no date.
    set("year", published_on.as_ref().and_then(year).map(|year| plain(&year)));
    set("type", words_of_kind(*kind).map(plain));
    set("doi", doi.as_deref().map(verbatim));
    set("isbn", isbn.as_deref().map(plain));
    set("url", url.as_deref().map(verbatim));
    set("urldate", accessed_on.map(|day| plain(&day.to_string())));
    set("langid", language.as_deref().map(plain));
    text.push_str("\n}\n");
    text
}

fn year(date: &PartialDate) -> Option<String> {
    date.as_str().get(..4).map(str::to_owned)
}

/// A text, with what TeX would take for something else escaped.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '{' | '}' | '#' | '&' | '%' | '$' | '_' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

fn plain(text: &str) -> String {
    format!("{{{}}}", escaped(text))
}

/// The text of a field that TeX takes as it is.
fn verbatim(text: &str) -> String {
    let mut value = String::with_capacity(text.len() + 2);
    value.push('{');
    for c in text.chars() {
        if matches!(c, '{' | '}' | '\\') {
            value.push('\\');
        }
        value.push(c);
    }
    value.push('}');
    value
}

/// Names, the last one of a person first; what is no person in braces, so that it stays whole.
fn people(authors: &[Named]) -> String {
    let name = |author: &Named| {
        let is_plain = !author.name.contains([',', '=']) && !author.name.contains(" and ");
        match author.parted() {
            (Some(given), family) if is_plain => {
                format!("{}, {}", escaped(family), escaped(given))
            }
            _ => plain(&author.name),
        }
    };
    format!("{{{}}}", authors.iter().map(name).collect::<Vec<_>>().join(" and "))
}
