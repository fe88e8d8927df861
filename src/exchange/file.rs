//! Files that are imported: read twice, once for what they are and once for what they hold.

use std::io::{self, BufRead, Read, Seek, SeekFrom};

use sha2::{Digest as _, Sha256};

use crate::{Error, Result};

/// A file, or a copy of what came through a pipe.
pub trait Rewindable: Read + Seek + Send {}

impl<T: Read + Seek + Send> Rewindable for T {}

/// What a file is, before it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// How many bytes it has.
    pub length: u64,
    /// SHA-256 of it.
    pub hash: String,
}

impl Outline {
    /// Looks at a file, and goes back to its beginning.
    pub fn of(file: &mut dyn Rewindable) -> Result<Self> {
        let unread = |error| Error::internal("reading an import", error);
        let length = file.seek(SeekFrom::End(0)).map_err(unread)?;
        file.rewind().map_err(unread)?;
        let mut hash = Sha256::new();
        io::copy(file, &mut hash).map_err(unread)?;
        file.rewind().map_err(unread)?;
        Ok(Self { length, hash: format!("{:x}", hash.finalize()) })
    }
}

/// The longest item, in bytes.
pub(super) const ITEM_MAX: usize = 4 << 20;

/// How much is kept of an item that is too long, for whoever looks at it.
pub(super) const CUT: usize = 1_000;

pub(super) fn too_long() -> String {
    format!("it is longer than {ITEM_MAX} bytes: a quotation mark or bracket may not be closed")
}

/// A line of a file.
pub(super) struct Line {
    pub(super) bytes: Vec<u8>,
    /// How long it is in the file, with its end.
    pub(super) length: u64,
    /// What is wrong with it already.
    pub(super) fault: Option<String>,
}

/// The next line; one that is too long is read to its end and cut.
pub(super) fn line(reader: &mut impl BufRead) -> io::Result<Option<Line>> {
    let (mut line, mut length) = (Vec::new(), 0_u64);
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            break;
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let part = &buffer[..end.unwrap_or(buffer.len())];
        let room = (ITEM_MAX + 1).saturating_sub(line.len());
        line.extend(&part[..part.len().min(room)]);
        let used = part.len() + usize::from(end.is_some());
        reader.consume(used);
        length += used as u64;
        if end.is_some() {
            break;
        }
    }
    if length == 0 {
        return Ok(None);
    }
    let fault = (line.len() > ITEM_MAX).then(too_long);
    if fault.is_some() {
        line.truncate(CUT);
    }
    Ok(Some(Line { bytes: line, length, fault }))
}
