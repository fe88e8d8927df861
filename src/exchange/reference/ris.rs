//! RIS, as databases and older managers of references export it.

use std::io::{BufReader, Seek as _};

use chrono::NaiveDate;
use entity::vocab::{AgentKind, SourceKind};

use super::{Named, Of, Placed, Reference, bare_doi, pages, placed, tag};
use crate::{
    Error, Result,
    domain::{
        imprint::{Editor, Imprint},
        partial_date::PartialDate,
    },
    exchange::{
        date,
        engine::{Entry, Fault, Items, Refused, Rejects},
        file::{self, CUT, ITEM_MAX, Outline, Rewindable, too_long},
    },
};

/// Types of references, and the kinds of sources that they are.
const TYPES: [(&str, SourceKind); 16] = [
    ("NEWS", SourceKind::Article),
    ("MGZN", SourceKind::Article),
    ("JOUR", SourceKind::Article),
    ("EJOUR", SourceKind::Article),
    ("INPR", SourceKind::Article),
    ("RPRT", SourceKind::Report),
    ("GOVDOC", SourceKind::Report),
    ("BOOK", SourceKind::Report),
    ("THES", SourceKind::Report),
    ("HEAR", SourceKind::Report),
    ("BLOG", SourceKind::Post),
    ("DATA", SourceKind::Dataset),
    ("DBASE", SourceKind::Dataset),
    ("VIDEO", SourceKind::Broadcast),
    ("SOUND", SourceKind::Broadcast),
    ("ELEC", SourceKind::Other),
];

/// Types of books and their parts, and what CSL calls them.
const FORMS: [(&str, &str); 5] = [
    ("BOOK", "book"),
    ("THES", "thesis"),
    ("CHAP", "chapter"),
    ("CONF", "paper-conference"),
    ("CPAPER", "paper-conference"),
];

/// A file of references.
pub struct RisItems {
    reader: Option<BufReader<Box<dyn Rewindable>>>,
    outline: Outline,
    line: u64,
    read: u64,
    /// One that began before the one before was ended.
    begun: Option<Raw>,
}

/// A reference as it stands in the file.
struct Raw {
    line: u64,
    bytes: Vec<u8>,
    fault: Option<String>,
}

impl Raw {
    fn fail(&mut self, fault: &str) {
        if self.fault.is_none() {
            self.fault = Some(fault.to_owned());
            self.bytes.truncate(CUT);
        }
    }
}

impl RisItems {
    /// Opens a file.
    pub fn open(mut file: Box<dyn Rewindable>) -> Result<Self> {
        let outline = Outline::of(&mut *file)?;
        let reader = Some(BufReader::new(file));
        Ok(Self { reader, outline, line: 0, read: 0, begun: None })
    }

    /// The next reference; what stands between references is passed over.
    fn raw(&mut self) -> Result<Option<Raw>> {
        let unread = |error| Error::internal("reading an import", error);
        let mut raw = self.begun.take();
        loop {
            let Some(reader) = &mut self.reader else { return Ok(raw) };
            let Some(text) = file::line(reader).map_err(unread)? else {
                if let Some(raw) = &mut raw {
                    raw.fail("the reference does not end: write ER  - after it");
                }
                return Ok(raw);
            };
            self.read += text.length;
            self.line += 1;
            let name = field(&text.bytes).map(|(name, _)| name);
            if name == Some(*b"TY") {
                let new = Raw { line: self.line, bytes: Vec::new(), fault: None };
                if let Some(mut before) = raw.replace(new) {
                    before.fail("the reference does not end: write ER  - after it");
                    let mut begun = raw.take();
                    if let Some(begun) = &mut begun {
                        begun.bytes = with_end(&text.bytes);
                    }
                    self.begun = begun;
                    return Ok(Some(before));
                }
            }
            let Some(open) = &mut raw else { continue };
            if open.fault.is_none() {
                open.bytes.extend(with_end(&text.bytes));
            }
            if let Some(fault) = text.fault {
                open.fail(&fault);
            } else if open.bytes.len() > ITEM_MAX {
                open.fail(&too_long());
            }
            if name == Some(*b"ER") {
                return Ok(raw);
            }
        }
    }
}

fn with_end(line: &[u8]) -> Vec<u8> {
    let mut bytes = line.strip_suffix(b"\r").unwrap_or(line).to_vec();
    bytes.push(b'\n');
    bytes
}

/// The name and the value of a field: "TY  - NEWS".
fn field(line: &[u8]) -> Option<([u8; 2], &[u8])> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii_end();
    let (name, rest) = line.split_at_checked(2)?;
    let name: [u8; 2] = name.try_into().ok()?;
    let is_name =
        name[0].is_ascii_uppercase() && (name[1].is_ascii_uppercase() || name[1].is_ascii_digit());
    let rest = rest.trim_ascii_start().strip_prefix(b"-")?;
    is_name.then_some((name, rest.trim_ascii()))
}

impl Items for RisItems {
    type Item = Reference;
    type Raw = Vec<u8>;

    fn next(&mut self) -> Result<Option<Entry<Reference, Vec<u8>>>> {
        let Some(raw) = self.raw()? else { return Ok(None) };
        let Raw { line, bytes, fault } = raw;
        let item = match fault {
            Some(fault) => Err(Fault::whole(fault)),
            None => read(&bytes),
        };
        Ok(Some(Entry { line, size: bytes.len(), raw: bytes, item }))
    }

    fn rewind(&mut self) -> Result<()> {
        if let Some(reader) = self.reader.take() {
            let mut file = reader.into_inner();
            file.rewind().map_err(|error| Error::internal("reading an import", error))?;
            self.reader = Some(BufReader::new(file));
        }
        (self.line, self.read, self.begun) = (0, 0, None);
        Ok(())
    }

    fn hash(&self) -> &str {
        &self.outline.hash
    }

    fn progress(&self) -> (u64, u64) {
        (self.read, self.outline.length)
    }
}

type Read<T> = std::result::Result<T, Fault>;

fn read(bytes: &[u8]) -> Read<Reference> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Fault::whole("the reference is not UTF-8: save the file in that encoding"))?;
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match field(line.as_bytes()) {
            Some((name, value)) => fields.push((
                String::from_utf8_lossy(&name).into_owned(),
                String::from_utf8_lossy(value).into_owned(),
            )),
            // A value that goes on.
            None => {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            }
        }
    }
    let get = |names: &[&str]| {
        names.iter().find_map(|wanted| {
            let found = fields.iter().find(|(name, value)| name == wanted && !value.is_empty());
            found.map(|(_, value)| value.clone())
        })
    };
    let type_word = get(&["TY"]).unwrap_or_default();
    let known = TYPES.iter().find(|(name, _)| *name == type_word);
    let kind = known.map_or(SourceKind::Other, |(_, kind)| *kind);
    let is_news = matches!(type_word.as_str(), "NEWS" | "MGZN");
    let form = FORMS.iter().find(|(name, _)| *name == type_word).map(|(_, form)| *form);
    let is_part = matches!(form, Some("chapter" | "paper-conference"));
    let of = match kind {
        _ if is_part => Of::Book,
        SourceKind::Report | SourceKind::Dataset => Of::House,
        _ => Of::Neither,
    };
    let Placed { publisher, container_title, house } =
        placed(of, get(&["T2", "JF", "JO", "BT"]), get(&["PB"]));
    let publisher = publisher.map(|name| Named {
        kind: if is_news { AgentKind::NewsOutlet } else { AgentKind::Organisation },
        ..Named::organisation(&name)
    });
    let people = |names: &[&str]| -> Vec<Named> {
        let found = fields
            .iter()
            .filter(|(name, value)| names.contains(&name.as_str()) && !value.is_empty());
        found.map(|(_, value)| author(value)).collect()
    };
    let editors = people(&["ED", "A2"]);
    let number = get(&["IS"]);
    let (issue, number) = if kind == SourceKind::Report { (None, number) } else { (number, None) };
    let first_page = get(&["SP"]).map(|first| match get(&["EP"]) {
        Some(last) if !first.contains('-') && last != first => format!("{first}-{last}"),
        _ => first,
    });
    let imprint = Imprint {
        form: form.map(str::to_owned),
        container_title,
        house,
        publisher_place: get(&["CY", "PP"]),
        volume: get(&["VL"]),
        issue,
        number,
        pages: first_page.as_deref().map(pages),
        edition: get(&["ET"]),
        series: get(&["T3"]),
        issn: get(&["SN"]).filter(|_| form.is_none()),
        editors: editors.iter().map(Editor::from).collect(),
    };
    let accessed = get(&["Y2"]).map(|text| dated("Y2", &text)).transpose()?.flatten();
    Ok(Reference {
        key: get(&["ID"]),
        own: None,
        kind,
        title: get(&["TI", "T1", "CT"]),
        url: get(&["UR"]),
        doi: get(&["DO"]).as_deref().and_then(bare_doi),
        isbn: get(&["SN"]).filter(|_| form.is_some()),
        publisher,
        authors: people(&["AU", "A1"]),
        published_on: match get(&["DA", "PY", "Y1"]) {
            Some(text) => dated("DA", &text)?,
            None => None,
        },
        accessed_on: accessed
            .and_then(|date: PartialDate| -> Option<NaiveDate> { date.exact_day() }),
        language: get(&["LA"]).as_deref().and_then(tag),
        imprint,
    })
}

/// "Hentzau, Rupert, Jr."; a name without a comma is no person's.
fn author(value: &str) -> Named {
    let mut parts = value.split(',').map(str::trim);
    let (family, given) = (parts.next().unwrap_or_default(), parts.next());
    match given {
        Some(given) => Named::person(&[given, family, parts.next().unwrap_or_default()]),
        None => Named::organisation(family),
    }
}

/// "2018/01/22/afternoon": what is left out is not known, and the rest is words.
fn dated(column: &str, text: &str) -> Read<Option<PartialDate>> {
    let parts: Vec<&str> =
        text.split('/').take(3).map(str::trim).take_while(|part| !part.is_empty()).collect();
    let is_plain = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let text = match parts.as_slice() {
        [] => return Ok(None),
        _ if !is_plain => text.to_owned(),
        [year] => (*year).to_owned(),
        [year, month] => format!("{year}-{month:0>2}"),
        [year, month, day, ..] => format!("{year}-{month:0>2}-{day:0>2}"),
    };
    let fault = |error: Error| Fault { column: column.to_owned(), reason: error.to_string() };
    date::read(&text, None, None).map(Some).map_err(fault)
}

/// How refused references are written: after a line that says what is wrong, which stands in no
/// reference and so is passed over.
#[derive(Clone, Copy, Debug)]
pub struct RisRejects;

impl Rejects<Vec<u8>> for RisRejects {
    fn extension(&self) -> &'static str {
        "ris"
    }

    fn head(&self) -> Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn item(&self, refused: &Refused<Vec<u8>>) -> Result<Vec<u8>> {
        Ok(super::said_before(refused))
    }
}
