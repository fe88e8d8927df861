//! Parts a file into its entries without holding more than one of them.

use std::io::{self, BufRead};

use crate::exchange::file::{CUT, ITEM_MAX, too_long};

/// An entry as it stands in the file.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The line on which it begins, from 1.
    pub(super) line: u64,
    /// Its bytes, the @ and the last bracket among them.
    pub(super) bytes: Vec<u8>,
    /// What is wrong with it already.
    pub(super) fault: Option<String>,
}

impl Entry {
    /// What stands after the @, in lower case.
    pub(super) fn word(&self) -> String {
        let letters = self.bytes.iter().skip(1).take_while(|byte| byte.is_ascii_alphabetic());
        letters.map(|byte| char::from(byte.to_ascii_lowercase())).collect()
    }
}

/// A file that is being parted.
pub(super) struct Splitter<R> {
    reader: R,
    line: u64,
    read: u64,
    entry: Option<Open>,
    is_open: bool,
}

/// An entry that is being read.
struct Open {
    entry: Entry,
    depth: usize,
    is_escaped: bool,
    /// Whether a line has begun and nothing but blanks came.
    at_start: bool,
}

impl Open {
    fn new(line: u64) -> Self {
        let entry = Entry { line, bytes: vec![b'@'], fault: None };
        Self { entry, depth: 0, is_escaped: false, at_start: false }
    }

    fn fail(&mut self, fault: String) {
        if self.entry.fault.is_none() {
            self.entry.fault = Some(fault);
            self.entry.bytes.truncate(CUT);
            self.entry.bytes.shrink_to_fit();
        }
    }

    fn keep(&mut self, byte: u8) {
        if self.entry.fault.is_some() {
            return;
        }
        self.entry.bytes.push(byte);
        if self.entry.bytes.len() > ITEM_MAX {
            self.fail(too_long());
        }
    }

    /// Takes a byte; whether the entry ends with it.
    fn take(&mut self, byte: u8) -> bool {
        self.keep(byte);
        let escaped = self.is_escaped;
        self.is_escaped = byte == b'\\' && !escaped;
        self.at_start = byte == b'\n' || (self.at_start && byte.is_ascii_whitespace());
        match byte {
            _ if escaped => {}
            b'{' => self.depth += 1,
            // Only the brackets of the whole entry may be round.
            b'(' if self.depth == 0 => self.depth += 1,
            b'}' => self.depth = self.depth.saturating_sub(1),
            b')' if self.depth == 1 && self.is_round() => self.depth = 0,
            _ => return false,
        }
        self.depth == 0
    }

    fn is_round(&self) -> bool {
        self.entry.bytes.iter().find(|byte| matches!(byte, b'{' | b'(')) == Some(&b'(')
    }

    /// Whether what was read so far can be an entry: a word, and what comes after its bracket.
    fn is_entry(&self, byte: u8) -> bool {
        self.depth > 0
            || byte.is_ascii_alphabetic()
            || (self.entry.bytes.len() > 1
                && (byte.is_ascii_whitespace() || matches!(byte, b'{' | b'(')))
    }
}

impl<R: BufRead> Splitter<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, line: 1, read: 0, entry: None, is_open: true }
    }

    pub(super) fn into_reader(self) -> R {
        self.reader
    }

    /// How many bytes were read.
    pub(super) const fn read(&self) -> u64 {
        self.read
    }

    /// The next entry; what stands between entries is passed over.
    pub(super) fn next(&mut self) -> io::Result<Option<Entry>> {
        while self.is_open {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                self.is_open = false;
                let open = self.entry.take().filter(|open| open.depth > 0);
                return Ok(open.map(unclosed));
            }
            let buffer = buffer.to_vec();
            for (index, byte) in buffer.iter().enumerate() {
                let entry = self.take(*byte);
                if *byte == b'\n' {
                    self.line += 1;
                }
                if entry.is_some() {
                    self.consume(index + 1);
                    return Ok(entry);
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

    fn take(&mut self, byte: u8) -> Option<Entry> {
        let Some(open) = &mut self.entry else {
            if byte == b'@' {
                self.entry = Some(Open::new(self.line));
            }
            return None;
        };
        // One that begins on a line of its own: the one before was not closed.
        if byte == b'@' && (open.depth == 0 || open.at_start) {
            let before = self.entry.replace(Open::new(self.line));
            return before.filter(|open| open.depth > 0).map(unclosed);
        }
        if !open.is_entry(byte) {
            self.entry = None;
            return None;
        }
        if open.take(byte) { self.entry.take().map(|open| open.entry) } else { None }
    }
}

fn unclosed(mut open: Open) -> Entry {
    let bytes = std::mem::take(&mut open.entry.bytes);
    open.fail("the entry is not closed: its braces do not match".to_owned());
    Entry { bytes, ..open.entry }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> Vec<(u64, String, bool)> {
        let mut splitter = Splitter::new(text.as_bytes());
        let mut all = Vec::new();
        while let Some(entry) = splitter.next().expect("bytes") {
            let text = String::from_utf8(entry.bytes.clone()).expect("UTF-8");
            all.push((entry.line, text, entry.fault.is_some()));
        }
        all
    }

    #[test]
    fn entries_are_parted_by_their_brackets() {
        let text = "A comment, me@example.org.\n@article{a, title = {A {B} \\{ c}}\n@book(b,\n t = \"}{)\")\n@misc {c}@misc{d}";
        let got = entries(text);
        let told: Vec<(u64, &str)> =
            got.iter().map(|(line, text, _)| (*line, text.as_str())).collect();
        assert_eq!(told[0], (2, "@article{a, title = {A {B} \\{ c}}"));
        assert_eq!(told[2..], [(5, "@misc {c}"), (5, "@misc{d}")]);
    }

    #[test]
    fn one_that_is_not_closed_does_not_swallow_the_next() {
        let got = entries("@article{a, title = {A\n}\n@book{b}\n@misc{c,");
        let told: Vec<(u64, bool)> = got.iter().map(|(line, _, fault)| (*line, *fault)).collect();
        assert_eq!(told, [(1, true), (3, false), (4, true)]);
    }

    #[test]
    fn a_long_one_is_cut() {
        let text = format!("@misc{{a, t = {{{}}}}}\n@misc{{b}}", "x".repeat(2 * ITEM_MAX));
        let mut splitter = Splitter::new(text.as_bytes());
        let long = splitter.next().expect("bytes").expect("an entry");
        assert!(
            long.bytes.len() <= CUT && long.fault.is_some_and(|fault| fault.contains("longer"))
        );
        assert_eq!(splitter.next().expect("bytes").expect("an entry").line, 2);
    }
}
