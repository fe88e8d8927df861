//! Entries from which others take fields, by `crossref` or `xdata`: looked for before the others are
//! read, since they may stand behind them.

use std::{
    collections::{HashMap, HashSet},
    io::BufReader,
};

use super::split::Splitter;
use crate::{
    Error, Result,
    exchange::{engine::Fault, file::Rewindable},
};

/// Bytes of such entries that are held; more of them are refused with those that need them.
const HELD: usize = 16 << 20;

/// The fields that name them.
const FIELDS: [&str; 2] = ["crossref", "xdata"];

/// The entries that others name.
#[derive(Default)]
pub(super) struct Parents {
    /// By key; `None` for one that was too much.
    entries: HashMap<String, Option<String>>,
}

impl Parents {
    /// Looks for them, and goes back to the beginning of the file.
    pub(super) fn of(file: &mut dyn Rewindable) -> Result<Self> {
        let mut wanted = HashSet::new();
        each(file, |bytes| wanted.extend(named(bytes)))?;
        let mut parents = Self::default();
        if wanted.is_empty() {
            return Ok(parents);
        }
        let mut held = 0;
        each(file, |bytes| {
            let Some(key) = key(bytes).filter(|key| wanted.contains(*key)) else { return };
            held += bytes.len();
            let text = (held <= HELD).then(|| String::from_utf8_lossy(bytes).into_owned());
            // Of two with one key the first counts.
            parents.entries.entry(key.to_owned()).or_insert(text);
        })?;
        Ok(parents)
    }

    /// What is to stand before an entry so that it is read with all that it inherits.
    pub(super) fn before(&self, entry: &[u8]) -> std::result::Result<String, Fault> {
        let mut text = String::new();
        let mut above = HashSet::new();
        let own = key(entry).unwrap_or_default();
        let mut next: Vec<(String, Vec<String>)> =
            named(entry).into_iter().map(|key| (key, vec![own.to_owned()])).collect();
        while let Some((key, below)) = next.pop() {
            if below.contains(&key) {
                let reason = format!("{key} inherits from itself in the end: take one link away");
                return Err(Fault { column: "crossref".to_owned(), reason });
            }
            let Some(found) = self.entries.get(&key) else { continue };
            let Some(found) = found else {
                let reason =
                    format!("{key}, from which it inherits, is one of too many: part the file");
                return Err(Fault { column: "crossref".to_owned(), reason });
            };
            let below: Vec<String> = below.into_iter().chain([key.clone()]).collect();
            next.extend(named(found.as_bytes()).into_iter().map(|key| (key, below.clone())));
            if above.insert(key) {
                text.push_str(found);
                text.push('\n');
            }
        }
        Ok(text)
    }
}

fn each(file: &mut dyn Rewindable, mut see: impl FnMut(&[u8])) -> Result<()> {
    let unread = |error| Error::internal("reading an import", error);
    file.rewind().map_err(unread)?;
    let mut splitter = Splitter::new(BufReader::new(&mut *file));
    while let Some(entry) = splitter.next().map_err(unread)? {
        if entry.fault.is_none() {
            see(&entry.bytes);
        }
    }
    drop(splitter);
    file.rewind().map_err(unread)
}

/// The key of an entry.
fn key(entry: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(entry).ok()?;
    let start = text.find(['{', '('])? + 1;
    let rest = &text[start..];
    let end = rest.find([',', '}', ')'])?;
    Some(rest[..end].trim())
}

/// The keys that an entry names to inherit from.
fn named(entry: &[u8]) -> Vec<String> {
    let Ok(text) = std::str::from_utf8(entry) else { return Vec::new() };
    let lower = text.to_ascii_lowercase();
    let mut keys = Vec::new();
    for field in FIELDS {
        for (at, _) in lower.match_indices(field) {
            let starts = lower[..at].trim_end().ends_with(',');
            let rest = text[at + field.len()..].trim_start();
            let Some(value) = rest.strip_prefix('=').filter(|_| starts) else { continue };
            let value = value.trim_start().trim_start_matches(['{', '"']);
            let end = value.find(['}', '"', '\n']).unwrap_or(value.len());
            let found = value[..end].split(',').map(str::trim).filter(|key| !key.is_empty());
            keys.extend(found.map(str::to_owned));
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn parents(text: &str) -> Parents {
        Parents::of(&mut Cursor::new(text.as_bytes().to_vec())).expect("a file")
    }

    #[test]
    fn what_is_named_is_found_wherever_it_stands() {
        let child = "@incollection{a, title = {crossref = {x}}, CrossRef = {b}}";
        let file = format!("{child}\n@book{{b, xdata = \"c, d\"}}\n@xdata{{d, x = 1}}\n@misc{{e}}");
        let before = parents(&file).before(child.as_bytes()).expect("no circle");
        assert_eq!(before, "@book{b, xdata = \"c, d\"}\n@xdata{d, x = 1}\n");
        assert_eq!(parents(&file).before(b"@misc{e}").expect("nothing"), "");
    }

    #[test]
    fn a_circle_is_refused() {
        let file = "@misc{a, crossref = {b}}\n@misc{b, crossref = {a}}\n@misc{c, crossref = {c}}";
        for entry in file.lines() {
            let fault = parents(file).before(entry.as_bytes()).expect_err("a circle");
            assert!(fault.reason.contains("inherits from itself"), "{}", fault.reason);
        }
    }
}
