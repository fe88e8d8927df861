//! Files that are imported: read twice, once for what they are and once for what they hold.

use std::io::{self, Read, Seek, SeekFrom};

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
