//! Reads BibTeX, each entry for itself.

use std::io::{BufReader, Seek as _};

use biblatex::{Bibliography, ChunksExt as _};
use chrono::NaiveDate;
use entity::vocab::{AgentKind, SourceKind};

use super::{FORMS, TYPES, inherit::Parents, split::Splitter};
use crate::{
    Error, Result,
    domain::{
        imprint::{Editor, Imprint},
        partial_date::PartialDate,
    },
    exchange::{
        date,
        engine::{Entry, Fault, Items},
        file::{ITEM_MAX, Outline, Rewindable},
        reference::{Named, Reference, bare_doi, kind_of_words, pages, tag},
    },
};

/// A file of entries.
pub struct BibEntries {
    splitter: Option<Splitter<BufReader<Box<dyn Rewindable>>>>,
    outline: Outline,
    /// The abbreviations that were defined so far.
    strings: String,
    /// The entries from which others take fields.
    parents: Parents,
    skipped: u64,
}

impl BibEntries {
    /// Opens a file.
    pub fn open(mut file: Box<dyn Rewindable>) -> Result<Self> {
        let outline = Outline::of(&mut *file)?;
        let parents = Parents::of(&mut *file)?;
        let splitter = Some(Splitter::new(BufReader::new(file)));
        Ok(Self { splitter, outline, strings: String::new(), parents, skipped: 0 })
    }
}

impl Items for BibEntries {
    type Item = Reference;
    type Raw = Vec<u8>;

    fn next(&mut self) -> Result<Option<Entry<Reference, Vec<u8>>>> {
        let unread = |error| Error::internal("reading an import", error);
        loop {
            let Some(splitter) = &mut self.splitter else { return Ok(None) };
            let Some(entry) = splitter.next().map_err(unread)? else { return Ok(None) };
            let word = entry.word();
            if entry.fault.is_none() {
                match word.as_str() {
                    "comment" | "preamble" => continue,
                    "xdata" | "set" => {
                        self.skipped += 1;
                        continue;
                    }
                    "string" if self.strings.len() + entry.bytes.len() < ITEM_MAX => {
                        self.strings.push_str(&String::from_utf8_lossy(&entry.bytes));
                        self.strings.push('\n');
                        continue;
                    }
                    _ => {}
                }
            }
            let item = match entry.fault {
                Some(fault) => Err(Fault::whole(fault)),
                None => match self.parents.before(&entry.bytes) {
                    Ok(parents) => read(&word, &format!("{}{parents}", self.strings), &entry.bytes),
                    Err(fault) => Err(fault),
                },
            };
            let (line, size) = (entry.line, entry.bytes.len());
            return Ok(Some(Entry { line, size, raw: entry.bytes, item }));
        }
    }

    fn rewind(&mut self) -> Result<()> {
        let unread = |error| Error::internal("reading an import", error);
        if let Some(splitter) = self.splitter.take() {
            let mut file = splitter.into_reader().into_inner();
            file.rewind().map_err(unread)?;
            self.splitter = Some(Splitter::new(BufReader::new(file)));
        }
        self.strings.clear();
        self.skipped = 0;
        Ok(())
    }

    fn hash(&self) -> &str {
        &self.outline.hash
    }

    fn progress(&self) -> (u64, u64) {
        (self.splitter.as_ref().map_or(0, Splitter::read), self.outline.length)
    }

    fn skipped(&self) -> u64 {
        self.skipped
    }
}

type Read<T> = std::result::Result<T, Fault>;

fn read(word: &str, strings: &str, bytes: &[u8]) -> Read<Reference> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Fault::whole("the entry is not UTF-8: save the file in that encoding"))?;
    let parsed = Bibliography::parse(&format!("{strings}{text}"))
        .map_err(|error| Fault::whole(format!("this is not BibTeX: {}", error.kind)))?;
    // What it inherits from stands before it.
    let Some(entry) = parsed.iter().next_back() else {
        return Err(Fault::whole("this is not BibTeX: it is no entry"));
    };
    let field = |names: &[&str]| names.iter().find_map(|name| text_of(entry, name));
    let kind = TYPES.iter().find(|(name, _)| *name == word).map(|(_, kind)| *kind);
    let kind_words = field(&["type", "howpublished"]);
    let kind = kind_of_words(kind_words.as_deref()).or(kind).unwrap_or(SourceKind::Other);
    let is_article = word == "article";
    let within = field(&["journaltitle", "journal"]);
    let house = field(&["publisher", "institution", "organization", "school"]);
    let (publisher, other_house) = match (within, house) {
        (Some(within), house) if is_article => (Some(within), house),
        (within, house) => (house.or(within), None),
    };
    let form = FORMS.iter().find(|(name, _)| *name == word);
    let number = field(&["number"]);
    let (issue, number) = if is_article { (number, None) } else { (field(&["issue"]), number) };
    let imprint = Imprint {
        form: form.map(|(_, form)| (*form).to_owned()),
        container_title: field(&["booktitle"]),
        house: other_house,
        publisher_place: field(&["location", "address"]),
        volume: field(&["volume"]),
        issue,
        number,
        pages: field(&["pages"]).as_deref().map(pages),
        edition: field(&["edition"]),
        series: field(&["series"]),
        issn: field(&["issn"]),
        editors: people(entry, "editor")?.iter().map(Editor::from).collect(),
    };
    let doi = field(&["doi"]).as_deref().and_then(bare_doi);
    let published_on = match field(&["date"]) {
        Some(text) => dated("date", &text)?,
        None => year_and_month(entry)?,
    };
    Ok(Reference {
        key: Some(entry.key.clone()),
        own: None,
        kind,
        title: title(entry),
        url: field(&["url"]),
        doi,
        isbn: field(&["isbn"]),
        publisher: publisher.as_deref().map(Named::organisation),
        authors: people(entry, "author")?,
        published_on,
        accessed_on: day(field(&["urldate"]))?,
        language: field(&["langid", "language"]).as_deref().and_then(tag),
        imprint,
    })
}

/// A field on one line; `None` where it is blank or not there.
fn text_of(entry: &biblatex::Entry, name: &str) -> Option<String> {
    let text = entry.get(name)?.format_verbatim();
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn title(entry: &biblatex::Entry) -> Option<String> {
    let title = text_of(entry, "title")?;
    Some(match text_of(entry, "subtitle") {
        Some(more) => format!("{title}: {more}"),
        None => title,
    })
}

fn people(entry: &biblatex::Entry, field: &str) -> Read<Vec<Named>> {
    if entry.get(field).is_none() {
        return Ok(Vec::new());
    }
    let fault = |reason: String| Fault { column: field.to_owned(), reason };
    let people: Vec<biblatex::Person> =
        entry.get_as(field).map_err(|error| fault(error.to_string()))?;
    let named = people.into_iter().map(|person| {
        let biblatex::Person { name, given_name, prefix, suffix, .. } = person;
        let author = Named::person(&[&given_name, &prefix, &name, &suffix]);
        let is_person = !given_name.trim().is_empty();
        Named {
            kind: if is_person { AgentKind::Person } else { AgentKind::Organisation },
            ..author
        }
    });
    // "and others" is nobody.
    Ok(named.filter(|author| !author.name.is_empty() && author.name != "others").collect())
}

fn dated(column: &str, text: &str) -> Read<Option<PartialDate>> {
    // Of a range its beginning.
    let first = text.split('/').next().unwrap_or(text);
    let fault = |error: Error| Fault { column: column.to_owned(), reason: error.to_string() };
    date::read(first, None, None).map(Some).map_err(fault)
}

fn year_and_month(entry: &biblatex::Entry) -> Read<Option<PartialDate>> {
    let Some(year) = text_of(entry, "year") else { return Ok(None) };
    let month = text_of(entry, "month");
    let text = match month.as_deref().map(|month| (month, month.parse::<u32>())) {
        Some((_, Ok(number))) => format!("{year}-{number:02}"),
        Some((name, Err(_))) => format!("{name} {year}"),
        None => year,
    };
    dated("year", &text)
}

/// A day; a date that is less exact is none.
fn day(text: Option<String>) -> Read<Option<NaiveDate>> {
    let Some(text) = text else { return Ok(None) };
    Ok(dated("urldate", &text)?.and_then(|date| date.exact_day()))
}
