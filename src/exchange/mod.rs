//! Formats in and out: files to verbs, and back.

pub mod corpus;
pub mod csv;
pub mod engine;
pub mod file;
pub mod jsonl;
pub mod report;
pub mod review;
mod serde_field;
