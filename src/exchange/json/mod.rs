//! JSON files of many items: lists, feeds, lines, and the scripts of web pages, read item by item in
//! bounded memory.

mod markup;
mod split;
#[cfg(test)]
mod tests;

use std::io::{self, BufReader, Cursor, Read as _, Seek as _};

use serde_json::Value;

use self::{markup::Markup, split::Splitter};
use super::{
    engine::{Fault, Refused, Rejects},
    file::{self, Outline, Rewindable},
};
use crate::{Error, Result};

/// How much of a file is looked at to find out its form.
const SAMPLE: u64 = 64 << 10;

/// How deep an item may be nested.
const DEEPEST: usize = 64;

/// What begins the names of fields in which we say what was wrong.
const OWN: &str = "claimbase_";

/// An item of a file.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// The line on which it begins, from 1; its place among the items where many stand on the first
    /// line.
    pub(super) line: u64,
    /// Its bytes; the beginning of them where it is too long.
    pub(super) bytes: Vec<u8>,
    /// What is wrong with it already.
    pub(super) fault: Option<String>,
}

impl Piece {
    /// The item, without what an import before said of it.
    pub(super) fn value(&self) -> std::result::Result<Value, Fault> {
        if let Some(fault) = &self.fault {
            return Err(Fault::whole(fault.clone()));
        }
        let mut value: Value = serde_json::from_slice(&self.bytes).map_err(|error| {
            let told = error.to_string();
            let why = told.split(" at line ").next().unwrap_or_default();
            let utf8 = std::str::from_utf8(&self.bytes).is_err();
            let why = if utf8 { "it is not UTF-8: save the file in that encoding" } else { why };
            Fault::whole(format!("this is not JSON: {why}"))
        })?;
        if let Value::Object(fields) = &mut value {
            fields.retain(|name, _| !name.starts_with(OWN));
        }
        Ok(value)
    }
}

/// How the items stand in a file.
enum Form {
    /// One JSON text: an item, a list, an object that holds a list.
    Document(Splitter<BufReader<Box<dyn Rewindable>>>),
    /// One JSON text on each line.
    Lines { reader: BufReader<Box<dyn Rewindable>>, line: u64, ready: Vec<Piece> },
    /// Scripts, of a page or one on each line.
    Markup { scripts: Markup<BufReader<Box<dyn Rewindable>>>, ready: Vec<Piece> },
}

/// A file, item by item.
pub(super) struct Pieces {
    form: Option<Form>,
    kind: Kind,
    outline: Outline,
    /// Fields whose lists hold items.
    holders: &'static [&'static str],
    read: u64,
    /// How many items were read, and the line of the first.
    count: u64,
    first: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Document,
    Lines,
    Page,
    Scripts,
}

impl Pieces {
    /// Opens a file. Items stand in lists, and in lists of the fields `holders` of an object.
    pub(super) fn open(
        mut file: Box<dyn Rewindable>,
        holders: &'static [&'static str],
    ) -> Result<Self> {
        let unread = |error| Error::internal("reading an import", error);
        let outline = Outline::of(&mut *file)?;
        let mut sample = Vec::new();
        (&mut file).take(SAMPLE).read_to_end(&mut sample).map_err(unread)?;
        let kind = kind(&sample)?;
        let mut pieces = Self { form: None, kind, outline, holders, read: 0, count: 0, first: 1 };
        pieces.begin(file)?;
        Ok(pieces)
    }

    fn begin(&mut self, mut file: Box<dyn Rewindable>) -> Result<()> {
        file.rewind().map_err(|error| Error::internal("reading an import", error))?;
        let reader = BufReader::new(file);
        self.form = Some(match self.kind {
            Kind::Document => Form::Document(Splitter::new(reader, self.holders, 1)),
            Kind::Lines => Form::Lines { reader, line: 0, ready: Vec::new() },
            Kind::Page => Form::Markup { scripts: Markup::new(reader, false), ready: Vec::new() },
            Kind::Scripts => Form::Markup { scripts: Markup::new(reader, true), ready: Vec::new() },
        });
        (self.read, self.count) = (0, 0);
        Ok(())
    }

    /// Goes back to the first item.
    pub(super) fn rewind(&mut self) -> Result<()> {
        let file = match self.form.take() {
            Some(Form::Document(splitter)) => splitter.into_reader(),
            Some(Form::Lines { reader, .. }) => reader,
            Some(Form::Markup { scripts, .. }) => scripts.into_reader(),
            None => return Ok(()),
        };
        self.begin(file.into_inner())
    }

    pub(super) fn hash(&self) -> &str {
        &self.outline.hash
    }

    pub(super) fn progress(&self) -> (u64, u64) {
        (self.read, self.outline.length)
    }

    /// The next item.
    pub(super) fn next(&mut self) -> Result<Option<Piece>> {
        let unread = |error: io::Error| Error::internal("reading an import", error);
        let holders = self.holders;
        let piece = match &mut self.form {
            None => None,
            Some(Form::Document(splitter)) => {
                let piece = splitter.next().map_err(unread)?;
                self.read = splitter.read();
                piece
            }
            Some(Form::Lines { reader, line, ready }) => loop {
                if let Some(piece) = ready.pop() {
                    break Some(piece);
                }
                let Some(text) = file::line(reader).map_err(unread)? else { break None };
                self.read += text.length;
                *line += 1;
                *ready = pieces_of(text.bytes, *line, text.fault, holders).map_err(unread)?;
            },
            Some(Form::Markup { scripts, ready }) => loop {
                if let Some(piece) = ready.pop() {
                    break Some(piece);
                }
                let Some(script) = scripts.next().map_err(unread)? else { break None };
                self.read = scripts.read();
                let Piece { line, bytes, fault } = script;
                *ready = pieces_of(bytes, line, fault, holders).map_err(unread)?;
            },
        };
        let Some(mut piece) = piece else { return Ok(None) };
        self.count += 1;
        if self.count == 1 {
            self.first = piece.line;
        }
        if self.kind == Kind::Document && self.first == 1 {
            // A text without line ends has all its items on line 1, which tells them not apart.
            piece.line = self.count;
        }
        Ok(Some(piece))
    }
}

/// The items of a text that is at hand, the last first.
fn pieces_of(
    bytes: Vec<u8>,
    line: u64,
    fault: Option<String>,
    holders: &'static [&'static str],
) -> io::Result<Vec<Piece>> {
    if fault.is_some() {
        return Ok(vec![Piece { line, bytes, fault }]);
    }
    let mut splitter = Splitter::new(Cursor::new(bytes), holders, line);
    let mut pieces = Vec::new();
    while let Some(piece) = splitter.next()? {
        let is_broken = piece.fault.is_some();
        pieces.push(piece);
        if is_broken {
            // What comes after it in this text is hardly what it seems.
            break;
        }
    }
    pieces.reverse();
    Ok(pieces)
}

fn kind(sample: &[u8]) -> Result<Kind> {
    if sample.starts_with(b"\xff\xfe") || sample.starts_with(b"\xfe\xff") {
        return Err(Error::invalid("file", "the file is UTF-16: save it in UTF-8"));
    }
    if sample.starts_with(b"\x1f\x8b") {
        let message =
            "the file is compressed: unpack it first, as in zcat FILE | claimbase import … -";
        return Err(Error::invalid("file", message));
    }
    let text = sample.strip_prefix(b"\xef\xbb\xbf").unwrap_or(sample).trim_ascii_start();
    match text.first() {
        None => Err(Error::invalid("file", "the file is empty")),
        Some(b'<') if starts_with(text, b"<script") => Ok(Kind::Scripts),
        Some(b'<') => Ok(Kind::Page),
        Some(b'{' | b'[') => {
            let mut lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
            let first = lines.next().unwrap_or_default();
            let is_whole = first.starts_with(b"{") && first.ends_with(b"}");
            let by_line = is_whole && lines.any(|line| !line.is_empty());
            Ok(if by_line { Kind::Lines } else { Kind::Document })
        }
        Some(_) => {
            let message = "this is neither JSON nor a web page: it begins with neither {, [ nor <";
            Err(Error::invalid("file", message))
        }
    }
}

fn starts_with(text: &[u8], word: &[u8]) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// How refused items are written: one on a line, with what is wrong in fields of its own.
#[derive(Clone, Copy, Debug)]
pub struct JsonLines;

impl Rejects<Vec<u8>> for JsonLines {
    fn extension(&self) -> &'static str {
        "jsonl"
    }

    fn head(&self) -> Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn item(&self, refused: &Refused<Vec<u8>>) -> Result<Vec<u8>> {
        let Refused { line, column, reason, raw } = refused;
        let mut fields = serde_json::Map::new();
        fields.insert(format!("{OWN}line"), (*line).into());
        fields.insert(format!("{OWN}field"), column.as_str().into());
        fields.insert(format!("{OWN}reason"), reason.as_str().into());
        if let Ok(Value::Object(item)) = serde_json::from_slice::<Value>(raw) {
            fields.extend(item.into_iter().filter(|(name, _)| !name.starts_with(OWN)));
        } else {
            let text = String::from_utf8_lossy(raw).into_owned();
            fields.insert(format!("{OWN}text"), text.into());
        }
        let mut line = serde_json::to_vec(&fields)
            .map_err(|error| Error::internal("writing the rejects", error))?;
        line.push(b'\n');
        Ok(line)
    }
}
