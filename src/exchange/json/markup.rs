//! The scripts of linked data in a web page, or in a file that has one on each line.

use std::io::{self, BufRead};

use super::Piece;
use crate::exchange::file::{CUT, ITEM_MAX, too_long};

const BEGIN: &[u8] = b"<script";
const END: &[u8] = b"</script";

/// What a script of linked data says that it is.
const TYPE: &[u8] = b"ld+json";

/// The longest start of a script, in bytes.
const TAG_MAX: usize = 4 << 10;

/// A page that is being read.
pub(super) struct Markup<R> {
    reader: R,
    line: u64,
    read: u64,
    at: Place,
    /// Whether nothing may stand outside the scripts.
    is_strict: bool,
    is_open: bool,
}

enum Place {
    /// Outside the scripts; so many bytes of the start of one were read.
    Outside { matched: usize, stray: Option<(u64, Vec<u8>)> },
    /// In the start of a script.
    Tag(Vec<u8>),
    /// In the end of one: what follows up to the bracket is of no interest.
    Ending,
    /// In a script.
    Script {
        line: u64,
        bytes: Vec<u8>,
        is_wanted: bool,
        matched: usize,
        again: usize,
        is_long: bool,
    },
}

impl Place {
    const fn outside() -> Self {
        Self::Outside { matched: 0, stray: None }
    }
}

/// How many bytes of a word are read after one more.
fn matched(word: &[u8], before: usize, byte: u8) -> usize {
    let lower = byte.to_ascii_lowercase();
    if word.get(before) == Some(&lower) { before + 1 } else { usize::from(word[0] == lower) }
}

impl<R: BufRead> Markup<R> {
    pub(super) fn new(reader: R, is_strict: bool) -> Self {
        Self { reader, line: 1, read: 0, at: Place::outside(), is_strict, is_open: true }
    }

    pub(super) fn into_reader(self) -> R {
        self.reader
    }

    /// How many bytes were read.
    pub(super) const fn read(&self) -> u64 {
        self.read
    }

    /// The content of the next script.
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

    fn end(&mut self) -> Option<Piece> {
        match std::mem::replace(&mut self.at, Place::outside()) {
            Place::Outside { stray, .. } => stray.map(stray_piece),
            Place::Script { line, bytes, is_wanted: true, .. } => Some(unclosed(line, bytes)),
            Place::Tag(_) | Place::Ending | Place::Script { .. } => None,
        }
    }

    fn take(&mut self, byte: u8) -> Option<Piece> {
        let line = self.line;
        match &mut self.at {
            Place::Outside { matched: so_far, stray } => {
                *so_far = matched(BEGIN, *so_far, byte);
                if self.is_strict && (stray.is_some() || !byte.is_ascii_whitespace()) {
                    let (_, bytes) = stray.get_or_insert_with(|| (line, Vec::new()));
                    if bytes.len() < CUT {
                        bytes.push(byte);
                    }
                }
                if *so_far == BEGIN.len() {
                    let stray = stray.take();
                    self.at = Place::Tag(Vec::new());
                    // The start of the script itself is no stray text.
                    return stray.and_then(|(line, mut bytes)| {
                        bytes.truncate(bytes.len().saturating_sub(BEGIN.len()));
                        (!bytes.trim_ascii().is_empty()).then(|| stray_piece((line, bytes)))
                    });
                }
                if byte == b'\n' {
                    return stray.take().map(stray_piece);
                }
                None
            }
            Place::Tag(tag) => {
                if byte == b'>' || tag.len() > TAG_MAX {
                    let is_wanted =
                        tag.windows(TYPE.len()).any(|part| part.eq_ignore_ascii_case(TYPE));
                    self.at = Place::Script {
                        line,
                        bytes: Vec::new(),
                        is_wanted,
                        matched: 0,
                        again: 0,
                        is_long: false,
                    };
                } else {
                    tag.push(byte);
                }
                None
            }
            Place::Ending => {
                if byte == b'>' {
                    self.at = Place::outside();
                }
                None
            }
            Place::Script { .. } => self.take_script(byte),
        }
    }

    fn take_script(&mut self, byte: u8) -> Option<Piece> {
        let Place::Script { line, bytes, is_wanted, matched: so_far, again, is_long } =
            &mut self.at
        else {
            return None;
        };
        *so_far = matched(END, *so_far, byte);
        // One that begins on a line of its own: the one before was not closed.
        let at_start = matches!(bytes.last(), None | Some(b'\n'));
        *again = if *again == 0 && !at_start { 0 } else { matched(BEGIN, *again, byte) };
        if *is_wanted {
            bytes.push(byte);
            if bytes.len() > ITEM_MAX {
                *is_long = true;
                // What is kept is enough to see the end in it.
                bytes.drain(CUT..);
            }
        }
        let is_end = *so_far == END.len();
        if !is_end && *again < BEGIN.len() {
            return None;
        }
        let (line, mut text) = (*line, std::mem::take(bytes));
        let (is_wanted, is_long) = (*is_wanted, *is_long);
        self.at = if is_end { Place::Ending } else { Place::Tag(Vec::new()) };
        if !is_wanted {
            return None;
        }
        if is_long {
            text.truncate(CUT);
            return Some(Piece { line, bytes: text, fault: Some(too_long()) });
        }
        let cut = if is_end { END.len() } else { BEGIN.len() };
        text.truncate(text.len().saturating_sub(cut));
        Some(if is_end { Piece { line, bytes: text, fault: None } } else { unclosed(line, text) })
    }
}

fn unclosed(line: u64, bytes: Vec<u8>) -> Piece {
    let fault = Some("the script is not closed: write </script> after it".to_owned());
    Piece { line, bytes, fault }
}

fn stray_piece((line, bytes): (u64, Vec<u8>)) -> Piece {
    let fault = Some("this stands in no script: write each item in one".to_owned());
    Piece { line, bytes: bytes.trim_ascii().to_vec(), fault }
}
