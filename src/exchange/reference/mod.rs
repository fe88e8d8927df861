//! References as managers of them keep them: CSL-JSON and BibTeX in and out, RIS in.

pub mod bibtex;
mod collect;
pub mod csl;
pub mod ris;
mod take;

use std::{collections::HashSet, io::Write};

use chrono::NaiveDate;
use entity::vocab::{AgentKind, SourceKind};

pub use take::References;

use crate::{
    Error, Result,
    domain::{
        imprint::{Editor, Imprint},
        language,
        partial_date::PartialDate,
    },
    exchange::engine::Refused,
    store::Read,
};

/// The scheme of the external id that keeps a citation key.
pub const KEY: &str = "citation-key";

/// A document, as a reference to it tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The key by which it is cited; `None` where it has none.
    pub(super) key: Option<String>,
    /// The id of the source where it is on record, which stands for a key that cannot be written;
    /// `None` for one that is read.
    pub(super) own: Option<String>,
    pub(super) kind: SourceKind,
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    pub(super) doi: Option<String>,
    pub(super) isbn: Option<String>,
    /// Who published it: the newspaper, else the publisher.
    pub(super) publisher: Option<Named>,
    pub(super) authors: Vec<Named>,
    pub(super) published_on: Option<PartialDate>,
    pub(super) accessed_on: Option<NaiveDate>,
    pub(super) language: Option<String>,
    /// Volume, pages, editors and the like.
    pub(super) imprint: Imprint,
}

/// A person or an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) kind: AgentKind,
}

impl Named {
    /// A person by the parts of the name, those that are empty left out.
    pub(super) fn person(parts: &[&str]) -> Self {
        let words: Vec<&str> = parts.iter().flat_map(|part| part.split_whitespace()).collect();
        Self { name: words.join(" "), kind: AgentKind::Person }
    }

    /// An organisation.
    pub(super) fn organisation(name: &str) -> Self {
        let words: Vec<&str> = name.split_whitespace().collect();
        Self { name: words.join(" "), kind: AgentKind::Organisation }
    }

    /// The given names of a person, and the last one, which is put first in lists; a name of one word
    /// has no given names.
    pub(super) fn parted(&self) -> (Option<&str>, &str) {
        match self.name.rsplit_once(' ') {
            Some((given, family)) if self.kind == AgentKind::Person => (Some(given), family),
            _ => (None, &self.name),
        }
    }
}

impl From<&Named> for Editor {
    fn from(named: &Named) -> Self {
        let (given, family) = named.parted();
        Self { family: family.to_owned(), given: given.map(str::to_owned) }
    }
}

impl From<&Editor> for Named {
    fn from(editor: &Editor) -> Self {
        match &editor.given {
            Some(given) => Self::person(&[given, &editor.family]),
            None => Self::organisation(&editor.family),
        }
    }
}

/// Who publishes what a reference is to.
#[derive(Clone, Copy)]
enum Of {
    /// It is a part of a book, which is no publisher.
    Book,
    /// A house publishes it by itself, whatever it is a part of.
    House,
    /// What it is a part of publishes it.
    Neither,
}

/// Where a document came out.
struct Placed {
    publisher: Option<String>,
    /// What it is a part of, where that is not the publisher.
    container_title: Option<String>,
    /// The house behind the publisher.
    house: Option<String>,
}

/// Where a document came out, by what it is a part of and the house that is named.
fn placed(of: Of, within: Option<String>, house: Option<String>) -> Placed {
    let (publisher, rest) = match (of, within, house) {
        (Of::Book, within, house) => (house, within),
        (Of::House, Some(within), Some(house)) => (Some(house), Some(within)),
        (Of::Neither, Some(within), Some(house)) => (Some(within), Some(house)),
        (_, within, house) => (within.or(house), None),
    };
    let (container_title, house) = match of {
        Of::Book | Of::House => (rest, None),
        Of::Neither => (None, rest),
    };
    Placed { publisher, container_title, house }
}

/// Pages as one writes them without TeX: 12-15.
fn pages(written: &str) -> String {
    written.replace(['–', '—'], "-").replace("--", "-")
}

/// Kinds of sources that no type of the formats stands for, and the words that tell them.
const WORDS: [(SourceKind, &str); 6] = [
    (SourceKind::PressRelease, "Press release"),
    (SourceKind::WireItem, "Wire item"),
    (SourceKind::Speech, "Speech"),
    (SourceKind::Post, "Post"),
    (SourceKind::Broadcast, "Broadcast"),
    (SourceKind::Dataset, "Dataset"),
];

/// The kind that words beside the type mean; `None` where none.
fn kind_of_words(words: Option<&str>) -> Option<SourceKind> {
    let words = words?;
    WORDS.iter().find(|(_, word)| word.eq_ignore_ascii_case(words)).map(|(kind, _)| *kind)
}

/// The words that tell a kind; `None` where a type does.
fn words_of_kind(kind: SourceKind) -> Option<&'static str> {
    WORDS.iter().find(|(known, _)| *known == kind).map(|(_, word)| *word)
}

/// Languages as BibTeX calls them.
const LANGUAGES: [(&str, &str); 16] = [
    ("arabic", "ar"),
    ("american", "en-US"),
    ("british", "en-GB"),
    ("dutch", "nl"),
    ("english", "en"),
    ("french", "fr"),
    ("german", "de"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("ngerman", "de"),
    ("persian", "fa"),
    ("portuguese", "pt"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
];

/// A language as a BCP 47 tag; `None` for one that is neither a tag nor known by name.
fn tag(language: &str) -> Option<String> {
    let name = language.trim().to_lowercase();
    let known = LANGUAGES.iter().find(|(known, _)| *known == name).map(|(_, tag)| *tag);
    language::parse("language", known.unwrap_or(language)).ok()
}

/// A DOI without what is written before it.
fn bare_doi(doi: &str) -> Option<String> {
    let start = doi.find("10.")?;
    Some(doi[start..].trim().to_owned()).filter(|doi| doi.contains('/'))
}

/// A refused reference after a line that says what is wrong with it.
fn said_before(refused: &Refused<Vec<u8>>) -> Vec<u8> {
    let Refused { line, column, reason, raw } = refused;
    let at = if column.is_empty() { String::new() } else { format!("{column}: ") };
    // An @ would begin an entry.
    let said = format!("% claimbase: line {line}: {at}{reason}").replace(['@', '\n'], " ");
    let mut text = said.into_bytes();
    text.push(b'\n');
    text.extend(raw.trim_ascii());
    text.extend(b"\n\n");
    text
}

/// How references are written.
pub trait Writer {
    /// What stands before the first.
    fn head(&self) -> &'static str;
    /// What stands between two.
    fn between(&self) -> &'static str;
    /// What stands after the last.
    fn tail(&self) -> &'static str;
    /// Whether the format can hold a key.
    fn takes(&self, key: &str) -> bool {
        !key.is_empty()
    }
    /// One of them, which has a key.
    fn reference(&self, reference: &Reference) -> Result<String>;
}

/// Writes every source that counts, by id: once for each of its citation keys, or by its id where it
/// has none. Returns how many references.
pub async fn export(
    db: &impl Read,
    writer: &(dyn Writer + Sync),
    out: &mut (dyn Write + Send),
) -> Result<u64> {
    let unwritten = |error| Error::internal("writing an export", error);
    let (mut after, mut count) = (None, 0);
    // No two references of a file have one key.
    let mut written: HashSet<String> = HashSet::new();
    out.write_all(writer.head().as_bytes()).map_err(unwritten)?;
    loop {
        let (last, references) = collect::page(db, after).await?;
        let Some(last) = last else { break };
        after = Some(last);
        for mut reference in references {
            let is_good = |key: &String| writer.takes(key) && !written.contains(key);
            reference.key = reference.key.filter(is_good).or_else(|| reference.own.clone());
            written.extend(reference.key.clone());
            if count > 0 {
                out.write_all(writer.between().as_bytes()).map_err(unwritten)?;
            }
            out.write_all(writer.reference(&reference)?.as_bytes()).map_err(unwritten)?;
            count += 1;
        }
    }
    out.write_all(writer.tail().as_bytes()).map_err(unwritten)?;
    out.flush().map_err(unwritten)?;
    Ok(count)
}
