//! The zip, written as a stream: nothing of it is held or gone back to.

use std::io::{self, Write};

use sha2::{Digest as _, Sha256};
use zip::{
    CompressionMethod, DateTime, ZipWriter,
    write::{SimpleFileOptions, StreamWriter},
};

use crate::{Error, Result};

/// A file of the package.
pub struct Member {
    pub path: String,
    pub bytes: u64,
    /// SHA-256, in hexadecimal digits.
    pub hash: String,
}

/// The package on its way.
pub struct Archive<W: Write> {
    zip: ZipWriter<StreamWriter<W>>,
    members: Vec<Member>,
    bytes: u64,
    hash: Sha256,
}

impl<W: Write> Archive<W> {
    pub fn new(out: W) -> Self {
        let zip = ZipWriter::new_stream(out);
        Self { zip, members: Vec::new(), bytes: 0, hash: Sha256::new() }
    }

    /// Begins a file.
    pub fn open(&mut self, path: &str) -> Result<()> {
        // The same moment for every file, so that the same records are the same bytes; and room
        // for more than 4 GiB, which is not known beforehand.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(0o644)
            .large_file(true);
        self.zip.start_file(path, options).map_err(failed)
    }

    /// Ends the file that was begun.
    pub fn close(&mut self, path: &str) {
        let hash = std::mem::take(&mut self.hash).finalize();
        let hash = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let bytes = std::mem::take(&mut self.bytes);
        self.members.push(Member { path: path.to_owned(), bytes, hash });
    }

    /// A file at once.
    pub fn whole(&mut self, path: &str, content: &[u8]) -> Result<()> {
        self.open(path)?;
        self.write_all(content).map_err(|error| Error::internal("writing an export", error))?;
        self.close(path);
        Ok(())
    }

    /// What was written so far.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Ends the package.
    pub fn end(self) -> Result<()> {
        let mut out = self.zip.finish().map_err(failed)?.into_inner();
        out.flush().map_err(|error| Error::internal("writing an export", error))
    }
}

impl<W: Write> Write for Archive<W> {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        let taken = self.zip.write(part)?;
        self.hash.update(&part[..taken]);
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.zip.flush()
    }
}

fn failed(error: zip::result::ZipError) -> Error {
    Error::internal("writing an export", io::Error::from(error))
}
