//! Writing beside a file first, so that under its name there is never a part of it.

use std::{
    fs::{self, DirBuilder, File},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    process,
};

/// A folder of our own in which a file is written; it goes with all that is in it when this is
/// dropped. What SQLite puts beside a database is in it too.
#[derive(Debug)]
pub struct Part(PathBuf);

/// Makes a place to write a file in, on the same disk. What was there before is left alone.
pub fn beside(file: &Path) -> io::Result<Part> {
    within(folder(file))
}

/// Makes a place to write a file in, within a folder. What was there before is left alone.
pub fn within(folder: &Path) -> io::Result<Part> {
    let mut number = 0_u64;
    loop {
        let own = folder.join(format!("claimbase-{}-{number}.part", process::id()));
        match private().create(&own) {
            Ok(()) => return Ok(Part(own)),
            // Of a process that was killed, or of anybody: a link is not followed either.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error),
        }
    }
}

impl Part {
    /// The file to write, which is not there yet.
    pub fn file(&self) -> PathBuf {
        self.0.join("part")
    }

    /// Puts the file, which is whole, on the disk and in place of another.
    pub fn settle(&self, file: &Path) -> io::Result<()> {
        let part = self.file();
        File::open(&part)?.sync_all()?;
        fs::rename(&part, file)?;
        // The name is on the disk only once its folder is.
        let folder = folder(file);
        let here = folder.as_os_str().is_empty();
        File::open(if here { Path::new(".") } else { folder })?.sync_all()
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // It is of no use any more; that it could not be removed does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn folder(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}

/// Nobody else looks into it, nor puts anything there.
fn private() -> DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has modes to set"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_ours_is_removed() {
        let place = tempfile::tempdir().expect("a folder");
        let file = place.path().join("a.db");
        let (one, two) = (beside(&file).expect("a place"), beside(&file).expect("another"));
        assert_ne!(one.file(), two.file());
        fs::write(one.file(), "whole").expect("a file");
        fs::write(one.0.join("part-wal"), "beside it").expect("a file");
        one.settle(&file).expect("it is put in place");
        drop(one);
        assert_eq!(fs::read_dir(place.path()).expect("a folder").count(), 2, "a.db and the other");
        drop(two);
        assert_eq!(fs::read_dir(place.path()).expect("a folder").count(), 1);
        assert_eq!(fs::read_to_string(&file).expect("a file"), "whole");
    }

    #[test]
    fn what_has_the_name_already_is_left_alone() {
        let place = tempfile::tempdir().expect("a folder");
        let taken = place.path().join(format!("claimbase-{}-0.part", process::id()));
        fs::write(&taken, "mine").expect("a file");
        drop(within(place.path()).expect("a place under another name"));
        assert_eq!(fs::read_to_string(&taken).expect("a file"), "mine");
        let error = within(&place.path().join("none")).expect_err("there is no such folder");
        assert_eq!(error.kind(), ErrorKind::NotFound);
    }
}
