//! Formats in and out: files to verbs, and back.

pub mod article;
pub mod corpus;
pub mod csv;
pub mod jsonl;
pub mod report;
mod serde_field;
