//! What an import did: how many records of each kind are new, and what was refused and why.

use std::{collections::BTreeMap, fmt};

use crate::{Error, Result, domain::record_id::Prefix};

/// Refused records that are told one by one; the others are counted.
const LISTED: usize = 10_000;

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many records of each kind.
    pub tallies: BTreeMap<Prefix, Tally>,
    /// What was refused, in the order in which it was found.
    pub rejects: Vec<Reject>,
    /// How many more were refused and are not in the list.
    pub unlisted: u64,
}

/// How many records of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Put on record.
    pub new: u64,
    /// Changed.
    pub updated: u64,
    /// On record already.
    pub unchanged: u64,
    /// Refused.
    pub rejected: u64,
}

impl Tally {
    /// One more.
    pub const fn count(&mut self, fate: Fate) {
        match fate {
            Fate::New => self.new += 1,
            Fate::Updated => self.updated += 1,
            Fate::Unchanged => self.unchanged += 1,
        }
    }

    /// As many more.
    pub const fn add(&mut self, more: Self) {
        let Self { new, updated, unchanged, rejected } = more;
        self.new += new;
        self.updated += updated;
        self.unchanged += unchanged;
        self.rejected += rejected;
    }
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Put on record.
    New,
    /// Changed.
    Updated,
    /// On record already.
    Unchanged,
}

/// A record, or a line, that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// The file; empty where there is only one.
    pub file: String,
    /// The line, from 1; `None` where records are told apart by keys.
    pub line: Option<u64>,
    /// What it would have been; `None` when that could not be read.
    pub kind: Option<Prefix>,
    /// Its slug, key or id; empty when that could not be read.
    pub key: String,
    /// The field at fault; empty when it is the whole record.
    pub field: String,
    /// What is wrong, and what would be right.
    pub reason: String,
}

impl Report {
    /// Notes what became of a record.
    pub fn count(&mut self, kind: Prefix, fate: Fate) {
        self.tallies.entry(kind).or_default().count(fate);
    }

    /// Notes a refused record.
    pub fn reject(&mut self, reject: Reject) {
        if let Some(kind) = reject.kind {
            self.tallies.entry(kind).or_default().rejected += 1;
        }
        if self.rejects.len() < LISTED {
            self.rejects.push(reject);
        } else {
            self.unlisted += 1;
        }
    }

    /// Adds what another part of the import did.
    pub fn add(&mut self, other: Self) {
        let Self { tallies, rejects, unlisted } = other;
        for (kind, more) in tallies {
            self.tallies.entry(kind).or_default().add(more);
        }
        let room = LISTED.saturating_sub(self.rejects.len());
        self.unlisted += unlisted + rejects.len().saturating_sub(room) as u64;
        self.rejects.extend(rejects.into_iter().take(room));
    }

    /// How many records of all kinds.
    #[must_use]
    pub fn total(&self) -> Tally {
        let mut total = Tally::default();
        for tally in self.tallies.values() {
            total.add(*tally);
        }
        total
    }
}

impl fmt::Display for Reject {
    /// `claims.toml: claim arrested-40: quantity: …`, or `line 12: agent: name: …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if !self.file.is_empty() {
            parts.push(self.file.clone());
        }
        if let Some(line) = self.line {
            parts.push(format!("line {line}"));
        }
        match (self.kind, self.key.as_str()) {
            (Some(kind), "") => parts.push(kind.to_string()),
            (Some(kind), key) => parts.push(format!("{kind} {key}")),
            (None, "") => {}
            (None, key) => parts.push(key.to_owned()),
        }
        if !self.field.is_empty() {
            parts.push(self.field.clone());
        }
        write!(f, "{}: {}", parts.join(": "), self.reason)
    }
}

/// The way to the field and the message of an error that is the input's fault; any other error is
/// passed on.
pub(super) fn fault(error: Error) -> Result<(Vec<String>, String)> {
    match error {
        Error::Input { problem: _, path, message } => Ok((path, message)),
        other => Err(other),
    }
}
