//! Formats in and out: files to verbs, and back.

pub mod claimreview;
pub mod corpus;
pub mod csv;
pub mod datapackage;
mod date;
pub mod engine;
pub mod file;
mod json;
pub mod jsonl;
pub mod reference;
pub mod report;
pub mod review;
mod serde_field;
pub mod xlsx;
