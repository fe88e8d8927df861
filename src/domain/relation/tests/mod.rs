//! The relation of two claims, by the worked examples and by laws.

mod examples;
mod laws;
pub(crate) mod support;
