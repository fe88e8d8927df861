//! CSL-JSON, as Zotero and citeproc have it.

mod read;
mod write;

pub use read::CslItems;
pub use write::Csl;
pub(super) use write::type_of;

use entity::vocab::SourceKind;

/// Types of CSL, and the kinds of sources that they are.
const TYPES: [(&str, SourceKind); 17] = [
    ("article-newspaper", SourceKind::Article),
    ("article-magazine", SourceKind::Article),
    ("article-journal", SourceKind::Article),
    ("article", SourceKind::Article),
    ("report", SourceKind::Report),
    ("speech", SourceKind::Speech),
    ("post", SourceKind::Post),
    ("post-weblog", SourceKind::Post),
    ("dataset", SourceKind::Dataset),
    ("broadcast", SourceKind::Broadcast),
    ("interview", SourceKind::Broadcast),
    ("book", SourceKind::Report),
    ("thesis", SourceKind::Report),
    ("legislation", SourceKind::Report),
    ("hearing", SourceKind::Report),
    ("webpage", SourceKind::Other),
    ("document", SourceKind::Other),
];

/// Types whose publisher is the house, and not what they are contained in.
const OF_A_HOUSE: [&str; 9] = [
    "report",
    "speech",
    "dataset",
    "book",
    "thesis",
    "legislation",
    "hearing",
    "chapter",
    "paper-conference",
];

/// Types that are parts of a book, which is no publisher.
const OF_A_BOOK: [&str; 2] = ["chapter", "paper-conference"];
