//! What rules notice about records: pure, one file a rule.

pub mod circle;
pub mod copied;
pub mod duplicate;
pub mod early;
pub mod falling;
pub mod mend;
pub mod parts;
pub mod twin;
pub mod undated;

use entity::vocab::{FindingCode, Severity};
use uuid::Uuid;

pub use super::identity::Subject;

/// The most findings of one rule on one statistic: whoever mends these sees the next ones.
pub const MOST: usize = 200;

/// Something that a rule has noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noticed {
    /// What.
    pub code: FindingCode,
    /// How much it matters.
    pub severity: Severity,
    /// The finding in a sentence.
    pub message: String,
    /// What it is about.
    pub subject: Subject,
    /// The other record of the same kind, where it is about two; `None` where it is about one.
    pub other: Option<Uuid>,
}
