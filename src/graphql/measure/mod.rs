//! Measures: what is counted, defined once: people arrested, cities with protests.

mod object;
mod query;

pub use object::{Measure, MeasureFilter};
pub use query::MeasureQuery;
