//! Events: what happened: a wave of protests, an earthquake, an election.

mod object;
mod query;

pub use object::{Event, EventFilter};
pub use query::EventQuery;
