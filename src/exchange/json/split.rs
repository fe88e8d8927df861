//! Parts a JSON text into its items without holding more than one of them.

use std::io::{self, BufRead};

use super::{DEEPEST, Piece};
use crate::exchange::file::{CUT, ITEM_MAX, too_long};

/// A JSON text that is being parted.
pub(super) struct Splitter<R> {
    reader: R,
    holders: &'static [&'static str],
    line: u64,
    read: u64,
    around: Vec<Around>,
    item: Option<Item>,
    /// Something that is no item.
    stray: Option<(u64, Vec<u8>)>,
    is_open: bool,
}

/// What is around the place where the text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Around {
    /// A list of items.
    List,
    /// The rest of an object that holds such a list, so many brackets deep.
    Rest { depth: usize, text: Text },
}

/// Whether a text is read, between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Text {
    Outside,
    Inside,
    /// After a backslash.
    Escaped,
}

impl Text {
    const fn after(self, byte: u8) -> Self {
        match (self, byte) {
            (Self::Outside, b'"') | (Self::Escaped, _) => Self::Inside,
            (Self::Inside, b'\\') => Self::Escaped,
            (Self::Inside, b'"') | (Self::Outside, _) => Self::Outside,
            (Self::Inside, _) => Self::Inside,
        }
    }
}

/// An object that is being read.
struct Item {
    line: u64,
    bytes: Vec<u8>,
    /// The brackets that are open.
    open: Vec<u8>,
    /// How many more are: they are counted so that the end of the item is found.
    beyond: usize,
    text: Text,
    /// The name of the field of the outermost object whose value comes.
    key: Vec<u8>,
    /// Whether a text is a name and not a value.
    is_key: bool,
    fault: Option<String>,
}

/// What a byte did to an item.
enum Step {
    Goes,
    Ends,
    /// It is no item: it holds a list of them.
    Holds,
}

impl Item {
    fn new(line: u64) -> Self {
        Self {
            line,
            bytes: vec![b'{'],
            open: vec![b'{'],
            beyond: 0,
            text: Text::Outside,
            key: Vec::new(),
            is_key: true,
            fault: None,
        }
    }

    fn take(&mut self, byte: u8, holders: &[&str]) -> Step {
        self.keep(byte);
        let before = self.text;
        self.text = before.after(byte);
        if before != Text::Outside || self.text != Text::Outside {
            self.note_key(byte, before);
            return Step::Goes;
        }
        match byte {
            b'[' if self.open.len() == 1 && holders.iter().any(|name| self.is_at(name)) => {
                return Step::Holds;
            }
            b'{' | b'[' => {
                if self.open.len() < DEEPEST {
                    self.open.push(byte);
                } else {
                    self.fail(format!("it is nested deeper than {DEEPEST} levels"));
                    self.beyond += 1;
                }
            }
            b'}' | b']' if self.beyond > 0 => self.beyond -= 1,
            b'}' | b']' => {
                let wanted = if byte == b'}' { b'{' } else { b'[' };
                if self.open.pop() != Some(wanted) {
                    self.fail("this is not JSON: its brackets do not match".to_owned());
                    return Step::Ends;
                }
                if self.open.is_empty() {
                    return Step::Ends;
                }
            }
            b',' if self.open.len() == 1 => self.is_key = true,
            b':' if self.open.len() == 1 => self.is_key = false,
            _ => {}
        }
        Step::Goes
    }

    fn keep(&mut self, byte: u8) {
        if self.fault.is_some() {
            return;
        }
        self.bytes.push(byte);
        if self.bytes.len() > ITEM_MAX {
            self.fail(too_long());
        }
    }

    fn fail(&mut self, fault: String) {
        if self.fault.is_none() {
            self.fault = Some(fault);
            self.bytes.truncate(CUT);
            self.bytes.shrink_to_fit();
        }
    }

    /// Keeps the name of a field of the outermost object; a long one is none that we look for.
    fn note_key(&mut self, byte: u8, before: Text) {
        if self.open.len() != 1 || !self.is_key {
            return;
        }
        if before == Text::Outside {
            self.key.clear();
        } else if self.text != Text::Outside && self.key.len() < 64 {
            self.key.push(byte);
        }
    }

    fn is_at(&self, name: &str) -> bool {
        !self.is_key && self.key == name.as_bytes()
    }

    fn into_piece(self) -> Piece {
        Piece { line: self.line, bytes: self.bytes, fault: self.fault }
    }
}

impl<R: BufRead> Splitter<R> {
    /// `line` is the number of the first line.
    pub(super) fn new(reader: R, holders: &'static [&'static str], line: u64) -> Self {
        Self {
            reader,
            holders,
            line,
            read: 0,
            around: Vec::new(),
            item: None,
            stray: None,
            is_open: true,
        }
    }

    pub(super) fn into_reader(self) -> R {
        self.reader
    }

    /// How many bytes were read.
    pub(super) const fn read(&self) -> u64 {
        self.read
    }

    /// The next item.
    pub(super) fn next(&mut self) -> io::Result<Option<Piece>> {
        while self.is_open {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                self.is_open = false;
                return Ok(self.end());
            }
            let buffer = buffer.to_vec();
            for (index, byte) in buffer.iter().enumerate() {
                let piece = self.take(*byte);
                if *byte == b'\n' {
                    self.line += 1;
                }
                if piece.is_some() {
                    self.consume(index + 1);
                    return Ok(piece);
                }
            }
            self.consume(buffer.len());
        }
        Ok(None)
    }

    fn consume(&mut self, count: usize) {
        self.reader.consume(count);
        self.read += count as u64;
    }

    /// What is left at the end of the text.
    fn end(&mut self) -> Option<Piece> {
        if let Some(mut item) = self.item.take() {
            item.fail("this is not JSON: it does not end".to_owned());
            return Some(item.into_piece());
        }
        self.end_of_stray()
    }

    fn take(&mut self, byte: u8) -> Option<Piece> {
        if let Some(item) = &mut self.item {
            return match item.take(byte, self.holders) {
                Step::Goes => None,
                Step::Ends => self.item.take().map(Item::into_piece),
                Step::Holds => {
                    self.item = None;
                    self.around.push(Around::Rest { depth: 1, text: Text::Outside });
                    self.around.push(Around::List);
                    None
                }
            };
        }
        if let Some(Around::Rest { depth, text }) = self.around.last_mut() {
            let was_outside = *text == Text::Outside;
            *text = text.after(byte);
            if was_outside && *text == Text::Outside {
                match byte {
                    b'{' | b'[' => *depth += 1,
                    b'}' | b']' => *depth -= 1,
                    _ => {}
                }
            }
            if *depth == 0 {
                self.around.pop();
            }
            return None;
        }
        self.between(byte)
    }

    /// Reads what stands between items.
    fn between(&mut self, byte: u8) -> Option<Piece> {
        match byte {
            b'{' => {
                let stray = self.end_of_stray();
                self.item = Some(Item::new(self.line));
                stray
            }
            b'[' if self.around.len() < DEEPEST => {
                self.around.push(Around::List);
                self.end_of_stray()
            }
            b']' if self.around.last() == Some(&Around::List) => {
                self.around.pop();
                self.end_of_stray()
            }
            b',' | b'\n' => self.end_of_stray(),
            b'\xef' | b'\xbb' | b'\xbf' if self.read == 0 && self.line == 1 => None,
            _ if byte.is_ascii_whitespace() && self.stray.is_none() => None,
            _ => {
                let (_, bytes) = self.stray.get_or_insert_with(|| (self.line, Vec::new()));
                if bytes.len() < CUT {
                    bytes.push(byte);
                }
                None
            }
        }
    }

    fn end_of_stray(&mut self) -> Option<Piece> {
        let (line, bytes) = self.stray.take()?;
        let fault = Some("this is no item: an item is an object in braces".to_owned());
        Some(Piece { line, bytes, fault })
    }
}
