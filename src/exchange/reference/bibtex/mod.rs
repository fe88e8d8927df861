//! BibTeX, in and out; what BibLaTeX adds to it is read and written.

mod inherit;
mod read;
mod split;
mod write;

pub use read::BibEntries;
pub use write::Bibtex;

use entity::vocab::SourceKind;

use crate::{
    Result,
    exchange::engine::{Refused, Rejects},
};

/// Types of entries, and the kinds of sources that they are.
const TYPES: [(&str, SourceKind); 12] = [
    ("article", SourceKind::Article),
    ("report", SourceKind::Report),
    ("techreport", SourceKind::Report),
    ("book", SourceKind::Report),
    ("booklet", SourceKind::Report),
    ("manual", SourceKind::Report),
    ("thesis", SourceKind::Report),
    ("phdthesis", SourceKind::Report),
    ("mastersthesis", SourceKind::Report),
    ("dataset", SourceKind::Dataset),
    ("online", SourceKind::Other),
    ("misc", SourceKind::Other),
];

/// Types of entries, and what CSL calls them, where the kind of source does not tell them apart. The
/// first of each is written.
const FORMS: [(&str, &str); 11] = [
    ("book", "book"),
    ("booklet", "book"),
    ("manual", "book"),
    ("thesis", "thesis"),
    ("phdthesis", "thesis"),
    ("mastersthesis", "thesis"),
    ("incollection", "chapter"),
    ("inbook", "chapter"),
    ("suppbook", "chapter"),
    ("inproceedings", "paper-conference"),
    ("conference", "paper-conference"),
];

/// How refused entries are written: after a line that says what is wrong, which stands in no entry and
/// so is passed over.
#[derive(Clone, Copy, Debug)]
pub struct BibRejects;

impl Rejects<Vec<u8>> for BibRejects {
    fn extension(&self) -> &'static str {
        "bib"
    }

    fn head(&self) -> Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn item(&self, refused: &Refused<Vec<u8>>) -> Result<Vec<u8>> {
        Ok(super::said_before(refused))
    }
}
