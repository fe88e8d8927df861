//! Measures: what is counted, defined once: people arrested, cities with protests.

mod mutation;
mod object;
mod query;

pub use mutation::MeasureMutation;
pub use object::{Measure, MeasureFilter};
pub use query::MeasureQuery;
