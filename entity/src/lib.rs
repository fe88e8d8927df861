//! Stored shapes: one file per table, one `Model` per row.

pub mod vocab;
